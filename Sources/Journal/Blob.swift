import FoundationEssentials
import GRDB

extension [UInt8] {
    /// As SQLite stores it, every byte kept.
    var blob: DatabaseValue { Data(self).databaseValue }
}

extension String {
    /// As SQLite stores it without cutting it at U+0000.
    var blob: DatabaseValue { Data(utf8).databaseValue }
}

extension Row {
    /// The bytes of a column, empty when it is NULL.
    func bytes(_ index: Int) -> [UInt8] {
        (try? withUnsafeData(atIndex: index) { data in data.map { $0.withUnsafeBytes { [UInt8]($0) } } }) ?? []
    }
}
