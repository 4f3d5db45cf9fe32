import Basics
import Events
import Journal

extension Application {
    /// `eventer history`: what the local journal holds, or the logstore, as lines; no cluster is contacted.
    ///
    /// - Parameter settings: Whose journal, which of its events, and how to write them.
    /// - Returns: The exit code.
    /// - Throws: ``AppError``.
    package func history(_ settings: HistorySettings) async throws(AppError) -> ExitCode {
        if let sink = settings.logstore { return try await logstoreHistory(settings, sink) }
        var choice = try choice(settings.view)
        let until = try moment(settings.until, of: "--until")
        if let since = choice.since, let until, since > until {
            throw AppError("--since is later than --until", code: .usage)
        }
        let journals = try journals(settings.cluster, state: settings.state)
        choice.style.showsCluster = journals.count > 1
        choice.style.showsNamespace = settings.cluster.namespaces.count != 1
        var sources: [PastEvents.Source] = []
        for (label, directory) in journals {
            let query = query(settings, choice, label: label, until: until)
            sources.append(try await search(directory, label: label, query))
        }
        var events = PastEvents(sources, limit: settings.limit)
        let gaps = try await write(&events, choice)
        tell(events, gaps: gaps, begins: sources.compactMap(\.begins).min(), choice.format)
        return .done
    }

    private func query(
        _ settings: HistorySettings,
        _ choice: EventChoice,
        label: String,
        until: Timestamp?
    ) -> HistoryQuery {
        var query = HistoryQuery()
        query.since = choice.since
        query.until = until
        query.limit = settings.limit ?? .max
        query.hasAllVersions = settings.hasAllVersions
        let namespaces = Set(settings.cluster.namespaces)
        guard !namespaces.isEmpty || !choice.filter.isEmpty else { return query }
        let now = now()
        query.matches = { event in
            guard namespaces.isEmpty || namespaces.contains(event.namespace) else { return false }
            var event = event
            event.cluster = label
            return choice.filter.matches(event, at: now)
        }
        return query
    }

    private func search(
        _ directory: String,
        label: String,
        _ query: HistoryQuery
    ) async throws(AppError) -> PastEvents.Source {
        do throws(JournalError) {
            let reader = try Journal.openReader(directory: directory)
            let gaps = try await reader.gaps(cluster: label).filter { gap in
                gap.gap.to >= query.since ?? gap.gap.to && gap.gap.from <= query.until ?? gap.gap.from
            }
            return PastEvents.Source(
                label: label,
                history: try await reader.history(query),
                gaps: gaps,
                begins: try await reader.received(firstAfter: 0)
            )
        } catch {
            throw AppError(error)
        }
    }

    /// Writes all of it, and gives how many gaps there are in it; ends early when nobody reads any more.
    private func write(_ events: inout PastEvents, _ choice: EventChoice) async throws(AppError) -> Int {
        var writer = EventWriter(format: choice.format, style: choice.style)
        var batch: [KubeEvent] = []
        var gaps = 0
        while true {
            let entry = try await next(of: &events)
            if case .event(let event) = entry { batch.append(event) }
            let gap: StreamGap? = if case .gap(let gap) = entry { gap } else { nil }
            guard batch.count == 256 || gap != nil || entry == nil else { continue }
            guard try isRead(writer.write(batch, at: now())) else { return gaps }
            batch = []
            if let gap {
                gaps += 1
                guard try isRead(writer.write(gap)) else { return gaps }
            }
            guard entry != nil else { break }
        }
        _ = try isRead(writer.finish())
        return gaps
    }

    private func next(of events: inout PastEvents) async throws(AppError) -> PastEvents.Entry? {
        do throws(JournalError) {
            return try await events.next()
        } catch {
            throw AppError(error)
        }
    }

    func isRead(_ outcome: WriteOutcome) throws(AppError) -> Bool {
        if case .failed(let reason) = outcome { throw AppError(reason, code: .failed) }
        return outcome == .written
    }

    /// Says what the lines do not.
    private func tell(_ events: PastEvents, gaps: Int, begins: Timestamp?, _ format: EventFormat) {
        if events.count == 0 {
            let start = begins.map { "; the journal begins at \($0.rfc3339())" } ?? "; the journal is empty"
            say("no events found" + start)
        }
        if gaps > 0, !format.isForPeople { say("events may be missing: \(gaps) gaps; -o lines shows when") }
        if events.damaged > 0 { say("\(events.damaged) rows of the journal are damaged and left out") }
    }
}
