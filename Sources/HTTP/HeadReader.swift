/// Puts the head of an answer together from the lines that libcurl hands out one by one.
struct HeadReader {
    enum Step: Equatable {
        case more, complete(HTTPHead), tooLarge
    }

    private let limit: Int
    private var size = 0
    private var head = HTTPHead(status: 0)
    /// Whether the final head has been given; lines after it are trailers.
    private(set) var isComplete = false

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes one line with its line break.
    ///
    /// The head of a `100 Continue` and its kind is passed over, but counts for the limit.
    mutating func read(_ line: some Collection<UInt8>) -> Step {
        size += line.count
        guard size <= limit else { return .tooLarge }
        guard !isComplete else { return .more }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            head = HTTPHead(status: Int(text.split(separator: " ").dropFirst().first?.prefix(3) ?? "") ?? 0)
        } else if text == "\r\n" || text == "\n" {
            guard head.status >= 200 else { return .more }
            isComplete = true
            return .complete(head)
        } else {
            readField(text)
        }
        return .more
    }

    private mutating func readField(_ text: String) {
        if text.hasPrefix(" ") || text.hasPrefix("\t"), let last = head.headers.indices.last {
            head.headers[last].value += " " + Self.trimmed(text[...])
        } else if let colon = text.firstIndex(of: ":") {
            let value = Self.trimmed(text[text.index(after: colon)...])
            head.headers.append((String(text[..<colon]), value))
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let rest = text.drop(while: \.isWhitespace)
        let end = rest.lastIndex { !$0.isWhitespace }
        return end.map { String(rest[...$0]) } ?? ""
    }
}
