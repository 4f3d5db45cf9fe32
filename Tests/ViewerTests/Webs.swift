import Basics
import Events
import TestSupport
import TextGrid

@testable import Viewer

/// A few rows about two pods, for what is done with rows.
enum Webs {
    /// Three events about web-1, each a reason of its own but for two `Killing`, and one about web-2; the newest comes first.
    static func viewed(_ columns: Int = 80, _ rows: Int = 24) -> Viewed {
        var viewed = Viewed(columns, rows)
        viewed.becomeLive()
        viewed.receive(
            event(1, pod: "web-2", reason: "Pulled"),
            event(2, pod: "web-1", reason: "Killing", message: "first"),
            event(3, pod: "web-1", reason: "Unhealthy", type: "Warning"),
            event(4, pod: "web-1", reason: "Killing", message: "second")
        )
        return viewed
    }

    static func event(
        _ number: Int64,
        uid: String? = nil,
        pod: String,
        reason: String,
        type: String = "Normal",
        message: String = "",
        count: Int = 1
    ) -> KubeEvent {
        .sample(number, uid: uid) {
            $0.object = ObjectReference(kind: "Pod", namespace: "shop", name: pod, uid: "uid-of-" + pod)
            $0.reason = reason
            $0.type = type
            $0.message = message
            $0.count = count
            $0.lastSeen = Viewed.ago(100 - number)
            $0.firstSeen = Viewed.ago(100 - number)
            $0.received = Viewed.ago(100 - number)
        }
    }

    /// The reasons on the page, the selected one in brackets, events of split rows after a dash.
    static func reasons(_ viewed: Viewed) -> [String] {
        let cursor = viewed.state.list.cursor - viewed.state.list.top
        return viewed.state.list.page.enumerated().map { index, row in
            let text = (row.branch == nil ? "" : "-") + row.newest.reason
            return index == cursor ? "[\(text)]" : text
        }
    }
}
