// A library that is called oneDNN, of a version that does not exist.
extern "C" const int* dnnl_version() {
  static const int version[] = {9, 9, 9};
  return version;
}
