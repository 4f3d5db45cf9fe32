import Basics
import Events
import Journal
import TestSupport
import Testing
import Viewer

@testable import EventerApp

/// What the screen reads from a journal in a file.
@Suite(.timeLimit(.minutes(5))) struct SitesReadingTests {
    private let scratch: TemporaryDirectory
    private let sites: [Site]
    private let journal: Journal
    private let pod = ObjectReference(kind: "Pod", namespace: "shop", name: "web-1", uid: "former")

    init() async throws {
        scratch = try TemporaryDirectory()
        let application = Application(
            process: ProcessContext(environment: [:], isOutputTerminal: false, isInputTerminal: false, version: "test")
        )
        let store = try Store.open(scratch.path, options: JournalOptions(), application: application)
        journal = try #require(store.journal)
        var settings = SinkSettings()
        settings.sink = Secret("sls:http://127.0.0.1:1?project=p&logStore=l&regionId=r&accessKeyId=a&accessKeySecret=b")
        var forwarding = ForwardingSwitch.none
        forwarding.sink = try await application.sink(settings)
        sites = [Site(store: store, forwarding: forwarding)]
    }

    private func event(_ number: Int64, _ object: ObjectReference, _ reason: String) -> KubeEvent {
        .sample(number) {
            $0.object = object; $0.reason = reason
        }
    }

    private func append(_ events: KubeEvent...) async throws {
        await journal.append(EventBatch(stream: .all, events: events, resumePoint: nil))
        try await journal.flush()
    }

    @Test func theStoryOfAPodThatIsGoneGoesOnInItsHeir() async throws {
        var heir = pod
        heir.uid = "heir"
        try await append(event(1, pod, "Scheduled"), event(2, pod, "Killing"))
        for number in 10...40 { try await append(.sample(Int64(number))) }
        try await append(event(50, heir, "Scheduled"))
        let parts = Locked<[TimelinePart]>([])

        await sites.timeline(of: [heir.path], cluster: "") { part in parts.withLock { $0.append(part) } }

        let all = parts.withLock { $0 }
        #expect(all.flatMap(\.events).map(\.object.uid) == ["heir", "former", "former"])
        #expect(all.last?.searchedBackTo == nil && all.dropLast().allSatisfy { $0.searchedBackTo != nil })
    }

    @Test func aSearchNobodyWantsSaysNothing() async throws {
        try await append(event(1, pod, "Scheduled"))
        let parts = Locked(0)
        let (sites, pod) = (sites, pod)

        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            await sites.timeline(of: [pod], cluster: "") { _ in parts.withLock { $0 += 1 } }
        }
        await task.value

        #expect(parts.withLock { $0 } == 0)
    }

    @Test func anotherClusterHasNothing() async throws {
        try await append(event(1, pod, "Scheduled"))
        let parts = Locked<[TimelinePart]>([])

        await sites.timeline(of: [pod], cluster: "other") { part in parts.withLock { $0.append(part) } }

        #expect(parts.withLock { $0.flatMap(\.events) }.isEmpty)
    }

    @Test func theFateGoesFromWaitingToPassedOrDead() async throws {
        let sink = try #require(sites[0].forwarding.sink).journalName
        try await journal.registerSink(sink, start: .all)
        let (first, second) = (event(1, pod, "Scheduled"), event(2, pod, "Killing"))
        try await append(first, second)
        #expect(await sites.object(for: first.key, cluster: "").fate == .waiting)

        var done = Acknowledgement(through: 2)
        done.acknowledged = 1
        done.refusals = [.init(row: 2, status: 400, code: "PostBodyInvalid", message: "no")]
        try await journal.acknowledge(done, sink: sink)

        #expect(await sites.object(for: first.key, cluster: "").fate == .passed)
        guard case .dead(_, 400, "PostBodyInvalid: no") = await sites.object(for: second.key, cluster: "").fate else {
            Issue.record("the refusal is not told")
            return
        }
        let letters = await sites.deadLetters(limit: 5)
        #expect(letters.map(\.reason) == ["Killing"])
        #expect(letters.first?.json == second.json)
    }
}
