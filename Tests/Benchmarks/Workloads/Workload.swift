/// One piece of the program's work, the same for the same size: for the benchmarks that time it and for the counts of instructions.
package struct Workload: Sendable {
    /// Work that is ready to be done, once or again and again: each time the same from the same start.
    package typealias Work = @Sendable () async throws -> Void

    package let name: String
    /// What a unit of its size is, in the singular: `event`, `frame`.
    package let unit: String
    /// The size that takes some tenths of a second.
    package let size: Int
    /// Makes what goes in, which is not counted.
    package let prepare: @Sendable (_ size: Int) async throws -> Work

    init(
        _ name: String,
        per unit: String = "event",
        size: Int = WatchLines.usualCount,
        prepare: @escaping @Sendable (_ size: Int) async throws -> Work
    ) {
        self.name = name
        self.unit = unit
        self.size = size
        self.prepare = prepare
    }

    /// All of them, in the order of an event's way.
    package static let all: [Workload] = reading + table
}

/// Takes a result, so that the work for it is not optimised away.
@inline(never)
func use(_ value: some Any) {
    withExtendedLifetime(value) {}
}
