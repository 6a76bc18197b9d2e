#ifndef TIEOUT_CMEMORY_SHIM_H
#define TIEOUT_CMEMORY_SHIM_H

#include <malloc.h>

// Swift has no way to ask for a line of memory without waiting for it.
static inline void tieout_prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }

// Swift does not see mallopt.
static inline void tieout_keep_memory(int arenas, int largest_block) {
  mallopt(M_ARENA_MAX, arenas);
  mallopt(M_MMAP_THRESHOLD, largest_block);
  mallopt(M_TRIM_THRESHOLD, -1);
}

#endif
