import Basics
import Crypto
import FoundationEssentials

/// The signature that a robot with 加签 asks for: `base64(HMAC-SHA256(secret, timestamp + "\n" + secret))`.
///
/// https://open.dingtalk.com/document/robots/customize-robot-security-settings; the time may be off by an hour.
struct DingTalkSignature: Sendable {
    private let milliseconds: Int64
    private let signature: String

    init(secret: Secret, at time: Timestamp) {
        milliseconds = time.microseconds / 1000
        let key = SymmetricKey(data: Data(secret.reveal().utf8))
        let text = "\(milliseconds)\n\(secret.reveal())"
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
        signature = Data(code).base64EncodedString()
    }

    /// `url` with time and signature behind what it asks for already.
    func signed(_ url: String) -> String {
        let encoded = signature.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
        return url + (url.contains("?") ? "&" : "?") + "timestamp=\(milliseconds)&sign=\(encoded)"
    }
}

/// What a robot says in an answer of status 200, which may be a refusal.
struct DingTalkAnswer: Sendable {
    private struct Document: Decodable {
        var errcode: Int
        var errmsg: String?
    }

    /// The system is busy; more than 20 messages a minute; too many calls.
    private static let passing: Set<Int> = [-1, 130_101, 130_102, 410_100, 90_030]
    /// A link, a text, a picture or anything else in the message that DingTalk does not let pass.
    private static let unfit: ClosedRange<Int> = 430_101...430_104

    private let document: Document?

    init(_ body: [UInt8]) {
        document = try? JSONDecoder().decode(Document.self, from: Data(body))
    }

    func outcome(_ veil: Veil) -> NoticeOutcome {
        guard let document else { return .failed("answers something that is not DingTalk's") }
        guard document.errcode != 0 else { return .delivered }
        let text = "DingTalk says \(document.errcode) " + String(veil.plain(document.errmsg ?? "").prefix(200))
        if Self.passing.contains(document.errcode) { return .failed(text, after: .seconds(60)) }
        return Self.unfit.contains(document.errcode) ? .unfit(text) : .refused(text)
    }
}
