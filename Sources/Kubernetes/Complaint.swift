/// What a program said on standard error, made fit for an error.
package enum Complaint {
    private static let tokenLength = 20

    /// The text without the white space around it, and without what looks like a token or key.
    ///
    /// A word counts as one when a part of it, between dots, slashes and `=`, has 20 characters or more and mixes cases and
    /// digits, as base64 does; names of hosts, identifiers and paths do not. So does a run of 32 hexadecimal digits or more, a
    /// word of 40 with slashes in it, and what follows a word such as `secret=`.
    package static func readable(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes, as: UTF8.self).trimming(\.isWhitespace)
        var readable = ""
        var word = ""
        for character in text {
            if isPart(character) {
                word.append(character)
            } else {
                readable += clean(word)
                readable.append(character)
                word = ""
            }
        }
        return readable + clean(word)
    }

    private static func clean(_ word: String) -> String {
        let parts = word.split { $0 == "." || $0 == "/" || $0 == "=" }
        let isKey = word.utf8.count >= 40 && !word.hasPrefix("/") && !word.contains(".") && isSecretive(word[...])
        if isKey || parts.contains(where: isSecretive) || parts.contains(where: isHexadecimal) { return "<redacted>" }
        guard let sign = word.firstIndex(of: "="), sign != word.startIndex else { return word }
        let name = word[..<sign].lowercased()
        let isNamed = ["key", "secret", "token", "password"].contains { name.contains($0) }
        return isNamed ? word[...sign] + "<redacted>" : word
    }

    private static func isHexadecimal(_ part: Substring) -> Bool {
        (part.split(separator: "_").last ?? part).utf8.count >= 32
            && (part.split(separator: "_").last ?? part).allSatisfy(\.isHexDigit)
    }

    private static func isSecretive(_ part: Substring) -> Bool {
        part.utf8.count >= tokenLength && part.contains(where: \.isUppercase) && part.contains(where: \.isLowercase)
            && part.contains(where: \.isNumber)
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_.+/=~".contains(character))
    }
}
