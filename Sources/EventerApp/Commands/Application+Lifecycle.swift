import Basics
import Events
import Glibc
import Journal

extension Application {
    /// `eventer lifecycle`: the life of an object from the journal, or from a recording; no cluster is contacted.
    ///
    /// - Parameter settings: Which object, whose journal, and how to write it.
    /// - Returns: The exit code.
    /// - Throws: ``AppError``.
    package func lifecycle(_ settings: LifecycleSettings) async throws(AppError) -> ExitCode {
        let wanted = try ObjectWish(settings.object, namespaces: settings.cluster.namespaces)
        var search = LifecycleSearch(wanted)
        if let path = settings.recording {
            search.recording = path
            let recording = try Recording(path: path, now: now)
            while let events = try await recording.next() { search.add(events) }
            await recording.problems.forEach(say)
        } else {
            for (label, directory) in try journals(settings.cluster, state: settings.state) {
                try await read(directory, label: label, into: &search)
            }
        }
        guard let object = try search.object() else { throw search.nothingFound }
        // A recording tells nothing of what was after it.
        let end = settings.recording == nil ? now() : search.newest ?? now()
        let life = Lifecycle(of: object.reference, events: search.events(of: object), now: end)
        let times = TimeText(settings.times, zone: .system(around: end))
        let writer = LifecycleText(life, of: object, at: end, times: times, isRecorded: settings.recording != nil)
        let text = settings.format == .json ? writer.json : writer.text
        if case .failed(let reason) = writeAll(Array(text.utf8), to: STDOUT_FILENO) {
            throw AppError(reason, code: .failed)
        }
        return .done
    }

    private func read(_ directory: String, label: String, into search: inout LifecycleSearch) async throws(AppError) {
        var query = HistoryQuery()
        query.hasAllVersions = true
        let wish = search.wish
        query.matches = { wish.concerns($0) }
        do throws(JournalError) {
            let reader = try Journal.openReader(directory: directory)
            search.begins = try await reader.received(firstAfter: 0)
            var history = try await reader.history(query)
            while let page = try await history.next() {
                search.add(
                    page.map { event in
                        var event = event
                        event.cluster = label
                        return event
                    }
                )
            }
            guard search.isFruitless else { return }
            // Only what is not found is asked for names like it: that reads all there is.
            query.hasAllVersions = false
            query.matches = { wish.resembles($0) }
            var others = try await reader.history(query)
            while let page = try await others.next() { search.add(similar: page) }
        } catch {
            throw AppError(error)
        }
    }
}
