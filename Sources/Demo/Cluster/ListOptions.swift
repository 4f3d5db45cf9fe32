/// The query of a list or watch request.
struct ListOptions: Sendable {
    enum Match: String { case exact = "Exact", notOlderThan = "NotOlderThan" }

    var limit = 0
    var continuation = ""
    /// Nil when it is unset; 0 means "any".
    var resourceVersion: Int64?
    var match: Match?
    var selector = FieldSelector()
    /// A label is required; events have none.
    var wantsLabel = false
    var isWatch = false
    var allowsBookmarks = false
    var timeoutSeconds: Int?
    var sendsInitialEvents: Bool?

    init() {}

    init(query: [(name: String, value: String)]) throws(KubeStatus) {
        for (name, value) in query where !value.isEmpty {
            switch name {
            case "limit": limit = max(0, try Self.integer(value))
            case "continue": continuation = value
            case "resourceVersion":
                guard let version = Int64(value), version >= 0 else { throw .badVersion(value) }
                resourceVersion = version
            case "resourceVersionMatch": match = Match(rawValue: value)
            case "fieldSelector": selector = try FieldSelector(parsing: value)
            case "labelSelector": wantsLabel = value.split(separator: ",").contains { !$0.contains("!") }
            case "watch": isWatch = Self.isTrue(value)
            case "allowWatchBookmarks": allowsBookmarks = Self.isTrue(value)
            case "timeoutSeconds": timeoutSeconds = try Self.integer(value)
            case "sendInitialEvents": sendsInitialEvents = Self.isTrue(value)
            default: continue
            }
        }
        if sendsInitialEvents != nil, match != .notOlderThan { throw .badInitialEvents }
    }

    private static func integer(_ text: String) throws(KubeStatus) -> Int {
        guard let value = Int(text) else { throw .badRequest("strconv.ParseInt: parsing \"\(text)\": invalid syntax") }
        return value
    }

    private static func isTrue(_ text: String) -> Bool {
        ["1", "t", "T", "true", "TRUE", "True"].contains(text)
    }
}

/// Which events a request sees: one namespace or all, and a selector.
struct EventScope: Sendable {
    /// Empty for all.
    var namespace: String
    var selector: FieldSelector
    var isEmpty: Bool

    init(namespace: String = "", options: ListOptions = ListOptions()) {
        self.namespace = namespace
        selector = options.selector
        isEmpty = options.wantsLabel
    }

    /// Nothing narrows it but the namespace.
    var isWhole: Bool { selector.isEmpty && !isEmpty }

    func contains(_ event: EventObject) -> Bool {
        !isEmpty && (namespace.isEmpty || event.draft.namespace == namespace) && selector.matches(event)
    }
}
