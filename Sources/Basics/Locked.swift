import Glibc

/// A value that several threads may touch, one at a time.
///
/// For code that cannot await: C threads, test clocks. Prefer an actor elsewhere. It stands on a `pthread_mutex_t` because
/// `Synchronization.Mutex` makes ThreadSanitizer report races that are none with Swift 6.3; it can go when that is fixed.
/// The one `@unchecked Sendable` of the package.
package final class Locked<Value: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    package init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Calls `body` with the value while no other thread has it.
    ///
    /// Not recursive; do not call out from `body`.
    package func withLock<Result, Failure: Error>(_ body: (inout Value) throws(Failure) -> Result) throws(Failure)
        -> Result
    {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
