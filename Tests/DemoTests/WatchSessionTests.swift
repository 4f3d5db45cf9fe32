import Basics
import Foundation
import Testing

@testable import Demo

struct WatchSessionTests {
    private let start = Timestamp(seconds: 1_700_000_000)

    private func session(
        _ store: ClusterStore,
        _ query: [(String, String)],
        format: WatchSession.Format = .json
    ) throws -> WatchSession {
        let options = try ListOptions(query: query.map { (name: $0.0, value: $0.1) })
        return WatchSession(
            store: store,
            scope: EventScope(options: options),
            options: options,
            format: format,
            now: start
        )
    }

    private func text(_ step: WatchSession.Step) -> String {
        switch step {
        case .write(let bytes): String(decoding: bytes, as: UTF8.self)
        case .wait: "wait"
        case .end: "end"
        }
    }

    @Test func anIdleWatchIsGivenABookmarkNowAndThen() throws {
        let store = ClusterStore()
        var session = try session(store, [("resourceVersion", "41000"), ("allowWatchBookmarks", "true")])

        #expect(text(session.step(store, now: start)) == "wait")
        let bookmark = text(session.step(store, now: start.advanced(by: .seconds(15))))
        #expect(
            bookmark == """
                {"type":"BOOKMARK","object":{"kind":"Event","apiVersion":"v1","metadata":{"resourceVersion":"41000"},\
                "involvedObject":{},"source":{},"firstTimestamp":null,"lastTimestamp":null,"eventTime":null,\
                "reportingComponent":"","reportingInstance":""}}

                """
        )
        #expect(text(session.step(store, now: start.advanced(by: .seconds(16)))) == "wait")
    }

    @Test func aVersionFromTheFutureKeepsSilent() throws {
        var store = ClusterStore()
        var session = try session(store, [("resourceVersion", "99000000")])

        store.apply(.added(draft(1)), at: start)

        #expect(text(session.step(store, now: start)) == "wait")
    }

    @Test func aWatcherThatFallsBehindIsTold() throws {
        var store = ClusterStore(limits: ClusterStore.Limits(changes: 4))
        var session = try session(store, [("resourceVersion", "41000")])

        for number in 1...9 { store.apply(.added(draft(number)), at: start) }

        #expect(text(session.step(store, now: start)).contains(#""code":410"#))
        #expect(text(session.step(store, now: start)) == "end")
    }

    @Test func muchIsWrittenInSeveralChunks() throws {
        var store = ClusterStore()
        var session = try session(store, [("resourceVersion", "41000")])
        for number in 1...1_000 { store.apply(.added(draft(number)), at: start) }

        var lines = 0
        var chunks = 0
        while case .write(let bytes) = session.step(store, now: start) {
            chunks += 1
            lines += bytes.count { $0 == 0x0A }
            #expect(bytes.last == 0x0A)
        }

        #expect(lines == 1_000)
        #expect(chunks > 1)
    }

    @Test func onlyTheFirstTableDefinesColumns() throws {
        var store = ClusterStore()
        for number in 1...2 { store.apply(.added(draft(number)), at: start) }
        var session = try session(store, [("resourceVersion", "41000")], format: .table)

        let lines = text(session.step(store, now: start)).split(separator: "\n")

        #expect(lines.map { $0.contains(#""columnDefinitions":null"#) } == [false, true])
        #expect(lines.allSatisfy { $0.contains(#""kind":"Table""#) })
    }

    @Test func theDeadlineEndsIt() throws {
        let store = ClusterStore()
        var session = try session(store, [("resourceVersion", "41000"), ("timeoutSeconds", "5")])

        #expect(text(session.step(store, now: start.advanced(by: .seconds(4)))) == "wait")
        #expect(text(session.step(store, now: start.advanced(by: .seconds(5)))) == "end")
    }
}
