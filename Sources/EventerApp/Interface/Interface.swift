import Basics
import Dispatch
import Events
import Glibc
import TextGrid
import Viewer

/// The loop around the viewer: takes keys, signals and mail in, performs effects, and paints.
///
/// A key paints at once; data paints at the pace of ``PaintPace``, so that a flood costs no more than a trickle. A frame that equals
/// the last one is not drawn at all.
@MainActor
final class Interface<Display: InteractiveScreen> {
    /// How it was left.
    enum Departure: Sendable, Equatable {
        case quit(Effect.Quit)
        /// To watch the clusters of these contexts.
        case contexts([String])
    }

    private enum Ending {
        case none
        case flushing
        case ended(Departure)
    }

    private static var flushLimit: Duration { .seconds(10) }

    private(set) var state: ViewState
    private let screen: Display
    private let mailbox: Mailbox
    private let services: InterfaceServices
    private let now: @Sendable () -> Timestamp
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDataPaint: ContinuousClock.Instant
    private var pace = PaintPace()
    private var scanPace = ScanPace()
    /// What is on the screen; nil when that is not known.
    private var shown: Frame?
    private var isWakeScheduled = false
    private var ending = Ending.none
    private let objectTask = LatestTask()
    private let timelineTask = LatestTask()
    private let searchTask = LatestTask()
    private var idleReads = 0

    init(
        state: ViewState,
        screen: Display,
        mailbox: Mailbox,
        services: InterfaceServices,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.state = state
        self.screen = screen
        self.mailbox = mailbox
        self.services = services
        self.now = now
        start = clock.now
        lastDataPaint = start - pace.interval
    }

    /// Runs until the user, a signal or a closed terminal ends it.
    ///
    /// - Parameter input: The descriptor that keys come from.
    /// - Returns: How it was ended.
    func run(input: Int32) async -> Departure {
        let keys = DispatchSource.makeReadSource(fileDescriptor: input, queue: .main)
        keys.setEventHandler { [mailbox] in mailbox.wake() }
        keys.resume()
        let signals = await Signals([SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGCONT])
        let signalTask = Task { [weak self] in
            for await number in signals.received { self?.handle(signal: number) }
        }
        let heartbeat = Heartbeat(now: now()) { [mailbox] in mailbox.wake() }
        defer {
            keys.cancel()
            signalTask.cancel()
            heartbeat.stop()
        }
        step()
        while await mailbox.wait() {
            step()
            if case .ended(let departure) = ending { return departure }
        }
        return .quit(.now)
    }

    private func handle(signal number: Int32) {
        switch number {
        case SIGWINCH: resize()
        case SIGCONT: screen.redraw()
        case SIGINT: ending = .ended(.quit(.interrupted))
        default: ending = .ended(.quit(.now))
        }
        mailbox.wake()
    }

    private func resize() {
        screen.resize()
        shown = nil
        apply(.resized(screen.size))
        paint()
    }

    /// One turn: keys first, then data if its time has come.
    private func step() {
        let keys = screen.readKeys()
        checkTerminal(sawKeys: !keys.isEmpty)
        if !keys.isEmpty {
            apply(.ticked(now()))
            for key in keys { apply(.key(key)) }
            paint()
        }
        goOnCounting()
        let wait = lastDataPaint + pace.interval - clock.now
        guard wait <= .zero else { return wakeAfter(wait) }
        lastDataPaint = clock.now
        deliver(mailbox.take())
        paint()
    }

    /// Counts for a few milliseconds; the next turn looks for a key before it goes on.
    private func goOnCounting() {
        guard state.list.isScanning else { return }
        let limit = scanPace.events
        scanPace.counted(in: clock.measure { apply(.scan(upTo: limit)) })
        if !state.list.isScanning { paint() }
        // Not at once: others have work on this actor, too.
        Task { mailbox.wake() }
    }

    private func deliver(_ mail: Mailbox.Mail) {
        pace.received(mail.events.count, at: clock.now - start)
        apply(.ticked(now()))
        for status in mail.streams.values { apply(.stream(status)) }
        if !mail.events.isEmpty || !mail.gaps.isEmpty { apply(.received(events: mail.events, gaps: mail.gaps)) }
        for action in mail.actions { apply(action) }
    }

    private func wakeAfter(_ pause: Duration) {
        guard !isWakeScheduled else { return }
        isWakeScheduled = true
        // By the main queue itself: a task that sleeps would go by way of another thread and back.
        DispatchQueue.main.asyncAfter(deadline: .now() + pause / .seconds(1)) { [weak self] in
            MainActor.assumeIsolated { self?.wake() }
        }
    }

