import Basics
import Glibc

/// Seconds that the local zone is east of UTC at `moment`.
@Sendable func localZoneOffset(at moment: Timestamp) -> Int {
    var seconds = time_t(moment.seconds)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return parts.tm_gmtoff
}

/// Seconds that the local zone is east of UTC now.
func localZoneOffset() -> Int { localZoneOffset(at: .now()) }
