import Foundation
import Testing

/// Holds the cut of the package: who may import what, and what may stand where.
@Suite struct LayoutTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The table of the design, target by target: its own imports, then those from outside.
    static let allowed: [String: Set<String>] = [
        "Alerts": ["Basics", "Events"],
        "Basics": ["CMalloc"],
        "TextGrid": [],
        "Events": ["Basics", "CPCRE2", "DequeModule"],
        "HTTP": ["Basics", "CCurl"],
        "Terminal": ["TextGrid", "CNcurses"],
        "Zlib": ["CZlib"],
        "Journal": ["Basics", "Events", "Zlib", "GRDB", "GRDBSQLite"],
        "Kubernetes": ["Basics", "CSimdjson", "CSpawn", "Events", "HTTP", "Yams"],
        "LogService": ["Basics", "HTTP", "Zlib", "Crypto", "CryptoExtras"],
        "Viewer": ["Basics", "Events", "TextGrid", "DequeModule"],
        "Demo": ["Basics", "Events", "Zlib", "Crypto", "FlyingFox", "FlyingSocks", "SwiftProtobuf"],
        "Forwarding": ["Basics", "Events", "Journal", "LogService"],
        "EventerApp": [
            "Alerts", "Basics", "Demo", "Events", "Forwarding", "HTTP", "Journal", "Kubernetes", "LogService",
            "Terminal",
            "TextGrid",
            "Viewer", "Zlib", "Crypto", "FlyingFox", "FlyingSocks", "Logging", "Yams",
        ],
        "eventer": ["EventerApp", "ArgumentParser"],
    ]
    static let system: Set<String> = ["Dispatch", "Foundation", "FoundationEssentials", "Glibc"]

    private static func sources(below folder: String) throws -> [(path: String, text: String)] {
        let base = root.appending(path: folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix(".swift") }
        return try paths.map { (folder + "/" + $0, try String(contentsOf: base.appending(path: $0), encoding: .utf8)) }
    }

    @Test(arguments: allowed.keys.sorted())
    func targetImportsNothingBeyondItsRow(_ target: String) throws {
        let row = try #require(Self.allowed[target])
        for (path, text) in try Self.sources(below: "Sources/" + target) {
            let imports = text.split(separator: "\n").compactMap { line in
                line.wholeMatch(of: /(?:package |internal |@preconcurrency )*import (?:\w+ )?(\w+)(?:\.\w+)*/)?.1
            }
            for name in imports where !row.contains(String(name)) && !Self.system.contains(String(name)) {
                Issue.record("\(path) imports \(name)")
            }
        }
    }

    @Test func everyTargetHasARow() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path)
        let cTargets = ["CCurl", "CMalloc", "CNcurses", "CPCRE2", "CSimdjson", "CSpawn", "CZlib"]

        #expect(Set(folders) == Set(Self.allowed.keys).union(cTargets))
    }

    @Test func topLevelHoldsNothingElse() throws {
        let entries = try FileManager.default.contentsOfDirectory(atPath: Self.root.path).filter { !$0.hasPrefix(".") }
        let expected: Set<String> = ["Package.swift", "README.md", "Sources", "Tests", "screenshots"]

        #expect(Set(entries).subtracting(["Package.resolved"]) == expected)
    }

    @Test func onlyTheLockIsUnchecked() throws {
        for (path, text) in try Self.sources(below: "Sources") where !path.hasSuffix(".pb.swift") {
            let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(
                separator: "\n"
            )
            #expect(path == "Sources/Basics/Locked.swift" || !code.contains("@unchecked"), "\(path)")
            for word in ["nonisolated(unsafe)", "try!", "fatalError(", "as!"] {
                #expect(!code.contains(word), "\(path): \(word)")
            }
        }
    }

    @Test func nothingIsPublic() throws {
        let declaration = #/(?m)^\s*(?:public|open (?:class|func|var)) /#
        for (path, text) in try Self.sources(below: "Sources") where !path.hasSuffix(".pb.swift") {
            #expect(text.firstMatch(of: declaration) == nil, "\(path)")
        }
    }
}
