import Basics
import Events
import Journal
import Viewer

extension [Site] {
    /// The events of `rows` with their objects, in that order; an object that is kept nowhere is told by its row.
    ///
    /// No journal is read unless `withObjects`, when the objects are needed; what none has, `desk` may have read from the logstore.
    func events(_ rows: [EventRow], besides desk: LogstoreDesk? = nil, withObjects: Bool) async -> [KubeEvent] {
        var events: [KubeEvent] = []
        events.reserveCapacity(rows.count)
        for row in rows {
            var json = withObjects ? await object(for: row.key, cluster: row.cluster).json : nil
            if withObjects, json == nil { json = await desk?.object(row.key) }
            events.append(KubeEvent(row, json: json ?? []))
        }
        return events
    }

    /// The bytes of a file of events.
    func document(
        of rows: [EventRow],
        besides desk: LogstoreDesk? = nil,
        as format: ExportFormat,
        at now: Timestamp
    ) async -> [UInt8] {
        let events = await events(rows, besides: desk, withObjects: format.holdsObjects)
        return EventDocument.bytes(of: events, as: format.document, at: now)
    }

    /// Objects for the clipboard: one by itself as kubectl prints it, several as a list.
    func text(
        of rows: [EventRow],
        besides desk: LogstoreDesk? = nil,
        as format: ExportFormat,
        at now: Timestamp
    ) async -> String {
        var style = EventDocument.Style()
        style.hasEnd = rows.count != 1
        var document = EventDocument(format.document, style: style)
        let bytes = document.append(await events(rows, besides: desk, withObjects: true), at: now) + document.end()
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ExportFormat {
    fileprivate var document: EventFormat {
        switch self {
        case .csv: .csv
        case .json: .json
        case .jsonl: .jsonl
        case .yaml: .yaml
        case .markdown: .markdown
        }
    }

    fileprivate var holdsObjects: Bool {
        switch self {
        case .json, .jsonl, .yaml: true
        case .csv, .markdown: false
        }
    }
}
