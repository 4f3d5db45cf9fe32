#pragma once

#include "CSimdjson.h"
#include "output.hpp"

#include <array>
#include <cstring>
#include <memory>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace dom = simdjson::dom;

struct csj_parser {
    explicit csj_parser(size_t limit) : parser(limit), limit(limit) {}

    dom::parser parser;
    size_t limit;
    std::unique_ptr<uint8_t[]> padded;
    size_t padded_capacity = 0;
    // What the document is about: the value of `object` in a watch line, else the whole document.
    dom::element root, object;
    bool is_parsed = false, is_scrubbed = false, is_watch_line = false;
    std::string_view watch_type;
    const char *problem = "";
    Output output;
};

inline csj_slice slice(std::string_view text) {
    return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

// As ==, without a call: names are short, and there are a hundred comparisons an event.
inline bool is_same(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    const char *a = left.data(), *b = right.data();
    size_t rest = left.size();
    for (; rest >= 8; rest -= 8, a += 8, b += 8) {
        uint64_t words[2];
        std::memcpy(&words[0], a, 8);
        std::memcpy(&words[1], b, 8);
        if (words[0] != words[1]) return false;
    }
    for (; rest > 0; rest--) {
        if (*a++ != *b++) return false;
    }
    return true;
}

// The members of an object that have one of `names`, by the place of the name. A null counts as missing, as in Go.
template <size_t N> class Members {
  public:
    Members() = default;

    Members(dom::element element, const std::array<std::string_view, N> &names) {
        dom::object object;
        if (element.get(object) != simdjson::SUCCESS) return;
        size_t expected = 0;  // objects nearly always come in the order of the table
        for (auto member : object) {
            for (size_t tried = 0; tried < N; tried++) {
                size_t place = expected + tried < N ? expected + tried : expected + tried - N;
                if (!is_same(member.key, names[place])) continue;
                values[place] = member.value;
                present[place] = !member.value.is_null();
                expected = place + 1 < N ? place + 1 : 0;
                break;
            }
        }
    }

    bool has(size_t place) const { return present[place]; }
    dom::element operator[](size_t place) const { return values[place]; }

    // The members of a member, none when it is missing.
    template <size_t M> Members<M> members(size_t place, const std::array<std::string_view, M> &names) const {
        return present[place] ? Members<M>(values[place], names) : Members<M>();
    }

    // Empty, with a null pointer, when the member is no text.
    std::string_view text(size_t place) const {
        std::string_view view;
        if (!present[place] || values[place].get(view) != simdjson::SUCCESS) return {};
        return view;
    }

    int64_t number(size_t place, int64_t otherwise) const {
        int64_t value;
        if (!present[place] || values[place].get(value) != simdjson::SUCCESS) return otherwise;
        return value;
    }

  private:
    std::array<dom::element, N> values;
    std::array<bool, N> present{};
};

// Go's rule: each byte that begins no valid sequence, and each lone surrogate escape, becomes one U+FFFD.
std::string scrubbed(const uint8_t *bytes, size_t count);

