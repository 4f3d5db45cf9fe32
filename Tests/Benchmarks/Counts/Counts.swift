import CCallgrind
import Workloads

/// Does one workload once, for a tool that counts what it does: `counts NAME SIZE` under callgrind with `--instr-atstart=no`.
///
/// Without arguments it lists the workloads: name, unit and usual size, one a line, separated by tabs.
@main
enum Counts {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let name = arguments.first else {
            for workload in Workload.all { print("\(workload.name)\t\(workload.unit)\t\(workload.size)") }
            return
        }
        guard let workload = Workload.all.first(where: { $0.name == name }) else {
            throw Problem(description: "no workload is named \(name): `counts` alone lists them")
        }
        let size = arguments.dropFirst().first.map { Int($0) } ?? workload.size
        guard let size, size > 0 else { throw Problem(description: "the size is a positive number") }
        let work = try await workload.prepare(size)
        callgrind_begin()
        try await work()
        callgrind_end()
    }
}

private struct Problem: Error, CustomStringConvertible {
    let description: String
}
