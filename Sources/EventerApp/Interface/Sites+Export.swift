import Basics
import Events
import Glibc
import Viewer

extension [Site] {
    /// Writes a file of events, also of those that were read from the logstore by `desk`.
    func export(
        _ request: ExportRequest,
        besides desk: LogstoreDesk?,
        process: ProcessContext,
        at now: Timestamp
    ) async -> ExportOutcome {
        let file = ExportFile(request.path, home: process.home, directory: Self.workingDirectory)
        let bytes = await document(of: request.rows, besides: desk, as: request.format, at: now)
        do throws(ExportFile.Problem) {
            try file.write(bytes, mayReplace: request.mayReplace)
            return .written(path: file.path, events: request.rows.count, bytes: bytes.count)
        } catch {
            switch error {
            case .exists: return .exists(path: file.path)
            case .failed(let reason): return .failed(reason)
            }
        }
    }

    private static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }
}
