import Basics
import Crypto
import Foundation
import HTTP
import Kubernetes
import TextGrid

/// Posts notices to a URL.
///
/// The URL, the headers and the secret are read anew for each try, since files with them are renewed; none of them is in any
/// text that leaves this type.
struct WebhookSender: NoticeSender {
    private static let answerLimit = 64 << 10

    let url: SecretSource
    let headers: HookSettings.Headers
    let template: HookSettings.Template
    let timeout: Duration
    let http: any HTTPClient
    let now: @Sendable () -> Timestamp

    var batchLimit: Int {
        if case .text(let template) = template, template.isJSON { 1 } else { 50 }
    }

    var tryLimit: Int? { nil }

    func send(_ notices: [AlertNotice]) async -> NoticeOutcome {
        let request: HTTPRequest
        let veil: Veil
        do {
            (request, veil) = try prepared(body(of: notices))
        } catch {
            // A file that is being renewed may be whole the next time.
            return .failed(sanitise(error.text))
        }
        do throws(HTTPError) {
            let stream = try await http.open(request)
            return outcome(HTTPResponse(head: stream.head, body: await Self.read(stream.body)), veil)
        } catch {
            return .failed(veil.plain(error.detail))
        }
    }

    /// The body as far as it comes: who has answered with a status has taken the notice, or not.
    private static func read(_ body: HTTPBody) async -> [UInt8] {
        var bytes: [UInt8] = []
        var chunks = body.makeAsyncIterator()
        while bytes.count <= answerLimit, let chunk = try? await chunks.next(isolation: #isolation) { bytes += chunk }
        return bytes
    }

    private func body(of notices: [AlertNotice]) -> NoticeBody {
        switch template {
        case .json: .json(notices)
        case .dingtalk: .dingtalk(notices)
        case .text(let template): .text(notices, template)
        }
    }

    private func prepared(_ body: NoticeBody) throws(HookProblem) -> (HTTPRequest, Veil) {
        let target = try url.read()
        guard let webhook = WebhookURL(target) else { throw HookProblem(text: "the URL is no http or https URL") }
        var secrets = [target]
        var lines = [HTTPHeader("Content-Type", body.type), HTTPHeader("User-Agent", "eventer")]
        for (name, value) in try headers.read() {
            secrets.append(value)
            lines.removeAll { $0.name.lowercased() == name.lowercased() }
            lines.append(HTTPHeader(name, secret: value))
        }
        var address = webhook.url
        if case .dingtalk(let secret?) = template {
            let secret = try secret.read()
            secrets.append(secret)
            address = Secret(DingTalkSignature(secret: secret, at: now()).signed(address.reveal()))
        }
        let request = HTTPRequest(
            method: .post,
            url: address.reveal(),
            headers: lines,
            body: body.bytes,
            limits: HTTPLimits(connect: min(timeout, .seconds(10)), head: timeout, total: timeout),
            acceptsCompression: false
        )
        return (request, Veil(secrets))
    }

    private func outcome(_ answer: HTTPResponse, _ veil: Veil) -> NoticeOutcome {
        let (status, body) = (answer.head.status, answer.body)
        switch status {
        case 200..<300:
            if case .dingtalk = template { return DingTalkAnswer(body).outcome(veil) }
            return .delivered
        case 300..<400: return .refused("answers \(status), and redirects are not followed")
        case 408, 425, 429, 500...:
            let pause = RetryAfter.parse(answer.head.value("Retry-After"), date: answer.head.date)
            return .failed("answers \(status)" + said(body, veil), after: pause)
        case 400, 413, 422: return .unfit("answers \(status)" + said(body, veil))
        default: return .refused("answers \(status)" + said(body, veil))
        }
    }

    /// The first words of an answer.
    private func said(_ body: [UInt8], _ veil: Veil) -> String {
        let text = veil.plain(String(decoding: body.prefix(500), as: UTF8.self))
        return text.isEmpty ? "" : ": " + String(text.prefix(120))
    }
}

extension HookSettings.Headers {
    /// Names and values as they are now.
    func read() throws(HookProblem) -> [(String, Secret)] {
        switch self {
        case .written(let headers):
            var lines: [(String, Secret)] = []
            for header in headers { lines.append((header.name, try Self.checked(header.value.read()))) }
            return lines
        case .file(let file):
            var lines: [(String, Secret)] = []
            for line in try file.read().reveal().split(whereSeparator: \.isNewline) {
                let name = line.prefix { $0 != ":" }
                guard name.count < line.count, HookSettings.Header.isName(name) else {
                    throw HookProblem(text: "the file of headers has a line that is no \"Name: value\"")
                }
                let value = line.dropFirst(name.count + 1).trimming(" ")
                lines.append((String(name), try Self.checked(Secret(value))))
            }
            return lines
        }
    }

    private static func checked(_ value: Secret) throws(HookProblem) -> Secret {
        guard !value.reveal().unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F })
        else { throw HookProblem(text: "a header holds a control character") }
        return value
    }
}

/// A URL that notices may be posted to.
struct WebhookURL: Sendable, Equatable {
    let url: Secret
    /// As much of it as may be shown: `https://hooks.example.org/…`.
    let title: String
    let host: String
    let isEncrypted: Bool

    /// Nil for what is no http or https URL with a host, or holds a character that a URL cannot.
    init?(_ text: Secret) {
        let bytes = text.reveal().utf8
        guard bytes.count <= 8192, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            let parts = URLComponents(string: text.reveal()), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.host, !host.isEmpty
        else { return nil }
        url = text
        self.host = host
        isEncrypted = scheme == "https"
        title = sanitise("\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "") + "/…")
    }
}

/// Takes secrets, and their longer parts, out of texts.
struct Veil: Sendable {
    private let pieces: [String]

    init(_ secrets: [Secret]) {
        // What a URL is made of, since whoever answers may repeat a part of it.
        let parts = secrets.flatMap { secret in
            [secret.reveal()] + secret.reveal().split { "/?&=: ".contains($0) }.map(String.init)
        }
        pieces = Set(parts.filter { $0.utf8.count >= 6 }).sorted { ($1.count, $0) < ($0.count, $1) }
    }

    /// `text` in one line, without what it must not say.
    func plain(_ text: String) -> String {
        sanitise(pieces.reduce(text) { $0.replacing($1, with: "<redacted>") })
    }
}
