import Basics
import Events
import TextGrid

extension ViewState {
    /// The cells inside the detail's box.
    var detailArea: (columns: Int, rows: Int) {
        let area = ScreenLayout(self).detail ?? ScreenLayout(self).middle
        return (max(1, area.columns - 4), max(1, area.rows - 2))
    }

    /// Opens the selected row, at the section that `command` asks for.
    mutating func openDetail(_ command: Command) -> [Effect] {
        guard let group = list.selected else { return [] }
        let section: Detail.Section =
            switch command {
            case .timeline, .owners: .timeline
            case .lifecycle: .lifecycle
            case .yaml: .yaml
            default: .summary
            }
        var detail = Detail(row: group.newest, group: group, place: detailPlace, section: section)
        detail.showsOwners = command == .owners
        detail.followsAfter = list.isFollowing
        list.hold()
        textFind = nil
        return open(detail)
    }

    /// Opens the life of an object by the newest of its events in memory; false when there is none.
    mutating func openLifecycle(ofKind kind: String, name: String) -> [Effect]? {
        guard let row = list.table.newestEvent(ofKind: kind, name: name) else { return nil }
        var detail = Detail(row: row, group: nil, place: detailPlace, section: .lifecycle)
        detail.followsAfter = list.isFollowing
        list.hold()
        textFind = nil
        pane = nil
        return open(detail)
    }

    mutating func performInDetail(_ command: Command, _ key: Key) -> [Effect] {
        if let effects = performInLifecycle(command) { return effects }
        let page = detailArea.rows
        switch command {
        case .down: scrollDetail(by: 1)
        case .up: scrollDetail(by: -1)
        case .halfPageDown: scrollDetail(by: page / 2)
        case .halfPageUp: scrollDetail(by: -page / 2)
        case .pageDown: scrollDetail(by: page)
        case .pageUp: scrollDetail(by: -page)
        case .first: detail?.offset = 0
        case .last: scrollDetail(by: 1_000_000)
        case .detailPlace: moveDetail()
        case .back, .detail: return closeDetail()
        case .nextEvent: return openNeighbour(1)
        case .previousEvent: return openNeighbour(-1)
        default: return turnDetail(command, key) ?? performAnywhere(command)
        }
        return []
    }

    mutating func scrollDetail(by rows: Int) {
        scrollDetail(to: (detail?.offset ?? 0) + rows)
    }

    mutating func scrollDetail(to offset: Int) {
        detail?.tellLife(at: now)
        let area = detailArea
        let count = detailLines(columns: area.columns).count
        detail?.offset = min(max(0, offset), max(0, count - area.rows))
        keepPhaseInSight()
    }

    mutating func receive(_ part: TimelinePart) {
        guard detail?.row.cluster == part.cluster else { return }
        detail?.story.add(part)
    }

    mutating func receive(_ json: [UInt8]?, _ fate: EventFate?, of key: KubeEvent.Key, in cluster: String) {
        guard detail?.row.key == key, detail?.row.cluster == cluster else { return }
        detail?.object =
            json.map { .loaded(json: JSONPrinter.lines($0), yaml: JSONPrinter.yaml($0)) } ?? .missing
        detail?.fate = logstore == nil ? fate : .readBack
        scrollDetail(by: 0)
    }

    /// Brings the open row up to date with the table.
    mutating func refreshDetail() -> [Effect] {
        guard let open = detail, !list.isFrozen else { return [] }
        let group = open.group.flatMap { list.live.group($0.id) }
        if let group { detail?.group = group }
        let newest = group.flatMap { $0.newest.object.path == open.row.object.path ? $0.newest : nil }
        let row = newest ?? list.live.event(open.row.id) ?? open.row
        if open.story.asOf?.seconds != wall.seconds { refreshStory() }
        guard row.key != open.row.key else { return [] }
        detail?.row = row
        return [.loadObject(row.key, cluster: row.cluster)]
    }

    /// Asks the table and the journal again where time alone changes what they say.
    mutating func refreshDetailByTime() {
        guard let asOf = detail?.story.asOf, wall.since(asOf) >= .seconds(5) else { return }
        refreshStory()
    }

    /// What waited may have arrived.
    mutating func refreshFate(since former: DeliveryStatus) -> [Effect] {
        guard let detail, detail.fate == .waiting || detail.fate == .unknown, former.ledger != delivery.ledger else {
            return []
        }
        return [.loadObject(detail.row.key, cluster: detail.row.cluster)]
    }
}

// MARK: Sections

