import Basics
import Events

extension FrameCounters {
    mutating func count(_ frames: [WatchFrame]) {
        for frame in frames {
            switch frame {
            case .added: added += 1
            case .modified: modified += 1
            case .deleted: deleted += 1
            case .bookmark: bookmarks += 1
            case .status: errors += 1
            case .unknown, .malformed, .oversize: unknown += 1
            }
        }
    }
}

extension RequestCounters.WatchEnd {
    /// - Parameters:
    ///   - input: What the watch gave at its end; nil when it was left for another step.
    ///   - said: The error in the stream for which it was left.
    init(endedWith input: WatchMachine.Input?, _ said: KubernetesStatus? = nil) {
        guard case .failed(let error) = input else {
            self = input != nil ? .ended : said.map { $0.isExpired ? .expired : .refused } ?? .closed
            return
        }
        self =
            switch error.kind {
            case .expired: .expired
            case .timedOut: .timeout
            case .unreachable, .broken, .untrusted: .network
            default: .refused
            }
    }
}

extension KubernetesError {
    /// The HTTP status of the answer, 0 without one, for counting.
    var code: Int {
        switch kind {
        case .unauthorized: 401
        case .forbidden: 403
        case .notFound: 404
        case .expired: 410
        case .future: 504
        case .refused(let code): code
        default: 0
        }
    }
}

extension WatchMachine.Step {
    /// What a request for this step counts as.
    var verb: RequestCounters.Verb {
        switch self {
        case .list: .list
        case .probe: .probe
        case .check, .prove: .check
        case .watch, .wait: .watch
        }
    }

    /// Whether a list begins with it.
    var isFirstPage: Bool {
        if case .list(nil, _) = self { true } else { false }
    }

    var isWholeList: Bool { self == .list(continueToken: nil, limit: nil) }

    /// The path of the request; `events` is that of the stream.
    func path(_ events: String) -> String {
        guard case .prove(let anchor, _) = self else { return events }
        return "/api/v1/namespaces/\(percentEncoded(anchor.namespace))/events"
    }

    /// The query of the request.
    var query: String {
        switch self {
        case .list(let token, let limit):
            [limit.map { "limit=\($0)" }, token.map { "continue=" + percentEncoded($0) }].compactMap(\.self)
                .joined(separator: "&")
        case .probe:
            "limit=1"
        case .check(let version):
            "limit=1&resourceVersion=\(version)&resourceVersionMatch=Exact"
        case .prove(let anchor, let version):
            "limit=1&fieldSelector=metadata.name%3D\(percentEncoded(anchor.name))"
                + "&resourceVersion=\(version)&resourceVersionMatch=Exact"
        case .watch(let version, let seconds):
            "watch=1&allowWatchBookmarks=true&resourceVersion=\(version)&timeoutSeconds=\(seconds)"
        case .wait:
            ""
        }
    }

    /// The query, for a stream that is narrowed by a field selector.
    ///
    /// What proves that history goes on is asked of all events.
    func query(selecting selector: String?) -> String {
        guard let selector else { return query }
        switch self {
        case .list, .watch:
            return [query, "fieldSelector=" + percentEncoded(selector)].filter { !$0.isEmpty }.joined(separator: "&")
        case .probe, .check, .prove, .wait:
            return query
        }
    }
}
