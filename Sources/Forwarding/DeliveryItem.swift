import Basics
import Events
import Journal
import LogService

/// A journal row on its way: what is sent of it, or why nothing is.
struct DeliveryItem: Sendable, Equatable {
    enum Content: Sendable, Equatable {
        /// Without its time, which is set when the request is made.
        case log(Log, size: Int, lastSeen: Timestamp)
        case filtered
        /// The row is damaged.
        case lost
        case refused(Acknowledgement.Refusal)
    }

    /// Log Service takes 10 MiB a request; a log that cannot fit is refused unasked.
    ///
    /// A value above 1 MB, which older servers refuse, is sent as it is and the answer decides: half of a JSON object would be
    /// no JSON, so nothing could search it. An event has at most 1.5 MiB in its cluster.
    static let maximumBytes = 10 << 20 - 4096

    let id: Int64
    /// A gap is no event version, so the ledger does not count it.
    let isGap: Bool
    let received: Timestamp
    /// From when the latency counts.
    let began: Timestamp
    var content: Content

    init(_ row: JournalRow, options: borrowing ForwardingOptions) {
        id = row.id
        switch row.content {
        case .damaged:
            isGap = false
            received = Timestamp(seconds: 0)
            began = received
            content = .lost
        case .gap(let found):
            isGap = true
            received = found.gap.to
            began = received
            content =
                options.sendsGapRecords
                ? Self.content(options.mapping.fields(of: found), at: received, row: id) : .filtered
        case .event(var event):
            isGap = false
            received = event.received
            began = Self.began(event)
            if event.cluster != options.cluster { event.cluster = options.cluster }
            content =
                options.filter.matches(event)
                ? Self.content(options.mapping.fields(of: event), at: event.lastSeen, row: id) : .filtered
        }
    }

    private static func content(_ fields: [LogField], at time: Timestamp, row id: Int64) -> Content {
        let log = Log(time: 0, fields: fields)
        let size = log.protobufSize + 12
        guard size <= maximumBytes else {
            return .refused(.init(row: id, status: 0, code: "TooLarge", message: "the log has \(size) bytes"))
        }
        return .log(log, size: size, lastSeen: time)
    }

    var isSendable: Bool { size > 0 }

    /// The bytes in a request, 0 when nothing is sent.
    var size: Int {
        guard case .log(_, let size, _) = content else { return 0 }
        return size
    }

    /// The event's own time where it is finer than a second, else when we read it.
    ///
    /// An event that was old when we read it (the first list, a long outage) counts from then: its age is not ours.
    private static func began(_ event: KubeEvent) -> Timestamp {
        let isFine = event.lastSeen.microseconds % 1_000_000 != 0
        let isRecent = event.received.since(event.lastSeen) < .seconds(600) && event.lastSeen <= event.received
        return isFine && isRecent ? event.lastSeen : event.received
    }
}
