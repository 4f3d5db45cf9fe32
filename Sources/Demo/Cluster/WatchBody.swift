import FlyingSocks

/// The body of a watch: as many changes as there are, as soon as there are any, until its end or cancellation.
struct WatchBody: AsyncBufferedSequence, Sendable {
    typealias Element = UInt8

    let cluster: DemoCluster
    let session: WatchSession

    func makeAsyncIterator() -> Iterator {
        Iterator(cluster: cluster, session: session)
    }

    struct Iterator: AsyncBufferedIteratorProtocol {
        let cluster: DemoCluster
        var session: WatchSession

        /// Never called by FlyingFox, which reads whole buffers.
        mutating func next() async throws -> UInt8? {
            preconditionFailure("a watch is read in buffers")
        }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            let next = await cluster.advance(session)
            session = next.session
            return next.bytes
        }
    }
}
