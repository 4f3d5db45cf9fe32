import Basics
import Events
import Glibc
import HTTP
import Kubernetes

extension Application {
    /// Lists once and ends, or writes what the streams bring until the reader or a signal ends it.
    func lines(clusters: [ClusterConfiguration], settings: ClusterSettings, view: ViewSettings) async throws(AppError)
        -> ExitCode
    {
        var choice = try choice(view)
        choice.style.hasEnd = view.once
        choice.style.showsCluster = clusters.count > 1
        choice.style.showsNamespace = settings.namespaces.count != 1
        let sources = clusters.map { cluster in
            ClusterSource(
                label: clusters.count > 1 ? cluster.title : "",
                cluster: cluster,
                scope: Scope(settings, cluster),
                client: CurlClient(),
                clock: clock,
                now: now
            )
        }
        let printer = LinePrinter(
            writer: EventWriter(format: choice.format, style: choice.style),
            choice: choice,
            streams: sources.flatMap { $0.scope.streams(of: $0.label) }
        )
        return view.once ? try await list(sources, printer) : try await follow(sources, printer)
    }

    /// Everything that every stream lists, in one order; what could not be read is said, and makes the code that of an error.
    private func list(_ sources: [ClusterSource], _ printer: LinePrinter) async throws(AppError) -> ExitCode {
        let signals = await Signals([SIGINT, SIGTERM])
        let all = await withTaskGroup(of: [(ClusterSource, ClusterSource.Listing)]?.self) { group in
            group.addTask { await listAll(sources) }
            group.addTask {
                _ = await signals.received.first { _ in true }
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard let all else { return .interrupted }
        var failures: [AppError] = []
        for (source, listing) in all {
            let label = source.label.isEmpty ? "" : source.label + ": "
            for note in listing.notes { say(label + note) }
            failures += listing.errors.map { error in
                let plain = AppError(error)
                return AppError(label + plain.message, hint: plain.hint, code: plain.code)
            }
        }
        let streams = sources.reduce(0) { $0 + $1.scope.streams(of: $1.label).count }
        if let failure = failures.last, failures.count == streams {
            failures.dropLast().forEach { say($0.message) }
            throw failure
        }
        failures.forEach { say($0.message) }
        var printer = printer
        let code = try printer.printAll(all.flatMap(\.1.events), at: now())
        if printer.count == 0, failures.isEmpty { say("no events found") }
        return code == .done && !failures.isEmpty ? .unreachable : code
    }

    private func listAll(_ sources: [ClusterSource]) async -> [(ClusterSource, ClusterSource.Listing)] {
        await withTaskGroup(of: (Int, ClusterSource.Listing).self) { group in
            for (index, source) in sources.enumerated() { group.addTask { (index, await source.listOnce()) } }
            var listings: [(Int, ClusterSource.Listing)] = []
            for await listing in group { listings.append(listing) }
            return listings.sorted { $0.0 < $1.0 }.map { (sources[$0.0], $0.1) }
        }
    }

    private func follow(_ sources: [ClusterSource], _ printer: LinePrinter) async throws(AppError) -> ExitCode {
        let signals = await Signals([SIGINT, SIGTERM])
        let box = Locked(printer)
        let (ends, end) = AsyncStream.makeStream(of: Result<ExitCode, AppError>.self)
        let sites = sources.map { Site(label: $0.label, store: .none, forwarding: .none, source: $0) }
        let pipeline = Pipeline(sites: sites) { report in
            switch report {
            case .update(.batch(let batch)):
                if let result = box.withLock({ $0.print(batch, at: now()) }) { end.yield(result) }
            case .update(.status(let status)):
                if let problem = box.withLock({ $0.problem(status) }) { end.yield(.failure(problem)) }
            case .narrowed(let former, let stream, let text):
                box.withLock { $0.replace(former, with: stream) }
                say(text)
            }
        }
        let outcome = await pipeline.run {
            await withTaskGroup(of: Result<ExitCode, AppError>.self) { group in
                group.addTask { await ends.first { _ in true } ?? .success(.done) }
                group.addTask {
                    await signals.received.first { _ in true } == SIGINT ? .success(.interrupted) : .success(.done)
                }
                let first = await group.next() ?? .success(.done)
                group.cancelAll()
                return first
            }
        }
        return try outcome.get()
    }
}
