import Events
import Basics
import TextGrid

extension PreferenceValue {
    /// A list of hooks.
    ///
    /// What is written of URLs, headers and secrets is in no fault.
    package func notify() throws(PreferenceFaults) -> NotifySettings {
        guard case .list = self else { throw PreferenceFaults("needs a list of hooks", at: place) }
        var settings = NotifySettings()
        settings.hooks = try each { element throws(PreferenceFaults) in try element.hook() }
        var places: [String: Place?] = [:]
        for (hook, element) in zip(settings.hooks, try elements()) where !hook.name.isEmpty {
            guard places.updateValue(element.place, forKey: hook.name) == nil else {
                throw PreferenceFaults("two hooks are named \(Self.quoted(hook.name))", at: element.place)
            }
        }
        settings.nameTheRest()
        return settings
    }

    private func hook() throws(PreferenceFaults) -> HookSettings {
        var draft = HookDraft()
        let faults = try faultsOfMembers { member throws(PreferenceFaults) in try draft.set(member) }
        guard faults.isEmpty else { throw PreferenceFaults(faults) }
        return try draft.settings(at: place)
    }
}

/// A hook as far as its members were read.
private struct HookDraft {
    private static let members = [
        "name", "command", "webhook", "webhook-file", "headers", "headers-file", "template", "secret", "secret-file",
        "on", "severity", "rules", "limit", "timeout",
    ]

    private var hook = HookSettings(name: "", target: .command([]))
    private var targets: [HookSettings.Target] = []
    private var headers: [HookSettings.Headers] = []
    private var secrets: [SecretSource] = []

    mutating func set(_ member: PreferenceValue.Member) throws(PreferenceFaults) {
        let value = member.value
        switch member.name {
        case "name": hook.name = try value.hookName()
        case "command": targets.append(.command(try value.words()))
        case "webhook": targets.append(.webhook(.text(try value.string(), at: value.place)))
        case "webhook-file": targets.append(.webhook(.file(try value.string(), at: value.place)))
        case "headers": headers.append(.written(try value.headers()))
        case "headers-file": headers.append(.file(.file(try value.string(), at: value.place)))
        case "template": hook.template = try value.template()
        case "secret": secrets.append(.text(try value.string(), at: value.place))
        case "secret-file": secrets.append(.file(try value.string(), at: value.place))
        case "on": hook.wanted = Set(try value.each { part throws(PreferenceFaults) in try part.choice() })
        case "severity": hook.severity = try value.choice()
        case "rules": hook.rules = try value.each { part throws(PreferenceFaults) in try part.rulePattern() }
        case "limit": hook.limit = try value.rate()
        case "timeout": hook.timeout = try value.timeout()
        default:
            throw PreferenceFaults("no part of a hook; " + hint(for: member.name, Self.members), at: member.place)
        }
    }

    func settings(at place: PreferenceValue.Place?) throws(PreferenceFaults) -> HookSettings {
        var hook = hook
        guard targets.count == 1, let target = targets.first else {
            let found = targets.isEmpty ? "a hook needs" : "a hook has one of"
            throw PreferenceFaults("\(found) command, webhook or webhook-file", at: place)
        }
        hook.target = target
        guard headers.count < 2, secrets.count < 2 else {
            throw PreferenceFaults("write headers or secret once, here or in a file", at: place)
        }
        if let secret = secrets.first {
            guard case .dingtalk = hook.template else {
                throw PreferenceFaults("a secret belongs to the template dingtalk", at: place)
            }
            hook.template = .dingtalk(secret)
        }
        if let headers = headers.first { hook.headers = headers }
        if case .command = target, headers.first != nil || hook.template != .json {
            throw PreferenceFaults("headers and templates are for webhooks", at: place)
        }
        return hook
    }
}

extension NotifySettings {
    /// Gives hooks without a name that of their program, or `webhook`, with a number where that is taken.
    fileprivate mutating func nameTheRest() {
        var taken = Set(hooks.map(\.name))
        for index in hooks.indices where hooks[index].name.isEmpty {
            let base = hooks[index].target.plainName
            let numbered = (2...).lazy.map { "\(base)-\($0)" }
            let name = taken.contains(base) ? numbered.first { !taken.contains($0) } ?? base : base
            taken.insert(name)
            hooks[index].name = name
        }
    }
}

