import Foundation

/// One pair of a watch line and what kube-eventer sent for it.
struct Golden: Decodable {
    struct Log: Decodable {
        struct Content: Decodable {
            var Key: String
            var Value: String
        }
        var Contents: [Content]
    }

    var watch: String
    var log: Log

    subscript(key: String) -> String? { log.Contents.first { $0.Key == key }?.Value }

    static func all(in bytes: some Sequence<UInt8>) throws -> [Golden] {
        try Array(bytes).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Golden.self, from: Data($0))
        }
    }
}

func fixture(_ name: String) throws -> [UInt8] {
    let url = Bundle.module.bundleURL.appending(path: "Fixtures").appending(path: name)
    return [UInt8](try Data(contentsOf: url))
}
