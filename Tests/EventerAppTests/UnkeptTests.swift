import Basics
import Events
import Journal
import TestSupport
import Testing

@testable import EventerApp

/// What of that which waits ends with the process.
@Suite struct UnkeptTests {
    private let application = Application(
        process: ProcessContext(environment: [:], isOutputTerminal: false, isInputTerminal: false, version: "test")
    )

    private func options(_ overflow: JournalOptions.Overflow) -> JournalOptions {
        var options = JournalOptions()
        options.maximumBytes = 200_000
        options.overflow = overflow
        return options
    }

    /// A site whose journal is full and has one event more in its buffer.
    private func fill(_ store: Store) async throws -> Site {
        let journal = try #require(store.journal)
        try await journal.registerSink("sls", start: .all)
        var number: Int64 = 0
        repeat {
            number += 1
            await journal.append(EventBatch(stream: .all, events: [.sample(number)], resumePoint: nil))
        } while (try? await journal.flush()) != nil
        return Site(store: store, forwarding: .none)
    }

    @Test(arguments: [JournalOptions.Overflow.wait: 0, .lose: 1])
    func onlyTheBufferOfAFullFile(overflow: JournalOptions.Overflow, count: Int) async throws {
        let scratch = try TemporaryDirectory()

        let site = try await fill(Store.open(scratch.path, options: options(overflow), application: application))

        #expect(site.unkept(of: 100) == count)
        #expect([site].keepWhatWaits == (count == 0))
    }

    @Test func everythingWithoutAFile() async throws {
        let site = try await fill(Store.memory(reason: "no", options: options(.wait), application: application))

        #expect(site.unkept(of: 100) == 100)
    }
}
