// A library that is called OpenBLAS, says so, and lacks all else.
extern "C" const char* openblas_get_config() { return "OpenBLAS 9.9.9 MADE_UP MAX_THREADS=1"; }
