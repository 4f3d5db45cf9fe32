import Basics

/// How the demo is to be played.
package struct DemoOptions: Sendable {
    /// Event versions a second.
    package var rate: Double
    /// The play ends after this many event versions, the backlog included.
    ///
    /// Nil means never.
    package var count: Int?
    /// The same seed plays the same names, reasons and messages.
    package var seed: UInt64
    package var fault: Fault
    package var clusterFault = ClusterTrouble.none
    /// Whether the receiver has its logstore, with an index; else somebody has to create them.
    package var hasLogstore = true
    /// Where received logs are appended, one JSON object a line.
    package var receivedFile: String
    package var clusterPort: UInt16
    package var receiverPort: UInt16
    /// How many events are there when the play begins.
    package var backlog: Int
    /// Of the temporary keys that are given out.
    package var keyLifetime: Duration = .seconds(3600)
    package var keyFault = IdentityFault.none

    package init(
        rate: Double = 5,
        count: Int? = nil,
        seed: UInt64 = 1,
        fault: Fault = .none,
        receivedFile: String,
        clusterPort: UInt16 = 0,
        receiverPort: UInt16 = 0,
        backlog: Int = 150
    ) {
        self.rate = rate
        self.count = count
        self.seed = seed
        self.fault = fault
        self.receivedFile = receivedFile
        self.clusterPort = clusterPort
        self.receiverPort = receiverPort
        self.backlog = backlog
    }
}

/// What was emitted, compared with what was received.
package struct DemoTally: Sendable, Equatable {
    /// Event versions that a client could have seen.
    ///
    /// A version that was replaced before anybody had listed or watched is not among them.
    package var emitted = 0
    /// Different event versions stored by the receiver.
    package var received = 0
    /// Emitted, but not stored.
    package var missing = 0
    /// Stored versions that the cluster did not emit.
    package var foreign = 0
    /// Logs stored again.
    package var duplicates = 0
    package var requests = 0
    /// Requests that were refused or cut.
    package var refused = 0

    package init() {}
}

