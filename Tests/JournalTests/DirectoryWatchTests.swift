import Foundation
import TestSupport
import Testing

@testable import Journal

@Suite(.timeLimit(.minutes(5))) struct DirectoryWatchTests {
    @Test func ringsWhenAFileIsClosedThatWasWrittenTo() async throws {
        let directory = try TemporaryDirectory()
        let doorbell = Doorbell()
        let watch = try #require(DirectoryWatch(directory.path, ringing: doorbell))

        try Data("order".utf8).write(to: URL(filePath: directory.path + "/file"))
        let isRung = await doorbell.wait()

        withExtendedLifetime(watch) { #expect(isRung) }
    }

    @Test func cannotWatchWhatIsNotThere() throws {
        let directory = try TemporaryDirectory()

        #expect(DirectoryWatch(directory.path + "/absent", ringing: Doorbell()) == nil)
    }
}
