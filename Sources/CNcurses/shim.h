#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <sys/ioctl.h>
#include <wchar.h>

// Swift 6 refuses mutable globals and does not see macros; these are both.

static inline WINDOW *nc_stdscr(void) { return stdscr; }
static inline WINDOW *nc_curscr(void) { return curscr; }
static inline int nc_colors(void) { return COLORS; }

static inline unsigned int nc_bold(void) { return A_BOLD; }
static inline unsigned int nc_dim(void) { return A_DIM; }
static inline unsigned int nc_underline(void) { return A_UNDERLINE; }
static inline unsigned int nc_reverse(void) { return A_REVERSE; }

// The C library hides wcwidth(3) behind a feature macro that a module cannot set.
extern int wcwidth(wchar_t character);
static inline int nc_width(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

// 0 when `descriptor` is a terminal that knows its size.
static inline int nc_window_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

// A file without a name; hidden behind a feature macro too.
extern int memfd_create(const char *name, unsigned int flags);

// One cell: a character and at most two marks on it, 0 for none. By hand, because what is added as text loses marks: those that
// follow a wide character land on its right half.
static inline void nc_set_cell(
    cchar_t *cell, unsigned int base, unsigned int first, unsigned int second, unsigned int attributes, short pair
) {
    wchar_t text[4] = {(wchar_t)base, (wchar_t)first, (wchar_t)second, 0};
    setcchar(cell, text, attributes, pair, 0);
}
