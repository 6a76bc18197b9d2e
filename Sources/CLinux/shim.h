#ifndef TIEOUT_CLINUX_SHIM_H
#define TIEOUT_CLINUX_SHIM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <linux/fs.h>

// Swift has no way to ask for a line of memory without waiting for it.
static inline void tieout_prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }

// Swift does not see sync_file_range, which glibc declares for programs of GNU alone.
extern int sync_file_range(int descriptor, __off64_t start, __off64_t count, unsigned int flags);

// Begins to put what is written of a file from `start` on to the disk.
static inline int tieout_begin_flushing(int descriptor, long start) {
  return sync_file_range(descriptor, start, 0, SYNC_FILE_RANGE_WRITE);
}

// Waits until so many bytes of a file are on the disk.
static inline int tieout_flush_range(int descriptor, long start, long count) {
  return sync_file_range(
      descriptor, start, count,
      SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
}

#endif
