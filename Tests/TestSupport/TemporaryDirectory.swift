import Foundation

/// A private directory for one test, removed when this value goes.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "eventer-" + UUID().uuidString).path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The names of what is inside, sorted.
    package func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }

    /// A second directory with the files as they are now: what a crash would leave behind.
    package func copy(without names: Set<String> = []) throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        for name in try files() where !names.contains(name) {
            try FileManager.default.copyItem(atPath: path + "/" + name, toPath: copy.path + "/" + name)
        }
        return copy
    }
}
