import Basics
import Testing

@testable import Demo

struct ClusterStoreTests {
    private let start = Timestamp(seconds: 1_700_000_000)

    private func store(
        _ beats: [Beat],
        limits: ClusterStore.Limits = ClusterStore.Limits()
    ) -> ClusterStore {
        var store = ClusterStore(limits: limits)
        for beat in beats { store.apply(beat, at: start) }
        return store
    }

    @Test func repeatingRaisesTheCountAndKeepsTheFirstTime() throws {
        var store = store([.added(draft(1))])

        store.apply(.repeated(draft(1)), at: start.advanced(by: .seconds(9)))

        let event = try #require(store.objects["shop/event-000001"]?.object)
        #expect(event.count == 2)
        #expect(event.first == start)
        #expect(event.last == start.advanced(by: .seconds(9)))
        #expect(store.history.map(\.kind) == [.added, .modified])
    }

    @Test func repeatingWhatIsGoneCreatesItAgain() {
        let store = store([.added(draft(1)), .removed(draft(1)), .repeated(draft(1))])

        #expect(store.history.map(\.kind) == [.added, .deleted, .added])
    }

    @Test func versionsRise() {
        let store = store((1...100).map { .added(draft($0)) } + (1...50).map { .removed(draft($0)) })

        let versions = store.history.map(\.version.object.resourceVersion)
        #expect(zip(versions, versions.dropFirst()).allSatisfy { $0 < $1 })
        #expect(versions.last == store.resourceVersion)
        #expect(versions.count < Int(store.resourceVersion - 41_000), "versions have gaps")
    }

    @Test func aSnapshotShowsAFormerState() throws {
        var store = store([.added(draft(1)), .added(draft(2))])
        let version = store.resourceVersion
        store.apply(.repeated(draft(1)), at: start)
        store.apply(.removed(draft(2)), at: start)
        store.apply(.added(draft(3)), at: start)

        let former = try #require(store.snapshot(at: version))

        #expect(former.map(\.key) == ["shop/event-000001", "shop/event-000002"])
        #expect(former.map(\.object.count) == [1, 1])
        #expect(store.snapshot(at: nil)?.map(\.key) == ["shop/event-000001", "shop/event-000003"])
    }

    @Test func historyForgetsTheOldestChanges() throws {
        let store = store((1...30).map { .added(draft($0)) }, limits: ClusterStore.Limits(changes: 20))

        #expect(store.history.count <= 25)
        #expect(store.changes(after: store.compacted - 1, limit: 100) == nil)
        #expect(store.snapshot(at: store.compacted - 1) == nil)
        let changes = try #require(store.changes(after: store.compacted, limit: 100))
        #expect(changes.count == store.history.count)
    }

    @Test(arguments: [0, 1, 20])
    func changesBeginAfterAVersion(_ seen: Int) throws {
        let store = store((1...20).map { .added(draft($0)) })
        let version = seen == 0 ? store.compacted : store.history[seen - 1].version.object.resourceVersion

        let changes = try #require(store.changes(after: version, limit: 7))

        #expect(changes.count == min(7, 20 - seen))
        #expect(changes.first?.version.key == (seen == 20 ? nil : store.history[seen].version.key))
    }

    @Test func anEventExpiresAnHourAfterItsLastChange() {
        var store = store([.added(draft(1)), .added(draft(2))])
        store.apply(.repeated(draft(1)), at: start.advanced(by: .seconds(1800)))

        store.expire(at: start.advanced(by: .seconds(3600)))

        #expect(store.objects.keys.sorted() == ["shop/event-000001"])
        #expect(store.history.last?.kind == .deleted)
        #expect(store.history.last?.version.object.resourceVersion == store.resourceVersion)
    }

    @Test func tooManyEventsExpireEarly() {
        var store = store((1...12).map { .added(draft($0)) }, limits: ClusterStore.Limits(objects: 10))

        store.expire(at: start)

        #expect(store.objects.count == 10)
        #expect(store.objects["shop/event-000001"] == nil)
    }

    @Test func aBacklogHasRoomOfItsOwn() {
        let limits = ClusterStore.Limits(backlog: 7)

        #expect(limits.objects == ClusterStore.Limits().objects + 7)
        #expect(limits.changes == ClusterStore.Limits().changes)
    }

    @Test func whatWasReplacedUnseenWasNotEmitted() {
        var store = store([.added(draft(1)), .repeated(draft(1)), .added(draft(2)), .removed(draft(2))])
        #expect(store.made == 3)
        #expect(store.emitted.count == 1)

        store.isObserved = true
        store.apply(.repeated(draft(1)), at: start)

        #expect(store.emitted.count == 2)
    }
}
