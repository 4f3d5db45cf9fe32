extension SinkReader {
    private static let parameters: Set = [
        "project", "logStore", "topic", "regionId", "internal", "accessKeyId", "accessKeySecret", "accessKeyIdFile",
        "accessKeySecretFile", "securityTokenFile", "label", "compression", "signature", "caFile", "eventIdFormat",
        "keepManagedFields", "gapRecords",
    ]
    private static let fixedFields: Set = ["eventId", "hostname", "level", "pod_id", "pod_name"]
    private static let reservedFields: Set = [
        "__time__", "__source__", "__topic__", "__partition_time__", "_extract_others_", "__extract_others__",
    ]

    /// The labels, one for each `label=key,value`.
    ///
    /// Of two with one key the later wins, in the place of the earlier.
    mutating func labels() -> [LogServiceConfiguration.Label] {
        var labels: [LogServiceConfiguration.Label] = []
        for text in url.parameters.filter({ $0.name == "label" }).map(\.value) {
            guard let label = label(text) else { continue }
            if let index = labels.firstIndex(where: { $0.key == label.key }) {
                warn("the label \(label.key) is given twice; the later one is used")
                labels[index] = label
            } else {
                labels.append(label)
            }
        }
        return labels
    }

    private mutating func label(_ text: String) -> LogServiceConfiguration.Label? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 128 else {
            warn("a label in the sink is not of the form key,value and is left out")
            return nil
        }
        let label = LogServiceConfiguration.Label(key: String(parts[0]), value: String(parts[1]))
        guard !Self.fixedFields.contains(label.key), !Self.reservedFields.contains(label.key) else {
            warn("the label \(label.key) has the name of a field that records have anyway and is left out")
            return nil
        }
        if !Self.isPlain(label.key) {
            warn(
                "the label \(label.key) is not of letters, digits and `_` alone, or begins with a digit: Log Service may refuse "
                    + "every record for it"
            )
        }
        return label
    }

    /// Whether it is as Log Service wants the name of a field.
    private static func isPlain(_ key: String) -> Bool {
        key.utf8.allSatisfy { isNameByte($0) && $0 != UInt8(ascii: "-") } && key.first?.isNumber == false
    }

    /// Tells of variables in the sink that are not set.
    mutating func warnOfVariables(_ expanded: ExpandedText) {
        guard expanded.hasMissing else { return }
        let names = expanded.missingNames.map { "${\($0)}" }.joined(separator: ", ")
        warn(
            names.isEmpty
                ? "a `$` in the sink names a variable that is not set; a `$` that stands for itself is written %24"
                : "not set, and therefore empty in the sink: \(names)"
        )
    }

    /// Tells of parts of the URL that have no effect, or another one than it seems.
    ///
    /// Names of unknown parameters are not shown: they may be pieces of a secret that holds an `&`.
    mutating func warnOfURL(written: SinkURL, isInArguments: Bool) {
        if isInArguments, let secret = written.value("accessKeySecret"), !secret.isEmpty, !secret.contains("$") {
            warn(
                "accessKeySecret stands in the sink, where others on this machine can read it in the list of processes; "
                    + "set AccessKeySecret in the environment instead"
            )
        }
        if url.value("accessKeySecret")?.contains(" ") == true {
            warn("accessKeySecret holds a space: a `+` in a URL means a space and is itself written %2B")
        }
        if url.hasPath { warn("the path in the sink's URL has no effect") }
        if url.hasFragment { warn("everything after the `#` in the sink has no effect; a `#` is written %23") }
        for pair in url.dropped { warnOfDropped(pair) }
        for name in url.parameters.map(\.name) where !Self.parameters.contains(name) { warnOfUnknown(name) }
    }

    private mutating func warnOfDropped(_ pair: (name: String, flaw: SinkURL.Flaw)) {
        let name = Self.parameters.contains(pair.name) ? pair.name : "a parameter of the sink"
        switch pair.flaw {
        case .semicolon: warn("\(name) is left out because it holds a `;`, which is written %3B")
        case .badEscape: warn("\(name) is left out because of a `%` without two digits; a `%` is written %25")
        }
    }

    private mutating func warnOfUnknown(_ name: String) {
        if let meant = Self.parameters.first(where: { $0.lowercased() == name.lowercased() }) {
            warn("a parameter of the sink is spelled unlike \(meant) and has no effect; the case of its letters counts")
        } else {
            warn("the sink has a parameter that eventer does not know and that has no effect")
        }
    }
}
