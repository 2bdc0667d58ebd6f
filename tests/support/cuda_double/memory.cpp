// Memory and copies of the double: memory is the heap's, and a copy takes its time by the script's clock.
#include <cuda_runtime_api.h>

#include <cstdlib>
#include <cstring>

#include "tests/support/cuda_double/world.h"

using namespace gpupeak::cuda_double;

struct CUmemPoolHandle_st {};

extern "C" {

cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
  *free = available();
  *total = gpu(world().device).memory;
  return in_context();
}
// Exact blocks of the heap, so that AddressSanitizer sees what a kernel does past their ends.
cudaError_t cudaMalloc(void** memory, size_t size) {
  if (const cudaError_t error = in_context(); error != cudaSuccess) return error;
  if (world().allocated++ == world().scenario.no_memory_at) return answer(cudaErrorMemoryAllocation);
  if (size > available()) return answer(cudaErrorMemoryAllocation);
  *memory = std::malloc(size);
  if (!*memory) return answer(cudaErrorMemoryAllocation);
  std::memset(*memory, 0xff, size);
  world().allocations[*memory] = size;
  world().used += size;
  return cudaSuccess;
}
cudaError_t cudaFree(void* memory) {
  if (!memory) return cudaSuccess;
  const auto found = world().allocations.find(memory);
  if (found == world().allocations.end()) return answer(cudaErrorInvalidValue);
  world().used -= found->second;
  world().allocations.erase(found);
  std::free(memory);
  return present();
}
cudaError_t cudaMemPoolCreate(cudaMemPool_t* pool, const cudaMemPoolProps* properties) {
  if (!known(properties->location.id) || !gpu(properties->location.id).pools) return answer(cudaErrorNotSupported);
  *pool = new CUmemPoolHandle_st;
  return present();
}
cudaError_t cudaMemPoolDestroy(cudaMemPool_t pool) {
  delete pool;
  return present();
}
cudaError_t cudaMemPoolSetAttribute(cudaMemPool_t, cudaMemPoolAttr attribute, void*) {
  return attribute == cudaMemPoolAttrReleaseThreshold ? present() : answer(cudaErrorInvalidValue);
}
cudaError_t cudaMallocFromPoolAsync(void** memory, size_t size, cudaMemPool_t, cudaStream_t) {
  return cudaMalloc(memory, size);
}
cudaError_t cudaFreeAsync(void* memory, cudaStream_t) { return cudaFree(memory); }
cudaError_t cudaMemcpyAsync(void* to, const void* from, size_t size, cudaMemcpyKind kind, cudaStream_t) {
  if (const cudaError_t error = present(); error != cudaSuccess) return error;
  if (kind == cudaMemcpyDeviceToHost) world().bytes_to_host += size, ++world().copies_to_host;
  std::memcpy(to, from, size);
  ++world().pending;
  world().now_s += static_cast<double>(size) / world().scenario.copy_bytes_per_s;
  return cudaSuccess;
}
cudaError_t cudaMemcpyPeerAsync(void* to, int to_gpu, const void* from, int from_gpu, size_t size,
                                cudaStream_t stream) {
  if (!known(to_gpu) || !known(from_gpu)) return answer(cudaErrorInvalidDevice);
  return cudaMemcpyAsync(to, from, size, cudaMemcpyDefault, stream);
}
cudaError_t cudaGetDevice(int* device) {
  *device = world().device;
  return present();
}
cudaError_t cudaDeviceCanAccessPeer(int* can, int device, int peer) {
  if (!known(device) || !known(peer)) return answer(cudaErrorInvalidDevice);
  *can = device != peer && world().scenario.peer_access ? 1 : 0;
  return present();
}
cudaError_t cudaDeviceEnablePeerAccess(int peer, unsigned) {
  if (!known(peer) || peer == world().device) return answer(cudaErrorInvalidDevice);
  if (!world().scenario.peer_access) return answer(cudaErrorPeerAccessUnsupported);
  return world().peers.insert({world().device, peer}).second ? present() : answer(cudaErrorPeerAccessAlreadyEnabled);
}

// Memory of the host that kernels of the double reach as it is; another address would be mapped.
cudaError_t cudaHostAlloc(void** memory, size_t size, unsigned flags) {
  if (const cudaError_t error = present(); error != cudaSuccess) return error;
  *memory = std::malloc(size);
  if (!*memory) return answer(cudaErrorMemoryAllocation);
  std::memset(*memory, 0xff, size);
  world().pinned[*memory] = (flags & cudaHostAllocMapped) != 0;
  return cudaSuccess;
}
cudaError_t cudaFreeHost(void* memory) {
  if (world().pinned.erase(memory) == 0) return answer(cudaErrorInvalidValue);
  std::free(memory);
  return present();
}
cudaError_t cudaHostGetDevicePointer(void** device, void* host, unsigned) {
  const auto found = world().pinned.find(host);
  if (found == world().pinned.end() || !found->second) return answer(cudaErrorInvalidValue);
  *device = host;
  return present();
}
cudaError_t cudaMemsetAsync(void* to, int value, size_t size, cudaStream_t) {
  if (const cudaError_t error = present(); error != cudaSuccess) return error;
  std::memset(to, value, size);
  ++world().pending;
  return cudaSuccess;
}

}  // extern "C"
