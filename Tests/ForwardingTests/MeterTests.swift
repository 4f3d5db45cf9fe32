import Testing

@testable import Forwarding

@Suite struct MeterTests {
    @Test func rateForgetsAfterFiveSeconds() {
        var meter = RateMeter()
        meter.add(events: 10, bytes: 100, at: .seconds(1))
        meter.add(events: 5, at: .seconds(3))

        #expect(meter.rates(at: .seconds(3)).events == 3)
        #expect(meter.rates(at: .seconds(3)).bytes == 20)
        #expect(meter.rates(at: .seconds(6)).events == 1)
        #expect(meter.rates(at: .seconds(60)).events == 0)
    }

    @Test func percentilesAreExactToAnEighth() throws {
        var histogram = LatencyHistogram()
        for value in 1...1000 { histogram.add(.milliseconds(value), at: .zero) }

        let percentiles = [histogram.percentile(0.5, at: .zero), histogram.percentile(0.99, at: .zero)]

        let median = try #require(percentiles[0])
        let high = try #require(percentiles[1])
        #expect(median >= .milliseconds(500) && median <= .milliseconds(563))
        #expect(high >= .milliseconds(990) && high <= .milliseconds(1114))
    }

    @Test func delaysAreForgottenAfterTwoMinutes() {
        var histogram = LatencyHistogram()
        histogram.add(.seconds(1), at: .zero)

        let percentiles = [histogram.percentile(0.5, at: .seconds(61)), histogram.percentile(0.5, at: .seconds(200))]
        #expect(percentiles == [.microseconds(1_048_576), nil])
    }

    @Test(arguments: [Duration.zero, .seconds(-5), .microseconds(7), .seconds(Int64.max)])
    func everyDelayHasItsBucket(delay: Duration) {
        var histogram = LatencyHistogram()
        histogram.add(delay, at: .zero)

        let highest = histogram.percentile(1, at: .zero)
        #expect(highest != nil)
    }
}
