import Basics
import SwiftProtobuf
import Zlib

/// Reads and checks the body of PutLogs by the rules of Log Service (`sls-protocol.md` sections 1 and 3).
///
/// One bad log refuses the whole request, and nothing of it is stored.
enum PutLogs {
    static let maximumRawBytes = 10 << 20

    static func decode(_ request: ReceivedRequest, now: Timestamp) throws(Refusal) -> Sls_LogGroup {
        let group: Sls_LogGroup
        do {
            group = try Sls_LogGroup(serializedBytes: try rawBody(request))
        } catch let refusal as Refusal {
            throw refusal
        } catch BinaryDecodingError.invalidUTF8 {
            throw Refusal(400, "InvalidEncoding", "The encoding of the body must be UTF-8.")
        } catch {
            throw Refusal(400, "PostBodyInvalid", "Protobuffer content cannot be parsed.")
        }
        try check(group, now: now)
        return group
    }

    /// The headers that every request needs, whatever it asks for.
    static func checkHeaders(_ request: ReceivedRequest) throws(Refusal) {
        guard !request.header("host").isEmpty else { throw Refusal(400, "MissingHost", "Host does not exist.") }
        switch request.header("x-log-apiversion") {
        case "0.6.0": break
        case "": throw Refusal(400, "MissingAPIVersion", "x-log-apiversion does not exist.")
        case let version: throw Refusal(400, "InvalidAPIVersion", "x-log-apiversion \(version) is not supported.")
        }
        guard request.headers["x-log-bodyrawsize"] != nil else {
            throw Refusal(400, "MissingBodyRawSize", "x-log-bodyrawsize does not exist.")
        }
    }

    private static func rawBody(_ request: ReceivedRequest) throws(Refusal) -> [UInt8] {
        guard request.header("content-type") == "application/x-protobuf" else {
            throw Refusal(415, "InvalidContentType", "Content-Type \(request.header("content-type")) is not supported.")
        }
        guard let size = Int(request.header("x-log-bodyrawsize")), size >= 0 else {
            throw Refusal(400, "InvalidBodyRawSize", "x-log-bodyrawsize is not a number.")
        }
        guard size <= maximumRawBytes else { throw Self.tooLarge(size) }
        let raw = try decompress(request, size: size)
        guard raw.count == size else {
            throw Refusal(400, "InvalidBodyRawSize", "x-log-bodyrawsize is \(size), the body has \(raw.count) bytes.")
        }
        return raw
    }

    static func tooLarge(_ size: Int) -> Refusal {
        Refusal(413, "PostBodyTooLarge", "Body size \(size) must little than 10485760.")
    }

    private static func decompress(_ request: ReceivedRequest, size: Int) throws(Refusal) -> [UInt8] {
        let broken = Refusal(400, "PostBodyUncompressError", "Failed to uncompress body.")
        switch request.headers["x-log-compresstype"] {
        case nil: return request.body
        case "deflate":
            do { return try inflate(request.body, limit: maximumRawBytes) } catch { throw broken }
        case "lz4":
            guard let raw = LZ4Block.decode(request.body, size: size) else { throw broken }
            return raw
        case let type?:
            throw Refusal(400, "InvalidCompressType", "x-log-compresstype \(type) is not supported.")
        }
    }

    private static func check(_ group: Sls_LogGroup, now: Timestamp) throws(Refusal) {
        guard !group.logs.isEmpty else { throw Refusal(400, "PostBodyInvalid", "The log group has no log.") }
        guard group.topic.utf8.count <= 128, group.source.utf8.count <= 128 else {
            throw Refusal(400, "PostBodyInvalid", "The topic and the source must not exceed 128 bytes.")
        }
        let window = now.seconds - 7 * 86_400...now.seconds + 15 * 60
        for log in group.logs {
            guard !log.contents.isEmpty else { throw Refusal(400, "PostBodyInvalid", "A log has no content.") }
            guard window.contains(Int64(log.time)) else {
                throw Refusal(400, "PostBodyInvalid", "The post data time is out of range, time: \(log.time).")
            }
            for content in log.contents where !isKey(content.key) {
                throw Refusal(400, "InvalidKey", "The key \(content.key) is not allowed.")
            }
        }
    }

    private static let reserved: Set<String> = [
        "__time__", "__source__", "__topic__", "__partition_time__", "_extract_others_", "__extract_others__",
    ]

    private static func isKey(_ key: String) -> Bool {
        (1...128).contains(key.utf8.count) && !reserved.contains(key)
    }
}
