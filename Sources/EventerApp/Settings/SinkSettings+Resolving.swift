import Basics
import FoundationEssentials

extension SinkSettings {
    /// Takes the sink from the flags, else the file, else `$EVENTER_SINK`.
    ///
    /// - Parameters:
    ///   - flags: The values of `--sink`; as kube-eventer does, those of other kinds than `sls` are passed over when one is there.
    ///   - file: A file whose first line is the sink.
    ///   - environment: For `EVENTER_SINK`.
    ///   - allowsCustomEndpoint: `--custom-endpoint`.
    ///   - allowsInsecure: `--insecure-sink`.
    ///   - start: `--start`.
    /// - Throws: ``AppError`` with code `usage`.
    package init(
        flags: [String],
        file: String?,
        environment: [String: String],
        allowsCustomEndpoint: Bool,
        allowsInsecure: Bool,
        start: Start?
    ) throws(AppError) {
        self.init()
        self.allowsCustomEndpoint = allowsCustomEndpoint
        self.allowsInsecure = allowsInsecure
        self.start = start
        if !flags.isEmpty {
            sink = try Self.choose(flags)
            passedOver = flags.filter { !$0.hasPrefix("sls:") }.map { String($0.prefix { $0 != ":" }.prefix(20)) }
            isInArguments = true
        } else if let file {
            sink = try Self.read(file)
        } else if let text = environment["EVENTER_SINK"], !text.isEmpty {
            sink = Secret(text)
        }
    }

    private static func choose(_ flags: [String]) throws(AppError) -> Secret {
        let usable = flags.filter { $0.hasPrefix("sls:") }
        guard let first = usable.first else {
            let kind = flags.first?.prefix { $0 != ":" } ?? ""
            throw AppError(
                "--sink: \"\(kind.prefix(20))\" is no sink that eventer has",
                hint: "the only sink is sls:URL",
                code: .usage
            )
        }
        guard usable.count == 1 else {
            throw AppError(
                "--sink is given \(usable.count) times",
                hint: "run one eventer for each logstore",
                code: .usage
            )
        }
        return Secret(first)
    }

    private static func read(_ file: String) throws(AppError) -> Secret {
        do {
            let text = try String(contentsOfFile: file, encoding: .utf8)
            guard let line = text.split(whereSeparator: \.isNewline).first else {
                throw AppError("--sink-file: \(file) is empty", code: .usage)
            }
            return Secret(line.trimmingPrefix { $0 == " " }.description)
        } catch let error as AppError {
            throw error
        } catch {
            throw AppError(
                "--sink-file: cannot read \(file)",
                hint: "does it exist, and may you read it?",
                code: .usage
            )
        }
    }
}
