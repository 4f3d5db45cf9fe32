import Basics
import Events

/// Which events a command writes, and how: what its flags say, read once.
struct EventChoice: Sendable {
    var filter: EventFilter
    /// Nothing that was last seen before it.
    var since: Timestamp?
    /// What ends the program with code 5.
    var failOn: EventFilter?
    var format: EventFormat
    var style: EventDocument.Style

    /// Whether `event` is written when it is `now`.
    func shows(_ event: KubeEvent, at now: Timestamp) -> Bool {
        if let since, event.order < since { return false }
        return filter.matches(event, at: now)
    }

    /// Whether `event`, written or not, ends the program when it is `now`.
    func isFatal(_ event: KubeEvent, at now: Timestamp) -> Bool {
        guard let failOn else { return false }
        if let since, event.order < since { return false }
        return failOn.matches(event, at: now)
    }
}

extension Application {
    /// Reads the flags that choose among events, and those that say how to write them.
    ///
    /// - Throws: ``AppError`` with code `usage`.
    func choice(_ view: ViewSettings) throws(AppError) -> EventChoice {
        var style = EventDocument.Style()
        style.times = TimeText(view.times, zone: .system(around: now()))
        style.hasHeader = view.hasHeader
        return EventChoice(
            filter: try filter(try scoped(view).filter, of: "filter"),
            since: try moment(view.since, of: "--since"),
            failOn: try view.failOn.map { text throws(AppError) in try filter(text, of: "--fail-on") },
            format: view.output ?? .table,
            style: style
        )
    }

    /// The settings with `--for` and `--types` as parts of the filter.
    ///
    /// - Throws: ``AppError`` with code `usage`.
    func scoped(_ view: ViewSettings) throws(AppError) -> ViewSettings {
        // By itself, so that the place of a fault is that of what was written.
        _ = try filter(view.filter, of: "filter")
        var scoped = view
        let about = try view.about.map(ScopeFilter.about) ?? ""
        scoped.filter = ScopeFilter.all([view.filter, about, try ScopeFilter.types(view.types)])
        scoped.about = nil
        scoped.types = []
        return scoped
    }

    /// The settings with `--for`, `--types` and `--since` as the filter that a screen begins with.
    ///
    /// - Throws: ``AppError`` with code `usage`.
    func scopedForScreen(_ view: ViewSettings) throws(AppError) -> ViewSettings {
        var scoped = try scoped(view)
        guard let since = try moment(view.since, of: "--since") else { return scoped }
        let term = "last>=" + since.rfc3339()
        if (try? EventFilter(parsing: term)) != nil {
            scoped.filter = ScopeFilter.all([scoped.filter, term])
        } else {
            say("--since narrows lines only")
        }
        scoped.since = nil
        return scoped
    }

    /// The same for a recording: when it ends, and so when `--since` begins, is known once it is read.
    ///
    /// - Throws: ``AppError`` with code `usage`.
    func scopedForReplay(_ view: ViewSettings) throws(AppError) -> ViewSettings {
        var scoped = try scoped(view)
        guard let since = view.since, let start = try moment(since, of: "--since") else { return scoped }
        let isAge = (try? TypedTime(since, clock: FilterClock(now: now())))?.isAge ?? false
        let seconds = now().since(start).components.seconds
        scoped.filter = ScopeFilter.all([scoped.filter, isAge ? "last:\(seconds)s" : "last>=\"\(since)\""])
        scoped.since = nil
        return scoped
    }

    /// The instant that a flag names, at `present` where that is not the clock's.
    ///
    /// - Throws: ``AppError`` with code `usage`.
    func moment(_ text: String?, of flag: String, at present: Timestamp? = nil) throws(AppError) -> Timestamp? {
        guard let text else { return nil }
        let now = present ?? self.now()
        guard let typed = try? TypedTime(text, clock: FilterClock(now: now, zone: .system(around: now))) else {
            throw AppError(
                "\(flag): \"\(text)\" is no time",
                hint: "write 30m, 2h, 7d, 14:05, 2026-11-22, 2026-11-22T14:05 or 2026-11-22T14:05:00Z",
                code: .usage
            )
        }
        return typed.instant(at: now)
    }
}
