import Basics
import Events
import TextGrid

/// A column of the table, by the name that `:columns` takes.
package enum Column: String, Sendable, Hashable, CaseIterable {
    case last, type, count, first, rate, cluster, namespace, reason, object, source, node, message

    /// What a filter calls its values; nil for numbers and times.
    var field: FilterField? {
        switch self {
        case .last, .count, .first, .rate: nil
        case .type: .type
        case .cluster: .cluster
        case .namespace: .namespace
        case .reason: .reason
        case .object: .name
        case .source: .source
        case .node: .node
        case .message: .message
        }
    }

    /// What sorts by it; nothing sorts by what changes while nothing happens.
    var order: GroupOrder.Field? { self == .rate ? nil : GroupOrder.Field(rawValue: rawValue) }

    var isRight: Bool { [.last, .count, .first, .rate].contains(self) }
    var isDim: Bool { [.last, .first, .rate, .source, .node].contains(self) }
}

extension Grouping {
    /// The column whose value all events of a row share, where there is a single one.
    var column: Column? {
        switch self {
        case .objectAndReason, .none: nil
        case .reason: .reason
        case .object: .object
        case .namespace: .namespace
        case .node: .node
        case .source: .source
        case .message: .message
        }
    }

    /// The columns that say the same for a row and for each of its events.
    var sharedColumns: Set<Column> {
        switch self {
        case .none: []
        case .objectAndReason: [.cluster, .namespace, .reason, .object]
        case .object: [.cluster, .namespace, .object]
        case .reason, .namespace, .node, .source, .message: Set([.cluster] + [column].compactMap(\.self))
        }
    }
}

/// A column with the room it may have.
struct ColumnSpec: Equatable {
    var column: Column
    var title: String
    var minimum: Int
    var maximum: Int
    /// Spare room goes to the smallest first.
    var turn = 0

    /// The cells of each column, in the order of `specs`: the smallest, then by turn what is wanted, then all to the widest.
    static func widths(_ specs: [ColumnSpec], wants: [Column: Int], columns: Int) -> [Int] {
        var widths = specs.map(\.minimum)
        // One cell for the cursor, and one between columns; the first follows the cursor at once.
        var spare = columns - 1 - widths.reduce(0, +) - max(0, specs.count - 1)
        for index in specs.indices.sorted(by: { specs[$0].turn < specs[$1].turn }) where specs[index].maximum < .max {
            let wanted = min(specs[index].maximum, wants[specs[index].column] ?? 0) - widths[index]
            let given = max(0, min(wanted, spare))
            widths[index] += given
            spare -= given
        }
        if let last = specs.lastIndex(where: { $0.maximum == .max }) ?? widths.indices.last {
            widths[last] = max(0, widths[last] + spare)
        }
        return widths
    }
}

/// What decides which columns there are.
struct ColumnRules: Equatable {
    /// Cells of the table, without the sidebar.
    var width: Int
    var time = ViewState.TimeMode.relative
    var grouping = Grouping.objectAndReason
    var showsCluster = false
    var showsNamespace = true
    /// Those the user chose, in his order; nil for what the width allows.
    var chosen: [Column]?

    /// The columns with their room; the message, else the object, takes what is left.
    func specs() -> [ColumnSpec] {
        var specs = columns.map(spec)
        // What was chosen may need more than there is.
        while chosen != nil, specs.count > 1, specs.reduce(0, { $0 + $1.minimum + 1 }) > width { specs.removeLast() }
        if !specs.contains(where: { $0.maximum == .max }),
            let index = specs.firstIndex(where: { $0.column == .object })
        {
            specs[index].maximum = .max
        }
        return specs
    }

    private var columns: [Column] {
        if let chosen { return chosen }
        var columns: [Column] = [.last, .type, .count]
        if width >= 120 { columns.append(.first) }
        if width >= 140 { columns.append(.rate) }
        // What a row stands for comes before what its newest event says.
        if let own = grouping.column, own != .message { columns.append(own) }
        if showsCluster, width >= 80 { columns.append(.cluster) }
        if showsNamespace, width >= 80 { columns.append(.namespace) }
        columns.append(.reason)
        if width >= 80 || grouping != .message { columns.append(.object) }
        if width >= 160 { columns += [.source, .node] }
        if width >= 80 || grouping == .message { columns.append(.message) }
        var known: Set<Column> = []
        return columns.filter { known.insert($0).inserted }
    }

