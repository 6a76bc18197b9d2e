#ifndef TIEOUT_CZLIB_SHIM_H
#define TIEOUT_CZLIB_SHIM_H

#include <zlib.h>

#endif
