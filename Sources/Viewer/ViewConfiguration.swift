package import Basics
package import Events

/// What the viewer is told once, at the start.
package struct ViewConfiguration: Sendable, Equatable {
    /// Where events could be sent to.
    package struct Sink: Sendable, Equatable {
        /// `project/logstore`.
        package var target: String
        package var endpoint: String
        /// What named the endpoint, and where the access key comes from.
        package var endpointOrigin: String?
        package var keyOrigin: String?

        package init(target: String, endpoint: String, endpointOrigin: String? = nil, keyOrigin: String? = nil) {
            self.target = target
            self.endpoint = endpoint
            self.endpointOrigin = endpointOrigin
            self.keyOrigin = keyOrigin
        }
    }

    /// The kubeconfig context, or what stands in for it; with several clusters the names of all.
    package var context: String
    /// What each cluster's events and streams are marked with; empty when there is but one.
    package var clusters: [String]
    /// What is watched: `ns:*`, `ns:payments`.
    package var scope: String
    /// `DEMO` or `REPLAY`, for the header.
    package var label: String?
    /// Where events come from, which decides what time it is; those of a recording count as received by its present.
    package var source = Present.Source.cluster
    /// The zone of local times.
    package var zone: LocalZone
    package var sink: Sink?
    /// Whether ornaments (lines, ellipsis) are drawn in ASCII.
    package var isASCII: Bool
    /// False when all events are of one namespace.
    package var showsNamespace: Bool
    /// How many events stay in memory.
    package var maximumEvents: Int
    /// A table of more is counted in slices, see ``EventList/scan(upTo:)``.
    package var eventsAtOnce = 10_000
    /// How the viewer begins, and what stays so.
    package var preferences = ViewPreferences() {
        didSet { keymap = preferences.bindings.keymap }
    }
    package private(set) var keymap = Keymap.standard
    /// Whether the mouse is reported from the start.
    package var usesMouse = false
    /// The contexts of the kubeconfig, for the picker.
    package var contexts: [String] = []
    /// What was written at the prompts in former runs, the newest last.
    package var history: [PromptKind: [String]] = [:]
    /// The saved views.
    package var views: [SavedView] = []
    /// Of the program.
    package var version = ""

    package init(
        context: String,
        clusters: [String] = [],
        scope: String = "ns:*",
        label: String? = nil,
        zone: LocalZone = .utc,
        sink: Sink? = nil,
        isASCII: Bool = false,
        showsNamespace: Bool = true,
        maximumEvents: Int = 200_000
    ) {
        self.context = context
        self.clusters = clusters
        self.scope = scope
        self.label = label
        self.zone = zone
        self.sink = sink
        self.isASCII = isASCII
        self.showsNamespace = showsNamespace
        self.maximumEvents = maximumEvents
    }
}
