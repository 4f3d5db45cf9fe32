/// What is wrong with the demo's cluster: `eventer demo --cluster-fault NAME`.
package enum ClusterTrouble: String, Sendable, CaseIterable {
    case none
    /// Something else every few seconds.
    case flaky
    /// Watches are reset after 20 KB.
    case cut
    /// Answers for 60 s, then says nothing for 60 s, as under SIGSTOP.
    case stop
    /// The port is closed for 20 s of each minute.
    case refuse
    /// History is forgotten every 20 s, and watches end then.
    case expired
    /// Watches end at once, without a word.
    case empty
    /// 403 to everything.
    case denied
    /// Answers take 2 s, and watches come 2 KB a second.
    case slow
    /// Watches come through a proxy that passes them on every 10 s.
    case proxy
}

extension FaultyCluster {
    private static let reading: Set<ClusterVerb> = [.list, .page, .probe, .check, .anchor, .watch]

    /// Is in trouble until cancelled.
    ///
    /// - Parameters:
    ///   - trouble: What goes wrong.
    ///   - seed: Repeats what is left to chance.
    func play(_ trouble: ClusterTrouble, seed: UInt64) async {
        switch trouble {
        case .none: break
        case .cut: inject(.cuts(after: 20_000, reset: true), on: [.watch], times: nil)
        case .empty: inject(.ends, on: [.watch], times: nil)
        case .denied: inject(.answers(.forbidden), on: Self.reading, times: nil)
        case .proxy: inject(.clumps(every: .seconds(10)), on: [.watch], times: nil)
        case .slow:
            inject(.dribbles(bytes: 2048, every: .seconds(1)), on: [.watch], times: nil)
            inject(.delays(.seconds(2)), on: Self.reading, times: nil)
        case .stop:
            await alternate(.seconds(60), .seconds(60)) {
                $0.freeze()
            } after: {
                $0.thaw()
            }
        case .refuse:
            await alternate(.seconds(40), .seconds(20)) {
                await $0.refuse()
            } after: {
                try? $0.listen()
            }
        case .expired:
            await alternate(.seconds(20), .zero) { cluster in
                await cluster.refuse()
                await cluster.compact()
            } after: {
                try? $0.listen()
            }
        case .flaky: await playAnything(seed)
        }
    }

    private func alternate(
        _ pause: Duration,
        _ length: Duration,
        begin: (isolated FaultyCluster) async -> Void,
        after end: (isolated FaultyCluster) async -> Void
    ) async {
        while (try? await Task.sleep(for: pause)) != nil {
            await begin(self)
            try? await Task.sleep(for: length)
            await end(self)
        }
    }

    private func playAnything(_ seed: UInt64) async {
        var random = SeededGenerator(seed: seed &+ 0xF1A)
        let faults: [ClusterFault] = [
            .ends, .cuts(after: 3000, reset: true), .cuts(after: 9000, reset: false), .hangsUp(reset: true),
            .answers(.status(500, "InternalError")), .answers(.status(429, "TooManyRequests", retryAfter: "2")),
            .answers(.gone), .answers(.loginPage), .delays(.seconds(2)),
            .begins(HostileLines.error(code: 410, reason: "Expired"), ends: true),
        ]
        while (try? await Task.sleep(for: .milliseconds(Int.random(in: 2000...8000, using: &random)))) != nil {
            inject(faults.randomElement(using: &random) ?? .ends, on: Self.reading)
            await cutAll()
        }
    }
}
