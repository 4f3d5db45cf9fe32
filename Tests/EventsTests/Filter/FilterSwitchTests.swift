import Basics
import Events
import TestSupport
import Testing

@Suite struct FilterSwitchTests {
    private let now = Timestamp(seconds: 1_000)

    private func event(_ reason: String, _ type: String = "Warning", kind: String = "Pod", message: String = "")
        -> KubeEvent
    {
        var event = KubeEvent.sample(1, uid: reason + message)
        event.type = type
        event.reason = reason
        event.message = message
        event.object = ObjectReference(kind: kind, namespace: "shop", name: "web")
        return event
    }

    private static let texts = [
        "reason:Failed", "reason:(Failed, BackOff) kind:Pod", "!reason:Failed", "type:Warning msg:pull",
        "reason:Failed | msg:disk", "reason:*Evict*", "!(reason:Failed msg:pull)", "", "count>0 reason:Failed",
    ]

    @Test func givesWhatEachFilterAskedAloneGives() throws {
        let filters = try Self.texts.map { try EventFilter(parsing: $0) }
        var all = FilterSwitch(filters)
        for reason in ["Failed", "BackOff", "Evicted", "Pulled"] {
            for type in ["Warning", "Normal"] {
                for kind in ["Pod", "Node"] {
                    for message in ["pull", "disk", ""] {
                        let event = event(reason, type, kind: kind, message: message)
                        let expected = filters.indices.filter { filters[$0].matches(event, at: now) }
                        // Twice: once worked out, once remembered.
                        #expect(all.matches(event, at: now) == expected)
                        #expect(all.matches(event, at: now) == expected)
                    }
                }
            }
        }
    }

    @Test func forgetsCombinationsWithoutLosingFilters() throws {
        var all = FilterSwitch([try EventFilter(parsing: "reason:R7")])
        for number in 0..<10_000 { _ = all.matches(event("R\(number)"), at: now) }
        #expect(all.matches(event("R7"), at: now) == [0])
        #expect(all.matches(event("R8"), at: now).isEmpty)
    }
}
