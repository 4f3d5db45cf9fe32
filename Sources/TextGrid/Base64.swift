/// `bytes` in base64, as terminals take text for the clipboard.
package func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for place in 0..<4 {
            let digit = alphabet[value >> (18 - 6 * place) & 63]
            encoded.append(place <= group.count ? digit : UInt8(ascii: "="))
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}
