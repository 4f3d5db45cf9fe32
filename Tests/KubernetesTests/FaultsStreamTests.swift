import Basics
import Demo
import Events
import Kubernetes
import TestSupport
import Testing

/// What may stand in a watch or a list that should not: rows 23 to 25 of the fault table.
@Suite(.timeLimit(.minutes(5)))
struct FaultsStreamTests {
    @Test(arguments: LineRewrite.allCases.filter { $0 != .reversed })
    func linesWrittenInAnotherWayAreTheSameEvents(_ rewrite: LineRewrite) async throws {
        try await FaultRig.run { rig in
            await rig.cluster.inject(.rewrites(rewrite), on: [.watch], times: nil)
            await rig.cluster.refuse()
            await rig.cluster.emit(5)
            await rig.cluster.repeatLast(2)
            try await rig.cluster.listen()
            await rig.settle()

            await rig.cluster.emit(5)

            await rig.settle()
        }
    }

    @Test func linesOutOfOrderAreCountedAndTheRestGoesOn() async throws {
        try await FaultRig.run { rig in
            let former = rig.witness.account.counts.count
            await rig.cluster.inject(.rewrites(.reversed), on: [.watch], times: 1)
            await rig.cluster.refuse()
            await rig.cluster.emit(5)
            try await rig.cluster.listen()

            // The last comes first, and what is older counts as seen.
            #expect(await rig.witness.wait { $0.counts.count == former + 1 })
            await rig.cluster.emit(1)
            #expect(await rig.witness.wait { $0.counts.count == former + 2 })
            #expect(await rig.witness.wait { $0.status?.counters.duplicates == 4 })
        }
    }

    @Test func aFloodOfDeletionsIsNotHandedOn() async throws {
        var options = FaultRig.Options()
        options.events = 600
        try await FaultRig.run(options) { rig in
            await rig.cluster.expire(600)
            await rig.cluster.emit(1)

            await rig.settle()

            #expect(rig.witness.account.counts.count == 601)
        }
    }

    /// Lines that no reader should swallow, and what counts them.
    static let hostile: [(name: String, line: [UInt8])] = [
        ("16 MiB and more", HostileLines.event(41_000, messageBytes: 16 << 20)),
        ("deep", HostileLines.deep(1 << 40, depth: 100_000)),
        ("no JSON", Array("{\"type\":\"ADDED\",\"object\":{]}\n".utf8)),
        ("no version", Array(#"{"type":"ADDED","object":{"kind":"Event","metadata":{"uid":"u"}}}"#.utf8) + [0x0A]),
        (
            "a Table",
            Array(#"{"type":"ADDED","object":{"kind":"Table","metadata":{"resourceVersion":"9"}}}"#.utf8) + [0x0A]
        ),
        (
            "an unknown type",
            Array(#"{"type":"RENAMED","object":{"kind":"Event","metadata":{"resourceVersion":"9"}}}"#.utf8) + [0x0A]
        ),
        ("a word", Array("null\n".utf8)),
        ("NUL", [0, 0x0A]),
    ]

    @Test(arguments: hostile.indices)
    func aHostileLineIsCountedAndTheNextEventComes(_ index: Int) async throws {
        try await FaultRig.run { rig in
            await rig.cluster.inject(.begins(Self.hostile[index].line, ends: false), on: [.watch])
            await rig.cluster.refuse()
            await rig.cluster.emit(2)
            try await rig.cluster.listen()

            await rig.settle()

            // Whatever was counted is told when the state changes.
            await rig.cluster.cutAll()
            #expect(
                await rig.witness.wait { $0.status.map { $0.counters.oversize + $0.counters.malformed == 1 } ?? false },
                "\(Self.hostile[index].name)"
            )
        }
    }

    @Test func aLineOfAMillionKeysDoesNotStopTheStream() async throws {
        try await FaultRig.run { rig in
            await rig.cluster.inject(
                .begins(HostileLines.wide(await rig.cluster.version, keys: 1_000_000), ends: false),
                on: [.watch]
            )
            await rig.cluster.refuse()
            await rig.cluster.emit(2)
            try await rig.cluster.listen()

            await rig.settle()
        }
    }

    @Test func aLineWithoutEndIsDroppedWhenTheWatchEnds() async throws {
        try await FaultRig.run { rig in
            await rig.cluster.inject(
                .begins(Array(repeating: UInt8(ascii: "x"), count: 40 << 20), ends: true),
                on: [.watch]
            )
            await rig.cluster.refuse()
            await rig.cluster.emit(2)

            try await rig.cluster.listen()

            await rig.settle()
        }
    }

    @Test func aLineThatIsTooLargeEachTimeIsPassedByAList() async throws {
        try await FaultRig.run { rig in
            let line = HostileLines.nameless(bytes: 16 << 20)
            await rig.cluster.inject(.begins(line, ends: true), on: [.watch], times: 3)
            await rig.cluster.refuse()
            await rig.cluster.emit(2)

            try await rig.cluster.listen()

            #expect(await rig.requested(.list, times: 2))
            await rig.settle()
        }
    }

    /// Answers to a list that would fill the memory.
    static let bombs: [(name: String, answer: @Sendable () throws -> CannedAnswer)] = [
        ("a page that unpacks to 64 MiB", { try .compressed(Array(repeating: 0x20, count: 64 << 20)) }),
        ("two layers", { try .compressed(CannedAnswer.unversioned.body, layers: 2) }),
        ("a head of a MiB", { .hugeHead(bytes: 1 << 20) }),
    ]

    @Test(arguments: bombs.indices)
    func aListThatWouldFillTheMemoryIsGivenUpAndReadAgain(_ index: Int) async throws {
        let cluster = FaultyCluster()
        try await cluster.start()
        await cluster.emit(3)
        await cluster.inject(.answers(try Self.bombs[index].answer()), on: [.list])
        var options = FaultRig.Options()
        options.waitsForLive = false

        try await FaultRig.run(options, on: cluster) { rig in
            #expect(await rig.witness.wait { $0.isWaiting }, "\(Self.bombs[index].name)")
            await rig.settle()
        }
        await cluster.stop()
    }
}
