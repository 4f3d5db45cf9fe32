package import Basics

/// A temporary key that the demo gave out.
package struct DemoKey: Sendable, Equatable {
    package var id: String
    package var secret: Secret
    package var token: Secret
    package var expiry: Timestamp
}

/// The keys that the receiver accepts: its own, and those given out until they end.
package final class KeyRing: Sendable {
    private let own: (id: String, secret: Secret, token: Secret?)
    private let issued = Locked<[String: DemoKey]>([:])

    package init(id: String, secret: Secret, token: Secret? = nil) {
        own = (id, secret, token)
    }

    /// How many temporary keys were given out.
    package var issuedCount: Int { issued.withLock { $0.count } }

    /// Makes a temporary key.
    package func issue(lifetime: Duration, now: Timestamp) -> DemoKey {
        let key = DemoKey(
            id: "STS.NT" + Self.letters(20),
            secret: Secret(Self.letters(44)),
            token: Secret("CAIS" + Self.letters(300) + "=="),
            expiry: now.advanced(by: lifetime)
        )
        issued.withLock { $0[key.id] = key }
        return key
    }

    /// From now on no key that was given out is accepted.
    package func revoke() {
        issued.withLock { $0 = [:] }
    }

    /// The secret of a key that may be used now.
    ///
    /// - Parameters:
    ///   - id: Of the key.
    ///   - token: What `x-acs-security-token` says.
    ///   - now: The receiver's time.
    /// - Returns: What requests with this key are signed with.
    /// - Throws: ``Refusal`` for a key that is unknown, has ended, or comes with another token.
    func secret(of id: some StringProtocol, token: String?, now: Timestamp) throws(Refusal) -> Secret {
        if id == own.id, token == own.token?.reveal() { return own.secret }
        guard id != own.id, let key = issued.withLock({ $0[String(id)] }) else {
            throw Refusal(401, "Unauthorized", "AccessKeyId not found: \(id)")
        }
        guard token == key.token.reveal() else {
            throw Refusal(401, "Unauthorized", "The security token you provided is invalid.")
        }
        guard now < key.expiry else {
            throw Refusal(401, "SecurityToken.Expired", "The security token you provided has expired.")
        }
        return key.secret
    }

    private static func letters(_ count: Int) -> String {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
        return String((0..<count).map { _ in alphabet.randomElement() ?? "A" })
    }
}
