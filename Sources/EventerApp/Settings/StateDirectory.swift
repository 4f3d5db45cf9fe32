/// Where the journal of a cluster is.
package enum StateDirectory {
    /// The directory: `--state`, else `$STATE_DIRECTORY` (systemd's), else `$XDG_STATE_HOME/eventer/<cluster>`, with
    /// `~/.local/state` for an unset variable.
    ///
    /// - Parameters:
    ///   - flag: The value of `--state`.
    ///   - cluster: The name of the cluster's entry in the kubeconfig.
    ///   - server: Its URL; a digest of it keeps clusters of the same name apart.
    ///   - isShared: Whether other clusters of this run have the same `--state`: each gets a directory inside.
    ///   - process: For the environment.
    /// - Returns: A path, not yet made.
    package static func path(
        flag: String?,
        cluster: String,
        server: String,
        isShared: Bool = false,
        process: ProcessContext
    ) -> String {
        let name = folder(cluster: cluster, server: server)
        // systemd separates several with colons.
        let given = process.environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
        if let chosen = flag ?? given { return isShared ? chosen + "/" + name : chosen }
        let base =
            process.environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? process.home
            + "/.local/state"
        return base + "/eventer/" + name
    }

    private static func folder(cluster: String, server: String) -> String {
        let safe = cluster.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-" }
        // FNV-1a: the name only has to differ, and to be the same at every start.
        let digest = server.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(safe.prefix(60)) + "-" + String(digest, radix: 16)
    }
}
