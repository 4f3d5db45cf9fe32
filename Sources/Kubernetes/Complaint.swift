/// What a program said on standard error, made fit for an error.
enum Complaint {
    private static let tokenLength = 20

    /// The text without the white space around it, and without what looks like a token or key.
    ///
    /// A word counts as one when a part of it, between dots and slashes, has 20 characters or more and mixes cases and digits,
    /// as base64 does; names of hosts, identifiers and paths do not.
    static func readable(_ bytes: [UInt8]) -> String {
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
        word.split { $0 == "." || $0 == "/" }.contains(where: isSecretive) ? "<redacted>" : word
    }

    private static func isSecretive(_ part: Substring) -> Bool {
        part.utf8.count >= tokenLength && part.contains(where: \.isUppercase) && part.contains(where: \.isLowercase)
            && part.contains(where: \.isNumber)
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-_.+/=~".contains(character))
    }
}
