import Basics
import Events
import Glibc
import Viewer
import Yams

/// The views that a person saved from the screen: a YAML file of eventer's own, in the form of `views` in the configuration.
struct SavedViews: Sendable {
    let path: String

    /// `$XDG_STATE_HOME/eventer/views.yaml`: a view is not tied to a cluster.
    init(process: ProcessContext) {
        let base = process.environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        path = (base ?? process.home + "/.local/state") + "/eventer/views.yaml"
    }

    init(path: String) {
        self.path = path
    }

    /// Those saved; none when there is no file that can be read.
    func load() -> [SavedView] {
        guard let content = try? FileContent(path, limit: 1 << 20),
            let document = try? Yams.load(yaml: String(decoding: content.bytes, as: UTF8.self)) as? [String: Any],
            let entries = document["views"] as? [[String: Any]]
        else { return [] }
        return entries.compactMap(SavedView.init(yaml:))
    }

    /// Those of the configuration file with those saved, which take the place of others of their name.
    func load(beside configured: [SavedView]) -> [SavedView] {
        let saved = load()
        return configured.filter { view in !saved.contains { $0.name == view.name } } + saved
    }

    /// Keeps `view`, in place of another of its name.
    ///
    /// - Throws: ``ExportFile/Problem``.
    func save(_ view: SavedView) throws(ExportFile.Problem) {
        // What another viewer saved meanwhile stays.
        let views = load().filter { $0.name != view.name } + [view]
        let document = YAMLNode.members([("views", .list(views.map(\.yaml)))])
        Self.createDirectories(of: path)
        try ExportFile(path, home: "", directory: "").write(Array(document.yaml.utf8), mayReplace: true)
    }

    private static func createDirectories(of path: String) {
        var prefix = ""
        for part in path.split(separator: "/").dropLast() {
            prefix += "/" + part
            mkdir(prefix, 0o700)
        }
    }
}

extension SavedView {
    fileprivate init?(yaml: [String: Any]) {
        guard let name = yaml["name"].map({ "\($0)" }), !name.isEmpty else { return nil }
        self.init(name: name)
        filter = yaml["filter"] as? String
        warningsOnly = yaml["warnings"] as? Bool
        group = (yaml["group"] as? String).flatMap(Grouping.init)
        sort = (yaml["sort"] as? String).flatMap { GroupOrder($0) }
        columns = (yaml["columns"] as? [String])?.compactMap(Column.init)
        time = (yaml["time"] as? String).flatMap(ViewState.TimeMode.init)
        window = yaml["window"] as? Int
    }

    fileprivate var yaml: YAMLNode {
        .members([
            ("name", .text(name)), filter.map { ("filter", .text($0)) }, warningsOnly.map { ("warnings", .bool($0)) },
            group.map { ("group", .text($0.rawValue)) }, sort.map { ("sort", .text($0.text)) },
            columns.map { ("columns", .list($0.map { .text($0.rawValue) })) },
            time.map { ("time", .text($0.rawValue)) },
            window.map { ("window", .number($0)) },
        ])
    }
}
