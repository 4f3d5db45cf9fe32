/// One piece of the program's work, the same for the same size: for the benchmarks that time it and for the counts of instructions.
package struct Workload: Sendable {
    /// The work, once.
    package typealias Work = @Sendable () async throws -> Void
    /// Brings all to where the work begins: called before each time it is done, neither timed nor counted.
    package typealias Start = @Sendable () async throws -> Work

    package let name: String
    /// What a unit of its size is, in the singular: `event`, `frame`.
    package let unit: String
    /// The size that takes some tenths of a second.
    package let size: Int
    /// The size that is enough for a steady number of instructions a unit.
    package let countedSize: Int
    /// Makes what goes in.
    package let prepare: @Sendable (_ size: Int) async throws -> Start

    /// Work that has to be brought to its start each time.
    init(
        _ name: String,
        per unit: String = "event",
        size: Int,
        counted countedSize: Int,
        prepare: @escaping @Sendable (_ size: Int) async throws -> Start
    ) {
        self.name = name
        self.unit = unit
        self.size = size
        self.countedSize = countedSize
        self.prepare = prepare
    }

    /// Work that leaves nothing behind.
    init(
        again name: String,
        per unit: String = "event",
        size: Int = WatchLines.usualCount,
        counted countedSize: Int = 2000,
        prepare: @escaping @Sendable (_ size: Int) async throws -> Work
    ) {
        self.init(name, per: unit, size: size, counted: countedSize) { size in
            let work = try await prepare(size)
            return { work }
        }
    }

    /// All of them, in the order of an event's way.
    package static var all: [Workload] { reading + table + filters + triage + screen + forwarding + journal + output }
}

/// Takes a result, so that the work for it is not optimised away.
@inline(never)
func use(_ value: some Any) {
    withExtendedLifetime(value) {}
}
