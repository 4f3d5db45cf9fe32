import Alerts
import Basics
import Events
import Journal
import TestSupport

@testable import EventerApp

/// One life of a keeper, from its start to a kill or an end.
final class KeeperLife: Sendable {
    static let start: Int64 = 1_800_000_000

    let journal: Journal?
    let keeper: AlertKeeper
    let clock = ManualClock()
    let wall = Locked(Timestamp(seconds: KeeperLife.start))
    let news = Locked<[AlertKeeper.News]>([])
    let told = Doorbell()
    /// What the journal knew at each time that something was told.
    let kept = Locked<[[String]]>([])
    private let running = Locked<Task<Void, Never>?>(nil)

    init(
        _ directory: TemporaryDirectory,
        at seconds: Int64 = KeeperLife.start,
        label: String = "",
        hooks: [HookSettings] = [HookSettings(name: "pager", target: .command([]))],
        isHeld: Bool = false
    ) throws {
        let wall = wall
        wall.withLock { $0 = Timestamp(seconds: seconds) }
        let now: @Sendable () -> Timestamp = { wall.withLock(\.self) }
        var site = AlertSite(label: label, title: "prod")
        if isHeld {
            journal = nil
            site.reader = try Journal.openReader(directory: directory.path)
            site.holder = "42"
            site.heldDirectory = directory.path
        } else {
            let journal = try Journal.open(directory: directory.path, clock: clock, now: now)
            self.journal = journal
            site.journal = journal
            site.reader = journal.reader
        }
        keeper = AlertKeeper(site, rules: [.nodeDown], hooks: hooks, now: now, clock: clock)
    }

    /// The same, once it has told what it knows at its start.
    func begun() async -> KeeperLife {
        begin()
        await told.wait()
        return self
    }

    func begin() {
        let task = Task { [keeper, journal, news, told, kept] in
            await keeper.run { piece in
                news.withLock { $0.append(piece) }
                let text = try? await journal?.reader.property(AlertRecord.property)
                let known = AlertRecord(text: text ?? "")?.engine.known ?? []
                kept.withLock { $0.append(known.map(\.id)) }
                told.ring()
            }
        }
        running.withLock { $0 = task }
    }

    /// Lets the rules see events, and waits until what came of them is kept and told.
    func see(_ events: KubeEvent...) async {
        keeper.take(events)
        await keeper.finish()
    }

    /// Puts events into the journal, as the pipeline does.
    func keep(_ events: KubeEvent...) async throws {
        await journal?.append(EventBatch(stream: .all, events: events, resumePoint: nil))
        try await journal?.flush()
    }

    /// The board as it was told last.
    var board: AlertBoard? { news.withLock(\.last)?.board }

    /// Waits for the next news and gives what of it has changes or letters.
    func next() async -> AlertKeeper.News? {
        await told.wait()
        return news.withLock(\.last)
    }

    var changes: [String] {
        news.withLock { $0.flatMap(\.changes).map { "\($0.kind.rawValue) \($0.incident.id)" } }
    }

    var letters: [String] {
        news.withLock { $0.flatMap(\.letters).map { "\($0.notice.status.rawValue) \($0.notice.id)" } }
    }

    /// Ends the tasks; whoever comes next gets a copy of the file, since this process keeps its lock.
    func kill() async {
        running.withLock { $0?.cancel() }
        await running.withLock { $0 }?.value
        await journal?.close()
    }
}
