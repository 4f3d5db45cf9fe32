#pragma once

#include "CSimdjson.h"

#include <string_view>

// 0001-01-01T00:00:00Z, which Go takes for no time at all and writes as null.
constexpr csj_time go_zero_time = -62'135'596'800 * INT64_C(1'000'000);

// RFC 3339, 0 to 9 fractional digits, any offset; CSJ_NO_NUMBER for anything else and for Go's zero time.
csj_time parse_time(std::string_view text);

// RFC 3339 in UTC, with six fractional digits or none. Years outside 0...9999 cannot come out of parse_time.
std::string_view format_time(csj_time time, bool has_fraction, char (&buffer)[32]);
