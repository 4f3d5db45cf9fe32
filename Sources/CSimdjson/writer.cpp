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

// Whether 16 bytes need no escape. Without a branch, so that the compiler makes vector instructions of it.
bool are_plain(const char *bytes) {
    unsigned found = 0;
    for (size_t place = 0; place < 16; place++) {
        uint8_t byte = static_cast<uint8_t>(bytes[place]);
        found |= (byte < 0x20) | (byte == '"') | (byte == '\\') | (byte == '<') | (byte == '>') | (byte == '&') | (byte == 0xE2);
    }
    return found == 0;
}

char *put(char *at, std::string_view text) {
    std::memcpy(at, text.data(), text.size());
    return at + text.size();
}

char *escape(char *at, uint8_t byte) {
    constexpr char digits[] = "0123456789abcdef";
    switch (byte) {
    case '"': return put(at, "\\\"");
    case '\\': return put(at, "\\\\");
    case '\n': return put(at, "\\n");
    case '\r': return put(at, "\\r");
    case '\t': return put(at, "\\t");
    default:  // also \b and \f: Go wrote them so until 1.21, the kube-eventer of today is older
        at = put(at, "\\u00");
        *at++ = digits[byte >> 4];
        *at++ = digits[byte & 15];
        return at;
    }
}

// U+2028 and U+2029 are escaped, because JavaScript takes them for line ends; other characters that begin with E2 are not.
char *put_separator(char *at, std::string_view text, size_t &place) {
    std::string_view sequence = text.substr(place, 3);
    bool is_separator = sequence == "\xE2\x80\xA8" || sequence == "\xE2\x80\xA9";
    place += is_separator ? 3 : 1;
    if (!is_separator) {
        *at++ = sequence[0];
        return at;
    }
    return put(at, sequence[2] == '\xA8' ? "\\u2028" : "\\u2029");
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
    // An escape takes six bytes at most.
    char *at = out.room(text.size() * 6 + 2);
    *at++ = '"';
    size_t place = 0;
    while (place < text.size()) {
        size_t end = place + 16 < text.size() ? place + 16 : text.size();
        if (end - place == 16 && are_plain(text.data() + place)) {
            std::memcpy(at, text.data() + place, 16);
            at += 16;
            place = end;
            continue;
        }
        while (place < end) {
            uint8_t byte = static_cast<uint8_t>(text[place]);
            if (classes[byte] == 0) {
                *at++ = text[place++];
            } else if (byte == 0xE2) {
                at = put_separator(at, text, place);
            } else {
                at = escape(at, byte);
                place++;
            }
        }
    }
    *at++ = '"';
    out.wrote(at);
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
    default: out += std::string_view(simdjson::minify(value));
    }
}
