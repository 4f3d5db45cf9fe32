#pragma once

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

// Macros that Swift does not import: flags with casts in their definitions.
static inline uint32_t eventer_pcre2_options(int caseless) {
    return PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C | (caseless ? PCRE2_CASELESS : 0);
}
