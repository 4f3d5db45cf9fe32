#include "parser.hpp"

namespace {

enum { kind, api_version, metadata, items, message, reason, details, code };
constexpr std::array<std::string_view, 8> object_names = {
    "kind", "apiVersion", "metadata", "items", "message", "reason", "details", "code"};

enum { resource_version, continue_token, remaining, annotations };
constexpr std::array<std::string_view, 4> metadata_names = {
    "resourceVersion", "continue", "remainingItemCount", "annotations"};

enum { causes, retry_after };
constexpr std::array<std::string_view, 2> details_names = {"causes", "retryAfterSeconds"};

constexpr std::array<std::string_view, 1> marker_names = {"k8s.io/initial-events-end"};

// False when the Status tells no causes.
bool get_causes(const Members<8> &object, dom::array &list) {
    Members<2> parts = object.members(details, details_names);
    return parts.has(causes) && parts[causes].get(list) == simdjson::SUCCESS;
}

void describe_metadata(const Members<4> &parts, csj_document &document) {
    document.resource_version = slice(parts.text(resource_version));
    document.continue_token = slice(parts.text(continue_token));
    document.remaining = parts.number(remaining, CSJ_NO_NUMBER);
    document.initial_events_end = parts.members(annotations, marker_names).text(0) == "true";
}

}  // namespace

csj_document csj_describe(csj_parser *parser) {
    csj_document document = {};
    document.remaining = document.code = document.retry_after_seconds = CSJ_NO_NUMBER;
    if (!parser->is_parsed) return document;
    document.is_watch_line = parser->is_watch_line;
    document.watch_type = slice(parser->watch_type);
    Members<8> object(parser->object, object_names);
    document.kind = slice(object.text(kind));
    document.api_version = slice(object.text(api_version));
    describe_metadata(object.members(metadata, metadata_names), document);
    document.has_items = object.has(items) && object[items].is_array();
    document.message = slice(object.text(message));
    document.reason = slice(object.text(reason));
    document.code = object.number(code, CSJ_NO_NUMBER);
    document.retry_after_seconds = object.members(details, details_names).number(retry_after, CSJ_NO_NUMBER);
    dom::array list;
    document.cause_count = get_causes(object, list) ? list.size() : 0;
    return document;
}

csj_slice csj_cause(csj_parser *parser, size_t index, bool wants_message) {
    if (!parser->is_parsed) return {};
    Members<8> object(parser->object, object_names);
    dom::array list;
    dom::element cause;
    if (!get_causes(object, list) || list.at(index).get(cause) != simdjson::SUCCESS) return {};
    return slice(Members<1>(cause, {wants_message ? "message" : "reason"}).text(0));
}
