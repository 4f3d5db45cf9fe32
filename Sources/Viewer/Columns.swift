import Basics
import Events
import TextGrid

/// A column of the table.
package enum Column: String, Sendable, Hashable, CaseIterable {
    case last, type, count, first, cluster, namespace, reason, object, source, node, message
}

/// A column with the room it may have.
struct ColumnSpec: Equatable {
    var column: Column
    var title: String
    var minimum: Int
    var maximum: Int
    /// Spare room goes to the smallest first.
    var turn = 0

    /// The columns that a screen of `columns` cells shows; the message takes what is left.
    static func specs(columns: Int, showsCluster: Bool, showsNamespace: Bool, time: ViewState.TimeMode) -> [ColumnSpec]
    {
        let timeCells = time == .relative ? 4 : 8
        let countCells = columns < 100 ? 4 : 5
        var specs = [
            ColumnSpec(column: .last, title: "LAST", minimum: timeCells, maximum: timeCells),
            columns < 100
                ? ColumnSpec(column: .type, title: "T", minimum: 2, maximum: 2)
                : ColumnSpec(column: .type, title: "TYPE", minimum: 4, maximum: 4),
            ColumnSpec(
                column: .count,
                title: columns < 100 ? "CNT" : "COUNT",
                minimum: countCells,
                maximum: countCells
            ),
        ]
        if columns >= 120 {
            let cells = max(5, timeCells)
            specs.append(ColumnSpec(column: .first, title: "FIRST", minimum: cells, maximum: cells))
        }
        if showsCluster, columns >= 80 {
            let (minimum, maximum) = columns < 100 ? (7, 7) : columns < 160 ? (8, 12) : (8, 20)
            specs.append(ColumnSpec(column: .cluster, title: "CLUSTER", minimum: minimum, maximum: maximum, turn: 4))
        }
        if showsNamespace, columns >= 80 {
            let (minimum, maximum) = columns < 100 ? (8, 8) : columns < 160 ? (11, 14) : (11, 24)
            let title = columns < 100 ? "NS" : "NAMESPACE"
            specs.append(ColumnSpec(column: .namespace, title: title, minimum: minimum, maximum: maximum, turn: 3))
        }
        let reason = columns < 80 ? (12, 20) : columns < 100 ? (12, 16) : columns < 160 ? (14, 22) : (16, 26)
        specs.append(
            ColumnSpec(
                column: .reason,
                title: "REASON",
                minimum: reason.0,
                maximum: reason.1,
                turn: columns < 80 ? 2 : 1
            )
        )
        if columns < 80 {
            specs.append(ColumnSpec(column: .object, title: "OBJECT", minimum: 17, maximum: .max, turn: 9))
            return specs
        }
        let object =
            columns < 90
            ? (17, 17) : columns < 100 ? (17, 20) : columns < 120 ? (17, 26) : columns < 160 ? (20, 34) : (24, 48)
        specs.append(ColumnSpec(column: .object, title: "OBJECT", minimum: object.0, maximum: object.1, turn: 2))
        if columns >= 160 {
            specs.append(ColumnSpec(column: .source, title: "SOURCE", minimum: 10, maximum: 18, turn: 4))
            specs.append(ColumnSpec(column: .node, title: "NODE", minimum: 10, maximum: 22, turn: 5))
        }
        let message = columns < 100 ? 20 : columns < 120 ? 28 : columns < 160 ? 34 : 44
        specs.append(ColumnSpec(column: .message, title: "MESSAGE", minimum: message, maximum: .max, turn: 9))
        return specs
    }

    /// The cells of each column, in the order of `specs`: the smallest, then by turn what is wanted, then all to the last.
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
        if let last = widths.indices.last { widths[last] = max(0, widths[last] + spare) }
        return widths
    }
}

/// How wide the columns would like to be: what 95 % of the rows need.
///
/// Measured at most once a second. They grow at once and shrink after ten seconds, never while the list is held, so that
/// nothing wobbles.
struct ColumnWants: Sendable, Equatable {
    private static let patience: Int64 = 10
    private(set) var wants: [Column: Int] = [:]
    private var measuredAt: Int64?
    private var shrunkAt: Int64 = 0

    mutating func measure(_ rows: [EventGroup], columns: Int, mayShrink: Bool, at now: Timestamp, always: Bool = false)
    {
        guard always || measuredAt != now.seconds, !rows.isEmpty else { return }
        measuredAt = now.seconds
        let shrinks = always || (mayShrink && now.seconds - shrunkAt >= Self.patience)
        if shrinks { shrunkAt = now.seconds }
        for column in [Column.cluster, .namespace, .reason, .object, .source, .node] {
            let widths = rows.map { displayWidth($0.newest.text(of: column, columns: columns)) }.sorted()
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

    func text(of column: Column, columns: Int) -> String {
        switch column {
        case .cluster: cluster
        case .namespace: shownNamespace
        case .reason: reason
        case .object: objectText(columns: columns)
        case .source: component
        case .node: node
        case .message: message
        case .last, .type, .count, .first: ""
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
