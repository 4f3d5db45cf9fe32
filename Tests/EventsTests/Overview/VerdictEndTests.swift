import Testing

@testable import Events

/// What is over, what never was worth a word, and what only keeps silent.
@Suite struct VerdictEndTests {
    private let pod = "pod/web-7d9f8c6b5d-x2k4b"

    private func mount(ago: Int64, count: Int = 1, since: Int64? = nil) -> KubeEvent {
        happening(
            "FailedMount",
            pod,
            "MountVolume.SetUp failed for volume \"c\" : configmap \"c\" not found",
            ago: ago,
            count: count,
            since: since,
            uid: "mount",
            version: 3600 - ago
        )
    }

    private func normal(_ reason: String, ago: Int64) -> KubeEvent { happening(reason, pod, type: "Normal", ago: ago) }

    @Test func whatStartsInTimeIsNoTrouble() {
        let found = lines(
            overview(of: [mount(ago: 900), mount(ago: 890, count: 3, since: 900), normal("Started", ago: 880)])
        )

        #expect(found == [])
    }

    @Test func whatStartsLateIsOver() {
        let events = [mount(ago: 1800), mount(ago: 900, count: 9, since: 1800), normal("Started", ago: 600)]

        #expect(lines(overview(of: events)).first?.hasSuffix(", over since 13:50") == true)
    }

    @Test func whatIsDeletedIsOver() {
        let events = [
            mount(ago: 1800), mount(ago: 900, count: 9, since: 1800),
            happening(
                "SuccessfulDelete",
                "ReplicaSet/web-7d9f8c6b5d",
                "Deleted pod: web-7d9f8c6b5d-x2k4b",
                type: "Normal",
                ago: 840
            ),
        ]

        #expect(lines(overview(of: events)).first?.hasSuffix(", over since 13:46") == true)
    }

    @Test func silenceIsQuietButNotTheEnd() {
        let events = [mount(ago: 1800), mount(ago: 900, count: 9, since: 1800)]

        #expect(lines(overview(of: events)).first?.hasSuffix(", quiet since 13:45") == true)
    }

    @Test func whoIsStillHeardOfIsNotQuiet() {
        let events = [mount(ago: 1800), mount(ago: 900, count: 9, since: 1800), normal("Pulled", ago: 60)]

        let found = lines(overview(of: events))

        #expect(found.first?.contains("volume cannot be mounted since 13:30") == true)
        #expect(found.first?.contains("quiet") == false)
    }

    @Test func aStartIsNoEndOfACrashLoopUntilItLasts() {
        let loop = happening("BackOff", pod, "Back-off restarting failed container", ago: 700, count: 9, since: 1500)

        let soon = overview(of: [loop, normal("Started", ago: 300)]).report(.hour).verdicts
        let later = overview(of: [loop, normal("Started", ago: 650)]).report(.hour).verdicts

        #expect(soon.first?.ended == nil)
        #expect(later.first?.ended == noon - 650)
    }

    @Test(arguments: [
        "Stopping container app": true, "Container app failed liveness probe, will be restarted": false,
    ])
    func aKillIsTheEndOnlyWhereNothingIsStartedAgain(message: String, isEnd: Bool) {
        let loop = happening("BackOff", pod, "Back-off restarting failed container", ago: 500, count: 9, since: 1500)
        let kill = happening("Killing", pod, message, type: "Normal", ago: 400)

        let verdicts = overview(of: [loop, kill]).report(.hour).verdicts

        #expect(verdicts.first?.ended == (isEnd ? noon - 400 : nil))
    }

    @Test func backlogThatIsWorkedOffIsNoOutage() {
        let events = (0..<9).flatMap { number -> [KubeEvent] in
            let pod = "pod/simulate-7014\(number)-2plb6"
            let text = "0/48 nodes are available: 48 Insufficient cpu."
            return [
                happening("FailedScheduling", pod, in: "batch", text, ago: Int64(3000 - number * 300)),
                happening("Scheduled", pod, in: "batch", type: "Normal", ago: Int64(2820 - number * 300)),
            ]
        }

        let verdicts = overview(of: events).report(.hour).verdicts

        #expect(verdicts.allSatisfy { $0.rank > 2 })
    }

    // MARK: Nodes

    private func node(_ reason: String, _ name: String = "n1", ago: Int64) -> KubeEvent {
        happening(reason, "node/\(name)", in: "", type: "Normal", ago: ago)
    }

    @Test func nodeThatIsTakenAwayOnPurposeIsNoTrouble() {
        let events = [
            node("ScaleDown", ago: 900), node("NodeNotReady", ago: 820),
            happening("NodeNotReady", "pod/ds-2plb6", in: "kube-system", "Node is not ready", ago: 818),
            node("RemovingNode", ago: 800),
        ]

        #expect(lines(overview(of: events)) == [])
    }

    @Test func nodeThatGoesUnaskedAndIsRemovedIsTold() {
        let found = lines(overview(of: [node("NodeNotReady", ago: 900), node("RemovingNode", ago: 800)]))

        #expect(found == ["node n1: was not ready since 13:45, then removed, over since 13:46"])
    }

    @Test func upgradeOfManyNodesIsOneLineBelowTheOneThatStaysAway() {
        var events: [KubeEvent] = []
        for number in 0..<9 {
            let (name, ago) = ("n\(number)", Int64(3000 - number * 240))
            events += [node("NodeNotSchedulable", name, ago: ago), node("NodeNotReady", name, ago: ago - 60)]
            if number != 4 {
                events += [node("NodeReady", name, ago: ago - 200), node("NodeSchedulable", name, ago: ago - 205)]
            }
        }

        let found = lines(overview(of: events))

        #expect(
            found == [
                "node n4: not ready since 13:27, planned 13:26",
                "8 nodes: cordoned, away for a while and ready again since 13:11, n0, n1, n2, ..., over since 13:45",
            ]
        )
    }

    @Test func podsOfALostNodeAreTheNodesAndNotEvicted() {
        let found = lines(
            overview(of: [
                node("NodeNotReady", ago: 900), node("NodeNotReady", "n2", ago: 300),
                happening("NodeNotReady", "pod/a-1", in: "shop", "Node is not ready", ago: 898),
                happening("NodeNotReady", "pod/b-1", in: "shop", "Node is not ready", ago: 299),
                happening("NodeNotReady", "pod/c-1", in: "shop", "Node is not ready", ago: 298),
                happening(
                    "TaintManagerEviction",
                    "pod/a-1",
                    in: "shop",
                    "Marking for deletion Pod shop/a-1",
                    type: "Normal",
                    ago: 600
                ),
            ])
        )

        #expect(
            found == [
                "node n1: not ready since 13:45, 1 pod evicted", "node n2: not ready since 13:55, 2 pods affected",
            ]
        )
    }

    @Test func whatANodesOwnWarningsMeanIsSaidInWords() {
        let found = lines(
            overview(of: [
                happening(
                    "FilesystemIsReadOnly",
                    "node/n7",
                    in: "",
                    "Remounting filesystem read-only",
                    ago: 300,
                    node: "n7"
                ),
                happening("Ext4Error", "node/n7", in: "", "EXT4-fs error (device sdb1)", ago: 299, node: "n7"),
                happening("BackOff", "pod/db-0", in: "scada", "Back-off", ago: 20, count: 9, since: 240, node: "n7"),
            ])
        )

        #expect(found == ["node n7: disk errors, filesystem read-only since 13:55, down with it: scada/db-*"])
    }
}
