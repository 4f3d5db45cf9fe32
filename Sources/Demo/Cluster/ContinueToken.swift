import FoundationEssentials

/// The `continue` token of a paged list: base64url of `{"v":"meta.k8s.io/v1","rv":974,"start":"shop/cart.18ea\u0000"}`.
struct ContinueToken: Equatable {
    /// The version that all pages show; -1 goes on with whatever is there now.
    var resourceVersion: Int64
    /// The first key of the next page, or just before it.
    var start: String

    init(resourceVersion: Int64, start: String) {
        self.resourceVersion = resourceVersion
        self.start = start
    }

    private struct Fields: Codable {
        var v: String
        var rv: Int64
        var start: String
    }

    init(parsing text: String) throws(KubeStatus) {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64) else {
            throw .badRequest(
                "invalid continue token: continue key is not valid: illegal base64 data at input byte 0"
            )
        }
        guard let fields = try? JSONDecoder().decode(Fields.self, from: data), fields.v == "meta.k8s.io/v1" else {
            throw .badRequest("invalid continue token: continue key is not valid: unexpected JSON")
        }
        self.init(resourceVersion: fields.rv, start: fields.start)
    }

    var text: String {
        var json = JSONText()
        json.raw(#"{"v":"meta.k8s.io/v1","rv":"#)
        json.number(resourceVersion)
        json.member("start", start)
        json.raw("}")
        return Data(json.bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
