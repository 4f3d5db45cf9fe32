import Basics
import Events
import Glibc
import HTTP
import Journal
import Kubernetes
import Viewer

extension Application {
    /// The most versions that are read of a journal.
    private static let mostVersions = 300_000

    /// `eventer overview`: what is wrong, trends and hot spots, once, as text or JSON.
    ///
    /// Reads the journal; lists the cluster where there is none.
    ///
    /// - Parameter settings: Of what, and how to write it.
    /// - Returns: The exit code.
    /// - Throws: ``AppError``.
    package func overview(_ settings: OverviewSettings) async throws(AppError) -> ExitCode {
        let filter = try filter(settings.filter, of: "filter")
        // Of a recording it is read again, when its end is known.
        let until = try moment(settings.until, of: "--until")
        let found: SurveyedEvents
        if let path = settings.recording {
            found = try await survey(recording: path, until: settings.until, filter)
        } else {
            found = try await survey(settings, until: until, filter)
        }
        let window = OverviewWindow(settings.window)
        let report = found.overview.report(window)
        var tallies: OverviewTallies?
        if let readers = found.readers {
            tallies = await OverviewTallies(readers, window, from: report.from, to: report.to)
        } else if let obstacle = found.obstacle {
            tallies = OverviewTallies(window: window)
            tallies?.obstacle = obstacle
        } else if settings.recording != nil, let covered = found.covered {
            tallies = OverviewTallies(window: window)
            tallies?.recorded = covered
        }
        let absence = report.counts.total == 0 ? absence(found, report, settings) : nil
        if let absence, settings.output == .json { say(absence) }
        if absence == nil, found.isEmpty { say("no events found") }
        return try write(report, tallies, settings, absence)
    }

    /// Why nothing is known of a window that is not of the time that was read; nil when nothing happened in it.
    private func absence(_ found: SurveyedEvents, _ report: OverviewReport, _ settings: OverviewSettings) -> String? {
        let name = settings.recording == nil ? "the journal" : "the recording"
        let window = "between \(report.from.rfc3339()) and \(report.to.rfc3339())"
        guard let covered = found.covered else { return found.isLive ? nil : "\(name) holds nothing \(window)" }
        guard report.to < covered.lowerBound || (report.from > covered.upperBound && !found.isLive) else { return nil }
        let span = "\(covered.lowerBound.rfc3339()) to \(covered.upperBound.rfc3339())"
        return "\(name) holds nothing \(window): it covers \(span)"
    }

    private func write(
        _ report: OverviewReport,
        _ tallies: OverviewTallies?,
        _ settings: OverviewSettings,
        _ absence: String?
    ) throws(AppError) -> ExitCode {
        let text: String
        switch settings.output {
        case .json: text = OverviewDocument(report, tallies).text
        case .text:
            var facts = OverviewPage.Facts(tallies: tallies, now: report.to, zone: .system(around: report.to))
            facts.absence = absence
            let terminal = process.isOutputTerminal ? Self.terminalColumns : nil
            let columns = min(200, max(60, terminal ?? process.environment["COLUMNS"].flatMap { Int($0) } ?? 100))
            text = OverviewPage(report, facts, columns: columns).text(isASCII: settings.isASCII) + "\n"
        }
        if case .failed(let reason) = writeAll(Array(text.utf8), to: STDOUT_FILENO) {
            throw AppError(reason, code: .failed)
        }
        return .done
    }

    private static var terminalColumns: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    // MARK: Recordings

    /// The present of a recording is its end, whatever of it is asked for.
    private func survey(
        recording path: String,
        until: String?,
        _ filter: EventFilter
    ) async throws(AppError) -> SurveyedEvents {
        let recording = try Recording(path: path, now: now)
        var found = SurveyedEvents(now: Timestamp(seconds: 0))
        // Where the end is known only when all was read, all is kept until then.
        let waits = until != nil || filter.dependsOnTime
        var kept: [KubeEvent] = []
        while let events = try await recording.next() {
            if waits { kept += events } else { found.take(events, until: nil, filter, at: now()) }
        }
        await recording.problems.forEach(say)
        if await recording.isFruitless { throw AppError("\(recording.name) holds no events", code: .failed) }
        let last = kept.lazy.map(\.order).max()
        let end = try moment(until, of: "--until", at: last)
        found.take(kept, until: end, filter, at: end ?? last ?? now())
        if let present = end ?? found.covered?.upperBound { found.overview.advance(to: present) }
        return found
    }

    // MARK: Journals and clusters

