#include "writer.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace {

// 1: always escaped. 2: may begin U+2028 or U+2029.
constexpr std::array<uint8_t, 256> make_classes() {
    std::array<uint8_t, 256> classes{};
    for (size_t byte = 0; byte < 0x20; byte++) classes[byte] = 1;
    for (char character : {'"', '\\', '<', '>', '&'}) classes[static_cast<uint8_t>(character)] = 1;
    classes[0xE2] = 2;
    return classes;
}
constexpr std::array<uint8_t, 256> classes = make_classes();

void escape(std::string &out, uint8_t byte) {
    constexpr char digits[] = "0123456789abcdef";
    switch (byte) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:  // also \b and \f: Go wrote them so until 1.21, the kube-eventer of today is older
        out += "\\u00";
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

struct Pair {
    std::string_view key, text;
    size_t order;
};

// A null is empty text, as in Go; of a repeated key the last counts.
std::vector<Pair> sorted_texts(dom::element value) {
    std::vector<Pair> pairs;
    dom::object object;
    if (value.get(object) != simdjson::SUCCESS) return pairs;
    for (auto member : object) {
        std::string_view text;
        bool is_text = member.value.get(text) == simdjson::SUCCESS || member.value.is_null();
        if (is_text) pairs.push_back({member.key, text, pairs.size()});
    }
    std::sort(pairs.begin(), pairs.end(), [](const Pair &left, const Pair &right) {
        return left.key != right.key ? left.key < right.key : left.order < right.order;
    });
    size_t kept = 0;
    for (size_t place = 0; place < pairs.size(); place++) {
        if (place + 1 < pairs.size() && pairs[place].key == pairs[place + 1].key) continue;
        pairs[kept++] = pairs[place];
    }
    pairs.resize(kept);
    return pairs;
}

}  // namespace

void Writer::string(std::string_view text) {
    out += '"';
    size_t copied = 0;
    for (size_t place = 0; place < text.size(); place++) {
        uint8_t byte = static_cast<uint8_t>(text[place]);
        if (classes[byte] == 0) continue;
        if (classes[byte] == 2) {
            std::string_view sequence = text.substr(place, 3);
            if (sequence != "\xE2\x80\xA8" && sequence != "\xE2\x80\xA9") continue;
            out.append(text, copied, place - copied);
            out += sequence[2] == '\xA8' ? "\\u2028" : "\\u2029";
            place += 2;
        } else {
            out.append(text, copied, place - copied);
            escape(out, byte);
        }
        copied = place + 1;
    }
    out.append(text, copied);
    out += '"';
}

void Writer::text_map(std::string_view name, dom::element value) {
    auto pairs = sorted_texts(value);
    if (pairs.empty()) return;
    key(name);
    begin();
    for (const auto &pair : pairs) {
        separate();
        string(pair.key);
        out += ':';
        string(pair.text);
    }
    end();
}

void Writer::text_list(std::string_view name, dom::element value) {
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS || list.begin() == list.end()) return;
    key(name);
    out += '[';
    is_first = true;
    for (auto element : list) {
        std::string_view text;
        (void)element.get(text);
        separate();
        string(text);
    }
    out += ']';
    is_first = false;
}

void Writer::any(dom::element value) {
    switch (value.type()) {
    case dom::element_type::OBJECT:
        begin();
        for (auto member : dom::object(value)) {
            separate();
            string(member.key);
            out += ':';
            any(member.value);
        }
        end();
        return;
    case dom::element_type::ARRAY:
        out += '[';
        is_first = true;
        for (auto element : dom::array(value)) {
            separate();
            any(element);
        }
        out += ']';
        is_first = false;
        return;
    case dom::element_type::STRING: {
        std::string_view text;
        (void)value.get(text);
        string(text);
        return;
    }
    default: out += simdjson::minify(value);
    }
}
