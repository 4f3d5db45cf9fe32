package import Basics
package import Events
package import TextGrid

/// All that the screen depends on.
///
/// Changed by ``update(_:_:)`` alone, drawn by ``render(_:)``.
package struct ViewState: Sendable {
    /// How times are shown.
    package enum TimeMode: Sendable, Equatable { case relative, local, utc }

    package let configuration: ViewConfiguration
    package internal(set) var size: Size
    package internal(set) var now: Timestamp
    package internal(set) var list: EventList
    var streams = StreamBoard()
    package internal(set) var delivery = DeliveryStatus()
    package internal(set) var journal: JournalStatus?
    var filters = FilterHistory()
    var prompt: FilterPrompt?
    /// Which part of the screen takes keys.
    var focus = Focus.list
    var detail: Detail?
    var facetPanel = FacetPanel()
    var histogram = HistogramStrip()
    var table = TableLook()
    /// A list to choose from.
    var menu: Menu?
    /// What covers the list beside the detail, when it is open.
    var pane: Pane?
    var dialog: Dialog?
    /// Set once the user chose how to leave: the shell delivers, then ends.
    var isLeaving = false
    var timeMode = TimeMode.relative
    /// The cells of the message that are scrolled away to the left.
    var messageOffset = 0
    var rates = RateMeter()
    var notice: Notice?
    var columns = ColumnWants()
    var hasAskedAboutForwarding = false
    var interruptedAt: Timestamp?
    var gaps: [StreamGap] = []
    /// When the first stream of each cluster was live: what came later is marked new.
    var liveSince: [String: Timestamp] = [:]
    /// Streams that stand in for one that was refused.
    var narrowed: [StreamID] = []

    /// Begins with an empty table.
    ///
    /// - Parameters:
    ///   - configuration: What stays as it is.
    ///   - size: Of the screen.
    ///   - now: The wall clock.
    ///   - filter: In force from the start; one that cannot be read is said and leaves all shown.
    package init(configuration: ViewConfiguration, size: Size, now: Timestamp, filter: String = "") {
        self.configuration = configuration
        self.size = size
        self.now = now
        list = EventList(
            EventTable(
                capacity: max(1, configuration.maximumEvents),
                criticalReasons: configuration.criticalReasons,
                now: now
            )
        )
        if !filter.isEmpty { apply(FilterSetting(text: filter)) }
        settle()
    }

    /// The filter as the user wrote it.
    package var filterText: String { filters.current.text }

    var clock: WallClock { WallClock(offset: timeMode == .utc ? 0 : configuration.zoneOffset) }
    var clockLabel: String { timeMode == .utc ? "UTC" : zoneLabel(configuration.zoneOffset) }

    /// Whether rows of several clusters share the table.
    var showsClusters: Bool { configuration.clusters.count > 1 }

    /// What is watched, for the header.
    var scope: String {
        guard let first = narrowed.first?.namespace else { return configuration.scope }
        guard showsClusters else { return "ns:" + first }
        return configuration.scope + narrowed.map { " \($0.cluster):\($0.namespace ?? "*")" }.joined()
    }

    /// Brings what follows from the rest up to date.
    mutating func settle() {
        fitPage()
        findFacts()
        if let notice, notice.until <= now { self.notice = nil }
    }
}

/// A message on the hint line for a few seconds.
struct Notice: Sendable, Equatable {
    var text: String
    var until: Timestamp
}

/// A part of the screen that takes keys.
enum Focus: Sendable, Equatable { case list, facets, histogram, detail }

/// Text to read and scroll.
struct Pane: Sendable, Equatable {
    enum Content: Sendable, Equatable { case help, streams, forwarder }

    var content: Content
    /// The first line shown.
    var offset = 0
}

/// A question that takes all keys until it is answered.
enum Dialog: Sendable, Equatable {
    /// Turn forwarding on, or off?
    case forwarding(Bool)
    /// Events are not delivered yet.
    case quit
    /// Really drop them?
    case drop
}

/// The prompt for the filter while it is open.
struct FilterPrompt: Sendable {
    var editor: LineEditor
    var error: FilterError?
    /// The last text that could be read: the one the list shows.
    var shown: FilterSetting
    /// Counted from the newest of what was written before; nil for the line being typed.
    var historyIndex: Int?
    var draft = ""
}
