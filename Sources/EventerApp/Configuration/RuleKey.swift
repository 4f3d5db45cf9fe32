import Alerts
import Basics
import Events

/// A part of a rule in the configuration file: one entry of the table that reads it, prints it and documents it.
package struct RuleKey: Sendable {
    package let name: String
    /// What may be written.
    package let form: String
    /// What holds where it is left out, as it would be written; empty where it cannot be left out.
    package let usual: String
    package let summary: String
    let read: @Sendable (PreferenceValue, inout AlertRule) throws(PreferenceFaults) -> Void
    /// The value as the file would have it; nil where it is the usual one.
    let show: @Sendable (AlertRule) -> String?

    static let usualGrouping: [FilterField] = [.namespace, .kind, .name]

    /// Fields whose values tell groups of events apart.
    static let groupingFields: [FilterField] = [
        .namespace, .kind, .name, .object, .node, .reason, .type, .source, .container, .uid, .message,
    ]

    /// By its name, also with a space for the dash, as in `group by`.
    static func named(_ name: String) -> RuleKey? {
        all.first { $0.name == name || $0.name.replacing("-", with: " ") == name }
    }

    static func flow(_ rule: AlertRule) -> String {
        "{" + all.compactMap { key in key.show(rule).map { key.name + ": " + $0 } }.joined(separator: ", ") + "}"
    }

    /// All keys, in the order that the README shows them.
    package static let all: [RuleKey] = what + when + end

    private static let what = [
        RuleKey(
            name: "name",
            form: "letters, digits and -",
            usual: "",
            summary: "Names the rule; that of a built-in rule replaces it.",
            read: { value, rule throws(PreferenceFaults) in rule.name = try value.ruleName() },
            show: { $0.name.yaml }
        ),
        RuleKey(
            name: "title",
            form: "text",
            usual: "none",
            summary: "What it is about, in a few words.",
            read: { value, rule throws(PreferenceFaults) in rule.title = try value.string() },
            show: { $0.title.isEmpty ? nil : $0.title.yaml }
        ),
        RuleKey(
            name: "severity",
            form: oneOf(AlertSeverity.allCases.map(\.rawValue)),
            usual: "medium",
            summary: "How much it matters; low rings no bell and calls no hook.",
            read: { value, rule throws(PreferenceFaults) in rule.severity = try value.choice() },
            show: { $0.severity == .medium ? nil : $0.severity.rawValue }
        ),
        RuleKey(
            name: "filter",
            form: "a filter",
            usual: "",
            summary: "What counts.",
            read: { value, rule throws(PreferenceFaults) in rule.filter = try value.ruleFilter() },
            show: { $0.filter.text.yaml }
        ),
        RuleKey(
            name: "ignore",
            form: "a filter",
            usual: "none",
            summary: "What does not count although the filter shows it.",
            read: { value, rule throws(PreferenceFaults) in rule.ignore = try value.ruleFilter() },
            show: { $0.ignore?.text.yaml }
        ),
        RuleKey(
            name: "rest",
            form: "true or false",
            usual: "false",
            summary: "Count only what the filter of no other rule shows.",
            read: { value, rule throws(PreferenceFaults) in rule.takesRest = try value.boolean() },
            show: { $0.takesRest ? "true" : nil }
        ),
    ]

    private static let when = [
        RuleKey(
            name: "count",
            form: "1 to 10000",
            usual: "1",
            summary: "Occurrences within the window that it takes; an event seen 9 times is 9.",
            read: { value, rule throws(PreferenceFaults) in rule.count = try value.integer(in: 1...10_000) },
            show: { $0.count == 1 ? nil : "\($0.count)" }
        ),
        RuleKey(
            name: "window",
            form: "10s to 24h",
            usual: "6m",
            summary: "Time within which they have to happen.",
            read: { value, rule throws(PreferenceFaults) in
                rule.window = try value.span(from: .seconds(10), to: .seconds(86_400))
            },
            show: { $0.window == AlertRule.usualWindow ? nil : $0.window.text }
        ),
        RuleKey(
            name: "for",
            form: "0s to 24h",
            usual: "0s",
            summary: "How long that must hold without a break before the rule fires.",
            read: { value, rule throws(PreferenceFaults) in
                rule.pending = try value.span(from: .zero, to: .seconds(86_400))
            },
            show: { $0.pending == .zero ? nil : $0.pending.text }
        ),
        RuleKey(
            name: "group-by",
            form: "a list of " + oneOf(groupingFields.map(\.rawValue)),
            usual: "[ns, kind, name]",
            summary: "What the events of one incident share; [] makes one incident of all in a cluster.",
            read: { value, rule throws(PreferenceFaults) in rule.grouping = try value.grouping() },
            show: { $0.grouping == usualGrouping ? nil : $0.grouping.map(\.rawValue).flow }
        ),
    ]

    private static let end = [
        RuleKey(
            name: "recovery",
            form: "a filter",
            usual: "none",
            summary: "An event of the same group that ends the incident at once.",
            read: { value, rule throws(PreferenceFaults) in rule.recovery = try value.ruleFilter() },
            show: { $0.recovery?.text.yaml }
        ),
        RuleKey(
            name: "quiet",
            form: "10s to 24h",
            usual: "the window",
            summary: "After how long without an event it is over; 24h with `recovery`.",
            read: { value, rule throws(PreferenceFaults) in
                rule.quiet = try value.span(from: .seconds(10), to: .seconds(86_400))
            },
            show: { $0.quiet?.text }
        ),
    ]
}

