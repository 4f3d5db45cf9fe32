/// A place that shows frames: a terminal, or a recording in tests.
@MainActor
package protocol Screen {
    var size: Size { get }
    /// Shows `frame`; only cells that differ from the last one are sent.
    func draw(_ frame: Frame)
    /// All keys that are waiting, oldest first; never blocks.
    func readKeys() -> [Key]
    /// Takes the terminal's present size; call after SIGWINCH.
    func resize()
}
