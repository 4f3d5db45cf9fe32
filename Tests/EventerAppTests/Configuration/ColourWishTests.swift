import Testing
import TextGrid

@testable import EventerApp

@Suite struct ColourWishTests {
    private static let many = ColourDepth.many

    @Test(
        arguments: [
            ([], nil, [:], ColourDepth.many, false),
            ([], nil, ["COLORTERM": "truecolor"], many, true),
            ([], nil, ["COLORTERM": "24bit"], many, true),
            ([], nil, ["CLICOLOR": "0"], .none, false),
            ([], nil, ["NO_COLOR": "1"], .none, false),
            ([], nil, ["NO_COLOR": ""], many, false),
            ([], nil, ["NO_COLOR": "0"], .none, false),
            ([], nil, ["NO_COLOR": "1", "FORCE_COLOR": "3", "COLORTERM": "truecolor"], .none, false),
            ([], nil, ["CLICOLOR_FORCE": "1", "CLICOLOR": "0"], many, false),
            ([], nil, ["CLICOLOR_FORCE": "0", "CLICOLOR": "0"], .none, false),
            ([], nil, ["FORCE_COLOR": "0"], .none, false),
            ([], nil, ["FORCE_COLOR": "1"], .sixteen, true),
            ([], nil, ["FORCE_COLOR": "2"], many, true),
            ([], "never", [:], .none, false),
            ([], "16", ["COLORTERM": "truecolor"], .sixteen, true),
            ([], "256", ["NO_COLOR": "1"], .none, false),
            ([], "never", ["FORCE_COLOR": "3"], many, true),
            (["256"], nil, ["NO_COLOR": "1"], many, true),
            (["16"], "256", [:], .sixteen, true),
            (["never"], "256", ["FORCE_COLOR": "3"], .none, false),
            (["auto"], "256", ["NO_COLOR": "1"], .none, false),
            (["auto"], "never", [:], many, false),
            ([], nil, ["EVENTER_COLOR": "256", "NO_COLOR": "1"], many, true),
        ] as [([String], String?, [String: String], ColourDepth, Bool)]
    )
    func theFirstWordCounts(
        flags: [String],
        file: String?,
        environment: [String: String],
        depth: ColourDepth,
        isCertain: Bool
    ) throws {
        let configuration = try EffectiveConfiguration(
            flags: flags.map { PreferenceFlag("color", "--color", $0) },
            environment: environment,
            file: file.map { try ConfigurationFile(path: "c", text: "color: " + $0) }
        )

        let wish = ColourWish(configuration, environment: environment)

        #expect(wish.depth == depth)
        #expect(wish.isCertain == isCertain)
    }

    @Test func aCertainWishTriesAnotherType() throws {
        var wish = ColourWish(EffectiveConfiguration(), environment: ["COLORTERM": "truecolor"])

        #expect(wish.terminals("xterm") == ["xterm-256color", "xterm"])
        #expect(wish.terminals("screen-256color") == ["screen-256color"])
        wish.isCertain = false
        #expect(wish.terminals("xterm") == ["xterm"])
    }
}
