import Foundation
import Testing

/// Compares the screen with `Golden/NAME.txt`; writes it when `EVENTER_GOLDEN` is set.
func expectGolden(_ viewed: Viewed, _ name: String, file: String = #filePath) throws {
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden")
    let url = folder.appending(path: name + ".txt")
    if ProcessInfo.processInfo.environment["EVENTER_GOLDEN"] != nil {
        try Data((viewed.screen + "\n").utf8).write(to: url)
    }
    let golden = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    #expect(viewed.screen + "\n" == golden)
}
