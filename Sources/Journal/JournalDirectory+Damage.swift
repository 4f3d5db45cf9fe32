import Glibc

extension JournalDirectory {
    /// Moves the database and its companions out of the way, and makes an empty one; returns where the old one is.
    func setDatabaseAside() throws(JournalError) -> String {
        let aside = pathForDamaged()
        guard rename(databasePath, aside) == 0 else {
            throw .failed(doing: "set \(databasePath) aside", reason: errnoText())
        }
        for companion in Self.companions { rename(databasePath + companion, aside + companion) }
        try prepare()
        return aside
    }

    /// Makes the next start salvage; the file may be readable enough to open.
    func markDamaged() {
        let file = open(damageMarkerPath, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if file >= 0 { close(file) }
    }

    func removeDamageMarker() {
        unlink(damageMarkerPath)
    }
}
