package import Basics
package import Events

/// What the viewer asks of the shell around it.
package enum Effect: Sendable, Equatable {
    /// What to do with undelivered events on the way out.
    package enum Quit: Sendable, Equatable {
        /// Nothing waits, or what waits stays in the journal for the next start.
        case now
        /// Deliver first, up to 10 s.
        case flush
        /// Give up what waits: counted as dropped.
        case drop
        /// ^C twice: exit code 130.
        case interrupted
    }

    case quit(Quit)
    case suspend
    /// Paint everything anew.
    case redraw
    case setForwarding(Bool)
    /// Try again now, on every stream that waits.
    case retryStreams
    /// Answered by ``Action/object(_:cluster:json:)``.
    case loadObject(KubeEvent.Key, cluster: String = "")
    /// Put text on the clipboard (OSC 52).
    case copy(String)
    case ring
    /// Look for what the journal knows of these objects; answered by ``Action/timeline(_:)``, page by page, the newest first.
    ///
    /// By kind, namespace and name. Takes the place of the search before it.
    case loadTimeline([ObjectReference], cluster: String)
    /// Nobody looks at the timeline any more.
    case endTimeline
    /// Answered by ``Action/deadLetters(_:)``.
    case loadDeadLetters
    /// Read what was received since then from the journal; answered by ``Action/history(_:)``.
    case loadHistory(since: Timestamp)
    /// Search the sink's logstore for that many records; answered by ``Action/found(_:)``, page by page, the newest first.
    ///
    /// Takes the place of the search before it.
    case searchLogstore(LogstoreQuestion, upTo: Int)
    /// Go on until that many records are read.
    case readMoreLogs(upTo: Int)
    /// Nobody looks at what was found any more.
    case endLogstoreSearch
    /// Count what happened in the same time of yesterday and of last week; answered by ``Action/tallies(_:)``.
    case loadTallies(OverviewWindow, from: Timestamp, to: Timestamp)
    /// Send what waits now, whatever pause the receiver earned.
    case retryForwarding
    case switchContexts([String])
    case setMouse(Bool)
    case setTheme(String)
    /// Keep a line of a prompt for the next run.
    case remember(PromptKind, String)
    /// Acknowledge, snooze or reopen an incident; answered by ``Action/alerts(_:)``.
    case alert(AlertOrder)
    /// Write a file; answered by ``Action/exported(_:)``.
    case export(ExportRequest)
    /// Put the objects of the rows on the clipboard, as JSON or YAML.
    case copyObjects([EventRow], as: ExportFormat)
    /// Keep a view for the next run, in place of another of its name.
    case saveView(SavedView)
}
