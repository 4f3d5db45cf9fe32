import FlyingFox

/// Queries: GetLogs v1 and v2, and GetHistograms, over what ``SearchableLogs`` knows.
///
/// Without the lag of the real one: a log can be found as soon as it is stored, and also one that was stored before the index was
/// made.
extension LogReceiver {
    /// The most bars of a histogram.
    private static let mostBars: Int64 = 60

    func answer(_ request: SearchRequest) async throws(Refusal) -> HTTPResponse {
        guard let logstore = logstores[request.logstore] else {
            throw Refusal(404, "LogStoreNotExist", "logstore \(request.logstore) does not exist")
        }
        let isComplete = try plan.nextQueryIsComplete()
        guard let index = logstore.index.flatMap(SearchIndex.init) else {
            throw Refusal(400, "IndexConfigNotExist", "logstore without index config")
        }
        let (places, reader) = places(in: request.logstore, from: request.from, to: request.to)
        let found = try await Self.found(request, places, reader, index)
        let shown = isComplete ? found : Array(found.prefix(found.count / 2))
        switch request.form {
        case .histogram: return histogram(request, shown, isComplete)
        case .logs1, .logs2: return logs(request, shown, isComplete, rows: places.count, reader)
        }
    }

    /// What the search finds, in the order asked for; off the receiver, since it may take a while.
    @concurrent
    private static func found(
        _ request: SearchRequest,
        _ places: [SearchableLogs.Place],
        _ reader: ReceivedFileReader?,
        _ index: SearchIndex
    ) async throws(Refusal) -> [SearchableLogs.Place] {
        var found: [SearchableLogs.Place] = []
        do throws(SearchError) {
            // Of a histogram the part behind | does not count.
            let text = request.form == .histogram ? request.query.searchPart : request.query
            let search = try LogSearch(text)
            // Also where there is nothing to look through.
            try search.check(index)
            for place in places {
                guard search != .all || !request.topic.isEmpty else {
                    found.append(place)
                    continue
                }
                guard let line = reader?.read(at: place.offset, count: place.count), var log = SearchedLog(line),
                    request.topic.isEmpty || log.fields["__topic__"] == request.topic,
                    try log.matches(search, index)
                else { continue }
                found.append(place)
            }
        } catch {
            throw error.refusal
        }
        let order = found.sorted { ($0.time, $0.offset) < ($1.time, $1.offset) }
        return request.isNewestFirst ? order.reversed() : order
    }

    // MARK: Answers

    private func logs(
        _ request: SearchRequest,
        _ found: [SearchableLogs.Place],
        _ isComplete: Bool,
        rows: Int,
        _ reader: ReceivedFileReader?
    ) -> HTTPResponse {
        let page = found.dropFirst(request.offset).prefix(request.lineCount)
        let lines = page.compactMap { reader?.read(at: $0.offset, count: $0.count) }.map(Self.row)
        let progress = isComplete ? "Complete" : "Incomplete"
        var json = JSONText()
        if request.form == .logs2 {
            json.raw(#"{"meta":{"progress":"#)
            json.string(progress)
            json.raw(#","aggQuery":"","whereQuery":"#)
            json.string(request.query)
            json.raw(#","hasSQL":false,"processedRows":"#)
            json.number(rows)
            json.raw(
                #","elapsedMillisecond":1,"cpuSec":0,"cpuCores":0,"limited":0,"mode":0,"isAccurate":true,"count":"#
            )
            json.number(lines.count)
            json.raw(#"},"data":"#)
        }
        json.raw("[")
        for (index, line) in lines.enumerated() {
            if index > 0 { json.raw(",") }
            json.raw(line)
        }
        json.raw(request.form == .logs2 ? "]}" : "]")
        return response(
            200,
            body: json.bytes,
            [
                "x-log-progress": progress, "x-log-count": String(lines.count), "x-log-processed-rows": String(rows),
                "x-log-elapsed-millisecond": "1", "x-log-has-sql": "false",
            ]
        )
    }

    /// The line as Log Service gives it: all values are text, the time too.
    private static func row(_ line: [UInt8]) -> [UInt8] {
        let name = Array(#"{"__time__":"#.utf8)
        let time = line.dropFirst(name.count).prefix { (0x30...0x39).contains($0) }
        let rest = line[time.endIndex...].prefix { $0 != 0x0A }
        return name + [0x22] + time + [0x22] + rest
    }

    private func histogram(
        _ request: SearchRequest,
        _ found: [SearchableLogs.Place],
        _ isComplete: Bool
    ) -> HTTPResponse {
        let progress = isComplete ? "Complete" : "Incomplete"
        let width = max(1, (request.to - request.from + Self.mostBars - 1) / Self.mostBars)
        var counts: [Int64: Int] = [:]
        for place in found { counts[(place.time - request.from) / width, default: 0] += 1 }
        var json = JSONText()
        json.raw("[")
        for bar in 0..<(request.to - request.from + width - 1) / width {
            if bar > 0 { json.raw(",") }
            let start = request.from + bar * width
            json.raw(#"{"from":"#)
            json.number(start)
            json.raw(#","to":"#)
            json.number(min(start + width, request.to))
            json.raw(#","count":"#)
            json.number(counts[bar] ?? 0)
            json.raw(#","progress":"#)
            json.string(progress)
            json.raw("}")
        }
        json.raw("]")
        return response(200, body: json.bytes, ["x-log-progress": progress, "x-log-count": String(found.count)])
    }
}

extension String {
    /// What stands before an analysis.
    fileprivate var searchPart: String {
        var isQuoted = false
        let part = prefix { character in
            if character == "\"" { isQuoted.toggle() }
            return character != "|" || isQuoted
        }
        return String(part)
    }
}
