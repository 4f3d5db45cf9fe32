package import Basics
package import Events

/// All that the journal holds about one object, every version of every event, newest first.
///
/// Read a piece at a time, so that whoever shows it can show what there is so far, and stop:
///
///     var timeline = reader.timeline(of: event.object)
///     while let events = try await timeline.next() { show(events) }
package struct ObjectTimeline: Sendable {
    /// Rows looked through before an empty answer is given, which tells that the search goes on.
    private static let patience = 8192

    private let reader: JournalReader
    private let object: ObjectReference
    /// To decode every row takes ten times as long.
    private let mention: ByteSearch
    private var before = Int64.max
    private var left: Int

    /// Rows looked through so far.
    package private(set) var scanned = 0
    /// When the oldest of them was received.
    package private(set) var searchedBackTo: Timestamp?

    init(_ object: ObjectReference, limit: Int, reader: JournalReader) {
        self.reader = reader
        self.object = object
        mention = ByteSearch(object.hasOwnUID ? object.uid : object.name)
        left = limit
    }

    /// Events that follow, newest first, perhaps none; nil at the end, and after a cancellation.
    package mutating func next() async throws(JournalError) -> [KubeEvent]? {
        let start = scanned
        while left > 0, !Task.isCancelled {
            let rows = try await reader.page(before: before)
            guard let last = rows.last else { break }
            before = last.id
            searchedBackTo = last.head?.received ?? searchedBackTo
            scanned += rows.count
            let mentions = rows.filter { mention.occurs(in: $0.record) }
            let events = Array(mentions.compactMap(\.event).filter(object.isSubject).prefix(left))
            left -= events.count
            if !events.isEmpty || scanned - start >= Self.patience { return events }
        }
        left = 0
        return nil
    }
}

extension JournalReader {
    /// What happened to an object, as far as the journal goes back, also when the object is long gone.
    ///
    /// An object of a namespace is told by its uid, and one that has none, or no namespace, by kind and name: kubelets write the
    /// name of their node where its uid belongs.
    ///
    /// - Parameters:
    ///   - object: As an event names it.
    ///   - limit: How many versions at most.
    /// - Returns: The search, not begun.
    package func timeline(of object: ObjectReference, limit: Int = .max) -> ObjectTimeline {
        ObjectTimeline(object, limit: limit, reader: self)
    }
}

extension ObjectReference {
    fileprivate var hasOwnUID: Bool { !uid.isEmpty && !namespace.isEmpty }

    /// Whether `event` is about the object.
    fileprivate func isSubject(_ event: KubeEvent) -> Bool {
        let other = event.object
        if hasOwnUID { return uid == other.uid }
        return kind == other.kind && namespace == other.namespace && name == other.name
    }
}
