// Stand-in: the grid, its cells and styles come with the viewer.
/// What the screen shows: a grid of cells.
package struct Frame: Sendable, Equatable {
    package let size: Size

    package init(size: Size) {
        self.size = size
    }
}
