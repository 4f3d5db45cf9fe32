import Basics
import Events
import Testing

@Suite struct FailureLogTests {
    private func failure(_ second: Int64, _ code: String, count: Int = 1) -> DeliveryStatus.Failure {
        .init(at: Timestamp(seconds: second), status: 500, code: code, message: "m", advice: "a\(second)", count: count)
    }

    @Test func alikeOnesAreCountedAndGoToTheFront() {
        var log = FailureLog()

        for (second, code) in [(1, "x"), (2, "y"), (3, "x")] { log.add(failure(Int64(second), code)) }

        #expect(log.failures.map(\.code) == ["x", "y"])
        #expect(log.failures[0] == failure(3, "x", count: 2))
    }

    @Test func onlyTheLatestTenAreKept() {
        var log = FailureLog()

        for second in 1...11 { log.add(failure(Int64(second), "\(second)")) }

        #expect(log.failures.map(\.code) == (2...11).reversed().map(String.init))
    }

    @Test func whatTwoForwardersNotedIsMergedByTime() {
        var (one, two) = (FailureLog(), FailureLog())
        one.add(failure(1, "x"))
        one.add(failure(5, "y"))
        two.add(failure(3, "x"))
        two.add(failure(4, "z"))

        one.merge(two)

        #expect(one.failures.map(\.code) == ["y", "z", "x"])
        #expect(one.failures[2].count == 2)
    }
}
