import Basics
import Events
import FoundationEssentials

/// What an engine knows, for the time when the program does not run.
///
/// JSON, made to be read by later and earlier versions of eventer: what is unknown or missing is left out, and so are rules that went
/// away or group by other fields.
package struct AlertSnapshot: Sendable, Equatable, Decodable {
    /// The only one there is.
    static let currentFormat = 1

    struct Rule: Sendable, Equatable, Decodable {
        var name: String
        var grouping: [String]
        var groups: [Group]

        init(name: String, grouping: [String], groups: [Group]) {
            self.name = name
            self.grouping = grouping
            self.groups = groups
        }

        private enum CodingKeys: String, CodingKey {
            case name, grouping, groups
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            name = try values.decode(String.self, forKey: .name)
            grouping = try values.decode([String].self, forKey: .grouping)
            groups = try values.decode([Lenient<Group>].self, forKey: .groups).compactMap(\.value)
        }
    }

    struct Group: Sendable, Equatable, Codable {
        var key: GroupKey
        var state: AlertGroup
    }

    var format = Self.currentFormat
    var rules: [Rule] = []
    var incidents: [StoredIncident] = []

    init() {}

    enum CodingKeys: String, CodingKey {
        case format, rules, incidents
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        format = try values.decodeIfPresent(Int.self, forKey: .format) ?? 0
        rules = try values.decodeIfPresent([Lenient<Rule>].self, forKey: .rules)?.compactMap(\.value) ?? []
        incidents =
            try values.decodeIfPresent([Lenient<StoredIncident>].self, forKey: .incidents)?.compactMap(\.value) ?? []
    }

    /// Reads what ``json`` wrote; nil for what is no snapshot, or one of a format yet unknown.
    package init?(json: [UInt8]) {
        guard let snapshot = try? JSONDecoder().decode(AlertSnapshot.self, from: Data(json)),
            snapshot.format == Self.currentFormat
        else { return nil }
        self = snapshot
    }

    /// One line of JSON.
    package var json: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// Appends ``json``.
    ///
    /// Piece by piece: for all at once an encoder takes ten times what it writes.
    package func write(to bytes: inout [UInt8]) {
        var text = JSONPieces(taking: &bytes)
        text.add("{\"format\":\(format),\"rules\":")
        text.add(list: rules) { text, rule in
            text.add("{\"name\":")
            text.add(value: rule.name)
            text.add(",\"grouping\":")
            text.add(value: rule.grouping)
            text.add(",\"groups\":")
            text.add(list: rule.groups) { $0.add(value: $1) }
            text.add("}")
        }
        text.add(",\"incidents\":")
        text.add(list: incidents) { $0.add(value: $1) }
        text.add("}")
        bytes = text.bytes
    }
}

/// A value, or nothing where it cannot be read.
private struct Lenient<Value: Decodable>: Decodable {
    var value: Value?

    init(from decoder: any Decoder) throws {
        value = try? Value(from: decoder)
    }
}

/// An incident as a snapshot has it; times in microseconds.
struct StoredIncident: Sendable, Equatable, Codable {
    var id: String
    var cluster: String
    var rule: String
    var title: String
    var severity: String
    var fields: [String]
    var values: [String]
    var state: String
    var began: Int64
    var last: Int64
    var fired: Int64
    var resolved: Int64?
    var acknowledged: Int64?
    var snoozedUntil: Int64?
    var count: Int
    var cause: String
    var details: SightingDetails
    var filter: String
    var isLate: Bool

    init(_ incident: AlertIncident) {
        id = incident.id
        cluster = incident.cluster
        rule = incident.rule
        title = incident.title
        severity = incident.severity.rawValue
        fields = incident.group.map(\.field)
        values = incident.group.map(\.value)
        state = incident.state.rawValue
        began = incident.began.microseconds
        last = incident.last.microseconds
        fired = incident.fired.microseconds
        resolved = incident.resolved?.microseconds
        acknowledged = incident.acknowledged?.microseconds
        snoozedUntil = incident.snoozedUntil?.microseconds
        count = incident.count
        cause = incident.cause
        details = SightingDetails(
            reason: incident.reason,
            message: incident.message,
            object: incident.object,
            node: incident.node
        )
        filter = incident.filter
        isLate = incident.isLate
    }

    var incident: AlertIncident {
        var incident = AlertIncident(
            id: id,
            cluster: cluster,
            rule: rule,
            title: title,
            severity: AlertSeverity(rawValue: severity) ?? .medium,
            group: zip(fields, values).map { .init(field: $0, value: $1) },
            state: AlertIncident.State(rawValue: state) ?? .firing,
            began: Timestamp(microseconds: began),
            last: Timestamp(microseconds: last),
            fired: Timestamp(microseconds: fired),
            count: count,
            cause: cause,
            reason: details.reason,
            message: details.message,
            object: details.object,
            node: details.node,
            filter: filter,
            isLate: isLate
        )
        incident.resolved = resolved.map { Timestamp(microseconds: $0) }
        incident.acknowledged = acknowledged.map { Timestamp(microseconds: $0) }
        incident.snoozedUntil = snoozedUntil.map { Timestamp(microseconds: $0) }
        return incident
    }
}
