#include <stdint.h>
#include <vterm.h>

// Bit fields and unions, as plain numbers.

// 1 bold, 2 underline, 4 reverse.
static inline int cv_attributes(const VTermScreenCell *cell) {
    return (cell->attrs.bold ? 1 : 0) | (cell->attrs.underline ? 2 : 0) | (cell->attrs.reverse ? 4 : 0);
}

// -1 for the default, an index of the palette, or 0x1000000 and the red, green and blue.
static inline int cv_colour(const VTermColor *colour) {
    if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour)) return -1;
    if (VTERM_COLOR_IS_INDEXED(colour)) return colour->indexed.idx;
    return 0x1000000 | colour->rgb.red << 16 | colour->rgb.green << 8 | colour->rgb.blue;
}

static inline uint32_t cv_scalar(const VTermScreenCell *cell, int index) { return cell->chars[index]; }

static inline int cv_boolean(const VTermValue *value) { return value->boolean; }
