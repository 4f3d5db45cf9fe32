import Basics
import Events
import Foundation

/// A text of one's own with places for what a notification says: `{{rule}} on {{node}}`.
package struct NoticeTemplate: Sendable, Equatable {
    /// What a place may be filled with.
    enum Field: String, Sendable, CaseIterable {
        case id, cluster, rule, title, severity, status, summary, cause, count, reason, message, object, kind, namespace
        case name, node, began, fired, resolved, filter
    }

    private enum Piece: Sendable, Equatable {
        case text(String)
        case field(Field)
    }

    private static let limit = 16 << 10

    private let pieces: [Piece]
    /// It is written as JSON, so that what fills its places is escaped.
    let isJSON: Bool

    /// Reads a text.
    ///
    /// - Throws: ``PreferenceFaults`` for a place that is left open or names no field, and for what begins as a JSON object and
    ///   is none.
    init(_ text: String, at place: PreferenceValue.Place? = nil) throws(PreferenceFaults) {
        guard !text.isEmpty, text.utf8.count <= Self.limit else {
            throw PreferenceFaults("needs a text of up to \(Self.limit >> 10) KiB", at: place)
        }
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw PreferenceFaults("has a {{ without }}", at: place)
            }
            let name = rest[open.upperBound..<close.lowerBound].trimming(" ")
            guard let field = Field(rawValue: name) else {
                let known = Field.allCases.map(\.rawValue)
                let hint = nearest(to: name, among: known).map { "did you mean \($0)?" } ?? "there is \(oneOf(known))"
                throw PreferenceFaults("there is no {{\(PreferenceValue.quoted(name))}}; \(hint)", at: place)
            }
            pieces += [.text(String(rest[..<open.lowerBound])), .field(field)]
            rest = rest[close.upperBound...]
        }
        self.pieces = pieces + [.text(String(rest))]
        isJSON = Self.isJSON(self.pieces)
        let start = text.drop(while: \.isWhitespace)
        guard isJSON || !start.hasPrefix("{") || start.hasPrefix("{{") else {
            throw PreferenceFaults("begins as JSON does and is none: a quote, a comma or a brace is missing", at: place)
        }
    }

    /// Whether it is JSON whatever its places are filled with; `[{{status}}] {{rule}}` only begins so.
    private static func isJSON(_ pieces: [Piece]) -> Bool {
        // Good between quotes, and without them.
        let sample = pieces.reduce(into: "") { text, piece in
            if case .text(let part) = piece { text += part } else { text += "0" }
        }
        return (try? JSONSerialization.jsonObject(with: Data(sample.utf8))) != nil
    }

    /// The text with its places filled.
    func filled(with notice: AlertNotice) -> String {
        pieces.reduce(into: "") { text, piece in
            switch piece {
            case .text(let part): text += part
            case .field(let field):
                let value = notice.text(of: field)
                text += isJSON ? String(quotedJSON(value).dropFirst().dropLast()) : value
            }
        }
    }
}

extension AlertNotice {
    fileprivate func text(of field: NoticeTemplate.Field) -> String {
        switch field {
        case .id: id
        case .cluster: cluster
        case .rule: rule
        case .title: title
        case .severity: severity.rawValue
        case .status: status.rawValue
        case .summary: summary
        case .cause: cause
        case .count: "\(count)"
        case .reason: reason
        case .message: message
        case .object: object.text
        case .kind: object.kind
        case .namespace: object.namespace
        case .name: object.name
        case .node: node
        case .began: began
        case .fired: fired
        case .resolved: resolved ?? ""
        case .filter: filter
        }
    }
}
