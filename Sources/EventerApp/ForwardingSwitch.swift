import Basics
import Events
import Forwarding
import HTTP
import Journal
import LogService

/// Forwarding as the rest of the program sees it: there may be no sink, or another process may have the journal.
struct ForwardingSwitch: Sendable {
    var sink: LogServiceConfiguration?
    var forwarder: Forwarder?
    /// Opens when delivery may begin.
    let gate: DeliveryGate

    var status: DeliveryStatus {
        get async {
            if let forwarder { return await forwarder.status }
            guard let sink else { return DeliveryStatus() }
            return DeliveryStatus(
                state: .unavailable("another process holds the journal"),
                target: sink.project + "/" + sink.logstore,
                endpoint: "\(sink.endpoint)"
            )
        }
    }

    func set(_ isOn: Bool) async {
        await forwarder?.setForwarding(isOn)
    }

    func note(_ update: WatchUpdate) {
        if case .status(let status) = update, status.state == .live { gate.note(live: status.stream) }
    }
}

/// Holds delivery back until every stream has been live once.
///
/// With `--start=now` the events that the first list brings are kept but not forwarded: the sink becomes known to the journal only
/// after them.
final class DeliveryGate: Sendable {
    private let awaited: Locked<Set<StreamID>>
    private let opened = Doorbell()
    private let prepare: @Sendable () async -> Void

    /// - Parameters:
    ///   - streams: Those to wait for; none opens the gate at once.
    ///   - prepare: What has to happen between the opening and the first delivery.
    init(waitingFor streams: [StreamID], prepare: @escaping @Sendable () async -> Void = {}) {
        awaited = Locked(Set(streams))
        self.prepare = prepare
        if streams.isEmpty { opened.ring() }
    }

    func note(live stream: StreamID) {
        let isLast = awaited.withLock { $0.remove(stream) != nil && $0.isEmpty }
        if isLast { opened.ring() }
    }

    /// - Returns: Whether the gate is open; false when the task was cancelled first.
    func wait() async -> Bool {
        guard await opened.wait() else { return false }
        await prepare()
        return true
    }
}
