import CMalloc
import Glibc

/// Gives memory back that only the start or a burst needed.
package enum ResidentMemory {
    /// Lets go of the heap's free pages, and of code and constants: what is used comes back from the page cache, 64 KiB a fault.
    ///
    /// The start runs through much code once, in the libraries most of all, and that would stay.
    package static func trim() {
        malloc_trim(0)
        for range in unchangedRanges(in: maps()) {
            madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), Int(range.count), MADV_DONTNEED)
        }
    }

    /// Where files are mapped that cannot be written to and were not before, by the text of `/proc/self/smaps`.
    ///
    /// What the loader has relocated cannot be written to any more either, but is not what the file says.
    package static func unchangedRanges(in maps: String) -> [Range<UInt>] {
        var found: [Range<UInt>] = []
        var current: Range<UInt>?
        for line in maps.utf8.split(separator: UInt8(ascii: "\n")) {
            let fields = Substring(line).split(separator: " ")
            guard let first = fields.first else { continue }
            if !first.hasSuffix(":") {
                // 7f3dd0017000-7f3dd0019000 r-xp 00002000 fe:00 1234   /usr/lib/…
                let isFile = fields.count >= 6 && fields[4] != "0" && !fields[1].contains("w")
                current = isFile ? range(first) : nil
            } else if first == "Anonymous:", fields.count > 1, fields[1] == "0", let range = current {
                found.append(range)
            }
        }
        return found
    }

    private static func range(_ text: Substring) -> Range<UInt>? {
        let ends = text.split(separator: "-").compactMap { UInt($0, radix: 16) }
        return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
    }

    private static func maps() -> String {
        let file = open("/proc/self/smaps", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(file, &piece, piece.count)
            guard count > 0 else { return String(decoding: text, as: UTF8.self) }
            text += piece[..<count]
        }
    }
}
