import Kubernetes
import LogService

/// One thing that `eventer check` found out.
struct Finding: Sendable, Equatable {
    /// What it is about.
    enum Subject: String, Sendable, CaseIterable {
        case configuration, credentials, server, tls, user, cluster, rights, events, watch, clock
        case sink, key, address, signature, logstore, index, read, write
        case sinkTLS = "sink-tls"
        case sinkClock = "sink-clock"
    }

    enum Verdict: Sendable, Equatable {
        case ok
        /// Worth knowing, neither good nor bad.
        case note
        case warning
        /// Will not work; with what the program ends for it.
        case failure(ExitCode)
        /// Not looked at.
        case skipped
    }

    var subject: Subject
    var verdict: Verdict
    /// One line; what others said in it is not sanitised yet.
    var text: String
    /// What to do next, when there is something.
    var hint: String?

    init(_ subject: Subject, _ verdict: Verdict, _ text: String, hint: String? = nil) {
        self.subject = subject
        self.verdict = verdict
        self.text = text
        self.hint = hint
    }
}

extension Finding {
    init(_ subject: Subject, _ error: KubernetesError) {
        let code: ExitCode =
            switch error.kind {
            case .forbidden, .notFound, .expired, .future: .failed
            default: AppError(error).code
            }
        self.init(subject, .failure(code), error.message, hint: error.hint)
    }
}

extension [Finding] {
    /// How the program ends: configuration before reach before anything else, whatever failed first.
    var exitCode: ExitCode {
        let codes = Set(compactMap { if case .failure(let code) = $0.verdict { code } else { nil } })
        return [.usage, .unreachable].first(where: codes.contains) ?? codes.first ?? .done
    }
}