/// The servers of the demo and the play that is on: a cluster, a receiver and one for keys, all real servers on 127.0.0.1.
package actor DemoServers {
    package nonisolated let cluster: DemoCluster
    package nonisolated let receiver: LogReceiver
    /// Gives out keys that the receiver accepts.
    package nonisolated let identity: IdentityServer
    /// The text of a kubeconfig with one context, `demo`.
    package nonisolated let kubeconfig: String
    /// The URL of the sink, in kube-eventer's form.
    ///
    /// It holds the demo's own key.
    package nonisolated let sink: String
    /// The same without a key.
    package nonisolated let keylessSink: String
    private let options: DemoOptions
    /// The server in front of the cluster, when that is to do something wrong.
    private let faulty: FaultyCluster?
    private var script: DemoScript

    /// Starts both servers; the backlog is there when it returns.
    package static func start(_ options: DemoOptions) async throws(DemoError) -> DemoServers {
        let receiver = try LogReceiver(
            identity: .generated(),
            path: options.receivedFile,
            hasLogstore: options.hasLogstore,
            hasIndex: options.hasLogstore,
            fault: options.fault,
            seed: options.seed
        )
        let identity = IdentityServer(keys: receiver.keys, lifetime: options.keyLifetime)
        let backlog = max(0, min(options.backlog, options.count ?? .max))
        let cluster = DemoCluster(limits: ClusterStore.Limits(backlog: backlog), seed: options.seed)
        var script = DemoScript(seed: options.seed)
        await cluster.insert(script.backlog(backlog, before: await cluster.time))
        script.breakDown()
        let faulty = options.clusterFault == .none ? nil : FaultyCluster(cluster)
        if let faulty {
            try await faulty.start(port: options.clusterPort)
        } else {
            try await cluster.start(port: options.clusterPort)
        }
        do throws(DemoError) {
            try await receiver.start(port: options.receiverPort)
            try await identity.start()
        } catch {
            await receiver.stop()
            await faulty?.stop()
            await cluster.stop()
            throw error
        }
        return await DemoServers(cluster, faulty, receiver, identity, options, script)
    }

    private init(
        _ cluster: DemoCluster,
        _ faulty: FaultyCluster?,
        _ receiver: LogReceiver,
        _ identity: IdentityServer,
        _ options: DemoOptions,
        _ script: DemoScript
    ) async {
        self.cluster = cluster
        self.faulty = faulty
        self.receiver = receiver
        self.identity = identity
        await identity.inject(options.keyFault)
        self.options = options
        self.script = script
        let ownPort = await cluster.port
        kubeconfig = Self.kubeconfig(port: await faulty?.port ?? ownPort)
        keylessSink = Self.sink(receiver.identity, port: await receiver.port)
        sink = keylessSink + Self.key(receiver.identity)
    }

    /// Plays until cancelled, or until `count` event versions were made.
    ///
    /// Begins when the first watch is open, or after `grace`: what changed before would be there for nobody to see, and is not counted
    /// among what was emitted.
    package func play(grace: Duration = .seconds(3600)) async {
        let trouble = Task { [faulty, options] in await faulty?.play(options.clusterFault, seed: options.seed) }
        defer { trouble.cancel() }
        await cluster.watched(within: grace)
        var pace = Pace(rate: options.rate, seed: options.seed)
        let start = ContinuousClock.now
        while !Task.isCancelled {
            let left = (options.count ?? .max) - (await cluster.made)
            guard left > 0 else { return }
            let due = pace.due(after: ContinuousClock.now - start)
            if due > 0 { await emit(min(due, left)) }
            try? await Task.sleep(for: pace.pause(after: ContinuousClock.now - start))
        }
    }

    /// Lets the next `count` event versions happen at once.
    ///
    /// Deletions on the way do not count.
    package func emit(_ count: Int) async {
        var beats: [Beat] = []
        var versions = 0
        while versions < count {
            let beat = script.next()
            beats.append(beat)
            if case .removed = beat { continue }
            versions += 1
        }
        await cluster.apply(beats)
    }

    /// From now on requests meet `fault`, each with this probability.
    package func inject(_ fault: Fault, probability: Double = 0.3) async {
        await receiver.inject(fault, probability: probability)
    }

    /// Compares both ends; takes a time proportional to what was emitted.
    package func tally() async -> DemoTally {
        let counters = await receiver.counters
        let received = await receiver.received
        let emitted = await cluster.emitted
        var tally = DemoTally()
        tally.emitted = emitted.count
        tally.received = received.count
        tally.missing = emitted.subtracting(received).count
        tally.foreign = received.subtracting(emitted).count
        tally.duplicates = counters.duplicates
        tally.requests = counters.requests
        tally.refused = counters.refused.values.reduce(0, +)
        return tally
    }

    /// Closes both servers and all their connections.
    package func stop() async {
        await faulty?.stop()
        await cluster.stop()
        await receiver.stop()
        await identity.stop()
    }
}

extension DemoServers {
    private static func kubeconfig(port: UInt16) -> String {
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: demo
          cluster:
            server: http://127.0.0.1:\(port)
        users:
        - name: demo
          user: {}
        contexts:
        - name: demo
          context:
            cluster: demo
            user: demo
        current-context: demo

        """
    }

    private static func sink(_ identity: LogReceiver.Identity, port: UInt16) -> String {
        "sls:http://127.0.0.1:\(port)?project=\(identity.project)&logStore=\(identity.logstore)&regionId=\(identity.region)&topic=demo"
    }

    private static func key(_ identity: LogReceiver.Identity) -> String {
        "&accessKeyId=\(identity.accessKeyID)&accessKeySecret=\(identity.accessKeySecret.reveal())"
    }
}
