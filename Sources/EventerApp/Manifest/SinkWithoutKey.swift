/// A sink's text taken apart: what may be printed, and whether it held a key.
struct SinkWithoutKey: Equatable {
    private(set) var text: String
    private(set) var hadKey = false

    private static let keys: Set<String> = [
        "accesskeyid", "accesskeysecret", "securitytoken", "accesskeyidfile", "accesskeysecretfile",
        "securitytokenfile",
    ]

    /// - Parameter sink: kube-eventer's URL as it was given, variables not replaced.
    init(_ sink: String) {
        let parts = sink.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        text = String(parts[0])
        guard parts.count > 1 else { return }
        let pairs = parts[1].split(separator: "&", omittingEmptySubsequences: false)
        let kept = pairs.filter { pair in
            let name = pair.prefix { $0 != "=" }
            // An escaped name is one that somebody hides, and a pair with a semicolon has no effect, but may hold anything.
            return !Self.keys.contains(name.lowercased()) && !name.contains("%") && !pair.contains(";")
        }
        hadKey = kept.count < pairs.count
        text += "?" + kept.joined(separator: "&")
    }
}
