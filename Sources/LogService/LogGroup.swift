/// What one PutLogs carries: the logs, and what they have in common.
package struct LogGroup: Sendable, Equatable {
    /// Sent even when empty, as kube-eventer does.
    package var topic: String
    /// Sent even when empty, as kube-eventer does.
    package var source: String
    package var tags: [LogTag]
    package var logs: [Log]

    package init(topic: String = "", source: String = "", tags: [LogTag] = [], logs: [Log]) {
        self.topic = topic
        self.source = source
        self.tags = tags
        self.logs = logs
    }
}

/// One record.
package struct Log: Sendable, Equatable {
    /// Seconds since 1970.
    ///
    /// Log Service takes the last 7 days and the next 15 minutes, else it refuses the whole group.
    package var time: UInt32
    /// The part of the time below a second, less than 1,000,000,000.
    ///
    /// kube-eventer sends none.
    package var nanoseconds: UInt32?
    /// In the order they are sent; no key twice.
    package var fields: [LogField]

    package init(time: UInt32, nanoseconds: UInt32? = nil, fields: [LogField]) {
        self.time = time
        self.nanoseconds = nanoseconds
        self.fields = fields
    }
}

/// One key and value of a record.
package struct LogField: Sendable, Equatable {
    /// A value in the form its owner has it, so that none is copied before it is written.
    package enum Value: Sendable, Equatable {
        case text(String)
        /// Must be UTF-8: Log Service refuses the whole group otherwise.
        case bytes([UInt8])
    }

    package var key: String
    package var value: Value

    package init(_ key: String, _ text: String) {
        self.key = key
        value = .text(text)
    }

    package init(_ key: String, bytes: [UInt8]) {
        self.key = key
        value = .bytes(bytes)
    }
}

/// A key and value of the whole group; readers see the key as `__tag__:{key}`.
package struct LogTag: Sendable, Equatable {
    package var key: String
    package var value: String

    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
