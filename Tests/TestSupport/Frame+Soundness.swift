package import TextGrid

extension Frame {
    /// Every wide glyph has its right half, every half its glyph, and no cell holds a control character.
    package var isSound: Bool {
        (0..<size.rows).allSatisfy { row in
            let cells = Array(self[row: row])
            return cells.indices.allSatisfy { column in
                let glyph = cells[column].glyph
                let scalars = [glyph.base] + glyph.marks
                let isText = scalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
                let isWhole =
                    glyph.width == 2
                    ? column + 1 < cells.count && cells[column + 1].glyph.width == 0
                    : glyph.width == 1 || (column > 0 && cells[column - 1].glyph.width == 2)
                return isText && isWhole && !isInvisible(glyph.base)
            }
        }
    }

    private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF, 0xFE00...0xFE0F, 0xE0000...0xE0FFF: true
        default: false
        }
    }
}
