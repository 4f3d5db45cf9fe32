/// What is wrong with a configuration, collected so that all of it is told at once.
struct Problems {
    private var errors: [KubernetesError] = []

    var isEmpty: Bool { errors.isEmpty }

    mutating func add(_ error: KubernetesError) {
        if !errors.contains(error) { errors.append(error) }
    }

    mutating func add(_ others: Problems) {
        others.errors.forEach { add($0) }
    }

    /// What `body` gives; nil, with its error noted, when it gives none.
    @discardableResult
    mutating func attempt<Value>(_ body: () throws(KubernetesError) -> Value?) -> Value? {
        do {
            return try body()
        } catch {
            add(error)
            return nil
        }
    }

    /// Throws what was collected as one error.
    func report() throws(KubernetesError) {
        guard let first = errors.first else { return }
        guard errors.count > 1 else { throw first }
        let list = errors.enumerated().map { index, error in
            "(\(index + 1)) \(error.message)" + (error.hint.map { " [\($0)]" } ?? "")
        }
        throw KubernetesError(first.kind, "\(errors.count) problems: " + list.joined(separator: "; "))
    }
}
