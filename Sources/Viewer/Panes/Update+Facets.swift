import Basics
import Events
import TextGrid

extension ViewState {
    /// Where the sidebar is there without being asked for.
    private static let wideColumns = 160

    var showsSidebar: Bool {
        focus == .facets || facetPanel.isWanted ?? (size.columns >= Self.wideColumns)
    }

    private var facets: [Facet] { Facet.allCases.filter { $0 != .cluster || showsClusters } }

    /// The rows for the facets' lines.
    private var facetRows: Int {
        max(1, (ScreenLayout(self).sidebar?.rows ?? 1) - (facetPanel.search == nil ? 0 : 1))
    }

    /// Brings what the sidebar lists up to date while it can be seen.
    mutating func settleFacets() {
        guard ScreenLayout(self).sidebar != nil else { return }
        refreshFacets()
        let rows = facetRows
        facetPanel.offset = min(facetPanel.offset, max(0, facetPanel.lines(rows: rows).count - rows))
        if focus == .facets, facetPanel.cursor == nil { moveInFacets(by: 0) }
    }

    private mutating func refreshFacets() {
        facetPanel.refresh(
            from: list.table,
            facets: facets,
            second: wall.seconds,
            isHeld: focus == .facets || facetPanel.isTouched
        )
    }

    // MARK: Keys

    mutating func performInFacets(_ command: Command, _ key: Key) -> [Effect] {
        let page = facetRows
        switch command {
        case .down: moveInFacets(by: 1)
        case .up: moveInFacets(by: -1)
        case .halfPageDown: moveInFacets(by: max(1, page / 2))
        case .halfPageUp: moveInFacets(by: -max(1, page / 2))
        case .pageDown: moveInFacets(by: page)
        case .pageUp: moveInFacets(by: -page)
        case .first: moveInFacets(by: -Int.max)
        case .last: moveInFacets(by: .max)
        case .include, .exclude, .only, .clearFacet, .expand: editFacet(command)
        case .find:
            facetPanel.search = facetPanel.search ?? LineEditor("")
            facetPanel.isSearching = true
        case .back: leaveFacets()
        case .nextPane, .previousPane: focus = detail == nil ? .list : .detail
        default: return pickNamespace(command, key) ? [] : performAnywhere(command)
        }
        return []
    }

    /// Goes to the sidebar, which opens where it is not there yet.
    mutating func enterFacets() {
        focus = .facets
        if size.columns < Self.wideColumns || facetPanel.isWanted == false { facetPanel.isWanted = true }
        refreshFacets()
        moveInFacets(by: 0)
    }

    /// Ends the search first; a sidebar that was asked for closes.
    private mutating func leaveFacets() {
        guard facetPanel.search == nil else { return endSearch() }
        focus = .list
        if size.columns < Self.wideColumns { facetPanel.isWanted = nil }
    }

    mutating func moveInFacets(by step: Int) {
        let rows = facetRows
        facetPanel.move(by: step, in: facetPanel.lines(rows: rows), rows: rows)
    }

    // MARK: Search

    /// A key while the search is being typed.
    mutating func searchFacets(_ key: Key) -> [Effect] {
        switch key {
        case .escape: endSearch()
        case .enter, .tab, .down: facetPanel.isSearching = false
        case .control("l"): return [.redraw]
        case .control("z"): return [.suspend]
        default: _ = facetPanel.search?.handle(key)
        }
        if facetPanel.search?.text.isEmpty == true, !facetPanel.isSearching { facetPanel.search = nil }
        refreshFacets()
        facetPanel.offset = 0
        let lines = facetPanel.lines(rows: facetRows)
        if !lines.contains(where: { $0.choice != nil && $0.choice == facetPanel.cursor }) { facetPanel.cursor = nil }
        moveInFacets(by: 0)
        return []
    }

    private mutating func endSearch() {
        facetPanel.search = nil
        facetPanel.isSearching = false
        refreshFacets()
        moveInFacets(by: 0)
    }

    // MARK: Editing the filter

    private mutating func editFacet(_ command: Command) {
        guard let choice = facetPanel.cursor else { return }
        let facet = choice.facet
        switch (choice, command) {
        case (_, .clearFacet): changeFilter { $0.clear(facet.field) }
        case (_, .expand), (.more, _):
            if !facetPanel.expanded.insert(facet).inserted { facetPanel.expanded.remove(facet) }
            if case .more = choice { facetPanel.cursor = firstHidden(of: facet) }
            moveInFacets(by: 0)
        case (.value(_, let value), _): edit(facet, value, command)
        }
    }

    /// The value that a line of what is not listed stood before.
    private func firstHidden(of facet: Facet) -> FacetPanel.Choice? {
        let rows = facetRows
        var folded = facetPanel
        folded.expanded.remove(facet)
        let shown = folded.lines(rows: rows).count {
            if case .value(facet, _) = $0 { true } else { false }
        }
        let values = facetPanel.sections.first { $0.facet == facet }?.values ?? []
        return values.indices.contains(shown) ? .value(facet, values[shown].text) : facetPanel.cursor
    }

    /// Includes or excludes a value, or takes that back; `only` drops what the filter says of the facet before.
    mutating func edit(_ facet: Facet, _ value: String, _ command: Command) {
        let section = facetPanel.sections.first { $0.facet == facet }
        let isExcluded = section?.values.first { $0.text == value }?.condition == .excluded
        changeFilter { setting in
            switch command {
            case .exclude: setting.edit(facet.field, value, isExcluded ? .clear : .exclude)
            case .only:
                setting.clear(facet.field)
                setting.edit(facet.field, value, .include)
            default: setting.edit(facet.field, value, .toggle)
            }
        }
    }

    /// Digits and 0, from the list too; tells whether it was one of these.
    mutating func pickNamespace(_ command: Command, _ key: Key) -> Bool {
        switch (command, key) {
        case (.allNamespaces, _):
            changeFilter { $0.clear(.namespace) }
            return true
        case (.nthNamespace, .character(let character)):
            if ScreenLayout(self).sidebar == nil { refreshFacets() }
            guard let number = character.wholeNumberValue, number > 0 else { return false }
            guard facetPanel.numbered.indices.contains(number - 1) else {
                say("there is no namespace \(number)")
                return true
            }
            let namespace = facetPanel.numbered[number - 1]
            edit(.namespace, namespace, .only)
            say("namespace \(namespace); 0 shows all")
            return true
        default: return false
        }
    }
}

extension FilterSetting {
    /// Changes what the filter says of a value; the switch for Warnings becomes part of the text when that is about types.
    mutating func edit(_ field: FilterField, _ value: String, _ edit: EventFilter.Edit) {
        if field == .type, warningsOnly {
            warningsOnly = false
            text = EventFilter.text(text, .include, .type, "Warning")
        }
        text = EventFilter.text(text, edit, field, value)
    }

    /// Takes out the conditions that speak of `field` only.
    mutating func clear(_ field: FilterField) {
        if field == .type { warningsOnly = false }
        // Any clock will do: no time is written anew.
        guard let filter = try? EventFilter(parsing: text, clock: FilterClock(now: Timestamp(seconds: 0))) else {
            return
        }
        text = filter.without(field).text
    }
}
