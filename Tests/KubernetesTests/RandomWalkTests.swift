import Testing

/// No sequence of answers makes the machine ask too often, forget, repeat, or stay where it is.
@Suite(.timeLimit(.minutes(5)))
struct RandomWalkTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func manyShortWalksBreakNothing(block: UInt64) {
        for seed in block * 5000..<(block + 1) * 5000 {
            var walk = RandomWalk(seed: seed)
            walk.walk(30 + Int(seed % 11))
            guard walk.violation == nil else {
                Issue.record("\(walk.violation ?? "")")
                return
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func longWalksBreakNothing(seed: UInt64) {
        var walk = RandomWalk(seed: 1_000_000 + seed)
        walk.walk(3000)

        #expect(walk.violation == nil)
    }
}
