import Alerts
import Basics
import Events
import FoundationEssentials
import Journal

/// What the journal keeps of the alerts of its cluster, in one text: nothing that happens can tear its parts asunder.
struct AlertRecord: Sendable, Equatable, Decodable {
    /// The name of the journal's property.
    static let property = "alerts"
    private static let current = 1

    private var version = Self.current
    /// When rules watched this cluster for the first time: what was over before is told to nobody.
    private var since: Int64
    var engine: AlertSnapshot
    var outbox: AlertOutbox

    init(since: Timestamp, engine: AlertSnapshot, outbox: AlertOutbox) {
        self.since = since.microseconds
        self.engine = engine
        self.outbox = outbox
    }

    /// Nil for a text that is none, or of a later version.
    init?(text: String) {
        guard let record = try? JSONDecoder().decode(AlertRecord.self, from: Data(text.utf8)),
            record.version == Self.current
        else { return nil }
        self = record
    }

    var start: Timestamp { Timestamp(microseconds: since) }

    /// The engine's part is written piece by piece (``AlertSnapshot/write(to:)``): it may be long.
    var text: String {
        var bytes = Array("{\"version\":\(version),\"since\":\(since),\"engine\":".utf8)
        engine.write(to: &bytes)
        bytes += Array(",\"outbox\":".utf8)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        // Texts, numbers and truth values only: there is nothing in it that JSON does not have.
        bytes += (try? encoder.encode(outbox)) ?? Data()
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }
}
