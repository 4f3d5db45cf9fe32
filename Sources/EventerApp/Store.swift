import Events
import Journal

/// Where events are kept: the journal, a journal of another process to read from, or memory.
struct Store: Sendable {
    /// For writing; nil when another process holds it.
    var journal: Journal?
    var reader: JournalReader?
    private var fixed: JournalStatus?

    /// What is counted of it; empty when another process holds it.
    var figures: JournalFigures { journal?.figures ?? JournalFigures() }

    /// As the status bar tells it.
    var status: JournalStatus { fixed ?? journal?.status ?? .notKeeping(reason: "no journal") }

    /// Opens the journal in `directory`; when that fails, lives on memory and says so.
    ///
    /// - Parameters:
    ///   - directory: Where the journal is.
    ///   - options: Its limits, and what happens when the disk refuses for long: the viewer counts what it cannot keep and
    ///     stays live, the forwarder waits, which pauses its streams.
    ///   - application: For the clocks.
    /// - Returns: The store.
    /// - Throws: ``AppError`` for a journal that must not be touched: one of a later version.
    static func open(
        _ directory: String,
        options: JournalOptions,
        application: Application
    ) throws(AppError) -> Store {
        func journal() throws(JournalError) -> Journal {
            try Journal.open(directory: directory, options: options, clock: application.clock, now: application.now)
        }
        do throws(JournalError) {
            let journal = try again(journal)
            return Store(journal: journal, reader: journal.reader)
        } catch {
            switch error {
            case .held(let holder):
                return Store(reader: try? Journal.openReader(directory: directory), fixed: .held(by: holder))
            case .newerVersion:
                throw AppError("\(error)", hint: "use that eventer, or another --state", code: .failed)
            default:
                return try memory(reason: "\(error)", options: options, application: application)
            }
        }
    }

    /// A disk that refuses once may take it the next time; in memory it would be for as long as the process lives.
    private static func again(_ open: () throws(JournalError) -> Journal) throws(JournalError) -> Journal {
        do throws(JournalError) {
            return try open()
        } catch .failed, .diskFull {
            return try open()
        }
    }

    /// A journal that ends with the process.
    static func memory(
        reason: String,
        options: JournalOptions = .losing,
        application: Application
    ) throws(AppError) -> Store {
        var options = options
        options.maximumBytes = min(options.maximumBytes, 64 << 20)
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

extension JournalOptions {
    /// For those who show events: they never wait for a disk.
    static var losing: JournalOptions {
        var options = JournalOptions()
        options.overflow = .lose
        return options
    }
}
