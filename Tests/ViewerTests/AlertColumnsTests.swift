import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct AlertColumnsTests {
    private static let all: [AlertColumns.Column] = [
        .state, .severity, .rule, .group, .count, .began, .lasted, .message,
    ]
    /// As long as the texts of real clusters.
    private static let texts: [AlertColumns.Column: String] = [
        .state: "FIRING", .severity: "medium", .rule: "pod-start-failed-in-team-a", .cluster: "prod-hz-7f00aa11",
        .group: "payments/Pod/payments-api-7d9f8c6b5d-x2k4q  node cn-hz.10.0.3.7", .count: "1234", .began: "44s",
        .lasted: "1h10m", .message: String(repeating: "Back-off restarting ", count: 10),
    ]

    private func line(_ wanted: [AlertColumns.Column], cells: Int) -> (titles: String, row: String) {
        let columns = AlertColumns(wanted, rows: [wanted.map { Self.texts[$0] ?? "" }], cells: cells)
        return (columns.title.string, columns.line { column, _ in (Self.texts[column] ?? "", 0) }.string)
    }

    /// The cells inside the pane are four less than those of the screen.
    @Test(arguments: [96, 116, 196], [false, true])
    func theMessageKeepsThirtyCells(cells: Int, hasClusters: Bool) throws {
        let wanted = hasClusters ? Array(Self.all.prefix(3)) + [.cluster] + Self.all.dropFirst(3) : Self.all
        // At 100 columns there is not room for the name of a cluster, too.
        guard cells > 100 || !hasClusters else { return }
        let (titles, row) = line(wanted, cells: cells)
        let start = try #require(titles.firstRange(of: "MESSAGE")).lowerBound
        #expect(row.dropFirst(titles.distance(from: titles.startIndex, to: start)).count >= 30)
        #expect(row.count <= cells - 2)
        #expect(titles.contains("RULE") && titles.contains("GROUP") && titles.contains("STATE"))
        #expect(titles.contains("CLUSTER") == hasClusters)
    }

    @Test func withALittleRoomTheMessageGoes() {
        let (titles, row) = line(Self.all, cells: 76)
        #expect(!titles.contains("MESSAGE"))
        #expect(titles.contains("GROUP") && titles.contains("COUNT"))
        #expect(row.count <= 74)
    }

    @Test func withRoomForAllNothingGives() {
        let (titles, _) = line(Self.all, cells: 300)
        for column in Self.all { #expect(titles.contains(column.rawValue)) }
    }

    @Test func shortTextsLeaveAllColumns() {
        let columns = AlertColumns(
            Self.all,
            rows: [["FIRING", "high", "oom", "shop/web-1", "1", "5s", "5s", "killed"]],
            cells: 76
        )
        for column in Self.all { #expect(columns.title.string.contains(column.rawValue)) }
    }

    @Test(arguments: 0...300)
    func noWidthIsTooMuch(cells: Int) {
        let (titles, row) = line(Self.all, cells: cells)
        #expect(titles.contains("RULE"))
        // With less there is no screen at all.
        if cells >= 56 { #expect(row.count <= cells - 2) }
    }

    @Test func numbersEndWhereTheirTitleEnds() {
        let columns = AlertColumns([.rule, .count], rows: [["oom", "7"]], cells: 76)
        #expect(columns.title.string == "RULE  COUNT")
        #expect(columns.line { column, _ in (column == .count ? "7" : "oom", 0) }.string == "oom       7")
    }

    /// The node is told below, the pod is what one incident is told from another by.
    @Test func aNarrowGroupKeepsTheNameOfItsObject() {
        var incident = Alarms.incident("i-1", "image-pull-of-some-team-x", .medium, 60) {
            $0.group = [
                .init(field: "ns", value: "shop"), .init(field: "name", value: "frontend-7565zpm2kc-l8qzl"),
                .init(field: "node", value: "cn-hangzhou.10.0.3.16"),
            ]
            $0.message = String(repeating: "Back-off pulling image ", count: 5)
        }
        for (columns, isCut) in [(100, true), (200, false)] {
            var viewed = Alarms.viewed(columns, 24, AlertBoard(incidents: [incident], rules: Alarms.rules))
            viewed.press(.character("!"))
            let line = viewed.rows.first { $0.contains("> FIRING") } ?? ""
            #expect(line.contains("-l8qzl"))
            #expect(line.contains("0.3.16") != isCut)
        }
        incident.group = []
        #expect(incident.subjectText == "")
        incident.group = [.init(field: "node", value: "n-1")]
        #expect(incident.subjectText == "node n-1")
    }

    /// Where there is no column for it, the line under the cursor says it all the same.
    @Test func onASmallScreenTheReasonIsReadBelow() {
        var board = Alarms.board
        board.incidents = (0..<60).map { number in
            Alarms.incident("i-\(number)", "rule-\(number)", .medium, 60) {
                $0.title = "pods of a workload are evicted from their nodes again and again"
                $0.group = [.init(field: "name", value: "payments-api-7d9f8c6b5d-x2k4q")]
                $0.cause = "7 in 5m, at least 4"
                $0.reason = "Evicted"
                $0.message = "The node was low on resource: ephemeral-storage."
            }
        }
        board.problems = ["hook 1: exit 1", "hook 2: exit 1", "hook 3: exit 1"]
        var viewed = Alarms.viewed(80, 24, board)
        viewed.press(.character("!"), .character("j"))
        #expect(!viewed.screen.contains("MESSAGE"))
        #expect(viewed.screen.contains("Newest     Evicted: The node was low on resource: ephemeral-storage."))
        #expect(viewed.screen.contains("Why        7 in 5m, at least 4"))
    }
}
