import Basics

/// What nodes are and were in, as their events said: a node that went away says nothing more, however long that lasts.
struct NodeConditions: Sendable {
    enum Condition: Int, Sendable, CaseIterable {
        case notReady, diskPressure, memoryPressure, pidPressure

        /// In plain words.
        var text: String {
            switch self {
            case .notReady: "not ready"
            case .diskPressure: "under disk pressure"
            case .memoryPressure: "under memory pressure"
            case .pidPressure: "out of process ids"
            }
        }
    }

    struct Node: Sendable, Hashable {
        var cluster: String
        var name: String
    }

    /// A time in which a node was not ready.
    struct Outage: Sendable, Equatable {
        enum End: Sendable { case ready, removed }

        var from: Timestamp
        var to: Timestamp?
        var end: End?
        /// When it was cordoned, drained or told to shut down before: somebody meant it.
        var planned: Timestamp?
    }

    /// What a problem detector says of a node, which holds until it takes that back.
    struct Report: Sendable, Equatable {
        /// Why the condition holds, or held.
        var reason: String
        var isBad: Bool
        var at: Timestamp
    }

    fileprivate struct State: Sendable {
        var isBad: Bool
        var at: Timestamp
    }

    fileprivate struct Course: Sendable {
        var states: [Condition: State] = [:]
        /// By the name of the condition.
        var reports: [String: Report] = [:]
        var outages: [Outage] = []
        var planned: Timestamp?
    }

    private static let capacity = 4096
    private static let mostOutages = 16
    private static let mostReports = 32
    private static let longest = Duration.seconds(86400)
    /// How long after a cordon an outage still belongs to it.
    private static let maintenance = Duration.seconds(3600)

    private var courses: [Node: Course] = [:]

    /// Takes note of an event about a node.
    mutating func note(_ event: KubeEvent) {
        guard event.object.kind == "Node" else { return }
        let node = Node(cluster: event.cluster, name: event.object.name)
        let time = event.order
        switch event.reason {
        case "NodeNotReady": set(.notReady, true, node, time)
        case "NodeReady": set(.notReady, false, node, time)
        case "NodeHasDiskPressure": set(.diskPressure, true, node, time)
        case "NodeHasNoDiskPressure": set(.diskPressure, false, node, time)
        case "NodeHasMemoryPressure", "NodeHasInsufficientMemory": set(.memoryPressure, true, node, time)
        case "NodeHasSufficientMemory": set(.memoryPressure, false, node, time)
        case "NodeHasPIDPressure", "NodeHasInsufficientPID": set(.pidPressure, true, node, time)
        case "NodeHasSufficientPID": set(.pidPressure, false, node, time)
        case "RemovingNode", "DeletingNode": remove(node, time)
        case "NodeNotSchedulable", "Cordon", "Drain", "ScaleDown", "NodeShutdown", "Shutdown", "DisruptionTerminating",
            "TerminatingOnInterruption", "Reboot":
            plan(node, time)
        case "NodeSchedulable", "Uncordon": change(node) { $0.planned = nil }
        default: noteReport(event, of: node)
        }
    }

    /// `Node condition ReadonlyFilesystem is now: True, reason: FilesystemIsReadOnly, message: "…"`, as node-problem-detector
    /// (`GenerateConditionChangeEvent`) writes it once when a condition changes.
    private mutating func noteReport(_ event: KubeEvent, of node: Node) {
        let lead = "Node condition "
        guard event.message.hasPrefix(lead), let middle = event.message.firstRange(of: " is now: ") else { return }
        let name = String(event.message[..<middle.lowerBound].dropFirst(lead.count))
        let status = event.message[middle.upperBound...].prefix { $0.isLetter }
        guard status == "True" || status == "False" else { return }
        let time = event.order
        change(node) { course in
            let known = course.reports[name]
            guard known.map({ time >= $0.at && $0.isBad != (status == "True") }) ?? (status == "True"),
                known != nil || course.reports.count < Self.mostReports
            else { return }
            let reason = status == "True" ? event.reason : known?.reason ?? event.reason
            course.reports[name] = Report(reason: reason, isBad: status == "True", at: time)
        }
    }

    private mutating func change(_ node: Node, _ body: (inout Course) -> Void) {
        if courses[node] == nil, courses.count >= Self.capacity {
            courses = courses.filter { $0.value.isBad }
            guard courses.count < Self.capacity else { return }
        }
        body(&courses[node, default: Course()])
    }

    /// Late events change nothing that newer ones said.
    private mutating func set(_ condition: Condition, _ isBad: Bool, _ node: Node, _ time: Timestamp) {
        change(node) { course in
            if let known = course.states[condition] {
                guard time >= known.at else {
                    if condition == .notReady, isBad, !known.isBad { course.insert(from: time, to: known.at) }
                    return
                }
                // Repeated, it is still the same trouble.
                if known.isBad == isBad { return }
            }
            course.states[condition] = State(isBad: isBad, at: time)
            guard condition == .notReady else { return }
            if isBad { course.begin(at: time, within: Self.maintenance) } else { course.end(at: time, .ready) }
            if course.outages.count > Self.mostOutages { course.outages.removeFirst() }
        }
    }

