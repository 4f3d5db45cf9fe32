import TextGrid

// One column for each depth: 256 colours, 16, 8. Of 16 colours the first eight are those every terminal has, so where nothing
// else is said the colour of 16 serves for 8 too.

extension Theme {
    /// How `role` looks with the colours there are.
    func look(_ role: Style.Role, depth: ColourDepth) -> Look {
        if depth == .none || self == .mono { return Self.uncoloured(role) }
        return switch self {
        case .dark, .mono: Self.dark(role, depth)
        case .light: Self.light(role, depth)
        case .highContrast: Self.strong(role, depth)
        }
    }

    private static func uncoloured(_ role: Style.Role) -> Look {
        switch role {
        case .normal, .ok, .hint, .frame, .histogramNormal: .plain
        case .dim, .facetOff: Look(.dim)
        case .warning, .degraded, .header, .new, .critical, .histogramWarning, .facetOn: Look(.bold)
        case .down: Look([.bold, .reverse])
        case .match: Look([.bold, .underline])
        case .marked: Look(.underline)
        case .selection, .columnCursor: Look(.reverse)
        }
    }

    private static func dark(_ role: Style.Role, _ depth: ColourDepth) -> Look {
        switch role {
        case .normal: .plain
        case .dim, .frame, .facetOff: depth.pick(Look(role == .frame ? 242 : 246), Look(.dim))
        case .warning, .degraded, .histogramWarning: depth.pick(Look(178), Look(3))
        case .critical: depth.pick(Look(203), Look(9), Look(1, .bold))
        case .header, .new: Look(.bold)
        case .ok: depth.pick(Look(71), Look(2))
        case .down: depth.pick(Look(231, on: 160, .bold), Look(15, on: 1, .bold), Look(7, on: 1, .bold))
        case .match: depth.pick(Look(222, [.bold, .underline]), Look([.bold, .underline]))
        case .hint: depth.pick(Look(110), Look(6))
        case .selection, .columnCursor: Look(.reverse)
        case .marked: depth.pick(Look(44), Look(6))
        case .histogramNormal: depth.pick(Look(246), .plain)
        case .facetOn: depth.pick(Look(71, .bold), Look(2, .bold))
        }
    }

    private static func light(_ role: Style.Role, _ depth: ColourDepth) -> Look {
        switch role {
        case .normal: .plain
        case .dim, .frame, .facetOff: depth.pick(Look(role == .frame ? 245 : 241), Look(.dim))
        // Yellow on white cannot be read; what stands out there is a dark hue or a background.
        case .warning, .degraded, .histogramWarning: depth.pick(Look(130), Look(5))
        case .critical: depth.pick(Look(160), Look(1, .bold))
        case .header, .new: Look(.bold)
        case .ok: depth.pick(Look(28), Look(2))
        case .down: depth.pick(Look(231, on: 160, .bold), Look(15, on: 1, .bold), Look(7, on: 1, .bold))
        case .match: depth.pick(Look(16, on: 222, .bold), Look([.bold, .underline]))
        case .hint: depth.pick(Look(25), Look(4))
        case .selection, .columnCursor: Look(.reverse)
        case .marked: depth.pick(Look(24), Look(4, .underline))
        case .histogramNormal: depth.pick(Look(241), .plain)
        case .facetOn: depth.pick(Look(28, .bold), Look(2, .bold))
        }
    }

    private static func strong(_ role: Style.Role, _ depth: ColourDepth) -> Look {
        switch role {
        case .normal, .dim, .frame, .histogramNormal: .plain
        case .header, .new, .hint, .ok: Look(.bold)
        case .warning, .degraded: depth.pick(Look(16, on: 226), Look(0, on: 11), Look(0, on: 3))
        case .critical: depth.pick(Look(231, on: 124, .bold), Look(15, on: 1, .bold), Look(7, on: 1, .bold))
        case .down:
            depth.pick(
                Look(231, on: 124, [.bold, .underline]),
                Look(15, on: 1, [.bold, .underline]),
                Look(7, on: 1, [.bold, .underline])
            )
        case .match: depth.pick(Look(16, on: 51, .bold), Look(0, on: 14, .bold), Look(0, on: 6, .bold))
        case .selection, .columnCursor: Look([.reverse, .bold])
        case .marked: Look([.bold, .underline])
        case .histogramWarning: Look([.bold, .reverse])
        case .facetOn: Look([.bold, .underline])
        case .facetOff: Look(.underline)
        }
    }
}

extension ColourDepth {
    fileprivate func pick(_ many: Look, _ sixteen: Look, _ eight: Look? = nil) -> Look {
        switch self {
        case .many: many
        case .sixteen: sixteen
        case .eight, .none: eight ?? sixteen
        }
    }
}

extension Look {
    fileprivate init(_ attributes: Attributes) {
        self.init(-1, on: -1, attributes)
    }

    fileprivate init(_ foreground: Int16, _ attributes: Attributes) {
        self.init(foreground, on: -1, attributes)
    }
}
