#include <stddef.h>

// Of <malloc.h>, which Swift's module of glibc leaves out.
int malloc_trim(size_t pad);
