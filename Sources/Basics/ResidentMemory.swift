import CMalloc
import Glibc

/// Gives memory back that only the start or a burst needed.
package enum ResidentMemory {
    /// Lets go of the heap's free pages, which glibc otherwise keeps until the top of the heap is free, and of this program's code.
    ///
    /// Of the code, what is in use comes back from the page cache at once, in small parts; most was for the start alone.
    package static func trim() {
        malloc_trim(0)
        guard let maps = try? FileContent("/proc/self/maps", limit: 1 << 20) else { return }
        for mapping in String(decoding: maps.bytes, as: UTF8.self).split(separator: "\n") {
            guard let range = codeRange(mapping) else { continue }
            // Nobody writes to code, so that the file has every byte of it.
            madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
        }
    }

    /// The addresses of a line of `maps` like `5581c0a4d000-5581c1f2b000 r-xp 00a4d000 08:01 1234  /usr/bin/eventer`.
    ///
    /// - Parameter mapping: The line.
    /// - Returns: Nil for what is no code of a file.
    static func codeRange(_ mapping: Substring) -> Range<UInt>? {
        let fields = mapping.split(separator: " ", maxSplits: 5)
        guard fields.count == 6, fields[1] == "r-xp", fields[5].contains("/") else { return nil }
        let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard ends.count == 2, ends[0] < ends[1] else { return nil }
        return ends[0]..<ends[1]
    }
}
