import FoundationEssentials
import Glibc

/// What the system counts for this process, by the names that Prometheus' own libraries use.
struct ProcessFigures: Sendable, Equatable {
    var cpuSeconds = 0.0
    var virtualBytes = 0
    var residentBytes = 0
    var openFiles = 0
    var maximumFiles = 0

    /// Reads `/proc/self`; what cannot be read is zero.
    static func current() -> ProcessFigures {
        var figures = ProcessFigures()
        // After the name of the program, in parentheses, which may hold anything.
        let text = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)) ?? ""
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(whereSeparator: \.isWhitespace)
        if fields.count > 22 {
            let ticks = (Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)
            figures.cpuSeconds = ticks / Double(max(sysconf(Int32(_SC_CLK_TCK)), 1))
            figures.virtualBytes = Int(fields[21]) ?? 0
            figures.residentBytes = (Int(fields[22]) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
        }
        figures.openFiles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures.maximumFiles = Int(clamping: limit.rlim_cur)
        }
        return figures
    }
}
