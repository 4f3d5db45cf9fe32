import Basics
import Testing

@testable import EventerApp

@Suite struct ClockSkewTests {
    /// The answer says second 100, our clock says other things.
    private func skew(sent: Double, received: Double) -> ClockSkew {
        ClockSkew(
            date: Timestamp(seconds: 100),
            sent: Timestamp(microseconds: Int64(sent * 1e6)),
            received: Timestamp(microseconds: Int64(received * 1e6))
        )
    }

    @Test(arguments: [(100, 100.2), (99.9, 100), (100.9, 101.5), (60, 140)])
    func clocksThatMayAgreeDo(sent: Double, received: Double) {
        #expect(skew(sent: sent, received: received).certain == .zero)
    }

    @Test func aLongWayHidesADifferenceAndAShortOneShowsIt() {
        let long = skew(sent: 80, received: 99)
        let short = skew(sent: 90, received: 91)

        #expect(long.certain == .seconds(1))
        #expect(short.certain == .seconds(9))
        #expect(long.narrowed(by: short).certain == .seconds(9))
        #expect(skew(sent: 110, received: 111).certain == .seconds(-9))
    }

    @Test func onlyAWrongClockIsWarnedOf() {
        func finding(_ sent: Double) -> Finding {
            skew(sent: sent, received: sent + 0.5).finding(.clock, of: "its clock", hint: "set it")
        }

        #expect(finding(100) == Finding(.clock, .ok, "agrees with its clock"))
        #expect(finding(97) == Finding(.clock, .ok, "its clock is at least 2 s ahead of this machine's"))
        #expect(
            finding(90)
                == Finding(.clock, .warning, "its clock is at least 9 s ahead of this machine's", hint: "set it")
        )
        #expect(
            finding(3700)
                == Finding(.clock, .warning, "its clock is at least 3599 s behind this machine's", hint: "set it")
        )
    }
}
