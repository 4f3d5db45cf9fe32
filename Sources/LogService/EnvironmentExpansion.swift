/// Text in which `$NAME` and `${NAME}` were replaced as Go's `os.ExpandEnv` replaces them, which kube-eventer uses.
///
/// A variable that is not set stands for nothing. A `$` before anything that is no name stays; `${` without a name is eaten.
package struct ExpandedText {
    package private(set) var text = ""
    /// The names of variables that are not set, as far as they stood in braces.
    ///
    /// Without braces the name may be a piece of a secret that holds a `$`, and is not kept.
    package private(set) var missingNames: [String] = []
    package private(set) var hasMissing = false
    /// Every name that stood behind a `$`, in order; where the text is a secret, it may be a piece of that.
    package private(set) var names: [String] = []

    /// Replaces every variable of `source`.
    package init(_ source: String, environment: [String: String]) {
        let bytes = Array(source.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "$"), index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let reference = Self.reference(bytes[(index + 1)...])
            switch reference.name {
            case nil:
                break
            case "":
                result.append(UInt8(ascii: "$"))
            case let name?:
                names.append(name)
                if let value = environment[name] {
                    result += Array(value.utf8)
                } else {
                    hasMissing = true
                    if bytes[index + 1] == UInt8(ascii: "{") { missingNames.append(name) }
                }
            }
            index += 1 + reference.width
        }
        text = String(decoding: result, as: UTF8.self)
    }

    /// The name after a `$` and the bytes it takes; an empty name is none at all, nil is bad syntax to be eaten.
    private static func reference(_ rest: ArraySlice<UInt8>) -> (name: String?, width: Int) {
        guard let first = rest.first else { return ("", 0) }
        if first == UInt8(ascii: "{") {
            guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { return (nil, 1) }
            let name = rest[(rest.startIndex + 1)..<close]
            return (name.isEmpty ? nil : String(decoding: name, as: UTF8.self), close - rest.startIndex + 1)
        }
        if "*#$@!?-0123456789".utf8.contains(first) { return (String(decoding: [first], as: UTF8.self), 1) }
        let name = rest.prefix { isNameByte($0) }
        return (String(decoding: name, as: UTF8.self), name.count)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
