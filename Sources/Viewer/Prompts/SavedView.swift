package import Events

/// A way of looking at events that has a name; what is nil stays as it is.
package struct SavedView: Sendable, Equatable {
    package var name: String
    package var filter: String?
    package var warningsOnly: Bool?
    package var group: Grouping?
    package var sort: GroupOrder?
    /// In this order; none leaves them to the width of the screen.
    package var columns: [Column]?
    package var time: ViewState.TimeMode?
    /// Only what was last seen within so many seconds.
    package var window: Int?

    package init(name: String) {
        self.name = name
    }

    /// What it shows, for menus.
    var summary: String {
        let warnings = warningsOnly == true ? ["type:Warning"] : []
        let grouping = group.map { $0 == .objectAndReason ? [] : ["by " + $0.rawValue] } ?? []
        let parts = warnings + [filter ?? ""].filter { !$0.isEmpty } + grouping
        return parts.isEmpty ? "no filter" : parts.joined(separator: "  ")
    }
}

extension ViewState {
    /// How events are looked at now.
    func view(named name: String) -> SavedView {
        var view = SavedView(name: name)
        view.filter = filters.current.text
        view.warningsOnly = filters.current.warningsOnly
        view.group = list.table.grouping
        view.sort = list.table.order
        view.columns = chosenColumns
        view.time = timeMode
        view.window = window.map { Int($0.components.seconds) }
        return view
    }

    /// Looks at events as `view` says.
    ///
    /// - Returns: Asks the journal for what the view's window needs.
    mutating func open(_ view: SavedView) -> [Effect] {
        var setting = filters.current
        if let filter = view.filter { setting.text = filter }
        if let warningsOnly = view.warningsOnly { setting.warningsOnly = warningsOnly }
        guard (try? setting.compile(clock: filterClock)) != nil else {
            say("the filter of the view \(view.name) cannot be read: \(view.filter ?? "")", for: .seconds(8))
            return []
        }
        if let group = view.group { setGrouping(group) }
        if let sort = view.sort { setOrder(sort) }
        if let columns = view.columns { setColumns(columns) }
        if let time = view.time { timeMode = time }
        let effects = view.window.map { setWindow(.seconds($0)) } ?? []
        apply(setting)
        say("view: " + view.name)
        return effects
    }

    /// Saves how events are looked at now; asks first when the name is taken.
    mutating func saveView(named text: String) throws(LineError) -> [Effect] {
        let name = text.trimmed
        guard !name.isEmpty else { throw LineError("a view needs a name", at: 0..<text.count) }
        let view = view(named: name)
        guard !views.contains(where: { $0.name == name }) else {
            pendingView = view
            dialog = .replaceView(name)
            return []
        }
        return keep(view)
    }

    mutating func replaceView() -> [Effect] {
        guard let view = pendingView else { return [] }
        pendingView = nil
        return keep(view)
    }

    private mutating func keep(_ view: SavedView) -> [Effect] {
        views.removeAll { $0.name == view.name }
        views.append(view)
        say("saved the view \(view.name): v opens it")
        return [.saveView(view)]
    }
}
