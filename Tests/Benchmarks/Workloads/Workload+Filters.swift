import Events

extension Workload {
    /// A filter over all events, by each kind of condition.
    static var filters: [Workload] {
        [
            filter("namespace", "ns:shop-0"),
            filter("reason", "reason:BackOff"),
            filter("type", "type:Warning"),
            filter("word", "refused"),
            filter("part of message", "msg:refused"),
            filter("regular expression", #"msg~/:\d{4,5}: connection/"#),
            filter("fuzzy", "~chkt4f"),
            filter("count", "count>3"),
            filter("critical", "is:critical"),
            filter("last 15 minutes", "last:15m"),
            filter("negation", "!ns:shop-0"),
            filter("conjunction", "type:Warning ns:(shop*, payments*) msg:failed"),
            // One more letter, which only what was shown can still match.
            filter("next letter", "msg:refused", after: "msg:refuse"),
        ]
    }

    private static func filter(_ name: String, _ text: String, after former: String = "") -> Workload {
        onTable("filter: " + name) { table in
            table.setFilter(try EventFilter(parsing: former, clock: FilterClock(now: table.now)))
        } work: { table in
            table.setFilter(try EventFilter(parsing: text, clock: FilterClock(now: table.now)))
        }
    }
}
