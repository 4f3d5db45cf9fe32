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
        let choice = try choice(view)
        let look = try look(view)
        let recording = try Recording(path: path, now: now)
        guard view.writesLines(process) else {
            return try await replayOnScreen(recording, try scopedForScreen(view), look)
        }
        var writer = EventWriter(format: choice.format, style: choice.style)
        var isMatched = false
        while let events = try await recording.next() {
            switch writer.write(events.filter(choice.shows), at: now()) {
            case .written: break
            case .readerGone: return .done
            case .failed(let reason): throw AppError(reason, code: .failed)
            }
            if events.contains(where: choice.isFatal) { isMatched = true }
        }
        if case .failed(let reason) = writer.finish() { throw AppError(reason, code: .failed) }
        await recording.problems.forEach(say)
        if await recording.isFruitless { return .failed }
        return isMatched ? .matched : .done
    }

    private func replayOnScreen(
        _ recording: Recording,
        _ view: ViewSettings,
        _ look: EffectiveConfiguration
    ) async throws(AppError) -> ExitCode {
        let preferences = look.preferences
        let store = try Store.memory(reason: "a replay", application: self)
        let mailbox = Mailbox(capacity: preferences.maximumEvents)
        let stream = StreamID(name: recording.name)
        let first = try await recording.next()
        let screen = try await openScreen(look, input: recording.isStandardInput ? "/dev/tty" : nil)
        let configuration = replayConfiguration(recording.name, preferences)
        let sites = [Site(store: store, forwarding: .none)]
        let pipeline = Pipeline(sites: sites) { _ in }
        let filter = view.filter.isEmpty ? preferences.view.filter : view.filter
        let departure = await pipeline.run {
            let reading = Task {
                await read(recording, beginningWith: first, stream, into: mailbox, store)
            }
            let scene = Scene(screen: screen, mailbox: mailbox, sites: sites)
            let (departure, _) = await interface(configuration, scene, filter)
            reading.cancel()
            return departure
        }
        await screen.close()
        await recording.problems.forEach(say)
        return departure == .quit(.interrupted) ? .interrupted : .done
    }

    private func replayConfiguration(_ name: String, _ preferences: Preferences) -> ViewConfiguration {
        var configuration = ViewConfiguration(
            context: name,
            label: "REPLAY",
            zone: preferences.view.zone.rules(around: now()),
            isASCII: preferences.isASCII || preferences.ambiguousWidth == 2,
            maximumEvents: preferences.maximumEvents
        )
        configuration.preferences = preferences.view
        configuration.usesMouse = preferences.mouse
        configuration.views = SavedViews(process: process).load(beside: preferences.view.views)
        configuration.version = process.version
        return configuration
    }

    private func read(
        _ recording: Recording,
        beginningWith first: [KubeEvent]?,
        _ stream: StreamID,
        into mailbox: Mailbox,
        _ store: Store
    ) async {
        var status = StreamStatus(stream: stream, state: .live, since: now())
        mailbox.post(.status(status))
        var events = first
        while let chunk = events, !Task.isCancelled {
            mailbox.post(.batch(EventBatch(stream: stream, events: chunk, resumePoint: nil)))
            await store.journal?.append(EventBatch(stream: stream, events: chunk, resumePoint: nil))
            do throws(AppError) {
                events = try await recording.next()
            } catch {
                mailbox.post(.notice(error.message))
                break
            }
        }
        status.state = .ended
        status.since = now()
        mailbox.post(.status(status))
        for problem in await recording.problems { mailbox.post(.notice(problem)) }
    }
}
