import Alerts
import Basics
import Demo
import Events
import Foundation
import TestSupport
import Testing
import TextGrid

@testable import EventerApp
@testable import Viewer

/// Recordings on the screen, from the file to the frame.
@Suite(.timeLimit(.minutes(5))) struct ReplayFeedTests {
    private static let start = Timestamp(rfc3339: "2026-11-02T09:00:00Z") ?? Timestamp(seconds: 0)
    /// Three weeks after.
    private static let wall = start.advanced(by: .seconds(21 * 86_400))
    private static let beats = 1500

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// An hour of the demo's play, a line for each version, of which the last happened at 09:59:58 or before.
    private func record() throws -> String {
        var script = DemoScript(seed: 7)
        var seen: [String: (first: String, count: Int)] = [:]
        var lines: [String] = []
        for beat in 0..<Self.beats {
            let draft: EventDraft
            switch script.next() {
            case .added(let new), .repeated(let new): draft = new
            case .removed: continue
            }
            let time = Self.start.advanced(by: .milliseconds(3_598_000 * beat / Self.beats)).rfc3339()
            let known = seen[draft.uid] ?? (time, 0)
            seen[draft.uid] = (known.first, known.count + 1)
            let object: [String: Any] = [
                "kind": "Event", "apiVersion": "v1", "reason": draft.reason, "message": draft.message,
                "type": draft.type, "count": known.count + 1, "firstTimestamp": known.first, "lastTimestamp": time,
                "metadata": [
                    "name": draft.name, "namespace": draft.namespace, "uid": draft.uid,
                    "resourceVersion": String(1000 + beat),
                ],
                "involvedObject": [
                    "kind": draft.subject.kind, "namespace": draft.subject.namespace, "name": draft.subject.name,
                ],
            ]
            let line = try JSONSerialization.data(withJSONObject: ["type": "MODIFIED", "object": object])
            lines.append(String(decoding: line, as: UTF8.self))
        }
        let path = directory.path + "/hour.jsonl"
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func open(_ path: String) throws -> Recording { try Recording(path: path, now: { Self.wall }) }

    /// What `eventer rules test` says.
    private func trial(_ path: String) async throws -> RuleTrial {
        let recording = try open(path)
        var events: [KubeEvent] = []
        while let piece = try await recording.next() { events += piece }
        return RuleTrial(rules: BuiltInRules.rules(), events: events)
    }

    /// The viewer after the whole recording.
    private func view(_ path: String, _ size: Size = Size(columns: 120, rows: 40)) async throws -> ViewState {
        let recording = try open(path)
        let mailbox = Mailbox(capacity: 100_000)
        let alerts = RecordedAlerts(
            rules: BuiltInRules.rules(),
            clock: ManualClock(),
            now: { Self.wall },
            publish: { mailbox.post(.alerts($0)) }
        )
        let feed = ReplayFeed(recording, into: mailbox, journal: nil, alerts: alerts, now: { Self.wall })
        let first = try await recording.next()
        await feed.run(beginningWith: first)
        var configuration = ViewConfiguration(context: recording.name, label: "REPLAY")
        configuration.source = recording.source
        var state = ViewState(configuration: configuration, size: size, now: Self.wall)
        let mail = mailbox.take()
        for status in mail.streams.values { _ = update(&state, .stream(status)) }
        _ = update(&state, .received(events: mail.events, gaps: mail.gaps))
        for action in mail.actions { _ = update(&state, action) }
        return state
    }

    @Test func theAlertsAreThoseOfTheTrial() async throws {
        let path = try record()

        let trial = try await trial(path)
        let board = try await view(path).alerts

        #expect(trial.incidents.count(where: \.isOpen) > 0 && trial.incidents.count { !$0.isOpen } > 0)
        #expect(board.incidents.sorted { ($0.began, $0.fired, $0.id) < ($1.began, $1.fired, $1.id) } == trial.incidents)
        #expect(board.rules.reduce(0) { $0 + $1.open } == trial.incidents.count(where: \.isOpen))
    }

    @Test func thePresentIsItsEnd() async throws {
        let path = try record()
        let end = try #require(try await trial(path).end)

        var state = try await view(path)
        _ = update(&state, .ticked(Self.wall.advanced(by: .seconds(60))))

        #expect(state.now == end)
        let screen = render(state).text
        #expect(screen.contains("at 2026-11-02 09:59:5") && screen.contains("ENDED"))
        #expect(!screen.contains("21d"))
        #expect(state.list.table.now == end)
        let last = state.list.table.histogram
        #expect(last.window.end > end && last.columns.contains { $0.warnings + $0.others > 0 })
    }

    /// The smaller the pieces, the more looks are taken on the way; none may show in the end.
    @Test(arguments: [1, 17, 400]) func nothingDependsOnThePieces(size: Int) async throws {
        let path = try record()
        let recording = try open(path)
        var events: [KubeEvent] = []
        while let piece = try await recording.next() { events += piece }
        let boards = Locked<[AlertBoard]>([])
        let clock = ManualClock()
        let alerts = RecordedAlerts(rules: BuiltInRules.rules(), clock: clock, now: { Self.wall }) { board in
            boards.withLock { $0.append(board) }
        }
        var present = Present(.file)

        for start in stride(from: 0, to: events.count, by: size) {
            let piece = Array(events[start..<min(start + size, events.count)])
            present.note(piece, at: Self.wall)
            await alerts.take(piece, present)
            if start % 100 == 0 { clock.advance(by: .seconds(2)) }
        }
        present.end(at: Self.wall)
        await alerts.end(present)

        let last = try #require(boards.withLock(\.last)).incidents
        let trial = RuleTrial(rules: BuiltInRules.rules(), events: events)
        #expect(Set(last.map(\.id)) == Set(trial.incidents.map(\.id)))
        #expect(last.filter(\.isOpen).map(\.id).sorted() == trial.incidents.filter(\.isOpen).map(\.id).sorted())
        #expect(boards.withLock(\.count) > 1)
    }

    @Test func whatAPersonKnowsStaysKnownWhileMoreIsRead() async throws {
        let boards = Locked<[AlertBoard]>([])
        let clock = ManualClock()
        let alerts = RecordedAlerts(rules: BuiltInRules.rules(), clock: clock, now: { Self.wall }) { board in
            boards.withLock { $0.append(board) }
        }
        var present = Present(.file)
        func read(_ event: KubeEvent) async {
            present.note([event], at: Self.wall)
            clock.advance(by: .seconds(60))
            await alerts.take([event], present)
        }
        await read(.nodeNotReady(1, at: 1000))
        let incident = try #require(boards.withLock(\.last)?.incidents.first)
        #expect(incident.state == .firing)

        await alerts.obey(AlertOrder(id: incident.id, wish: .acknowledge))
        await read(.sample(1010))
        present.end(at: Self.wall)
        await alerts.end(present)

        #expect(boards.withLock(\.last)?.incidents.first?.state == .acknowledged)
    }

    @Test func aPipeThatIsFollowedGoesOnByTheWallClock() async throws {
        let now = Locked(Timestamp(seconds: 10_000))
        let boards = Locked<[AlertBoard]>([])
        let clock = ManualClock()
        let alerts = RecordedAlerts(rules: BuiltInRules.rules(), clock: clock, now: { now.withLock(\.self) }) { board in
            boards.withLock { $0.append(board) }
        }
        var present = Present(.pipe)
        let event = KubeEvent.sample(9_990) {
            $0.type = "Warning"
            $0.reason = "Evicted"
            $0.message = "The node was low on resource: memory."
        }
        present.note([event], at: now.withLock(\.self))
        await alerts.take([event], present)
        #expect(boards.withLock(\.last)?.incidents.first?.state == .firing)

        // Nothing comes for two hours.
        now.withLock { $0 = Timestamp(seconds: 17_200) }
        present.end(at: now.withLock(\.self))
        clock.advance(by: .seconds(7200))
        await alerts.end(present)

        #expect(boards.withLock(\.last)?.incidents.first?.state == .resolved)
    }

    @Test func aFileIsNoPipe() throws {
        let path = try record()
        #expect(try open(path).source == .file)
        #expect(try open("/dev/null").source == .pipe)
    }
}
