import Basics
import Events

/// What is known of the object of the open row: from memory, and what the journal adds.
struct ObjectStory: Sendable, Equatable {
    /// A message of the row, with the events that have it.
    struct Text: Sendable, Equatable {
        var message: String
        var events: Int
        var count: Int
        var firstSeen: Timestamp
        var lastSeen: Timestamp
    }

    /// How far the journal was searched.
    enum Search: Sendable, Equatable {
        case notBegun
        /// Back to that time; nil while nothing was looked at.
        case searching(Timestamp?)
        case whole
        /// It ended before its time, for a reason for people.
        case failed(String)
    }

    /// The most events that are taken from the journal.
    static let mostKept = 2000

    var owners = OwnerChain(of: ObjectReference(), among: [])
    /// Where the pod runs, as its events tell.
    var node: String?
    /// Of the object, its owners and its node, newest first.
    var rows: [EventRow] = [] { didSet { all = Self.merged(rows, kept) } }
    var texts: [Text] = []
    var trend: Trend?
    /// Of the row, without those of other rows.
    var rowEvents: [EventRow] = []
    /// When the table was asked last.
    var asOf: Timestamp?

    private(set) var kept: [EventRow] = []
    /// Those of memory and journal: put together when either changes, not for each frame.
    private var all: [EventRow] = []
    /// What the journal is asked for, and how far it came with each.
    private(set) var searches: [(object: ObjectReference, search: Search)] = []

    static func == (left: ObjectStory, right: ObjectStory) -> Bool {
        left.rows == right.rows && left.texts == right.texts && left.trend == right.trend && left.kept == right.kept
            && left.owners == right.owners && left.node == right.node && left.rowEvents == right.rowEvents
            && left.asOf == right.asOf
            && left.searches.map(\.object) == right.searches.map(\.object)
            && left.searches.map(\.search) == right.searches.map(\.search)
    }

    /// How far the search has come with what has come least far.
    var search: Search {
        if searches.isEmpty { return .notBegun }
        if let failed = searches.map(\.search).first(where: \.isFailed) { return failed }
        let open = searches.map(\.search).filter { $0 != .whole }
        if open.isEmpty { return .whole }
        let times = open.map(\.reached)
        return .searching(times.contains(nil) ? nil : times.compactMap(\.self).max())
    }

    var isSearching: Bool { if case .searching = search { true } else { false } }

    /// Whether the journal holds more than is shown.
    var isCut: Bool { kept.count >= Self.mostKept }

    mutating func begin(_ objects: [ObjectReference]) {
        searches = objects.map { ($0.path, .searching(nil)) }
    }

    /// Takes in what the journal has; false when it was not asked for that object.
    mutating func add(_ part: TimelinePart) {
        guard let index = searches.firstIndex(where: { $0.object == part.object.path }) else { return }
        let isWhole = part.searchedBackTo == nil
        searches[index].search =
            part.failure.map { .failed($0) } ?? (isWhole ? .whole : .searching(part.searchedBackTo))
        let rows = part.events.map { event in
            var row = EventRow(event)
            row.cluster = part.cluster
            return row
        }
        kept = Array(Self.merged(kept, rows).prefix(Self.mostKept))
        all = Self.merged(self.rows, kept)
    }

    /// What is known of any of `objects`, newest first, each event once, in its newest version.
    func events(of objects: [ObjectReference]) -> [EventRow] {
        let paths = objects.map(\.path)
        return all.filter { paths.contains($0.object.path) }
    }

    static func merged(_ left: [EventRow], _ right: [EventRow]) -> [EventRow] {
        var newest: [EventRow.ID: EventRow] = [:]
        for row in left + right where newest[row.id].map({ $0.key.resourceVersion < row.key.resourceVersion }) ?? true {
            newest[row.id] = row
        }
        return newest.values.sorted {
            ($1.order, $1.key.resourceVersion, $1.key.uid) < ($0.order, $0.key.resourceVersion, $0.key.uid)
        }
    }

    /// The messages of `rows`, the most frequent first.
    static func texts(of rows: [EventRow]) -> [Text] {
        var texts: [String: Text] = [:]
        for row in rows {
            var text =
                texts[row.message]
                ?? Text(message: row.message, events: 0, count: 0, firstSeen: row.firstSeen, lastSeen: row.lastSeen)
            text.events += 1
            text.count += row.count
            text.firstSeen = min(text.firstSeen, row.firstSeen)
            text.lastSeen = max(text.lastSeen, row.lastSeen)
            texts[row.message] = text
        }
        return texts.values.sorted { ($1.count, $1.lastSeen, $0.message) < ($0.count, $0.lastSeen, $1.message) }
    }
}

extension ObjectStory.Search {
    fileprivate var isFailed: Bool { if case .failed = self { true } else { false } }
    fileprivate var reached: Timestamp? { if case .searching(let time) = self { time } else { nil } }
}
