import Basics
import Events

/// The object that a person named.
struct ObjectWish: Sendable {
    /// As the API server writes it, where kubectl's name for it is known; else as it was written.
    let kind: String
    let name: String
    /// Empty means any.
    let namespaces: Set<String>

    /// Reads `KIND/NAME`.
    ///
    /// - Throws: ``AppError`` with code `usage`.
    init(_ text: String, namespaces: [String]) throws(AppError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw AppError("\"\(text)\" is no KIND/NAME", hint: "write pod/web-0 or deploy/web", code: .usage)
        }
        kind = ObjectReference.kind(named: String(parts[0].prefix { $0 != "." }))
        name = parts[1]
        self.namespaces = Set(namespaces)
    }

    /// Whether an event is about the object, or of a controller that speaks of it.
    func concerns(_ event: KubeEvent) -> Bool {
        isSubject(of: event)
            || (["SuccessfulCreate", "SuccessfulDelete"].contains(event.reason) && event.message.contains(name))
    }

    func isSubject(of event: KubeEvent) -> Bool {
        event.object.name == name && isOfKind(event)
            && (namespaces.isEmpty || namespaces.contains(event.object.namespace))
    }

    /// Whether an event is about an object of that kind: one of its name may be meant.
    func resembles(_ event: KubeEvent) -> Bool { isOfKind(event) || event.object.name == name }

    private func isOfKind(_ event: KubeEvent) -> Bool { event.object.kind.lowercased() == kind.lowercased() }
}

/// Gathers what tells of an object.
struct LifecycleSearch: Sendable {
    /// An object that was found.
    struct Found: Sendable, Hashable {
        var cluster: String
        var reference: ObjectReference
    }

    let wish: ObjectWish
    /// The recording that was read in place of a journal.
    var recording: String?
    /// When the journal begins, if one was read.
    var begins: Timestamp?
    /// When the newest of all events was last seen.
    private(set) var newest: Timestamp?
    private var events: [KubeEvent] = []
    private var found: Set<Found> = []
    private var others: Set<String> = []

    init(_ wish: ObjectWish) {
        self.wish = wish
    }

    var isFruitless: Bool { found.isEmpty }

    mutating func add(_ batch: [KubeEvent]) {
        for event in batch {
            newest = max(newest ?? event.order, event.order)
            if wish.isSubject(of: event) {
                found.insert(Found(cluster: event.cluster, reference: event.object.path))
            } else if found.isEmpty, wish.resembles(event) {
                others.insert(Self.label(of: event.object))
            }
            if wish.concerns(event) { events.append(event) }
        }
    }

    mutating func add(similar batch: [KubeEvent]) { others.formUnion(batch.map { Self.label(of: $0.object) }) }

    /// The object, if there is one.
    ///
    /// - Throws: ``AppError`` with code `usage` when there are several.
    func object() throws(AppError) -> Found? {
        guard found.count > 1 else { return found.first }
        let places = found.map { [$0.cluster, $0.reference.namespace].filter { !$0.isEmpty }.joined(separator: " ") }
        throw AppError(
            "there are \(found.count) of that name: in " + places.sorted().joined(separator: ", "),
            hint: "name one with -n, and of several clusters with --context",
            code: .usage
        )
    }

    func events(of object: Found) -> [KubeEvent] { events.filter { $0.cluster == object.cluster } }

    /// What to say when nothing was found.
    var nothingFound: AppError {
        let near = nearest
        let hint = near.isEmpty ? "" : "did you mean " + near.joined(separator: ", ") + "?"
        let since = begins.map { "; the journal begins at \($0.rfc3339())" } ?? ""
        let scope = wish.namespaces.isEmpty ? "" : " in " + wish.namespaces.sorted().joined(separator: ", ")
        return AppError(
            "no event about \(wish.kind)/\(wish.name)\(scope)" + since,
            hint: hint.isEmpty ? "`\(listing) kind:\(wish.kind)` lists what there is" : hint,
            code: .failed
        )
    }

    /// What lists the events that were searched.
    private var listing: String { recording.map { "eventer replay " + $0 } ?? "eventer history" }

    /// Names that begin as the one that was asked for, else one that was probably meant.
    private var nearest: [String] {
        let wanted = "\(wish.kind)/\(wish.name)".lowercased()
        let starting = others.filter { $0.lowercased().hasPrefix(wanted) || $0.hasSuffix("/" + wish.name) }
        if !starting.isEmpty { return Array(starting.sorted().prefix(3)) }
        return Basics.nearest(to: wanted, among: others.sorted()).map { [$0] } ?? []
    }

    private static func label(of object: ObjectReference) -> String { object.kind + "/" + object.name }
}
