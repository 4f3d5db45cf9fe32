import Events
import Foundation
import Glibc
import TestSupport
import Testing
import Viewer

@testable import EventerApp

@Suite struct PromptMemoryTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test func linesComeBackByTheirPromptTheNewestLast() throws {
        let memory = PromptMemory(directory: folder.path)

        memory.add("ns:a", at: .filter)
        memory.add("group reason", at: .command)
        memory.add("msg:a\tb\nc", at: .filter)

        #expect(memory.load() == [.filter: ["ns:a", "msg:a\tbc"], .command: ["group reason"]])
        var status = stat()
        #expect(stat(memory.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func aFileThatIsNoHistoryIsPassedOver() throws {
        let memory = PromptMemory(directory: folder.path)
        try Data("garbage\nfilter\t\nfilter\tns:a\nother\tx\n\u{FFFD}".utf8).write(to: URL(filePath: memory.path))

        #expect(memory.load() == [.filter: ["ns:a"]])
    }

    @Test func aLongHistoryIsMadeShorter() throws {
        let memory = PromptMemory(directory: folder.path)
        for number in 0...1000 { memory.add("n\(number)", at: .filter) }

        #expect(memory.load()[.filter]?.count == 500)
        #expect(memory.load()[.filter]?.last == "n1000")
        #expect(try String(contentsOfFile: memory.path, encoding: .utf8).split(separator: "\n").count == 500)
    }

    @Test func withoutADirectoryNothingIsKept() {
        let memory = PromptMemory(directory: folder.path + "/none")

        memory.add("ns:a", at: .filter)

        #expect(memory.load() == [:])
    }
}

@Suite struct SavedViewsTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    @Test func aViewComesBackAsItWas() throws {
        let views = SavedViews(path: folder.path + "/state/eventer/views.yaml")
        var view = SavedView(name: "a: \"b\" #c\u{1B}")
        view.filter = "ns:x \"no # space\" | msg~/a: b/"
        view.warningsOnly = true
        view.group = .reason
        view.sort = GroupOrder(.namespace, isInverted: true)
        view.columns = [.last, .message]
        view.time = .utc
        view.window = 3600

        try views.save(view)

        #expect(views.load() == [view])
        var status = stat()
        #expect(stat(views.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func aNameIsThereOnce() throws {
        let views = SavedViews(path: folder.path + "/views.yaml")
        try views.save(SavedView(name: "a"))
        try views.save(SavedView(name: "b"))
        var again = SavedView(name: "a")
        again.sort = GroupOrder(.count, isInverted: true)

        try views.save(again)

        #expect(views.load() == [SavedView(name: "b"), again])
    }

    @Test(arguments: ["", "views: 3", "[", "views: [{filter: x}]", "views: [1, a]"])
    func whatIsNoViewIsPassedOver(text: String) throws {
        let views = SavedViews(path: folder.path + "/views.yaml")
        try Data(text.utf8).write(to: URL(filePath: views.path))

        #expect(views.load() == [])
    }
}
