import Alerts
import Basics
import Events

extension Workload {
    /// What is made of events beside showing and sending them.
    static var triage: [Workload] {
        [
            Workload("alerts: all rules", size: 50_000, counted: 4000) { size in
                let batches = WatchLines.events(size).batches
                let rules = BuiltInRules.all.map(\.rule)
                return {
                    let engine = Locked(AlertEngine(rules: rules))
                    return {
                        engine.withLock { engine in
                            for batch in batches {
                                let now = batch.map(\.received).max() ?? Timestamp(seconds: 0)
                                use(engine.take(batch, at: now))
                                use(engine.advance(to: now))
                            }
                        }
                    }
                }
            },
            Workload("overview: taking in", size: 50_000, counted: 4000) { size in
                let batches = WatchLines.events(size).batches
                return {
                    let overview = Locked(Overview(now: Timestamp(seconds: 0)))
                    return {
                        overview.withLock { overview in
                            for batch in batches {
                                overview.take(batch)
                                if let now = batch.map(\.received).max() { overview.advance(to: now) }
                            }
                        }
                    }
                }
            },
            Workload(again: "overview: report", per: "report", size: 100, counted: 5) { size in
                var overview = Overview(now: Timestamp(seconds: 0))
                let events = WatchLines.events(20_000)
                overview.take(events)
                overview.advance(to: events.map(\.received).max() ?? Timestamp(seconds: 0))
                return { [overview] in for _ in 0..<size { use(overview.report(.hour)) } }
            },
        ]
    }
}