    private func wake() {
        isWakeScheduled = false
        mailbox.wake()
    }

    /// A closed terminal is always readable and never has a key; waking for it would never end.
    private func checkTerminal(sawKeys: Bool) {
        idleReads = sawKeys ? 0 : idleReads + 1
        if idleReads > 50, screen.isGone { ending = .ended(.quit(.now)) }
    }

    private func paint() {
        let frame = render(state)
        guard frame != shown else { return }
        pace.drew(in: clock.measure { screen.draw(frame) })
        shown = frame
    }

    private func apply(_ action: Action) {
        for effect in update(&state, action) { perform(effect) }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .quit(let quit): end(quit)
        case .suspend: suspend()
        case .redraw: screen.redraw()
        case .setForwarding(let isOn): Task { await services.setForwarding(isOn) }
        case .retryStreams: Task { await services.retryStreams() }
        case .loadObject(let key, let cluster):
            objectTask.run { [mailbox, services] in
                let found = await services.object(key, cluster)
                mailbox.post(.object(key, cluster: cluster, json: found.json, fate: found.fate))
            }
        case .loadTimeline(let objects, let cluster):
            timelineTask.run { [mailbox, services] in
                await services.timeline(objects, cluster) { mailbox.post(.timeline($0)) }
            }
        case .endTimeline: timelineTask.cancel()
        case .searchLogstore(let question, let limit):
            searchTask.run { [mailbox, services] in
                await services.logstore?.begin(question, upTo: limit) { mailbox.post(.found($0)) }
            }
        case .readMoreLogs(let limit):
            searchTask.run { [mailbox, services] in
                await services.logstore?.goOn(upTo: limit) { mailbox.post(.found($0)) }
            }
        case .endLogstoreSearch: searchTask.run { [services] in await services.logstore?.end() }
        case .loadDeadLetters: Task { mailbox.post(.deadLetters(await services.deadLetters())) }
        case .retryForwarding:
            Task {
                if await !services.retryForwarding() { mailbox.post(.notice("asked just now: wait a second")) }
            }
        case .copy(let text): screen.copy(text)
        case .loadHistory(let since): Task { await services.history(since) { mailbox.post(.history($0)) } }
        case .loadTallies(let window, let from, let to):
            Task { mailbox.post(.tallies(await services.tallies(window, from, to))) }
        case .switchContexts(let names): leave(for: names)
        case .remember(let kind, let line): Task { await services.remember(kind, line) }
        case .export(let request):
            let time = state.now
            Task { mailbox.post(.exported(await services.export(request, time))) }
        case .alert(let order): Task { await services.alert(order) }
        case .copyObjects(let rows, let format): copyObjects(rows, as: format)
        case .saveView(let view):
            Task { if let problem = await services.saveView(view) { mailbox.post(.notice(problem)) } }
        case .setTheme(let name): if let theme = Theme(rawValue: name) { screen.setTheme(theme) }
        case .setMouse(let isOn): screen.setMouse(isOn)
        case .ring: screen.ring()
        }
    }

    /// Ends here only when the other clusters are sure to be found.
    private func leave(for contexts: [String]) {
        Task {
            if let problem = await services.prepare(contexts) { return mailbox.post(.notice(problem)) }
            guard case .none = ending else { return }
            ending = .ended(.contexts(contexts))
            mailbox.wake()
        }
    }

    private func copyObjects(_ rows: [EventRow], as format: ExportFormat) {
        let time = state.now
        Task {
            let text = await services.objects(rows, format, time)
            let isTaken = screen.copy(text)
            let what = rows.count == 1 ? "the object" : "\(rows.count) objects"
            let said = isTaken ? "copied \(what) as \(format.rawValue)" : ViewState.tooLong(bytes: text.utf8.count)
            mailbox.post(.notice(said))
        }
    }

    private func end(_ quit: Effect.Quit) {
        switch quit {
        case .now, .interrupted:
            ending = .ended(.quit(quit))
            mailbox.wake()
        case .drop:
            Task {
                await services.drop()
                ending = .ended(.quit(.drop))
                mailbox.wake()
            }
        case .flush:
            guard case .none = ending else { return }
            ending = .flushing
            Task {
                let isDone = await services.flush(Self.flushLimit)
                // A signal may have ended it meanwhile.
                guard case .flushing = ending else { return }
                ending = .none
                apply(.flushed(isDone))
                mailbox.wake()
            }
        }
    }

    private func suspend() {
        screen.suspend()
        // The whole job stops, as the shell expects; execution goes on here after SIGCONT.
        kill(0, SIGTSTP)
        screen.resume()
        resize()
    }
}
