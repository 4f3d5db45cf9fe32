import Basics
import Yams

@testable import EventerApp

/// Manifests for a sink whose key must be in none of them.
enum ManifestBench {
    static let url =
        "sls:https://cn-beijing.log.aliyuncs.com?project=p1&logStore=k8s-event&regionId=cn-beijing&internal=false"
    static let sink = url + "&accessKeyId=LTAIcanary&accessKeySecret=canary"

    static func manifest(
        _ sink: String = sink,
        _ change: (inout ManifestSettings) -> Void = { _ in }
    ) throws(AppError) -> String {
        var sinkSettings = SinkSettings()
        sinkSettings.sink = Secret(sink)
        var settings = ManifestSettings(sink: sinkSettings, image: "registry.example/eventer:1.0")
        change(&settings)
        let process = ProcessContext(
            environment: [:],
            isOutputTerminal: false,
            isInputTerminal: false,
            version: "test"
        )
        return try Application(process: process).manifest(settings)
    }

    /// The objects of a manifest by their kinds.
    static func objects(_ yaml: String) throws -> [String: Node] {
        let nodes = try Array(Yams.compose_all(yaml: yaml))
        return Dictionary(nodes.map { ($0["kind"]?.string ?? "", $0) }) { first, _ in first }
    }
}
