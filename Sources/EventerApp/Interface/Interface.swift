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
    /// What effects need of the program around.
    struct Services: Sendable {
        var setForwarding: @Sendable (Bool) async -> Void
        var retryStreams: @Sendable () async -> Void
        var object: @Sendable (KubeEvent.Key, String) async -> [UInt8]?
        /// Gives what the journal has since then, a part at a time.
        var history: @Sendable (Timestamp, (HistoryPart) -> Void) async -> Void
        /// Delivers what waits, and tells whether nothing is left.
        var flush: @Sendable (Duration) async -> Bool
        var drop: @Sendable () async -> Void

        init(
            setForwarding: @escaping @Sendable (Bool) async -> Void,
            retryStreams: @escaping @Sendable () async -> Void,
            object: @escaping @Sendable (KubeEvent.Key, String) async -> [UInt8]?,
            history: @escaping @Sendable (Timestamp, (HistoryPart) -> Void) async -> Void,
            flush: @escaping @Sendable (Duration) async -> Bool,
            drop: @escaping @Sendable () async -> Void
        ) {
            self.setForwarding = setForwarding
            self.retryStreams = retryStreams
            self.object = object
            self.history = history
            self.flush = flush
            self.drop = drop
        }
    }

    private enum Ending {
        case none
        case flushing
        case ended(Effect.Quit)
    }

    private static var flushLimit: Duration { .seconds(10) }

    private var state: ViewState
    private let screen: Display
    private let mailbox: Mailbox
    private let services: Services
    private let now: @Sendable () -> Timestamp
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDataPaint: ContinuousClock.Instant
    private var pace = PaintPace()
    /// What is on the screen; nil when that is not known.
    private var shown: Frame?
    private var isWakeScheduled = false
    private var ending = Ending.none
    private var idleReads = 0

    init(
        state: ViewState,
        screen: Display,
        mailbox: Mailbox,
        services: Services,
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
    func run(input: Int32) async -> Effect.Quit {
        let keys = DispatchSource.makeReadSource(fileDescriptor: input, queue: .main)
        keys.setEventHandler { [mailbox] in mailbox.wake() }
        keys.resume()
        let signals = await Signals([SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGCONT])
        let signalTask = Task { [weak self] in
            for await number in signals.received { self?.handle(signal: number) }
        }
        let ticker = Task { [mailbox, clock] in
            while (try? await clock.sleep(for: .seconds(1))) != nil { mailbox.wake() }
        }
        defer {
            keys.cancel()
            signalTask.cancel()
            ticker.cancel()
        }
        step()
        for await _ in mailbox.doorbell {
            step()
            if case .ended(let quit) = ending { return quit }
        }
        return .now
    }

    private func handle(signal number: Int32) {
        switch number {
        case SIGWINCH: resize()
        case SIGCONT: screen.redraw()
        case SIGINT: ending = .ended(.interrupted)
        default: ending = .ended(.now)
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
        let wait = lastDataPaint + pace.interval - clock.now
        guard wait <= .zero else { return wakeAfter(wait) }
        lastDataPaint = clock.now
        deliver(mailbox.take())
        paint()
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
        Task {
            try? await clock.sleep(for: pause)
            isWakeScheduled = false
            mailbox.wake()
        }
    }

    /// A closed terminal is always readable and never has a key; waking for it would never end.
    private func checkTerminal(sawKeys: Bool) {
        idleReads = sawKeys ? 0 : idleReads + 1
        if idleReads > 50, screen.isGone { ending = .ended(.now) }
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
            Task { mailbox.post(.object(key, cluster: cluster, json: await services.object(key, cluster))) }
        case .copy(let text): screen.copy(text)
        case .loadHistory(let since): Task { await services.history(since) { mailbox.post(.history($0)) } }
        case .setMouse(let isOn): screen.setMouse(isOn)
        case .ring, .loadTimeline, .retryForwarding, .switchContexts, .setTheme, .remember, .export, .copyObjects,
            .saveView:
            break
        }
    }

    private func end(_ quit: Effect.Quit) {
        switch quit {
        case .now, .interrupted:
            ending = .ended(quit)
            mailbox.wake()
        case .drop:
            Task {
                await services.drop()
                ending = .ended(.drop)
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
