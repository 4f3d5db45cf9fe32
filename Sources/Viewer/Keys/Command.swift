/// What a key stands for; the keymap says which key, and the configuration calls it by its raw value.
package enum Command: String, Sendable, Hashable, CaseIterable {
    // Moving: in every list and text.
    case down, up, halfPageDown, halfPageUp, pageDown, pageUp, first, last
    case messageLeft, messageRight, columnLeft, columnRight, nextPane, previousPane
    case nextWarning, previousWarning, nextMarked, previousMarked, setPosition, goToPosition
    // Filter and search.
    case filter, warningsOnly, includeValue, excludeValue, allNamespaces, nthNamespace, back
    case historyBack, historyForward, find, findNext, findPrevious, findValue, openView, saveView
    // Live and time.
    case follow, freeze, retry, streams, goToTime, time
    case histogram, zoomIn, zoomOut, cursorEarlier, cursorLater
    // Rows.
    case detail, split, groupMenu, sortMenu, sortByColumn, invertSort, sortByFirst, sortByLast, sortByNamespace
    case mark, markRange, clearMarks, snooze, wrap
    // Facets.
    case include, exclude, only, clearFacet, expand
    // Detail.
    case timeline, yaml, owners, lifecycle, nextSection, previousSection, nthSection, nextEvent, previousEvent,
        detailPlace
    // Overview.
    case overview, shorterWindow, longerWindow, nthWindow
    // Forwarding.
    case forwarder, forwarding, retryForwarding, pauseForwarding, deadLetters, copyLink
    // Alerts.
    case alerts, acknowledge, snoozeAlert, reopen, alertRules
    // The rest.
    case help, command, contexts, copy, copyMenu, save, mouse, redraw, suspend, quit, interrupt
}
