import Basics
import Events
import Glibc
import HTTP
import Journal
import Kubernetes
import Terminal
import Viewer

extension Application {
    /// `eventer replay`: the viewer, or lines, over recorded bytes.
    ///
    /// - Parameters:
    ///   - path: A file, or `-` for standard input, which may still grow.
    ///   - view: How to show it.
    /// - Returns: The exit code.
    /// - Throws: ``AppError`` when the file cannot be read, or holds no events.
    package func replay(_ path: String, view: ViewSettings) async throws(AppError) -> ExitCode {
        _ = try choice(view)
        let look = try look(view)
        let recording = try Recording(path: path, now: now)
        guard view.writesLines(process) else {
            let alerts = try alertPlan(view.alerts, configurationChoice(view.look))
            return try await replayOnScreen(recording, try scopedForReplay(view), look, alerts)
        }
        guard recording.source == .file, !recording.isStandardInput else {
            return try await writeLines(of: recording, view)
        }
        // Its end is the present of all its lines: it is read twice.
        var present = Present(.file)
        while let events = try await recording.next() { present.note(events, at: now()) }
        let end = present.isKnown ? present.now(at: now()) : now()
        let then = Application(process: process, now: { end })
        return try await then.writeLines(of: try Recording(path: path, now: then.now), view)
    }

    private func writeLines(of recording: Recording, _ view: ViewSettings) async throws(AppError) -> ExitCode {
        let choice = try choice(view)
        var writer = EventWriter(format: choice.format, style: choice.style)
        var isMatched = false
        while let events = try await recording.next() {
            let now = now()
            switch writer.write(events.filter { choice.shows($0, at: now) }, at: now) {
            case .written: break
            case .readerGone: return .done
            case .failed(let reason): throw AppError(reason, code: .failed)
            }
            if events.contains(where: { choice.isFatal($0, at: now) }) { isMatched = true }
        }
        if case .failed(let reason) = writer.finish() { throw AppError(reason, code: .failed) }
        await recording.problems.forEach(say)
        if await recording.isFruitless { return .failed }
        return isMatched ? .matched : .done
    }

    private func replayOnScreen(
        _ recording: Recording,
        _ view: ViewSettings,
        _ look: EffectiveConfiguration,
        _ alerts: AlertPlan?
    ) async throws(AppError) -> ExitCode {
        let preferences = look.preferences
        let store = try Store.memory(reason: "a replay", application: self)
        let mailbox = Mailbox(capacity: preferences.maximumEvents)
        let first = try await recording.next()
        let screen = try await openScreen(look, input: recording.isStandardInput ? "/dev/tty" : nil)
        let configuration = replayConfiguration(recording, preferences)
        let sites = [Site(store: store, forwarding: .none)]
        // They call nobody.
        let alerts = alerts.map { plan in
            RecordedAlerts(rules: plan.rules, clock: clock, now: now) { mailbox.post(.alerts($0)) }
        }
        let feed = ReplayFeed(recording, into: mailbox, journal: store.journal, alerts: alerts, now: now)
        let pipeline = Pipeline(sites: sites) { _ in }
        let filter = view.filter.isEmpty ? preferences.view.filter : view.filter
        let departure = await pipeline.run {
            let reading = Task { await feed.run(beginningWith: first) }
            let watching = Task { await alerts?.run(on: clock) }
            var scene = Scene(screen: screen, mailbox: mailbox, sites: sites)
            scene.obey = { await alerts?.obey($0) }
            let (departure, _) = await interface(configuration, scene, filter)
            reading.cancel()
            watching.cancel()
            return departure
        }
        await screen.close()
        await recording.problems.forEach(say)
        return departure == .quit(.interrupted) ? .interrupted : .done
    }

    private func replayConfiguration(_ recording: Recording, _ preferences: Preferences) -> ViewConfiguration {
        var configuration = ViewConfiguration(
            context: recording.name,
            label: "REPLAY",
            zone: preferences.view.zone.rules(around: now()),
            isASCII: preferences.isASCII || preferences.ambiguousWidth == 2,
            maximumEvents: preferences.maximumEvents
        )
        configuration.source = recording.source
        configuration.preferences = preferences.view
        configuration.usesMouse = preferences.mouse
        configuration.views = SavedViews(process: process).load(beside: preferences.view.views)
        configuration.version = process.version
        return configuration
    }
}
