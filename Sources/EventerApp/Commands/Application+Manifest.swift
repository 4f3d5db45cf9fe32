import Basics
import LogService

extension Application {
    /// `eventer manifest`: what to give `kubectl apply`.
    ///
    /// - Parameter settings: Where it is to run, and with what key.
    ///
    /// - Returns: YAML without a secret.
    /// - Throws: ``AppError`` for a sink that could not be used, or a name that Kubernetes would refuse.
    package func manifest(_ settings: ManifestSettings) throws(AppError) -> String {
        try settings.validate()
        _ = try filter(settings.sink.forwardFilter, of: "--forward-filter")
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
        return Manifest(settings: settings, sink: sink.text, version: process.version).yaml
    }

    /// `eventer manifest --containerfile`.
    package var containerfile: String { String(decoding: PackageResources.Containerfile, as: UTF8.self) }
}
