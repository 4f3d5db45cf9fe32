import Basics
import HTTP
import Testing

@testable import Demo

@Suite(.timeLimit(.minutes(5)))
struct FaultTests {
    private func plan(_ fault: Fault, probability: Double = 1, count: Int = 200) -> [FaultPlan.Outcome?] {
        var plan = FaultPlan(fault, probability: probability, seed: 1)
        return (0..<count).map { _ in plan.next() }
    }

    @Test func decisionsRepeatForASeed() {
        #expect(plan(.flaky, probability: 0.3) == plan(.flaky, probability: 0.3))
        #expect(plan(.none).allSatisfy { $0 == nil })
        #expect(plan(.cut, probability: 0).allSatisfy { $0 == nil })
    }

    @Test func quotaComesInStretches() {
        let hits = plan(.quota, probability: 0.05, count: 2_000).map { $0 != nil }

        let neighbours = zip(hits, hits.dropFirst()).count { $0 && $1 }
        #expect(neighbours > hits.count { $0 } / 3)
    }

    @Test func flakyIsAMix() {
        let outcomes = plan(.flaky).compactMap { $0 }

        #expect(outcomes.contains(.cut(afterStoring: true)))
        #expect(outcomes.contains(.cut(afterStoring: false)))
        #expect(outcomes.contains(.page(status: 502)))
        #expect(outcomes.contains(.delay(.seconds(2))))
        #expect(outcomes.contains { if case .refuse(let refusal) = $0 { refusal.status == 403 } else { false } })
    }

    @Test(arguments: [
        (Fault.quota, [403, 429], ["WriteQuotaExceed", "ShardWriteQuotaExceed", "ExceedQuota", ""]),
        (.serverError, [500, 502, 503], ["ServerBusy", "InternalServerError", ""]),
        (.auth, [401], ["Unauthorized"]),
        (.notFound, [404], ["LogStoreNotExist"]),
        (.noProject, [404], ["ProjectNotExist"]),
        (.denied, [401], ["Unauthorized"]),
        (.forbidden, [403], ["ProjectForbidden"]),
        (.unknown, [400], ["QuiteNewError"]),
        (.proxy, [411], ["MissingContentLength"]),
        (.portal, [200], [""]),
        (.clock, [400], ["RequestTimeExpired"]),
        (.slowClock, [400], ["RequestTimeExpired"]),
    ])
    func answersInsteadOfStoring(_ fault: Fault, _ statuses: [Int], _ codes: [String]) async throws {
        let receiver = try await TestReceiver()
        await receiver.receiver.inject(fault, probability: 1)
        var seen: Set<Int> = []

        for _ in 0..<20 {
            let response = try await receiver.put(try logGroup())
            seen.insert(response.head.status)
            #expect(codes.contains(errorCode(response)))
            #expect((response.head.value("x-log-requestid") == nil) == [200, 502].contains(response.head.status))
        }

        #expect(seen == Set(statuses))
        #expect(try receiver.lines.isEmpty)
        #expect(await receiver.receiver.counters.refused.values.reduce(0, +) == 20)
        await receiver.stop()
    }

    @Test func slowAnswersAfterStoring() async throws {
        let receiver = try await TestReceiver()
        await receiver.receiver.inject(.slow, probability: 1)

        let response = try await receiver.put(try logGroup())

        #expect(response.head.status == 200)
        #expect(try receiver.lines.count == 1)
        await receiver.stop()
    }

    @Test func cutBreaksTheConnectionSometimesAfterStoring() async throws {
        let receiver = try await TestReceiver()
        await receiver.receiver.inject(.cut, probability: 1)

        for event in 1...20 {
            await #expect(throws: HTTPError.self) { try await receiver.put(try logGroup(event: event)) }
        }

        let stored = await receiver.receiver.received.count
        #expect((1...19).contains(stored))
        await receiver.receiver.inject(.none)
        #expect(try await receiver.put(try logGroup(event: 99)).head.status == 200)
        await receiver.stop()
    }

    @Test func cutAnswerIsNoAnswer() async throws {
        let receiver = try await TestReceiver()
        await receiver.receiver.inject(.short, probability: 1)

        await #expect(throws: HTTPError.self) { try await receiver.put(try logGroup()) }

        #expect(try receiver.lines.count == 1)
        await receiver.stop()
    }

    @Test func everyFaultExplainsItself() {
        #expect(Set(Fault.allCases.map(\.explanation)).count == Fault.allCases.count)
    }
}
