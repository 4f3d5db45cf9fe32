import Basics
import Events
import Glibc
import Journal

extension Application {
    /// `eventer dead`: the records that a sink refused for good; no cluster and no sink is contacted.
    ///
    /// - Parameter settings: What to do, with which of them, and whose journal it is.
    /// - Returns: The exit code.
    /// - Throws: ``AppError``.
    package func dead(_ settings: DeadSettings) async throws(AppError) -> ExitCode {
        let journals = try journals(settings.cluster, state: settings.state)
        if case .some = settings.choice, journals.count > 1 {
            throw AppError(
                "each cluster counts its dead letters by itself",
                hint: "name one cluster with --context, or all letters with --all",
                code: .usage
            )
        }
        var boxes: [DeadLetterBox] = []
        for (label, directory) in journals {
            boxes.append(try await DeadLetterBox(cluster: label, directory: directory, choice: settings.choice))
        }
        switch settings.task {
        case .list, .show: return try write(boxes, settings)
        case .retry: return try await order(.retry, boxes)
        case .drop: return try await order(.drop, boxes)
        }
    }

    private func write(_ boxes: [DeadLetterBox], _ settings: DeadSettings) throws(AppError) -> ExitCode {
        let letters = boxes.flatMap { box in box.letters.map { (box.cluster, $0) } }
        var text: String
        switch settings.output {
        case .lines where settings.task == .show:
            text = letters.map { DeadLetterLine.page($1, cluster: $0) }.joined(separator: "\n")
        case .lines: text = letters.map { DeadLetterLine.text($1, cluster: $0) }.joined()
        case .jsonl: text = letters.map { DeadLetterLine.json($1, cluster: $0) + "\n" }.joined()
        case .json:
            let items = letters.map { "  " + DeadLetterLine.json($1, cluster: $0) }
            text = items.isEmpty ? "[]\n" : "[\n" + items.joined(separator: ",\n") + "\n]\n"
        }
        if case .failed(let reason) = writeAll(Array(text.utf8), to: STDOUT_FILENO) {
            throw AppError(reason, code: .failed)
        }
        if letters.isEmpty { say("no dead letters") }
        return .done
    }

    private func order(_ order: DeadLetterOrder, _ boxes: [DeadLetterBox]) async throws(AppError) -> ExitCode {
        if boxes.allSatisfy(\.letters.isEmpty) { say("no dead letters: nothing to \(order.rawValue)") }
        for box in boxes where !box.letters.isEmpty {
            let name = box.cluster.isEmpty ? "" : box.cluster + ": "
            say(name + (try await box.carryOut(order, application: self)))
        }
        return .done
    }
}

/// The dead letters of one journal that a command is about.
struct DeadLetterBox: Sendable {
    let cluster: String
    let directory: String
    let letters: [DeadLetter]

    init(cluster: String, directory: String, choice: DeadSettings.Choice) async throws(AppError) {
        self.cluster = cluster
        self.directory = directory
        do {
            let all = try await Journal.openReader(directory: directory).deadLetters()
            switch choice {
            case .all: letters = all
            case .some(let ids):
                letters = all.filter { ids.contains($0.id) }
                let missing = ids.filter { id in !all.contains { $0.id == id } }
                guard missing.isEmpty else {
                    throw AppError(
                        "there is no dead letter \(missing.map(String.init).joined(separator: ", "))",
                        hint: "`eventer dead list` shows those that are there",
                        code: .failed
                    )
                }
            }
        } catch let error as JournalError {
            throw AppError(error)
        } catch {
            throw error as? AppError ?? AppError("\(error)", code: .failed)
        }
    }

    /// Returns what was done, for people.
    func carryOut(_ order: DeadLetterOrder, application: Application) async throws(AppError) -> String {
        do throws(JournalError) {
            let journal: Journal
            do throws(JournalError) {
                journal = try Journal.open(directory: directory, clock: application.clock, now: application.now)
            } catch .held(let holder) {
                return try await leave(order, to: holder, clock: application.clock)
            }
            var count = 0
            for letter in letters where try await journal.carryOut(order, on: letter.id) { count += 1 }
            await journal.close()
            return order == .retry
                ? "\(count) sent again at the next start of eventer that forwards to the same sink"
                : "\(count) dropped"
        } catch {
            throw AppError(error)
        }
    }

    /// The holder looks for orders twice a second.
    private func leave(
        _ order: DeadLetterOrder,
        to holder: String,
        clock: ContinuousClock
    ) async throws(JournalError) -> String {
        let reader = try await Journal.leave(order, for: letters.map(\.id), directory: directory)
        for _ in 0..<50 {
            try? await clock.sleep(for: .milliseconds(100))
            guard try await reader.openOrders() > 0 else {
                return "\(letters.count) \(order == .retry ? "sent again" : "dropped") by process \(holder)"
            }
        }
        return "process \(holder), which holds the journal, was told to \(order.rawValue) \(letters.count), but is busy"
    }
}
