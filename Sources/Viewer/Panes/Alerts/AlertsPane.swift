import Events

/// What the pane of alerts remembers.
struct AlertsPane: Sendable, Equatable {
    enum Page: String, Sendable, CaseIterable { case incidents, rules }

    var page = Page.incidents
    /// The line under the cursor: it stays there while the board changes around it.
    private var incident: AlertIncident.Name?
    private var rule: String?
    /// Its place, for when it is gone.
    private var place = 0

    /// The place of the cursor among the lines of the page.
    func cursor(in board: AlertBoard) -> Int {
        let found =
            switch page {
            case .incidents: board.incidents.firstIndex { $0.uniqueName == incident }
            case .rules: board.rules.firstIndex { $0.name == rule }
            }
        return found ?? min(place, max(0, count(in: board) - 1))
    }

    func count(in board: AlertBoard) -> Int { page == .incidents ? board.incidents.count : board.rules.count }

    /// Puts the cursor on a line, or on the nearest there is.
    mutating func select(_ place: Int, in board: AlertBoard) {
        self.place = min(max(0, place), max(0, count(in: board) - 1))
        switch page {
        case .incidents where board.incidents.indices.contains(self.place):
            incident = board.incidents[self.place].uniqueName
        case .rules where board.rules.indices.contains(self.place): rule = board.rules[self.place].name
        case .incidents, .rules: break
        }
    }

    /// Turns to a page, with the cursor where it was there.
    mutating func turn(to page: Page, in board: AlertBoard) {
        self.page = page
        place = 0
        select(cursor(in: board), in: board)
    }
}

extension AlertIncident {
    /// What names an incident among those of all clusters.
    struct Name: Sendable, Hashable {
        var cluster: String
        var id: String
    }

    var uniqueName: Name { Name(cluster: cluster, id: id) }

    /// `payments/web-1  node cn-hz.7`: what its events share, without the names of fields that speak for themselves.
    var groupText: String {
        let others = group.filter { !Self.named.contains($0.field) && !$0.value.isEmpty }
        return ([named].filter { !$0.isEmpty } + others.map { $0.field + " " + $0.value }).joined(separator: "  ")
    }

    /// `payments/web-1`: the same in fewer cells, as far as it has a name.
    var subjectText: String { named.isEmpty ? groupText : named }

    private static let named: Set = ["ns", "kind", "name", "obj"]

    private var named: String {
        group.filter { Self.named.contains($0.field) && !$0.value.isEmpty }.map(\.value).joined(separator: "/")
    }
}

extension AlertIncident.State {
    /// As the pane shows it, loud only while nobody knows.
    var word: String {
        switch self {
        case .firing: "FIRING"
        case .acknowledged: "acked"
        case .snoozed: "snoozed"
        case .resolved: "over"
        }
    }
}
