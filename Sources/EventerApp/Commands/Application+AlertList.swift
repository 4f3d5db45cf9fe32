import Alerts
import Basics
import Events
import Glibc
import Journal

extension Application {
    /// `eventer alerts`: the incidents that the journals know of, and what a person wants done with them; no cluster is contacted.
    ///
    /// - Parameter settings: What to do, with which of them, and whose journal it is.
    /// - Returns: The exit code.
    /// - Throws: ``AppError``.
    package func alerts(_ settings: AlertsSettings) async throws(AppError) -> ExitCode {
        var books: [IncidentBook] = []
        for (label, directory) in try journals(settings.cluster, state: settings.state) {
            books.append(try await IncidentBook(cluster: label, directory: directory))
        }
        guard let wish = settings.task.wish(at: now()) else { return try list(books, settings) }
        return try await order(wish, books, settings.ids)
    }

    private func list(_ books: [IncidentBook], _ settings: AlertsSettings) throws(AppError) -> ExitCode {
        let incidents = books.flatMap(\.incidents).filter { settings.hasAll || $0.isOpen }
        let text =
            settings.output == .json
            ? IncidentLine.json(incidents)
            : incidents.isEmpty ? "" : IncidentLine.table(incidents, at: now(), showsCluster: books.count > 1)
        if case .failed(let reason) = writeAll(Array(text.utf8), to: STDOUT_FILENO) {
            throw AppError(reason, code: .failed)
        }
        if incidents.isEmpty, settings.output == .table {
            say(settings.hasAll ? "no incidents" : "no incidents are open; --all shows those that are over")
        }
        for book in books { if let doubt = book.doubt(at: now()) { say(doubt) } }
        return .done
    }

    private func order(
        _ wish: AlertOrder.Wish,
        _ books: [IncidentBook],
        _ ids: [String]
    ) async throws(AppError) -> ExitCode {
        let known = Set(books.flatMap { $0.incidents.filter(\.isOpen).map(\.id) })
        let missing = ids.filter { !known.contains($0) }
        guard missing.isEmpty else {
            throw AppError(
                "no incident \(missing.map { PreferenceValue.quoted($0) }.joined(separator: ", ")) is open",
                hint: "`eventer alerts` shows those that are",
                code: .failed
            )
        }
        for book in books {
            let own = ids.filter { id in book.incidents.contains { $0.id == id && $0.isOpen } }
            let orders = own.map { AlertOrder(id: $0, cluster: book.cluster, wish: wish) }
            if !orders.isEmpty { try await book.carryOut(orders, application: self).forEach(say) }
        }
        return .done
    }
}

extension AlertsSettings.Task {
    /// Nil for the list.
    fileprivate func wish(at now: Timestamp) -> AlertOrder.Wish? {
        switch self {
        case .list: nil
        case .acknowledge: .acknowledge
        case .snooze(let pause): .snooze(until: now.advanced(by: pause))
        case .reopen: .reopen
        }
    }
}

/// The incidents that one journal knows of.
struct IncidentBook: Sendable {
    let cluster: String
    let directory: String
    let incidents: [AlertIncident]
    /// When the newest event came that the journal holds.
    let newest: Timestamp?

    init(cluster: String, directory: String) async throws(AppError) {
        self.cluster = cluster
        self.directory = directory
        do throws(JournalError) {
            let reader = try Journal.openReader(directory: directory)
            let record = try await Self.record(in: reader)
            newest = try await reader.events(newest: 1).first?.received
            incidents = record?.engine.marked(cluster).known ?? []
        } catch {
            throw AppError(error)
        }
    }

    /// Why what it says may be old: without a process that watches nothing ends, and nothing new fires.
    func doubt(at now: Timestamp) -> String? {
        guard let newest, now.since(newest) > .seconds(600) else { return nil }
        let place = cluster.isEmpty ? "" : cluster + ": "
        return place + "the journal ends at \(newest.rfc3339()); rules watch while `eventer` or `eventer forward` runs"
    }

    private static func record(in reader: JournalReader) async throws(JournalError) -> AlertRecord? {
        try await reader.property(AlertRecord.property).flatMap(AlertRecord.init)
    }

    /// Does it, or has it done by the process that holds the journal; returns what was done, for people.
    func carryOut(_ orders: [AlertOrder], application: Application) async throws(AppError) -> [String] {
        do throws(JournalError) {
            let journal: Journal
            do throws(JournalError) {
                journal = try Journal.open(directory: directory, clock: application.clock, now: application.now)
            } catch .held(let holder) {
                return [try await leave(orders, to: holder, clock: application.clock)]
            }
            let changes = try await carryOut(orders, journal, at: application.now())
            await journal.close()
            return changes.map { "\($0.incident.id) is \($0.incident.state.rawValue)" }
        } catch {
            throw AppError(error)
        }
    }

    private func carryOut(
        _ orders: [AlertOrder],
        _ journal: Journal,
        at now: Timestamp
    ) async throws(JournalError) -> [AlertChange] {
        guard var record = try await Self.record(in: journal.reader) else { return [] }
        record.engine = record.engine.marked(cluster)
        let changes = orders.flatMap { record.engine.obey($0, at: now) }
        try await journal.setProperty(AlertRecord.property, to: record.text)
        return changes
    }

    private func leave(
        _ orders: [AlertOrder],
        to holder: String,
        clock: ContinuousClock
    ) async throws(JournalError) -> String {
        let reader = try await Journal.leave(orders.map(JournalOrder.init), directory: directory)
        let what = orders.count == 1 ? orders[0].id : "\(orders.count) incidents"
        for _ in 0..<50 {
            try? await clock.sleep(for: .milliseconds(100))
            guard try await reader.openOrders(.alert) > 0 else { return "\(what): process \(holder) was told" }
        }
        return "\(what): process \(holder), which holds the journal, is busy; it will see the order"
    }
}
