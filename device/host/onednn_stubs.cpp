// oneDNN's own symbols, each forwarding to the library opened at first use: dnnl.hpp, which is inline code over them,
// works unchanged, and the binary starts without the library. These are the ones that the matmul, convolution and
// reorder primitives of dnnl.hpp use; another primitive adds its own, and the linker says which. Compiled without
// oneDNN's headers this file is empty.
#include <dlfcn.h>

#include <type_traits>

#include "device/host/host_libraries.h"
#include "device/vendor_library.h"

#if __has_include(<oneapi/dnnl/dnnl.h>)
#include <oneapi/dnnl/dnnl.h>

namespace {

// Each stub is its own instance, so each looks its vendor's function up once.
template <auto stub, class... Arguments>
auto forward(const char* name, Arguments... arguments) {
  static auto* const vendor =
      gpupeak::vendor_symbol<std::remove_pointer_t<decltype(stub)>>(gpupeak::host::onednn(), name);
  return vendor(arguments...);
}

}  // namespace

#pragma GCC visibility push(hidden)  // so that the library itself, once opened, never resolves its own calls to these
extern "C" {

dnnl_status_t dnnl_engine_create(dnnl_engine_t* engine, dnnl_engine_kind_t kind, size_t index) {
  return forward<dnnl_engine_create>("dnnl_engine_create", engine, kind, index);
}
dnnl_status_t dnnl_engine_destroy(dnnl_engine_t engine) {
  return forward<dnnl_engine_destroy>("dnnl_engine_destroy", engine);
}

dnnl_status_t dnnl_stream_create(dnnl_stream_t* stream, dnnl_engine_t engine, unsigned flags) {
  return forward<dnnl_stream_create>("dnnl_stream_create", stream, engine, flags);
}
dnnl_status_t dnnl_stream_wait(dnnl_stream_t stream) { return forward<dnnl_stream_wait>("dnnl_stream_wait", stream); }
dnnl_status_t dnnl_stream_destroy(dnnl_stream_t stream) {
  return forward<dnnl_stream_destroy>("dnnl_stream_destroy", stream);
}

dnnl_status_t dnnl_memory_destroy(dnnl_memory_t memory) {
  return forward<dnnl_memory_destroy>("dnnl_memory_destroy", memory);
}

dnnl_status_t dnnl_primitive_desc_destroy(dnnl_primitive_desc_t desc) {
  return forward<dnnl_primitive_desc_destroy>("dnnl_primitive_desc_destroy", desc);
}
dnnl_status_t dnnl_primitive_create(dnnl_primitive_t* primitive, const_dnnl_primitive_desc_t desc) {
  return forward<dnnl_primitive_create>("dnnl_primitive_create", primitive, desc);
}
dnnl_status_t dnnl_primitive_execute(const_dnnl_primitive_t primitive, dnnl_stream_t stream, int count,
                                     const dnnl_exec_arg_t* arguments) {
  return forward<dnnl_primitive_execute>("dnnl_primitive_execute", primitive, stream, count, arguments);
}
dnnl_status_t dnnl_primitive_destroy(dnnl_primitive_t primitive) {
  return forward<dnnl_primitive_destroy>("dnnl_primitive_destroy", primitive);
}

dnnl_status_t dnnl_primitive_attr_create(dnnl_primitive_attr_t* attributes) {
  return forward<dnnl_primitive_attr_create>("dnnl_primitive_attr_create", attributes);
}
dnnl_status_t dnnl_primitive_attr_destroy(dnnl_primitive_attr_t attributes) {
  return forward<dnnl_primitive_attr_destroy>("dnnl_primitive_attr_destroy", attributes);
}

#if DNNL_VERSION_MAJOR < 3  // an operation is described, then its implementations are iterated over

int dnnl_memory_desc_equal(const dnnl_memory_desc_t* left, const dnnl_memory_desc_t* right) {
  return forward<dnnl_memory_desc_equal>("dnnl_memory_desc_equal", left, right);
}
const dnnl_memory_desc_t* dnnl_primitive_desc_query_md(const_dnnl_primitive_desc_t desc, dnnl_query_t what, int index) {
  return forward<dnnl_primitive_desc_query_md>("dnnl_primitive_desc_query_md", desc, what, index);
}
dnnl_status_t dnnl_reorder_primitive_desc_create(dnnl_primitive_desc_t* desc, const dnnl_memory_desc_t* from,
                                                 dnnl_engine_t from_engine, const dnnl_memory_desc_t* to,
                                                 dnnl_engine_t to_engine, const_dnnl_primitive_attr_t attributes) {
  return forward<dnnl_reorder_primitive_desc_create>("dnnl_reorder_primitive_desc_create", desc, from, from_engine, to,
                                                     to_engine, attributes);
}
dnnl_status_t dnnl_dilated_convolution_forward_desc_init(dnnl_convolution_desc_t* convolution, dnnl_prop_kind_t kind,
                                                         dnnl_alg_kind_t algorithm, const dnnl_memory_desc_t* x,
                                                         const dnnl_memory_desc_t* w, const dnnl_memory_desc_t* bias,
                                                         const dnnl_memory_desc_t* y, const dnnl_dims_t strides,
                                                         const dnnl_dims_t dilations, const dnnl_dims_t before,
                                                         const dnnl_dims_t after) {
  return forward<dnnl_dilated_convolution_forward_desc_init>("dnnl_dilated_convolution_forward_desc_init", convolution,
                                                             kind, algorithm, x, w, bias, y, strides, dilations, before,
                                                             after);
}
dnnl_status_t dnnl_dilated_convolution_backward_data_desc_init(dnnl_convolution_desc_t* convolution,
                                                               dnnl_alg_kind_t algorithm, const dnnl_memory_desc_t* x,
                                                               const dnnl_memory_desc_t* w, const dnnl_memory_desc_t* y,
                                                               const dnnl_dims_t strides, const dnnl_dims_t dilations,
                                                               const dnnl_dims_t before, const dnnl_dims_t after) {
  return forward<dnnl_dilated_convolution_backward_data_desc_init>("dnnl_dilated_convolution_backward_data_desc_init",
                                                                   convolution, algorithm, x, w, y, strides, dilations,
                                                                   before, after);
}
dnnl_status_t dnnl_dilated_convolution_backward_weights_desc_init(
    dnnl_convolution_desc_t* convolution, dnnl_alg_kind_t algorithm, const dnnl_memory_desc_t* x,
    const dnnl_memory_desc_t* w, const dnnl_memory_desc_t* bias, const dnnl_memory_desc_t* y, const dnnl_dims_t strides,
    const dnnl_dims_t dilations, const dnnl_dims_t before, const dnnl_dims_t after) {
  return forward<dnnl_dilated_convolution_backward_weights_desc_init>(
      "dnnl_dilated_convolution_backward_weights_desc_init", convolution, algorithm, x, w, bias, y, strides, dilations,
      before, after);
}

dnnl_status_t dnnl_memory_desc_init_by_tag(dnnl_memory_desc_t* desc, int dimensions, const dnnl_dims_t sizes,
                                           dnnl_data_type_t type, dnnl_format_tag_t tag) {
  return forward<dnnl_memory_desc_init_by_tag>("dnnl_memory_desc_init_by_tag", desc, dimensions, sizes, type, tag);
}
dnnl_status_t dnnl_memory_create(dnnl_memory_t* memory, const dnnl_memory_desc_t* desc, dnnl_engine_t engine,
                                 void* data) {
  return forward<dnnl_memory_create>("dnnl_memory_create", memory, desc, engine, data);
}
dnnl_status_t dnnl_memory_get_memory_desc(const_dnnl_memory_t memory, const dnnl_memory_desc_t** desc) {
  return forward<dnnl_memory_get_memory_desc>("dnnl_memory_get_memory_desc", memory, desc);
}
dnnl_status_t dnnl_matmul_desc_init(dnnl_matmul_desc_t* matmul, const dnnl_memory_desc_t* a,
                                    const dnnl_memory_desc_t* b, const dnnl_memory_desc_t* bias,
                                    const dnnl_memory_desc_t* c) {
  return forward<dnnl_matmul_desc_init>("dnnl_matmul_desc_init", matmul, a, b, bias, c);
}
dnnl_status_t dnnl_primitive_desc_iterator_create(dnnl_primitive_desc_iterator_t* iterator,
                                                  const_dnnl_op_desc_t operation,
                                                  const_dnnl_primitive_attr_t attributes, dnnl_engine_t engine,
                                                  const_dnnl_primitive_desc_t hint) {
  return forward<dnnl_primitive_desc_iterator_create>("dnnl_primitive_desc_iterator_create", iterator, operation,
                                                      attributes, engine, hint);
}
dnnl_primitive_desc_t dnnl_primitive_desc_iterator_fetch(const_dnnl_primitive_desc_iterator_t iterator) {
  using gpupeak::host::onednn, gpupeak::vendor_symbol;
  static auto* const vendor =
      vendor_symbol<decltype(dnnl_primitive_desc_iterator_fetch)>(onednn(), "dnnl_primitive_desc_iterator_fetch");
  return vendor(iterator);
}
dnnl_status_t dnnl_primitive_desc_iterator_destroy(dnnl_primitive_desc_iterator_t iterator) {
  return forward<dnnl_primitive_desc_iterator_destroy>("dnnl_primitive_desc_iterator_destroy", iterator);
}

#else  // descriptions of memory are owned handles, and an implementation is chosen at once

dnnl_status_t dnnl_memory_desc_create_with_tag(dnnl_memory_desc_t* desc, int dimensions, const dnnl_dims_t sizes,
                                               dnnl_data_type_t type, dnnl_format_tag_t tag) {
  return forward<dnnl_memory_desc_create_with_tag>("dnnl_memory_desc_create_with_tag", desc, dimensions, sizes, type,
                                                   tag);
}
dnnl_status_t dnnl_memory_desc_clone(dnnl_memory_desc_t* copy, const_dnnl_memory_desc_t desc) {
  return forward<dnnl_memory_desc_clone>("dnnl_memory_desc_clone", copy, desc);
}
dnnl_status_t dnnl_memory_desc_destroy(dnnl_memory_desc_t desc) {
  return forward<dnnl_memory_desc_destroy>("dnnl_memory_desc_destroy", desc);
}
dnnl_status_t dnnl_memory_create(dnnl_memory_t* memory, const_dnnl_memory_desc_t desc, dnnl_engine_t engine,
                                 void* data) {
  return forward<dnnl_memory_create>("dnnl_memory_create", memory, desc, engine, data);
}
dnnl_status_t dnnl_memory_create_v2(dnnl_memory_t* memory, const_dnnl_memory_desc_t desc, dnnl_engine_t engine,
                                    int count, void** data) {
  return forward<dnnl_memory_create_v2>("dnnl_memory_create_v2", memory, desc, engine, count, data);
}
dnnl_status_t dnnl_memory_get_memory_desc(const_dnnl_memory_t memory, const_dnnl_memory_desc_t* desc) {
  return forward<dnnl_memory_get_memory_desc>("dnnl_memory_get_memory_desc", memory, desc);
}
int dnnl_memory_desc_equal(const_dnnl_memory_desc_t left, const_dnnl_memory_desc_t right) {
  return forward<dnnl_memory_desc_equal>("dnnl_memory_desc_equal", left, right);
}
const_dnnl_memory_desc_t dnnl_primitive_desc_query_md(const_dnnl_primitive_desc_t desc, dnnl_query_t what, int index) {
  return forward<dnnl_primitive_desc_query_md>("dnnl_primitive_desc_query_md", desc, what, index);
}
dnnl_status_t dnnl_reorder_primitive_desc_create(dnnl_primitive_desc_t* desc, const_dnnl_memory_desc_t from,
                                                 dnnl_engine_t from_engine, const_dnnl_memory_desc_t to,
                                                 dnnl_engine_t to_engine, const_dnnl_primitive_attr_t attributes) {
  return forward<dnnl_reorder_primitive_desc_create>("dnnl_reorder_primitive_desc_create", desc, from, from_engine, to,
                                                     to_engine, attributes);
}
dnnl_status_t dnnl_convolution_forward_primitive_desc_create(dnnl_primitive_desc_t* desc, dnnl_engine_t engine,
                                                             dnnl_prop_kind_t kind, dnnl_alg_kind_t algorithm,
                                                             const_dnnl_memory_desc_t x, const_dnnl_memory_desc_t w,
                                                             const_dnnl_memory_desc_t bias, const_dnnl_memory_desc_t y,
                                                             const dnnl_dims_t strides, const dnnl_dims_t dilations,
                                                             const dnnl_dims_t before, const dnnl_dims_t after,
                                                             const_dnnl_primitive_attr_t attributes) {
  return forward<dnnl_convolution_forward_primitive_desc_create>("dnnl_convolution_forward_primitive_desc_create", desc,
                                                                 engine, kind, algorithm, x, w, bias, y, strides,
                                                                 dilations, before, after, attributes);
}
dnnl_status_t dnnl_convolution_backward_data_primitive_desc_create(
    dnnl_primitive_desc_t* desc, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, const_dnnl_memory_desc_t x,
    const_dnnl_memory_desc_t w, const_dnnl_memory_desc_t y, const dnnl_dims_t strides, const dnnl_dims_t dilations,
    const dnnl_dims_t before, const dnnl_dims_t after, const_dnnl_primitive_desc_t hint,
    const_dnnl_primitive_attr_t attributes) {
  return forward<dnnl_convolution_backward_data_primitive_desc_create>(
      "dnnl_convolution_backward_data_primitive_desc_create", desc, engine, algorithm, x, w, y, strides, dilations,
      before, after, hint, attributes);
}
dnnl_status_t dnnl_convolution_backward_weights_primitive_desc_create(
    dnnl_primitive_desc_t* desc, dnnl_engine_t engine, dnnl_alg_kind_t algorithm, const_dnnl_memory_desc_t x,
    const_dnnl_memory_desc_t w, const_dnnl_memory_desc_t bias, const_dnnl_memory_desc_t y, const dnnl_dims_t strides,
    const dnnl_dims_t dilations, const dnnl_dims_t before, const dnnl_dims_t after, const_dnnl_primitive_desc_t hint,
    const_dnnl_primitive_attr_t attributes) {
  return forward<dnnl_convolution_backward_weights_primitive_desc_create>(
      "dnnl_convolution_backward_weights_primitive_desc_create", desc, engine, algorithm, x, w, bias, y, strides,
      dilations, before, after, hint, attributes);
}
dnnl_status_t dnnl_matmul_primitive_desc_create(dnnl_primitive_desc_t* desc, dnnl_engine_t engine,
                                                const_dnnl_memory_desc_t a, const_dnnl_memory_desc_t b,
                                                const_dnnl_memory_desc_t bias, const_dnnl_memory_desc_t c,
                                                const_dnnl_primitive_attr_t attributes) {
  return forward<dnnl_matmul_primitive_desc_create>("dnnl_matmul_primitive_desc_create", desc, engine, a, b, bias, c,
                                                    attributes);
}

#endif
}
#pragma GCC visibility pop
#endif

namespace gpupeak::host {

// Looked up in the library and in what it brought along, so it is the OpenMP that the library itself runs on.
void onednn_set_threads(int threads) {
  if (!onednn().handle) return;
  static auto* const set = reinterpret_cast<void (*)(int)>(dlsym(onednn().handle, "omp_set_num_threads"));
  if (set) set(threads);
}

}  // namespace gpupeak::host
