import Events
import TestSupport
import Testing

@testable import Kubernetes

@Suite struct FieldSelectorTests {
    @Test(arguments: [
        ("type=Warning", "type=Warning"), ("type==Warning", "type=Warning"),
        ("type!=Normal,reason=BackOff", "type!=Normal,reason=BackOff"), (",type=Warning,", "type=Warning"),
        ("", ""), ("involvedObject.name=", "involvedObject.name="), (#"reason=a\,b\=c\\d"#, #"reason=a\,b\=c\\d"#),
    ])
    func selectorsAreReadAndWrittenInOneForm(_ text: String, _ form: String) throws {
        #expect(try FieldSelector(parsing: text).text == form)
    }

    @Test(arguments: ["type", "=x", "!=x", "spec.nodeName=a", "type=a=b", #"type=a\b"#, #"type=a\"#, "Type=Warning"])
    func whatTheServerWouldRefuseIsRefused(_ text: String) {
        #expect(throws: FieldSelector.Fault.self) { try FieldSelector(parsing: text) }
    }

    @Test(arguments: [
        ("type=Normal", true), ("type!=Normal", false), ("type=Normal,reason=Other", false), ("", true),
        ("involvedObject.kind=Pod,involvedObject.name=web-1,involvedObject.namespace=shop", true),
        ("metadata.name=web-1.17,metadata.namespace=shop", true), ("source=kubelet", true),
        ("involvedObject.uid!=pod-1", false), ("involvedObject.apiVersion=v2", true),
        ("involvedObject.fieldPath=x", false),
    ])
    func eventsAreComparedAsTheServerDoes(_ text: String, _ isSelected: Bool) throws {
        #expect(try FieldSelector(parsing: text).mayMatch(.sample(1)) == isSelected)
    }

    @Test func aNarrowedStreamIsAStreamOfItsOwn() {
        let narrow = StreamID(cluster: "c", namespace: "shop", selector: "type=Warning")

        #expect(narrow.namespace == "shop")
        #expect(narrow.selector == "type=Warning")
        #expect(narrow != StreamID(cluster: "c", namespace: "shop"))
        #expect(StreamID.all.selector == nil)
        #expect(StreamID(namespace: nil, selector: "reason=a?b").selector == "reason=a?b")
        #expect(StreamID(namespace: nil, selector: "reason=a?b").namespace == nil)
    }

    @Test func listAndWatchAreNarrowedAndProofsAreNot() throws {
        let watch = WatchMachine.Step.watch(try #require(ResourceVersion(7)), timeoutSeconds: 300)

        #expect(watch.query(selecting: "type=Warning").hasSuffix("&fieldSelector=type%3DWarning"))
        #expect(watch.query(selecting: nil) == watch.query)
        #expect(
            WatchMachine.Step.list(continueToken: nil, limit: nil).query(selecting: "a=b") == "fieldSelector=a%3Db"
        )
        #expect(WatchMachine.Step.probe.query(selecting: "a=b") == "limit=1")
    }
}
