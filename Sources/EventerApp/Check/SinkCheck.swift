import Basics
import Forwarding
import HTTP
import LogService

/// Asks Log Service what forwarding will need of it, without writing anything.
struct SinkCheck {
    private let sink: LogServiceConfiguration
    private let http: CheckHTTP
    private let client: LogServiceClient
    private let keeper: CredentialKeeper
    private let stopwatch: Stopwatch
    private let now: @Sendable () -> Timestamp
    private let lookup: HostLookup
    private let tell: (Finding) -> Void

    /// - Parameters:
    ///   - sink: The logstore to ask for.
    ///   - http: Performs the requests.
    ///   - now: The wall clock, for signatures.
    ///   - stopwatch: For how long answers take.
    ///   - lookup: Finds addresses.
    ///   - tell: Takes each finding.
    init(
        _ sink: LogServiceConfiguration,
        http: CheckHTTP,
        now: @escaping @Sendable () -> Timestamp,
        stopwatch: Stopwatch,
        lookup: HostLookup = .system,
        tell: @escaping (Finding) -> Void
    ) {
        self.sink = sink
        self.http = http
        self.stopwatch = stopwatch
        self.now = now
        self.lookup = lookup
        self.tell = tell
        keeper = CredentialKeeper(source: sink.credentialSource, http: http.inner, now: now)
        client = LogServiceClient(configuration: sink, http: http, credentials: keeper, now: now)
    }

    /// Returns when everything is told.
    func run() async {
        tellConfiguration()
        await tellAddress()
        let hasKey = await checkKey()
        let mayGoOn = hasKey ? await checkLogstore() : false
        tellTLS()
        if mayGoOn {
            await checkIndex()
            tell(Finding(.write, .skipped, "not tried: only a record that is sent shows whether the key may write"))
        } else {
            let reason = "not tried: the logstore could not be asked for"
            for subject in [Finding.Subject.index, .write] { tell(Finding(subject, .skipped, reason)) }
        }
        checkClock()
    }

    private func tellConfiguration() {
        let parts = [
            "project \(sink.project)", "logstore \(sink.logstore)", "\(sink.endpoint) from \(sink.endpointSource.name)",
            sink.region.map { "region \($0)" } ?? "no region", "signature \(sink.signature.rawValue)",
        ]
        tell(Finding(.sink, .ok, parts.joined(separator: ", ")))
        for warning in sink.warnings { tell(Finding(.sink, .warning, warning)) }
    }

    /// Gets the key from its source.
    private func checkKey() async -> Bool {
        do {
            let key = try await keeper.current()
            let id = key.accessKeyID
            let shortened = id.count < 12 ? "" : " \(id.prefix(4))…\(id.suffix(4))"
            var text = "access key\(shortened) from \(sink.credentialSource.name)"
            if key.securityToken != nil { text += ", temporary with a security token" }
            if let expiry = await keeper.status.expiry { text += ", ends \(expiry.rfc3339())" }
            tell(Finding(.key, .ok, text))
            return true
        } catch {
            tell(Finding(.key, .failure(.unreachable), "\(error)", hint: error.hint))
            return false
        }
    }

    private func tellAddress() async {
        guard let name = sink.endpoint.nameToResolve(project: sink.project) else { return }
        tell(await lookup.finding(.address, for: name))
    }

    /// Whatever was answered came over a connection that was checked.
    private func tellTLS() {
        guard sink.endpoint.scheme == .https else {
            return tell(Finding(.sinkTLS, .note, "none: anyone on the way can read and change what is sent"))
        }
        guard http.clock != nil else { return tell(Finding(.sinkTLS, .skipped, "no answer to tell by")) }
        let roots = sink.authoritiesFile.map { "the authorities in \($0)" } ?? "the system's authorities"
        tell(Finding(.sinkTLS, .ok, "the certificate is the endpoint's, by \(roots)"))
    }

