import Basics
import Events
import FoundationEssentials

/// What a hook is sent.
struct NoticeBody: Sendable, Equatable {
    /// The version of the JSON body.
    static let version = "1"

    var type: String
    var bytes: [UInt8]

    private struct Document: Encodable {
        var version: String
        var cluster: String
        var alerts: [Alert]
    }

    /// A notice with its summary.
    private struct Alert: Encodable {
        var notice: AlertNotice

        private enum CodingKeys: CodingKey { case summary }

        func encode(to encoder: any Encoder) throws {
            try notice.encode(to: encoder)
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(notice.summary, forKey: .summary)
        }
    }

    private init(type: String, text: String) {
        self.type = type
        bytes = Array(text.utf8)
    }

    /// `{"version": "1", "cluster": …, "alerts": […]}` of notices of one cluster.
    static func json(_ notices: [AlertNotice]) -> NoticeBody {
        let document = Document(
            version: version,
            cluster: notices.first?.cluster ?? "",
            alerts: notices.map { Alert(notice: $0) }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, numbers and truth values only: there is nothing in it that JSON does not have.
        let data = (try? encoder.encode(document)) ?? Data()
        return NoticeBody(type: "application/json", text: String(decoding: data, as: UTF8.self))
    }

    /// One text after the other, a line each.
    static func text(_ notices: [AlertNotice], _ template: NoticeTemplate) -> NoticeBody {
        NoticeBody(
            type: template.isJSON ? "application/json" : "text/plain; charset=utf-8",
            text: notices.map(template.filled).joined(separator: "\n")
        )
    }

    /// A message in DingTalk's markdown.
    ///
    /// https://open.dingtalk.com/document/robots/custom-robot-access: at most 20,000 bytes, and the word `eventer` is always in
    /// it, for robots that want a keyword.
    static func dingtalk(_ notices: [AlertNotice]) -> NoticeBody {
        let title = notices.count == 1 ? notices[0].summary : "\(notices.count) alerts"
        let cluster = notices.first?.cluster ?? ""
        var text = "#### eventer" + (cluster.isEmpty ? "" : " · " + tame(cluster)) + "\n\n"
        for (index, notice) in notices.enumerated() {
            let part = markdown(notice)
            guard text.utf8.count + part.utf8.count < 16_000 else {
                text += "and \(notices.count - index) more\n"
                break
            }
            text += part
        }
        let message =
            #""title":\#(quotedJSON("eventer: " + tame(String(title.prefix(200))))),"text":\#(quotedJSON(text))"#
        return NoticeBody(type: "application/json", text: #"{"msgtype":"markdown","markdown":{\#(message)}}"#)
    }

    private static func markdown(_ notice: AlertNotice) -> String {
        var lines = ["**\(notice.status.rawValue)** \(notice.severity.rawValue) **\(tame(notice.rule))**"]
        lines[0] += notice.title.isEmpty ? "" : " · " + tame(notice.title)
        lines.append(tame([notice.object.text, notice.reason].filter { !$0.isEmpty }.joined(separator: " · ")))
        if !notice.cause.isEmpty { lines.append(tame(notice.cause)) }
        if !notice.message.isEmpty { lines.append(tame(notice.message)) }
        lines.append("\(notice.resolved ?? notice.fired) · \(tame(notice.id))")
        // Two blanks at the end of a line break it; a second item begins with the dash.
        return "- " + lines.filter { !$0.isEmpty }.joined(separator: "  \n  ") + "\n"
    }

    /// Text from a cluster without what makes a link, a picture, a mention or code of it.
    private static func tame(_ text: String) -> String {
        let others: [Character: Character] = ["[": "(", "]": ")", "<": "‹", ">": "›", "`": "'", "@": "＠", "*": "·"]
        return String(text.map { others[$0] ?? $0 })
    }
}
