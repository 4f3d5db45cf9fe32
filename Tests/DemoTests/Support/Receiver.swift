import Basics
import Crypto
import Foundation
import HTTP
import SwiftProtobuf
import Testing

@testable import Demo

/// A request that the official Python SDK signed (`aliyun-log-python-sdk` 0.9.52).
struct SignedVector: Decodable, CustomTestStringConvertible {
    var name: String
    var access_key_id: String
    var access_key_secret: String
    var method: String
    var path: String
    var query: [String: String]
    var body_hex: String
    var headers_after_sign: [String: String]

    var testDescription: String { name }

    static let all: [SignedVector] = {
        let folder = Bundle.module.bundleURL.appending(path: "Fixtures/vectors")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.sorted { $0.path() < $1.path() }.compactMap {
            try? JSONDecoder().decode(SignedVector.self, from: Data(contentsOf: $0))
        }
    }()

    /// When the vectors were signed.
    static let time = Timestamp(rfc3339: "2024-01-02T03:04:05Z") ?? Timestamp(seconds: 0)

    /// The receiver that this vector was signed for.
    var identity: LogReceiver.Identity {
        var identity = LogReceiver.Identity(accessKeyID: access_key_id, accessKeySecret: Secret(access_key_secret))
        identity.project = "k8s-events-demo"
        identity.securityToken = headers_after_sign["x-acs-security-token"].map { Secret($0) }
        return identity
    }

    var body: [UInt8] {
        let digits = Array(body_hex)
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    var target: String {
        guard !query.isEmpty else { return path }
        var unreserved = CharacterSet.alphanumerics
        unreserved.insert(charactersIn: "-_.~")
        let parts = query.map { name, value in
            name + "=" + (value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "")
        }
        return path + "?" + parts.joined(separator: "&")
    }
}

/// A receiver that listens and keeps what it gets in a file of its own.
struct TestReceiver {
    let receiver: LogReceiver
    let port: UInt16
    let path: String
    let http = CurlClient()

    /// The key that ``put(_:rawSize:compression:logstore:keyID:changing:)`` signs with.
    static var identity: LogReceiver.Identity {
        var identity = LogReceiver.Identity(accessKeyID: "demo-key", accessKeySecret: Secret("demo-secret"))
        identity.project = "k8s-events-demo"
        return identity
    }

    init(
        identity: LogReceiver.Identity = Self.identity,
        hasIndex: Bool = false,
        at time: Timestamp = SignedVector.time
    ) async throws {
        path = FileManager.default.temporaryDirectory.appending(path: "eventer-" + UUID().uuidString).path()
        receiver = try LogReceiver(identity: identity, path: path, hasIndex: hasIndex, now: { time })
        try await receiver.start()
        port = await receiver.port
    }

    /// Stops the receiver and removes its file.
    func stop() async {
        await receiver.stop()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The lines of the received file, decoded.
    var lines: [[String: Any]] {
        get throws {
            try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
        }
    }

    func send(_ vector: SignedVector, changing: (inout [String: String]) -> Void = { _ in }) async throws
        -> HTTPResponse
    {
        var headers = vector.headers_after_sign
        changing(&headers)
        return try await send(vector.method, vector.target, headers, vector.body)
    }

    func send(_ method: String, _ target: String, _ headers: [String: String], _ body: [UInt8]) async throws
        -> HTTPResponse
    {
        try await http.send(
            HTTPRequest(
                method: try #require(HTTPRequest.Method(rawValue: method)),
                url: "http://127.0.0.1:\(port)\(target)",
                headers: headers.filter { $0.key != "Content-Length" }.map { HTTPHeader($0.key, $0.value) },
                body: body
            )
        )
    }

    /// Signs a body as v1 and sends it, changed on the way by `changing`.
    func put(
        _ body: [UInt8],
        rawSize: Int? = nil,
        compression: String? = nil,
        logstore: String = "k8s-event",
        keyID: String = "demo-key",
        changing: (inout [String: String]) -> Void = { _ in }
    ) async throws -> HTTPResponse {
        let path = "/logstores/\(logstore)/shards/lb"
        var headers = [
            "Host": "k8s-events-demo.cn-hangzhou.log.aliyuncs.com", "Content-Type": "application/x-protobuf",
            "x-log-apiversion": "0.6.0", "x-log-signaturemethod": "hmac-sha1", "Date": SignedVector.time.httpDate,
            "x-log-bodyrawsize": String(rawSize ?? body.count), "x-log-compresstype": compression ?? "",
            "Content-MD5": Insecure.MD5.hash(data: body).map { pad(String($0, radix: 16).uppercased()) }.joined(),
        ]
        if compression == nil { headers["x-log-compresstype"] = nil }
        changing(&headers)
        let signed = headers.filter { $0.key.hasPrefix("x-log-") }.sorted { $0.key < $1.key }
        let text =
            (["POST"] + ["Content-MD5", "Content-Type", "Date"].map { headers[$0] ?? "" }
            + signed.map { $0.key + ":" + $0.value } + [path]).joined(separator: "\n")
        let key = SymmetricKey(data: Data("demo-secret".utf8))
        let mac = Data(HMAC<Insecure.SHA1>.authenticationCode(for: Data(text.utf8), using: key)).base64EncodedString()
        headers["Authorization"] = "LOG \(keyID):" + mac
        return try await send("POST", path, headers, body)
    }

    private func pad(_ digits: String) -> String { digits.count == 1 ? "0" + digits : digits }
}

func errorCode(_ response: HTTPResponse) -> String {
    struct Body: Decodable { var errorCode: String }
    return (try? JSONDecoder().decode(Body.self, from: Data(response.body)))?.errorCode ?? ""
}

/// A group with one log about one event version.
func logGroup(
    event number: Int = 1,
    time: Timestamp = SignedVector.time,
    changing: (inout Sls_LogGroup) -> Void = { _ in }
) throws -> [UInt8] {
    var content = Sls_Log.Content()
    content.key = "eventId"
    content.value = """
        {
         "metadata": {
          "name": "a \\"uid\\": \\"x\\"",
          "uid": "00000000-0000-4000-8000-\(String(repeating: "0", count: 12 - String(number).count))\(number)",
          "resourceVersion": "77"
         },
         "involvedObject": {
          "uid": "11111111-0000-4000-8000-000000000000"
         }
        }
        """
    var level = Sls_Log.Content()
    level.key = "level"
    level.value = "中文 \n"
    var log = Sls_Log()
    log.time = UInt32(time.seconds)
    log.contents = [content, level]
    var group = Sls_LogGroup()
    group.logs = [log]
    group.topic = "demo"
    group.source = ""
    changing(&group)
    return try group.serializedBytes()
}

/// Calls `body` with running demo servers, and stops them afterwards.
func withServers(
    _ changing: (inout DemoOptions) -> Void = { _ in },
    _ body: (DemoServers) async throws -> Void
) async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "eventer-" + UUID().uuidString)
    var options = DemoOptions(receivedFile: file.path())
    changing(&options)
    let servers = try await DemoServers.start(options)
    do {
        try await body(servers)
    } catch {
        await servers.stop()
        throw error
    }
    await servers.stop()
    try? FileManager.default.removeItem(at: file)
}

typealias HTTPAnswer = HTTP.HTTPResponse

extension TestReceiver {
    /// The same client, talking to another port.
    func redirected(to port: UInt16) -> TestReceiver {
        TestReceiver(receiver: receiver, port: port, path: path)
    }

    private init(receiver: LogReceiver, port: UInt16, path: String) {
        self.receiver = receiver
        self.port = port
        self.path = path
    }
}
