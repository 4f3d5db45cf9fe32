// The requests of <valgrind/callgrind.h>, which are macros of inline assembly and do nothing outside valgrind.
#include <valgrind/callgrind.h>

/// Begins to count, in all threads; for `--instr-atstart=no`.
static inline void callgrind_begin(void) { CALLGRIND_START_INSTRUMENTATION; }

/// Ends to count.
static inline void callgrind_end(void) { CALLGRIND_STOP_INSTRUMENTATION; }
