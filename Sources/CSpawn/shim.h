#include <spawn.h>

// What glibc shows to _GNU_SOURCE only, which Swift's module of it does not define.

#define CSPAWN_SETSID 0x80
#define CSPAWN_CLOEXEC 1

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
int memfd_create(const char *name, unsigned int flags);
