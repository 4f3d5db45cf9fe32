import Basics
import Events
import TextGrid

/// A life as text for people, or as JSON.
struct LifecycleText {
    private static let barCells = 30

    private let life: Lifecycle
    private let object: LifecycleSearch.Found
    private let now: Timestamp
    private let times: TimeText
    private let isRecorded: Bool

    /// - Parameters:
    ///   - life: What is told.
    ///   - object: Whose life it is.
    ///   - now: The present, or the end of a recording.
    ///   - times: How times are written.
    ///   - isRecorded: Whether nothing is known of what came after.
    init(
        _ life: Lifecycle,
        of object: LifecycleSearch.Found,
        at now: Timestamp,
        times: TimeText,
        isRecorded: Bool = false
    ) {
        self.isRecorded = isRecorded
        self.life = life
        self.object = object
        self.now = now
        self.times = times
    }

    // MARK: Text

    /// Lines with all that is told: what reads them may cut them.
    var text: String { (head + [""] + losses + [""] + phases).map { sanitise($0) + "\n" }.joined() }

    private var head: [String] {
        let reference = object.reference
        let namespace = reference.namespace.isEmpty ? "" : reference.namespace + "/"
        let cluster = object.cluster.isEmpty ? "" : "   in " + object.cluster
        let begin = life.begin.map { times.text($0, at: now) + (times.style == .relative ? " ago" : "") } ?? ""
        let length = DurationText.brief(life.whole(at: now))
        let end =
            life.end == nil
            ? ", for \(length)" + (isRecorded ? " until the recording ends" : "") : ", over after \(length)"
        return [
            reference.kind + " " + namespace + reference.name + cluster,
            (life.knowsBeginning ? "since " : "known since ") + begin + end,
        ] + (life.totals.isEmpty ? [] : [life.totals.joined(separator: ", ")])
    }

    private var losses: [String] {
        guard !life.losses.isEmpty else { return ["no time was lost that events tell of"] }
        let rows = life.losses.map { ["  " + $0.step.rawValue, DurationText.brief($0.length), $0.shareText, $0.why] }
        return ["time was lost"] + Self.aligned(rows, right: [1, 2])
    }

    private var phases: [String] {
        let titles = ["FROM", "TOOK", "", "PHASE", "", "WHY"]
        let rows = life.phases.map { phase in
            let bar = life.bar(of: phase, cells: Self.barCells, at: now, glyphs: .plain)
            return [
                times.text(phase.from, at: now), phase.lengthText(until: now), phase.isTrouble ? "!" : "", phase.name,
                bar + String(repeating: " ", count: Self.barCells - bar.count), phase.telling,
            ]
        }
        return Self.aligned([titles] + rows, right: [1])
    }

    /// Columns as wide as what is in them, but the last.
    private static func aligned(_ rows: [[String]], right: Set<Int>) -> [String] {
        let rows = rows.map { $0.map { CleanText($0) } }
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].width }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, text) in row.enumerated() {
                let pad = String(repeating: " ", count: widths[column] - text.width)
                let isLast = column == row.count - 1
                line += right.contains(column) ? pad + text.string : text.string + (isLast ? "" : pad)
                if !isLast { line += "  " }
            }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    // MARK: JSON

    /// One object; lengths in seconds, times in RFC 3339 and UTC, null for what is not known or goes on.
    var json: String {
        let reference = object.reference
        let subject = Self.json([
            ("cluster", quotedJSON(object.cluster)), ("kind", quotedJSON(reference.kind)),
            ("namespace", quotedJSON(reference.namespace)), ("name", quotedJSON(reference.name)),
        ])
        let toStart = life.begin.flatMap { begin in life.firstStart.map { Self.seconds($0.since(begin)) } }
        let fields: [(String, String)] = [
            ("object", subject), ("begin", Self.time(life.begin)), ("end", Self.time(life.end)),
            ("knowsBeginning", "\(life.knowsBeginning)"), ("seconds", Self.seconds(life.whole(at: now))),
            ("secondsToFirstStart", toStart ?? "null"), ("secondsRunning", Self.seconds(life.running)),
            ("restarts", "\(life.restarts)"), ("formerLives", "\(life.formerLives)"),
            ("lost", Self.list(life.losses.map(json))), ("phases", Self.list(life.phases.map(json))),
        ]
        return "{\n" + fields.map { "  \(quotedJSON($0)): \($1)" }.joined(separator: ",\n") + "\n}\n"
    }

    private func json(_ loss: Lifecycle.Loss) -> String {
        Self.json([
            ("step", quotedJSON(loss.step.rawValue)), ("seconds", Self.seconds(loss.length)),
            ("share", "\((loss.share * 10_000).rounded() / 10_000)"), ("phases", "\(loss.phases)"),
            ("why", quotedJSON(loss.why)),
        ])
    }

    private func json(_ phase: Lifecycle.Phase) -> String {
        Self.json([
            ("step", quotedJSON(phase.title)), ("container", quotedJSON(phase.lane)), ("from", Self.time(phase.from)),
            ("to", Self.time(phase.to)), ("seconds", Self.seconds(phase.length(until: now))),
            ("occurrences", "\(phase.occurrences)"), ("events", "\(phase.events)"),
            ("firstAndLastOnly", "\(phase.isPartlyKnown)"), ("nowAndThen", "\(phase.isScattered)"),
            ("trouble", "\(phase.isTrouble)"), ("reason", quotedJSON(phase.reason)),
            ("message", quotedJSON(phase.message)),
        ])
    }

    private static func json(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\(quotedJSON($0)): \($1)" }.joined(separator: ", ") + "}"
    }

    private static func list(_ items: [String]) -> String {
        items.isEmpty ? "[]" : "[\n    " + items.joined(separator: ",\n    ") + "\n  ]"
    }

    private static func time(_ time: Timestamp?) -> String { time.map { quotedJSON($0.rfc3339()) } ?? "null" }

    /// To the millisecond.
    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = (duration / .milliseconds(1)).rounded()
        return "\(milliseconds / 1000)"
    }
}
