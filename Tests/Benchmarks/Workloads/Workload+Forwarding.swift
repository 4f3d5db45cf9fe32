import Basics
import Events
import Forwarding
import HTTP
import LogService
import Zlib

extension Workload {
    /// From events to the requests that carry them.
    static var forwarding: [Workload] {
        [
            Workload(again: "eventId indentation") { size in
                let objects = WatchLines.events(size).map(\.json)
                return { for json in objects { use(indentedEventJSON(json)) } }
            },
            Workload(again: "log group") { size in
                let batches = WatchLines.events(size).requests
                return { for events in batches { use(LogGroup(of: events).protobuf()) } }
            },
            Workload(again: "deflate, level 1", size: 50_000) { size in
                let bodies = WatchLines.events(size).requests.map { LogGroup(of: $0).protobuf() }
                return { for body in bodies { use(try deflate(body, level: 1)) } }
            },
            Workload(again: "signature v1", per: "request", size: 5000, counted: 20) { size in
                let request = try signable()
                return { for _ in 0..<size { use(SignatureV1.headers(for: request, credentials: key, date: date)) } }
            },
            Workload(again: "signature v4", per: "request", size: 1000, counted: 20) { size in
                let request = try signable()
                let signing = SignatureV4.SigningKey(
                    secret: key.accessKeySecret,
                    day: "20260101",
                    region: "cn-hangzhou"
                )
                return {
                    for _ in 0..<size {
                        let date = "20260101T000000Z"
                        use(SignatureV4.headers(for: request, credentials: key, key: signing, date: date))
                    }
                }
            },
        ]
    }

    private static let key = LogServiceCredentials(
        accessKeyID: "LTAI5tBenchmarksBenchmark",
        accessKeySecret: Secret("benchmarksbenchmarksbenchmarks")
    )
    private static let date = "Thu, 01 Jan 2026 00:00:00 GMT"

    /// A request with as many events as a full one has.
    private static func signable() throws -> SignableRequest {
        let group = LogGroup(of: WatchLines.events(Array.perRequest)).protobuf()
        return SignableRequest(
            method: .post,
            host: "k8s.cn-hangzhou.log.aliyuncs.com",
            path: "/logstores/events/shards/lb",
            contentType: "application/x-protobuf",
            logHeaders: [
                "x-log-apiversion": "0.6.0", "x-log-bodyrawsize": String(group.count), "x-log-compresstype": "deflate",
            ],
            body: try deflate(group)
        )
    }
}

extension LogGroup {
    /// As the forwarder makes it.
    fileprivate init(of events: [KubeEvent]) {
        let record = EventLog(labels: [("cluster", "busy")])
        self.init(topic: "k8s", source: "eventer", logs: events.map { record.log(of: $0, at: WatchLines.start) })
    }
}

extension [KubeEvent] {
    /// About what fits into the 512 KiB of a request.
    fileprivate static var perRequest: Int { 500 }

    fileprivate var requests: [[KubeEvent]] { batches(of: Self.perRequest) }
}
