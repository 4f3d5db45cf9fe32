import Foundation
import Glibc
import TestSupport
import Testing

@testable import EventerApp

@Suite struct ExportFileTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func file(_ name: String) -> ExportFile {
        ExportFile(folder.path + "/" + name, home: "/nowhere", directory: "/nowhere")
    }

    private func text(_ file: ExportFile) -> String? { try? String(contentsOfFile: file.path, encoding: .utf8) }

    @Test func aFileIsPrivateAndWhole() throws {
        let file = file("a.csv")

        try file.write(Array("x,y\n".utf8))

        #expect(text(file) == "x,y\n")
        var status = stat()
        #expect(stat(file.path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.csv"])
    }

    @Test func anotherFileIsReplacedOnlyWhenThatIsAskedFor() throws {
        let file = file("a")
        try file.write([65])

        #expect(throws: ExportFile.Problem.exists) { try file.write([66]) }
        #expect(text(file) == "A")
        try file.write([66], mayReplace: true)

        #expect(text(file) == "B")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
    }

    @Test(arguments: [false, true])
    func aLinkIsNotFollowed(mayReplace: Bool) throws {
        let target = file("target")
        try target.write([65])
        let link = file("link")
        symlink(target.path, link.path)

        #expect {
            try link.write([66], mayReplace: mayReplace)
        } throws: {
            ($0 as? ExportFile.Problem)
                == .failed(
                    "\(link.path) is a symbolic link, which is not followed: name the file itself"
                )
        }
        #expect(text(target) == "A")
    }

    @Test func whatCannotBeWrittenIsSaidWithItsPath() {
        let missing = file("no/such/a")

        #expect(throws: ExportFile.Problem.failed("cannot write \(missing.path): No such file or directory")) {
            try missing.write([65])
        }
        #expect(throws: ExportFile.Problem.failed("\(folder.path) is a directory")) {
            try ExportFile(folder.path, home: "", directory: "").write([65])
        }
    }

    @Test(arguments: [("~/a", "/home/x/a"), ("~", "/home/x"), ("a/b", "/work/a/b"), ("/a", "/a"), ("~a", "/work/~a")])
    func pathsAreThoseOfAShell(written: String, path: String) {
        #expect(ExportFile(written, home: "/home/x", directory: "/work").path == path)
    }
}
