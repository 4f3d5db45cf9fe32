import Basics
import Events

/// The phase of a life that is chosen: it stays chosen while more becomes known of the life.
struct PhaseCursor: Sendable, Equatable {
    private struct Name: Sendable, Equatable {
        var step: Lifecycle.Step
        var lane: String
        var from: Timestamp

        init(_ phase: Lifecycle.Phase) {
            (step, lane, from) = (phase.step, phase.lane, phase.from)
        }
    }

    /// Nil for the first.
    private var name: Name?

    /// Its place among the phases, or that of what is there at its time now; nil for a life without phases.
    func place(in life: Lifecycle) -> Int? {
        guard let name, let first = life.phases.indices.first else { return life.phases.indices.first }
        return life.phases.firstIndex { Name($0) == name } ?? life.phases.lastIndex { $0.from <= name.from } ?? first
    }

    mutating func select(_ place: Int, in life: Lifecycle) {
        if life.phases.indices.contains(place) { name = Name(life.phases[place]) }
    }
}
