import Basics

/// Makes verdicts of findings: what follows from one trouble is told with it, the most important comes first.
struct Verdicts {
    /// The most verdicts given.
    private static let most = 100
    /// Trouble that goes on is repeated within this time: back-offs every five minutes, the scheduler as often.
    static let quiet = Duration.seconds(600)
    /// What may be silent for long while it goes on: a kubelet and a scheduler say less and less.
    static let longQuiet = Duration.seconds(3600)
    /// What weighs as much keeps something from running.
    static let outage = 50.0

    let conditions: NodeConditions
    let fates: PodFates
    let rollouts: Rollouts
    let remedies: Remedies
    let from: Timestamp
    let now: Timestamp
    let restarts: [OverviewSums.Place: [FindingBook.Restart]]
    var findings: [Finding.Key: Finding]
    var verdicts: [Verdict] = []
    /// Nodes that take their pods along, by the place of their verdict.
    var graveNodes: [OverviewSums.Place: GraveNode] = [:]
    /// How many there are without that limit.
    private(set) var count = 0

    init(_ book: FindingBook, of overview: Overview, from: Timestamp) {
        conditions = overview.conditions
        fates = overview.fates
        rollouts = overview.rollouts
        remedies = overview.remedies
        now = overview.now
        self.from = from
        restarts = book.restarts
        findings = book.findings
        judgeCauses()
        judgeNodes()
        judgeNetworks()
        judgeMemory()
        judgeWorkloads()
        judgeRest()
        nameVictims()
        verdicts.sort { ($0.rank, $1.score, $0.subject) < ($1.rank, $0.score, $1.subject) }
        count = verdicts.count
        verdicts = Array(verdicts.prefix(Self.most))
        writeNotes()
    }
}
