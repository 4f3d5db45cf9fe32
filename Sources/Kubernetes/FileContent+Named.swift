import Basics

extension FileContent {
    /// Reads a file that `what` names in an error: `token`, `kubeconfig`.
    init(_ path: String, limit: Int, as what: String, patience: Duration = .zero) throws(KubernetesError) {
        do throws(FileProblem) {
            try self.init(path, limit: limit, patience: patience)
        } catch {
            throw KubernetesError(.configuration, "cannot read the \(what) file \(path): \(error.text)")
        }
    }
}
