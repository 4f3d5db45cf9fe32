import Basics
import Events
import TextGrid

extension ViewState {
    func drawHeader(in frame: inout Frame) {
        var line = SegmentLine(gap: size.columns < 80 ? 1 : 2)
        let context = CleanText(configuration.context)
        line.segments.append(.init("eventer", priority: 5, Style(.header, .bold)))
        if let label = configuration.label {
            line.segments.append(.init(label, priority: 60, Style(.degraded, .reverse)))
        }
        line.segments.append(
            .init([
                ("ctx:" + context.string, 12), (context.string, 20),
                (context.truncated(to: 24, keepingTail: 8).string, 30),
                (context.truncated(to: 12, keepingTail: 4).string, 40),
            ])
        )
        let scope = CleanText(self.scope)
        line.segments.append(.init([(scope.string, 25), (scope.truncated(to: 16).string, 38)]))
        line.segments.append(logstore.map(segment) ?? stateSegment)
        line.segments += alertSegments
        line.segments.append(logstore.map(liveSegment) ?? modeSegment)
        line.segments.append(rateSegment)
        line.segments.append(clockSegment)
        line.draw(in: &frame, row: 0)
    }

    /// The state of the streams: the worst of them, and with several clusters that of each where there is room.
    var stateSegment: SegmentLine.Segment {
        guard showsClusters else { return segment(of: streams) }
        let clusters = streams.byCluster(of: configuration.clusters).map { name, board in
            (name: CleanText(name).string, board: board, segment: segment(of: board))
        }
        guard let worst = clusters.first, worst.board.summary != .live else {
            return .init("LIVE \(clusters.count)/\(clusters.count)", priority: 100, Style(.ok))
        }
        let total = "\(clusters.count { $0.board.summary == .live })/\(clusters.count) live"
        let words = worst.segment.wordings.map(\.text)
        let shortest = words.last ?? ""
        let others = clusters.dropFirst().map { $0.name + ": " + ($0.segment.wordings.last?.text ?? "") }
        let name = CleanText(worst.name).truncated(to: 12, keepingTail: 4).string
        var wordings = [(([worst.name + ": " + words[0]] + others).joined(separator: "  "), 6)]
        wordings += words.dropLast().map { ("\(name): \($0)  \(total)", 70) }
        wordings += [("\(name): \(shortest)  \(total)", 90), ("\(shortest)  \(total)", 100)]
        return .init(wordings, worst.segment.style)
    }

    private func segment(of streams: StreamBoard) -> SegmentLine.Segment {
        let part = streams.count > 1 && streams.troubledCount > 0 ? " \(streams.troubledCount) of \(streams.count)" : ""
        switch streams.summary {
        case .live: return .init("LIVE", priority: 100, Style(.ok))
        case .paused: return .init("PAUSED\(part)", priority: 100, Style(.degraded, .bold))
        case .ended: return .init("ENDED", priority: 100, Style(.dim))
        case .connecting: return .init("CONNECTING", priority: 100, Style(.degraded))
        case .listing(let count):
            let word = isReplay ? "READING" : "LISTING"
            return .init([("\(word) \(grouped(count))", 90), (word, 100)], Style(.degraded))
        case .stale(_, let retryAt, let since):
            let age = "STALE\(part) " + age(since, at: wall)
            guard let retryAt else { return .init([(age + "  connecting", 70), (age, 100)], Style(.degraded, .bold)) }
            let retry = "retry in " + countdown(to: retryAt, at: wall)
            return .init([(age + "  " + retry, 70), (age, 100)], Style(.degraded, .bold))
        case .denied(_, let retryAt, _):
            let retry = "DENIED\(part)  retry in " + countdown(to: retryAt, at: wall)
            return .init([(retry, 70), ("DENIED" + part, 100)], Style(.down, .bold))
        }
    }

    private var modeSegment: SegmentLine.Segment {
        let new = list.newCount > 0 ? " +\(grouped(list.newCount))" : ""
        let word = list.isFrozen ? "FROZEN" : "HELD"
        guard !list.isFollowing || list.isFrozen else { return .init([("FOLLOW", 26)], Style(.dim)) }
        return .init([(new.isEmpty ? word : word + new + " new", 45), (word + new, 95)], Style(.degraded, .bold))
    }

    private var rateSegment: SegmentLine.Segment {
        let rates = rates.rates(at: wall)
        let (events, warnings) = (rate(rates.events), rate(rates.warnings))
        return .init([
            ("\(events) events/s  warnings \(warnings)/s", 3),
            ("\(events)/s  W \(warnings)/s", 24),
            ("\(events)/s W \(warnings)/s", 28),
            ("W \(warnings)/s", 32),
        ])
    }

    private var clockSegment: SegmentLine.Segment {
        guard present.isLive else { return standingClock }
        // A clock that stands still most of the time would be wrong most of the time.
        guard !configuration.preferences.isCalm else { return .init([(clockLabel, 22)], isRight: true) }
        let time = clock.time(now)
        return .init([(time + " " + clockLabel, 10), (time, 22)], isRight: true)
    }

    /// The time of a recording, with the day, since it is not today's.
    private var standingClock: SegmentLine.Segment {
        guard present.isKnown else { return .init(clockLabel, priority: 22) }
        let time = clock.time(now)
        return .init(
            [
                ("at \(clock.full(now)) \(clockLabel)", 10), ("at \(clock.day(now)) \(time) \(clockLabel)", 23),
                ("at \(time) \(clockLabel)", 44), ("at " + time, 75),
            ],
            Style(.degraded),
            isRight: true
        )
    }

    /// The name of the cluster that is worst off, of several.
    private var troubledCluster: String? {
        showsClusters ? streams.worst?.status.stream.cluster : nil
    }

    /// What is wrong with the streams, in one line.
    var trouble: (text: String, style: Style)? {
        switch streams.summary {
        case .stale(let reason, .some, _):
            ((troubledCluster ?? "API server") + ": " + causeFirst(reason), Style(.degraded))
        case .denied(let reason, _, _): ((troubledCluster.map { $0 + " " } ?? "") + "denied: " + reason, Style(.down))
        default: nil
        }
    }
}
