import Testing

@testable import Events

@Suite struct FilterCompletionTests {
    private static func values(_ field: FilterField, _ prefix: String) -> [(value: String, count: Int)] {
        switch field {
        case .reason: [("Unhealthy", 37), ("UnexpectedJob", 1), ("BackOff", 214), ("FailedScheduling", 58)]
        case .namespace: [("payments", 5), ("shop", 5), ("kube-system", 9)]
        case .source: [("node controller", 2), ("kubelet", 1)]
        case .kind: [("Pod", 9), ("Node", 1)]
        case .label: [("app", 3)]
        default: []
        }
    }

    private static func complete(_ text: String, at cursor: Int? = nil) -> FilterCompletion {
        FilterCompletion(text: text, cursor: cursor ?? text.count, values: values)
    }

    @Test(arguments: [
        ("ns:payments reason:Un", 19..<21, ["Unhealthy", "UnexpectedJob"]),
        ("reason:un", 7..<9, ["Unhealthy", "UnexpectedJob"]),
        ("reason:sched", 7..<12, ["FailedScheduling"]),
        ("reason:", 7..<7, ["BackOff", "FailedScheduling", "Unhealthy", "UnexpectedJob"]),
        ("ns:(payments, ", 14..<14, ["kube-system", "payments", "shop"]),
        ("ns:(payments, !ku", 15..<17, ["kube-system"]),
        ("ns:s", 3..<4, ["shop", "kube-system", "payments"]),
        ("ns:(", 4..<4, ["kube-system", "payments", "shop"]),
        ("src:no", 4..<6, ["\"node controller\""]),
        ("src:\"no", 4..<7, ["\"node controller\""]),
        ("kind:po", 5..<7, ["Pod"]),
        ("kind:deploy", 5..<11, ["Deployment"]),
        ("is:s", 3..<4, ["snoozed", "stale"]),
        ("last:1", 5..<6, ["15m", "1h", "1d"]),
        ("!ns:sh", 4..<6, ["shop"]),
        ("ns!=sh", 4..<6, ["shop"]),
    ])
    func offersValues(_ text: String, range: Range<Int>, candidates: [String]) {
        let completion = Self.complete(text)

        #expect(completion.range == range)
        #expect(completion.candidates.map(\.text) == candidates)
    }

    @Test(arguments: [
        ("na", 0..<2, ["name:", "namespace:"]),
        ("type:Warning co", 13..<15, ["count:", "container:", "component:", "context:"]),
        ("(re", 1..<3, ["reason:", "rel:"]),
        ("count", 0..<5, ["count:", "count>", "count<", "count>=", "count<=", "count="]),
        ("n", 0..<1, ["ns:", "name:", "node:"]),
        ("reason", 0..<6, ["reason:", "reason=", "reason~"]),
        ("lab", 0..<3, ["label."]),
        ("label.a", 0..<7, ["label.app:"]),
    ])
    func offersNames(_ text: String, range: Range<Int>, candidates: [String]) {
        let completion = Self.complete(text)

        #expect(completion.range == range)
        #expect(completion.candidates.map(\.text) == candidates)
    }

    @Test(arguments: [
        "ns:payments ", "ns:shop", "ns:(payments ", "ns:(a)", "\"phrase", "msg:x", "msg~ab", "count:", "ns:k*", "xyz",
        "ns: ", "é",
        "bogus:x", "reason:nothing", "/re",
    ])
    func offersNothingWhereATermIsCompleteOrUnknown(_ text: String) {
        #expect(Self.complete(text).candidates == [])
    }

    @Test(arguments: ["", "ns:a | ", "ns:a |", "(", "! ", "ns:a AND "])
    func offersAllFieldsWhereATermBegins(_ text: String) {
        #expect(Self.complete(text).candidates.count == FilterField.allCases.count)
    }

    @Test func onlyWhatStandsBeforeTheCursorCounts() {
        let completion = Self.complete("reason:Un type:Warning", at: 9)

        #expect(completion.range == 7..<9)
        #expect(completion.candidates.map(\.count) == [37, 1])
    }

    @Test func everyCandidateCanBeRead() throws {
        for text in ["ns:", "reason:", "src:", "kind:", "is:", "last:"] {
            let completion = Self.complete(text)
            for candidate in completion.candidates {
                let completed = Array(text).prefix(completion.range.lowerBound) + Array(candidate.text)
                #expect(throws: Never.self) { try EventFilter(parsing: String(completed)) }
            }
        }
    }

    @Test func placesOutsideTheTextAreItsEnds() {
        #expect(Self.complete("ns:", at: 99).range == 3..<3)
        #expect(Self.complete("ns:", at: -1).range == 0..<0)
    }
}
