import Basics
import FlyingFox
import Foundation

/// Requests to answers, with the headers of a real API server.
extension DemoCluster {
    func respond(to request: HTTPRequest) async -> HTTPResponse {
        do throws(KubeStatus) {
            return try await route(request)
        } catch {
            return Self.answer(error.code, body: error.json + [0x0A])
        }
    }

    private func route(_ request: HTTPRequest) async throws(KubeStatus) -> HTTPResponse {
        let path = request.path.split(separator: "/").map(String.init)
        if request.method == .POST, path.count == 4, path[0] == "apis", path[2] == "v1" {
            return try await review(path[1], path[3], request)
        }
        guard request.method == .GET else { throw .methodNotAllowed }
        if path.starts(with: ["api", "v1"]) { return try await core(Array(path.dropFirst(2)), request) }
        return try discover(path)
    }

    private func discover(_ path: [String]) throws(KubeStatus) -> HTTPResponse {
        switch path {
        case ["version"]: return Self.answer(200, text: Discovery.version)
        case ["api"]: return Self.answer(200, text: Discovery.versions(port: port))
        case ["apis"]: return Self.answer(200, text: Discovery.groups)
        case ["apis", "authentication.k8s.io", "v1"]: return Self.answer(200, text: Discovery.authentication)
        case ["apis", "authorization.k8s.io", "v1"]: return Self.answer(200, text: Discovery.authorization)
        case ["livez"], ["readyz"], ["healthz"]:
            return Self.answer(200, body: Array("ok".utf8), type: "text/plain; charset=utf-8")
        default: throw .noSuchPath
        }
    }

    private func review(_ group: String, _ kind: String, _ request: HTTPRequest) async throws(KubeStatus)
        -> HTTPResponse
    {
        guard let body = try? await request.bodyData else { throw .badRequest("the body ended early") }
        switch group {
        case "authentication.k8s.io" where kind == "selfsubjectreviews":
            return Self.answer(201, body: AccessRules.identity)
        case "authorization.k8s.io": return Self.answer(201, body: try rules.review(kind, body: Array(body)))
        default: throw .noSuchPath
        }
    }

    private func core(_ path: [String], _ request: HTTPRequest) async throws(KubeStatus) -> HTTPResponse {
        let wantsTable = request.headers[HTTPHeader("Accept")]?.contains("as=Table") ?? false
        switch path.count {
        case 0: return Self.answer(200, text: Discovery.core)
        case 1 where path[0] == "events": return try events("", request, wantsTable)
        case 1 where path[0] == "namespaces":
            try rules.require("list", "namespaces", in: "")
            let version = resourceVersion
            return Self.answer(
                200,
                body: wantsTable
                    ? discovery.namespaceTable(resourceVersion: version, now: time)
                    : discovery.namespaceList(resourceVersion: version)
            )
        case 2 where path[0] == "namespaces":
            try rules.require("get", "namespaces", in: path[1], name: path[1])
            return Self.answer(200, body: try discovery.namespace(path[1]))
        case 3 where path[0] == "namespaces" && path[2] == "events": return try events(path[1], request, wantsTable)
        case 4 where path[0] == "namespaces" && path[2] == "events":
            try rules.require("get", "events", in: path[1], name: path[3])
            guard let event = event(path[1] + "/" + path[3]) else { throw .notFound(kind: "events", name: path[3]) }
            return single(event, wantsTable)
        default: throw .noSuchPath
        }
    }

    private func events(_ namespace: String, _ request: HTTPRequest, _ wantsTable: Bool) throws(KubeStatus)
        -> HTTPResponse
    {
        let options = try ListOptions(query: request.query.map { ($0.name, $0.value) })
        try rules.require(options.isWatch ? "watch" : "list", "events", in: namespace)
        let scope = EventScope(namespace: namespace, options: options)
        guard options.isWatch else {
            let page = try page(scope: scope, options: options)
            return Self.answer(200, body: wantsTable ? EventTableText(now: time).list(page) : page.json)
        }
        let session = watch(scope: scope, options: options, format: wantsTable ? .table : .json)
        let body = HTTPBodySequence(from: WatchBody(cluster: self, session: session))
        return HTTPResponse(statusCode: .ok, headers: Self.headers(), body: body)
    }

    private func single(_ event: EventVersion, _ wantsTable: Bool) -> HTTPResponse {
        var bytes: [UInt8] = []
        guard wantsTable else {
            event.appendObject(to: &bytes)
            return Self.answer(200, body: bytes + [0x0A])
        }
        var json = JSONText()
        EventTableText(now: time).single(event.object, withColumns: true, to: &json)
        return Self.answer(200, body: json.bytes)
    }
}

// MARK: Answers

extension DemoCluster {
    private static func answer(_ status: Int, text: String) -> HTTPResponse {
        answer(status, body: Array(text.utf8) + [0x0A])
    }

    private static func answer(_ status: Int, body: [UInt8], type: String = "application/json") -> HTTPResponse {
        HTTPResponse(
            statusCode: .of(status),
            headers: headers(type: type),
            body: HTTPBodySequence(data: Data(body), suggestedBufferSize: 256 << 10)
        )
    }

    private static func headers(type: String = "application/json") -> HTTPHeaders {
        [
            HTTPHeader("Audit-Id"): UUID().uuidString.lowercased(),
            HTTPHeader("Cache-Control"): "no-cache, private",
            .contentType: type,
            HTTPHeader("X-Kubernetes-Pf-Flowschema-Uid"): "c492b260-d068-4009-a06c-59ef02820ec2",
            HTTPHeader("X-Kubernetes-Pf-Prioritylevel-Uid"): "3f5a3767-2de1-4d9e-91e0-09a457eb9f42",
            HTTPHeader("Date"): Timestamp.now().httpDate,
        ]
    }
}
