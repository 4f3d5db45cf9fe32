/// Elements in order, in blocks: putting one in, or taking one out, moves the elements of its block and no others.
///
/// A single array of 200,000 would move half of them with every event. The order is that of the closures given, the same each time.
struct SortedBlocks<Element: Sendable>: Sendable {
    /// None of them is empty.
    private var blocks: [[Element]] = []
    private(set) var count = 0

    private static var mostInBlock: Int { 128 }

    init() {}

    /// Takes elements that are in order.
    init(sorted elements: [Element]) {
        count = elements.count
        blocks = Self.blocks(of: elements[...])
    }

    private static func blocks(of elements: ArraySlice<Element>) -> [[Element]] {
        // Not full: there is room for what comes.
        let size = mostInBlock * 7 / 8
        return stride(from: elements.startIndex, to: elements.endIndex, by: size).map {
            Array(elements[$0..<min($0 + size, elements.endIndex)])
        }
    }

    var first: Element? { blocks.first?.first }
    var last: Element? { blocks.last?.last }
    /// All of them, from the first on.
    var elements: FlattenSequence<[[Element]]> { blocks.joined() }

    /// The element at `index`; costs one step for each block between it and the nearer end.
    subscript(index: Int) -> Element {
        var block: Int
        var start: Int
        if index < count / 2 {
            (block, start) = (0, 0)
            while index >= start + blocks[block].count {
                start += blocks[block].count
                block += 1
            }
        } else {
            block = blocks.count - 1
            start = count - blocks[block].count
            while index < start {
                block -= 1
                start -= blocks[block].count
            }
        }
        return blocks[block][index - start]
    }

    /// How many elements there are before the first for which `comesBefore` is false.
    func countBefore(_ comesBefore: (Element) -> Bool) -> Int {
        let block = firstBlock(comesBefore)
        guard block < blocks.count else { return count }
        // From the nearer end: what is asked for is mostly near the last.
        let start =
            block < blocks.count / 2
            ? blocks[..<block].reduce(0) { $0 + $1.count } : count - blocks[block...].reduce(0) { $0 + $1.count }
        return start + blocks[block].firstPlace(comesBefore)
    }

    /// The elements from the first on for which `comesBefore` is false.
    func elements(after comesBefore: (Element) -> Bool) -> Slice<FlattenSequence<ArraySlice<[Element]>>> {
        blocks[firstBlock(comesBefore)...].joined().drop { comesBefore($0) }
    }

    /// The last elements for which `comesBefore` holds, the last of them first.
    func last(_ limit: Int, _ comesBefore: (Element) -> Bool) -> [Element] {
        var found: [Element] = []
        var block = firstBlock(comesBefore)
        var end = block < blocks.count ? blocks[block].firstPlace(comesBefore) : 0
        while found.count < limit, end > 0 || block > 0 {
            if end == 0 {
                block -= 1
                end = blocks[block].count
            }
            let start = max(0, end - (limit - found.count))
            found += blocks[block][start..<end].reversed()
            end = start
        }
        return found
    }

    /// Puts elements in that are in no order; those that belong before all others cost next to nothing.
    mutating func insert(_ elements: [Element], by precedes: (Element, Element) -> Bool) {
        let elements = elements.sorted(by: precedes)
        // A place for each would cost more than to merge them: sorting takes runs as they are.
        if elements.count * 4 > count, let first, let last = elements.last, precedes(first, last) {
            self = SortedBlocks(sorted: (Array(self.elements) + elements).sorted(by: precedes))
            return
        }
        let end = first.map { first in elements.firstPlace { precedes($0, first) } } ?? elements.count
        blocks.insert(contentsOf: Self.blocks(of: elements[..<end]), at: 0)
        count += end
        for element in elements[end...] { insert(element, by: precedes) }
    }

    mutating func insert(_ element: Element, by precedes: (Element, Element) -> Bool) {
        count += 1
        guard !blocks.isEmpty else { return blocks.append([element]) }
        let block = min(firstBlock { precedes($0, element) }, blocks.count - 1)
        blocks[block].insert(element, at: blocks[block].firstPlace { precedes($0, element) })
        guard blocks[block].count > Self.mostInBlock else { return }
        let kept = kept(of: block)
        blocks.insert(Array(blocks[block][kept...]), at: block + 1)
        blocks[block].removeSubrange(kept...)
    }

    /// How many elements a full block keeps when it is split.
    ///
    /// What comes at an end comes in order: the block that it leaves stays nearly full.
    private func kept(of block: Int) -> Int {
        if block == blocks.count - 1 { return Self.mostInBlock * 7 / 8 }
        return block == 0 ? Self.mostInBlock / 8 : Self.mostInBlock / 2
    }

    /// Takes out the element that neither precedes `element` nor comes after it, if there is one.
    mutating func remove(_ element: Element, by precedes: (Element, Element) -> Bool) {
        let block = firstBlock { precedes($0, element) }
        guard block < blocks.count else { return }
        let place = blocks[block].firstPlace { precedes($0, element) }
        guard !precedes(element, blocks[block][place]) else { return }
        remove(at: place, of: block)
    }

    mutating func popFirst() -> Element? {
        guard let first else { return nil }
        remove(at: 0, of: 0)
        return first
    }

    private mutating func remove(at place: Int, of block: Int) {
        blocks[block].remove(at: place)
        count -= 1
        if blocks[block].isEmpty { blocks.remove(at: block) }
    }

    /// The first block of which not all come before.
    private func firstBlock(_ comesBefore: (Element) -> Bool) -> Int {
        blocks.firstPlace { block in block.last.map(comesBefore) ?? true }
    }
}

extension Array {
    /// The first place whose element does not come before; the elements that do are all at the beginning.
    fileprivate func firstPlace(_ comesBefore: (Element) -> Bool) -> Int {
        guard let last, !comesBefore(last) else { return count }
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if comesBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
