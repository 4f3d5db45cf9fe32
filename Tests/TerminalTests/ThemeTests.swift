import Glibc
import Testing
import TextGrid

@testable import Terminal

@Suite struct ThemeTests {
    private static let depths = ColourDepth.allCases

    @Test(arguments: Theme.allCases, depths) func noRolePaintsTheWholeBackground(theme: Theme, depth: ColourDepth) {
        #expect(theme.look(.normal, depth: depth) == .plain)
        for role in [Style.Role.dim, .header, .ok, .hint, .frame, .new, .histogramNormal] {
            #expect(theme.look(role, depth: depth).background == -1, "\(role)")
        }
    }

    @Test(arguments: Theme.allCases, depths) func coloursStayWithinTheDepth(theme: Theme, depth: ColourDepth) {
        for role in Style.Role.allCases {
            let look = theme.look(role, depth: depth)

            #expect(look.foreground < Int16(max(depth.rawValue, 0)), "\(role)")
            #expect(look.background < Int16(max(depth.rawValue, 0)), "\(role)")
        }
    }

    @Test(arguments: Theme.allCases) func withoutColoursAllThemesAreMono(theme: Theme) {
        for role in Style.Role.allCases {
            #expect(theme.look(role, depth: .none) == Theme.mono.look(role, depth: .many), "\(role)")
        }
    }

    @Test(arguments: Theme.allCases, depths) func whatMattersStandsOut(theme: Theme, depth: ColourDepth) {
        let loud: [Style.Role] = [.warning, .critical, .down, .degraded, .match, .selection, .marked, .new, .facetOn]
        for role in loud { #expect(theme.look(role, depth: depth) != .plain, "\(role)") }
        #expect(theme.look(.down, depth: depth) != theme.look(.warning, depth: depth))
        #expect(theme.look(.selection, depth: depth).attributes.contains(.reverse))
        #expect(theme.look(.facetOn, depth: depth) != theme.look(.facetOff, depth: depth))
    }

    @Test func highContrastDimsNothing() {
        for role in Style.Role.allCases {
            for depth in [ColourDepth.eight, .sixteen, .many] {
                #expect(!Theme.highContrast.look(role, depth: depth).attributes.contains(.dim), "\(role)")
            }
        }
    }

    // WCAG asks for 4.5 of text, and for 3 of what only has to be seen.
    @Test(arguments: [
        (Theme.dark, Luminance.black, 4.5), (.light, .white, 4.5), (.highContrast, .black, 7),
        (.highContrast, .white, 7),
    ])
    func textCanBeRead(theme: Theme, screen: Luminance, ratio: Double) {
        for role in Style.Role.allCases {
            let look = theme.look(role, depth: .many)
            guard look.foreground >= 0 else { continue }
            let background = look.background < 0 ? screen : Luminance(colour: Int(look.background))
            let contrast = Luminance(colour: Int(look.foreground)).contrast(with: background)

            #expect(contrast >= (role == .frame ? 3 : ratio), "\(role): \(contrast)")
        }
    }

    @Test func everyRoleHasALetterOfItsOwn() {
        #expect(Set(Style.Role.allCases.map(\.letter)).count == Style.Role.allCases.count)
    }
}

/// The relative luminance of a colour of the 256: the cube and the greys, which no terminal's palette changes.
struct Luminance: Sendable {
    let value: Double

    static let black = Luminance(value: 0)
    static let white = Luminance(value: 1)

    init(value: Double) {
        self.value = value
    }

    init(colour: Int) {
        let levels = [0, 95, 135, 175, 215, 255]
        let place = colour - 16
        let parts =
            colour >= 232
            ? Array(repeating: 8 + 10 * (colour - 232), count: 3)
            : [levels[place / 36], levels[place / 6 % 6], levels[place % 6]]
        let linear = parts.map { Self.linear(Double($0) / 255) }
        value = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    private static func linear(_ part: Double) -> Double {
        guard part > 0.04045 else { return part / 12.92 }
        return pow((part + 0.055) / 1.055, 2.4)
    }

    func contrast(with other: Luminance) -> Double {
        (max(value, other.value) + 0.05) / (min(value, other.value) + 0.05)
    }
}
