#include "parser.hpp"

#include <cstring>
#include <new>

namespace {

constexpr size_t depth_limit = 64 + 1;  // simdjson refuses the level that equals its limit
// A parser keeps about 14 times the size of the largest document it has seen; past this it gives the memory back.
constexpr size_t kept_capacity = 1 << 20;

constexpr std::array<std::string_view, 2> line_names = {"type", "object"};

simdjson::error_code parse_padded(csj_parser *parser, const uint8_t *bytes, size_t count) {
    size_t needed = count + simdjson::SIMDJSON_PADDING;
    if (parser->padded_capacity < needed) {
        size_t capacity = needed < 8192 ? 8192 : needed + needed / 2;
        parser->padded.reset(new (std::nothrow) uint8_t[capacity]);
        parser->padded_capacity = parser->padded ? capacity : 0;
        if (!parser->padded) return simdjson::MEMALLOC;
    }
    std::memcpy(parser->padded.get(), bytes, count);
    std::memset(parser->padded.get() + count, 0, simdjson::SIMDJSON_PADDING);
    if (parser->parser.capacity() < count || parser->parser.max_depth() != depth_limit) {
        size_t capacity = count < 8192 ? 8192 : count + count / 2;
        auto error = parser->parser.allocate(capacity < parser->limit ? capacity : parser->limit, depth_limit);
        if (error) return error;
    }
    return parser->parser.parse(parser->padded.get(), count, false).get(parser->root);
}

csj_result result(simdjson::error_code error) {
    switch (error) {
    case simdjson::SUCCESS: return CSJ_OK;
    case simdjson::DEPTH_ERROR: return CSJ_TOO_DEEP;
    case simdjson::CAPACITY: return CSJ_TOO_LARGE;
    case simdjson::MEMALLOC: return CSJ_OUT_OF_MEMORY;
    default: return CSJ_INVALID;
    }
}

void release_large_memory(csj_parser *parser) {
    if (parser->padded_capacity <= kept_capacity) return;
    parser->parser = dom::parser(parser->limit);
    parser->padded.reset();
    parser->padded_capacity = 0;
    parser->output.release();
}

simdjson::error_code parse(csj_parser *parser, const uint8_t *bytes, size_t count) {
    if (count > parser->limit) return simdjson::CAPACITY;
    auto error = parse_padded(parser, bytes, count);
    if (error != simdjson::UTF8_ERROR && error != simdjson::STRING_ERROR) return error;
    std::string clean = scrubbed(bytes, count);
    bool is_changed = clean.size() != count || std::memcmp(clean.data(), bytes, count) != 0;
    if (!is_changed || clean.size() > parser->limit) return error;
    error = parse_padded(parser, reinterpret_cast<const uint8_t *>(clean.data()), clean.size());
    parser->is_scrubbed = error == simdjson::SUCCESS;
    return error;
}

void find_object(csj_parser *parser) {
    Members<2> line(parser->root, line_names);
    parser->is_watch_line = line.has(1) && line[1].is_object() && line.has(0) && line[0].is_string();
    parser->object = parser->is_watch_line ? line[1] : parser->root;
    parser->watch_type = parser->is_watch_line ? line.text(0) : std::string_view();
}

}  // namespace

csj_parser *csj_create(size_t limit) { return new (std::nothrow) csj_parser(limit); }

void csj_destroy(csj_parser *parser) { delete parser; }

csj_result csj_parse(csj_parser *parser, const uint8_t *bytes, size_t count) {
    parser->is_parsed = parser->is_scrubbed = parser->is_watch_line = false;
    parser->watch_type = {};
    release_large_memory(parser);
    try {
        auto error = parse(parser, bytes, count);
        parser->problem = error ? simdjson::error_message(error) : "";
        parser->is_parsed = error == simdjson::SUCCESS;
        if (parser->is_parsed) find_object(parser);
        return result(error);
    } catch (const std::bad_alloc &) {
        parser->problem = "out of memory";
        return CSJ_OUT_OF_MEMORY;
    }
}

csj_change csj_change_of(const csj_parser *parser) {
    if (is_same(parser->watch_type, "ADDED")) return CSJ_ADDED;
    return is_same(parser->watch_type, "MODIFIED") ? CSJ_MODIFIED : CSJ_NO_CHANGE;
}

bool csj_scrubbed(const csj_parser *parser) { return parser->is_scrubbed; }

const char *csj_problem(const csj_parser *parser) { return parser->problem; }

csj_slice csj_text(csj_parser *parser, const char *first, const char *second) {
    if (!parser->is_parsed) return {};
    Members<1> outer(parser->root, {first});
    return slice(second ? outer.members<1>(0, {second}).text(0) : outer.text(0));
}

csj_slice csj_text_at(csj_parser *parser, const char *pointer) {
    std::string_view text;
    if (!parser->is_parsed || parser->root.at_pointer(pointer).get(text) != simdjson::SUCCESS) return {};
    return slice(text);
}

csj_flag csj_flag_at(csj_parser *parser, const char *pointer) {
    bool flag;
    if (!parser->is_parsed || parser->root.at_pointer(pointer).get(flag) != simdjson::SUCCESS) return CSJ_NO_FLAG;
    return flag ? CSJ_TRUE : CSJ_FALSE;
}
