import Basics
import Events
import TestSupport
import Testing
import TextGrid

@testable import Terminal
@testable import Viewer

/// Text that a terminal could obey, through every screen of the viewer and the real back end, to the bytes of a pty.
@MainActor @Suite(.serialized, .timeLimit(.minutes(5))) struct HostileScreensTests {
    /// Each control and each invisible character by itself between letters, and the sequences that are made of them.
    nonisolated private static let texts: [String] = {
        let values = [0..<0x20, 0x7F..<0xA0, 0x200B..<0x2010, 0x2028..<0x202F, 0x2060..<0x2070, 0xFE00..<0xFE10]
        let others: [UInt32] = [0xAD, 0x61C, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xE0001, 0xE0067, 0xE007F, 0x10FFFF]
        let scalars = (values.flatMap { $0.map(UInt32.init) } + others).compactMap(Unicode.Scalar.init)
        let each = scalars.map { "a\($0)b" }.joined()
        return [each] + HostileText.samples
    }()

    /// How to get to a screen; what is typed at a prompt comes after `paste`.
    nonisolated private static let screens: [(name: String, keys: [Key])] = [
        ("list", []),
        ("split", [.character("s")]),
        ("facets", [.tab, .character("j"), .enter]),
        ("facets searched", [.tab, .character("/"), .paste("")]),
        ("histogram", [.character("i"), .character("{")]),
        ("summary", [.enter]),
        ("timeline", [.character("o"), .character("O")]),
        ("YAML", [.character("y")]),
        ("JSON", [.enter, .character("4")]),
        ("raw texts", [.enter, .character("5")]),
        ("detail searched", [.enter, .character("/"), .paste(""), .enter]),
        ("forwarder", [.character("f")]),
        ("dead letters", [.character("f"), .character("d")]),
        ("dead letter", [.character("f"), .character("d"), .enter]),
        ("streams", [.character("R")]),
        ("alerts", [.character("!"), .character("c")]),
        ("alerts searched", [.character("!"), .character("/"), .paste(""), .enter]),
        ("alert snoozed", [.character("!"), .character("z")]),
        ("alert's events", [.character("!"), .enter]),
        ("alert rules", [.character("!"), .tab]),
        ("overview", [.character("D")]),
        ("overview of a day", [.character("D"), .character("4"), .character("G")]),
        ("overview opened", [.character("D"), .enter]),
        ("help", [.character("?")]),
        ("filter", [.character("/"), .paste("")]),
        ("filter completed", [.character("/"), .paste("ns:"), .tab]),
        ("filter in force", [.character("/"), .paste("\""), .paste(""), .paste("\""), .enter]),
        ("value included", [.character("+")]),
        ("found", [.character("/"), .character("/"), .paste(""), .enter]),
        ("command", [.character(":"), .paste("")]),
        ("command refused", [.character(":"), .paste(""), .enter]),
        ("contexts", [.character("@")]),
        ("namespaces", [.character(":"), .paste("ns "), .tab]),
        ("views", [.character("v")]),
        ("view named", [.character("V"), .paste(""), .enter]),
        ("copy", [.character("C")]),
        ("save", [.control("s")]),
        ("groups", [.character("B")]),
        ("snooze", [.character("a")]),
        ("time", [.character("T"), .paste(""), .enter]),
        ("wrapped", [.character("W")]),
        ("forwarding asked", [.control("t")]),
    ]

    @Test(arguments: texts.indices) func noScreenSendsAByteOfTheirs(index: Int) throws {
        let text = Self.texts[index]
        // The first is made of all of them: it goes through the largest screens too.
        let sizes = [Size(columns: 80, rows: 24)] + (index == 0 ? [Size(columns: 200, rows: 60)] : [])
        for size in sizes {
            let terminal = try PseudoTerminal(columns: UInt16(size.columns), rows: UInt16(size.rows))
            let screen = try terminal.open()
            var bytes: [UInt8] = []
            for (name, keys) in Self.screens {
                var state = Self.state(size, text)
                var effects: [Effect] = []
                for key in keys {
                    let key = key == .paste("") ? .paste(text) : key
                    effects += update(&state, .key(key))
                    for answer in Self.answers(to: effects, text) { effects += update(&state, answer) }
                }
                screen.draw(render(state))
                bytes += terminal.bytes()
                let copied = effects.compactMap { if case .copy(let text) = $0 { text } else { nil } }
                #expect(copied.allSatisfy { !$0.unicodeScalars.contains(where: Self.isUnseen) }, "\(name)")
            }
            #expect(ByteScan.strangers(in: bytes) == [], "\(size)")
            screen.close()
        }
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
        default: false
        }
    }

    // MARK: What is on the screen

    private static let now = Timestamp(seconds: 1_000_000)

    private static func event(_ text: String) -> KubeEvent {
        .sample(1) {
            $0.namespace = text
            $0.type = text
            $0.reason = text
            $0.message = text + "\n" + text
            $0.object = ObjectReference(kind: text, namespace: text, name: text, uid: text, fieldPath: text)
            $0.component = text
            $0.host = text
            $0.count = 7
            $0.lastSeen = now
            $0.received = now
            $0.json = Array("{\"message\":\(quotedJSON(text)),\"other\":\"\(text)\"}".utf8)
        }
    }

    private static func state(_ size: Size, _ text: String) -> ViewState {
        var configuration = ViewConfiguration(
            context: text,
            scope: text,
            label: text,
            sink: .init(target: text, endpoint: text, endpointOrigin: text, keyOrigin: text)
        )
        configuration.contexts = [text, "other"]
        var view = SavedView(name: text)
        view.filter = text
        configuration.views = [view]
        configuration.history = [.filter: [text], .command: [text]]
        var state = ViewState(configuration: configuration, size: size, now: now)
        let gap = StreamGap(stream: .all, gap: Gap(reason: .expired, from: now, to: now))
        let status = StreamStatus(stream: StreamID(cluster: text, name: text), state: .live, since: now)
        let actions: [Action] = [
            .stream(status), .received(events: [event(text), .sample(2)], gaps: [gap]),
            .stream(StreamStatus(stream: .all, state: .denied(reason: text, retryAt: now), since: now)),
            .delivery(delivery(text)), .journal(.notKeeping(reason: text)), .notice(text),
            .alerts(board(text)), .narrowed(.all, to: .namespace(text), text),
        ]
        for action in actions { _ = update(&state, action) }
        return state
    }

    private static func board(_ text: String) -> AlertBoard {
        var incident = AlertIncident(
            id: "1",
            cluster: text,
            rule: text,
            title: text,
            group: [.init(field: "ns", value: text), .init(field: "node", value: text)],
            began: now,
            last: now,
            fired: now,
            cause: text,
            reason: text,
            message: text,
            object: event(text).object,
            node: text,
            filter: text
        )
        var board = AlertBoard(incidents: [incident], problems: [text])
        incident.id = "2"
        incident.filter = "text"
        board.incidents.append(incident)
        board.rules = [.init(name: text, title: text, condition: text, filter: text)]
        return board
    }

    private static func delivery(_ text: String) -> DeliveryStatus {
        var status = DeliveryStatus(state: .blocked(retryAt: now), target: text, endpoint: text)
        let failure = DeliveryStatus.Failure(at: now, status: 0, code: text, message: text, advice: text)
        status.lastFailure = failure
        status.failures.add(failure)
        status.ledger.waiting = 5
        status.filter = text
        return status
    }

    /// What the shell around would answer to the last of the effects.
    private static func answers(to effects: [Effect], _ text: String) -> [Action] {
        switch effects.last {
        case .loadObject(let key, let cluster):
            [
                .object(
                    key,
                    cluster: cluster,
                    json: event(text).json,
                    fate: .dead(at: now, status: 400, reason: text)
                )
            ]
        case .loadTimeline(let objects, let cluster):
            objects.map {
                .timeline(TimelinePart(object: $0, cluster: cluster, events: [event(text)], searchedBackTo: nil))
            }
        case .loadDeadLetters: [.deadLetters([letter(text)])]
        default: []
        }
    }

    private static func letter(_ text: String) -> DeadLetterEntry {
        DeadLetterEntry(
            id: 1,
            cluster: text,
            at: now,
            status: 400,
            code: text,
            message: text,
            reason: text,
            object: event(text).object,
            json: event(text).json
        )
    }
}
