// The major version of oneDNN whose headers this program was compiled with. C interfaces of 2.x and 3.x differ, so only
// a library of the same major version may be opened: libdnnl.so.2 for 2.6, libdnnl.so.3 for 3.x. 0: compiled without
// oneDNN's headers.
#pragma once

#if __has_include(<oneapi/dnnl/dnnl_version.h>)
#include <oneapi/dnnl/dnnl_version.h>
namespace gpupeak::host {
inline constexpr int onednn_major = DNNL_VERSION_MAJOR;
}
#else
namespace gpupeak::host {
inline constexpr int onednn_major = 0;
}
#endif
