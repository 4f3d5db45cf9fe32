import Basics
import Events
import HTTP
import LogService
import Viewer

extension Application {
    /// As many of the newest events as are written when nothing says how many.
    static let usualLogstoreLimit = 1000

    /// `eventer history --from sls`: what a search of the logstore finds, as lines; no cluster and no journal is asked.
    ///
    /// - Parameters:
    ///   - settings: Which of the events, and how to write them.
    ///   - sink: The logstore.
    ///   - http: Performs the requests.
    /// - Returns: The exit code.
    /// - Throws: ``AppError``.
    func logstoreHistory(
        _ settings: HistorySettings,
        _ sink: SinkSettings,
        _ http: any HTTPClient = CurlClient()
    ) async throws(AppError) -> ExitCode {
        var choice = try choice(settings.view)
        choice.style.showsNamespace = settings.cluster.namespaces.count != 1
        let query = try logQuery(settings, choice)
        let sink = try await requiredSink(sink)
        for warning in sink.warnings { say(warning) }
        let reader = reader(of: sink, http)
        let found: FoundHistory
        do throws(LogServiceError) {
            found = try await read(settings, choice, query, sink, reader)
        } catch {
            throw AppError(reading: error, from: sink)
        }
        try write(found, choice)
        await tell(found, settings, query, sink, reader)
        return .done
    }

    private func logQuery(_ settings: HistorySettings, _ choice: EventChoice) throws(AppError) -> LogQuery {
        // The next second, so that what happened in this one is found.
        let now = now().advanced(by: .seconds(1))
        let until = try moment(settings.until, of: "--until").map { $0.advanced(by: .seconds(1)) } ?? now
        let since = choice.since ?? until.advanced(by: .seconds(-86_400))
        guard since < until else { throw AppError("--since is later than --until", code: .usage) }
        let query = LogQuery(settings.query.isEmpty ? "*" : settings.query, from: since, to: until)
        guard !query.isAnalysis else {
            throw AppError(
                "only a search can be read: what is behind | makes no events",
                hint: "leave it out, or ask for an analysis in the console of Log Service",
                code: .usage
            )
        }
        return query
    }

    // MARK: Reading

    /// The newest events that are wanted, and what else is worth saying.
    private struct FoundHistory {
        /// The newest first.
        var events: [KubeEvent] = []
        var gaps: [StreamGap] = []
        /// Logs read, and how many there are.
        var logs = 0
        var total = 0
        var isCut = false
        var isComplete = true
        var unreadable = 0
    }

    private func read(
        _ settings: HistorySettings,
        _ choice: EventChoice,
        _ query: LogQuery,
        _ sink: LogServiceConfiguration,
        _ reader: LogstoreReader
    ) async throws(LogServiceError) -> FoundHistory {
        let limit = settings.limit ?? Self.usualLogstoreLimit
        let namespaces = Set(settings.cluster.namespaces)
        let progress = ReadingProgress(isShown: process.isErrorTerminal)
        defer { progress.clear() }
        var search = try await LogstoreSearch(
            query,
            reader,
            keepsManagedFields: sink.keepsManagedFields,
            now: now()
        )
        var found = FoundHistory()
        var uids: Set<String> = []
        let now = now()
        reading: while let batch = try await search.next() {
            found.gaps += batch.gaps
            for event in batch.events {
                guard namespaces.isEmpty || namespaces.contains(event.namespace), choice.filter.matches(event, at: now),
                    settings.hasAllVersions || uids.insert(event.key.uid).inserted
                else { continue }
                guard found.events.count < limit else {
                    found.isCut = true
                    break reading
                }
                found.events.append(event)
            }
            progress.show(search.logs, of: search.total)
        }
        found.logs = search.logs
        found.total = max(search.total, search.logs)
        found.isComplete = search.isComplete
        found.unreadable = search.unreadable
        return found
    }

    // MARK: Writing

    private func write(_ found: FoundHistory, _ choice: EventChoice) throws(AppError) {
        var writer = EventWriter(format: choice.format, style: choice.style)
        let events = found.events.sorted { $0.order < $1.order }
        var gaps = found.gaps.sorted { $0.gap.to < $1.gap.to }[...]
        if found.isCut, let first = events.first { gaps = gaps.drop { $0.gap.to < first.order } }
        var rest = events[...]
        while !rest.isEmpty || !gaps.isEmpty {
            let end = gaps.first.flatMap { gap in rest.firstIndex { $0.order >= gap.gap.to } } ?? rest.endIndex
            guard try isRead(writer.write(Array(rest[..<end]), at: now())) else { return }
            rest = rest[end...]
            guard let gap = gaps.popFirst() else { continue }
            guard try isRead(writer.write(gap)) else { return }
        }
        _ = try isRead(writer.finish())
    }

    /// Says what the lines do not.
    private func tell(
        _ found: FoundHistory,
        _ settings: HistorySettings,
        _ query: LogQuery,
        _ sink: LogServiceConfiguration,
        _ reader: LogstoreReader
    ) async {
        if found.events.isEmpty { await tellEmpty(found, query, sink, reader) }
        if found.isCut {
            let logs = grouped(found.total) + (found.isComplete ? "" : " or more")
            say("the newest \(grouped(found.events.count)) events, of \(logs) records that match; --limit gives more")
        }
        if settings.view.since == nil { say("this is of the last 24 hours; --since goes further back") }
        if !found.isComplete { say("Log Service did not look at everything in time: ask for less time") }
        if found.unreadable > 0 {
            say("\(grouped(found.unreadable)) records hold no event that can be read: \(RecordReader.unreadable)")
        }
    }

    private func tellEmpty(
        _ found: FoundHistory,
        _ query: LogQuery,
        _ sink: LogServiceConfiguration,
        _ reader: LogstoreReader
    ) async {
        let time = "from \(query.from.rfc3339()) to \(query.to.rfc3339())"
        guard found.logs == 0 else {
            return say(
                "no events found: none of \(grouped(found.logs)) records \(time) is shown by -n, -f, --for or --types"
            )
        }
        let all = try? await reader.histogram(LogQuery("*", from: query.from, to: query.to)).count
        let rest = all.map { ", where the logstore has \($0 == 0 ? "no" : grouped($0)) records" } ?? ""
        say("no events found: nothing matches \(time)\(rest)")
    }
}

/// Says how far reading is, in a line of the terminal that is written over and goes in the end.
private struct ReadingProgress {
    let isShown: Bool

    func show(_ count: Int, of total: Int) {
        guard isShown, total > LogServiceClient.pageSize else { return }
        StandardError.overwrite("eventer: \(grouped(count)) of \(grouped(max(count, total))) records read")
    }

    func clear() {
        if isShown { StandardError.overwrite("") }
    }
}

extension AppError {
    init(reading error: LogServiceError, from sink: LogServiceConfiguration) {
        let code: ExitCode = error.code == "ParameterInvalid" ? .usage : error.exitCode
        self.init("cannot read \(sink.project)/\(sink.logstore): \(error)", hint: error.readingAdvice, code: code)
    }
}
