import Basics
package import Events

/// Who is told of incidents, as the configuration file says it under `alerts`, `notify`.
package struct NotifySettings: Sendable, Equatable {
    /// In the order of the file; no two have the same name.
    package var hooks: [HookSettings] = []

    package init() {}
}

/// One that is told: a command or a webhook, with what it wants to know and how.
package struct HookSettings: Sendable, Equatable {
    package enum Target: Sendable, Equatable {
        /// The program and its arguments; no shell comes near them.
        case command([String])
        case webhook(SecretSource)
    }

    package enum Headers: Sendable, Equatable {
        case written([Header])
        /// A file with a line `Name: value` for each.
        case file(SecretSource)
    }

    package struct Header: Sendable, Equatable {
        package var name: String
        package var value: SecretSource
    }

    package enum Template: Sendable, Equatable {
        case json
        /// A robot of DingTalk; signed where there is a secret.
        case dingtalk(SecretSource?)
        case text(NoticeTemplate)
    }

    /// Letters, digits, `.`, `_` and `-`: the key of what waits, and a label of metrics.
    package var name: String
    package var target: Target
    package var headers = Headers.written([])
    package var template = Template.json
    package var wanted: Set<NoticeStatus> = [.firing, .resolved]
    package var severity = AlertSeverity.medium
    /// Names of rules, in which `*` stands for anything; empty for all.
    package var rules: [String] = []
    package var limit = RateLimit(count: 20, period: .seconds(60))
    package var timeout = Duration.seconds(10)

    package init(name: String, target: Target) {
        self.name = name
        self.target = target
    }

    /// Whether it is to be told of this.
    func wants(_ notice: AlertNotice) -> Bool {
        wanted.contains(notice.status) && notice.severity >= severity
            && (rules.isEmpty || rules.contains { Self.matches($0, notice.rule) })
    }

    /// Whether `pattern`, in which `*` stands for anything, is `name`.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return pattern == name }
        guard name.hasPrefix(first), name.dropFirst(first.count).hasSuffix(last) else { return false }
        var rest = name.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}

/// What happened to an incident, as hooks are told.
package enum NoticeStatus: String, Sendable, CaseIterable, Codable { case firing, resolved, acknowledged }

/// So many in such a time.
package struct RateLimit: Sendable, Equatable {
    package var count: Int
    package var period: Duration

    package init(count: Int, period: Duration) {
        self.count = count
        self.period = period
    }
}
