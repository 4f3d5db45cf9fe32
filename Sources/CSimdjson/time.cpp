#include "time.hpp"

namespace {

// Howard Hinnant's civil-date algorithms: https://howardhinnant.github.io/date_algorithms.html
int64_t days_since_1970(int64_t year, int64_t month, int64_t day) {
    int64_t shifted = month <= 2 ? year - 1 : year;
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

int64_t days_in(int64_t month, int64_t year) {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text(text) {}

    bool is_good = true;

    bool at_end() const { return place == text.size(); }
    bool peek(char character) const { return place < text.size() && text[place] == character; }
    bool skip(char character) {
        if (!peek(character)) return false;
        place++;
        return true;
    }
    void expect(char character) { is_good = skip(character) && is_good; }
    bool is_digit() const { return place < text.size() && text[place] >= '0' && text[place] <= '9'; }
    int64_t number(int digits) {
        int64_t value = 0;
        for (; digits > 0; digits--) {
            if (!is_digit()) {
                is_good = false;
                return 0;
            }
            value = value * 10 + (text[place++] - '0');
        }
        return value;
    }
    int64_t microseconds() {
        if (!skip('.')) return 0;
        int64_t value = 0;
        int count = 0;
        for (; is_digit(); place++, count++) {
            if (count < 6) value = value * 10 + (text[place] - '0');
        }
        is_good = is_good && count >= 1 && count <= 9;
        for (int digits = count; digits < 6; digits++) value *= 10;
        return value;
    }
    int64_t offset_seconds() {
        if (skip('Z') || skip('z')) return 0;
        int64_t sign = peek('-') ? -1 : 1;
        if (!skip('+') && !skip('-')) is_good = false;
        int64_t hours = number(2);
        expect(':');
        int64_t minutes = number(2);
        is_good = is_good && hours < 24 && minutes < 60;
        return sign * (hours * 3600 + minutes * 60);
    }

  private:
    std::string_view text;
    size_t place = 0;
};

void put(char *at, int64_t value, int digits) {
    for (at += digits; digits > 0; digits--, value /= 10) *--at = static_cast<char>('0' + value % 10);
}

}  // namespace

csj_time parse_time(std::string_view text) {
    Reader reader(text);
    int64_t year = reader.number(4);
    reader.expect('-');
    int64_t month = reader.number(2);
    reader.expect('-');
    int64_t day = reader.number(2);
    if (!reader.skip('T') && !reader.skip('t')) reader.expect(' ');
    int64_t hour = reader.number(2);
    reader.expect(':');
    int64_t minute = reader.number(2);
    reader.expect(':');
    int64_t second = reader.number(2);
    int64_t fraction = reader.microseconds();
    int64_t offset = reader.offset_seconds();
    if (!reader.is_good || !reader.at_end()) return CSJ_NO_NUMBER;
    bool is_date = month >= 1 && month <= 12 && day >= 1 && day <= days_in(month, year);
    if (!is_date || hour > 23 || minute > 59 || second > 60) return CSJ_NO_NUMBER;
    int64_t seconds = days_since_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
    csj_time time = seconds * 1'000'000 + fraction;
    bool is_writable = seconds >= -62'167'219'200 && seconds < 253'402'300'800;  // years 0 to 9999
    return time == go_zero_time || !is_writable ? CSJ_NO_NUMBER : time;
}

std::string_view format_time(csj_time time, bool has_fraction, char (&buffer)[32]) {
    int64_t seconds = time / 1'000'000 - (time % 1'000'000 < 0 ? 1 : 0);
    int64_t days = seconds / 86400 - (seconds % 86400 < 0 ? 1 : 0);
    int64_t rest = seconds - days * 86400;
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    std::string_view form = "0000-00-00T00:00:00.000000Z";
    form.copy(buffer, form.size());
    put(buffer, year_of_era + era * 400 + (month <= 2 ? 1 : 0), 4);
    put(buffer + 5, month, 2);
    put(buffer + 8, day_of_year - (153 * shifted_month + 2) / 5 + 1, 2);
    put(buffer + 11, rest / 3600, 2);
    put(buffer + 14, rest / 60 % 60, 2);
    put(buffer + 17, rest % 60, 2);
    if (has_fraction) {
        put(buffer + 20, time - seconds * 1'000'000, 6);
        return {buffer, form.size()};
    }
    buffer[19] = 'Z';
    return {buffer, 20};
}
