import Basics
import TestSupport
import Testing

@testable import Events

@Suite struct PodTroubleTests {
    @Test func aContainerThatCrashesIsInBackOffBetweenItsStarts() {
        var life = Life()
        life.add("Scheduled", at: 0)
        life.add("Pulled", "already present on machine", at: 1, until: 600, count: 5, container: "app")
        life.add("Created", at: 1, until: 600, count: 5, container: "app")
        life.add("Started", at: 2, until: 601, count: 5, container: "app")
        life.add("BackOff", "Back-off restarting failed container app", at: 10, until: 700, count: 40, container: "app")
        let told = life.told(at: 720)

        #expect(
            told.lines == [
                "0-1 preparing", "1-2 starting app", "2-10 running app", "10-600 back-off app !",
                "600-601 starting app",
                "601-700 running app", "700- back-off app !",
            ]
        )
        #expect(told.restarts == 4)
        #expect(told.lossLines.first == "back-off 610s 85%")
        #expect(told.losses.first?.phases == 2)
        #expect(told.phases.last?.isPartlyKnown == true)
    }

    @Test func everyVersionAddsATime() {
        var life = Life()
        for (number, seconds) in [(1, 10), (2, 70), (3, 130)] {
            life.add("Started", at: 10, until: Int64(seconds), count: number, container: "app") { $0.key.uid = "s" }
            life.add(
                "BackOff",
                "Back-off restarting",
                at: 20,
                until: Int64(seconds) + 10,
                count: number,
                container: "app"
            ) {
                $0.key.uid = "b"
            }
        }
        let told = life.told(at: 200)

        #expect(
            told.lines == [
                "10-20 running app", "20-70 back-off app !", "70-80 running app", "80-130 back-off app !",
                "130-140 running app", "140- back-off app !",
            ]
        )
        #expect(told.restarts == 2)
        #expect(told.phases.allSatisfy { !$0.isPartlyKnown })
    }

    @Test func anImageThatIsNotThere() {
        var life = Life()
        let image = "registry/web:nobody"
        life.add("Scheduled", at: 0)
        life.add("Pulling", "Pulling image \"\(image)\"", at: 1, until: 91, count: 4, container: "app")
        life.add("Failed", "Failed to pull image \"\(image)\": not found", at: 3, until: 93, count: 4, container: "app")
        life.add("Failed", "Error: ErrImagePull", at: 3, until: 93, count: 4, container: "app")
        life.add("BackOff", "Back-off pulling image \"\(image)\"", at: 4, until: 110, count: 6, container: "app") {
            $0.type = "Normal"
        }
        life.add("Failed", "Error: ImagePullBackOff", at: 4, until: 110, count: 6, container: "app")
        let told = life.told(at: 120)

        #expect(
            told.lines == [
                "0-1 preparing", "1-4 pulling image app !", "4-91 image back-off app !", "91-110 pulling image app !",
                "110- image back-off app !",
            ]
        )
        #expect(told.firstStart == nil)
        #expect(told.running == .zero)
    }

    @Test func volumesThatCannotBeMounted() {
        var life = Life()
        life.add("Scheduled", at: 0)
        life.add("FailedMount", "configmap \"c\" not found", at: 1, until: 120, count: 8)
        life.add("Pulled", "already present on machine", at: 130, container: "app")
        let told = life.told(at: 200)

        #expect(told.lines == ["0-130 mounting volumes !", "130- starting app"])
        #expect(told.losses.first?.why == "configmap \"c\" not found")
        #expect(told.knowsBeginning)
    }

    @Test func aProbeThatFailsIsBesideWhatRuns() {
        var life = Life()
        life.add("Started", at: 0, container: "app")
        life.add("Unhealthy", "Readiness probe failed", at: 100, until: 280, count: 19, container: "app")
        let told = life.told(at: 1000)

        #expect(told.lines == ["0- running app", "100-280 unready app !"])
        #expect(told.lossLines == ["unready 180s 18%"])
        #expect(life.told(at: 300).lines.last == "100- unready app !")
    }

    @Test func probesThatFailNowAndThenCountForNothing() {
        var life = Life()
        life.add("Started", at: 0, container: "app")
        life.add("Unhealthy", "Readiness probe failed", at: 100, until: 18_100, count: 6, container: "app")
        let told = life.told(at: 20_000)

        #expect(told.phases.last?.isScattered == true)
        #expect(told.losses.isEmpty)
    }

    @Test func aLivenessProbeRestarts() {
        var life = Life()
        life.add("Started", at: 0, container: "app")
        life.add("Killing", "Container app failed liveness probe, will be restarted", at: 60, container: "app")
        life.add("Pulled", "already present on machine", at: 90, container: "app")
        life.add("Started", at: 91, container: "app") { $0.count = 1 }
        let told = life.told(at: 200)

        #expect(told.lines == ["0-60 running app", "60-90 restarting app !", "90-91 starting app", "91- running app"])
        #expect(told.restarts == 1)
    }

    @Test func aVolumeThatIsMissedLaterStopsNothing() {
        var life = Life()
        life.add("Started", at: 0, container: "app")
        life.add("FailedMount", "secret not found", at: 100)

        #expect(life.told(at: 1000).lines == ["0- running app", "100 FailedMount !"])
        #expect(life.told(at: 1000).losses.isEmpty)
    }
}