    /// Whether it is worth to go on.
    private func checkLogstore() async -> Bool {
        let time = stopwatch.start()
        do {
            let logstore = try await client.getLogstore()
            tell(Finding(.signature, .ok, "\(sink.signature.rawValue) is accepted"))
            let age = logstore.retentionDays >= 3650 ? "for ever" : "for \(logstore.retentionDays) days"
            let shards = logstore.shardCount == 1 ? "1 shard" : "\(logstore.shardCount) shards"
            tell(Finding(.logstore, .ok, "keeps records \(age) in \(shards), answered in \(time())"))
        } catch {
            guard error.isMissingRight else {
                if error.kind == .notFound {
                    tell(Finding(.signature, .ok, "\(sink.signature.rawValue) is accepted"))
                }
                tell(Finding(.logstore, error, at: sink.endpoint))
                return false
            }
            let text = "the key is known, but may not ask for the logstore: \(error)"
            tell(
                Finding(
                    .logstore,
                    .warning,
                    text,
                    hint: "log:GetLogStore is for this check, forwarding does not need it"
                )
            )
        }
        return true
    }

    private func checkIndex() async {
        do {
            guard let index = try await client.getIndex() else {
                let hint = "`eventer init` creates the one that K8s Event Center reads"
                return tell(
                    Finding(.index, .warning, "there is none: records are kept, but not searchable", hint: hint)
                )
            }
            tell(finding(of: index))
            await checkReading()
        } catch {
            guard error.isMissingRight else { return tell(Finding(.index, error, at: sink.endpoint)) }
            let text = "the key may not ask for it: \(error)"
            tell(Finding(.index, .note, text, hint: "log:GetIndex is for this check, forwarding does not need it"))
        }
    }

    /// Only where there is an index to search by.
    private func checkReading() async {
        let query = LogQuery("*", from: now().advanced(by: .seconds(-60)), to: now())
        do {
            _ = try await client.getLogs(query, lineCount: 0)
            tell(Finding(.read, .ok, "the logstore can be searched"))
        } catch {
            guard error.isMissingRight else {
                return tell(Finding(.read, .note, "it cannot be searched: \(error)", hint: error.readingAdvice))
            }
            let hint = "log:GetLogStoreLogs is for :sls and `history --from sls`, forwarding does not need it"
            tell(Finding(.read, .note, "the key may not search it: \(error)", hint: hint))
        }
    }

    private func finding(of index: LogstoreIndex) -> Finding {
        let wanted = EventIndex.wanted(labels: sink.labels.map(\.key))
        let missing = wanted.paths.subtracting(index.paths).sorted()
        guard !missing.isEmpty || !index.isFullText else {
            return Finding(.index, .ok, "full text and \(index.paths.count) fields, all that K8s Event Center reads")
        }
        let names = ((index.isFullText ? [] : ["full text"]) + missing).joined(separator: ", ")
        return Finding(
            .index,
            .warning,
            "K8s Event Center reads what it has not: \(names)",
            hint: "`eventer init` adds them, and changes nothing else"
        )
    }

    private func checkClock() {
        guard let skew = http.clock else { return }
        let hint = "set this machine's clock with NTP; until then signatures follow the time of Log Service"
        tell(skew.finding(.sinkClock, of: "Log Service's clock", hint: hint))
    }
}

extension LogServiceError {
    /// The key is right, but its policy does not grant this call.
    var isMissingRight: Bool {
        kind == .credentials && message.lowercased().contains("denied by sts or ram")
    }

    var exitCode: ExitCode {
        switch kind {
        case .network, .server, .throttled, .credentials: .unreachable
        case .notFound, .forbidden, .clock, .tooLarge, .logTime, .invalidData, .client, .unknown: .failed
        }
    }

    fileprivate func hint(at endpoint: LogServiceEndpoint) -> String {
        guard kind == .network, endpoint.host.contains("-intranet") else { return advice }
        return "this endpoint answers inside Alibaba Cloud only; elsewhere use the public one, or internal=false"
    }
}

extension Finding {
    init(_ subject: Subject, _ error: LogServiceError, at endpoint: LogServiceEndpoint) {
        let text = "cannot ask \(endpoint): \(error)"
        self.init(subject, .failure(error.exitCode), text, hint: error.hint(at: endpoint))
    }
}
