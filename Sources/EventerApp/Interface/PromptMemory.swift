import Basics
import Glibc
import Viewer

/// What was written at the prompts, kept from run to run beside the journal of the cluster.
///
/// One line each, `filter<tab>ns:payments`. What cannot be kept is forgotten: a history is worth no error.
struct PromptMemory: Sendable {
    private static let mostLines = 500
    private static let mostBytes = 1 << 20

    let path: String

    init(directory: String) {
        path = directory + "/history"
    }

    /// The lines of former runs, the newest last; a long file is made shorter.
    func load() -> [PromptKind: [String]] {
        let lines = read()
        var history: [PromptKind: [String]] = [:]
        for line in lines.suffix(Self.mostLines) {
            let parts = line.split(separator: "\t", maxSplits: 1)
            guard parts.count == 2, let kind = PromptKind(rawValue: String(parts[0])) else { continue }
            history[kind, default: []].append(String(parts[1]))
        }
        if lines.count > 2 * Self.mostLines {
            let kept = lines.suffix(Self.mostLines).joined(separator: "\n") + "\n"
            try? ExportFile(path, home: "", directory: "").write(Array(kept.utf8), mayReplace: true)
        }
        return history
    }

    /// Adds a line.
    func add(_ line: String, at kind: PromptKind) {
        // One write of one line, so that two viewers do not mix theirs.
        let text = kind.rawValue + "\t" + line.filter { !$0.isNewline } + "\n"
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        _ = Array(text.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }

    private func read() -> [Substring] {
        guard let content = try? FileContent(path, limit: Self.mostBytes) else { return [] }
        return String(decoding: content.bytes, as: UTF8.self).split(separator: "\n")
    }
}
