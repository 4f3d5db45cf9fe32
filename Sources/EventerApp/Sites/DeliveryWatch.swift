import Basics
import Events
import Journal

/// Looks at delivery and journals again and again: often while something is going on, else when there is news.
struct DeliveryWatch: Sendable {
    /// What the pace depends on.
    struct Look: Equatable {
        var delivery: DeliveryStatus
        var journal: JournalStatus

        /// Whether it may change without news: something waits, or a pause runs out.
        var isRestless: Bool {
            switch delivery.state {
            case .none, .off, .on: delivery.ledger.waiting > 0 && delivery.state != .off
            case .retrying, .blocked, .throttled, .draining, .unavailable: true
            }
        }
    }

    /// Rung by the journals, and by whoever changes something.
    let news = Doorbell()
    private let sites: [Site]
    private let interval: Duration
    private let patience: Duration
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - sites: What to look at.
    ///   - interval: Between two looks while something is going on.
    ///   - patience: Between two looks while nothing is, and nobody rings.
    ///   - clock: For the pauses.
    init(
        _ sites: [Site],
        every interval: Duration,
        patience: Duration = .seconds(15),
        clock: any Clock<Duration>
    ) {
        self.sites = sites
        self.interval = interval
        self.patience = patience
        self.clock = clock
        for site in sites { site.store.journal?.subscribe(news) }
    }

    /// Looks until the task is cancelled, or `take` returns false.
    func run(_ take: (Look) async -> Bool) async {
        var last: Look?
        while !Task.isCancelled {
            let look = Look(delivery: await sites.deliveryStatus, journal: sites.journalStatus)
            guard await take(look) else { return }
            let isQuiet = look == last && !look.isRestless
            last = look
            // News sets no pace: a busy journal rings many times a second.
            if isQuiet { await news.wait(for: patience, on: clock) }
            if !isQuiet { try? await clock.sleep(for: interval) }
        }
    }
}
