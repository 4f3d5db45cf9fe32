import Basics
import Events
import TextGrid

extension ViewState {
    /// The life on the screen; nil where none is, or where it has no phases.
    var shownLife: Lifecycle? {
        guard let detail, detail.section == .lifecycle, let life = detail.life?.lifecycle else { return nil }
        return life.phases.isEmpty ? nil : life
    }

    /// What the section of the life does with a command; nil when it is none of its own.
    mutating func performInLifecycle(_ command: Command) -> [Effect]? {
        guard let life = shownLife else { return nil }
        switch command {
        case .down: stepPhase(by: 1, in: life)
        case .up: stepPhase(by: -1, in: life)
        case .first:
            detail?.phase.select(0, in: life)
            scrollDetail(to: 0)
        case .last:
            detail?.phase.select(life.phases.count - 1, in: life)
            scrollDetail(by: 1_000_000)
        case .detail: return showPhase(of: life)
        default: return nil
        }
        return []
    }

    // MARK: The cursor

    /// The lines of the phase under the cursor, and those that are seen.
    private func phaseLines(of life: Lifecycle) -> (own: Range<Int>, seen: Range<Int>)? {
        guard let detail, let place = detail.phase.place(in: life) else { return nil }
        let area = detailArea
        let lines = detailLines(columns: area.columns)
        guard let first = lines.firstIndex(where: { $0.phase == place }),
            let last = lines.lastIndex(where: { $0.phase == place })
        else { return nil }
        return (first..<last + 1, detail.offset..<detail.offset + max(1, area.rows))
    }

    /// Goes to the next phase or the one before; to where the cursor is when that is out of sight, and past the ends by lines.
    private mutating func stepPhase(by step: Int, in life: Lifecycle) {
        guard let (own, seen) = phaseLines(of: life), let place = detail?.phase.place(in: life) else { return }
        guard seen.contains(own.lowerBound) else {
            let isAhead = (own.lowerBound >= seen.upperBound) == (step > 0)
            return isAhead ? showCursor(in: life) : scrollDetail(by: step)
        }
        guard life.phases.indices.contains(place + step) else { return scrollDetail(by: step) }
        detail?.phase.select(place + step, in: life)
        showCursor(in: life)
    }

    private mutating func showCursor(in life: Lifecycle) {
        guard let (own, seen) = phaseLines(of: life) else { return }
        scrollDetail(to: min(max(seen.lowerBound, own.upperBound - seen.count), own.lowerBound))
    }

    /// Puts the cursor on the phase that a line tells of, if it tells of one.
    mutating func selectPhase(at line: Int) {
        guard let life = shownLife else { return }
        let lines = detailLines(columns: detailArea.columns)
        guard lines.indices.contains(line), let place = lines[line].phase else { return }
        detail?.phase.select(place, in: life)
    }

    /// Takes the cursor along to the nearest phase in sight, as far as there is one.
    mutating func keepPhaseInSight() {
        guard let life = shownLife, let (own, seen) = phaseLines(of: life), !seen.contains(own.lowerBound) else {
            return
        }
        let lines = detailLines(columns: detailArea.columns)
        // The second line of a phase alone is not it.
        let heads = seen.clamped(to: lines.indices).filter { $0 == 0 || lines[$0 - 1].phase != lines[$0].phase }
        let places = heads.compactMap { lines[$0].phase }
        guard let place = own.lowerBound < seen.lowerBound ? places.first : places.last else { return }
        detail?.phase.select(place, in: life)
    }

    // MARK: Its events

    /// Leaves the detail for the events of the object in the time of the phase under the cursor.
    private mutating func showPhase(of life: Lifecycle) -> [Effect] {
        guard let detail, let place = detail.phase.place(in: life), let (own, seen) = phaseLines(of: life) else {
            return []
        }
        // What is opened is what was looked at.
        guard seen.contains(own.lowerBound) else {
            showCursor(in: life)
            return []
        }
        let phase = life.phases[place]
        let subject = "\(detail.row.object.name) while \(phase.name)"
        return show(phase.setting(of: detail), eventsOf: subject, from: phase.from, to: phase.to ?? now)
    }
}

extension Lifecycle.Phase {
    /// The filter that shows the events of a phase: of the object, or where it has none of its maker, in whole seconds.
    fileprivate func setting(of detail: Detail) -> FilterSetting {
        let object = detail.row.object
        let events = detail.story.events(of: detail.subjects).filter {
            $0.firstSeen <= to ?? $0.firstSeen && $0.order >= from
        }
        let maker = events.contains { $0.object.path == object.path } ? nil : events.first { $0.tells(of: object) }
        let subject = maker?.object ?? object
        var setting = FilterSetting()
        func include(_ field: FilterField, _ value: String) {
            if !value.isEmpty { setting.text = EventFilter.text(setting.text, .include, field, value) }
        }
        include(.cluster, detail.row.cluster)
        include(.namespace, subject.namespace)
        include(.kind, subject.kind)
        include(.name, subject.name)
        if let to {
            setting.range = Timestamp(seconds: from.seconds)..<Timestamp(seconds: to.seconds + 1)
        } else {
            // It goes on: what comes belongs to it, too.
            setting.add("last>=" + Timestamp(seconds: from.seconds).rfc3339())
        }
        return setting
    }
}

extension EventRow {
    /// Whether it is of another object that says something of this one.
    fileprivate func tells(of other: ObjectReference) -> Bool {
        object.path != other.path && object.kind != "Node"
            && message.split { $0 == " " || $0 == ":" || $0 == "," }.contains(Substring(other.name))
    }
}
