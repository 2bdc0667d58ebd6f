# The warnings every file of ours compiles without. Linked PRIVATE, so that they never reach a third-party target.
add_library(gpupeak_warnings INTERFACE)
target_compile_options(gpupeak_warnings INTERFACE 
  "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;$<$<BOOL:${GPUPEAK_WERROR}>:-Werror>>"
  "$<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra;$<$<BOOL:${GPUPEAK_WERROR}>:-Werror=all-warnings>>")
