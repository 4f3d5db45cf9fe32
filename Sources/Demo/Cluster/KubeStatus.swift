/// A `metav1.Status`: how the API server says that something went wrong, texts as recorded from kube-apiserver 1.36.
struct KubeStatus: Error, Equatable {
    var code: Int
    var reason: String
    var message: String
    /// The JSON of `details`, when there are any.
    var details: String?
    /// A token that goes on with an inconsistent list.
    var continuation: String?

    init(code: Int, reason: String, message: String, details: String? = nil, continuation: String? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
        self.continuation = continuation
    }

    var json: [UInt8] {
        var json = JSONText(capacity: 512)
        json.raw(#"{"kind":"Status","apiVersion":"v1","metadata":{"#)
        if let continuation { json.member("continue", continuation) }
        json.raw(#"},"status":"Failure""#)
        json.member("message", message)
        if !reason.isEmpty { json.member("reason", reason) }
        if let details {
            json.raw(#","details":"#)
            json.raw(details.utf8)
        }
        json.raw(#","code":"#)
        json.number(code)
        json.raw("}")
        return json.bytes
    }

    static let noSuchPath = KubeStatus(
        code: 404,
        reason: "NotFound",
        message: "the server could not find the requested resource",
        details: "{}"
    )

    static let methodNotAllowed = KubeStatus(
        code: 405,
        reason: "MethodNotAllowed",
        message: "the server does not allow this method on the requested resource",
        details: "{}"
    )

    static let watchExpired = KubeStatus(
        code: 410,
        reason: "Expired",
        message: "The resourceVersion for the provided watch is too old."
    )

    static let listExpired = KubeStatus(
        code: 410,
        reason: "Expired",
        message: "The resourceVersion for the provided list is too old."
    )

    static let badInitialEvents = KubeStatus(
        code: 422,
        reason: "Invalid",
        message:
            #"ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting"#
            + " resourceVersionMatch to NotOlderThan",
        details: #"{"group":"meta.k8s.io","kind":"ListOptions","causes":[{"reason":"FieldValueForbidden","message":"#
            + #""Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan","#
            + #""field":"resourceVersionMatch"}]}"#
    )

    static func notFound(kind: String, name: String) -> KubeStatus {
        var details = JSONText()
        details.raw("{")
        details.member("name", name)
        details.member("kind", kind)
        details.raw("}")
        return KubeStatus(
            code: 404,
            reason: "NotFound",
            message: "\(kind) \"\(name)\" not found",
            details: String(decoding: details.bytes, as: UTF8.self)
        )
    }

    /// An empty namespace is the cluster scope.
    static func forbidden(
        _ verb: String,
        _ resource: String,
        namespace: String,
        name: String?,
        user: String
    ) -> KubeStatus {
        let object = name.map { "\(resource) \"\($0)\"" } ?? resource
        let place = namespace.isEmpty ? "at the cluster scope" : "in the namespace \"\(namespace)\""
        return KubeStatus(
            code: 403,
            reason: "Forbidden",
            message: "\(object) is forbidden: User \"\(user)\" cannot \(verb) resource \"\(resource)\""
                + " in API group \"\" \(place)",
            details: "{}"
        )
    }

    static func badRequest(_ message: String) -> KubeStatus {
        KubeStatus(code: 400, reason: "BadRequest", message: message)
    }

    /// Code 500 is what the real server answers here, not 400.
    static func badVersion(_ text: String) -> KubeStatus {
        KubeStatus(
            code: 500,
            reason: "",
            message:
                "resourceVersion: Invalid value: \"\(text)\": strconv.ParseUint: parsing \"\(text)\": invalid syntax"
        )
    }

    static func tooLarge(_ version: Int64, current: Int64) -> KubeStatus {
        KubeStatus(
            code: 504,
            reason: "Timeout",
            message: "Timeout: Too large resource version: \(version), current: \(current)",
            details: #"{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"}]}"#
        )
    }

    static func continueExpired(_ token: String) -> KubeStatus {
        KubeStatus(
            code: 410,
            reason: "Expired",
            message:
                "The provided continue parameter is too old to display a consistent list result. You can start a new list "
                + "without the continue parameter, or use the continue token in this response to retrieve the remainder of the "
                + "results. Continuing with the provided token results in an inconsistent list - objects that were created, "
                + "modified, or deleted between the time the first chunk was returned and now may show up in the list.",
            continuation: token
        )
    }
}
