import Basics
package import Events

extension EventDecoder {
    /// The version of the event whose watch line was too large to keep.
    ///
    /// The line is closed behind its last whole member and read like any other. Nil when the version was not in the part that was
    /// kept, and for lines that must not move the resume point.
    package func version(ofCutLine head: Span<UInt8>) -> ResourceVersion? {
        guard let closed = head.closedBehindLastMember() else { return nil }
        switch decodeWatchLine(closed.span, received: Timestamp(microseconds: 0)) {
        case .added(let event), .modified(let event): return event.key.resourceVersion
        case .deleted(let version), .bookmark(let version, _): return version
        case .status, .unknown, .malformed, .oversize: return nil
        }
    }
}

extension Span<UInt8> {
    /// The bytes up to the last comma outside a string, and what closes all that is open there; nil when there is no comma.
    fileprivate func closedBehindLastMember() -> [UInt8]? {
        var open: [UInt8] = []
        var isInString = false
        var isEscaped = false
        var kept: (count: Int, open: [UInt8])?
        for index in indices {
            let byte = self[index]
            if isInString {
                isInString = byte != UInt8(ascii: "\"") || isEscaped
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            case UInt8(ascii: ","): kept = (index, open)
            default: break
            }
        }
        guard let kept else { return nil }
        return withUnsafeBufferPointer { Array($0.prefix(kept.count)) } + kept.open.reversed()
    }
}
