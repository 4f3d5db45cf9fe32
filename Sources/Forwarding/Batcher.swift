/// Gathers items into batches of a size that Log Service likes.
///
/// A batch is full when the next item would take it past `maximumBytes` or `maximumLogs`; a single item may be larger than
/// that. One that is not full is due after a linger.
struct Batcher {
    let maximumBytes: Int
    let maximumLogs: Int
    private var open: [DeliveryItem] = []
    private var bytes = 0
    /// On the forwarder's stopwatch.
    private var opened: Duration = .zero
    private var sealed: [[DeliveryItem]] = []

    init(maximumBytes: Int, maximumLogs: Int) {
        self.maximumBytes = maximumBytes
        self.maximumLogs = maximumLogs
    }

    mutating func add(_ items: [DeliveryItem], at time: Duration) {
        for item in items {
            if !open.isEmpty, bytes + item.size > maximumBytes || open.count >= maximumLogs { seal() }
            if open.isEmpty { opened = time }
            open.append(item)
            bytes += item.size
        }
    }

    /// When the open batch is due, nil when there is none.
    func due(linger: Duration) -> Duration? {
        guard sealed.isEmpty else { return .zero }
        return open.isEmpty ? nil : opened + linger
    }

    /// The next batch that is full or due.
    mutating func next(at time: Duration, linger: Duration) -> [DeliveryItem]? {
        if sealed.isEmpty, let due = due(linger: linger), due <= time || bytes >= maximumBytes { seal() }
        return sealed.isEmpty ? nil : sealed.removeFirst()
    }

    private mutating func seal() {
        sealed.append(open)
        open = []
        bytes = 0
    }
}
