#pragma once

// One JSON document in, the fields of a Kubernetes object out. Over simdjson's DOM parser, which validates the whole document.
//
// A parser belongs to one thread at a time. Slices point into memory of the parser and are valid until its next csj_parse or
// csj_event; `bytes` is NULL where a field is missing or has another type. Text is valid UTF-8.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct csj_parser csj_parser;

typedef struct {
    const uint8_t *bytes;
    size_t count;
} csj_slice;

typedef enum { CSJ_OK, CSJ_INVALID, CSJ_TOO_DEEP, CSJ_TOO_LARGE, CSJ_OUT_OF_MEMORY } csj_result;

// The parser refuses documents above `limit` bytes or nested deeper than 64. NULL when memory is short.
csj_parser *csj_create(size_t limit);
void csj_destroy(csj_parser *parser);

// Invalid UTF-8 and lone surrogates become U+FFFD, one for each byte or escape as in Go; csj_scrubbed tells of it.
csj_result csj_parse(csj_parser *parser, const uint8_t *bytes, size_t count);
bool csj_scrubbed(const csj_parser *parser);
// What was wrong with the last document, in English, static.
const char *csj_problem(const csj_parser *parser);

// The text at `first`, or at `first`.`second`, of the last document; for the few documents that are no events.
csj_slice csj_text(csj_parser *parser, const char *first, const char *second);

typedef enum { CSJ_NO_FLAG, CSJ_FALSE, CSJ_TRUE } csj_flag;

// What stands at a JSON pointer (RFC 6901) of the last document.
csj_slice csj_text_at(csj_parser *parser, const char *pointer);
csj_flag csj_flag_at(csj_parser *parser, const char *pointer);

static const int64_t CSJ_NO_NUMBER = INT64_MIN;

typedef struct {
    // Of the line {"type": …, "object": …}; missing when the document is the object itself. The rest is the object's.
    csj_slice watch_type;
    bool is_watch_line;
    csj_slice kind, api_version;
    // metadata
    csj_slice resource_version, continue_token;
    int64_t remaining;
    bool initial_events_end;
    bool has_items;
    // kind Status
    csj_slice message, reason;
    int64_t code, retry_after_seconds;
    size_t cause_count;
} csj_document;

typedef enum { CSJ_NO_CHANGE, CSJ_ADDED, CSJ_MODIFIED } csj_change;

// Whether the last document is the watch line of an object added or modified.
csj_change csj_change_of(const csj_parser *parser);

csj_document csj_describe(csj_parser *parser);
// The reason, or else the message, of a Status's cause.
csj_slice csj_cause(csj_parser *parser, size_t index, bool message);

// A time in microseconds since 1970, CSJ_NO_NUMBER when null, missing, zero or unreadable.
typedef int64_t csj_time;

typedef struct {
    csj_slice uid, resource_version, name, name_space;
    csj_slice type, reason, message;
    csj_slice component, host, reporting_component;
    csj_slice object_kind, object_namespace, object_name, object_uid, object_field_path;
    csj_time created, first, last, event, series_last;
    int64_t count, series_count;
    // The canonical event as compact JSON: see canonical.cpp.
    csj_slice json;
} csj_event;

// False when the object of the last document is no event, of core/v1 or events.k8s.io/v1.
bool csj_read_event(csj_parser *parser, bool keeps_managed_fields, csj_event *event);

#ifdef __cplusplus
}
#endif
