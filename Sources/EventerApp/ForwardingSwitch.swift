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
    /// Renews the forwarder's key.
    var keeper: CredentialKeeper?
    /// Opens when delivery may begin.
    let gate: DeliveryGate

    /// No sink.
    static var none: ForwardingSwitch {
        ForwardingSwitch(sink: nil, forwarder: nil, gate: DeliveryGate(waitingFor: []))
    }

    var status: DeliveryStatus {
        get async {
            if let forwarder {
                var status = await forwarder.status
                if let keeper { status.credentials = CredentialFigures(await keeper.status) }
                if !gate.isOpen, status.state == .on {
                    status.state = .unavailable("the first list is not complete yet")
                }
                return status
            }
            guard let sink else { return DeliveryStatus() }
            return DeliveryStatus(
                state: .unavailable("another process holds the journal"),
                target: sink.project + "/" + sink.logstore,
                endpoint: "\(sink.endpoint)"
            )
        }
    }

    /// Keeps the key fresh; whoever waited for the first one need not wait for the next try.
    func keepKey() async {
        await keeper?.run { await forwarder?.retryNow() }
    }

    func set(_ isOn: Bool) async {
        await forwarder?.setForwarding(isOn)
    }
}

extension CredentialFigures {
    fileprivate init(_ status: CredentialStatus) {
        self.init(source: status.source)
        expiry = status.expiry
        renewals = status.renewals
        failedRenewals = status.failedRenewals
        lastFailure = status.lastFailure
    }
}

/// Holds delivery back until every stream has been live once, or is refused.
///
/// With `--start=now` the events that the first list brings are kept but not forwarded: the sink becomes known to the journal only
/// after them.
final class DeliveryGate: Sendable {
    private struct State {
        var awaited: Set<StreamID>
        var isOpen: Bool
    }

    private let state: Locked<State>
    private let opened = Doorbell()
    private let prepare: @Sendable () async -> Void

    /// Closes the gate.
    ///
    /// - Parameters:
    ///   - streams: Those to wait for; none opens the gate at once.
    ///   - prepare: What has to happen between the last stream and the first delivery.
    init(waitingFor streams: [StreamID], prepare: @escaping @Sendable () async -> Void = {}) {
        state = Locked(State(awaited: Set(streams), isOpen: streams.isEmpty))
        self.prepare = prepare
        if streams.isEmpty { opened.ring() }
    }

    var isOpen: Bool { state.withLock(\.isOpen) }

    /// Takes note of a stream; of the last one awaited, returns once everything is prepared.
    func note(_ status: StreamStatus) async {
        switch status.state {
        case .live, .denied: break
        default: return
        }
        let isLast = state.withLock { $0.awaited.remove(status.stream) != nil && $0.awaited.isEmpty }
        guard isLast else { return }
        await prepare()
        state.withLock { $0.isOpen = true }
        opened.ring()
    }

    /// Awaits `stream` in the place of `former`.
    func replace(_ former: StreamID, with stream: StreamID) {
        state.withLock { state in
            if state.awaited.remove(former) != nil { state.awaited.insert(stream) }
        }
    }

    /// Waits for the gate to open.
    ///
    /// - Returns: False when the task was cancelled first.
    func wait() async -> Bool {
        await opened.wait()
    }
}
