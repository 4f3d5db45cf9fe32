package import Basics
package import Events
package import TextGrid

/// All that the screen depends on.
///
/// Changed by ``update(_:_:)`` alone, drawn by ``render(_:)``.
package struct ViewState: Sendable {
    /// How times are shown.
    package enum TimeMode: String, Sendable, CaseIterable { case relative, local, utc }

    package internal(set) var configuration: ViewConfiguration
    package internal(set) var size: Size
    /// The present of what is shown; when calm, as of the last key, or of data up to ``calmPause`` ago.
    package internal(set) var now: Timestamp
    /// The wall clock at that moment: notices, pauses and connections are measured by it.
    var wall: Timestamp
    /// The wall clock.
    var latest: Timestamp
    /// Tells the present by the wall clock or by what was read.
    var present: Present
    package internal(set) var list: EventList
    var streams = StreamBoard()
    package internal(set) var delivery = DeliveryStatus()
    package internal(set) var journal: JournalStatus?
    package internal(set) var alerts = AlertBoard()
    /// What the logstore was searched for, while that is shown in place of the live list.
    var logstore: LogstoreView?
    /// Of the searches so far.
    var lastSearch = 0
    var filters: FilterHistory
    var prompt: Prompt?
    /// What was written at each prompt.
    var histories: [PromptKind: LineHistory]
    /// What is looked for in the list.
    var listFind: ListFind?
    /// What is looked for in the text of a pane or of the detail.
    var textFind: Find?
    /// The file to be written, while the user is asked about it.
    var pendingExport: PendingExport?
    /// The view to be saved in place of another of its name.
    var pendingView: SavedView?
    /// Those of the configuration and those saved, in this order.
    var views: [SavedView]
    var isMouseOn = false
    /// The help, while it is open.
    var help: Help?
    /// Which part of the screen takes keys.
    var focus = Focus.list
    var detail: Detail?
    /// Where the next detail opens.
    var detailPlace = DetailPlace.below
    var forwarder = ForwarderPane()
    var alertsPane = AlertsPane()
    /// Sums of all that came, also of what left the table.
    var overview: Overview
    var overviewPane = OverviewPane()
    var facetPanel = FacetPanel()
    var histogram = HistogramStrip()
    var incidentTicks = IncidentTicks()
    var table = TableLook()
    /// A list to choose from.
    var menu: Menu?
    /// What covers the list beside the detail, when it is open.
    var pane: Pane?
    var wayBack: WayBack?
    var dialog: Dialog?
    /// Set once the user chose how to leave: the shell delivers, then ends.
    var isLeaving = false
    var timeMode = TimeMode.relative
    /// The cells of the message that are scrolled away to the left.
    var messageOffset = 0
    /// Rows that were last seen before are hidden.
    var window: Duration?
    /// When the viewer began: what was received before comes from the journal.
    let began: Timestamp
    var travel: TimeTravel?
    var mouse = MouseState()
    var rates = RateMeter()
    var notice: Notice?
    var columns = ColumnWants()
    var hasAskedAboutForwarding = false
    var interruptedAt: Timestamp?
    /// When the bell rang last.
    var lastRing: Timestamp?
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
    ///   - now: The wall clock, whatever the source.
    ///   - filter: In force from the start; one that cannot be read is said and leaves all shown.
    package init(configuration: ViewConfiguration, size: Size, now: Timestamp, filter: String = "") {
        self.configuration = configuration
        self.size = size
        present = Present(configuration.source)
        self.now = present.now(at: now)
        wall = now
        latest = now
        began = now
        overview = Overview(now: self.now)
        let preferences = configuration.preferences
        window = preferences.window.map { .seconds($0) }
        timeMode = preferences.time
        hasAskedAboutForwarding = !preferences.confirmsForwarding
        table.columns = preferences.columns
        facetPanel.isWanted = preferences.facets.isWanted
        if preferences.histogram == .off { histogram.mode = .off }
        isMouseOn = configuration.usesMouse
        histories = configuration.history.mapValues { LineHistory($0) }
        filters = FilterHistory(earlier: (configuration.history[.filter] ?? []).map { FilterSetting(text: $0) })
        views = configuration.views
        list = EventList(
            EventTable(
                capacity: max(1, configuration.maximumEvents),
                criticalReasons: preferences.criticalReasons,
                now: self.now,
                eventsAtOnce: configuration.eventsAtOnce
            )
        )
        list.change { table in
            table.setGrouping(preferences.group)
            table.setOrder(preferences.sort)
        }
        let setting = FilterSetting(text: filter, warningsOnly: preferences.warningsOnly)
        if !setting.isEmpty { apply(setting) }
        list.setSpan(EventSpan(last: window))
        settle()
    }

    /// A viewer of other clusters that looks as this one does: the same filter, grouping, order, columns and times.
    package func continued(with configuration: ViewConfiguration, size: Size, now: Timestamp) -> ViewState {
        var next = ViewState(configuration: configuration, size: size, now: now)
        next.configuration.isASCII = self.configuration.isASCII
        next.filters = filters
        next.timeMode = timeMode
        next.isMouseOn = isMouseOn
        next.histogram = histogram
        next.facetPanel = facetPanel
        next.table = table
        next.views = views
        next.listFind = listFind
        let (grouping, order) = (list.table.grouping, list.table.order)
        next.list.change { table in
            table.setGrouping(grouping)
            table.setOrder(order)
        }
        next.show(next.filters.current)
        next.settle()
        return next
    }

    /// The filter as the user wrote it.
    package var filterText: String { filters.current.text }

    /// Whether events come from a recording.
    var isReplay: Bool { configuration.source != .cluster }

    /// What holds events that have left the memory.
    var archive: String { isReplay ? "recording" : "journal" }

    /// How far a recording is read, while it is; nil once it is read, and for clusters.
    var readingNote: String? {
        guard isReplay, case .listing(let count) = streams.summary else { return nil }
        return "reading ... \(grouped(count)) events so far"
    }

    var clock: WallClock { WallClock(zone: timeMode == .utc ? .utc : configuration.zone) }
    var clockLabel: String { timeMode == .utc ? "UTC" : zoneLabel(configuration.zone.offset(at: now)) }

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
        let layout = ScreenLayout(self)
        // What covers the whole table must not scroll it.
        if !layout.isHistogramWhole {
            fitPage()
            findFacts()
        }
        settleHistogram()
        settleFacets()
        settleAlerts()
        settleOverview()
        detail?.tellLife(at: now)
        if let notice, notice.until <= wall { self.notice = nil }
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
    enum Content: Sendable, Equatable { case help, streams, forwarder, alerts, overview }

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
    /// Write over the file?
    case replaceFile(String)
    /// Give the name of a saved view to another?
    case replaceView(String)
}
