import FlyingFox
import Foundation

/// A logstore of the receiver, as far as the control plane shows it.
struct ReceiverLogstore: Sendable {
    var retentionDays = 30
    var shardCount = 2
    /// As it was given.
    var index: [UInt8]?
}

/// The few other calls that `check` and `init` make: project, logstore, shards, index.
extension LogReceiver {
    func control(_ request: ReceivedRequest) throws(Refusal) -> HTTPResponse {
        let parts = request.path.split(separator: "/").map(String.init)
        switch (request.method, parts.count) {
        case ("GET", 0): return response(200, body: projectJSON)
        case ("GET", 1) where parts == ["logstores"]: return response(200, body: listJSON)
        case ("POST", 1) where parts == ["logstores"]:
            try create(request.body)
            return response(200)
        case (_, 2...) where parts[0] == "logstores":
            try checkLogstore(of: request)
            return try logstore(request, parts[1], Array(parts.dropFirst(2)))
        default: throw Refusal(404, "ParameterInvalid", "no such resource: \(request.path)")
        }
    }

    private func create(_ body: [UInt8]) throws(Refusal) {
        let description = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        guard let name = description["logstoreName"] as? String,
            name.wholeMatch(of: #/[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]/#) != nil,
            let days = description["ttl"] as? Int, (1...3650).contains(days),
            let shards = description["shardCount"] as? Int, (1...100).contains(shards)
        else { throw Refusal(400, "LogStoreInfoInvalid", "logstore info is invalid") }
        guard logstores[name] == nil else {
            throw Refusal(400, "LogStoreAlreadyExist", "logstore \(name) already exists")
        }
        logstores[name] = ReceiverLogstore(retentionDays: days, shardCount: shards)
    }

    private func logstore(_ request: ReceivedRequest, _ name: String, _ path: [String]) throws(Refusal) -> HTTPResponse
    {
        let index = logstores[name]?.index
        switch (request.method, path) {
        case ("GET", []): return response(200, body: json(of: name))
        case ("GET", ["shards"]): return response(200, body: Array(Self.shardsJSON.utf8))
        case ("GET", ["index"]):
            guard let index else { throw Refusal(404, "IndexConfigNotExist", "index config doesn't exist") }
            return response(200, body: index)
        case ("POST", ["index"]):
            guard index == nil else { throw Refusal(400, "IndexAlreadyExist", "log store index is already created") }
            try IndexRules.check(request.body)
            logstores[name]?.index = request.body
            return response(200)
        case ("PUT", ["index"]):
            guard index != nil else { throw Refusal(404, "IndexConfigNotExist", "index config doesn't exist") }
            try IndexRules.check(request.body)
            logstores[name]?.index = request.body
            return response(200)
        default: throw Refusal(405, "MethodNotAllowed", "\(request.method) \(request.path) is not supported here")
        }
    }

    private var projectJSON: [UInt8] {
        var json = JSONText()
        json.raw("{")
        json.member("projectName", identity.project)
        json.member("description", "eventer demo")
        json.member("status", "Normal")
        json.member("owner", "")
        json.member("region", identity.region)
        json.member("createTime", "2026-11-22 00:00:00")
        json.raw("}")
        return json.bytes
    }

    private var listJSON: [UInt8] {
        var json = JSONText()
        json.raw(#"{"count":"#)
        json.number(logstores.count)
        json.raw(#","total":"#)
        json.number(logstores.count)
        json.raw(#","logstores":["#)
        for (index, name) in logstores.keys.sorted().enumerated() {
            if index > 0 { json.raw(",") }
            json.string(name)
        }
        json.raw("]}")
        return json.bytes
    }

    private func json(of name: String) -> [UInt8] {
        let logstore = logstores[name] ?? ReceiverLogstore()
        var json = JSONText()
        json.raw("{")
        json.member("logstoreName", name)
        json.raw(#","ttl":"#)
        json.number(logstore.retentionDays)
        json.raw(#","shardCount":"#)
        json.number(logstore.shardCount)
        json.raw(#","enable_tracking":false,"autoSplit":true,"maxSplitShard":64,"appendMeta":false,"#)
        json.raw(#""telemetryType":"","mode":"standard","createTime":1795305600,"lastModifyTime":1795305600}"#)
        return json.bytes
    }

    private static let shardsJSON = #"""
        [{"shardID":0,"status":"readwrite","inclusiveBeginKey":"00000000000000000000000000000000","exclusiveEndKey":\#
        "80000000000000000000000000000000","createTime":1795305600},{"shardID":1,"status":"readwrite",\#
        "inclusiveBeginKey":"80000000000000000000000000000000","exclusiveEndKey":"ffffffffffffffffffffffffffffffff",\#
        "createTime":1795305600}]
        """#
}
