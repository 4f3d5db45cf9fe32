import Events
import Basics
import TextGrid
import Viewer

// What the values of the viewer look like, read and written.

extension PreferenceValue {
    func zone() throws(PreferenceFaults) -> ViewPreferences.Zone {
        let text = try string()
        switch text.lowercased() {
        case "local": return .local
        case "utc", "z": return .offset(0)
        default: break
        }
        guard let match = text.wholeMatch(of: #/([+-])(\d\d):?(\d\d)/#), let hours = Int(match.2),
            let minutes = Int(match.3), hours <= 14, minutes < 60
        else {
            throw PreferenceFaults("\(Self.quoted(text)) is neither local nor an offset such as +08:00", at: place)
        }
        return .offset((match.1 == "-" ? -1 : 1) * (hours * 60 + minutes) * 60)
    }

    func sort() throws(PreferenceFaults) -> GroupOrder {
        let text = try string()
        if let sort = GroupOrder(text) { return sort }
        let field = text.split(separator: ":").first.map(String.init) ?? ""
        let fields = GroupOrder.Field.allCases.map(\.rawValue)
        guard fields.contains(field.lowercased()) else { throw refusal(of: field, fields) }
        throw PreferenceFaults("\(Self.quoted(text)): what follows the column must be :asc or :desc", at: place)
    }

    func columns() throws(PreferenceFaults) -> [Column]? {
        if case .text("auto", _) = self { return nil }
        let columns = try each { element throws(PreferenceFaults) in try element.choice(Column.self) }
        guard !columns.isEmpty else { throw PreferenceFaults("needs a column", at: place) }
        if let twice = columns.indices.first(where: { columns[..<$0].contains(columns[$0]) }) {
            throw PreferenceFaults("has \(columns[twice].rawValue) twice", at: place)
        }
        return columns
    }

    func reasons() throws(PreferenceFaults) -> Set<String> {
        let names = try each { element throws(PreferenceFaults) in try element.reason() }
        let isChange = names.filter { $0.hasPrefix("+") || $0.hasPrefix("-") }.count
        guard isChange == 0 || isChange == names.count else {
            throw PreferenceFaults("mixes reasons with changes (+X, -X): write one or the other", at: place)
        }
        guard isChange > 0 else { return Set(names) }
        var reasons = EventTable.usualCriticalReasons
        for name in names {
            let reason = String(name.dropFirst())
            if name.hasPrefix("+") { reasons.insert(reason) } else { reasons.remove(reason) }
        }
        return reasons
    }

    private func reason() throws(PreferenceFaults) -> String {
        let text = try string()
        guard text.wholeMatch(of: #/[+-]?[A-Za-z][A-Za-z0-9_.-]{0,127}/#) != nil else {
            throw PreferenceFaults("\(Self.quoted(text)) is no reason such as OOMKilling", at: place)
        }
        return text
    }
}

// MARK: Views

extension PreferenceValue {
    func views() throws(PreferenceFaults) -> [SavedView] {
        let views = try each { element throws(PreferenceFaults) in try element.view() }
        let names = views.map { $0.name.lowercased() }
        if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
            let place = try elements()[twice].place
            throw PreferenceFaults("two views are named \(Self.quoted(views[twice].name))", at: place)
        }
        return views
    }

    private static let viewKeys = [
        "name", "filter", "group", "sort", "columns", "time", "window", "warnings-only",
    ]

    private func view() throws(PreferenceFaults) -> SavedView {
        var view = SavedView(name: "")
        var faults = try faultsOfMembers { member throws(PreferenceFaults) in try view.set(member, Self.viewKeys) }
        if view.name.isEmpty, faults.isEmpty { faults.append(.init(message: "a view needs a name", place: place)) }
        guard faults.isEmpty else { throw PreferenceFaults(faults) }
        return view
    }
}

