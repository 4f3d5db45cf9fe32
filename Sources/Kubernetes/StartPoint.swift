package import Basics
package import Events

/// Where a stream begins.
package enum StartPoint: Sendable, Equatable {
    /// With all events that the cluster still has.
    case list
    /// With the first event from now on.
    case now
    /// After this point, which a journal kept at `keptAt`.
    case resume(ResumePoint, keptAt: Timestamp?)
    /// With all events that the cluster still has, after a journal that another cluster filled until `keptAt`.
    case clusterChanged(keptAt: Timestamp?)
}
