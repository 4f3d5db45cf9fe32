import Basics
import Dispatch
import Events
import Glibc
import Kubernetes
import Zlib

/// A file or pipe of recorded events, gzipped or not, read a piece at a time so that a pipe is seen live and a file of any size fits.
actor Recording {
    nonisolated let name: String
    nonisolated let isStandardInput: Bool
    /// A file or a pipe.
    nonisolated let source: Present.Source
    private let descriptor: Int32
    private let queue = DispatchQueue(label: "eventer.recording")
    private let now: @Sendable () -> Timestamp
    private let reader = ReplayReader()
    private var gunzip: GunzipStream?
    private var times = RecordedTimes()
    private var isAtStart = true
    private var isAtEnd = false

    /// Opens the recording.
    ///
    /// - Parameters:
    ///   - path: A file, or `-` for standard input.
    ///   - now: The wall clock.
    /// - Throws: ``AppError`` when it cannot be opened.
    init(path: String, now: @escaping @Sendable () -> Timestamp) throws(AppError) {
        isStandardInput = path == "-"
        name = isStandardInput ? "stdin" : String(path.split(separator: "/").last ?? "/")
        descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw AppError("cannot read \(path): \(String(cString: strerror(errno)))", code: .failed)
        }
        var status = stat()
        source = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? .file : .pipe
        self.now = now
    }

    deinit {
        if !isStandardInput { close(descriptor) }
    }

    /// The events of the next piece, perhaps none; nil at the end.
    ///
    /// Those of a clock that was ahead of the API server's are taken to have come when the API server's said so: the recording has
    /// no other present than that, which may be after this machine's.
    ///
    /// - Throws: ``AppError`` when the bytes are of a kind that holds no events.
    func next() async throws(AppError) -> [KubeEvent]? {
        guard !isAtEnd else { return nil }
        let chunk = try await readChunk()
        do throws(KubernetesError) {
            if !chunk.isEmpty { return times.received(try feed(chunk), at: now()) }
            isAtEnd = true
            if let gunzip, !gunzip.isWhole { throw KubernetesError(.notKubernetes, "the gzip file is cut short") }
            return times.received(try reader.finish(received: now()), at: now())
        } catch {
            throw AppError("\(name): \(error.message)", hint: error.hint, code: .failed)
        }
    }

    private func feed(_ chunk: [UInt8]) throws(KubernetesError) -> [KubeEvent] {
        do throws(ZlibError) {
            if isAtStart, GunzipStream.begins(chunk) { gunzip = try GunzipStream() }
        } catch {
            throw KubernetesError(.notKubernetes, "there is no memory to decompress it")
        }
        isAtStart = false
        guard let gunzip else { return try reader.feed(chunk, received: now()) }
        var events: [KubeEvent] = []
        // In small pieces, since each may grow a thousandfold.
        for start in stride(from: 0, to: chunk.count, by: 4096) {
            let plain: [UInt8]
            do {
                plain = try gunzip.feed(Array(chunk[start..<min(start + 4096, chunk.count)]))
            } catch {
                throw KubernetesError(.notKubernetes, "the gzip file is damaged")
            }
            events += try reader.feed(plain, received: now())
        }
        return events
    }

    /// Whether nothing was found where something should have been.
    var isFruitless: Bool { reader.summary != nil }

    /// What was no event, and why there are none, for people.
    var problems: [String] {
        var problems: [String] = []
        if let summary = reader.summary { problems.append("\(name): \(summary)") }
        let skipped = reader.malformed + reader.oversize
        if skipped > 0, reader.events > 0 {
            problems.append(
                "\(name): \(skipped) documents are no events; the last one: \(reader.lastProblem ?? "too large")"
            )
        }
        return problems
    }

    /// Reads on a queue of its own: a pipe may be silent for hours, and must not hold a thread that others need.
    private func readChunk() async throws(AppError) -> [UInt8] {
        let descriptor = descriptor
        let result: Result<[UInt8], AppError> = await withCheckedContinuation { continuation in
            queue.async { [name] in
                var bytes = [UInt8](repeating: 0, count: 256 << 10)
                var count = 0
                repeat {
                    count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
                } while count < 0 && errno == EINTR
                guard count >= 0 else {
                    let reason = String(cString: strerror(errno))
                    continuation.resume(returning: .failure(AppError("cannot read \(name): \(reason)", code: .failed)))
                    return
                }
                continuation.resume(returning: .success(Array(bytes.prefix(count))))
            }
        }
        return try result.get()
    }
}