extension SavedView {
    fileprivate mutating func set(_ member: PreferenceValue.Member, _ known: [String]) throws(PreferenceFaults) {
        let value = member.value
        switch member.name {
        case "name": name = try value.string()
        case "filter": filter = try value.filter()
        case "group": group = try value.choice()
        case "sort": sort = try value.sort()
        case "columns": columns = try value.columns()
        case "time": time = try value.choice()
        case "window": window = try value.seconds()
        case "warnings-only": warningsOnly = try value.boolean()
        default:
            throw PreferenceFaults("no part of a view; " + hint(for: member.name, known), at: member.place)
        }
    }

    var flow: String {
        var parts = ["name: " + name.yaml]
        if let filter { parts.append("filter: " + filter.yaml) }
        if let group { parts.append("group: " + group.rawValue) }
        if let sort { parts.append("sort: " + sort.text) }
        if let columns { parts.append("columns: " + columns.text) }
        if let time { parts.append("time: " + time.rawValue) }
        if let window { parts.append("window: \(window)s") }
        if let warningsOnly { parts.append("warnings-only: \(warningsOnly)") }
        return "{" + parts.joined(separator: ", ") + "}"
    }
}

// MARK: Keys

extension PreferenceValue {
    func bindings() throws(PreferenceFaults) -> KeyBindings {
        var changes: [Command: [Key]] = [:]
        var places: [Command: Place?] = [:]
        var faults: [PreferenceFaults.Fault] = []
        for member in try members() {
            guard let command = Keymap.actions[member.name] else {
                let nearest = nearest(to: member.name, among: Keymap.actions.keys.sorted())
                let hint = nearest.map { "; did you mean \($0)?" } ?? ""
                faults.append(
                    .init(message: "there is no action \(Self.quoted(member.name))\(hint)", place: member.place)
                )
                continue
            }
            do throws(PreferenceFaults) {
                changes[command] = try member.value.keys()
                places[command] = member.place
            } catch {
                faults += error.faults
            }
        }
        let bindings = KeyBindings(changes: changes)
        faults += bindings.conflicts.map { conflict in
            let place = places[conflict.second] ?? places[conflict.first] ?? nil
            let key = conflict.key.name ?? ""
            return .init(
                message: "\(key) would be both \(conflict.first.name) and \(conflict.second.name)",
                place: place
            )
        }
        guard faults.isEmpty else { throw PreferenceFaults(faults) }
        return bindings
    }

    /// One key, or a list of them; the name of a key may hold a comma.
    private func keys() throws(PreferenceFaults) -> [Key] {
        guard case .text = self else { return try each { key throws(PreferenceFaults) in try key.key() } }
        return [try key()]
    }

    private func key() throws(PreferenceFaults) -> Key {
        let text = try string()
        guard let key = Key(named: text) else {
            throw PreferenceFaults("\(Self.quoted(text)) is no key such as a, ^T, F5, Space or Shift-Left", at: place)
        }
        return key
    }
}

extension KeyBindings {
    var flow: String {
        let parts = changes.map { ($0.key.name, $0.value.compactMap(\.name).flow) }.sorted { $0.0 < $1.0 }
        return "{" + parts.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + "}"
    }
}

// MARK: Writing

extension ViewPreferences.Zone {
    var text: String {
        guard case .offset(let seconds) = self else { return "local" }
        let minutes = abs(seconds) / 60
        let digits = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\"\(seconds < 0 ? "-" : "+")\(digits[0]):\(digits[1])\""
    }
}

extension [Column] {
    var text: String { "[" + map(\.rawValue).joined(separator: ", ") + "]" }
}

extension [String] {
    /// As a list of YAML in one line.
    var flow: String { "[" + map(\.yaml).joined(separator: ", ") + "]" }
}

extension String {
    /// As a value of YAML in one line: plain where that cannot be misread.
    var yaml: String {
        let isPlain = wholeMatch(of: #/[A-Za-z][A-Za-z0-9_.+-]*/#) != nil
        let words: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        return isPlain && !words.contains(lowercased()) ? self : quotedJSON(self)
    }
}
