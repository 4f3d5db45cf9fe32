import Events

extension ViewState {
    /// The filter language by example.
    static let grammar: [(example: String, meaning: String)] = [
        ("type:Warning ns:payments", "both; a space is and"),
        ("ns:shop | ns:ml", "either; ( ) group"),
        ("!reason:Pulled !ns:kube-*", "not; * and ? are globs"),
        ("reason:(BackOff, Unhealthy)", "one of"),
        ("msg~/code: 5\\d\\d/", "regular expression"),
        ("\"no space left\"", "exact words, anywhere"),
        ("^web", "a word that begins so; web$ ends so"),
        ("~wbx2k", "letters in this order"),
        ("count>100 last:5m dur>10m", "numbers, times, durations"),
        ("last:14:00..14:10", "a range of times"),
        ("is:marked", "the row: new, marked, snoozed, critical"),
        ("label.app:web", "a label of the event; ann.KEY"),
    ]

    /// What F1 shows at the prompt.
    static let grammarLines = grammar.map { line in
        line.example + String(repeating: " ", count: max(2, 31 - line.example.count)) + line.meaning
    }
}
