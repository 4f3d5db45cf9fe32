import Events

/// What waits in a journal that is nearly full, by namespace: decides which rows have to go.
///
/// Pure. Sixteen bytes a row, and built only when it is needed: on the write path nothing is counted by namespace.
struct WaitingRows: Sendable {
    struct Entry: Sendable, Equatable {
        var id: Int64
        var bytes: Int32
        var namespace: Int16
        var isWarning: Bool
    }

    /// A namespace is called noisy when it has this much more than an equal share.
    private static let tolerance = 1.5

    private(set) var entries: [Entry] = []
    private(set) var namespaces: [String] = []
    private var numbers: [String: Int16] = [:]
    /// The last row looked at.
    var position: Int64 = 0

    mutating func add(id: Int64, namespace: String, isWarning: Bool, bytes: Int) {
        entries.append(
            Entry(
                id: id,
                bytes: Int32(clamping: bytes),
                namespace: number(of: namespace),
                isWarning: isWarning
            )
        )
    }

    mutating func removeFirst(through id: Int64) {
        entries.removeAll { $0.id <= id }
    }

    mutating func remove(_ ids: Set<Int64>) {
        entries.removeAll { ids.contains($0.id) }
    }

    var bytes: Int { entries.reduce(0) { $0 + Int($1.bytes) } }

    func namespace(of entry: Entry) -> String { namespaces[Int(entry.namespace)] }

    /// Rows of noisy namespaces, down to the fair share of `capacity`: its part for each, what some leave shared by the others.
    ///
    /// Where all hold about the same, or one holds everything, nobody keeps others out, and nothing goes.
    func noisy(capacity: Int) -> [Entry] {
        let sizes = sizes { _ in true }
        let present = sizes.filter { $0 > 0 }
        let total = present.reduce(0, +)
        guard present.count > 1, total > capacity else { return [] }
        let level = Self.level(sizes, freeing: total - capacity)
        let limit = Int(Double(capacity) / Double(present.count) * Self.tolerance)
        var excess = sizes.map { $0 > limit ? max(0, $0 - level) : 0 }
        return take(&excess) { !$0.isWarning } + take(&excess, where: \.isWarning)
    }

    /// The oldest rows whose going frees `bytes`, Normal before Warning, from the namespaces that hold the most of either.
    func oldest(freeing bytes: Int) -> [Entry] {
        let normal = oldest(freeing: bytes) { !$0.isWarning }
        let left = bytes - normal.reduce(0) { $0 + Int($1.bytes) }
        return left > 0 ? normal + oldest(freeing: left, where: \.isWarning) : normal
    }

    private func oldest(freeing bytes: Int, where matches: (Entry) -> Bool) -> [Entry] {
        let sizes = sizes(where: matches)
        let level = Self.level(sizes, freeing: bytes)
        var excess = sizes.map { max(0, $0 - level) }
        return take(&excess, where: matches)
    }

    /// The oldest matching rows of each namespace until its excess is used up.
    private func take(_ excess: inout [Int], where matches: (Entry) -> Bool) -> [Entry] {
        var taken: [Entry] = []
        for entry in entries where matches(entry) && excess[Int(entry.namespace)] > 0 {
            excess[Int(entry.namespace)] -= Int(entry.bytes)
            taken.append(entry)
        }
        return taken
    }

    private func sizes(where matches: (Entry) -> Bool) -> [Int] {
        var sizes = Array(repeating: 0, count: namespaces.count)
        for entry in entries where matches(entry) { sizes[Int(entry.namespace)] += Int(entry.bytes) }
        return sizes
    }

    /// The level down to which the largest of `sizes` have to go, so that together they give up `bytes`.
    static func level(_ sizes: [Int], freeing bytes: Int) -> Int {
        let sorted = sizes.sorted(by: >)
        var freed = 0
        for (index, size) in sorted.enumerated() {
            let next = index + 1 < sorted.count ? sorted[index + 1] : 0
            let count = index + 1
            guard freed + (size - next) * count < bytes else {
                return max(0, size - (bytes - freed + count - 1) / count)
            }
            freed += (size - next) * count
        }
        return 0
    }

    /// Past 32,000 namespaces the rest shares one number.
    private mutating func number(of namespace: String) -> Int16 {
        if let number = numbers[namespace] { return number }
        guard namespaces.count < Int(Int16.max) else { return 0 }
        let number = Int16(namespaces.count)
        namespaces.append(namespace)
        numbers[namespace] = number
        return number
    }
}
