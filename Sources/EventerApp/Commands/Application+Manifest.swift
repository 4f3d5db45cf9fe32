import Basics
import LogService

extension Application {
    /// `eventer manifest`: what to give `kubectl apply`.
    ///
    /// - Parameter settings: Where it is to run, and with what key.
    ///
    /// - Returns: YAML without a secret.
    /// - Throws: ``AppError`` for a sink or rules that could not be used, or a name that Kubernetes would refuse.
    package func manifest(_ settings: ManifestSettings) throws(AppError) -> String {
        try settings.validate()
        _ = try filter(settings.sink.forwardFilter, of: "--forward-filter")
        let rules = try manifestRules(settings.alerts)
        guard let given = settings.sink.sink else { throw .noSink }
        let sink = SinkWithoutKey(given.reveal())
        // The key is the cluster's affair; all else must be right already.
        var complete = settings.sink
        let separator = sink.text.contains("?") ? "&" : "?"
        let text = Secret(sink.text + separator + "accessKeyId=none&accessKeySecret=none")
        complete.isInArguments = false
        for warning in try sinkAsWritten(text, complete).warnings where !warning.contains("accessKey") {
            say("note: " + warning)
        }
        if sink.text.contains("caFile=") { say("note: caFile is a path in the pod: mount the file there") }
        for note in (rules?.notes ?? []) + (rules?.notes(on: settings.alertSecret) ?? []) { say("note: " + note) }
        return Manifest(settings: settings, sink: sink.text, rules: rules, version: process.version).yaml
    }

    private func manifestRules(_ flags: AlertFlags) throws(AppError) -> ManifestRules? {
        guard !flags.isOff, let path = flags.rules else { return nil }
        do throws(ConfigurationError) {
            return try ConfigurationFile.read(.path(path), process).map { file throws(ConfigurationError) in
                try ManifestRules(file)
            }
        } catch {
            throw AppError("\(error)", code: .usage)
        }
    }

    /// `eventer manifest --containerfile`.
    package var containerfile: String { String(decoding: PackageResources.Containerfile, as: UTF8.self) }
}