    private func survey(
        _ settings: OverviewSettings,
        until: Timestamp?,
        _ filter: EventFilter
    ) async throws(AppError) -> SurveyedEvents {
        let end = until ?? now()
        var found = SurveyedEvents(now: end)
        found.isLive = until == nil
        var readers: [JournalReader?] = []
        for (label, directory) in try journals(settings.cluster, state: settings.state) {
            readers.append(try await read(directory, label, settings, until: end, filter, into: &found))
        }
        let isMissing = readers.contains { $0 == nil }
        // What the cluster lists is of now.
        if until == nil, settings.isLive || isMissing {
            if isMissing, !settings.isLive { say("no journal yet: this is what the cluster still lists") }
            try await list(settings, filter, into: &found)
        } else if isMissing {
            throw AppError(
                "no journal tells of that time",
                hint: "`eventer` and `eventer forward` keep one",
                code: .failed
            )
        } else if let newest = found.newest, end.since(newest) > .seconds(600), until == nil {
            say("the journal ends at \(newest.rfc3339()); --live lists the cluster too")
        }
        if filter.isEmpty, settings.cluster.namespaces.isEmpty {
            found.readers = readers
        } else {
            found.obstacle = "they are counted for all events only"
        }
        return found
    }

    /// Reads a day, which tells of nodes that went away before the window; nil when there is no journal.
    private func read(
        _ directory: String,
        _ label: String,
        _ settings: OverviewSettings,
        until: Timestamp,
        _ filter: EventFilter,
        into found: inout SurveyedEvents
    ) async throws(AppError) -> JournalReader? {
        var query = HistoryQuery()
        query.since = OverviewWindow.day.start(at: until)
        query.until = until
        query.hasAllVersions = true
        query.limit = Self.mostVersions
        let namespaces = Set(settings.cluster.namespaces)
        if !namespaces.isEmpty { query.matches = { namespaces.contains($0.namespace) } }
        do throws(JournalError) {
            let reader = try Journal.openReader(directory: directory)
            var history = try await reader.history(query)
            while let page = try await history.next() {
                found.take(page, label: label, until: until, filter, at: until)
            }
            if history.damaged > 0 { say("\(history.damaged) rows of the journal are damaged and left out") }
            return reader
        } catch {
            if case .missing = error { return nil }
            throw AppError(error)
        }
    }

    private func list(
        _ settings: OverviewSettings,
        _ filter: EventFilter,
        into found: inout SurveyedEvents
    ) async throws(AppError) {
        let clusters = try clusters(settings.cluster)
        var failures: [AppError] = []
        for cluster in clusters {
            let label = clusters.count > 1 ? cluster.title : ""
            let source = ClusterSource(
                label: label,
                cluster: cluster,
                scope: Scope(settings.cluster, cluster),
                client: CurlClient(),
                clock: clock,
                now: now
            )
            let listing = await source.listOnce()
            listing.notes.forEach(say)
            failures += listing.errors.map { AppError($0) }
            found.overview.advance(to: now())
            found.take(listing.events, label: label, until: now(), filter, at: now())
        }
        guard let failure = failures.last else { return }
        // Less than all is better than nothing, as long as it is said.
        guard !found.isEmpty else { throw failure }
        failures.forEach { say($0.message) }
    }
}

extension OverviewWindow {
    fileprivate init(_ window: OverviewSettings.Window) {
        switch window {
        case .quarter: self = .quarter
        case .hour: self = .hour
        case .sixHours: self = .sixHours
        case .day: self = .day
        }
    }
}

/// What was read for an overview.
private struct SurveyedEvents {
    var overview: Overview
    var newest: Timestamp?
    /// Of the journals to compare with; nil when nothing can be compared.
    var readers: [JournalReader?]?
    /// Why nothing can be.
    var obstacle: String?
    /// The time of what was read, whether it is counted or not.
    var covered: ClosedRange<Timestamp>?
    /// Whether what is not there did not happen, since somebody still watches.
    var isLive = false

    init(now: Timestamp) {
        overview = Overview(now: now, rememberedEvents: 1 << 20)
    }

    var isEmpty: Bool { newest == nil }

    mutating func take(
        _ events: [KubeEvent],
        label: String = "",
        until: Timestamp?,
        _ filter: EventFilter,
        at now: Timestamp
    ) {
        var chosen: [KubeEvent] = []
        for var event in events {
            let (first, last) = (covered?.lowerBound ?? event.order, covered?.upperBound ?? event.order)
            covered = min(first, event.order)...max(last, event.order)
            guard until.map({ event.order <= $0 }) ?? true else { continue }
            if !label.isEmpty { event.cluster = label }
            guard filter.isEmpty || filter.matches(event, at: now) else { continue }
            newest = max(newest ?? event.order, event.order)
            chosen.append(event)
        }
        overview.take(chosen)
    }
}
