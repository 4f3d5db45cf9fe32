import Testing

@testable import Kubernetes

/// What a plugin says on standard error is shown, but no secret in it.
struct ComplaintTests {
    static let lines: [(said: String, shown: String)] = [
        ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "<redacted>"),
        ("token dop_v1_0123456789abcdef0123456789abcdef0123456789abcdef", "token <redacted>"),
        ("password=hunter2 refused", "password=<redacted> refused"),
        ("no such file /Users/Me/Library/Caches2/aws", "no such file /Users/Me/Library/Caches2/aws"),
        ("cluster/Prod-Cluster1 is unknown", "cluster/Prod-Cluster1 is unknown"),
        (
            "dial tcp: lookup Sts.eu-west-1.Amazonaws.com: no such host",
            "dial tcp: lookup Sts.eu-west-1.Amazonaws.com: no such host"
        ),
    ]

    @Test(arguments: lines)
    func isShownWithoutSecrets(said: String, shown: String) {
        #expect(Complaint.readable(Array(said.utf8)) == shown)
    }
}
