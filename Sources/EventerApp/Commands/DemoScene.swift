import Basics
import Demo
import FoundationEssentials
import Glibc

/// The demo's two servers and the folder that holds its files.
struct DemoScene: Sendable {
    let servers: DemoServers
    /// Made for this run; nil when everything was given a place by the user.
    let folder: String
    let kubeconfig: String
    let received: String
    /// What the STS wants to see, where the cluster would put it.
    let tokenFile: String

    /// Starts both servers and writes the kubeconfig.
    static func start(_ settings: DemoSettings) async throws(AppError) -> DemoScene {
        let folder = try makeFolder()
        var options = DemoOptions(receivedFile: settings.received ?? folder + "/received.jsonl")
        options.rate = settings.rate
        options.count = settings.count
        options.backlog = settings.backlog
        options.seed = settings.seed
        options.fault = Fault(rawValue: settings.fault) ?? .none
        options.keyFault = IdentityFault(rawValue: settings.keyFault) ?? .none
        options.keyLifetime = .seconds(settings.keySeconds)
        options.clusterFault = ClusterTrouble(rawValue: settings.clusterFault) ?? .none
        options.hasLogstore = settings.hasLogstore
        let servers: DemoServers
        do {
            servers = try await DemoServers.start(options)
        } catch {
            throw AppError("the demo cannot start: \(error)", code: .failed)
        }
        let kubeconfig = folder + "/kubeconfig"
        try write(servers.kubeconfig, to: kubeconfig)
        let tokenFile = folder + "/oidc-token"
        try write(servers.identity.oidcToken.reveal(), to: tokenFile)
        return DemoScene(
            servers: servers,
            folder: folder,
            kubeconfig: kubeconfig,
            received: options.receivedFile,
            tokenFile: tokenFile
        )
    }

    /// Removes all but the received records.
    func cleanUp() {
        let files = FileManager.default
        for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where folder + "/" + name != received {
            try? files.removeItem(atPath: folder + "/" + name)
        }
        // Succeeds only when nothing is left.
        rmdir(folder)
    }

    private static func makeFolder() throws(AppError) -> String {
        var template = Array((FileManager.default.temporaryDirectory.path + "/eventer-demo-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw AppError("cannot make a folder in \(FileManager.default.temporaryDirectory.path)", code: .failed)
        }
        return String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func write(_ text: String, to path: String) throws(AppError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw AppError("cannot write \(path)", code: .failed) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
            throw AppError("cannot write \(path)", code: .failed)
        }
    }
}
