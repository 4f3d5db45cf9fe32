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
    /// Returns once that is done: what comes before has its default effect, what comes after is received.
    ///
    /// - Parameter numbers: `SIGTERM` and the like.
    package init(_ numbers: [Int32]) async {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingNewest(16))
        received = stream
        sources = numbers.map { number in
            // Not ignored in the meantime, as on Darwin: here a signal that is ignored is gone for good.
            let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
            source.setEventHandler { @Sendable in continuation.yield(number) }
            return source
        }
        for source in sources {
            await withCheckedContinuation { registered in
                source.setRegistrationHandler { @Sendable in registered.resume() }
                source.resume()
            }
        }
    }

    /// Lets a write to a closed pipe, or past the largest size of a file, fail with an error rather than end the process.
    package nonisolated static func ignoreFailedWrites() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
