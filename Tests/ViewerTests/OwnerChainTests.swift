import Basics
import Events
import TestSupport
import Testing

@testable import Viewer

@Suite struct OwnerChainTests {
    private func row(_ kind: String, _ name: String, _ message: String) -> EventRow {
        EventRow(
            .sample(1) {
                $0.object = ObjectReference(kind: kind, namespace: "default", name: name, uid: name)
                $0.message = message
            }
        )
    }

    private func chain(_ kind: String, _ name: String, _ rows: EventRow...) -> String {
        let object = ObjectReference(kind: kind, namespace: "default", name: name)
        return OwnerChain(of: object, among: rows).links.map(\.text).joined(separator: " <- ")
    }

    @Test func setsAndDeploymentsSayWhatTheyMake() {
        let chain = chain(
            "Pod",
            "over-quota-65b67b6697-gbb88",
            row("Deployment", "over-quota", "Scaled up replica set over-quota-65b67b6697 from 0 to 3"),
            row("ReplicaSet", "over-quota-65b67b6697", "Created pod: over-quota-65b67b6697-gbb88")
        )

        #expect(chain == "ReplicaSet over-quota-65b67b6697 <- Deployment over-quota")
    }

    @Test func jobsAndCronJobsSayWhatTheyMake() {
        let chain = chain(
            "Pod",
            "tick-29922958-6hd95",
            row("Job", "tick-29922958", "Created pod: tick-29922958-6hd95"),
            row("CronJob", "tick", "Saw completed job: tick-29922958, condition: Complete"),
        )

        #expect(chain == "Job tick-29922958 <- CronJob tick")
    }

    @Test(arguments: [
        ("Pod", "mysql-0", "create Pod mysql-0 in StatefulSet mysql successful"),
        ("PersistentVolumeClaim", "data-mysql-0", "Create Claim data-mysql-0 Pod mysql-0 in StatefulSet mysql success"),
    ])
    func statefulSetsSayWhatTheyMake(kind: String, name: String, message: String) {
        #expect(chain(kind, name, row("StatefulSet", "mysql", message)) == "StatefulSet mysql")
    }

    @Test func aDaemonSetIsFoundWhateverTheName() {
        #expect(chain("Pod", "agent-x", row("DaemonSet", "agent", "Created pod: agent-x")) == "DaemonSet agent")
    }

    @Test(arguments: [
        ("Pod", "web-7d9f8c6b5d-x2k4q", "ReplicaSet web-7d9f8c6b5d? <- Deployment web?"),
        ("Pod", "nightly-28531400-4bq9z", "Job nightly-28531400? <- CronJob nightly?"),
        ("Pod", "mysql-12", "StatefulSet mysql?"), ("Pod", "web", ""), ("Pod", "web-frontend", ""),
        ("Pod", "-", ""), ("Node", "web-7d9f8c6b5d-x2k4q", ""), ("Deployment", "web-1", ""),
    ])
    func namesAreAGuess(kind: String, name: String, guess: String) {
        #expect(chain(kind, name) == guess)
    }

    @Test func anotherPodOfTheSetProvesNothing() {
        let chain = chain(
            "Pod",
            "a",
            row("ReplicaSet", "s", "Created pod: ab"),
            row("ReplicaSet", "t", "Created pod: ")
        )

        #expect(chain.isEmpty)
    }

    @Test func anotherNamespaceProvesNothing() {
        var other = row("ReplicaSet", "s", "Created pod: a")
        other.object.namespace = "else"

        #expect(chain("Pod", "a", other).isEmpty)
    }
}
