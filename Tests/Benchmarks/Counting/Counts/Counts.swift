import CCounts
import Foundation
import Workloads

/// Does one workload for a tool that counts what it does: `counts NAME [SIZE]` under callgrind with `--instr-atstart=no`.
///
/// Without arguments it lists the workloads: name, unit and size, one a line, separated by tabs. `counts --bytes` counts bytes,
/// which needs no tool: name, unit and figure, one a line. `counts --lines NUMBER` prints the watch lines that workloads are made of.
@main
enum Counts {
    /// Not asynchronous itself: the main thread then waits in libdispatch's `sigsuspend`, into whose constant mask valgrind 3.19 writes.
    static func main() {
        Task {
            do {
                try await run()
                exit(0)
            } catch {
                FileHandle.standardError.write(Data("counts: \(error)\n".utf8))
                exit(1)
            }
        }
        RunLoop.main.run()
    }

    private static func run() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case nil: for workload in Workload.all { print("\(workload.name)\t\(workload.unit)\t\(workload.countedSize)") }
        case "--bytes": try await countBytes()
        case "--lines": printLines(arguments.dropFirst().first.flatMap { Int($0) } ?? 100)
        case let name?: try await count(name, size: arguments.dropFirst().first)
        }
    }

    private static func count(_ name: String, size: String?) async throws {
        guard let workload = Workload.all.first(where: { $0.name == name }) else {
            throw Problem(description: "no workload is named \(name): `counts` alone lists them")
        }
        let size = size.map { Int($0) } ?? workload.countedSize
        guard let size, size > 0 else { throw Problem(description: "the size is a positive number") }
        let start = try await workload.prepare(size)
        // Once for what only the first time costs: symbols that the loader binds, metadata of generic types.
        try await start()()
        let work = try await start()
        callgrind_begin()
        try await work()
        callgrind_end()
    }

    private static func printLines(_ count: Int) {
        var lines = WatchLines()
        for _ in 0..<count { print(String(decoding: lines.next(), as: UTF8.self)) }
    }

    private static func countBytes() async throws {
        func tell(_ name: String, per unit: String, _ bytes: Int) { print("\(name)\t\(unit)\t\(bytes)") }
        let size = 100_000
        tell("table of \(size) events", per: "event", TableMemory.bytes(size, allocated: allocated_bytes) / size)
        for screen in ScreenBytes.all { tell(screen.name, per: "frame", try await screen.bytesPerFrame()) }
    }
}

private struct Problem: Error, CustomStringConvertible {
    let description: String
}
