import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct ArrivalTests {
    @Test func ratesCountWhatCameLastSeconds() {
        var viewed = Viewed.incident()

        for second in Int64(0)..<5 {
            for number in Int64(0)..<10 {
                viewed.receive(
                    .sample(5000 + second * 10 + number) {
                        $0.received = Viewed.ago(-second - 1)
                        if number < 2 { $0.type = "Warning" }
                    }
                )
            }
            viewed.pass(seconds: 1)
        }

        #expect(viewed.rows[0].contains("10.0/s  W 2.0/s"))
        viewed.pass(seconds: 60)
        #expect(viewed.rows[0].contains("0/s  W 0/s"))
    }

    @Test func whatComesLiveIsMarkedNewForFiveSeconds() {
        var viewed = Viewed.incident()
        viewed.pass(seconds: 1)

        viewed.receive(
            .sample(9000) {
                $0.received = Viewed.ago(-1)
                $0.lastSeen = Viewed.ago(-1)
            }
        )
        viewed.press(.down)
        #expect(viewed.rows[4].hasPrefix("+"))
        viewed.pass(seconds: 6)

        #expect(viewed.rows[4].hasPrefix(" "))
    }

    @Test func aRowThatHappensAgainIsNotMarkedNew() {
        var viewed = Viewed.incident()
        viewed.pass(seconds: 1)
        var event = Incident.events[1]
        event.key = KubeEvent.sample(9000, uid: event.key.uid).key
        event.received = Viewed.ago(-1)
        event.lastSeen = Viewed.ago(-1)

        viewed.receive(event)
        viewed.press(.down)

        #expect(viewed.rows[4].hasPrefix(" ") && viewed.rows[4].contains("Unhealthy"))
    }

    @Test func whatIsListedIsNoRate() {
        var viewed = Viewed()
        viewed.becomeLive()

        viewed.send(.received(events: Incident.events, gaps: []))
        viewed.pass(seconds: 1)

        #expect(viewed.rows[0].contains("0/s  W 0/s"))
    }
}
