import TestSupport
import Testing

@testable import Events

@Suite struct SortedBlocksTests {
    @Test func holdsWhatASortedArrayHolds() async {
        var random = SeededGenerator(seed: 7)
        var model: [Int] = []
        var blocks = SortedBlocks<Int>()
        for step in 0..<20_000 {
            if step % 500 == 0 { await Task.yield() }
            let value = Int.random(in: 0..<4000, using: &random)
            // Grows first, then shrinks.
            if Int.random(in: 0..<20_000, using: &random) > step {
                if !model.contains(value) {
                    model.insert(value, at: model.count { $0 < value })
                    blocks.insert(value, by: <)
                }
            } else {
                model.removeAll { $0 == value }
                blocks.remove(value, by: <)
            }
        }
        #expect(model.count > 512)
        #expect(Array(blocks.elements) == model)
        #expect(blocks.count == model.count)
        #expect(model.indices.map { blocks[$0] } == model)
        #expect(model.allSatisfy { value in blocks.countBefore { $0 < value } == model.count { $0 < value } })
        #expect(Array(blocks.elements(after: { $0 < 2000 })) == model.filter { $0 >= 2000 })
    }

    @Test func givesItsFirstUntilItIsEmpty() {
        var blocks = SortedBlocks(sorted: Array(0..<1000))
        var taken: [Int] = []
        while let first = blocks.popFirst() { taken.append(first) }
        #expect(taken == Array(0..<1000))
        #expect(blocks.count == 0)
        #expect(blocks.last == nil)
    }

    @Test func emptyOnesHaveNothingBefore() {
        let blocks = SortedBlocks<Int>(sorted: [])
        #expect(blocks.countBefore { _ in true } == 0)
        #expect(Array(blocks.elements(after: { _ in true })).isEmpty)
    }

    @Test(arguments: [0, 3, 200, 5000])
    func manyAtOnceAreAsOneByOne(count: Int) {
        var random = SeededGenerator(seed: 9)
        let values = (0..<6000).shuffled(using: &random)
        var blocks = SortedBlocks(sorted: values.prefix(1000).sorted())

        blocks.insert(Array(values[1000..<1000 + count]), by: <)

        let model = values.prefix(1000 + count).sorted()
        #expect(Array(blocks.elements) == model)
        #expect(blocks.count == model.count)
        #expect(blocks.last(700) { $0 < 3000 } == model.filter { $0 < 3000 }.suffix(700).reversed())
    }

    @Test func whatComesBeforeAllOthersIsPutBeforeThem() {
        var blocks = SortedBlocks(sorted: Array(5000..<9000))

        blocks.insert([3, 1, 2, 6000], by: <)

        #expect(Array(blocks.elements.prefix(4)) == [1, 2, 3, 5000])
        #expect(blocks.count == 4004)
    }

    @Test func takesNothingOutThatIsNotThere() {
        var blocks = SortedBlocks(sorted: [1, 3, 5])
        blocks.remove(4, by: <)
        blocks.remove(6, by: <)
        #expect(Array(blocks.elements) == [1, 3, 5])
    }
}
