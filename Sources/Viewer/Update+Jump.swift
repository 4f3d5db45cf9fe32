import Basics
import Events

/// Where Esc goes back to from the events that a pane led to.
struct WayBack: Sendable, Equatable {
    var pane: Pane
    /// The filter that shows those events.
    var filter: FilterSetting
}

extension ViewState {
    /// Goes back to the pane that led to the events of `filter`, which Esc has just undone.
    mutating func goBack(from filter: FilterSetting) {
        guard let way = wayBack, way.filter == filter else { return }
        wayBack = nil
        pane = way.pane
    }

    /// Leaves what covers the list and shows the events that a filter finds; Esc undoes the filter, and opens the pane again.
    ///
    /// - Parameters:
    ///   - setting: One that ``accepts(_:)`` takes.
    ///   - subject: Whose events they are, for people.
    ///   - from: When the first of them happened.
    ///   - to: When the last of them happened.
    /// - Returns: What the shell has to do.
    mutating func show(_ setting: FilterSetting, eventsOf subject: String, from: Timestamp, to: Timestamp) -> [Effect] {
        textFind = nil
        wayBack = pane.map { WayBack(pane: $0, filter: setting) }
        pane = nil
        let effects = detail == nil ? [] : closeDetail()
        focus = .list
        list.thaw()
        apply(setting)
        list.follow()
        // What small screens may cut comes last.
        say("Esc goes back; " + (unseenPart(from: from, to: to) ?? "events of \(subject)"), for: .seconds(8))
        return effects
    }

    /// Whether a filter can be read; says why not.
    mutating func accepts(_ setting: FilterSetting) -> Bool {
        do throws(FilterError) {
            _ = try setting.compile(clock: filterClock)
            return true
        } catch {
            say("its filter cannot be read: " + error.message)
            return false
        }
    }

    /// Why not all events of a time may be on the screen, and what to do about it.
    private func unseenPart(from: Timestamp, to: Timestamp) -> String? {
        guard logstore == nil else { return nil }
        if let window, to < now.advanced(by: .zero - window) {
            return "older than the window of \(length(window)): :since off"
        }
        guard (list.live.oldest ?? now) > from else { return nil }
        let hours = max(1, (now.since(from).components.seconds + 3599) / 3600)
        return "it began before what is in memory: :since \(hours)h reads the \(archive)"
    }
}
