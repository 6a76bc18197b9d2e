#ifndef TIEOUT_CLIBZIP_SHIM_H
#define TIEOUT_CLIBZIP_SHIM_H

#include <zip.h>

#endif
