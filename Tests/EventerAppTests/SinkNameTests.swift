import Events
import Journal
import LogService
import TestSupport
import Testing

@testable import EventerApp

@Suite struct SinkNameTests {
    private func sink(_ address: String) throws -> LogServiceConfiguration {
        let url = "sls:\(address)?project=p&logStore=l&accessKeyId=id&accessKeySecret=secret"
        return try LogServiceConfiguration(sink: url, environment: [:])
    }

    @Test(arguments: ["", "-intranet", "-vpc", "-share"]) func endpointsOfARegionAreOne(kind: String) throws {
        let sink = try sink("https://cn-beijing\(kind).log.aliyuncs.com")

        #expect(sink.journalName == "cn-beijing/p/l")
        #expect(sink.isNamed("http://cn-beijing-vpc.log.aliyuncs.com/p/l"))
        #expect(!sink.isNamed("https://cn-hangzhou.log.aliyuncs.com/p/l"))
        #expect(!sink.isNamed("https://cn-beijing.log.aliyuncs.com/p/other"))
        #expect(!sink.isNamed("cn-beijing/p/l"))
    }

    @Test func anyOtherHostIsItself() throws {
        let sink = try sink("http://127.0.0.1:8080")

        #expect(sink.journalName == "127.0.0.1:8080/p/l")
        #expect(sink.isNamed(sink.formerJournalName))
    }

    @Test func cursorMovesToTheNewName() async throws {
        let scratch = try TemporaryDirectory()
        let application = Application(
            process: ProcessContext(environment: [:], isOutputTerminal: false, isInputTerminal: false, version: "test")
        )
        let journal = try #require(Store.open(scratch.path, options: .losing, application: application).journal)
        let sink = try sink("https://cn-beijing-intranet.log.aliyuncs.com")
        for name in ["https://cn-beijing.log.aliyuncs.com/p/l", "https://cn-beijing.log.aliyuncs.com/p/other"] {
            try await journal.registerSink(name, start: .all)
        }

        await application.takeOver(sink.journalName, sink, journal)

        #expect(journal.sinks == ["cn-beijing/p/l", "https://cn-beijing.log.aliyuncs.com/p/other"])
    }
}
