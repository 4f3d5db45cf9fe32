import FoundationEssentials
import Glibc

/// How a damaged database is replaced, such that a crash at any moment loses nothing.
///
/// The marker is there from the discovery of the damage until all is done. Once it names the file that the database is set aside
/// as, each start salvages that file anew, into a file of its own, which takes the database's place when it is complete.
extension JournalDirectory {
    /// Where salvage writes.
    var salvagePath: String { path + "/journal.salvage.sqlite" }

    /// Whether salvage is due, or was interrupted.
    var isDamaged: Bool { exists(damageMarkerPath) }

    /// Makes the next start salvage; the file may be readable enough to open.
    func markDamaged() {
        let file = open(damageMarkerPath, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) }
    }

    /// Moves the database and its companions out of the way, or goes on with it, and removes what was salvaged in vain.
    ///
    /// - Returns: Where the damaged database is.
    func setDatabaseAside() throws(JournalError) -> String {
        let aside = try pathOfDamaged()
        // What is there already was moved by a process that died, and an empty database may stand in its place.
        for suffix in [""] + Self.companions where !exists(aside + suffix) && exists(databasePath + suffix) {
            guard rename(databasePath + suffix, aside + suffix) == 0 else {
                throw .failed(doing: "set \(databasePath + suffix) aside", reason: errnoText())
            }
        }
        for suffix in [""] + Self.companions {
            guard unlink(salvagePath + suffix) == 0 || errno == ENOENT else {
                throw .failed(doing: "remove \(salvagePath + suffix)", reason: errnoText())
            }
        }
        return aside
    }

    /// Puts what was salvaged, which is closed, in the place of the database, and forgets damaged files of former times.
    func adoptSalvage(of aside: String) throws(JournalError) {
        guard rename(salvagePath, databasePath) == 0 else {
            throw .failed(doing: "replace \(databasePath)", reason: errnoText())
        }
        sync(path)
        unlink(damageMarkerPath)
        // Were the marker to come back, what the database takes from now on would be lost.
        sync(path)
        let kept = aside.dropFirst(path.utf8.count + 1)
        for name in names where name.hasPrefix(Self.damagedPrefix) && !name.hasPrefix(kept) {
            unlink(path + "/" + name)
        }
    }

    private static let damagedPrefix = "journal.corrupt-"

    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }

    /// What the marker names, or a name not taken yet, which the marker then has.
    private func pathOfDamaged() throws(JournalError) -> String {
        let file = open(damageMarkerPath, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .failed(doing: "open \(damageMarkerPath)", reason: errnoText()) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &bytes, bytes.count, 0)
        if let number = Int(String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != 0x0A }, as: UTF8.self)) {
            return pathForDamaged(number)
        }
        var number = 1
        while exists(pathForDamaged(number)) { number += 1 }
        let text = "\(number)\n"
        guard text.withCString({ pwrite(file, $0, text.utf8.count, 0) }) == text.utf8.count, fsync(file) == 0 else {
            throw .diskFull(doing: "write \(damageMarkerPath)", reason: errnoText())
        }
        sync(path)
        return pathForDamaged(number)
    }

    private func pathForDamaged(_ number: Int) -> String { "\(path)/\(Self.damagedPrefix)\(number).sqlite" }

    /// Makes the names in the directory survive the loss of power.
    private func sync(_ path: String) {
        let directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        fsync(directory)
        close(directory)
    }
}
