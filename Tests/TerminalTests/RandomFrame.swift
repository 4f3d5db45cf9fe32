import Glibc
import TestSupport
import TextGrid

@testable import Terminal

/// Frames as wild as the viewer could ever draw them.
struct RandomFrame {
    /// Scalars of which emulator, C library and we think alike: others are in the tests of widths.
    @MainActor private static let scalars: [Unicode.Scalar] = {
        // Else the C library knows no character but ASCII.
        setlocale(LC_ALL, "C.UTF-8")
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0xA1...0x17F, 0x300...0x320, 0x391...0x3C9, 0x410...0x44F, 0xE01...0xE4D, 0x1100...0x1112,
            0x1161...0x1175, 0x2500...0x2590, 0x3041...0x3060, 0x4E00...0x4E40, 0xAC00...0xAC20, 0xFF66...0xFF70,
            0x1F600...0x1F610,
        ]
        return ranges.flatMap { $0 }.compactMap { Unicode.Scalar($0) }.filter { scalar in
            let width = NcursesScreen.libraryWidth(scalar)
            return width == displayWidth(scalar) && (width == 0 || Emulator.width(of: scalar) == width)
        }
    }()

    private static let controls: [ClosedRange<UInt32>] = [
        0...0x9F, 0x200B...0x206F, 0xFE00...0xFE0F, 0xE0000...0xE007F,
    ]

    /// - Parameters:
    ///   - size: Of the frame.
    ///   - generator: Chance.
    /// - Returns: The frame.
    @MainActor static func make(_ size: Size, using generator: inout SeededGenerator) -> Frame {
        var frame = Frame(size: size)
        for _ in 0..<Int.random(in: 0...2 * size.rows, using: &generator) {
            let position = Position(
                column: .random(in: -4...size.columns, using: &generator),
                row: .random(in: 0..<size.rows, using: &generator)
            )
            let length = Int.random(in: 0...size.columns, using: &generator)
            frame.put(text(length, using: &generator), at: position, style: style(using: &generator))
        }
        if Bool.random(using: &generator) {
            frame.box(Rectangle(column: 2, row: 1, columns: size.columns - 5, rows: size.rows - 2), title: "测试 title")
        }
        if Bool.random(using: &generator) {
            frame.cursor = Position(
                column: .random(in: 0..<size.columns, using: &generator),
                row: .random(in: 0..<size.rows, using: &generator)
            )
        }
        return frame
    }

    @MainActor private static func text(_ length: Int, using generator: inout SeededGenerator) -> String {
        // Runs of one character are what ncurses sends in short.
        if Int.random(in: 0..<5, using: &generator) == 0 {
            return String(repeating: ["─", " ", "x", "测"].randomElement(using: &generator) ?? " ", count: length)
        }
        var text = String.UnicodeScalarView()
        for _ in 0..<length {
            let control = controls[Int.random(in: controls.indices, using: &generator)]
            let isControl = Int.random(in: 0..<10, using: &generator) == 0
            let scalar =
                isControl
                ? Unicode.Scalar(UInt32.random(in: control, using: &generator))
                : scalars.randomElement(using: &generator)
            if let scalar { text.append(scalar) }
        }
        return String(text)
    }

    private static func style(using generator: inout SeededGenerator) -> Style {
        Style(
            Style.Role.allCases.randomElement(using: &generator) ?? .normal,
            Style.Attributes(rawValue: .random(in: 0...7, using: &generator))
        )
    }
}
