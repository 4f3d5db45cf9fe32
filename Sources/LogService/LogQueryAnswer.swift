import Basics

/// The body of an answer to GetLogs v2, as far as it is of use here.
///
/// What a foreign program wrote into the logstore comes along, so nothing is taken for granted: a row that is no object is counted
/// and left out, and a value that is no text becomes one.
struct LogQueryAnswer: Decodable {
    struct Meta: Decodable {
        var progress: LenientText?
        var processedRows: LenientText?
    }

    struct Row: Decodable {
        /// Nil when it is no object.
        var fields: [String: LenientText]?

        init(from decoder: any Decoder) throws {
            fields = try? decoder.singleValueContainer().decode([String: LenientText].self)
        }
    }

    var meta: Meta?
    var data: [Row]?
}

/// The bars of GetHistograms.
struct HistogramAnswer {
    struct Bar: Decodable {
        var from: LenientText
        var to: LenientText
        var count: LenientText
        var progress: LenientText?
    }

    var bars: [Bar]
}

/// A scalar as text, whether it was written as text or not; empty for null, an array or an object.
struct LenientText: Decodable, Equatable {
    var text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self.text = text
        } else if let number = try? value.decode(Int64.self) {
            text = String(number)
        } else if let number = try? value.decode(Double.self) {
            text = String(number)
        } else if let flag = try? value.decode(Bool.self) {
            text = String(flag)
        } else {
            text = ""
        }
    }

    /// Seconds since 1970.
    var time: Timestamp? { Int64(text).map { Timestamp(seconds: $0) } }
}

/// As the official SDKs read it.
func isComplete(_ progress: String) -> Bool { progress.lowercased() == "complete" }

extension LogPage {
    init(_ answer: LogQueryAnswer) {
        let progress = answer.meta?.progress?.text ?? ""
        self.init(logs: [], isComplete: progress.isEmpty || LogService.isComplete(progress))
        processedRows = answer.meta?.processedRows.flatMap { Int($0.text) } ?? 0
        for row in answer.data ?? [] {
            guard var fields = row.fields, let time = fields.removeValue(forKey: "__time__")?.time else {
                malformed += 1
                continue
            }
            logs.append(FoundLog(time: time, fields: fields.mapValues(\.text)))
        }
    }
}

extension LogHistogram {
    init(_ answer: HistogramAnswer, isComplete: Bool) {
        self.init(bars: [], isComplete: isComplete)
        for bar in answer.bars {
            guard let from = bar.from.time, let to = bar.to.time, let count = Int(bar.count.text) else { continue }
            bars.append(Bar(from: from, to: to, count: max(0, count)))
            if let progress = bar.progress?.text, !LogService.isComplete(progress) { self.isComplete = false }
        }
    }
}
