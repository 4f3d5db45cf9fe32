import Testing
import TextGrid

@testable import Viewer

@Suite struct TextSearchTests {
    @Test(arguments: [
        ("ab", "xABab", [1..<3, 3..<5]), ("", "abc", []), ("abcd", "abc", []), ("aa", "aaaa", [0..<2, 2..<4]),
        ("试", "测试ab试", [2..<4, 6..<8]), ("É", "café", [3..<4]),
    ])
    func cellsAreFoundWhateverTheCase(text: String, line: String, cells: [Range<Int>]) {
        #expect(TextSearch(text).cells(in: CleanText(line)) == cells)
    }

    @Test func theSearchGoesRoundBothWays() {
        let lines = ["x", "a", "x", "a"].map { CleanText($0) }
        var search = TextSearch("a")

        #expect(search.next(1, from: 2, in: lines) == 3)
        search.line = 3
        #expect(search.next(1, from: 0, in: lines) == 1)
        search.line = 1
        #expect(search.next(-1, from: 0, in: lines) == 3)
        #expect(search.next(1, from: 0, in: []) == nil)
    }
}
