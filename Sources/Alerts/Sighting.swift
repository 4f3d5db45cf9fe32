import Basics
import Events

/// A version of an event, as far as a rule needs it.
struct Sighting: Sendable, Equatable, Codable {
    /// A short hash of the event's uid.
    var uid: UInt64
    var version: Int64
    /// How often it happened up to this version.
    var count: Int
    /// When it first happened and when it last did, neither later than it was received; microseconds.
    var first: Int64
    var last: Int64
    var isRecovery: Bool
    /// ``SightingDetails/none`` of what ends trouble.
    var details: SightingDetails

    enum CodingKeys: String, CodingKey {
        case uid = "u"
        case version = "v"
        case count = "c"
        case first = "f"
        case last = "l"
        case isRecovery = "e"
        case details = "d"
    }

    /// Of what is said to have begun before, in microseconds, the time is not believed: a year.
    private static let longestStretch: Int64 = 366 * 86_400_000_000

    /// - Parameters:
    ///   - event: The version.
    ///   - details: What it says, or nil of what ends trouble.
    init(_ event: KubeEvent, _ details: SightingDetails?) {
        uid = ShortHash(event.key.uid).value
        version = event.key.resourceVersion.value
        count = min(max(1, event.count), Int(Int32.max))
        last = event.order.microseconds
        first = max(min(event.firstSeen.microseconds, last), last.saturatingAdd(-Self.longestStretch))
        isRecovery = details == nil
        self.details = details ?? .none
    }

    /// What is left of it when it is settled: enough to know a repetition and what a newer version adds.
    var trace: Trace { Trace(uid: uid, version: version, count: count, last: last) }

    struct Trace: Sendable, Equatable, Codable {
        var uid: UInt64
        var version: Int64
        var count: Int
        var last: Int64

        enum CodingKeys: String, CodingKey {
            case uid = "u"
            case version = "v"
            case count = "c"
            case last = "l"
        }
    }
}

/// FNV-1a of texts, 64 bits: short, the same in every run, no protection against those who look for collisions.
struct ShortHash: Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}

    init(_ text: String) {
        add(text)
    }

    /// Takes in a text and that it ends.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    /// Sixteen hexadecimal digits.
    var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
