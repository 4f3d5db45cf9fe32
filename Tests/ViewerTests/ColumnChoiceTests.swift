import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct ColumnChoiceTests {
    @Test func chosenColumnsAreShownInTheirOrder() {
        var viewed = Webs.viewed()

        viewed.state.setColumns([.object, .last, .count])

        #expect(viewed.rows[3].split(separator: " ") == ["OBJECT", "vLAST", "CNT"])
        viewed.state.setColumns(nil)
        #expect(viewed.rows[3].contains("MESSAGE"))
    }

    @Test(arguments: [(120, false), (140, true)])
    func theRateIsShownWhereThereIsRoom(columns: Int, isShown: Bool) {
        var viewed = Webs.viewed(columns)
        viewed.receive(Webs.event(5, pod: "web-5", reason: "Flood", count: 90))

        #expect(viewed.rows[3].contains("RATE") == isShown)
        #expect(viewed.rows[4].contains(" 18/m ") == isShown)
    }

    @Test func plusAndMinusFilterByTheCell() {
        var viewed = Webs.viewed()
        viewed.press(.character("+"))
        #expect(Webs.reasons(viewed) == ["[Killing]"])
        viewed.press(.escape)
        #expect(Webs.reasons(viewed).count == 3)

        viewed.press(.character("-"))

        #expect(Webs.reasons(viewed) == ["[Unhealthy]", "Pulled"])
    }

    @Test func aTimeIsNoValue() {
        var viewed = Webs.viewed()
        viewed.press(.character("<"))
        for _ in 0..<9 { viewed.press(.character("<")) }

        viewed.press(.character("+"))

        #expect(viewed.state.filterText == "")
        #expect(viewed.screen.contains("choose a column"))
        #expect(viewed.rows[3].hasPrefix("[LAST]"))
    }

    @Test func nodesAndObjectsAreReadInFullBeforeMessagesTakeTheRest() {
        var viewed = Viewed(200, 60)
        viewed.becomeLive()
        let (pod, node) = ("checkout-api-6c9d5f7b8-k4x2m", "cn-hangzhou.192.168.100.123")
        for number in Int64(1)...9 {
            viewed.receive(
                .sample(number, uid: "u-\(number)") {
                    $0.object = ObjectReference(kind: "Pod", namespace: "shop", name: pod, uid: "p")
                    $0.reason = "FailedScheduling\(number)"
                    $0.host = node
                    $0.message = String(repeating: "word ", count: 40)
                }
            )
        }
        viewed.press(.character("g"))

        let columns = viewed.state.tableColumns(ScreenLayout(viewed.state))
        let row = viewed.rows[columns.area.row]
        #expect(row.contains(" Pod/" + pod + " "))
        #expect(row.contains(" " + node + " "))
        #expect(columns.places.first { $0.spec.column == .message }.map { $0.width >= 40 } == true)
    }
}
