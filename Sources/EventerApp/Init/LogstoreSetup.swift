import Basics
import Forwarding
import HTTP
import LogService

/// Creates what of the logstore and its index is missing; a second run finds nothing to do.
struct LogstoreSetup {
    /// Log Service takes up to a minute to make what it was asked for.
    static let patience = 60

    let sink: LogServiceConfiguration
    let client: LogServiceClient
    let retentionDays: Int
    let shardCount: Int
    let isDryRun: Bool
    /// Between questions whether the logstore is there by now.
    let pause: @Sendable () async -> Void
    let tell: (Finding) -> Void

    /// Returns when everything is told.
    func run() async {
        tell(Finding(.sink, .ok, "project \(sink.project), logstore \(sink.logstore), \(sink.endpoint)"))
        for warning in sink.warnings { tell(Finding(.sink, .warning, warning)) }
        do throws(LogServiceError) {
            guard try await makeLogstore() else {
                return tell(Finding(.index, .skipped, "would be created: \(wanted.paths.count) fields and full text"))
            }
        } catch {
            tell(finding(.logstore, error, right: "log:CreateLogStore and log:GetLogStore"))
            return tell(Finding(.index, .skipped, "not tried: there is no logstore for it"))
        }
        do throws(LogServiceError) {
            try await makeIndex()
        } catch {
            tell(finding(.index, error, right: "log:GetIndex, log:CreateIndex and log:UpdateIndex"))
        }
    }

    private var wanted: LogstoreIndex { EventIndex.wanted(labels: sink.labels.map(\.key)) }

    // MARK: Logstore

    /// Whether it is there afterwards.
    private func makeLogstore() async throws(LogServiceError) -> Bool {
        if let present = try await existing() {
            tell(Finding(.logstore, .ok, "is there: keeps records for \(present.retentionDays) days; nothing changed"))
            return true
        }
        let plan = "for \(retentionDays) days in \(shardCount) shards"
        guard !isDryRun else {
            tell(Finding(.logstore, .skipped, "would be created, to keep records \(plan)"))
            return false
        }
        do throws(LogServiceError) {
            try await client.createLogstore(retentionDays: retentionDays, shardCount: shardCount)
        } catch {
            // Somebody else was faster.
            guard error.code == "LogStoreAlreadyExist" else { throw error }
        }
        tell(Finding(.logstore, .ok, "created, to keep records \(plan)"))
        try await waitUntilUsable()
        return true
    }

    private func existing() async throws(LogServiceError) -> Logstore? {
        do {
            return try await client.getLogstore()
        } catch {
            guard error.code.hasPrefix("LogStoreNotExist") || error.code.hasPrefix("LogstoreNotExist") else {
                throw error
            }
            return nil
        }
    }

    private func waitUntilUsable() async throws(LogServiceError) {
        for _ in 0..<Self.patience {
            if try await existing() != nil { return }
            await pause()
        }
        tell(
            Finding(
                .logstore,
                .warning,
                "is not usable yet, a minute after it was created",
                hint: "Log Service makes it in the background; run `eventer init` again"
            )
        )
    }

    // MARK: Index

    private func makeIndex() async throws(LogServiceError) {
        let present = try await client.getIndex()
        var index = present ?? LogstoreIndex([:])
        let addition = index.add(wanted)
        for name in addition.differing {
            tell(
                Finding(
                    .index,
                    .warning,
                    "the field \(name) is indexed, but not as JSON: K8s Event Center finds nothing in it",
                    hint: "change its type in the console of Log Service; eventer changes no field that is there"
                )
            )
        }
        guard !addition.added.isEmpty || present == nil else {
            return tell(Finding(.index, .ok, "is there with all that is needed; nothing changed"))
        }
        let what = present == nil ? "\(index.paths.count) fields and full text" : addition.added.joined(separator: ", ")
        let verb = present == nil ? "created" : "extended"
        guard !isDryRun else { return tell(Finding(.index, .skipped, "would be \(verb): \(what)")) }
        try await client.putIndex(index, isNew: present == nil)
        tell(Finding(.index, .ok, "\(verb): \(what); records that arrive within a minute may not be searchable"))
    }

    private func finding(_ subject: Finding.Subject, _ error: LogServiceError, right: String) -> Finding {
        guard error.isMissingRight else { return Finding(subject, error, at: sink.endpoint) }
        return Finding(
            subject,
            .failure(.failed),
            "the key may not do this: \(error)",
            hint: "grant it \(right) on acs:log:*:*:project/\(sink.project)/logstore/\(sink.logstore) in RAM"
        )
    }
}
