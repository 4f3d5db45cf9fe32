import TestSupport
import Testing
import TextGrid

@testable import Viewer

@Suite struct MenuTests {
    private func menu(_ labels: String..., manner: Menu.Manner = .one) -> Menu {
        Menu(title: "T", items: labels.map { .init(label: $0, choice: .namespace($0)) }, manner: manner)
    }

    private func press(_ menu: inout Menu, _ keys: Key...) -> Menu.Outcome {
        var outcome = Menu.Outcome.open
        for key in keys { outcome = menu.handle(key, page: 5) }
        return outcome
    }

    @Test func enterTakesTheOneUnderTheCursor() {
        var menu = menu("a", "b", "c")

        let outcome = press(&menu, .down, .control("n"), .up, .enter)

        #expect(outcome == .taken([.namespace("b")]))
    }

    @Test func typingNarrowsAndTheBestComesFirst() {
        var menu = menu("kube-public", "kube-system", "k-u-b-s-y-s", "payments")

        _ = press(&menu, .character("k"), .character("u"), .character("b"), .character("s"), .character("y"))

        #expect(menu.matches.map { menu.items[$0.index].label } == ["kube-system", "k-u-b-s-y-s"])
        #expect(menu.matches.first?.places == [0, 1, 2, 5, 6])
        _ = press(&menu, .control("u"))
        #expect(menu.matches.count == 4)
    }

    @Test func nothingFoundLeavesTheMenuOpen() {
        var menu = menu("a")

        let outcome = press(&menu, .character("z"), .enter)

        #expect(outcome == .open && menu.selected == nil)
        let end = press(&menu, .escape)
        #expect(end == .closed)
    }

    @Test func ticksAreTakenInTheOrderOfTheItems() {
        var menu = menu("a", "b", "c", manner: .several)

        let outcome = press(&menu, .end, .character(" "), .home, .character(" "), .enter)

        #expect(outcome == .taken([.namespace("a"), .namespace("c")]))
    }

    @Test func withoutATickTheOneUnderTheCursorIsTaken() {
        var menu = Menu(
            title: "T",
            items: [
                .init(label: "a", choice: .namespace("a"), isOn: true), .init(label: "b", choice: .namespace("b")),
            ],
            manner: .several
        )

        let outcome = press(&menu, .down, .enter)

        #expect(outcome == .taken([.namespace("b")]))
    }

    @Test func switchesMayAllBeOff() {
        var menu = Menu(title: "T", items: [.init(label: "a", choice: .column(.last), isOn: true)], manner: .switches)

        let outcome = press(&menu, .character(" "), .enter)

        #expect(outcome == .taken([]))
    }

    @Test func aSpaceSearchesWhereOneIsTaken() {
        var menu = menu("web shop", "shop")

        _ = press(&menu, .character("s"), .character(" "), .character("w"))

        #expect(menu.matches.map { menu.items[$0.index].label } == ["web shop"])
    }

    @Test(arguments: 0..<12)
    func randomKeysKeepTheCursorOnAnItem(seed: Int) async {
        var generator = SeededGenerator(seed: UInt64(seed))
        let labels = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
            HostileText.random(length: Int.random(in: 0...30, using: &generator), using: &generator)
        }
        var menu = Menu(
            title: HostileText.random(length: 9, using: &generator),
            items: labels.map { .init(label: $0, note: $0, choice: .namespace($0)) },
            manner: [.one, .several, .switches][seed % 3]
        )
        let keys: [Key] = [
            .up, .down, .pageUp, .pageDown, .home, .end, .character(" "), .character("a"), .backspace,
            .paste(HostileText.random(length: 3, using: &generator)), .control("u"),
        ]
        var viewed = Viewed(Int.random(in: 60...120, using: &generator), Int.random(in: 12...40, using: &generator))

        for _ in 0..<80 {
            await Task.yield()
            _ = menu.handle(keys.randomElement(using: &generator) ?? .up, page: 4)
            #expect(menu.matches.isEmpty || menu.matches.indices.contains(menu.cursor))
            viewed.state.menu = menu
            let frame = render(viewed.state)
            #expect(frame.isSound)
            #expect(frame.cursor != nil)
        }
    }

    @Test func theMenuFitsTheSmallestScreenAndScrolls() {
        var viewed = Viewed(60, 12)
        viewed.state.menu = Menu(
            title: "Namespaces",
            items: (1...40).map { .init(label: "ns-\($0)", note: "\($0)", choice: .namespace("ns-\($0)")) }
        )

        viewed.press(.pageDown, .pageDown)

        let row = viewed.rows.firstIndex { $0.contains("> ns-13") }
        #expect(row != nil)
        #expect(render(viewed.state).cursor?.row == row)
        viewed.press(.escape)
        #expect(viewed.state.menu == nil)
    }
}

@Suite struct FuzzyMatchTests {
    @Test(arguments: [("", "a", []), ("ac", "abc", [0, 2]), ("BC", "abc", [1, 2]), ("é", "cafÉ", [3])])
    func lettersInOrderMatchInAnyCase(query: String, name: String, places: [Int]) {
        #expect(FuzzyMatch(query, in: name)?.places == places)
    }

    @Test(arguments: [("ba", "ab"), ("aa", "a"), ("x", ""), ("a x", "ab")])
    func whatIsNotInOrderDoesNotMatch(query: String, name: String) {
        #expect(FuzzyMatch(query, in: name) == nil)
    }

    @Test func joinedLettersAndBeginningsOfWordsWin() throws {
        let joined = try #require(FuzzyMatch("pod", in: "pod"))
        let apart = try #require(FuzzyMatch("pod", in: "pxoxd"))
        let words = try #require(FuzzyMatch("ks", in: "kube-system"))
        let within = try #require(FuzzyMatch("ks", in: "kubes"))

        #expect(joined.score > apart.score)
        #expect(words.score > within.score)
    }
}
