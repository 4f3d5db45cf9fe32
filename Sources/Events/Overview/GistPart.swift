/// What a layer of software put before the colon of a message.
struct GistPart {
    /// What things with a name are called; the name in quotes follows.
    private static let nouns: Set<Substring> = [
        "webhook", "image", "StorageClass", "secret", "configmap", "VSwitch", "persistentvolumeclaim",
        "storageclass.storage.k8s.io", "serviceaccount", "namespace", "node",
    ]
    /// What says how something was asked for, not what went wrong.
    private static let noise = [
        "rpc error", "Post \"http", "Get \"http", "Put \"http", "Patch \"http", "dial tcp", "dial udp", "read tcp",
        "read udp", "write tcp", "connect", "failed to call webhook", "MountVolume.", "AttachVolume.", "cmdAdd",
        "Message", "Error",
    ]

    let text: String

    /// - Parameter text: What stood between two colons.
    init(_ text: String) {
        // `code = Unknown desc = …`
        let rest = text.firstRange(of: "desc = ").map { text[$0.upperBound...] } ?? text[...]
        let words = rest.split(separator: " ", omittingEmptySubsequences: true)
        self.text = words.joined(separator: " ")
    }

    /// What is in the first quotes, nil when nothing is.
    var name: String? {
        let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && !parts[1].isEmpty ? String(parts[1]) : nil
    }

    /// `webhook "w"` of `failed calling webhook "w"`; nil when it ends otherwise.
    var subject: String? {
        guard text.hasSuffix("\""), let name, let noun = text.split(separator: "\"")[0].split(separator: " ").last,
            Self.nouns.contains(noun)
        else { return nil }
        return "\(noun) \"\(name)\""
    }

    /// As it is told.
    var short: String {
        if let subject { return subject }
        if text.hasPrefix("lookup ") {
            return text.firstRange(of: " on ").map { String(text[..<$0.lowerBound]) } ?? text
        }
        return text.hasPrefix("The specified ") ? String(text.dropFirst(14)) : text
    }

    /// Whether it may be left out.
    var isNoise: Bool {
        if Self.noise.contains(where: { $0 == text || ($0.contains { " .\"".contains($0) } && text.hasPrefix($0)) }) {
            return true
        }
        // An address, or the name of an object that many messages differ in.
        if text.contains("http://") || text.contains("https://") { return true }
        return !text.contains(" ") && text.contains("/")
    }
}
