#include "device/host/tiles.h"

#include "device/host/cpu_features.h"

#if defined(__x86_64__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace gpupeak::host {

// Not under AddressSanitizer: its leak check cannot read the registers of a process that may use tiles.
bool allow_tiles() {
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
  constexpr long request_permission = 0x1023,
                 tile_data = 18;  // ARCH_REQ_XCOMP_PERM and the state's number (Linux 5.16)
  static const bool allowed = has("amx_tile") && syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
  return allowed;
#else
  return false;
#endif
}

std::optional<std::string> why_no_tiles() {
  if (allow_tiles()) return std::nullopt;
  return "the operating system gives this process no AMX tiles; Linux does since 5.16";
}

}  // namespace gpupeak::host
