#ifndef TIEOUT_CLIBXML2_SHIM_H
#define TIEOUT_CLIBXML2_SHIM_H

/* Debian's libxml2 pulls in ICU's headers, whose declarations clash with the copy inside Foundation.
   Tieout never uses libxml2's ICU bridge, so it is switched off before the other headers are read. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <libxml/encoding.h>

#endif
