import Events

/// The rules that come with eventer, in sets.
///
/// The set `generic` is that of ACK's K8s Event Center (`spec/kube-eventer.md` 6): window 6 m, threshold 1, grouped as there. It
/// differs where the literal condition would tell one thing twice, or nothing of what clusters outside ACK say:
///
/// - `image-pull` also takes `BackOff` with "Back-off pulling image" and the other ways kubelet says that an image cannot be had;
///   `pod-start-failed` leaves all of these out, so that one image makes one incident.
/// - `warning` is of low severity and takes only what no other rule's filter shows. To ACK's list of what it ignores comes what the
///   pods of a node say when that is down, which `node-down` tells.
/// - `eviction` leaves out what tells of an eviction called off.
/// - `node-ready` is no rule of its own but ends `node-down`, as do events that say that the node is gone; `disk-pressure`,
///   `insufficient-resources` and others end when the cluster says so, where ACK never tells an end.
/// - `insufficient-resources` waits 30 s, since in every rollout pods wait a moment for those before them to end, and has no node in
///   its group: the scheduler names none.
///
/// The other sets fill what that leaves open. None of them fires for what another rule told of the same object.
package enum BuiltInRules {
    /// Rules that are switched on together.
    package enum RuleSet: String, Sendable, CaseIterable {
        case generic, nodes, workloads, alibaba

        /// What it is about, in a few words.
        package var summary: String {
            switch self {
            case .generic: "the generic rules of ACK's event center"
            case .nodes: "more of what node-problem-detector and kubelet say of nodes"
            case .workloads: "what keeps pods from running, by kubelet, scheduler and controllers"
            case .alibaba: "components of ACK: cloud controller manager, CSI, Terway"
            }
        }

        /// Those that hold where nothing else is said.
        package static let usual: [RuleSet] = [.generic, .nodes, .workloads]
    }

    /// A rule with what documents it.
    package struct Entry: Sendable, Equatable {
        package var set: RuleSet
        /// What ACK calls it; empty where it has none.
        package var ackID: String
        package var rule: AlertRule
    }

    /// All of them, by set, in the order they are shown.
    package static let all: [Entry] = (generic + nodes + workloads + alibaba).compactMap(\.entry)

    /// The rules of some sets, in the order of ``all``.
    package static func rules(of sets: [RuleSet] = RuleSet.usual) -> [AlertRule] {
        all.filter { sets.contains($0.set) }.map(\.rule)
    }

    package static func named(_ name: String) -> Entry? { all.first { $0.rule.name == name } }

    /// How many lines the tables have; each must make a rule.
    static var lineCount: Int { (generic + nodes + workloads + alibaba).count }
}

/// A line of the tables of rules, with filters as text.
struct BuiltInLine: Sendable {
    var set: BuiltInRules.RuleSet
    var name: String
    var ackID = ""
    var title: String
    var severity = AlertSeverity.medium
    var filter: String
    var ignore: String?
    var count = 1
    var window = AlertRule.usualWindow
    var grouping: [FilterField]
    var pending = Duration.zero
    var recovery: String?
    var quiet: Duration?
    var takesRest = false

    /// Nil for a filter that cannot be read; a test holds that none is.
    var entry: BuiltInRules.Entry? {
        do {
            var rule = AlertRule(name: name, title: title, severity: severity, filter: try EventFilter(parsing: filter))
            rule.ignore = try ignore.map { text in try EventFilter(parsing: text) }
            rule.recovery = try recovery.map { text in try EventFilter(parsing: text) }
            rule.count = count
            rule.window = window
            rule.grouping = grouping
            rule.pending = pending
            rule.quiet = quiet
            rule.takesRest = takesRest
            return BuiltInRules.Entry(set: set, ackID: ackID, rule: rule)
        } catch {
            return nil
        }
    }
}

extension [FilterField] {
    /// A pod on the node that reported.
    static let pod: [FilterField] = [.namespace, .name, .node]
    /// A pod, whoever reported.
    static let podAnywhere: [FilterField] = [.namespace, .name]
    static let nodeItself: [FilterField] = [.name]
    static let object: [FilterField] = [.namespace, .kind, .name]
    static let namespace: [FilterField] = [.namespace]
}