    private func spec(_ column: Column) -> ColumnSpec {
        let timeCells = time == .relative ? 4 : 8
        let isNarrow = width < 100
        func spec(_ title: String, _ cells: ClosedRange<Int>, turn: Int = 0) -> ColumnSpec {
            ColumnSpec(
                column: column,
                title: title,
                minimum: cells.lowerBound,
                maximum: cells.upperBound,
                turn: turn
            )
        }
        switch column {
        case .last: return spec("LAST", timeCells...timeCells)
        case .first: return spec("FIRST", max(5, timeCells)...max(5, timeCells))
        case .type: return isNarrow ? spec("T", 2...2) : spec("TYPE", 4...4)
        case .count: return isNarrow ? spec("CNT", 4...4) : spec("COUNT", 5...5)
        case .rate: return spec("RATE", 5...5)
        case .cluster: return spec("CLUSTER", isNarrow ? 7...7 : width < 160 ? 8...12 : 8...20, turn: 5)
        case .namespace:
            return isNarrow ? spec("NS", 8...8, turn: 4) : spec("NAMESPACE", width < 160 ? 11...14 : 11...24, turn: 4)
        case .reason:
            let cells =
                width < 44 ? 8...20 : width < 80 ? 12...20 : isNarrow ? 12...16 : width < 160 ? 14...22 : 16...26
            return spec("REASON", cells, turn: width < 80 ? 2 : width < 160 ? 1 : 3)
        case .object:
            let cells =
                width < 80
                ? 17...Int.max
                : width < 90
                    ? 17...17 : isNarrow ? 17...20 : width < 120 ? 17...26 : width < 160 ? 20...34 : 24...48
            return spec("OBJECT", cells, turn: width < 80 ? 9 : width < 160 ? 2 : 1)
        case .source: return spec("SOURCE", 8...18, turn: 5)
        case .node: return spec("NODE", 10...32, turn: width < 160 ? 6 : 2)
        case .message:
            let cells = width < 80 ? 12 : isNarrow ? 20 : width < 120 ? 28 : width < 160 ? 34 : 40
            return spec("MESSAGE", cells...Int.max, turn: 9)
        }
    }
}

/// How wide the columns would like to be: what 95 % of the rows need.
///
/// Measured at most once a second. They grow at once and shrink after ten seconds, never while the list is held, so that
/// nothing wobbles.
struct ColumnWants: Sendable, Equatable {
    /// The columns whose width follows their texts.
    static let measured: [Column] = [.cluster, .namespace, .reason, .object, .source, .node]
    private static let patience: Int64 = 10
    private(set) var wants: [Column: Int] = [:]
    private var measuredAt: Int64?
    private var shrunkAt: Int64 = 0

    /// Whether the second is another than that of the last measurement.
    func isDue(at now: Timestamp) -> Bool { measuredAt != now.seconds }

    /// Takes note of what is on the page.
    ///
    /// - Parameters:
    ///   - texts: Those of each measured column, one for each row.
    ///   - mayShrink: Whether the columns may become narrower, after their patience.
    ///   - now: The time.
    ///   - always: Whether they fit themselves to the page at once: it shows something else now.
    mutating func measure(_ texts: [Column: [String]], mayShrink: Bool, at now: Timestamp, always: Bool = false) {
        measuredAt = now.seconds
        let shrinks = always || (mayShrink && now.seconds - shrunkAt >= Self.patience)
        if shrinks { shrunkAt = now.seconds }
        for (column, texts) in texts where !texts.isEmpty {
            let widths = texts.map { displayWidth($0) }.sorted()
            let wanted = widths[min(widths.count - 1, widths.count * 95 / 100)]
            wants[column] = shrinks ? wanted : max(wanted, wants[column] ?? 0)
        }
    }
}

extension EventRow {
    /// `Pod/web-1`; with kubectl's short kinds below 120 columns.
    func objectText(columns: Int) -> String {
        let kind = columns < 120 ? Self.shortKinds[object.kind] ?? object.kind : Self.kinds[object.kind] ?? object.kind
        return kind.isEmpty ? object.name : kind + "/" + object.name
    }

    /// The value as a filter knows it; nil for numbers and times.
    func value(of column: Column) -> String? {
        switch column {
        case .last, .count, .first, .rate: nil
        case .type: type
        case .cluster: cluster
        case .namespace: shownNamespace
        case .reason: reason
        case .object: object.name
        case .source: component
        case .node: node
        case .message: message
        }
    }

    private static let kinds = [
        "HorizontalPodAutoscaler": "HPA", "PersistentVolumeClaim": "PVC", "PersistentVolume": "PV",
        "PodDisruptionBudget": "PDB", "CustomResourceDefinition": "CRD",
    ]

    private static let shortKinds = [
        "ConfigMap": "cm", "CronJob": "cj", "DaemonSet": "ds", "Deployment": "deploy", "Endpoints": "ep",
        "HorizontalPodAutoscaler": "hpa", "Ingress": "ing", "Job": "job", "Lease": "lease", "Namespace": "ns",
        "Node": "no",
        "PersistentVolume": "pv", "PersistentVolumeClaim": "pvc", "Pod": "po", "PodDisruptionBudget": "pdb",
        "ReplicaSet": "rs", "ReplicationController": "rc", "Secret": "secret", "Service": "svc", "ServiceAccount": "sa",
        "StatefulSet": "sts", "StorageClass": "sc", "CustomResourceDefinition": "crd", "NetworkPolicy": "netpol",
        "ResourceQuota": "quota",
    ]
}
