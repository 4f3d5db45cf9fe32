#include "parser.hpp"

namespace {

// The length of the valid UTF-8 sequence at `at`, 0 when there is none.
size_t sequence(const uint8_t *at, size_t left) {
    uint8_t first = at[0];
    if (first < 0x80) return 1;
    auto continues = [&](size_t place, uint8_t low, uint8_t high) {
        return place < left && at[place] >= low && at[place] <= high;
    };
    if (first >= 0xC2 && first <= 0xDF) return continues(1, 0x80, 0xBF) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        uint8_t low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
        return continues(1, low, high) && continues(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        uint8_t low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
        return continues(1, low, high) && continues(2, 0x80, 0xBF) && continues(3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

// The value of the escape \uXXXX at `at`, -1 when there is none.
int escape(const uint8_t *at, size_t left) {
    if (left < 6 || at[0] != '\\' || at[1] != 'u') return -1;
    int value = 0;
    for (size_t place = 2; place < 6; place++) {
        uint8_t digit = at[place];
        int number = digit >= '0' && digit <= '9'   ? digit - '0'
                     : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                     : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                    : -1;
        if (number < 0) return -1;
        value = value * 16 + number;
    }
    return value;
}

}  // namespace

std::string scrubbed(const uint8_t *bytes, size_t count) {
    std::string clean;
    clean.reserve(count + count / 8);
    auto copy = [&](size_t at, size_t length) { clean.append(reinterpret_cast<const char *>(bytes + at), length); };
    for (size_t at = 0; at < count;) {
        if (bytes[at] != '\\') {
            size_t length = sequence(bytes + at, count - at);
            if (length > 0) copy(at, length);
            else clean += "\xEF\xBF\xBD";
            at += length > 0 ? length : 1;
            continue;
        }
        int unit = escape(bytes + at, count - at);
        if (unit < 0xD800 || unit > 0xDFFF) {  // also an escaped backslash, which must not begin the next escape
            size_t length = unit >= 0 ? 6 : count - at >= 2 && bytes[at + 1] < 0x80 ? 2 : 1;
            copy(at, length);
            at += length;
            continue;
        }
        int second = unit < 0xDC00 ? escape(bytes + at + 6, count - at - 6) : -1;
        bool is_pair = second >= 0xDC00 && second <= 0xDFFF;
        if (is_pair) copy(at, 12);
        else clean += "\\ufffd";
        at += is_pair ? 12 : 6;
    }
    return clean;
}
