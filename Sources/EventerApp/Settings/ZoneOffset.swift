import Glibc

/// Seconds that the local zone is east of UTC now.
func localZoneOffset() -> Int {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return parts.tm_gmtoff
}
