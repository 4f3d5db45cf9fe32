import Alerts
import Events
import Testing

@Suite struct AlertRuleTests {
    @Test func usualWindowIsThatOfTheEventCenter() throws {
        let rule = AlertRule(name: "any", filter: .everything)
        #expect(rule.window == .seconds(360))
    }
}
