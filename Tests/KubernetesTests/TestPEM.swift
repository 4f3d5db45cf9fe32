import Foundation
import Testing

/// Blocks that look like PEM from outside, and each unlike the other.
enum TestPEM {
    static func certificate(_ name: String) -> String { block("CERTIFICATE", name) }

    static func key(_ name: String) -> String { block("PRIVATE KEY", name) }

    private static func block(_ label: String, _ name: String) -> String {
        let body = Data([0x30] + Array(name.utf8)).base64EncodedString()
        return "-----BEGIN \(label)-----\n\(body)\n-----END \(label)-----\n"
    }
}

/// A folder that goes when the test is over.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "eventer-tests-\(UUID().uuidString)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    /// The text of a file; empty while it is not there.
    func read(_ name: String) -> String {
        (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
    }

    /// Returns once the file `name` has `count` lines.
    func waitForLines(_ count: Int, in name: String) async {
        while read(name).split(separator: "\n").count < count, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}
