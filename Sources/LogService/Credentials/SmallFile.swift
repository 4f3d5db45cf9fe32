import Basics

/// The bytes of a file that is part of a key's way here; only an ordinary file is taken.
///
/// - Throws: ``CredentialError`` that names the file, with the system's reason.
func readSmallFile(_ path: String) throws(CredentialError) -> [UInt8] {
    func problem(_ text: String) -> CredentialError {
        CredentialError("cannot read \(path): \(text)", hint: "does it exist, and may this user read it?")
    }
    let content: FileContent
    do throws(FileProblem) {
        content = try FileContent(path, limit: 1 << 20)
    } catch {
        throw problem(error.text)
    }
    guard content.isOrdinary else { throw problem("it is no ordinary file") }
    return content.bytes
}

/// A file that holds one secret, without the white space around it.
func readSecret(_ path: String) throws(CredentialError) -> String {
    let text = String(decoding: try readSmallFile(path), as: UTF8.self).trimming
    guard !text.isEmpty else {
        throw CredentialError("\(path) is empty", hint: "it has to hold nothing but the secret")
    }
    return text
}
