import Basics
import Events
import FoundationEssentials
import TestSupport
import Testing

@testable import EventerApp

/// Lives of objects that real controllers, schedulers and kubelets told of.
@Suite(.enabled(if: Recordings.areHere)) struct LifecycleRecordingTests {
    private func events() async throws -> [KubeEvent] {
        let directory = try #require(Recordings.directory)
        let path = directory.appending(path: "real/real-controllers.core-v1.json").path
        let recording = try Recording(path: path, now: { Timestamp(seconds: 2_000_000_000) })
        var events: [KubeEvent] = []
        while let piece = try await recording.next() { events += piece }
        return events
    }

    private func life(_ text: String, among events: [KubeEvent]) throws -> Lifecycle {
        var search = LifecycleSearch(try ObjectWish(text, namespaces: []))
        search.add(events)
        let found = try #require(try search.object())
        return Lifecycle(of: found.reference, events: search.events(of: found), now: try #require(search.newest))
    }

    @Test func aPodThatWaitsForItsVolume() async throws {
        let life = try life("pod/badmount", among: await events())

        #expect(life.phases.map(\.step) == [.mounting])
        #expect(life.losses.map(\.step) == [.mounting])
        #expect(life.losses.first?.why.contains("does-not-exist") == true)
        #expect(life.firstStart == nil && life.knowsBeginning)
    }

    @Test func aPodOfARolloutFromItsMakingToItsEnd() async throws {
        let life = try life("pod/cart-5b64579dd7-4mfmd", among: await events())

        let steps: [Lifecycle.Step] = [.waiting, .preparing, .pulling, .starting, .running]
        #expect(life.phases.map(\.step).prefix(5) == steps[...])
        #expect(life.end != nil)
        #expect(life.running == .seconds(5))
        #expect(life.restarts == 0)
    }

    @Test func everyPodThatStartedTellsSo() async throws {
        let events = try await events()
        for pod in Set(events.map(\.object.path)) where pod.kind == "Pod" {
            let life = Lifecycle(of: pod, events: events, now: Timestamp(seconds: 2_000_000_000))
            let has = Set(events.filter { $0.object.path == pod }.map(\.reason))

            #expect((life.firstStart != nil) == has.contains("Started"), "\(pod.name)")
            #expect((life.end != nil) == has.contains("Killing"), "\(pod.name)")
            // Some waited for less than a second: too short for a loss, but told.
            let hasWaited = life.phases.contains { $0.step == .waiting && $0.isTrouble }
            #expect(hasWaited == has.contains("FailedScheduling"), "\(pod.name)")
        }
    }
}
