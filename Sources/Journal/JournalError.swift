/// Why the journal cannot do what it was asked; the text is for people.
package enum JournalError: Error, Sendable, Equatable {
    /// Another process has the journal open for writing; `holder` is its process id as text.
    case held(by: String)
    /// The directory could be changed by somebody else.
    case unsafeDirectory(path: String, reason: String)
    /// A later eventer wrote it.
    case newerVersion(path: String, found: Int, known: Int)
    /// There is no journal to read.
    case missing(path: String)
    /// The disk or SQLite refused.
    case failed(doing: String, reason: String)
    /// SQLite found the file damaged; the next start sets it aside.
    case damaged(reason: String)
    /// The disk has no room, or not for us: ENOSPC, EDQUOT, EFBIG.
    case diskFull(doing: String, reason: String)
    /// The file is not where it was opened; what would be written to it nobody would find.
    case moved(path: String)
    /// What waits for a sink fills the journal up to its limit.
    case full(limit: Int)
    /// No sink of this name was registered.
    case unknownSink(String)
}

extension JournalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .held(let holder): "the journal is held by process \(holder)"
        case .unsafeDirectory(let path, let reason): "the journal directory \(path) is not safe: \(reason)"
        case .newerVersion(let path, let found, let known):
            "the journal \(path) has version \(found) and this eventer knows up to \(known)"
        case .missing(let path): "there is no journal in \(path)"
        case .failed(let doing, let reason): "cannot \(doing): \(reason)"
        case .diskFull(let doing, let reason): "cannot \(doing): \(reason)"
        case .moved(let path): "\(path) was moved or deleted while it was in use; put it back, or restart eventer"
        case .damaged(let reason): "the journal is damaged: \(reason)"
        case .full(let limit):
            "what waits fills \(limit >> 20) MiB; delivery makes room, so do --journal-limit and --when-full"
        case .unknownSink(let name): "the journal knows no sink \(name)"
        }
    }
}
