/// What a ``FaultyCluster`` does wrong with one request.
package enum ClusterFault: Sendable, Equatable {
    /// Says this and nothing of its own.
    case answers(CannedAnswer)
    /// Closes before the first byte; with a reset or in good order.
    case hangsUp(reset: Bool)
    /// Takes the request and never answers.
    case withholdsHead
    /// Waits, then answers as it should.
    case delays(Duration)
    /// Before it answers one more event happens, and all history is forgotten: what a slow list meets.
    case compacts
    /// Ends the body after so many bytes.
    case cuts(after: Int, reset: Bool)
    /// Sends so many bytes at a time, with pauses between.
    case dribbles(bytes: Int, every: Duration)

    // MARK: Of watches

    /// A head, then the proper end: how some servers answer a version they no longer have.
    case ends
    /// A head, then silence whatever happens.
    case keepsSilent
    /// Sends these bytes first; then ends, or goes on as it should.
    case begins([UInt8], ends: Bool)
    /// Writes its lines in another way.
    case rewrites(LineRewrite)
    /// As a proxy that passes things on only every so often, the head together with the first of them.
    case clumps(every: Duration)
    /// As a proxy that passes on nothing before the watch has ended.
    case buffers
}

/// How the lines of a watch may differ from what they should be.
package enum LineRewrite: Sendable, Equatable, CaseIterable {
    case duplicated
    /// The lines of one chunk backwards.
    case reversed
    /// Every ADDED is called MODIFIED.
    case modified
    /// Over several lines, with white space, as some proxies print.
    case pretty
    /// Without the newlines.
    case glued
    /// With CR LF and blank lines.
    case spaced

    func applied(to bytes: [UInt8]) -> [UInt8] {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).map { Array($0) }
        return switch self {
        case .duplicated: lines.flatMap { $0 + [0x0A] + $0 + [0x0A] }
        case .reversed: lines.reversed().flatMap { $0 + [0x0A] }
        case .modified: lines.flatMap { $0.renamed + [0x0A] }
        case .pretty: lines.flatMap { $0.pretty + [0x0A] }
        case .glued: lines.flatMap(\.self)
        case .spaced: lines.flatMap { [0x0D, 0x0A, 0x0A] + $0 + [0x0D, 0x0A] }
        }
    }
}

/// What a request asks for.
package enum ClusterVerb: Sendable, Hashable {
    /// The first page of a list, or all of it.
    case list
    /// A later page.
    case page
    /// A list of one, for the version of now.
    case probe
    /// A list of one at exactly a version.
    case check
    /// The same for one event by name.
    case anchor
    case watch
    case livez
    case other
}

extension [UInt8] {
    fileprivate var renamed: [UInt8] {
        let added = Array(#"{"type":"ADDED""#.utf8)
        return starts(with: added) ? Array(#"{"type":"MODIFIED""#.utf8) + dropFirst(added.count) : self
    }

    /// Breaks lines outside of strings.
    fileprivate var pretty: [UInt8] {
        var result: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in self {
            result.append(byte)
            if isInString {
                if !isEscaped, byte == UInt8(ascii: "\"") { isInString = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if [UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: "[")].contains(byte) {
                result += [0x0A, 0x20, 0x20]
            }
        }
        return result
    }
}
