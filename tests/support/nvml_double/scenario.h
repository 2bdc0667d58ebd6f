// What the double of NVML plays: `key value` lines of the file that GPUPEAK_NVML_SCENARIO names; `#` begins a comment.
//
//   key                    meaning                                             default
//   init                   return code of nvmlInit_v2 (9: no driver)           0
//   devices                how many                                            1
//   name, uuid, driver     texts; uuids of further devices count on from it    Scripted GPU, GPU-0, 580.00
//   sick                   index of the device that fell off the bus           none
//   sm_mhz, memory_mhz     clocks now                                          1980, 3201
//   max_sm_mhz             highest SM clock                                    1980
//   application_mhz        application SM clock                                1980
//   default_application_mhz                                                    1980
//   power_w, limit_w, default_limit_w                                          350, 700, 700
//   energy_step_mj         what each reading of the energy counter adds        1000
//   temperature_c                                                              50
//   events                 clock event bits                                    0
//   step_ns.<field>        what each reading of a slowdown counter adds        0
//   generation, width, max_generation, max_width    of the PCIe link           5, 16, 5, 16
//   ecc, ecc_uncorrected   on or off; errors                                   1, 0
//   remapped_corrected, remapped_uncorrected, remap_pending, remap_failed      0
//   persistence, mig                                                           1, 0
//   other_pid              process that computes beside us; 0: none            0
//   own_pid                1: this process is in the list                      1
//   status.<symbol>        return code of one function                         0
//   lost_after             calls for a device after which each answers 15; 0: never   0
// The file is read at each nvmlInit; every reading of a counter moves it by the same step, so that no test depends on
// time.
#pragma once

#include <string>

namespace nvml_double {

void load();
// The value of a key, or `otherwise` where the scenario does not say.
long long number(const std::string& key, long long otherwise);
std::string text(const std::string& key, const std::string& otherwise);
// The return code of a function of a device: what the scenario says of it, or that the device is lost.
int status(const char* symbol);
// A counter that moved by this step at each reading, this one included.
unsigned long long counter_of(const std::string& key, long long step);

}  // namespace nvml_double
