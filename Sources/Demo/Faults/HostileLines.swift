/// Watch lines made to hurt whoever reads them.
///
/// Written by hand and not by the store: their versions are what the caller says.
package enum HostileLines {
    /// One line of a good watch, its message of so many bytes.
    package static func event(_ version: Int64, uid: String = "u-hostile", messageBytes: Int = 8) -> [UInt8] {
        line(version, uid: uid, more: #","message":""# + String(repeating: "m", count: messageBytes) + "\"")
    }

    /// A line so large, and of which no start tells the version.
    package static func nameless(bytes: Int) -> [UInt8] {
        Array(#"{"type":"ADDED","object":{"message":""#.utf8) + [UInt8](repeating: 0x6D, count: bytes)
            + Array(#"","kind":"Event","metadata":{"uid":"u-nameless","resourceVersion":"7"}}}"#.utf8) + [0x0A]
    }

    /// Objects in objects.
    package static func deep(_ version: Int64, depth: Int) -> [UInt8] {
        let opened = String(repeating: #"{"a":"#, count: depth)
        return line(version, uid: "u-deep", more: #","x":"# + opened + "1" + String(repeating: "}", count: depth))
    }

    /// One object of many members.
    package static func wide(_ version: Int64, keys: Int) -> [UInt8] {
        line(version, uid: "u-wide", more: String(repeating: #","k":1"#, count: keys))
    }

    /// An `ERROR` line.
    ///
    /// - Parameters:
    ///   - code: Left out when nil, as some proxies do.
    ///   - reason: The machine's word.
    /// - Returns: The line with its newline.
    package static func error(code: Int?, reason: String) -> [UInt8] {
        let code = code.map { #","code":\#($0)"# } ?? ""
        return Array(
            (#"{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","status":"Failure","message":"m","reason":""#
                + reason + "\"" + code + "}}\n").utf8
        )
    }

    private static func line(_ version: Int64, uid: String, more: String) -> [UInt8] {
        Array(
            (#"{"type":"ADDED","object":{"kind":"Event","apiVersion":"v1","metadata":{"name":"n","namespace":"shop","#
                + #""uid":"\#(uid)","resourceVersion":"\#(version)"},"involvedObject":{"kind":"Pod"}"# + more + "}}\n")
                .utf8
        )
    }
}
