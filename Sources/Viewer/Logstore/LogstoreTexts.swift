import Basics
import Events
import TextGrid

/// How the screen tells of a search of the logstore.
extension ViewState {
    /// `SLS k8s-event  1,000 of 4,204  14:03-15:03`, in the place of the stream's state.
    func segment(of view: LogstoreView) -> SegmentLine.Segment {
        let answer = view.answer
        let span = spanText(of: view.question)
        var count = "\(grouped(answer.read)) of \(grouped(max(answer.total, answer.read)))"
        var style = Style(.match, .bold)
        switch answer.state {
        case .reading where answer.read == 0: count = "searching"
        case .reading: count += ", reading"
        case .paused, .ended: break
        case .failed:
            count = answer.read == 0 ? "failed" : count + ", failed"
            style = Style(.down, .bold)
        }
        if !answer.isComplete {
            count += " incomplete"
            style = Style(.degraded, .bold)
        }
        let name = CleanText(logstoreName).truncated(to: 24, keepingTail: 6).string
        return .init(
            [("SLS \(name)  \(count)  \(span)", 60), ("SLS \(count)  \(span)", 85), ("SLS " + count, 100)],
            style
        )
    }

    /// What came to the live list meanwhile, in the place of where the user is in it.
    func liveSegment(of view: LogstoreView) -> SegmentLine.Segment {
        let new = "live +" + grouped(view.arrived)
        return .init([(list.isFollowing ? new : "HELD  " + new, 45), (new, 80)], Style(.dim))
    }

    /// The search, before the filter that goes on in what it found.
    func searchSegment(of view: LogstoreView) -> SegmentLine.Segment {
        let text = CleanText("sls: " + view.question.text)
        let short = text.truncated(to: max(24, size.columns / 3))
        return .init([(text.string, 52), (short.string, 72), (text.truncated(to: 24).string, 94)], Style(.match))
    }

    /// Why there is no row.
    func emptyLines(of view: LogstoreView) -> [String] {
        let back = ["", "q  back to the live list"]
        let span = spanText(of: view.question)
        switch view.answer.state {
        case .reading: return ["Searching \(logstoreName) ...", "", view.question.text, span]
        case .failed(let reason, let advice):
            return ["\(logstoreName) cannot be searched.", ""] + wrapped(reason)
                + (advice.isEmpty ? [] : [""] + wrapped(advice)) + back
        case .paused, .ended:
            let others = view.answer.others.map { count in
                count == 0
                    ? ["The logstore has no records in that time.", ":since 1d looks further back."]
                    : ["The logstore has \(counted(count, "record")) in that time."]
            }
            return ["Nothing in that time matches.", "", view.question.text, span, ""] + (others ?? []) + back
        }
    }

    /// At most four lines between words; what is longer is cut where it is drawn.
    private func wrapped(_ text: String) -> [String] {
        let room = max(20, size.columns - 8)
        var lines = [""]
        for word in text.split(whereSeparator: \.isWhitespace) {
            let line = lines[lines.count - 1]
            if line.isEmpty || lines.count == 4 || line.count + 1 + word.count <= room {
                lines[lines.count - 1] = line.isEmpty ? String(word) : line + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The logstore without its project.
    var logstoreName: String {
        let target = configuration.sink?.target ?? delivery.target
        return target.split(separator: "/").last.map(String.init) ?? "the logstore"
    }

    /// `14:03-15:03`, with the day where that is not today's: `11-21 14:03-15:03`.
    func spanText(of question: LogstoreQuestion) -> String {
        let today = clock.full(now).prefix(10)
        let times = [question.from, question.to].map { time in
            let text = clock.full(time)
            return (text.prefix(10) == today ? "" : text.dropFirst(5).prefix(6)) + text.dropFirst(11).prefix(5)
        }
        return times.joined(separator: "-")
    }
}
