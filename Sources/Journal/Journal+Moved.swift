import Basics

extension Journal {
    /// Throws when the path leads elsewhere: SQLite would go on writing to a file that nobody finds again.
    func refuseWhenMoved() throws(JournalError) {
        guard let directory, FileIdentity(of: directory.databasePath) != file else { return }
        throw .moved(path: directory.databasePath)
    }
}
