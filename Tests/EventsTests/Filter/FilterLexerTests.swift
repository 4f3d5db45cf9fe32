import Testing

@testable import Events

@Suite struct FilterLexerTests {
    @Test(
        arguments: [
            ("ns:payments", ["name ns", "has", "word payments"]),
            ("a b", ["word a", "word b"]),
            ("a|b||c", ["word a", "or", "word b", "or", "word c"]),
            ("a AND b OR NOT c && d", ["word a", "and", "word b", "or", "not", "word c", "and", "word d"]),
            ("ANDROID ORDER and", ["word ANDROID", "word ORDER", "word and"]),
            ("-ns:a -x -\"q\"", ["not", "name ns", "has", "word a", "word -x", "not", "quoted q"]),
            ("!a !(b)", ["not", "word a", "not", "open", "word b", "close"]),
            ("ns!=a ns!~b", ["name ns", "notEqual", "word a", "name ns", "notMatches", "word b"]),
            ("n>=5 n<=6", ["name n", "atLeast", "word 5", "name n", "atMost", "word 6"]),
            ("ns:(a, !b)", ["name ns", "has", "open", "word a", "comma", "not", "word b", "close"]),
            ("ns:(a,b) c,d", ["name ns", "has", "open", "word a", "comma", "word b", "close", "word c,d"]),
            ("label.app.io/x-1:y", ["name label.app.io/x-1", "has", "word y"]),
            ("10.0.0.1:443", ["word 10.0.0.1:443"]),
            ("/a b/ /a/i /var/log", ["pattern a b", "pattern a i", "word /var/log"]),
            ("msg~/a\\/b\\d/", ["name msg", "matches", "pattern a/b\\d"]),
            ("'it''s' \"a\\\"b\"", ["quoted it", "quoted s", "quoted a\"b"]),
            ("a\\ b\\|c", ["word a b|c"]),
            ("\"open", ["open quote open"]),
            ("ns:!x", ["name ns", "has", "word !x"]),
            ("last:14:00..14:10", ["name last", "has", "word 14:00..14:10"]),
            (" ", []),
            ("\\", ["word \\"]),
        ] as [(String, [String])]
    )
    func cutsIntoWordsAndSigns(_ text: String, tokens: [String]) {
        let kinds = FilterLexer.tokens(of: Array(text)).map(\.kind)

        #expect(kinds.map(Self.name) == tokens)
    }

    @Test func placesAreThoseOfTheText() {
        let ranges = FilterLexer.tokens(of: Array(" ns:größe  \"x y\"|z")).map(\.range)

        #expect(ranges == [1..<3, 3..<4, 4..<9, 11..<16, 16..<17, 17..<18])
    }

    private static func name(_ kind: FilterToken.Kind) -> String {
        switch kind {
        case .name(let name): "name " + name
        case .comparison(let comparison): "\(comparison)"
        case .word(let word):
            switch word.form {
            case .plain: "word " + word.text
            case .quoted(let isClosed): (isClosed ? "quoted " : "open quote ") + word.text
            case .pattern(let ignoresCase, _): "pattern " + word.text + (ignoresCase ? " i" : "")
            }
        default: "\(kind)"
        }
    }
}
