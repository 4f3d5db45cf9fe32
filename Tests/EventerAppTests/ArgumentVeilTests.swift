import Testing

@testable import EventerApp

@Suite struct ArgumentVeilTests {
    private func veiled(_ arguments: String...) -> String {
        var bytes = Array(arguments.map { $0 + "\0" }.joined().utf8)
        for range in ArgumentVeil.secrets(in: bytes) {
            for index in range { bytes[index] = UInt8(ascii: "x") }
        }
        return String(decoding: bytes, as: UTF8.self).replacing("\0", with: " ")
    }

    @Test func secretsOfAURLAreFoundWhereverTheyStand() {
        #expect(
            veiled("--sink=sls:https://h?project=p&accessKeyId=AK&accessKeySecret=s=1&topic=t", "-n", "a")
                == "--sink=sls:https://h?project=p&accessKeyId=xx&accessKeySecret=xxx&topic=t -n a "
        )
        #expect(veiled("--sink", "sls:?accessKeySecret=ab") == "--sink sls:?accessKeySecret=xx ")
        #expect(
            veiled("--sink=dingtalk:https://h?access_token=abc&level=W")
                == "--sink=dingtalk:https://h?access_token=xxx&level=W "
        )
        #expect(veiled("--sink=influxdb:h?user=a&PASSWORD=abc") == "--sink=influxdb:h?user=a&PASSWORD=xxx ")
    }

    @Test func whatIsNoSecretStays() {
        for text in ["--token-file=/run/token", "--sink-file=/a", "--source=kubernetes:https://h?auth=k", "a=b=c", "="]
        {
            #expect(veiled(text) == text + " ")
        }
        #expect(veiled() == "")
        #expect(veiled("sls:?accessKeySecret=") == "sls:?accessKeySecret= ")
    }
}
