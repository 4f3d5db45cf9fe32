package import Basics

/// What is asked of a logstore: the logs of a stretch of time that a search finds.
package struct LogQuery: Sendable, Equatable {
    /// In Log Service's search language, as a person wrote it; `*` finds all.
    package var text: String
    /// The first second that counts.
    package var from: Timestamp
    /// The first second that no longer counts.
    package var to: Timestamp

    package init(_ text: String, from: Timestamp, to: Timestamp) {
        self.text = text
        self.from = from
        self.to = to
    }

    /// Whether there is an analysis behind the search, `* | select count(1)`: its rows are no logs.
    package var isAnalysis: Bool {
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == "|", !isQuoted {
                return true
            }
        }
        return false
    }
}

/// A log as it was read back.
///
/// All text is as whoever wrote it left it: sanitise before showing.
package struct FoundLog: Sendable, Equatable {
    package var time: Timestamp
    /// By name, `__topic__`, `__source__` and `__tag__:…` too; all but `__time__`.
    package var fields: [String: String]

    package init(time: Timestamp, fields: [String: String]) {
        self.time = time
        self.fields = fields
    }
}

/// A page of logs.
package struct LogPage: Sendable, Equatable {
    package var logs: [FoundLog]
    /// Rows that are no logs, and left out.
    package var malformed = 0
    /// False when Log Service gave what it had found when its time was up.
    package var isComplete: Bool
    /// Logs that Log Service looked at; 0 when it does not say.
    package var processedRows = 0

    package init(logs: [FoundLog], isComplete: Bool) {
        self.logs = logs
        self.isComplete = isComplete
    }

    /// Rows that were answered, which is what the offset of the next page counts.
    package var rows: Int { logs.count + malformed }
}

/// How many logs a search finds, by time.
package struct LogHistogram: Sendable, Equatable {
    package struct Bar: Sendable, Equatable {
        /// The first second of it, and the first one after it.
        package var from: Timestamp
        package var to: Timestamp
        package var count: Int

        package init(from: Timestamp, to: Timestamp, count: Int) {
            self.from = from
            self.to = to
            self.count = count
        }
    }

    package var bars: [Bar]
    /// False when there may be more than was counted.
    package var isComplete: Bool

    package init(bars: [Bar], isComplete: Bool) {
        self.bars = bars
        self.isComplete = isComplete
    }

    package var count: Int {
        bars.reduce(0) { sum, bar in
            let (next, overflow) = sum.addingReportingOverflow(bar.count)
            return overflow ? .max : next
        }
    }
}
