import TestSupport
import Testing

@testable import Journal

@Suite struct WaitingRowsTests {
    @Test func theLargestGoDownToOneLevel() {
        #expect(WaitingRows.level([100, 60, 10], freeing: 40) == 60)
        #expect(WaitingRows.level([100, 60, 10], freeing: 60) == 50)
        #expect(WaitingRows.level([100, 60, 10], freeing: 0) == 100)
        #expect(WaitingRows.level([100, 60, 10], freeing: 500) == 0)
        #expect(WaitingRows.level([], freeing: 5) == 0)
    }

    @Test func noisyNamespaceLosesItsOldestNormalOnes() {
        var rows = WaitingRows()
        for id in 1...90 { rows.add(id: Int64(id), namespace: "noisy", isWarning: id <= 10, bytes: 10) }
        for id in 91...100 { rows.add(id: Int64(id), namespace: "quiet", isWarning: false, bytes: 10) }

        let victims = rows.noisy(capacity: 800)

        #expect(victims.map(\.id) == Array(11...30))
    }

    @Test func nobodyIsNoisyAlone() {
        var rows = WaitingRows()
        for id in 1...100 { rows.add(id: Int64(id), namespace: "only", isWarning: false, bytes: 10) }

        #expect(rows.noisy(capacity: 800).isEmpty)
    }

    @Test func nobodyIsNoisyAmongEquals() {
        var rows = WaitingRows()
        for id in 1...100 { rows.add(id: Int64(id), namespace: "ns-\(id % 5)", isWarning: false, bytes: 10) }

        #expect(rows.noisy(capacity: 800).isEmpty)
    }

    @Test func oldestNormalOnesGoBeforeAnyWarning() {
        var rows = WaitingRows()
        for id in 1...20 { rows.add(id: Int64(id), namespace: "a", isWarning: id % 2 == 0, bytes: 10) }
        for id in 21...24 { rows.add(id: Int64(id), namespace: "b", isWarning: false, bytes: 10) }

        #expect(rows.oldest(freeing: 60).map(\.id) == [1, 3, 5, 7, 9, 11])
        let more = rows.oldest(freeing: 160)
        #expect(more.count == 16)
        #expect(more.prefix(14).allSatisfy { !$0.isWarning })
        #expect(more.suffix(2).map(\.id) == [2, 4])
    }
}
