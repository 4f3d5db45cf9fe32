import Glibc

/// Breaks the connection that a request came on, as a failing network would.
///
/// FlyingFox does not show its sockets, so the one whose two ends have these ports is looked for among the open descriptors. It
/// cannot be closed meanwhile: its request is still being handled.
enum ConnectionCutter {
    /// Resets the connection from `clientPort` to `serverPort`.
    ///
    /// - Returns: False when there is none.
    static func cut(clientPort: UInt16, serverPort: UInt16) -> Bool {
        let limit = min(sysconf(Int32(_SC_OPEN_MAX)), 65_536)
        for descriptor in 3..<Int32(max(limit, 4))
        where port(of: descriptor, getpeername) == clientPort && port(of: descriptor, getsockname) == serverPort {
            // With no time to linger, closing sends a reset in place of an orderly end.
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
            // The server's next write fails, whereupon it closes.
            shutdown(descriptor, Int32(SHUT_RDWR))
            return true
        }
        return false
    }

    private typealias NameFunction = (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int32

    private static func port(of descriptor: Int32, _ name: NameFunction) -> UInt16? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name(descriptor, $0, &length) }
        }
        guard result == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
        return UInt16(bigEndian: address.sin_port)
    }
}
