/// What a key stands for; the keymap says which key.
package enum Command: Sendable, Hashable {
    // Moving: in the list, the detail and the help.
    case down, up, halfPageDown, halfPageUp, pageDown, pageUp, first, last, messageLeft, messageRight
    // Filter.
    case filter, warningsOnly, onlyNamespace, onlyReason, back
    // Live.
    case follow, freeze, retry
    // View.
    case detail, time, help, streams, nextEvent, previousEvent, showJSON
    // Forwarding and the rest.
    case forwarding, copy, redraw, suspend, quit, interrupt
}
