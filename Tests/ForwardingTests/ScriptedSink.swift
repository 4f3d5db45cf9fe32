import Basics
import Journal
import LogService

/// A sink that answers as the test says and remembers what it was sent, by the numbers in the events.
///
/// Bodies must not be compressed.
final class ScriptedSink: LogSink {
    enum Answer: Sendable {
        case accept
        case refuse(LogServiceError)
        /// Until the test calls ``release(_:_:)``.
        case hold
    }

    private struct State {
        var requests: [[Int]] = []
        var bodies: [[UInt8]] = []
        var accepted: [Int] = []
        var held: [Int: CheckedContinuation<Answer, Never>] = [:]
        var running = 0
        var mostRunning = 0
    }

    private let state = Locked(State())
    private let answer: @Sendable (_ request: Int, _ numbers: [Int]) -> Answer
    private let arrived = Doorbell()

    /// Requests are numbered from 0.
    init(_ answer: @escaping @Sendable (_ request: Int, _ numbers: [Int]) -> Answer = { _, _ in .accept }) {
        self.answer = answer
    }

    var requests: [[Int]] { state.withLock(\.requests) }
    var bodies: [[UInt8]] { state.withLock(\.bodies) }
    var accepted: [Int] { state.withLock(\.accepted) }
    var mostRunning: Int { state.withLock(\.mostRunning) }

    func put(_ group: EncodedLogGroup) async throws(LogServiceError) {
        let numbers = numbers(in: group.body)
        let request = state.withLock { state in
            state.requests.append(numbers)
            state.bodies.append(group.body)
            state.running += 1
            state.mostRunning = max(state.mostRunning, state.running)
            return state.requests.count - 1
        }
        var answer = answer(request, numbers)
        if case .hold = answer {
            answer = await withCheckedContinuation { continuation in
                state.withLock { $0.held[request] = continuation }
                arrived.ring()
            }
        }
        let isAccepted = if case .accept = answer { true } else { false }
        state.withLock { state in
            state.running -= 1
            if isAccepted { state.accepted += numbers }
        }
        arrived.ring()
        if case .refuse(let error) = answer { throw error }
    }

    /// Returns once `count` requests are held at the same time.
    func waitForHeld(_ count: Int) async {
        while state.withLock({ $0.held.count < count }), await arrived.wait() {}
    }

    /// Returns once `count` requests have come.
    func waitForRequests(_ count: Int) async {
        while state.withLock({ $0.requests.count < count }), await arrived.wait() {}
    }

    func release(_ request: Int, _ answer: Answer = .accept) {
        state.withLock { $0.held.removeValue(forKey: request) }?.resume(returning: answer)
    }
}

extension LogServiceError {
    static func sample(_ kind: Kind, status: Int = 0, retryAfter: Duration? = nil) -> LogServiceError {
        LogServiceError(kind: kind, status: status, code: "\(kind)", message: "scripted", retryAfter: retryAfter)
    }
}

/// The numbers between angle brackets.
private func numbers(in bytes: [UInt8]) -> [Int] {
    var found: [Int] = []
    for part in bytes.split(separator: UInt8(ascii: "<")).dropFirst() {
        guard let end = part.firstIndex(of: UInt8(ascii: ">")) else { continue }
        if let number = Int(String(decoding: part[..<end], as: UTF8.self)) { found.append(number) }
    }
    return found
}
