import Foundation
import Glibc
import LogService

/// Asks for the addresses of a name.
struct HostLookup: Sendable {
    struct Failure: Error {
        /// In the resolver's words.
        var text: String
    }

    let addresses: @Sendable (_ name: String) async -> Result<[String], Failure>

    /// Asks the system's resolver, on a thread of its own: it may take its time, and cannot be interrupted.
    static let system = HostLookup { name in
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: resolve(name)) }
        }
    }

    /// The addresses, or why there are none.
    func finding(_ subject: Finding.Subject, for name: String) async -> Finding {
        switch await addresses(name) {
        case .success(let addresses):
            return Finding(subject, .ok, "\(name) is \(addresses.joined(separator: ", "))")
        case .failure(let failure):
            let hint = "is the region in the endpoint's name right, and does DNS work here? behind a proxy it need not"
            return Finding(subject, .warning, "\(name) has no address here: \(failure.text)", hint: hint)
        }
    }

    private static func resolve(_ name: String) -> Result<[String], Failure> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, nil, &hints, &list)
        guard status == 0 else { return .failure(Failure(text: String(cString: gai_strerror(status)))) }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var next = list
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(text.count)
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0 {
                addresses.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
            }
            next = entry.ai_next
        }
        return .success(addresses)
    }
}

extension LogServiceEndpoint {
    /// The name that has to be resolved to reach `project`; nil for an address.
    func nameToResolve(project: String) -> String? {
        isBare ? nil : project + "." + host
    }
}
