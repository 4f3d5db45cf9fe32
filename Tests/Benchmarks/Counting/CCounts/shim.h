// What the counting program asks of tools that are macros, or that Swift's module of glibc leaves out.
#include <malloc.h>
#include <valgrind/callgrind.h>

/// Begins to count, in all threads; for `--instr-atstart=no`. Does nothing outside valgrind.
static inline void callgrind_begin(void) { CALLGRIND_START_INSTRUMENTATION; }

/// Ends to count.
static inline void callgrind_end(void) { CALLGRIND_STOP_INSTRUMENTATION; }

/// The bytes that are allocated and not freed.
static inline size_t allocated_bytes(void) {
    struct mallinfo2 all = mallinfo2();
    return all.uordblks + all.hblkhd;
}