// MARK: Values

extension PreferenceValue {
    fileprivate func ruleName() throws(PreferenceFaults) -> String {
        let text = try string()
        guard text.wholeMatch(of: #/[a-z0-9][a-z0-9-]{0,62}/#) != nil else {
            throw PreferenceFaults(
                "\(Self.quoted(text)) is no name such as oom-burst: lower case letters, digits and -",
                at: place
            )
        }
        return text
    }

    /// A filter that answers the same of an event whenever it is asked.
    fileprivate func ruleFilter() throws(PreferenceFaults) -> EventFilter {
        let text = try filter()
        // Any present will do: what asks for the time of the day is refused below.
        let clock = FilterClock(now: Timestamp(seconds: 0))
        guard let filter = try? EventFilter(parsing: text, clock: clock) else {
            throw PreferenceFaults("\(Self.quoted(text)) cannot be read", at: place)
        }
        if let term = filter.passingTerm {
            throw PreferenceFaults(
                "\(Self.quoted(term)) has no place in a rule, which asks each event as it comes; use window, for or count",
                at: place
            )
        }
        return filter
    }

    fileprivate func grouping() throws(PreferenceFaults) -> [FilterField] {
        let fields = try each { element throws(PreferenceFaults) in try element.groupingField() }
        if let twice = fields.indices.first(where: { fields[..<$0].contains(fields[$0]) }) {
            throw PreferenceFaults("has \(fields[twice].rawValue) twice", at: place)
        }
        return fields
    }

    private func groupingField() throws(PreferenceFaults) -> FilterField {
        let text = try string()
        let fields = RuleKey.groupingFields
        if let field = fields.first(where: { $0.rawValue == text || $0.aliases.contains(text) }) { return field }
        if text == "cluster" {
            throw PreferenceFaults("clusters are told apart anyway; leave cluster out", at: place)
        }
        throw refusal(of: text, fields.map(\.rawValue))
    }

    /// A length of time such as `90s`, `15m` or `1h30m`.
    fileprivate func span(from least: Duration, to most: Duration) throws(PreferenceFaults) -> Duration {
        let text = try string()
        guard let microseconds = DurationText.microseconds(text) else {
            throw PreferenceFaults("\(Self.quoted(text)) is no length of time such as 90s, 15m or 2h", at: place)
        }
        let span = Duration.microseconds(microseconds)
        guard least <= span, span <= most else {
            throw PreferenceFaults("\(Self.quoted(text)) is not between \(least.text) and \(most.text)", at: place)
        }
        return span
    }
}

extension Duration {
    /// `6m`, as ``DurationText`` writes it.
    var text: String {
        DurationText.text(components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000)
    }
}
