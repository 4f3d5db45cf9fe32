import Basics
import Testing

@testable import Viewer

@Suite struct TextsTests {
    @Test(
        arguments: [
            (Int64(0), "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"), (172_799, "47h"), (172_800, "2d"),
            (-5, "0s"),
            (86400 * 2000, ">2y"),
        ] as [(Int64, String)]
    )
    func agesTakeFourCells(seconds: Int64, text: String) {
        #expect(age(Viewed.ago(seconds), at: Viewed.now) == text)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (48201, "48,201"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func numbersAreGrouped(number: Int, text: String) {
        #expect(grouped(number) == text)
    }

    @Test(arguments: [(9999, "9999"), (12345, "12k"), (999_999, "999k"), (2_000_000, "2M"), (Int.max, ">1T")])
    func countsAreCompact(number: Int, text: String) {
        #expect(compact(number, cells: 4) == text)
    }

    @Test(
        arguments: [
            (0.0, "0"), (0.01, "0.1"), (3.14, "3.1"), (99.9, "99.9"), (124.4, "124"), (1204, "1,204"), (.nan, "0"),
        ] as [(Double, String)]
    )
    func ratesAreShort(value: Double, text: String) {
        #expect(rate(value) == text)
    }

    @Test(arguments: [(0.0, "0 B"), (312, "312 B"), (8200, "8 KB"), (1_234_567, "1.2 MB")] as [(Double, String)])
    func bytesHaveUnits(value: Double, text: String) {
        #expect(bytes(value) == text)
    }

    @Test(arguments: [
        ("cannot watch at http://[::1]:80/api: no route: x", "no route: x, cannot watch at http://[::1]:80/api"),
        ("dial tcp: i/o timeout", "dial tcp: i/o timeout"), ("see http://a/: ", "see http://a/: "),
        ("see http://a", "see http://a"), ("", ""),
    ])
    func theCauseComesBeforeTheAddress(reason: String, text: String) {
        #expect(causeFirst(reason) == text)
    }

    @Test func theClockKnowsItsZone() {
        #expect(WallClock(zone: LocalZone(secondsEast: 8 * 3600)).full(Viewed.now) == "2026-11-22 14:03:27")
        #expect(
            WallClock(zone: LocalZone(secondsEast: -8 * 3600)).short(Viewed.now, at: Viewed.ago(-86400)) == "Nov 21"
        )
        #expect(zoneLabel(8 * 3600) == "+08:00")
        #expect(zoneLabel(-12600) == "-03:30")
    }
}
