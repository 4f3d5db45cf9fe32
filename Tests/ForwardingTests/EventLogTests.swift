import Basics
import Events
import Forwarding
import LogService
import Testing

@Suite struct EventLogTests {
    private let now = Timestamp(seconds: 1_800_000_000)

    @Test func podHasItsFieldsInOrder() {
        let mapping = EventLog(format: .compact, labels: [("b", "2"), ("a", "1")])

        let log = mapping.log(of: event(kind: "Pod"), at: now)

        #expect(
            log.fields == [
                LogField("eventId", bytes: Array(#"{"a":1}"#.utf8)), LogField("hostname", "node"),
                LogField("level", "Warning"), LogField("pod_id", "u"), LogField("pod_name", "p"), LogField("b", "2"),
                LogField("a", "1"),
            ]
        )
    }

    @Test func otherKindsHaveNoPodFields() {
        let log = EventLog().log(of: event(kind: "Node"), at: now)

        #expect(log.fields.map(\.key) == ["eventId", "hostname", "level"])
    }

    @Test func eventIsIndentedByDefault() {
        let log = EventLog().log(of: event(kind: "Node"), at: now)

        #expect(log.fields.first?.value == .bytes(Array("{\n \"a\": 1\n}".utf8)))
    }

    @Test func labelNamedLikeAFieldIsLeftOut() {
        let log = EventLog(labels: [("level", "x"), ("team", "y")]).log(of: event(kind: "Node"), at: now)

        #expect(log.fields.map(\.key) == ["eventId", "hostname", "level", "team"])
    }

    static let week: Int64 = 7 * 86400

    @Test(arguments: zip([-3600, -5 * week, 3600, 840, 0], [-3600, 60 - week, 840, 840, 0]))
    func timeIsMovedIntoWhatLogServiceTakes(seconds: Int64, sent: Int64) {
        var event = event(kind: "Pod")
        event.lastSeen = now.advanced(by: .seconds(seconds))

        #expect(EventLog().log(of: event, at: now).time == UInt32(now.seconds + sent))
    }

    private func event(kind: String) -> KubeEvent {
        guard let version = ResourceVersion(1) else { preconditionFailure("1 is a version") }
        return KubeEvent(
            key: KubeEvent.Key(uid: "e", resourceVersion: version),
            type: "Warning",
            object: ObjectReference(kind: kind, name: "p", uid: "u"),
            host: "node",
            firstSeen: now,
            lastSeen: now,
            received: now,
            json: Array(#"{"a":1}"#.utf8)
        )
    }
}
