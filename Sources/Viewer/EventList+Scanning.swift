import Events

/// What the page shows as soon as a scan has come to it.
enum PageSearch: Sendable, Equatable {
    /// The row the user chose last, so many rows below the top.
    case anchor(offset: Int)
    case end
}

// A large table is scanned in slices: until the scan is at its end the rows, their sums and their order are those of the newest
// events only. Following shows the right page at once; a page that is held is found again after each slice. What needs all rows
// finishes the scan first.
extension EventList {
    /// Whether the shell should go on with ``scan(upTo:)``.
    package var isScanning: Bool { live.isScanning || table.isScanning }

    /// Which part of the events is counted, in percent; nil when all are.
    var countedPercent: Int? { table.scannedPercent }

    var isCounting: Bool { countedPercent != nil }

    /// Goes on with the scan of what is shown, then with that of the live table behind it.
    mutating func scan(upTo limit: Int) {
        if table.isScanning {
            if frozen != nil { frozen?.scan(upTo: limit) } else { live.scan(upTo: limit) }
            findPage()
        } else {
            live.scan(upTo: limit)
        }
    }

    /// Takes in all that is still to come of what is shown.
    mutating func finishScan() {
        while table.isScanning { scan(upTo: .max) }
    }

    private mutating func findPage() {
        guard let search else { return }
        switch search {
        case .anchor(let offset): if let anchor { hold(around: anchor, offset: offset) }
        case .end: moveToEnd()
        }
        if !isCounting { self.search = nil }
    }
}
