import Basics
import Events
import TextGrid

extension ViewState {
    /// Takes a key while a menu is open.
    mutating func choose(_ key: Key) -> [Effect] {
        switch key {
        case .control("l"): return [.redraw]
        case .control("z"): return [.suspend]
        default: break
        }
        let page = menuRows
        switch menu?.handle(key, page: page) ?? .closed {
        case .open: return []
        case .closed:
            menu = nil
            return []
        case .taken(let choices):
            menu = nil
            return take(choices)
        }
    }

    private mutating func take(_ choices: [Menu.Choice]) -> [Effect] {
        // All of a menu are of one kind; of columns there may be none.
        switch choices.first {
        case .grouping(let grouping): setGrouping(grouping)
        case .order(let order): setOrder(order)
        case .column: setColumns(choices.compactMap { if case .column(let column) = $0 { column } else { nil } })
        case .namespace:
            let names = choices.compactMap { if case .namespace(let name) = $0 { name } else { nil } }
            try? showNamespaces(names.contains("*") ? [] : names, excluding: [])
        case .context:
            return switchContexts(choices.compactMap { if case .context(let name) = $0 { name } else { nil } })
        case .view(let name): return views.first { $0.name == name }.map { open($0) } ?? []
        case .copy(let form): return copy(form)
        case .format(let format): openScopes(format)
        case .scope(let scope): openPath(scope)
        case .snooze(let snooze): snoozeRow(snooze)
        case .alert(let order): return give(order)
        case .theme(let theme): return setTheme(theme.rawValue)
        case .time(let mode): setTimeMode(mode)
        case nil: setColumns(nil)
        }
        return []
    }

    /// Commands that open a menu or a prompt, and the few that go with them.
    mutating func performWithMenu(_ command: Command) -> [Effect] {
        switch command {
        case .copyMenu: openCopies()
        case .save: openFormats()
        case .command: open(Prompt(.command))
        case .contexts: openContexts()
        case .mouse: return set(.mouse, to: nil)
        default: break
        }
        return []
    }

    // MARK: Look

    mutating func openGroupings() {
        let items = Grouping.allCases.map { Menu.Item(label: $0.rawValue, note: $0.summary, choice: .grouping($0)) }
        menu = Menu(title: "Group by", items: items).selecting(.grouping(list.table.grouping))
    }

    mutating func openOrders() {
        let order = list.table.order
        let items = GroupOrder.Field.allCases.map { field in
            let isCurrent = field == order.field
            let choice = GroupOrder(field, isInverted: isCurrent && !order.isInverted)
            return Menu.Item(
                label: field.rawValue,
                note: isCurrent ? "in force; again turns it round" : field.direction,
                choice: .order(choice)
            )
        }
        menu = Menu(title: "Sort by", items: items)
            .selecting(.order(GroupOrder(order.field, isInverted: !order.isInverted)))
    }

    mutating func openColumns() {
        let shown = Set(shownColumns)
        let items = Column.allCases.map { Menu.Item(label: $0.rawValue, choice: .column($0), isOn: shown.contains($0)) }
        menu = Menu(title: "Columns", items: items, manner: .switches)
    }

    mutating func openTimeModes() {
        let notes = ["relative": "how long ago", "local": zoneLabel(configuration.zone.offset(at: now)), "utc": "Z"]
        let items = TimeMode.allCases.map {
            Menu.Item(label: $0.rawValue, note: notes[$0.rawValue] ?? "", choice: .time($0))
        }
        menu = Menu(title: "Times", items: items).selecting(.time(timeMode))
    }

    mutating func openThemes() {
        menu = Menu(title: "Theme", items: Theme.allCases.map { Menu.Item(label: $0.rawValue, choice: .theme($0)) })
    }

    // MARK: Scope

    mutating func openNamespaces() {
        let values = list.table.values(of: .namespace)
        let chosen = list.table.filter.conditions(on: .namespace).included
        let all = Menu.Item(label: "*", note: "all namespaces", choice: .namespace("*"))
        let items = values.map { value, count in
            Menu.Item(label: value, note: grouped(count), choice: .namespace(value), isOn: chosen.contains(value))
        }
        menu = Menu(title: "Namespaces", items: [all] + items, manner: .several)
    }

    mutating func openContexts() {
        guard !configuration.contexts.isEmpty else {
            return say("no other contexts: the cluster was not found by a kubeconfig")
        }
        let current = configuration.clusters.isEmpty ? [configuration.context] : configuration.clusters
        let items = configuration.contexts.map { name in
            let isWatched = current.contains(name)
            return Menu.Item(
                label: name,
                note: isWatched ? "watched now" : "",
                choice: .context(name),
                isOn: isWatched
            )
        }
        menu = Menu(title: "Contexts", items: items, manner: .several).selecting(.context(current.first ?? ""))
    }

    mutating func openViews() {
        guard !views.isEmpty else { return say("no saved views: V saves this one") }
        menu = Menu(
            title: "Views",
            items: views.map { Menu.Item(label: $0.name, note: $0.summary, choice: .view($0.name)) }
        )
    }

    // MARK: Copy, save

    mutating func openCopies() {
        let rows = chosenRows
        guard !rows.isEmpty else { return say("nothing to copy") }
        let title = rows.count == 1 ? "Copy" : "Copy of \(grouped(rows.count)) marked rows"
        menu = Menu(
            title: title,
            items: copyForms.map { Menu.Item(label: $0.rawValue, note: $0.summary, choice: .copy($0)) }
        )
    }

    mutating func openFormats() {
        menu = Menu(
            title: "Save as",
            items: ExportFormat.allCases.map { Menu.Item(label: $0.rawValue, note: $0.summary, choice: .format($0)) }
        )
    }

    private mutating func openScopes(_ format: ExportFormat) {
        pendingExport = PendingExport(format: format)
        let items = ExportScope.allCases.map { scope in
            Menu.Item(label: scope.rawValue, note: countedSummary(of: scope), choice: .scope(scope))
        }
        menu = Menu(title: "Save which events", items: items)
            .selecting(.scope(list.table.marked.isEmpty ? .view : .marked))
    }

    private mutating func openPath(_ scope: ExportScope) {
        pendingExport?.scope = scope
        open(Prompt(.path, text: "~/events." + (pendingExport?.format ?? .json).rawValue))
    }
}

extension GroupOrder.Field {
    fileprivate var direction: String { isText ? "A to Z" : self == .count ? "the most first" : "the newest first" }
}