extension ViewState {
    private mutating func turnDetail(_ command: Command, _ key: Key) -> [Effect]? {
        guard let detail else { return nil }
        let count = Detail.Section.allCases.count
        switch command {
        case .nextSection: return turn(to: (detail.section.rawValue + 1) % count)
        case .previousSection: return turn(to: (detail.section.rawValue + count - 1) % count)
        case .nthSection:
            guard case .character(let digit) = key, let number = digit.wholeNumberValue else { return [] }
            return turn(to: number - 1)
        case .yaml:
            return turn(to: detail.section == .yaml ? Detail.Section.json.rawValue : Detail.Section.yaml.rawValue)
        case .lifecycle: return turn(to: Detail.Section.lifecycle.rawValue)
        case .timeline:
            self.detail?.showsOwners = false
            return turn(to: Detail.Section.timeline.rawValue)
        case .owners:
            self.detail?.showsOwners = detail.section != .timeline || !detail.showsOwners
            return turn(to: Detail.Section.timeline.rawValue)
        default: return nil
        }
    }

    private mutating func turn(to index: Int) -> [Effect] {
        guard let section = Detail.Section(rawValue: index) else { return [] }
        if detail?.section != section { detail?.offset = 0 }
        detail?.section = section
        scrollDetail(by: 0)
        return searchJournal()
    }

    /// Asks the journal for what timeline and lifecycle show, once.
    private mutating func searchJournal() -> [Effect] {
        guard let detail, [.timeline, .lifecycle].contains(detail.section) else { return [] }
        let subject = detail.row.object.path
        // Who made a pod tells when.
        let makers = detail.section == .lifecycle ? detail.story.owners.links.prefix(1).map(\.object.path) : []
        let objects = detail.showsOwners ? detail.subjects : [subject] + makers
        let asked = detail.story.searches.map(\.object)
        guard !objects.allSatisfy(asked.contains) else { return [] }
        self.detail?.story.begin(objects)
        return [.loadTimeline(objects, cluster: detail.row.cluster)]
    }

    private mutating func open(_ detail: Detail) -> [Effect] {
        let wasSearching = self.detail?.story.isSearching ?? false
        self.detail = detail
        focus = .detail
        refreshStory()
        let search = searchJournal()
        let end: [Effect] = wasSearching && search.isEmpty ? [.endTimeline] : []
        return [.loadObject(detail.row.key, cluster: detail.row.cluster)] + search + end
    }

    /// Ends the search in its text first, then closes.
    mutating func closeDetail() -> [Effect] {
        guard textFind == nil else {
            textFind = nil
            return []
        }
        let isSearching = detail?.story.isSearching ?? false
        let follows = detail?.followsAfter ?? false
        detail = nil
        focus = .list
        if follows { list.follow() }
        return isSearching ? [.endTimeline] : []
    }

    private mutating func openNeighbour(_ step: Int) -> [Effect] {
        guard let former = detail else { return [] }
        let before = list.selected?.id
        list.move(by: step)
        guard let group = list.selected, group.id != before else { return [] }
        var detail = Detail(row: group.newest, group: group, place: former.place, section: former.section)
        detail.showsOwners = former.showsOwners
        return open(detail)
    }

    private mutating func moveDetail() {
        let mayBeRight = size.columns >= 160
        detailPlace =
            switch detail?.place {
            case .below: mayBeRight ? .right : .whole
            case .right: .whole
            case .whole, nil: .below
            }
        detail?.place = detailPlace
        scrollDetail(by: 0)
    }

    /// Asks the table for all that the sections tell of the open row; three scans of it.
    private mutating func refreshStory() {
        guard let detail else { return }
        let table = list.table
        let (object, cluster) = (detail.row.object, detail.row.cluster)
        var story = detail.story
        let makers = table.events(aboutKinds: OwnerChain.kinds, namespace: object.namespace, cluster: cluster)
        story.owners = OwnerChain(of: object, among: makers)
        let own = table.events(aboutAny: [object.path], cluster: cluster)
        story.node = Self.node(of: object, told: own)
        let node = story.node.map { [ObjectReference(kind: "Node", name: $0)] } ?? []
        let others = story.owners.links.map(\.object.path) + node
        story.rows = ObjectStory.merged(own, table.events(aboutAny: others, cluster: cluster))
        let events = detail.group.map { table.events(of: $0.id) } ?? []
        story.texts = ObjectStory.texts(of: events.isEmpty ? [detail.row] : events)
        story.trend = detail.group.map { Self.trend(of: $0.id, in: table) }
        story.asOf = wall
        self.detail?.story = story
    }

    private static func trend(of id: GroupID, in table: EventTable) -> Trend {
        let span = Duration.seconds(60 * Trend.minutes)
        let recent = table.occurrences(of: id, within: span)
        return Trend(recent: recent, before: table.occurrences(of: id, within: span * 2) - recent)
    }

    /// The node of a pod: the kubelet's that reports on it, or the one the scheduler chose.
    private static func node(of object: ObjectReference, told rows: [EventRow]) -> String? {
        guard object.kind == "Pod" else { return nil }
        if let host = rows.first(where: { $0.component == "kubelet" && !$0.host.isEmpty })?.host { return host }
        let scheduled = rows.first { $0.reason == "Scheduled" && $0.message.hasPrefix("Successfully assigned ") }
        return scheduled?.message.split(separator: " ").last.map(String.init)
    }
}
