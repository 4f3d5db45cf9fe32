import Glibc

/// Where Log Service is reached: a scheme, a host and maybe a port.
package struct LogServiceEndpoint: Sendable, Equatable {
    package enum Scheme: String, Sendable { case http, https }

    package var scheme: Scheme
    /// In lower case; an IPv6 address without its brackets.
    package var host: String
    /// Nil for the scheme's own.
    package var port: UInt16?

    package init(scheme: Scheme, host: String, port: UInt16? = nil) {
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port == (scheme == .https ? 443 : 80) ? nil : port
    }

    /// The endpoint of a region, as Log Service names them.
    package init(region: String, isInternal: Bool) {
        self.init(scheme: .https, host: "\(region)\(isInternal ? "-intranet" : "").log.aliyuncs.com")
    }

    /// Reads an address with or without a scheme; a path in it has no effect.
    init?(address: String, scheme: Scheme = .https) {
        let url = SinkURL(address)
        guard let scheme = url.scheme.map({ Scheme(rawValue: $0) }) ?? scheme else { return nil }
        self.init(scheme: scheme, authority: url.authority)
    }

    /// Reads `host`, `host:port` or `[address]:port`, or gives nil when `authority` is none of them.
    init?(scheme: Scheme, authority: String) {
        var host = authority[...]
        var port: UInt16?
        if authority.hasPrefix("[") {
            guard let close = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            host = host[host.index(after: host.startIndex)..<close]
            if rest.count > 1 {
                port = UInt16(rest.dropFirst())
                guard port != nil else { return nil }
            }
            guard Self.isIPv6(String(host)) else { return nil }
        } else {
            if let colon = host.firstIndex(of: ":") {
                port = UInt16(host[host.index(after: colon)...])
                guard port != nil else { return nil }
                host = host[..<colon]
            }
            guard Self.isName(host) else { return nil }
        }
        guard port != 0 else { return nil }
        self.init(scheme: scheme, host: String(host), port: port)
    }

    /// Whether the host is an address or `localhost`, and so has no subdomains to put the project in.
    package var isBare: Bool { host == "localhost" || Self.isIPv4(host) || Self.isIPv6(host) }

    /// Whether nothing that is sent leaves this machine.
    package var isLoopback: Bool {
        host == "localhost" || host == "::1" || Self.isIPv4(host) && host.hasPrefix("127.")
    }

    /// Whether the host is one of Alibaba Cloud's for Log Service.
    package var isKnown: Bool {
        host == "log-global.aliyuncs.com" || Self.suffixes.contains { host.hasSuffix($0) && host.count > $0.count }
    }

    /// The region in the name of a known host, as `cn-hangzhou` in `cn-hangzhou-intranet.log.aliyuncs.com`.
    package var region: String? {
        guard let suffix = Self.suffixes.first(where: { host.hasSuffix($0) }) else { return nil }
        var region = host.dropLast(suffix.count)
        for kind in ["-intranet", "-share", "-vpc"] where region.hasSuffix(kind) {
            region = region.dropLast(kind.count)
        }
        return region.isEmpty || region.contains(".") ? nil : String(region)
    }

    /// The scheme, host and port to connect to for `project`, without a path.
    package func origin(project: String) -> String {
        "\(scheme.rawValue)://" + (isBare ? bracketed : hostHeader(project: project))
    }

    /// The `Host` header for `project`, which the signature covers.
    package func hostHeader(project: String) -> String { "\(project).\(bracketed)" }

    private var bracketed: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port.map { "\(host):\($0)" } ?? host
    }

    /// Whether `text` can name a region, such as `cn-hangzhou`.
    package static func isRegion(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { isNameByte($0) && $0 != UInt8(ascii: "_") }
    }

    private static let suffixes = [".log.aliyuncs.com", ".sls.aliyuncs.com"]

    private static func isName(_ text: Substring) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 253, !text.hasPrefix("."), !text.contains("..") else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }

    private static func isIPv4(_ text: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1
    }

    private static func isIPv6(_ text: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, text, &address) == 1
    }
}

extension LogServiceEndpoint: CustomStringConvertible {
    package var description: String { "\(scheme.rawValue)://\(bracketed)" }
}
