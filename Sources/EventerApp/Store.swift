import Events
import Journal

/// Where events are kept: the journal, a journal of another process to read from, or memory.
struct Store: Sendable {
    /// For writing; nil when another process holds it.
    var journal: Journal?
    var reader: JournalReader?
    private var fixed: JournalStatus?

    /// As the status bar tells it.
    var status: JournalStatus { fixed ?? journal?.status ?? .notKeeping(reason: "no journal") }

    /// Opens the journal in `directory`; when that fails, lives on memory and says so.
    ///
    /// - Parameters:
    ///   - directory: Where the journal is.
    ///   - overflow: What happens when the disk refuses for long: the viewer counts what it cannot keep and stays live, the
    ///     forwarder waits, which stops its reading.
    ///   - application: For the clocks.
    /// - Returns: The store.
    /// - Throws: ``AppError`` for a journal that must not be touched: one of a later version.
    static func open(
        _ directory: String,
        overflow: JournalOptions.Overflow,
        application: Application
    ) throws(AppError) -> Store {
        var options = JournalOptions()
        options.overflow = overflow
        do throws(JournalError) {
            let journal = try Journal.open(
                directory: directory,
                options: options,
                clock: application.clock,
                now: application.now
            )
            return Store(journal: journal, reader: journal.reader)
        } catch {
            switch error {
            case .held(let holder):
                return Store(reader: try? Journal.openReader(directory: directory), fixed: .held(by: holder))
            case .newerVersion:
                throw AppError("\(error)", hint: "use that eventer, or another --state", code: .failed)
            default:
                return try memory(reason: "\(error)", overflow: overflow, application: application)
            }
        }
    }

    /// A journal that ends with the process.
    static func memory(
        reason: String,
        overflow: JournalOptions.Overflow = .lose,
        application: Application
    ) throws(AppError) -> Store {
        var options = JournalOptions()
        options.overflow = overflow
        options.maximumBytes = 64 << 20
        do {
            let journal = try Journal.inMemory(
                reason: reason,
                options: options,
                clock: application.clock,
                now: application.now
            )
            return Store(journal: journal, reader: journal.reader)
        } catch {
            throw AppError("\(error)", code: .failed)
        }
    }

    /// Keeps nothing at all.
    static let none = Store(reader: nil)

    private init(journal: Journal? = nil, reader: JournalReader?, fixed: JournalStatus? = nil) {
        self.journal = journal
        self.reader = reader
        self.fixed = fixed
    }
}
