import Basics
import Events
import Foundation
import HTTP
import TestSupport
import Testing

@testable import Kubernetes

@Suite struct ClusterReviewTests {
    private static func refusal(_ status: Int) -> CannedHTTP.Answer {
        .stream(status: status, headers: [], chunks: [], failure: nil)
    }

    private static func created(_ text: String) -> CannedHTTP.Answer {
        .stream(status: 201, headers: [("Content-Type", "application/json")], chunks: [Array(text.utf8)], failure: nil)
    }

    private func client(_ http: CannedHTTP) -> ClusterClient {
        ClusterClient(http: http, cluster: ClusterConfiguration(server: "https://api.test"))
    }

    private static let me = #"{"status":{"userInfo":{"username":"ann","groups":["g1","g2"]}}}"#

    @Test func whoAmIAsksInTheNewestWords() async throws {
        let http = CannedHTTP([Self.created(Self.me)])

        let user = try await client(http).whoAmI()

        let request = try #require(http.requests.first)
        #expect(user == UserReview(name: "ann", groups: ["g1", "g2"]))
        #expect(request.method == .post)
        #expect(request.url == "https://api.test/apis/authentication.k8s.io/v1/selfsubjectreviews")
        #expect(request.headers.contains { $0.name == "Content-Type" && $0.value.reveal() == "application/json" })
        let body = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: String]
        #expect(body == ["kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1"])
    }

    @Test func anOlderServerIsAskedInOlderWords() async throws {
        let http = CannedHTTP([Self.refusal(404), Self.created(Self.me)])

        #expect(try await client(http).whoAmI()?.name == "ann")
        #expect(http.requests.last?.url.contains("authentication.k8s.io/v1beta1/") == true)
    }

    @Test(arguments: [403, 404]) func whoAmIIsUnknownWhereItMayNotBeAsked(status: Int) async throws {
        #expect(try await client(CannedHTTP([Self.refusal(status), Self.refusal(status)])).whoAmI() == nil)
    }

    @Test(arguments: [#"{"status":{}}"#, #"{"status":{"userInfo":{"username":7}}}"#, "no JSON", ""])
    func anAnswerWithoutAUserIsNone(_ body: String) async {
        await #expect {
            try await client(CannedHTTP([Self.created(body)])).whoAmI()
        } throws: { error in
            (error as? KubernetesError)?.kind == .notKubernetes
        }
    }

    @Test func groupsEnd() async throws {
        let names = (0..<1000).map { "\"g\($0)\"" }.joined(separator: ",")
        let http = CannedHTTP([Self.created(#"{"status":{"userInfo":{"username":"ann","groups":[\#(names)]}}}"#)])

        #expect(try await client(http).whoAmI()?.groups.count == 100)
    }

    @Test func theRightIsAskedForWithVerbAndNamespace() async throws {
        let http = CannedHTTP([Self.created(#"{"status":{"allowed":false,"reason":"no role"}}"#)])

        let review = try await client(http).reviewAccess("watch", in: "my \"ns\"")

        let request = try #require(http.requests.first)
        let body = try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any]
        let spec = body?["spec"] as? [String: [String: String]]
        #expect(review == AccessReview(isAllowed: false, reason: "no role"))
        #expect(request.url == "https://api.test/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        #expect(
            spec == ["resourceAttributes": ["namespace": "my \"ns\"", "verb": "watch", "resource": "events"]]
        )
    }

    @Test func aRightThatTheServerDoesNotTellIsUnknown() async throws {
        #expect(try await client(CannedHTTP([Self.refusal(403)])).reviewAccess("list", in: nil) == nil)
    }

    @Test(arguments: [#"{"status":{"allowed":"yes"}}"#, "{}"]) func aReviewWithoutAVerdictIsNone(_ body: String) async {
        await #expect {
            try await client(CannedHTTP([Self.created(body)])).reviewAccess("list", in: nil)
        } throws: { error in
            (error as? KubernetesError)?.kind == .notKubernetes
        }
    }

    private static func list(_ metadata: String, items: String) -> CannedHTTP.Answer {
        .json(Array(#"{"kind":"EventList","metadata":{"resourceVersion":"7"\#(metadata)},"items":[\#(items)]}"#.utf8))
    }

    @Test(
        arguments: [
            ("", "", 0), ("", #"{"metadata":{"name":"a"}}"#, 1),
            (#","continue":"c","remainingItemCount":41"#, #"{"metadata":{"name":"a"}}"#, 42),
            (#","continue":"c""#, #"{"metadata":{"name":"a"}}"#, nil),
        ]
    )
    func aListOfOneTellsHowManyThereAre(metadata: String, items: String, count: Int?) async throws {
        let http = CannedHTTP([Self.list(metadata, items: items)])

        let sample = try await client(http).sample(in: "a/b")

        #expect(sample == EventSample(version: ResourceVersion(7), count: count))
        #expect(http.requests.first?.url == "https://api.test/api/v1/namespaces/a%2Fb/events?limit=1")
    }

    @Test func aListThatIsNoneIsSaid() async {
        await #expect {
            try await client(CannedHTTP([.json(Array(#"{"kind":"Table"}"#.utf8))])).sample(in: nil)
        } throws: { error in
            (error as? KubernetesError)?.kind == .notKubernetes
        }
    }

    @Test func aWatchIsOpenWhenItsHeadIsThere() async throws {
        let http = CannedHTTP([.silence(status: 200)])

        try await client(http).openWatch(in: nil, from: try #require(ResourceVersion(7)))

        let url = try #require(http.requests.first?.url)
        #expect(url.hasPrefix("https://api.test/api/v1/events?watch=1&"))
        #expect(url.contains("&resourceVersion=7&"))
    }

    @Test func aRefusedWatchSaysWhy() async throws {
        let body = Array(#"{"kind":"Status","message":"not you","code":403}"#.utf8)
        let http = CannedHTTP([.stream(status: 403, headers: [], chunks: [body], failure: nil)])
        let version = try #require(ResourceVersion(7))

        await #expect {
            try await client(http).openWatch(in: nil, from: version)
        } throws: { error in
            (error as? KubernetesError)?.kind == .forbidden && "\(error)".contains("not you")
        }
    }

    // MARK: Errors and credentials in words

    @Test(arguments: [HTTPError.Code.closed, .tls]) func plainHTTPAndTLSAreTakenForEachOther(_ code: HTTPError.Code) {
        let error = KubernetesError(HTTPError(code: code, url: "http://h:1/version", detail: "x"), doing: "ask")

        #expect(error.hint?.contains(code == .tls ? "TLS" : "https://") == true)
    }

    @Test func aBadRequestInTheClearMayWantTLS() {
        let head = HTTPHead(status: 400)

        #expect(
            KubernetesError(head, status: nil, doing: "ask", url: "http://h/version").hint?.contains("https") == true
        )
        #expect(KubernetesError(head, status: nil, doing: "ask", url: "https://h/version").hint == nil)
    }

    @Test func credentialsAreSummedUpWithoutThem() {
        func summary(_ change: (inout Credentials.User) -> Void) -> String {
            var user = Credentials.User()
            change(&user)
            return Credentials(user: user).summary
        }

        #expect(summary { _ in } == "none")
        #expect(summary { $0.token = Secret("canary") } == "token")
        #expect(summary { $0.tokenFile = "/t" } == "token file /t")
        #expect(summary { ($0.name, $0.password) = ("ann", Secret("canary")) } == "password")
        #expect(summary { $0.certificate = .file("/c") } == "client certificate /c")
        #expect(
            summary { ($0.certificate, $0.token) = (.data([1]), Secret("canary")) } == "token and client certificate"
        )
    }

    @Test func trustIsNamed() {
        #expect(Credentials().trust == "the authorities that this system trusts")
        #expect(Credentials(authorities: .file("/ca")).trust == "the kubeconfig's certificate authority /ca")
        #expect(Credentials(authorities: .data([1])).trust == "the kubeconfig's certificate authority")
    }
}
