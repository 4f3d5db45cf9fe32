/// The word of `known` that `word` was probably meant to be, or nil when none is near.
///
/// A letter more, less or wrong counts one, two swapped neighbours one too; a third of the letters may differ. Case counts
/// for nothing.
package func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().prefix(64))
    let best = known.map { ($0, editDistance(letters, Array($0.lowercased().prefix(64)))) }.min { $0.1 < $1.1 }
    guard let (nearest, distance) = best, distance <= max(1, letters.count / 3) else { return nil }
    return nearest
}

private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
        var current = [row + 1]
        for column in right.indices {
            let change = last[column] + (left[row] == right[column] ? 0 : 1)
            var cost = min(change, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                cost = min(cost, before[column - 1] + 1)
            }
            current.append(cost)
        }
        before = last
        last = current
    }
    return last[right.count]
}
