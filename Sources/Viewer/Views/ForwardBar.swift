import Basics
import Events
import TextGrid

extension ViewState {
    func drawForwardBar(in frame: inout Frame, row: Int) {
        var line = SegmentLine(gap: size.columns < 80 ? 1 : 2)
        line.segments =
            [forwardWord] + adviceSegments + filterSegments + lossSegments + partSegments + keySegments
            + journalSegments + flowSegments
        line.draw(in: &frame, row: row)
    }

    /// The state of forwarding in words.
    var forwardWord: SegmentLine.Segment {
        let failure = delivery.lastFailure.map { $0.status > 0 ? " \($0.status)" : " " + $0.code } ?? ""
        switch delivery.state {
        case .none: return .init([("SLS off: no sink, see --sink", 90), ("SLS off", 100)], Style(.dim))
        case .off where delivery.ledger.waiting > 0:
            let waiting = "waiting " + grouped(delivery.ledger.waiting)
            return .init([("SLS paused, " + waiting, 95), ("SLS off", 100)], Style(.degraded, .bold))
        case .off: return .init("SLS off", priority: 100)
        case .on: return .init("SLS ON", priority: 100, Style(.ok, .bold))
        case .retrying(let retryAt):
            let text = "SLS ON degraded"
            return .init(
                [(text + ":" + failure + ", next " + countdown(to: retryAt, at: wall), 85), (text, 100)],
                Style(.degraded, .bold)
            )
        case .blocked(let retryAt):
            let text = "SLS BLOCKED" + failure
            return .init(
                [
                    (text + " (f, then r retries), next " + countdown(to: retryAt, at: wall), 57),
                    (text + ", next " + countdown(to: retryAt, at: wall), 85), (text, 100),
                ],
                Style(.down, .bold)
            )
        case .throttled(let retryAt):
            let text = "SLS throttled"
            return .init(
                [(text + ", next " + countdown(to: retryAt, at: wall), 85), (text, 100)],
                Style(.degraded, .bold)
            )
        case .draining:
            return .init("SLS draining " + grouped(delivery.ledger.waiting), priority: 100, Style(.degraded, .bold))
        case .unavailable(let reason):
            return .init([("SLS unavailable: " + reason, 60), ("SLS unavailable", 100)], Style(.degraded, .bold))
        }
    }

    /// What to do about a receiver that refuses until somebody acts.
    private var adviceSegments: [SegmentLine.Segment] {
        guard case .blocked = delivery.state, let advice = delivery.lastFailure?.advice, !advice.isEmpty else {
            return []
        }
        return [.init(advice, priority: 58, Style(.degraded))]
    }

    private var filterSegments: [SegmentLine.Segment] {
        delivery.filter.isEmpty ? [] : [.init("filter: " + delivery.filter, priority: 42, Style(.dim))]
    }

    private var lossSegments: [SegmentLine.Segment] {
        let ledger = delivery.ledger
        let terms = [("dead", ledger.dead), ("dropped", ledger.dropped), ("lost", ledger.lost)]
        return terms.filter { $0.1 > 0 }.map { .init("\($0.0) \(grouped($0.1))", priority: 88, Style(.critical)) }
    }

    /// Of several forwarders, those that cannot.
    private var partSegments: [SegmentLine.Segment] {
        guard let first = delivery.unavailableParts.first else { return [] }
        let count = delivery.unavailableParts.count
        let more = count > 1 ? " and \(count - 1) more" : ""
        return [
            .init([("not forwarded: " + first + more, 50), ("\(count) not forwarded", 86)], Style(.degraded, .bold))
        ]
    }

    /// A key that could not be renewed, or is not there.
    private var keySegments: [SegmentLine.Segment] {
        guard let key = delivery.credentials, let failure = key.lastFailure else { return [] }
        let short = key.expiry.map { $0 > wall } ?? false ? "key not renewed" : "no key"
        return [.init([(failure, 48), (short, 84)], Style(.degraded, .bold))]
    }

    private var journalSegments: [SegmentLine.Segment] {
        switch journal {
        case .keeping, .held, nil:
            guard let share = delivery.journalShare, share >= 0.8 else { return [] }
            let percent = "journal \(Int(share * 100))%"
            let capacity = bytes(Double(delivery.journalCapacity))
            return [.init([(percent + " of " + capacity, 54), (percent, 83)], Style(.degraded, .bold))]
        case .full(let reason): return [.init([("FULL: " + reason, 55), ("FULL", 87)], Style(.down, .bold))]
        case .notKeeping(let reason):
            return [.init([("NOT KEPT: " + reason, 55), ("NOT KEPT", 87)], Style(.down, .bold))]
        }
    }

    private var flowSegments: [SegmentLine.Segment] {
        let ledger = delivery.ledger
        switch delivery.state {
        case .none, .unavailable: return []
        case .off:
            return [.init(targetText, priority: 10, Style(.dim))]
        default: break
        }
        var segments: [SegmentLine.Segment] = [.init(targetText, priority: 5, Style(.dim))]
        let out = rate(delivery.eventsPerSecond) + "/s"
        segments.append(.init([("out " + out, 30), (out, 45)]))
        segments.append(.init(bytes(delivery.bytesPerSecond) + "/s", priority: 12))
        segments.append(.init("sent " + grouped(ledger.acknowledged), priority: 35))
        segments.append(waitingSegment)
        if delivery.retries > 0 { segments.append(.init("retries \(grouped(delivery.retries))", priority: 15)) }
        segments += errorSegments
        segments += latencySegments
        if ledger.waiting > 0, let oldest = delivery.oldestWaiting {
            segments.append(.init("lag " + age(oldest, at: wall), priority: 25))
        }
        return segments
    }

    private var targetText: String { configuration.sink?.target ?? delivery.target }

    private var waitingSegment: SegmentLine.Segment {
        .init("waiting " + grouped(delivery.ledger.waiting), priority: 80)
    }

    private var errorSegments: [SegmentLine.Segment] {
        guard delivery.errors > 0 else { return [] }
        let count = "err \(grouped(delivery.errors))"
        guard let failure = delivery.lastFailure else { return [.init(count, priority: 70, Style(.warning))] }
        let time = clock.minute(failure.at)
        let status = failure.status > 0 ? "\(failure.status)" : failure.code
        let long =
            failure.status > 0 && !failure.code.isEmpty ? "\(time) \(status) \(failure.code)" : "\(time) \(status)"
        return [
            .init([("\(count) (\(long))", 14), ("\(count) (\(time) \(status))", 33), (count, 70)], Style(.warning))
        ]
    }

    private var latencySegments: [SegmentLine.Segment] {
        guard let p99 = delivery.latencyP99 else { return [] }
        let short = "p99 " + latency(p99)
        guard let p50 = delivery.latencyP50 else { return [.init(short, priority: 40)] }
        return [.init([("p50 \(latency(p50)) \(short)", 20), (short, 40)])]
    }
}
