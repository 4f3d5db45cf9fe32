import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct FindTests {
    private func lines(_ texts: String...) -> [CleanText] { texts.map { CleanText($0) } }

    @Test(arguments: [
        ("pod", "Pod web, POD db", [0..<3, 9..<12]), ("试", "测试x", [2..<4]), ("straße", "STRASSE 1", [0..<7]),
        ("ΣΑΣ", "σας", [0..<3]), ("aa", "aaaaa", [0..<2, 2..<4]), ("", "a", []), ("[", "a\u{1B}[m", [2..<3, 3..<4]),
    ])
    func textIsFoundInAnyCase(text: String, line: String, cells: [Range<Int>]) {
        #expect(Find.ranges(of: text, in: CleanText(line)) == cells)
    }

    @Test func stepsGoRoundAndSayWhenTheyDo() {
        var find = Find("x", in: lines("x", "", "x x"), from: 1)
        #expect(find.line == 2)

        let steps = [true, true, false].map { find.step(isForward: $0) }

        #expect(steps == [.moved, .wrapped, .wrapped])
        #expect(find.line == 2)
    }

    @Test func whatIsNotThereHasNoPlaceToGo() {
        var find = Find("y", in: lines("x"))

        let step = find.step(isForward: true)

        #expect(find.line == nil && step == .none)
    }

    @Test func aLookAtOtherLinesKeepsThePlaceAsFarAsItGoes() {
        var find = Find("x", in: lines("x", "x", "x"), from: 2)

        find.look(in: lines("x", "x"))

        #expect(find.line == 1)
        find.look(in: [])
        #expect(find.current == nil)
    }

    @Test func hostileTextIsFoundWithinItsCells() {
        for sample in HostileText.samples {
            let line = CleanText(sample)
            for range in Find.ranges(of: String(sample.unicodeScalars.suffix(3)), in: line) {
                #expect(range.lowerBound >= 0 && range.upperBound <= line.width)
            }
        }
    }
}
