import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Viewer

/// Several clusters and namespaces on one screen, and the truth about their streams.
@Suite struct ClustersTests {
    private static let prod = StreamID(cluster: "prod", namespace: nil)
    private static let dev = StreamID(cluster: "dev", namespace: nil)
    private static let stage = StreamID(cluster: "stage-eu-west-1", namespace: nil)

    private func viewed(_ columns: Int = 80, _ rows: Int = 24) -> Viewed {
        Viewed(columns, rows) {
            $0.context = "prod,dev,stage-eu-west-1"
            $0.clusters = ["prod", "dev", "stage-eu-west-1"]
        }
    }

    private func status(_ stream: StreamID, _ state: StreamStatus.State, ago: Int64 = 60) -> Action {
        var status = StreamStatus(stream: stream, state: state, since: Viewed.ago(ago))
        status.lastReceived = Viewed.ago(ago + 2)
        status.counters.events = 1204
        return .stream(status)
    }

    private static let stale = StreamStatus.State.waiting(
        reason: "cannot watch events at https://10.0.0.4:6443/api/v1/events: connection refused",
        retryAt: Viewed.ago(-4)
    )
    private static let denied = StreamStatus.State.denied(
        reason:
            #"may not list events in namespace team-b: events is forbidden: User "dev" cannot list resource "events""#,
        retryAt: Viewed.ago(-31)
    )

    private func event(_ number: Int64, in cluster: String) -> KubeEvent {
        .sample(number) {
            $0.cluster = cluster
            $0.firstSeen = Viewed.ago(30 - number)
            $0.lastSeen = Viewed.ago(30 - number)
            $0.received = Viewed.ago(30 - number)
        }
    }

    // MARK: The header

    @Test func worstClusterComesFirstAndTheLiveAreCounted() {
        var viewed = viewed()
        viewed.send(status(Self.prod, .live), status(Self.dev, Self.stale, ago: 34), status(Self.stage, .live))

        #expect(viewed.rows[0].contains("dev: STALE 34s  retry in 4s  2/3 live"))
        #expect(viewed.rows[1].hasPrefix(" dev: connection refused, cannot watch events at https://10.0.0.4:6443/"))
    }

    @Test func eachClusterHasItsStateWhereThereIsRoom() {
        var viewed = viewed(160)
        viewed.send(status(Self.prod, .live), status(Self.dev, Self.stale, ago: 34), status(Self.stage, .listing(500)))

        #expect(viewed.rows[0].contains("dev: STALE 34s  retry in 4s  stage-eu-west-1: LISTING  prod: LIVE"))
    }

    @Test func theOneLongestAwayIsTheWorst() {
        var viewed = viewed()
        viewed.send(status(Self.prod, Self.stale, ago: 10), status(Self.dev, Self.stale, ago: 300))

        #expect(viewed.rows[0].contains("dev: STALE 5m"))
        #expect(viewed.rows[1].hasPrefix(" dev: "))
    }

    @Test func onlyAllLiveIsLive() {
        var viewed = viewed()
        viewed.send(status(Self.prod, .live), status(Self.dev, .live))
        #expect(viewed.rows[0].contains("stage-e…st-1: CONNECTING  2/3 live"))

        viewed.send(status(Self.stage, .live))

        #expect(viewed.rows[0].contains("LIVE 3/3"))
    }

    @Test(arguments: [
        (StreamStatus.State.connecting, "CONNECTING"), (.listing(12000), "LISTING 12,000"), (.live, "LIVE"),
        (stale, "STALE 34s  retry in 4s"), (denied, "DENIED  retry in 31s"),
    ])
    func aSingleStreamHasItsWord(state: StreamStatus.State, text: String) {
        var viewed = Viewed()
        viewed.send(status(.all, state, ago: 34))

        #expect(viewed.rows[0].contains(" " + text + " "))
    }

    @Test func theMissingRightIsReadAtEightyColumns() {
        var viewed = Viewed.incident()
        viewed.send(status(.namespace("team-b"), Self.denied))

        #expect(viewed.rows[0].contains("DENIED 1 of 2"))
        #expect(viewed.rows[1].hasPrefix(" denied: may not list events in namespace team-b: events is forbidden"))
    }

    // MARK: The table

    @Test func clusterIsAColumnOnlyOfSeveral() throws {
        var several = viewed()
        several.receive(event(1, in: "prod"), event(2, in: "stage-eu-west-1"))
        #expect(several.rows[3].contains(" CLUSTER "))
        #expect(several.rows[4].contains(" sta…t-1 "))

        let one = Viewed.incident()
        #expect(!one.rows[3].contains("CLUSTER"))
    }

    @Test func sameEventOfTwoClustersIsTwoRowsAndOpensItsOwnObject() {
        var viewed = viewed()
        viewed.receive(event(1, in: "prod"), event(1, in: "dev"))
        viewed.press(.enter)
        let first = viewed.state.detail?.row.cluster
        viewed.press(.character("J"))

        let clusters = [first, viewed.state.detail?.row.cluster].compactMap(\.self)
        #expect(Set(clusters) == ["prod", "dev"])
        let key = KubeEvent.sample(1).key
        #expect(viewed.effects == clusters.map { .loadObject(key, cluster: $0) })
        #expect(viewed.screen.contains("Cluster    " + clusters[1]))
    }

