import Benchmark
import Workloads

/// Every workload, timed; `swift package benchmark` runs them.
let benchmarks: @Sendable () -> Void = {
    for workload in Workload.all {
        Benchmark(
            workload.name,
            configuration: .init(
                metrics: [.wallClock, .cpuTotal, .throughput],
                scalingFactor: .one,
                maxDuration: .seconds(3),
                maxIterations: 20
            )
        ) { benchmark in
            let work = try await workload.prepare(workload.size)
            benchmark.startMeasurement()
            try await work()
            benchmark.stopMeasurement()
        }
    }
}
