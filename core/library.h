// What is known of a vendor's library on a device.
#pragma once

#include <string>

namespace gpupeak {

// A vendor's library. Nobody has opened one that has neither a version nor a note: its file is there, and that is all
// that is known.
struct Library {
  std::string name;               // "openblas"
  std::string version = {};       // empty when it cannot be used, or was not opened
  std::string path = {};          // of its file; empty when absent
  std::string note = {};          // when it cannot be used: why
  std::string kernels = {};       // those it chose for this processor, in its own word: "Prescott"; empty: unknown
  std::string instructions = {};  // what these rest on, as DeviceInfo::features names it: "sse"; empty: unknown
  std::string below = {};         // what the processor has beyond that: "avx512vl"; empty: nothing, or unknown
  std::string remedy = {};        // what helps, when it cannot be used or is `below`
};

// Why it cannot be used, and what helps. Empty where it can.
inline std::string why_not(const Library& library) {
  return library.note.empty() || library.remedy.empty() ? library.note + library.remedy
                                                        : library.note + "; " + library.remedy;
}

// "0.3.21 (Prescott)"
inline std::string release(const Library& library) {
  return library.kernels.empty() ? library.version : library.version + " (" + library.kernels + ")";
}

// That it runs kernels below this processor's instruction set: such a library is slow, and no yardstick.
inline std::string below_sentence(const std::string& library, const std::string& kernels_of, const std::string& has) {
  return library + " runs kernels of " + kernels_of + " although this processor has " + has;
}
inline std::string below_sentence(const Library& library) {
  return below_sentence(library.name + " " + release(library), library.instructions, library.below);
}

}  // namespace gpupeak