    private mutating func remove(_ node: Node, _ time: Timestamp) {
        change(node) { course in
            for (condition, state) in course.states where state.isBad && time >= state.at {
                course.states[condition] = State(isBad: false, at: time)
            }
            for (name, report) in course.reports where report.isBad && time >= report.at {
                course.reports[name]?.isBad = false
            }
            course.end(at: time, .removed)
        }
    }

    private mutating func plan(_ node: Node, _ time: Timestamp) {
        change(node) { course in
            course.planned = max(course.planned ?? time, time)
            // Said a moment late, as a controller may.
            if let last = course.outages.indices.last, course.outages[last].to == nil,
                time.since(course.outages[last].from) < .seconds(60)
            {
                course.outages[last].planned = course.outages[last].planned ?? time
            }
        }
    }

    /// What is wrong with nodes now and since when; what nobody repeated for a day is left out.
    func troubles(at now: Timestamp) -> [Node: [(condition: Condition, since: Timestamp)]] {
        courses.compactMapValues { course in
            let bad = course.states.filter { $0.value.isBad && now.since($0.value.at) < Self.longest }
            guard !bad.isEmpty else { return nil }
            return bad.map { ($0.key, $0.value.at) }.sorted { $0.0.rawValue < $1.0.rawValue }
        }
    }

    /// What problem detectors said of nodes and did not take back, the oldest first.
    func reports(at now: Timestamp) -> [Node: [Report]] {
        courses.compactMapValues { course in
            let bad = course.reports.values.filter { $0.isBad && now.since($0.at) < Self.longest }
            return bad.isEmpty ? nil : bad.sorted { ($0.at, $0.reason) < ($1.at, $1.reason) }
        }
    }

    /// When the last of these troubles of a node was taken back; nil where one was not.
    func takenBack(_ reasons: some Sequence<String>, of node: Node) -> Timestamp? {
        guard let reports = courses[node]?.reports.values else { return nil }
        var latest: Timestamp?
        for reason in reasons {
            guard let report = reports.first(where: { $0.reason == reason && !$0.isBad }) else { return nil }
            latest = max(latest ?? report.at, report.at)
        }
        return latest
    }

    /// The times in which a node was not ready that reach past `time`, the newest last.
    func outages(of node: Node, after time: Timestamp) -> [Outage] {
        courses[node]?.outages.filter { $0.to.map { $0 > time } ?? true } ?? []
    }

    /// The only node that was away then; nil where there are several, or none.
    func onlyNodeAway(at time: Timestamp, cluster: String) -> String? {
        let away = courses.filter { node, course in
            node.cluster == cluster && course.outages.contains { $0.from <= time && $0.to ?? time >= time }
        }
        return away.count == 1 ? away.first?.key.name : nil
    }

    /// The node that went away when its pods were told so, which is seconds after.
    func nodeLost(near time: Timestamp, cluster: String) -> String? {
        var nearest: (name: String, distance: Duration)?
        for (node, course) in courses where node.cluster == cluster {
            for outage in course.outages {
                let lead = time.since(outage.from)
                guard lead > .seconds(-10), lead < .seconds(90) else { continue }
                let distance = lead < .zero ? .zero - lead : lead
                if let nearest, (nearest.distance, nearest.name) <= (distance, node.name) { continue }
                nearest = (node.name, distance)
            }
        }
        return nearest?.name
    }
}

extension NodeConditions.Course {
    fileprivate var isBad: Bool { states.values.contains(where: \.isBad) || reports.values.contains(where: \.isBad) }

    fileprivate mutating func begin(at time: Timestamp, within maintenance: Duration) {
        var outage = NodeConditions.Outage(from: time)
        if let planned, planned <= time, time.since(planned) < maintenance { outage.planned = planned }
        outages.append(outage)
    }

    /// An outage that is told after its end.
    fileprivate mutating func insert(from: Timestamp, to: Timestamp) {
        guard !outages.contains(where: { $0.from <= to && ($0.to ?? to) >= from }) else { return }
        outages.append(NodeConditions.Outage(from: from, to: to, end: .ready))
        outages.sort { $0.from < $1.from }
    }

    fileprivate mutating func end(at time: Timestamp, _ end: NodeConditions.Outage.End) {
        guard let last = outages.indices.last else { return }
        let outage = outages[last]
        // Removed right after it was well again, it still went for good.
        let isLast = outage.to.map { end == .removed && time.since($0) < .seconds(300) } ?? true
        guard isLast, time >= outage.from else { return }
        outages[last].to = outage.to ?? time
        outages[last].end = end
    }
}
