import Basics
import Benchmark
import Workloads

/// Every workload, timed.
let benchmarks: @Sendable () -> Void = {
    for workload in Workload.all {
        let prepared = Locked<Workload.Start?>(nil)
        Benchmark(
            "\(workload.name) (\(workload.size) \(workload.unit)s)",
            configuration: .init(
                metrics: [.wallClock, .cpuTotal],
                scalingFactor: .one,
                maxDuration: .seconds(3),
                maxIterations: 20
            ),
            closure: { benchmark in
                guard let start = prepared.withLock(\.self) else { return }
                let work = try await start()
                benchmark.startMeasurement()
                try await work()
                benchmark.stopMeasurement()
            },
            setup: {
                let start = try await workload.prepare(workload.size)
                prepared.withLock { $0 = start }
            },
            teardown: { prepared.withLock { $0 = nil } }
        )
    }
}
