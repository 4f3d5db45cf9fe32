import Basics
import Events
import HTTP

/// One watch request.
struct WatchReading {
    var query: String
    var total: Duration
    var head: Duration
}

extension EventWatcher {
    /// Reads a watch to its end, or until the machine wants something else, for which there is no input.
    func watch(
        _ reading: WatchReading,
        _ machine: inout WatchMachine,
        _ decoder: EventDecoder,
        on clock: some Clock<Duration>,
        _ elapsed: @escaping @Sendable () -> Duration,
        _ deliver: @Sendable (WatchUpdate) async -> Void
    ) async -> WatchMachine.Input? {
        do {
            let answer = try await client.watch(
                reading.query,
                path: path,
                head: reading.head,
                total: reading.total,
                gathering: patience.gathering
            )
            machine.status.counters.requests.count(.watch, code: 200)
            for update in machine.handle(.opened, at: moment(elapsed())) { await deliver(update) }
            let sentinel = Sentinel(now: elapsed(), patience: patience)
            return await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await sentinel.run(on: clock, elapsed: elapsed) {
                        await client.isAnswering(within: patience.probe)
                    } tell: {
                        answer.body.nudge()
                    }
                }
                let (input, said) = await read(answer, &machine, decoder, sentinel, elapsed, deliver)
                group.cancelAll()
                if !Task.isCancelled { machine.status.counters.requests.count(.init(endedWith: input, said)) }
                return input
            }
        } catch {
            machine.status.counters.requests.count(.watch, code: error.code)
            if !Task.isCancelled { machine.status.counters.requests.count(.init(endedWith: .failed(error))) }
            return .failed(error)
        }
    }

    /// - Returns: What the machine is told of the end, and what the server itself said in the stream.
    private func read(
        _ answer: HTTPStream,
        _ machine: inout WatchMachine,
        _ decoder: EventDecoder,
        _ sentinel: Sentinel,
        _ elapsed: () -> Duration,
        _ deliver: @Sendable (WatchUpdate) async -> Void
    ) async -> (input: WatchMachine.Input?, said: KubernetesStatus?) {
        var said: KubernetesStatus?
        do {
            let step = machine.step
            var reader = FrameReader()
            try await client.read(answer, doing: "watch events") { chunk throws(KubernetesError) in
                if !chunk.isEmpty { sentinel.heard(at: elapsed()) }
                var inputs = sentinel.takeNews().map { WatchMachine.Input($0, patience) }
                let frames = Self.frames(in: chunk, &reader, decoder, received: now())
                if !frames.isEmpty { inputs.append(.frames(frames)) }
                said = frames.lazy.compactMap(\.status).first
                machine.status.counters.frames.count(frames)
                machine.status.counters.scrubbed = decoder.scrubbed
                for input in inputs {
                    for update in machine.handle(input, at: moment(elapsed())) { await deliver(update) }
                }
                if machine.step != step { throw Self.leaving }
            }
            let rest = reader.finish()
            let last = rest.isEmpty ? nil : decoder.decodeWatchLine(rest.span, received: now())
            if let last, !last.isMalformed {
                machine.status.counters.frames.count([last])
                said = last.status
                for update in machine.handle(.frames([last]), at: moment(elapsed())) { await deliver(update) }
                if machine.step != step { return (nil, said) }
            }
            return (.ended, nil)
        } catch {
            return error == Self.leaving ? (nil, said) : (.failed(error), nil)
        }
    }

    /// Never reaches anyone: leaves the loop over chunks once the machine has another step.
    private static let leaving = KubernetesError(.expired, "")

    private static func frames(
        in chunk: [UInt8],
        _ reader: inout FrameReader,
        _ decoder: EventDecoder,
        received: Timestamp
    ) -> [WatchFrame] {
        var frames: [WatchFrame] = []
        frames.reserveCapacity(chunk.count / 1024 + 1)
        reader.feed(chunk) { frame, bytes in
            frames.append(
                frame == .oversize
                    ? .oversize(decoder.version(ofCutLine: bytes)) : decoder.decodeWatchLine(bytes, received: received)
            )
        }
        return frames
    }
}

extension WatchFrame {
    fileprivate var isMalformed: Bool {
        if case .malformed = self { true } else { false }
    }

    fileprivate var status: KubernetesStatus? {
        if case .status(let status) = self { status } else { nil }
    }
}

extension WatchMachine.Input {
    fileprivate init(_ news: Sentinel.News, _ patience: Patience) {
        self =
            switch news {
            case .lull: .lull
            case .answered: .answered
            case .unanswered: .unanswered(nextIn: patience.probe)
            }
    }
}
