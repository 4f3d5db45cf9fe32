/// Broken copies of a line: cut at every place, and with bytes changed at places a seeded generator chooses.
enum Damage {
    static func variants(of line: [UInt8]) -> [[UInt8]] {
        cuts(of: line) + changes(of: line)
    }

    private static func cuts(of line: [UInt8]) -> [[UInt8]] {
        (0..<line.count).map { Array(line.prefix($0)) }
    }

    private static func changes(of line: [UInt8]) -> [[UInt8]] {
        var generator = SeededGenerator(seed: 7)
        let replacements = Array(#"{}[]":,\0eE+-.tfn"#.utf8) + [0x00, 0x0A, 0x1F, 0x20]
        return (0..<1500).map { _ in
            var copy = line
            let place = Int.random(in: 0..<line.count, using: &generator)
            copy[place] = replacements.randomElement(using: &generator) ?? 0
            return copy
        }
    }
}

/// The same numbers for the same seed: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
