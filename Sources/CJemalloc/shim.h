#ifndef TIEOUT_CJEMALLOC_SHIM_H
#define TIEOUT_CJEMALLOC_SHIM_H

// What jemalloc reads before the program starts. Left alone it gives tables of more than eight megabytes back to the system as soon
// as they are freed, and the pages of the next one have to be cleared.
__attribute__((weak)) const char *_Nonnull malloc_conf = "oversize_threshold:0";

// Nothing else names the above, and what nobody names is left out of the program.
static inline void tieout_hold_settings(void) { __asm__ volatile("" : : "r"(&malloc_conf)); }

#endif
