#include <zlib.h>

// inflateInit and deflateInit are macros, which Swift does not import.
static inline int czlib_inflate_init(z_stream *stream) { return inflateInit(stream); }

static inline int czlib_deflate_init(z_stream *stream, int level) { return deflateInit(stream, level); }

// gzip (RFC 1952) only; a macro again.
static inline int czlib_gunzip_init(z_stream *stream) {
    return inflateInit2(stream, MAX_WBITS + 16);
}
