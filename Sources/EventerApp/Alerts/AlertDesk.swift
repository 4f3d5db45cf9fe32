import Alerts
import Events

/// The alerts of all clusters of a run as one: what screen, log and metrics see of them, and the hooks.
actor AlertDesk {
    private struct State {
        var boards: [AlertBoard]
        var fired: [[String: Int]]
        var skipped: [Int]
        var hooks: [AlertHook.Figures]
    }

    /// How many of those over the board shows.
    private static let mostOver = 200
    private static let hookLimit = Duration.seconds(3)

    private let keepers: [AlertKeeper]
    private let hooks: [AlertHook]
    private let notes: [String]
    private var state: State
    private let publish: @Sendable (AlertBoard, AlertFigures) -> Void
    private let note: @Sendable (AlertChange) -> Void

    /// - Parameters:
    ///   - keepers: One for each cluster.
    ///   - hooks: Shared by all of them.
    ///   - notes: What is wrong with the settings, for people.
    ///   - publish: Takes the board and the figures whenever one of them changed; must not wait.
    ///   - note: Takes each change, for the log.
    init(
        keepers: [AlertKeeper],
        hooks: [AlertHook],
        notes: [String] = [],
        publish: @escaping @Sendable (AlertBoard, AlertFigures) -> Void,
        note: @escaping @Sendable (AlertChange) -> Void = { _ in }
    ) {
        self.keepers = keepers
        self.hooks = hooks
        self.notes = notes
        self.publish = publish
        self.note = note
        state = State(
            boards: keepers.map { _ in AlertBoard() },
            fired: keepers.map { _ in [:] },
            skipped: keepers.map { _ in 0 },
            hooks: hooks.map { _ in AlertHook.Figures() }
        )
    }

    /// Watches and calls until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for (site, keeper) in keepers.enumerated() {
                group.addTask { await keeper.run { await self.take($0, from: site) } }
            }
            for (index, hook) in hooks.enumerated() {
                group.addTask {
                    await hook.run {
                        await self.settle($0, by: hook.name)
                    } report: {
                        await self.note($0, of: index)
                    }
                }
            }
        }
    }

    /// Does what a person wants, where the incident is.
    func obey(_ order: AlertOrder) async {
        await keepers.first { $0.site.label == order.cluster }?.obey(order)
    }

    /// Takes in what is left and calls who waits; what no hook took by then stays in the journal.
    func finish(within limit: Duration) async {
        for keeper in keepers { await keeper.finish() }
        guard limit > .zero, !hooks.isEmpty else { return }
        let limit = min(limit, Self.hookLimit)
        await withDiscardingTaskGroup { group in
            for hook in hooks { group.addTask { await hook.drain(within: limit) } }
        }
        for keeper in keepers { await keeper.finish() }
    }

    private func note(_ figures: AlertHook.Figures, of hook: Int) {
        state.hooks[hook] = figures
        show()
    }

    private func take(_ news: AlertKeeper.News, from site: Int) async {
        state.boards[site] = news.board
        state.fired[site] = news.fired
        state.skipped[site] = news.skipped
        show()
        news.changes.forEach(note)
        guard !news.letters.isEmpty else { return }
        for hook in hooks {
            let entries = news.letters.filter { $0.hooks.contains(hook.name) }.map { $0.entry(of: site) }
            guard !entries.isEmpty else { continue }
            await settle(await hook.add(entries), by: hook.name)
        }
    }

    private func settle(_ entries: [HookQueue.Entry], by hook: String) async {
        for (site, own) in Dictionary(grouping: entries, by: \.site) where keepers.indices.contains(site) {
            await keepers[site].settle(Set(own.map(\.number)), by: hook)
        }
    }

    private func show() {
        let board = Self.board(state, hooks, notes)
        publish(board, Self.figures(state, board, hooks))
    }
}

extension AlertDesk {
    private static func board(_ state: State, _ hooks: [AlertHook], _ notes: [String]) -> AlertBoard {
        let all = state.boards.flatMap(\.incidents)
        let incidents = (state.boards.count == 1 ? all : all.sorted { $0.precedes($1) })
        let over = incidents.drop(while: \.isOpen).prefix(mostOver)
        var rules = state.boards.first?.rules ?? []
        for board in state.boards.dropFirst() {
            for (index, rule) in board.rules.enumerated() where rules.indices.contains(index) {
                rules[index].open += rule.open
                rules[index].total += rule.total
            }
        }
        let troubles = zip(hooks, state.hooks).compactMap { hook, figures in
            figures.trouble.map { "hook \(hook.name): \($0)" }
        }
        return AlertBoard(
            incidents: incidents.prefix(while: \.isOpen) + over,
            rules: rules,
            problems: notes + state.boards.flatMap(\.problems) + troubles
        )
    }

    private static func figures(_ state: State, _ board: AlertBoard, _ hooks: [AlertHook]) -> AlertFigures {
        var figures = AlertFigures()
        figures.rules = board.rules.map { rule in
            .init(name: rule.name, open: rule.open, fired: state.fired.reduce(0) { $0 + ($1[rule.name] ?? 0) })
        }
        for incident in board.incidents where incident.isOpen { figures.states[incident.state, default: 0] += 1 }
        figures.hooks = zip(hooks, state.hooks).map { .init(name: $0.name, figures: $1) }
        figures.skipped = state.skipped.reduce(0, +)
        return figures
    }
}

/// What the metrics page tells of alerts.
struct AlertFigures: Sendable, Equatable {
    struct Rule: Sendable, Equatable {
        var name: String
        var open: Int
        var fired: Int
    }

    struct Hook: Sendable, Equatable {
        var name: String
        var figures: AlertHook.Figures
    }

    /// Those that are on.
    var rules: [Rule] = []
    /// Open incidents.
    var states: [AlertIncident.State: Int] = [:]
    var hooks: [Hook] = []
    /// Events that no rule saw.
    var skipped = 0
}
