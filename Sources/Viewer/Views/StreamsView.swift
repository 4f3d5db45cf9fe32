import Basics
import Events
import TextGrid

extension ViewState {
    /// Every stream, the worst first: its state and since when, when it was last heard, what it brought; below, what is wrong.
    func streamLines(columns: Int) -> [PaneLine] {
        let entries = streams.entries
        guard !entries.isEmpty else { return [PaneLine(text: CleanText("No stream has begun yet."))] }
        var rows = [["STREAM", "STATE", "SINCE", "HEARD", "EVENTS", "GAPS"]]
        for entry in entries {
            let status = entry.status
            let counters = status.counters
            rows.append([
                CleanText(Self.name(of: status.stream)).truncated(to: max(10, columns - 42), keepingTail: 8).string,
                word(for: entry), age(entry.staleSince ?? status.since, at: wall),
                status.lastReceived.map { age($0, at: wall) + " ago" } ?? "-", grouped(counters.events),
                grouped(counters.gaps),
            ])
        }
        let widths = rows[0].indices.map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
        let texts = rows.map { row in
            row.indices.map { row[$0] + String(repeating: " ", count: widths[$0] - displayWidth(row[$0])) }
                .joined(separator: "  ")
        }
        let title = CleanText(texts[0])
        var lines = [PaneLine(text: title, headings: [0..<title.width])]
        for (entry, text) in zip(entries, texts.dropFirst()) {
            lines.append(PaneLine(text: CleanText(text), style: Self.style(of: entry)))
            for note in notes(on: entry) {
                let wrapped = CleanText("  " + note).wrapped(to: columns, indent: 2)
                lines += wrapped.map { PaneLine(text: $0, style: Style(.dim)) }
            }
        }
        return lines + [PaneLine(text: CleanText()), PaneLine(text: CleanText("r asks every stream that waits, now."))]
    }

    private static func name(of stream: StreamID) -> String {
        let scope = stream.namespace.map { "ns:" + $0 } ?? (stream.name == "all" ? "ns:*" : stream.name)
        return stream.cluster.isEmpty ? scope : stream.cluster + " " + scope
    }

    private func word(for entry: StreamBoard.Entry) -> String {
        switch entry.status.state {
        case .denied: "DENIED"
        case .waiting: "STALE"
        case .connecting: entry.wasLive ? "STALE" : "CONNECTING"
        case .listing(let count): (isReplay ? "READING " : "LISTING ") + grouped(count)
        case .live: "LIVE"
        case .paused: "PAUSED"
        case .ended: "ENDED"
        }
    }

    private static func style(of entry: StreamBoard.Entry) -> Style {
        switch entry.rank {
        case 0: Style(.down)
        case 1, 2, 3: Style(.degraded)
        case 4: Style(.ok)
        default: Style(.dim)
        }
    }

    /// What a person has to know of a stream.
    private func notes(on entry: StreamBoard.Entry) -> [String] {
        let status = entry.status
        var notes: [String] = []
        switch status.state {
        case .waiting(let reason, let retryAt), .denied(let reason, let retryAt):
            notes.append("next try in " + countdown(to: retryAt, at: wall) + ": " + reason)
        case .paused(let reason): notes.append(reason)
        default: break
        }
        if narrowed.contains(status.stream) { notes.append("in place of all namespaces, which may not be listed") }
        if let problem = status.counters.lastProblem { notes.append("not readable: " + problem) }
        return notes
    }
}
