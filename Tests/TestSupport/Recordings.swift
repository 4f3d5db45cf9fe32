package import Foundation

/// The bytes recorded from a real API server, where the machine has them: the folder that `EVENTER_RECORDINGS` names.
package enum Recordings {
    package static let directory: URL? = ProcessInfo.processInfo.environment["EVENTER_RECORDINGS"].map {
        URL(filePath: $0, directoryHint: .isDirectory)
    }

    package static var areHere: Bool { directory != nil }

    /// The bytes of `path` inside the folder.
    package static func bytes(_ path: String) throws -> [UInt8] {
        let directory = try found()
        return [UInt8](try Data(contentsOf: directory.appending(path: path)))
    }

    /// Every file below `folder`, by name.
    package static func files(in folder: String) throws -> [String] {
        let directory = try found()
        return try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: folder).path).sorted()
    }

    private struct NotHere: Error {}

    private static func found() throws -> URL {
        guard let directory else { throw NotHere() }
        return directory
    }
}
