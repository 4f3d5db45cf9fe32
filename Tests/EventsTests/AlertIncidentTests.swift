import Basics
import Testing

@testable import Events

@Suite struct AlertIncidentTests {
    private static func incident(_ id: String, _ severity: AlertSeverity, fired seconds: Int64) -> AlertIncident {
        let time = Timestamp(seconds: seconds)
        return AlertIncident(id: id, rule: id, severity: severity, began: time, last: time, fired: time)
    }

    @Test func theMostSevereStandsFirstThenTheNewest() {
        var over = Self.incident("over", .high, fired: 9)
        over.state = .resolved
        let incidents = [
            over, Self.incident("low", .low, fired: 8), Self.incident("new", .medium, fired: 7),
            Self.incident("old", .medium, fired: 6), Self.incident("node", .high, fired: 5),
        ]

        let ordered = incidents.sorted { $0.precedes($1) }

        #expect(ordered.map(\.id) == ["node", "new", "old", "low", "over"])
    }
}
