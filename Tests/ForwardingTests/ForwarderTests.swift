import Basics
import Events
import Forwarding
import Journal
import LogService
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ForwarderTests {
    @Test func sendsInOrderAndMovesTheCursor() async throws {
        let bench = try await Bench(adjust: { $0.maximumInFlight = 1 })
        try await bench.append(1...95)

        try await bench.running {
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.sink.accepted == Array(1...95))
        #expect(bench.sink.requests.count == 10)
        #expect(bench.journal.cursor(of: "sls") == 95)
        #expect(bench.ledger.acknowledged == 95)
    }

    @Test func sendsWhatArrivesWhileItRuns() async throws {
        let bench = try await Bench()

        try await bench.running {
            for first in stride(from: 1, to: 100, by: 10) { try await bench.append(first...first + 9) }
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.sink.accepted.sorted() == Array(1...100))
    }

    @Test func fourRequestsAreInFlightAtMost() async throws {
        let bench = try await Bench(sink: ScriptedSink { _, _ in .hold })
        try await bench.append(1...100)

        try await bench.running {
            await bench.sink.waitForHeld(4)
            #expect(await bench.forwarder.status.requestsInFlight == 4)
            for request in 0..<10 {
                await bench.sink.waitForRequests(request + 1)
                await bench.sink.waitForHeld(1)
                bench.sink.release(request)
            }
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.sink.mostRunning == 4)
        #expect(bench.sink.requests.count == 10)
    }

    @Test func cursorWaitsForTheFirstOfTheWindow() async throws {
        let sink = ScriptedSink { request, _ in request < 4 ? .hold : .accept }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...40)

        try await bench.running {
            await sink.waitForHeld(4)
            let first = sink.requests.firstIndex { $0.first == 1 } ?? 0
            for request in 0..<4 where request != first { sink.release(request) }
            while sink.accepted.count < 30, !Task.isCancelled { await Task.yield() }
            #expect(bench.journal.cursor(of: "sls") == 0)
            #expect(bench.ledger.waiting == 40)
            sink.release(first)
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.journal.cursor(of: "sls") == 40)
    }

    @Test func whatArrivesWhileOffWaits() async throws {
        let bench = try await Bench()
        await bench.forwarder.setForwarding(false)

        try await bench.running {
            try await bench.append(1...20)
            #expect(await bench.forwarder.drain(within: .seconds(1)) == false)
            #expect(await bench.forwarder.status.state == .off)
            #expect(bench.ledger.waiting == 20)
            #expect(bench.sink.requests.isEmpty)

            await bench.forwarder.setForwarding(true)
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.sink.accepted.sorted() == Array(1...20))
    }

    @Test func batchThatIsNotFullLingers() async throws {
        let bench = try await Bench(adjust: { $0.linger = .milliseconds(500) })
        try await bench.append(1...3)

        try await bench.running {
            await bench.clock.waitForSleepers()
            #expect(bench.sink.requests.isEmpty)
            bench.clock.advance(by: .milliseconds(500))
            await bench.sink.waitForRequests(1)
        }

        #expect(bench.sink.accepted == [1, 2, 3])
        #expect(bench.ledger.acknowledged == 3)
    }

    @Test func filteredAndDamagedRowsAreCounted() async throws {
        let even = try EventFilter(parsing: "uid~/[02468]$/")
        let bench = try await Bench(adjust: { $0.filter = even })
        try await bench.append(1...10)

        try await bench.running {
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.sink.accepted == [2, 4, 6, 8, 10])
        #expect(bench.ledger.filtered == 5)
        #expect(bench.ledger.acknowledged == 5)
    }

    @Test func batchWithNothingToSendMovesTheCursor() async throws {
        let nothing = try EventFilter(parsing: "uid:nothing")
        let bench = try await Bench(adjust: { $0.filter = nothing })
        try await bench.append(1...25)

        try await bench.running {
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.sink.requests.isEmpty)
        #expect(bench.ledger.filtered == 25)
    }

    @Test func dropGivesUpWhatWaitsAndGoesOn() async throws {
        let bench = try await Bench(sink: ScriptedSink { request, _ in request < 4 ? .hold : .accept })
        try await bench.append(1...100)

        try await bench.running {
            await bench.sink.waitForHeld(4)
            try await bench.forwarder.drop()
            #expect(bench.ledger.dropped == 100)
            for request in 0..<4 { bench.sink.release(request) }
            try await bench.append(101...105)
            #expect(await bench.forwarder.drain(within: .seconds(10)))
        }

        #expect(bench.ledger.dropped == 100)
        #expect(bench.ledger.acknowledged == 5)
        #expect(bench.ledger.seen == 105)
    }

    @Test func statusTellsWhatHappened() async throws {
        let bench = try await Bench(adjust: { $0.target = "project/store" })
        try await bench.append(1...20)

        try await bench.running {
            #expect(await bench.forwarder.drain(within: .seconds(10)))
            let status = await bench.forwarder.status

            #expect(status.state == .on)
            #expect(status.target == "project/store")
            #expect(status.ledger.acknowledged == 20)
            #expect(status.eventsPerSecond == 4)
            #expect(status.bytesSent > 0)
            #expect(status.latencyP99 != nil)
            #expect(status.oldestWaiting == nil)
            #expect(status.errors == 0)
        }
    }

    @Test func whatWasNeverSentIsNotCountedAsSent() async throws {
        let noKey = LogServiceError(kind: .credentials, code: "NoAccessKey", message: "none")
        let sink = ScriptedSink { request, _ in
            request == 0 ? .refuse(noKey) : request == 1 ? .refuse(.sample(.network)) : .accept
        }
        let bench = try await Bench(sink: sink)
        try await bench.append(1...10)

        try await bench.running {
            await bench.pump { bench.ledger.waiting == 0 }
            let status = await bench.forwarder.status
            #expect(status.counters.requests == [0: 1, 200: 1])
            #expect(status.errors == 2)
            #expect(status.bytesSent == sink.bodies.last?.count)
            #expect(status.counters.compressedBytes == status.bytesSent)
        }
    }

    @Test func statusTellsTheOldestThatWaits() async throws {
        let bench = try await Bench()
        await bench.forwarder.setForwarding(false)

        try await bench.append(1...2)

        #expect(await bench.forwarder.status.oldestWaiting == Bench.time)
    }
}