    @Test func anObjectOfAnotherClusterIsNotTaken() {
        var viewed = viewed()
        viewed.receive(event(1, in: "prod"))
        viewed.press(.enter)

        viewed.send(.object(KubeEvent.sample(1).key, cluster: "dev", json: Array(#"{"a":1}"#.utf8)))

        #expect(viewed.state.detail?.object == .loading)
    }

    @Test func theFilterKnowsTheCluster() {
        var viewed = viewed()
        viewed.receive(event(1, in: "prod"), event(2, in: "dev"))
        viewed.press(.character("/"))
        viewed.type("cluster:dev")
        viewed.press(.enter)

        #expect(viewed.objects == ["[web-2]"])
    }

    @Test func whatOneClusterListsIsNotNewToTheOther() {
        var viewed = viewed()
        viewed.send(status(Self.prod, .live), status(Self.dev, .listing(0)))
        viewed.pass(seconds: 5)
        viewed.receive(event(34, in: "prod"), event(33, in: "prod"), event(32, in: "dev"))

        #expect(viewed.rows[4...6].map { $0.prefix(1) } == [">", "+", " "])
    }

    // MARK: Gaps

    @Test func aGapNamesItsCluster() {
        var viewed = viewed(100)
        viewed.receive(event(1, in: "prod"), event(20, in: "prod"))
        let gap = Gap(reason: .clusterChanged, from: Viewed.ago(25), to: Viewed.ago(20))

        viewed.send(.received(events: [], gaps: [StreamGap(stream: Self.dev, gap: gap)]))

        #expect(viewed.rows[5].contains("dev gap 14:03:02 - 14:03:07 (5.0s): another cluster answers"))
        #expect(viewed.rows[1].contains("gaps 1"))
    }

    @Test func aGapThatNothingFollowedYetIsOnTop() {
        var viewed = Viewed()
        viewed.becomeLive()
        viewed.receive(event(1, in: ""), event(2, in: ""))
        let gap = Gap(reason: .expired, from: Viewed.ago(25), to: Viewed.ago(1))

        viewed.send(.received(events: [], gaps: [StreamGap(stream: .all, gap: gap)]))

        #expect(viewed.rows[4].contains("history expired"))
        #expect(viewed.rows[5].hasPrefix(">"))
        viewed.press(.character("j"), .character("j"))
        #expect(viewed.objects.count == 2)
    }

    @Test func gapsOfTheJournalTakeTheirPlaceAndCountOnce() {
        var viewed = Viewed.incident()
        let new = StreamGap(stream: .all, gap: Gap(reason: .empty, from: Viewed.ago(9), to: Viewed.ago(5)))
        let old = StreamGap(stream: .all, gap: Gap(reason: .error, from: Viewed.ago(90), to: Viewed.ago(60)))
        viewed.send(.received(events: [], gaps: [new]))

        viewed.send(.received(events: [], gaps: [old, new]))

        #expect(viewed.rows[1].contains("gaps 2"))
        #expect(viewed.state.gaps == [old, new])
    }

    // MARK: The streams pane

    @Test func everyStreamIsListed() throws {
        var viewed = viewed()
        viewed.send(
            status(Self.prod, .live),
            status(Self.dev, Self.stale, ago: 34),
            status(StreamID(cluster: "stage-eu-west-1", namespace: "team-b"), Self.denied, ago: 300),
            status(StreamID(cluster: "stage-eu-west-1", namespace: "team-a"), .listing(1500), ago: 2)
        )
        viewed.press(.character("R"))

        try expectGolden(viewed, "streams")
        viewed.press(.character("R"))
        #expect(viewed.state.pane == nil)
    }

    @Test func retryAsksEveryStreamThatWaitsAndSaysHowMany() {
        var viewed = viewed()
        viewed.send(status(Self.prod, .live), status(Self.dev, Self.stale), status(Self.stage, Self.denied))

        viewed.press(.character("R"), .character("r"))

        #expect(viewed.effects == [.retryStreams])
        #expect(viewed.screen.contains("asking 2 streams now"))
    }

    // MARK: A smaller scope

    @Test func aRefusedScopeGivesWayToTheSmaller() {
        var viewed = Viewed()
        viewed.send(status(.all, .connecting))

        viewed.send(.narrowed(.all, to: .namespace("team-a"), "forbidden; showing team-a only"))
        viewed.send(status(.namespace("team-a"), .live))

        #expect(viewed.rows[0].contains("ns:team-a  LIVE"))
        #expect(viewed.screen.contains("forbidden; showing team-a only"))
        viewed.pass(seconds: 10)
        #expect(viewed.screen.contains("forbidden; showing team-a only"))
        viewed.press(.character("R"))
        #expect(viewed.screen.contains("in place of all namespaces"))
    }

    @Test func ofSeveralForwardersOneThatCannotIsSaid() {
        var viewed = viewed(120)
        viewed.forward { $0.unavailableParts = ["dev: another process holds the journal"] }

        #expect(viewed.screen.contains("SLS ON"))
        #expect(viewed.screen.contains("not forwarded: dev: another process holds the journal"))
    }
}
