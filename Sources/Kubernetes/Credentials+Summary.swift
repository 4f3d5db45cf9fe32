extension Credentials {
    /// How the user proves to be one, in the order in which ``current()`` looks; never what with.
    package nonisolated var summary: String {
        var proofs: [String] = []
        if let file = user.tokenFile {
            proofs.append("token file \(file)")
        } else if user.token != nil {
            proofs.append("token")
        } else if user.name != nil, user.password != nil {
            proofs.append("password")
        }
        if user.certificate != nil { proofs.append("client certificate" + Self.place(of: user.certificate)) }
        if proofs.isEmpty, let plugin = user.plugin { proofs.append("exec plugin \(plugin.command)") }
        return proofs.isEmpty ? "none" : proofs.joined(separator: " and ")
    }

    /// Who may have signed the server's certificate.
    package nonisolated var trust: String {
        if skipsVerification { return "nobody: any certificate is taken" }
        guard let authorities else { return "the authorities that this system trusts" }
        return "the kubeconfig's certificate authority" + Self.place(of: authorities)
    }

    private static func place(of material: Material?) -> String {
        guard case .file(let path) = material else { return "" }
        return " " + path
    }
}
