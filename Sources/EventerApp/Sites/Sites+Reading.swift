import Basics
import Events
import Forwarding
import Journal
import Viewer

/// What the screen reads from the journals, off the main actor.
extension [Site] {
    /// The JSON of one event version of `cluster`, nil when it is kept nowhere, and what became of it on its way to the sink.
    @concurrent func object(for key: KubeEvent.Key, cluster: String) async -> (json: [UInt8]?, fate: EventFate) {
        guard let site = first(where: { $0.label == cluster }), let reader = site.store.reader else {
            return (nil, .unknown)
        }
        let json = try? await reader.object(for: key)
        guard let sink = site.forwarding.sink,
            let delivery = try? await reader.delivery(of: key, sink: sink.journalName)
        else { return (json, .unknown) }
        return (json, EventFate(delivery))
    }

    /// Looks for what the journal of `cluster` knows of each object, one after the other.
    ///
    /// - Parameters:
    ///   - objects: By kind, namespace and name.
    ///   - cluster: As events are marked.
    ///   - post: Takes the pages, newest first; the last of each object says that the journal was read to its beginning.
    @concurrent func timeline(
        of objects: [ObjectReference],
        cluster: String,
        post: @Sendable (TimelinePart) -> Void
    ) async {
        let store = first { $0.label == cluster }?.store
        // The writer's own connection would be held up by a long search.
        let reader = (try? store?.journal?.separateReader()) ?? store?.reader
        for object in objects {
            var part = TimelinePart(object: object, cluster: cluster, events: [], searchedBackTo: nil)
            var search = reader?.timeline(of: object, limit: ObjectTimeline.usualLimit)
            do {
                while !Task.isCancelled, let events = try await search?.next() {
                    part.events = events
                    part.searchedBackTo = search?.searchedBackTo
                    if part.searchedBackTo != nil { post(part) }
                }
            } catch {
                part.failure = "\(error)"
            }
            guard !Task.isCancelled else { return }
            part.events = []
            part.searchedBackTo = nil
            post(part)
        }
    }

    /// The newest dead letters of all journals, newest first.
    @concurrent func deadLetters(limit: Int) async -> [DeadLetterEntry] {
        var entries: [DeadLetterEntry] = []
        for site in self {
            let letters = (try? await site.store.reader?.deadLetters(newest: limit)) ?? []
            entries += letters.map { DeadLetterEntry($0, cluster: site.label) }
        }
        return entries.sorted { ($1.at, $1.id) < ($0.at, $0.id) }.prefix(limit).map(\.self)
    }

    /// Sends what waits now, whatever pause the sink earned; false when that was done just before.
    func retryForwarding() async -> Bool {
        var isDone = false
        for site in self where await site.forwarding.forwarder?.retryOnRequest() == true {
            isDone = true
        }
        return isDone
    }
}

extension ObjectTimeline {
    /// More than a person reads; each event counts with all its versions.
    fileprivate static let usualLimit = 20_000
}

extension EventFate {
    fileprivate init(_ delivery: EventDelivery) {
        self =
            switch delivery {
            case .unknown: .unknown
            case .waiting: .waiting
            case .passed: .passed
            case .dead(let refusal, let at):
                .dead(at: at, status: refusal.status, reason: refusal.code + ": " + refusal.message)
            }
    }
}

extension DeadLetterEntry {
    fileprivate init(_ letter: DeadLetter, cluster: String) {
        self.init(
            id: letter.id,
            cluster: cluster,
            at: letter.at,
            status: letter.refusal.status,
            code: letter.refusal.code,
            message: letter.refusal.message,
            reason: letter.event?.reason ?? "",
            object: letter.event?.object ?? ObjectReference(),
            json: letter.event?.json ?? []
        )
    }
}
