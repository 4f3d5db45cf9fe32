/// Text made to break a terminal program: every control character, sequences, invisible and wide scalars, piles of marks.
package enum HostileText {
    package static let samples: [String] = [
        String(String.UnicodeScalarView((0..<0xA0).compactMap { Unicode.Scalar(UInt32($0)) })),
        "\u{1B}[2J\u{1B}[31mred\u{1B}]0;title\u{7}\u{1B}]52;c;QUJD\u{1B}\\\u{1B}P+q\u{1B}\\",
        "\u{9B}31mC1\u{9D}0;t\u{9C}\u{90}q\u{9C}",
        "\u{202E}evil\u{202C}\u{2066}x\u{2069}\u{200B}\u{200E}\u{200F}\u{061C}\u{2060}\u{FEFF}\u{FFF9}a\u{FFFB}",
        "a" + String(repeating: "\u{0301}", count: 2000) + "b",
        "⚠️👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇩🇪\u{E0067}\u{E007F}",
        "测试环境\u{3000}한글\u{1112}\u{1161}\u{11AB}ｆｕｌｌ",
        "\u{E000}\u{F0000}\u{10FFFF}\u{0378}\u{2028}\u{2029}\u{85}\u{AD}",
        "line\r\nbreak\ttab\u{8}\u{8}back\u{7F}",
        String(repeating: "W", count: 10_000),
    ]

    /// Random scalars, half of them from the corners.
    package static func random(length: Int, using generator: inout SeededGenerator) -> String {
        var scalars = String.UnicodeScalarView()
        let corners: [ClosedRange<UInt32>] = [
            0...0x9F, 0x300...0x36F, 0x200B...0x206F, 0xFE00...0xFE0F, 0x1100...0x11FF, 0x4E00...0x4EFF,
            0x1F300...0x1F64F, 0xE0000...0xE01EF, 0x20...0x7E,
        ]
        for _ in 0..<length {
            let corner = corners[Int.random(in: corners.indices, using: &generator)]
            let range = Bool.random(using: &generator) ? corner : 0...0x10FFFF
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
