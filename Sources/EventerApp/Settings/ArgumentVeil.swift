import FoundationEssentials
import Glibc

/// Hides the secrets of a command line from whoever lists processes, once they have been read.
///
/// kube-eventer's way to give a key is an argument, which everyone on the machine can read for as long as the process lives.
package enum ArgumentVeil {
    private static let secretive = ["secret", "token", "password", "accesskey"]

    /// Writes `x` over the secrets in this process's own arguments, as `ps` and `/proc/PID/cmdline` show them.
    ///
    /// Call once, before other threads run, and after the arguments have been copied.
    ///
    /// Swift's own pointer to the arguments leads to a copy, so the system is asked where they are.
    package static func draw() {
        guard let place = placeOfArguments, let memory = UnsafeMutablePointer<UInt8>(bitPattern: place.lowerBound)
        else {
            return
        }
        let bytes = UnsafeMutableBufferPointer(start: memory, count: place.count)
        for range in secrets(in: Array(bytes)) {
            for index in range { bytes[index] = UInt8(ascii: "x") }
        }
    }

    /// Where secrets are: the values of parameters such as `accessKeySecret` in the query of a URL.
    static func secrets(in bytes: [UInt8]) -> [Range<Int>] {
        let ends = Set("?&\0".utf8)
        var ranges: [Range<Int>] = []
        var start = 0
        while let equals = bytes[start...].firstIndex(of: UInt8(ascii: "=")) {
            let nameStart = (bytes[..<equals].lastIndex { ends.contains($0) } ?? -1) + 1
            let name = String(decoding: bytes[nameStart..<equals], as: UTF8.self).lowercased()
            let end = bytes[equals...].firstIndex { $0 == UInt8(ascii: "&") || $0 == 0 } ?? bytes.endIndex
            let isParameter = nameStart > 0 && bytes[nameStart - 1] != 0
            guard isParameter, secretive.contains(where: name.contains) else {
                start = equals + 1
                continue
            }
            ranges.append(equals + 1..<end)
            start = end
        }
        return ranges
    }

    /// Fields 48 and 49 of `/proc/self/stat`: the addresses of the first and past the last argument.
    private static var placeOfArguments: Range<Int>? {
        guard let text = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8) else { return nil }
        // The name of the program, in parentheses, may hold anything.
        guard let name = text.lastIndex(of: ")") else { return nil }
        let fields = text[name...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 47, let start = Int(fields[46]), let end = Int(fields[47]), start > 0, end > start else {
            return nil
        }
        return start..<end
    }
}
