import Basics

/// A field as it is written, with the key when it is a label or an annotation.
struct FieldName: Sendable, Equatable {
    var field: FilterField
    /// Empty for all but labels and annotations.
    var key = ""

    init(_ field: FilterField, key: String = "") {
        self.field = field
        self.key = key
    }

    /// Reads a name or an alias; fields in any case, keys as they are.
    init?(_ written: String) {
        for (field, prefix) in Self.keyed where written.lowercased().hasPrefix(prefix) {
            let key = String(written.dropFirst(prefix.count))
            guard !key.isEmpty else { return nil }
            self.init(field, key: key)
            return
        }
        let name = written.lowercased()
        guard
            let field = FilterField.allCases.first(where: {
                !$0.hasKey && ($0.rawValue == name || $0.aliases.contains(name))
            })
        else { return nil }
        self.init(field)
    }

    /// What a name may begin with to take a key, which may hold `/` and `-` too.
    static let keyed: [(FilterField, String)] = [
        (.label, "label."), (.annotation, "ann."), (.annotation, "annotation."),
    ]

    var written: String {
        switch field {
        case .label: "label." + key
        case .annotation: "ann." + key
        default: field.rawValue
        }
    }

    /// How the line of ``RareFields`` begins that the field asks, or nil when it asks another text.
    var linePrefix: [UInt8]? {
        switch field {
        case .action, .related, .label, .annotation: Array((written + "=").utf8)
        default: nil
        }
    }
}

extension FilterField {
    var hasKey: Bool { self == .label || self == .annotation }

    init?(name: String) {
        guard let name = FieldName(name) else { return nil }
        self = name.field
    }

    /// Every name and alias of a field that has no key.
    static var plainNames: [String] {
        allCases.filter { !$0.hasKey }.flatMap { [$0.rawValue] + $0.aliases }
    }

    /// The field whose name is nearest to `name`, if it is near at all.
    static func nearest(to name: String) -> String? {
        Basics.nearest(to: name, among: plainNames.filter { $0.count > 1 })
    }

    /// What to say of a field that the study of the language knew and that events cannot answer.
    static func reasonUnsupported(_ name: String) -> String? {
        switch name.lowercased() {
        case "sent":
            "\"sent\" is no field: what Log Service took is shown in the forwarder pane (f) and by eventer dead"
        case "owner":
            "\"owner\" is no field: events name no owner; try name:web-* or the object's timeline"
        default: nil
        }
    }
}