extension HookSettings.Target {
    fileprivate var plainName: String {
        guard case .command(let words) = self else { return "webhook" }
        let file = words.first?.split(separator: "/").last ?? ""
        let plain = file.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }.prefix(40)
        return plain.isEmpty ? "command" : String(plain)
    }
}

// MARK: Values

extension PreferenceValue {
    fileprivate func hookName() throws(PreferenceFaults) -> String {
        let text = try string()
        guard text.wholeMatch(of: #/[A-Za-z0-9._-]{1,40}/#) != nil else {
            throw PreferenceFaults(
                "\(Self.quoted(text)) is no name: up to 40 letters, digits, ., _ and -",
                at: place
            )
        }
        return text
    }

    /// The words of a command; one text is the program alone.
    fileprivate func words() throws(PreferenceFaults) -> [String] {
        let words: [String]
        if case .text(let text, _) = self {
            words = [text]
        } else {
            words = try each { element throws(PreferenceFaults) in try element.string() }
        }
        guard let program = words.first, program.hasPrefix("/") else {
            throw PreferenceFaults("needs the whole path of a program, and its arguments: [/bin/page, now]", at: place)
        }
        guard !words.contains(where: { $0.utf8.contains(0) }) else {
            throw PreferenceFaults("holds a zero byte", at: place)
        }
        return words
    }

    fileprivate func headers() throws(PreferenceFaults) -> [HookSettings.Header] {
        var headers: [HookSettings.Header] = []
        for member in try members() {
            guard HookSettings.Header.isName(member.name) else {
                throw PreferenceFaults("\(Self.quoted(member.name)) is no name of a header", at: member.place)
            }
            let value = SecretSource.text(try member.value.string(), at: member.value.place)
            headers.append(.init(name: member.name, value: value))
        }
        return headers
    }

    fileprivate func template() throws(PreferenceFaults) -> HookSettings.Template {
        if case .mapping(let members, _) = self {
            guard members.count == 1, let member = members.first, member.name == "text" else {
                throw PreferenceFaults("needs json, dingtalk, or text: with a text of your own", at: place)
            }
            return .text(try NoticeTemplate(member.value.string(), at: member.value.place))
        }
        switch try string() {
        case "json": return .json
        case "dingtalk": return .dingtalk(nil)
        default: throw refusal(of: try string(), ["json", "dingtalk", "text"])
        }
    }

    fileprivate func rulePattern() throws(PreferenceFaults) -> String {
        let text = try string()
        guard text.wholeMatch(of: #/[a-z0-9*-]{1,80}/#) != nil else {
            throw PreferenceFaults("\(Self.quoted(text)) is no rule's name such as node-down or oom-*", at: place)
        }
        return text
    }

    fileprivate func rate() throws(PreferenceFaults) -> RateLimit {
        let text = try string()
        guard let match = text.wholeMatch(of: #/([0-9]{1,4})/([smh])/#), let count = Int(match.1), count > 0 else {
            throw PreferenceFaults("\(Self.quoted(text)) is no limit such as 20/m, 1/s or 100/h", at: place)
        }
        let seconds = match.2 == "s" ? 1 : match.2 == "m" ? 60 : 3600
        return RateLimit(count: count, period: .seconds(seconds))
    }

    fileprivate func timeout() throws(PreferenceFaults) -> Duration {
        let text = try string()
        guard let time = DurationText.microseconds(text), (1_000_000...300_000_000).contains(time) else {
            throw PreferenceFaults("\(Self.quoted(text)) is no time from 1s to 5m", at: place)
        }
        return .microseconds(time)
    }
}

extension HookSettings.Header {
    /// Whether `text` may name a header: a token of RFC 9110.
    static func isName(_ text: some StringProtocol) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                byte < 0x7F && byte > 0x20 && !#"()<>@,;:\"/[]?={}"#.utf8.contains(byte)
            }
    }
}
