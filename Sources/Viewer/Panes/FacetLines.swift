import Events

/// A line of the sidebar.
enum FacetLine: Sendable, Equatable {
    case title(Facet)
    case value(Facet, FacetPanel.Value)
    /// What is not listed: how many values, and their occurrences.
    case more(Facet, values: Int, occurrences: Int)

    /// What the cursor has on it there; titles have nothing.
    var choice: FacetPanel.Choice? {
        switch self {
        case .title: nil
        case .value(let facet, let value): .value(facet, value.text)
        case .more(let facet, _, _): .more(facet)
        }
    }
}

extension FacetPanel {
    private static let fewestRows = 3
    /// Who gets room first.
    private static let turns: [Facet] = [.namespace, .reason, .type, .kind, .node, .source, .cluster]

    /// All lines, for a sidebar of `rows`: what is expanded in full, the rest shares the room.
    func lines(rows: Int) -> [FacetLine] {
        let shares = shares(of: rows)
        return sections.flatMap { section in
            [.title(section.facet)] + lines(of: section, rows: shares[section.facet] ?? 0)
        }
    }

    private func lines(of section: Section, rows: Int) -> [FacetLine] {
        let isWhole = rows >= section.valueCount && section.values.count == section.valueCount
        let shown = section.values.prefix(isWhole ? section.valueCount : max(0, rows - 1))
        let values = shown.map { FacetLine.value(section.facet, $0) }
        guard !isWhole else { return values }
        let rest = section.occurrences - shown.reduce(0) { $0 + $1.count }
        return values + [.more(section.facet, values: section.valueCount - shown.count, occurrences: max(0, rest))]
    }

    /// The rows below each title, the line of what is not listed included.
    private func shares(of rows: Int) -> [Facet: Int] {
        var wants: [Facet: Int] = [:]
        var shares: [Facet: Int] = [:]
        for section in sections {
            let isWhole = section.values.count == section.valueCount
            wants[section.facet] = section.values.count + (isWhole ? 0 : 1)
            let isOpen = expanded.contains(section.facet) || search?.text.isEmpty == false
            shares[section.facet] = min(wants[section.facet] ?? 0, isOpen ? .max : Self.fewestRows)
        }
        var spare = rows - sections.count - shares.values.reduce(0, +)
        while spare > 0 {
            let before = spare
            for facet in Self.turns where spare > 0 && shares[facet] ?? 0 < wants[facet] ?? 0 {
                shares[facet, default: 0] += 1
                spare -= 1
            }
            if spare == before { break }
        }
        return shares
    }

    /// Moves the cursor over `lines`, or to the nearest end.
    mutating func move(by step: Int, in lines: [FacetLine], rows: Int) {
        let choices = lines.indices.filter { lines[$0].choice != nil }
        guard !choices.isEmpty else { return cursor = nil }
        let here = choices.firstIndex { lines[$0].choice == cursor }
        let (sum, overflow) = (here ?? 0).addingReportingOverflow(here == nil ? 0 : step)
        let place = min(max(0, overflow ? (step < 0 ? 0 : .max) : sum), choices.count - 1)
        cursor = lines[choices[place]].choice
        show(choices[place], of: lines.count, rows: rows)
    }

    /// Scrolls so that the line `index` can be seen, with the title above the first value.
    private mutating func show(_ index: Int, of count: Int, rows: Int) {
        let first = index > 0 ? index - 1 : 0
        offset = min(offset, first)
        offset = max(offset, index - rows + 1)
        offset = min(max(0, offset), max(0, count - rows))
    }
}

extension Facet {
    var title: String {
        switch self {
        case .cluster: "CLUSTER"
        case .namespace: "NAMESPACE"
        case .type: "TYPE"
        case .reason: "REASON"
        case .kind: "KIND"
        case .node: "NODE"
        case .source: "SOURCE"
        }
    }
}
