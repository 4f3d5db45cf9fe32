/// `text` as a JSON string, with its quotes.
package func quotedJSON(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": result += "\\" + String(scalar)
        case let control where control.value < 0x20:
            result +=
                "\\u" + String(repeating: "0", count: control.value < 16 ? 3 : 2) + String(control.value, radix: 16)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
