import Alerts
import Basics
import Events
import TextGrid

extension PreferenceValue {
    private static let alertKeys = ["built-in", "on", "off", "rules", "notify"]

    /// The value of the key `alerts`.
    func alerts() throws(PreferenceFaults) -> AlertSettings {
        var settings = AlertSettings()
        var faults = try faultsOfMembers { member throws(PreferenceFaults) in
            try settings.set(member, Self.alertKeys)
        }
        faults += names(of: settings)
        guard faults.isEmpty else { throw PreferenceFaults(faults) }
        return settings
    }

    /// Names under `on` and `off` that no rule has.
    private func names(of settings: AlertSettings) -> [PreferenceFaults.Fault] {
        let builtIn = BuiltInRules.all.map(\.rule.name)
        // A rule that has a fault of its own is none here.
        guard case .mapping(let members, _) = self else { return [] }
        let own = (members.first { $0.name == "rules" }?.value.writtenNames ?? []) + settings.rules.map(\.name)
        return members.flatMap { member -> [PreferenceFaults.Fault] in
            let known = member.name == "on" ? builtIn : builtIn + own
            guard ["on", "off"].contains(member.name), let elements = try? member.value.elements() else { return [] }
            return elements.compactMap { element in
                guard case .text(let name, let place) = element, !known.contains(name) else { return nil }
                let hint = nearest(to: name, among: known).map { "; did you mean \($0)?" }
                let shown = "there is no rule \(Self.quoted(name))"
                return .init(
                    message: "\(member.name): " + shown + (hint ?? "; `eventer rules list` shows them"),
                    place: place
                )
            }
        }
    }

    /// What stands as the name of each element.
    private var writtenNames: [String] {
        guard case .list(let elements, _) = self else { return [] }
        return elements.compactMap { element in
            guard case .mapping(let members, _) = element,
                case .text(let name, _)? = members.first(where: { $0.name == "name" })?.value
            else { return nil }
            return name
        }
    }

    // MARK: Rules

    fileprivate func ruleSets() throws(PreferenceFaults) -> [BuiltInRules.RuleSet] {
        switch self {
        case .text("all", _): return BuiltInRules.RuleSet.allCases
        case .text("none", _): return []
        default:
            let sets = try each { element throws(PreferenceFaults) in try element.choice(BuiltInRules.RuleSet.self) }
            return BuiltInRules.RuleSet.allCases.filter(sets.contains)
        }
    }

    fileprivate func alertRules() throws(PreferenceFaults) -> [AlertRule] {
        guard case .list = self else { throw PreferenceFaults("needs a list of rules", at: place) }
        let rules = try each { element throws(PreferenceFaults) in try element.alertRule() }
        let names = rules.map(\.name)
        if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
            let place = try elements()[twice].place
            throw PreferenceFaults("two rules are named \(Self.quoted(names[twice]))", at: place)
        }
        return rules
    }

    private func alertRule() throws(PreferenceFaults) -> AlertRule {
        var rule = AlertRule(name: "", filter: .everything)
        var seen: Set<String> = []
        var faults = try faultsOfMembers { member throws(PreferenceFaults) in
            guard let key = RuleKey.named(member.name) else {
                let known = RuleKey.all.map(\.name)
                throw PreferenceFaults("no part of a rule; " + hint(for: member.name, known), at: member.place)
            }
            guard seen.insert(key.name).inserted else { throw PreferenceFaults("is there twice", at: member.place) }
            try key.read(member.value, &rule)
        }
        for needed in ["name", "filter"] where !seen.contains(needed) {
            faults.append(.init(message: "a rule needs a \(needed)", place: place))
        }
        if !seen.contains("group-by") { rule.grouping = RuleKey.usualGrouping }
        guard faults.isEmpty else { throw PreferenceFaults(faults) }
        return rule
    }
}

extension AlertSettings {
    fileprivate mutating func set(_ member: PreferenceValue.Member, _ known: [String]) throws(PreferenceFaults) {
        let value = member.value
        switch member.name {
        case "built-in": builtIn = try value.ruleSets()
        case "on": on = try value.each { element throws(PreferenceFaults) in try element.string() }
        case "off": off = try value.each { element throws(PreferenceFaults) in try element.string() }
        case "rules": rules = try value.alertRules()
        case "notify":
            _ = try value.notify()
            notify = value
        default:
            throw PreferenceFaults("no part of alerts; " + hint(for: member.name, known), at: member.place)
        }
    }

    /// As the file would have it, in one line; what is under `notify` is left out, which may name secrets.
    var flow: String {
        var parts = ["built-in: [" + builtIn.map(\.rawValue).joined(separator: ", ") + "]"]
        if !on.isEmpty { parts.append("on: " + on.flow) }
        if !off.isEmpty { parts.append("off: " + off.flow) }
        if !rules.isEmpty {
            parts.append("rules: [" + rules.map { RuleKey.flow($0) }.joined(separator: ", ") + "]")
        }
        return "{" + parts.joined(separator: ", ") + "}"
    }
}
