import Basics
import Events
import LogService
import Viewer

/// Searches the logstore for the viewer: one search at a time, which can be gone on with, and whose objects can be had.
actor LogstoreDesk {
    private let sink: LogServiceConfiguration
    private let makeReader: @Sendable () -> LogstoreReader
    private lazy var reader = makeReader()
    private let now: @Sendable () -> Timestamp
    private var question: LogstoreQuestion?
    private var search: LogstoreSearch?
    /// The objects of what was found.
    private var objects: [KubeEvent.Key: [UInt8]] = [:]

    /// - Parameters:
    ///   - sink: The logstore.
    ///   - now: The wall clock.
    ///   - makeReader: Makes what asks it, with the first question: most people have none.
    init(
        sink: LogServiceConfiguration,
        now: @escaping @Sendable () -> Timestamp,
        makeReader: @escaping @Sendable () -> LogstoreReader
    ) {
        self.sink = sink
        self.makeReader = makeReader
        self.now = now
    }

    /// Puts a question, in place of the one before, and reads up to `limit` records.
    ///
    /// - Parameters:
    ///   - question: What to look for, and when.
    ///   - limit: How many records to read.
    ///   - post: Takes each page, and at last how it ended; nothing once the task is cancelled.
    func begin(_ question: LogstoreQuestion, upTo limit: Int, post: @Sendable (LogstorePart) -> Void) async {
        self.question = question
        search = nil
        objects = [:]
        do throws(LogServiceError) {
            let query = LogQuery(question.text, from: question.from, to: question.to)
            search = try await LogstoreSearch(query, reader, keepsManagedFields: sink.keepsManagedFields, now: now())
            try await read(question, upTo: limit, post)
        } catch {
            fail(question, error, post)
        }
    }

    /// Goes on with the question before, until `limit` records are read in all.
    func goOn(upTo limit: Int, post: @Sendable (LogstorePart) -> Void) async {
        guard let question else { return }
        // What failed before the first page has nothing to go on with.
        guard search != nil else { return await begin(question, upTo: limit, post: post) }
        do throws(LogServiceError) {
            try await read(question, upTo: limit, post)
        } catch {
            fail(question, error, post)
        }
    }

    /// Forgets what was found.
    func end() {
        question = nil
        search = nil
        objects = [:]
    }

    /// The object of what was found.
    func object(_ key: KubeEvent.Key) -> [UInt8]? { objects[key] }

    private func read(
        _ question: LogstoreQuestion,
        upTo limit: Int,
        _ post: @Sendable (LogstorePart) -> Void
    ) async throws(LogServiceError) {
        while var search, search.logs < limit {
            let batch = try await search.next()
            // Somebody asked something else meanwhile.
            guard !Task.isCancelled, self.question == question else { return }
            self.search = search
            guard let batch else { return await finish(question, search, post) }
            for event in batch.events where !event.json.isEmpty { objects[event.key] = event.json }
            var part = part(of: question, .reading)
            part.events = batch.events
            part.gaps = batch.gaps
            post(part)
        }
        post(part(of: question, .paused))
    }

    /// Says that there is no more; where there was nothing at all, what there would be.
    private func finish(
        _ question: LogstoreQuestion,
        _ search: LogstoreSearch,
        _ post: @Sendable (LogstorePart) -> Void
    ) async {
        var part = part(of: question, .ended)
        if search.logs == 0 {
            let all = LogQuery("*", from: question.from, to: question.to)
            part.others = try? await reader.histogram(all).count
        }
        guard !Task.isCancelled, self.question == question else { return }
        post(part)
    }

    private func part(of question: LogstoreQuestion, _ state: LogstorePart.State) -> LogstorePart {
        LogstorePart(
            id: question.id,
            read: search?.logs ?? 0,
            total: max(search?.total ?? 0, search?.logs ?? 0),
            isComplete: search?.isComplete ?? true,
            state: state
        )
    }

    private func fail(
        _ question: LogstoreQuestion,
        _ error: LogServiceError,
        _ post: @Sendable (LogstorePart) -> Void
    ) {
        guard !Task.isCancelled, self.question == question else { return }
        post(part(of: question, .failed("\(error)", advice: error.readingAdvice)))
    }
}
