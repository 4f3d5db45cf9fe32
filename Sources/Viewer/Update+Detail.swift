import Events
import TextGrid

extension ViewState {
    /// The cells inside the detail's box.
    private var detailArea: (columns: Int, rows: Int) {
        let area = ScreenLayout(self).detail ?? ScreenLayout(self).middle
        return (max(1, area.columns - 4), max(1, area.rows - 2))
    }

    /// Opens the selected row, at the section that `command` asks for.
    mutating func openDetail(_ command: Command) -> [Effect] {
        guard let row = list.selected?.newest else { return [] }
        detail = Detail(row: row)
        focus = .detail
        return [.loadObject(row.key, cluster: row.cluster)]
    }

    mutating func performInDetail(_ command: Command, _ key: Key) -> [Effect] {
        let page = detailArea.rows
        switch command {
        case .down: scrollDetail(by: 1)
        case .up: scrollDetail(by: -1)
        case .halfPageDown: scrollDetail(by: page / 2)
        case .halfPageUp: scrollDetail(by: -page / 2)
        case .pageDown: scrollDetail(by: page)
        case .pageUp: scrollDetail(by: -page)
        case .first: detail?.offset = 0
        case .last: scrollDetail(by: 1_000_000)
        case .yaml: toggleJSON()
        case .back:
            detail = nil
            focus = .list
        case .nextEvent: return openNeighbour(1)
        case .previousEvent: return openNeighbour(-1)
        default: return performAnywhere(command)
        }
        return []
    }

    mutating func scrollDetail(by rows: Int) {
        scrollDetail(to: (detail?.offset ?? 0) + rows)
    }

    mutating func scrollDetail(to offset: Int) {
        let area = detailArea
        let count = detailLines(columns: area.columns).lines.count
        detail?.offset = min(max(0, offset), max(0, count - area.rows))
    }

    private mutating func toggleJSON() {
        guard let offset = detail?.offset else { return }
        let start = detailLines(columns: detailArea.columns).json
        detail?.offset = offset == 0 ? start : 0
        scrollDetail(by: 0)
    }

    private mutating func openNeighbour(_ step: Int) -> [Effect] {
        let before = list.selected?.id
        list.move(by: step)
        guard let selected = list.selected, selected.id != before else { return [] }
        let row = selected.newest
        detail = Detail(row: row)
        return [.loadObject(row.key, cluster: row.cluster)]
    }
}
