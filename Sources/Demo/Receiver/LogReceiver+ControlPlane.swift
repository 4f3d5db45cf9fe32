import FlyingFox

/// The few other calls that `check` and `init` make: project, logstore, shards, index.
extension LogReceiver {
    func control(_ request: ReceivedRequest) throws(Refusal) -> HTTPResponse {
        let parts = request.path.split(separator: "/").map(String.init)
        switch (request.method, parts.count) {
        case ("GET", 0): return response(200, body: projectJSON)
        case ("GET", 1) where parts == ["logstores"]:
            var json = JSONText()
            json.raw(#"{"count":1,"total":1,"logstores":["#)
            json.string(identity.logstore)
            json.raw("]}")
            return response(200, body: json.bytes)
        case ("POST", 1) where parts == ["logstores"]:
            throw Refusal(400, "LogStoreAlreadyExist", "logstore \(identity.logstore) already exists")
        case (_, 2...) where parts[0] == "logstores":
            try checkLogstore(of: request)
            return try logstore(request, Array(parts.dropFirst(2)))
        default: throw Refusal(404, "ParameterInvalid", "no such resource: \(request.path)")
        }
    }

    private func logstore(_ request: ReceivedRequest, _ path: [String]) throws(Refusal) -> HTTPResponse {
        switch (request.method, path) {
        case ("GET", []): return response(200, body: logstoreJSON)
        case ("GET", ["shards"]): return response(200, body: Array(Self.shardsJSON.utf8))
        case ("GET", ["index"]):
            guard let index else { throw Refusal(404, "IndexConfigNotExist", "index config doesn't exist") }
            return response(200, body: index)
        case ("POST", ["index"]):
            guard index == nil else { throw Refusal(400, "IndexAlreadyExist", "log store index is already created") }
            index = request.body
            return response(200)
        case ("PUT", ["index"]):
            index = request.body
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

    private var logstoreJSON: [UInt8] {
        var json = JSONText()
        json.raw("{")
        json.member("logstoreName", identity.logstore)
        json.raw(
            #","ttl":30,"shardCount":2,"enable_tracking":false,"autoSplit":true,"maxSplitShard":64,"appendMeta":false,"#
        )
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
