package import Basics

/// The stretch of time that an overview is of, up to now.
package enum OverviewWindow: String, Sendable, CaseIterable {
    case quarter = "15m"
    case hour = "1h"
    case sixHours = "6h"
    case day = "24h"

    package var minutes: Int64 {
        switch self {
        case .quarter: 15
        case .hour: 60
        case .sixHours: 360
        case .day: 1440
        }
    }

    /// The minutes that one number of a series is of.
    package var step: Int64 { self == .quarter || self == .hour ? 1 : OverviewRings.quarter }

    /// The beginning at `now`: a whole step, so that the window is at most a step longer than its name says.
    package func start(at now: Timestamp) -> Timestamp {
        Timestamp(seconds: firstMinute(at: now) * 60)
    }

    func firstMinute(at now: Timestamp) -> Int64 {
        OverviewRings.floor(OverviewRings.minute(of: now) - minutes, to: step)
    }
}
