/// Why no node takes a pod, as the scheduler says it: `0/14 nodes are available: 4 Insufficient cpu, 10 node(s) had …`.
struct Shortage: Equatable {
    var text: String
    /// Whether it is the cluster that lacks something, and not the pod that asks for something odd.
    var isOfCluster: Bool

    init(_ message: String) {
        let phrases = Self.phrases(of: message)
        let resources = phrases.compactMap { phrase in
            phrase.hasPrefix("Insufficient ") ? String(phrase.dropFirst(13)) : nil
        }
        if let device = resources.first(where: { $0.contains("/") }) {
            self.init(text: "not enough " + device, isOfCluster: true)
        } else if !resources.isEmpty || phrases.contains("Too many pods") {
            // Which of the two is short changes from pod to pod; the cluster is full.
            self.init(text: "not enough cpu or memory", isOfCluster: true)
        } else if let first = phrases.first {
            self.init(text: first, isOfCluster: false)
        } else {
            self.init(text: String(message.prefix(80)), isOfCluster: false)
        }
    }

    private init(text: String, isOfCluster: Bool) {
        self.text = text
        self.isOfCluster = isOfCluster
    }

    /// What the numbers of nodes stand before, without the numbers.
    private static func phrases(of message: String) -> [String] {
        guard let start = message.firstRange(of: "available: ")?.upperBound else { return [] }
        let sentence = message[start...].prefix(400)
        let end = sentence.firstRange(of: ". ")?.lowerBound ?? sentence.endIndex
        return sentence[..<end].split(separator: ",").map { part in
            let words = part.drop { $0 == " " }
            let text = words.drop { $0.isNumber }.drop { $0 == " " }
            return String(text.hasSuffix(".") ? text.dropLast() : text)
        }.filter { !$0.isEmpty }
    }
}
