import Basics
import Events
import Kubernetes
import TextGrid

/// Runs a program for notices: JSON on its standard input, the first notice in its environment.
struct CommandSender: NoticeSender {
    let words: [String]
    let timeout: Duration
    /// Of this program, without what opens Log Service.
    let environment: [String: String]

    var batchLimit: Int { 50 }
    /// A first time, and three more.
    var tryLimit: Int? { 4 }

    func send(_ notices: [AlertNotice]) async -> NoticeOutcome {
        let child = ChildProcess(
            path: words[0],
            arguments: Array(words.dropFirst()),
            environment: environment.merging(Self.variables(of: notices)) { $1 },
            input: NoticeBody.json(notices).bytes,
            limits: .init(time: timeout, grace: .seconds(1))
        )
        let outcome = await child.run()
        guard outcome.ending != .exited(0) else { return .delivered }
        let said = sanitise(Complaint.readable(outcome.complaint)).suffix(120)
        return .failed(text(of: outcome.ending) + (said.isEmpty ? "" : ": " + said))
    }

    /// What the environment tells of the first of them, and how many there are.
    static func variables(of notices: [AlertNotice]) -> [String: String] {
        guard let first = notices.first else { return [:] }
        return [
            "EVENTER_ALERT_RULE": first.rule, "EVENTER_ALERT_STATUS": first.status.rawValue,
            "EVENTER_ALERT_ID": first.id, "EVENTER_ALERT_SEVERITY": first.severity.rawValue,
            "EVENTER_ALERT_SUMMARY": first.summary, "EVENTER_ALERT_CLUSTER": first.cluster,
            "EVENTER_ALERT_COUNT": "\(notices.count)",
        ]
    }

    private func text(of ending: ChildProcess.Ending) -> String {
        switch ending {
        case .exited(let code): "ended with \(code)"
        case .killed(let signal): "was ended by signal \(signal)"
        case .notStarted(let number): "cannot be run: \(systemText(number))"
        case .tookTooLong: "did not end within \(timeout.components.seconds) s and was stopped"
        case .printedTooMuch: "printed too much and was stopped"
        case .cancelled: "was stopped"
        }
    }
}
