import Basics
import Events
import LogService

/// How a gap becomes a log: as if eventer had written an event of it, so that what reads events reads gaps.
///
/// Its uid is made of what is missing: a record that comes twice is told by it.
extension EventLog {
    func fields(of gap: StreamGap) -> [LogField] {
        fields(Self.object(of: gap), host: "", level: "Warning", pod: nil)
    }

    /// The keys in the order of kube-eventer.
    private static func object(of found: StreamGap) -> [UInt8] {
        let (gap, namespace) = (found.gap, found.stream.namespace.map(quotedJSON))
        let (from, to) = (gap.from.rfc3339(), gap.to.rfc3339())
        let name = "eventer-gap." + String(gap.to.microseconds, radix: 16)
        let uid = "\(found.stream.name)/\(gap.from.rfc3339(fraction: true))/\(gap.to.rfc3339(fraction: true))"
        let place = namespace.map { #""namespace":\#($0),"# } ?? ""
        let involved = namespace.map { #""kind":"Namespace","namespace":\#($0),"name":\#($0),"apiVersion":"v1""# } ?? ""
        let message = "events may be missing from \(from) to \(to) (\(gap.reason.rawValue))"
        return Array(
            """
            {"metadata":{"name":"\(name)",\(place)"uid":\(quotedJSON(uid)),"resourceVersion":"0","creationTimestamp":"\(to)"},\
            "involvedObject":{\(involved)},"reason":"EventerGap","message":"\(message)","source":{"component":"eventer"},\
            "firstTimestamp":"\(from)","lastTimestamp":"\(to)","count":1,"type":"Warning","eventTime":null,\
            "reportingComponent":"eventer","reportingInstance":""}
            """.utf8
        )
    }
}
