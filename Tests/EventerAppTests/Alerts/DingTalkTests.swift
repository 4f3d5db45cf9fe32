import Basics
import Testing

@testable import EventerApp

@Suite struct DingTalkTests {
    private let veil = Veil([Secret("https://oapi.dingtalk.com/robot/send?access_token=c4n4ry-t0ken")])

    /// As the Python example of DingTalk's page computes it.
    @Test(arguments: [("https://a/robot/send?access_token=x", "&"), ("https://a/robot", "?")])
    func theSignatureIsTheOneThatDingTalkComputes(url: String, separator: String) {
        let signature = DingTalkSignature(
            secret: Secret("SECcanary+/="),
            at: Timestamp(microseconds: 1_700_000_000_123_456)
        )

        let expected = "timestamp=1700000000123&sign=rHDwu%2BBvll1%2BZOpqcnd0UDtXkn7zlxHeiFt%2B6KzhClk%3D"
        #expect(signature.signed(url) == url + separator + expected)
    }

    private func outcome(_ body: String) -> NoticeOutcome { DingTalkAnswer(Array(body.utf8)).outcome(veil) }

    @Test func anAnswerOfStatus200MayBeARefusal() {
        #expect(outcome(#"{"errcode":0,"errmsg":"ok"}"#) == .delivered)
        #expect(
            outcome(#"{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}"#)
                == .failed(
                    "DingTalk says 130101 send too fast, exceed 20 times per minute",
                    after: .seconds(60)
                )
        )
        #expect(outcome(#"{"errcode":-1}"#) == .failed("DingTalk says -1 ", after: .seconds(60)))
        #expect(
            outcome(#"{"errcode":310000,"errmsg":"sign not match c4n4ry-t0ken\u001b[m"}"#)
                == .refused("DingTalk says 310000 sign not match <redacted>^[[m")
        )
        #expect(outcome(#"{"errcode":430102,"errmsg":"text"}"#) == .unfit("DingTalk says 430102 text"))
        #expect(outcome("<html>") == .failed("answers something that is not DingTalk's"))
    }
}
