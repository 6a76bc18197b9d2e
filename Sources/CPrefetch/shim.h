#ifndef TIEOUT_CPREFETCH_SHIM_H
#define TIEOUT_CPREFETCH_SHIM_H

// Swift has no way to ask for a line of memory without waiting for it.
static inline void tieout_prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }

#endif
