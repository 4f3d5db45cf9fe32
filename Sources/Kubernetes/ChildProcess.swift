import Dispatch
import Foundation
import Glibc

/// A program that is run for what it prints, within limits.
struct ChildProcess: Sendable {
    private static let outputLimit = 1 << 20
    private static let complaintLimit = 2 << 10

    let path: String
    let arguments: [String]
    let environment: [String: String]
    var timeout = Duration.seconds(60)

    static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }

    /// Runs the program to its end.
    ///
    /// - Returns: Its standard output.
    /// - Throws: When it cannot be started, fails, prints too much, or does not end in time.
    func run() async throws(KubernetesError) -> [UInt8] {
        let result: Result<[UInt8], KubernetesError> = await withCheckedContinuation { continuation in
            // Waiting for a process blocks: not on a thread of the Swift runtime.
            DispatchQueue.global().async { @Sendable in
                continuation.resume(returning: Result { () throws(KubernetesError) in try self.runBlocking() })
            }
        }
        return try result.get()
    }

    private func runBlocking() throws(KubernetesError) -> [UInt8] {
        let process = Process()
        let output = Pipe()
        let complaint = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = complaint
        do {
            try process.run()
        } catch {
            throw problem("cannot be run: \(error.localizedDescription)")
        }
        let deadline = DispatchTime.now() + .seconds(Int(timeout.components.seconds))
        let gathered = gather(output, complaint, of: process, until: deadline)
        process.waitUntilExit()
        guard gathered.isWhole else { throw problem("did not end in time, or printed too much") }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            let said = String(decoding: gathered.complaint.prefix(Self.complaintLimit), as: UTF8.self)
            throw problem("failed with status \(process.terminationStatus): \(said)")
        }
        return gathered.output
    }

    private func problem(_ text: String) -> KubernetesError {
        KubernetesError(.credentials, "the exec plugin \(path) \(text)", hint: "run it by hand to see what it says")
    }

    /// Reads both pipes until both end; kills the process when it takes too long or prints too much.
    private func gather(_ output: Pipe, _ complaint: Pipe, of process: Process, until deadline: DispatchTime) -> (
        output: [UInt8], complaint: [UInt8], isWhole: Bool
    ) {
        var output = Drain(output.fileHandleForReading)
        var complaint = Drain(complaint.fileHandleForReading)
        var polled = [output.poll, complaint.poll]
        while output.isOpen || complaint.isOpen {
            let now = DispatchTime.now()
            let left = now < deadline ? Int32((deadline.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000_000) + 1 : 0
            polled = [output.poll, complaint.poll]
            let ready = Glibc.poll(&polled, 2, left)
            if ready < 0, errno == EINTR { continue }
            output.read(polled[0])
            complaint.read(polled[1])
            if ready <= 0 || output.bytes.count > Self.outputLimit {
                kill(process.processIdentifier, SIGKILL)
                return (output.bytes, complaint.bytes, false)
            }
        }
        return (output.bytes, complaint.bytes, true)
    }

    /// One pipe that is being read.
    private struct Drain {
        private let handle: FileHandle
        var bytes: [UInt8] = []
        var isOpen = true

        init(_ handle: FileHandle) {
            self.handle = handle
        }

        var poll: pollfd { pollfd(fd: isOpen ? handle.fileDescriptor : -1, events: Int16(POLLIN), revents: 0) }

        mutating func read(_ polled: pollfd) {
            guard isOpen, polled.revents != 0 else { return }
            var buffer = [UInt8](repeating: 0, count: 16 << 10)
            let count = Glibc.read(handle.fileDescriptor, &buffer, buffer.count)
            if count <= 0 { isOpen = false }
            // What is past the limit is noticed, not kept.
            if count > 0, bytes.count <= ChildProcess.outputLimit { bytes += buffer.prefix(count) }
        }
    }
}
