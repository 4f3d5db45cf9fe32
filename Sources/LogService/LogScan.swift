import Basics

/// All logs that a search finds, page by page, the newest first.
///
/// The histogram parts the time into windows, so that a page far back is not asked for by the number of logs before it, which Log
/// Service would have to find again for each. Logs that arrive meanwhile may make others come twice; none is left out.
package struct LogScan: Sendable {
    /// About how many logs are paged through in one window.
    private static let windowSize = 5000

    /// How many logs there were when it began; more when the histogram was incomplete.
    package let total: Int
    /// False once an answer stayed incomplete: there may be more than was given.
    package private(set) var isComplete: Bool
    private let reader: LogstoreReader
    /// Still to be read, the newest last.
    private var windows: [LogQuery]
    private var offset = 0

    /// - Parameters:
    ///   - query: What to look for, and when.
    ///   - reader: Asks for the pages.
    /// - Throws: ``LogServiceError`` when the histogram cannot be had.
    package init(_ query: LogQuery, _ reader: LogstoreReader) async throws(LogServiceError) {
        let histogram = try await reader.histogram(query)
        self.reader = reader
        total = histogram.count
        isComplete = histogram.isComplete
        windows = histogram.isComplete ? Self.windows(of: query, histogram) : [query]
    }

    /// The next page; nil at the end.
    ///
    /// - Throws: ``LogServiceError``; what was given before stays right.
    package mutating func next() async throws(LogServiceError) -> LogPage? {
        while let window = windows.last {
            let page = try await reader.logs(window, offset: offset)
            if !page.isComplete { isComplete = false }
            offset += page.rows
            // An incomplete page may be short without being the last.
            if page.rows == 0 || (page.isComplete && page.rows < LogServiceClient.pageSize) {
                windows.removeLast()
                offset = 0
            }
            if page.rows > 0 { return page }
        }
        return nil
    }

    /// Neighbouring bars together, until they hold enough to be worth a question of their own.
    private static func windows(of query: LogQuery, _ histogram: LogHistogram) -> [LogQuery] {
        var windows: [LogQuery] = []
        var count = 0
        for bar in histogram.bars.sorted(by: { $0.from < $1.from }) where bar.count > 0 {
            let from = max(bar.from, query.from)
            let to = min(bar.to, query.to)
            guard from < to else { continue }
            if let last = windows.last, count + min(bar.count, windowSize) <= windowSize {
                windows[windows.count - 1].to = max(last.to, to)
                count += bar.count
            } else {
                windows.append(LogQuery(query.text, from: from, to: to))
                count = min(bar.count, windowSize)
            }
        }
        return windows
    }
}
