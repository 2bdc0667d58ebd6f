#include "kernels/pages/host/host_regions.h"

#include <vector>

#include "device/host/host_memory.h"

namespace gpupeak::host {
namespace {

class HostRegions : public pages::Regions {
 public:
  HostRegions(const pages::Problem& problem, int64_t count, PageKind kind) : kind_(kind) {
    for (int64_t i = 0; i < count; ++i)
      regions_.emplace_back(static_cast<size_t>(problem.huge_pages) * huge_page_bytes, kind);
  }
  void map(int64_t region) override { of(region).map(); }
  bool unmap(int64_t region) override { return of(region).unmap(); }
  std::byte* at(int64_t region) override { return of(region).data(); }
  int64_t page_bytes() const override {
    return static_cast<int64_t>(kind_ == PageKind::huge ? huge_page_bytes : host::page_bytes);
  }

 private:
  PageRegion& of(int64_t region) { return regions_.at(static_cast<size_t>(region)); }

  PageKind kind_;
  std::vector<PageRegion> regions_;
};

}  // namespace

std::unique_ptr<pages::Regions> make_regions(const pages::Problem& problem, int64_t regions, PageKind kind) {
  return std::make_unique<HostRegions>(problem, regions, kind);
}

}  // namespace gpupeak::host
