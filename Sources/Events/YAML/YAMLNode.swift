import Basics

/// The little of YAML that a manifest and an event need, in an order that is ours.
package indirect enum YAMLNode: Sendable {
    case text(String)
    /// Text of several lines as a file has them, the last one with its break too; what cannot be written so is written as text.
    case block(String)
    /// As it is written: what JSON and YAML share, such as `1.5` or `null`.
    case literal(String)
    case number(Int)
    case bool(Bool)
    case list([YAMLNode])
    /// In this order; those that are nil, because a choice went against them, are left out.
    case members([(String, YAMLNode)?])
}

extension YAMLNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int) { self = .number(number) }
    package init(booleanLiteral bool: Bool) { self = .bool(bool) }
    package init(arrayLiteral nodes: YAMLNode...) { self = .list(nodes) }
    package init(dictionaryLiteral members: (String, YAMLNode)...) { self = .members(members) }
}

extension YAMLNode {
    /// A document in block style.
    ///
    /// Text is written bare only where no YAML, 1.1 or 1.2, could take it for anything else; otherwise as a JSON string, which is
    /// YAML too.
    package var yaml: String { lines.joined(separator: "\n") + "\n" }

    /// The lines of ``yaml``, without the breaks at their ends.
    package var lines: [String] {
        switch self {
        case .text(let text): [Self.scalar(text)]
        case .block(let text): Self.blockLines(text) ?? [Self.scalar(text)]
        case .literal(let text): [text]
        case .number(let number): [String(number)]
        case .bool(let bool): [String(bool)]
        case .list(let nodes): nodes.isEmpty ? ["[]"] : nodes.flatMap(\.item)
        case .members(let members): Self.block(members.compactMap(\.self))
        }
    }

    private static func block(_ members: [(String, YAMLNode)]) -> [String] {
        guard !members.isEmpty else { return ["{}"] }
        return members.flatMap { name, node in
            let (key, lines) = (scalar(name), node.lines)
            return node.isInline ? ["\(key): \(lines[0])"] + lines.dropFirst() : ["\(key):"] + lines.map { "  " + $0 }
        }
    }

    private var item: [String] {
        lines.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
    }

    /// A literal block with its mark, nil for what would not come back as it was.
    private static func blockLines(_ text: String) -> [String]? {
        guard text.hasSuffix("\n"), let first = text.first, !first.isWhitespace,
            text.unicodeScalars.allSatisfy({ $0 == "\n" || isPrintable($0) })
        else { return nil }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        return lines.last == "" ? nil : ["|"] + lines.map { "  " + $0 }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        (" "..."~").contains(scalar) || scalar.value >= 0xA0 && !scalar.needsEscape
    }

    /// Fits behind its key.
    private var isInline: Bool {
        switch self {
        case .text, .block, .literal, .number, .bool: true
        case .list(let nodes): nodes.isEmpty
        case .members(let members): members.allSatisfy { $0 == nil }
        }
    }

    private static let reserved: Set<String> = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null",
    ]

    private static func scalar(_ text: String) -> String {
        isPlain(text) && !reserved.contains(text.lowercased()) ? text : quoted(text)
    }

    /// Words of letters, digits and `_./-`, with colons and single spaces only between them.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isLetter else { return false }
        var isInWord = false
        for byte in text.utf8 {
            let isPart = byte.isLetter || "0123456789_./-".utf8.contains(byte)
            guard isPart || (isInWord && " :".utf8.contains(byte)) else { return false }
            isInWord = isPart
        }
        return isInWord
    }

    /// What could be taken for more than text is escaped.
    private static func quoted(_ text: String) -> String {
        let parts = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\" + String(scalar)
            case _ where isPrintable(scalar): String(scalar)
            default: scalar.value > 0xFFFF ? "\\U" + hexadecimal(scalar.value, 8) : "\\u" + hexadecimal(scalar.value, 4)
            }
        }
        return "\"" + parts.joined() + "\""
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x61...0x7A).contains(self) || (0x41...0x5A).contains(self) }
}
