import CNcurses
import TextGrid

/// How the roles look with the colours there are.
///
/// No background is painted but for `down` and `match`, so that light and dark terminals both work.
struct Palette {
    enum Depth: Equatable { case mono, eight, sixteen, many }

    struct Look: Equatable {
        /// -1 is the terminal's own.
        var foreground: Int16 = -1
        var background: Int16 = -1
        var attributes: UInt32 = 0
    }

    let depth: Depth

    init(colours count: Int) {
        depth = count >= 256 ? .many : count >= 16 ? .sixteen : count >= 8 ? .eight : .mono
    }

    func look(_ role: Style.Role) -> Look {
        depth == .mono ? Look(attributes: Self.monoAttributes(role)) : colours(role)
    }

    private static func monoAttributes(_ role: Style.Role) -> UInt32 {
        switch role {
        case .normal, .ok, .hint, .frame: 0
        case .dim: nc_dim()
        case .warning, .degraded, .header, .new, .critical: nc_bold()
        case .down: nc_bold() | nc_reverse()
        case .match: nc_bold() | nc_underline()
        }
    }

    private func colours(_ role: Style.Role) -> Look {
        switch role {
        case .normal: Look()
        case .dim: depth == .many ? Look(foreground: 244) : Look(attributes: nc_dim())
        case .warning, .degraded: Look(foreground: pick(178, 3, 3))
        case .critical: Look(foreground: pick(203, 9, 1), attributes: depth == .eight ? nc_bold() : 0)
        case .header, .new: Look(attributes: nc_bold())
        case .ok: Look(foreground: pick(71, 2, 2))
        case .down: Look(foreground: pick(231, 15, 7), background: pick(160, 1, 1), attributes: nc_bold())
        case .match: Look(foreground: pick(222, -1, -1), attributes: nc_bold() | (depth == .many ? 0 : nc_underline()))
        case .frame: depth == .many ? Look(foreground: 240) : Look(attributes: nc_dim())
        case .hint: depth == .many ? Look(foreground: 110) : Look(foreground: 6)
        }
    }

    private func pick(_ many: Int16, _ sixteen: Int16, _ eight: Int16) -> Int16 {
        depth == .many ? many : depth == .sixteen ? sixteen : eight
    }
}
