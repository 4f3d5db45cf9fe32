import Events
import Journal
import Kubernetes

extension Application {
    /// The contexts that a session can go to: those of its kubeconfig.
    func contexts(of session: Session) -> [String] {
        // A kubeconfig that can be read only once has been read.
        let names = try? ClusterConfiguration.contexts(sources(session.clusterSettings, .all))
        return (names ?? []).sorted()
    }

    /// Whether a session can be left for the clusters of other contexts; tells why not.
    ///
    /// What waits in a journal stays there; what no journal keeps is delivered first.
    func prepare(_ names: [String], _ scene: Scene) async -> String? {
        guard let session = scene.session else { return "there are no other clusters to go to" }
        do throws(AppError) {
            _ = try other(session, names)
        } catch {
            return error.message
        }
        guard await scene.sites.undelivered.unkept > 0 else { return nil }
        _ = await scene.sites.drain(within: .seconds(10))
        let left = await scene.sites.undelivered.unkept
        return left == 0 ? nil : "\(left) events are neither delivered nor kept: staying here"
    }

    /// Opens the clusters of other contexts; if that fails, those of the session again.
    ///
    /// - Throws: ``AppError`` when neither can be opened.
    func go(from session: Session, to names: [String]) async throws(AppError) -> (Session, [Site]) {
        do throws(AppError) {
            let next = try other(session, names)
            return (next, try await sites(next, overflow: .lose, mayNarrow: true))
        } catch {
            var same = session
            same.arrivalNotice = "staying here: " + error.message
            return (same, try await sites(session, overflow: .lose, mayNarrow: true))
        }
    }

    /// The session as it would be with other contexts: what names the cluster by itself is left out.
    private func other(_ session: Session, _ names: [String]) throws(AppError) -> Session {
        var other = session
        other.arrivalNotice = nil
        other.clusterSettings.contexts = names
        other.clusterSettings.cluster = nil
        other.clusterSettings.user = nil
        other.clusterSettings.server = nil
        other.clusterSettings.certificateAuthority = nil
        other.clusterSettings.tlsServerName = nil
        other.clusterSettings.tokenFile = nil
        let found = members(try clusters(other.clusterSettings), state: session.state)
        // A place that is given by hand holds the journal of the first cluster; the others have theirs inside.
        other.visited += session.members.filter { member in !other.visited.contains { $0.leads(to: member) } }
        other.members = found.map { member in
            if let known = other.visited.first(where: { $0.leads(to: member) }) { return known }
            guard let state = session.state, member.directory == state else { return member }
            return Session.Member(
                cluster: member.cluster,
                directory: StateDirectory.path(
                    flag: state,
                    cluster: member.cluster.cluster,
                    server: member.cluster.server,
                    isShared: true,
                    process: process
                )
            )
        }
        return other
    }
}

extension Application.Session.Member {
    fileprivate func leads(to other: Self) -> Bool { cluster.server == other.cluster.server }
}
