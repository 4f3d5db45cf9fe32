#pragma once

#include "parser.hpp"
#include "time.hpp"

// Compact JSON as Go's encoding/json writes it, `<`, `>` and `&` escaped.
class Writer {
  public:
    explicit Writer(Output &out) : out(out) {}

    void begin() {
        out += '{';
        is_first = true;
    }
    void end() {
        out += '}';
        is_first = false;
    }
    // The name must need no escaping.
    void key(std::string_view name) {
        char *at = out.room(name.size() + 4);
        if (!is_first) *at++ = ',';
        is_first = false;
        *at++ = '"';
        std::memcpy(at, name.data(), name.size());
        at += name.size();
        *at++ = '"';
        *at++ = ':';
        out.wrote(at);
    }
    // A key with the text of a member: Go's `omitempty`.
    void text(std::string_view name, std::string_view value) {
        if (!value.empty()) required_text(name, value);
    }
    void required_text(std::string_view name, std::string_view value) {
        key(name);
        string(value);
    }
    void number(std::string_view name, int64_t value) {
        if (value == 0) return;
        key(name);
        out += std::string_view(std::to_string(value));
    }
    void time(std::string_view name, csj_time value, bool has_fraction) {
        key(name);
        if (value == CSJ_NO_NUMBER) {
            out += "null";
            return;
        }
        char buffer[32];
        out += '"';
        out += format_time(value, has_fraction, buffer);
        out += '"';
    }
    // The labels or annotations of an object, sorted by key; nothing when there are none.
    void text_map(std::string_view name, dom::element value);
    void text_list(std::string_view name, dom::element value);
    // Any value, in the order it came.
    void any(dom::element value);
    void string(std::string_view text);
    void separate() {
        if (!is_first) out += ',';
        is_first = false;
    }

    Output &out;
    bool is_first = true;
};
