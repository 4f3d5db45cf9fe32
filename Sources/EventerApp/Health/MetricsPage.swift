import Basics

/// Text in Prometheus' exposition format, metric by metric.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
struct MetricsPage {
    enum Kind: String { case counter, gauge, histogram, untyped }

    typealias Labels = KeyValuePairs<String, String>

    /// One line of a metric.
    struct Sample {
        var labels: Labels = [:]
        var value: Double
    }

    private(set) var text = ""

    /// A metric without labels.
    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: Double) {
        add(kind, name, help, [Sample(value: value)])
    }

    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ value: Int) {
        add(kind, name, help, Double(value))
    }

    /// A metric with a line for each sample.
    mutating func add(_ kind: Kind, _ name: String, _ help: String, _ samples: [Sample]) {
        head(kind, name, help)
        for sample in samples { line(name, sample.labels, sample.value) }
    }

    /// A metric with a line for each value of one label, in the order given.
    mutating func add(
        _ kind: Kind,
        _ name: String,
        _ help: String,
        by label: String,
        _ values: [(String, Int)]
    ) {
        add(kind, name, help, values.map { Sample(labels: [label: $0], value: Double($1)) })
    }

    /// A histogram for each set of labels.
    mutating func add(_ name: String, _ help: String, _ histograms: [(labels: Labels, times: DurationHistogram)]) {
        head(.histogram, name, help)
        for (labels, times) in histograms {
            var total = 0
            let bounds = times.bounds.map { Self.plain($0.seconds) } + ["+Inf"]
            for (bound, count) in zip(bounds, times.counts) {
                total += count
                line(name + "_bucket", labels, extra: ("le", bound), Double(total))
            }
            line(name + "_sum", labels, times.sum.seconds)
            line(name + "_count", labels, Double(total))
        }
    }

    private mutating func head(_ kind: Kind, _ name: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func line(
        _ name: String,
        _ labels: Labels,
        extra: (String, String)? = nil,
        _ value: Double
    ) {
        let pairs = labels.map { ($0.key, $0.value) } + (extra.map { [$0] } ?? [])
        let set = pairs.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        text += name + (set.isEmpty ? "" : "{\(set)}") + " " + Self.plain(value) + "\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
