import Events

/// Counters of streams that never go back, whoever watches.
extension Health.Picture {
    /// What was counted of each stream since the process began.
    var counters: [StreamCounters] { Set(streams.keys).union(former.keys).map(counters(of:)) }

    func counters(of stream: StreamID) -> StreamCounters {
        var sum = streams[stream]?.counters ?? StreamCounters()
        if let earlier = former[stream] { sum.add(earlier) }
        return sum
    }

    mutating func note(_ status: StreamStatus) {
        if let last = streams[status.stream]?.counters, status.counters.isBehind(last) {
            keepCounters(of: status.stream)
        }
        streams[status.stream] = status
    }

    /// Forgets the stream, but not what it counted.
    mutating func retire(_ stream: StreamID) {
        keepCounters(of: stream)
        streams[stream] = nil
    }

    private mutating func keepCounters(of stream: StreamID) {
        former[stream] = counters(of: stream)
    }
}

extension StreamCounters {
    /// Whether it is of a watcher that began after the one of `other`.
    fileprivate func isBehind(_ other: StreamCounters) -> Bool {
        func requests(_ counters: StreamCounters) -> Int { counters.requests.answers.values.reduce(0, +) }
        return lists < other.lists || watches < other.watches || events < other.events
            || requests(self) < requests(other)
    }

    /// Adds what a watcher before counted.
    fileprivate mutating func add(_ former: StreamCounters) {
        let counts: [WritableKeyPath<Self, Int>] = [
            \.lists, \.watches, \.events, \.duplicates, \.malformed, \.oversize, \.scrubbed, \.gaps, \.frames.listed,
            \.frames.added, \.frames.modified, \.frames.deleted, \.frames.bookmarks, \.frames.errors, \.frames.unknown,
        ]
        for count in counts { self[keyPath: count] += former[keyPath: count] }
        requests.merge(former.requests)
        lastProblem = lastProblem ?? former.lastProblem
    }
}
