import Dispatch
import Glibc

/// POSIX signals as an `AsyncStream`, in place of their default effect, for as long as this object lives.
@MainActor
package final class Signals {
    /// The signals as they come, for one reader.
    package let received: AsyncStream<Int32>
    private let sources: [any DispatchSourceSignal]

    /// Takes over `numbers`.
    ///
    /// - Parameter numbers: `SIGTERM` and the like.
    package init(_ numbers: [Int32]) {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(16))
        received = stream
        sources = numbers.map { number in
            // Dispatch sees a signal only when its own disposition does not end the process first.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
            source.setEventHandler { @Sendable in continuation.yield(number) }
            source.resume()
            return source
        }
    }

    /// Lets a write to a closed pipe, or past the largest size of a file, fail with an error rather than end the process.
    package nonisolated static func ignoreFailedWrites() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
