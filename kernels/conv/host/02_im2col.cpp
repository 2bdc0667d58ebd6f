// 02 · im2col. Rung 01 waits for every addition. Here a matrix is written first, with a row for each pixel of the
// result and in it all pixels that the filter covers there; then the packed product of `matmul` does the arithmetic (K.
// Chellapilla et al., 2006). Gradients are products with the same matrix: that of the image forms it and adds its rows
// up where they came from, that of the filters multiplies it from the left. In bf16 the products are the matrix unit's
// (AMX). All cores. Limit: the matrix is r s times as large as the image and makes its way to memory and back; a
// pointwise convolution pays for a copy that it does not need.
#include <algorithm>

#include "device/host/host_device.h"
#include "device/host/tiles.h"
#include "kernels/common/host/isa.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/host/padded_band.h"
#include "kernels/matmul/host/packed.h"
#include "kernels/matmul/host/partition.h"
#include "kernels/matmul/host/tile.h"

namespace gpupeak::host {
namespace {

int64_t rows_of_matrix(const conv::Problem& p) { return p.n * rows_of_y(p) * columns_of_y(p); }
int64_t columns_of_matrix(const conv::Problem& p) { return p.r * p.s * p.c; }

// The product that stands for the convolution: y = matrix x w^T, matrix = y x w, w = y^T x matrix.
matmul::Problem product_of(const conv::Problem& p) {
  const int64_t pixels = rows_of_matrix(p), covered = columns_of_matrix(p);
  matmul::Problem product{.dtype = p.dtype, .m = pixels, .n = p.k, .k = covered, .layout = matmul::Layout::nt};
  if (p.direction == conv::Direction::backward_data) {
    product.n = covered, product.k = p.k;
    product.layout = matmul::Layout::nn;
  } else if (p.direction == conv::Direction::backward_filter) {
    product.m = p.k, product.n = covered, product.k = pixels;
    product.layout = matmul::Layout::tn;
  }
  return product;
}

// Elements of the matrix are of the problem's type where they are read, floats where they are formed.
Bytes workspace(const conv::Problem& p) {
  const double element = p.direction == conv::Direction::backward_data ? 4 : row(p.dtype).bytes;
  return Bytes(element * static_cast<double>(rows_of_matrix(p)) * static_cast<double>(columns_of_matrix(p)));
}

// Between the image and the matrix, both ways.
template <class T>
class Columns {
 public:
  explicit Columns(const conv::Problem& problem)
      : p_(problem), rows_(rows_of_y(problem)), columns_(columns_of_y(problem)), width_(columns_of_matrix(problem)) {}

  // The matrix's rows of these rows of y, counted through all images.
  void write(const T* x, T* matrix, Range rows) const {
    for (int64_t row = rows.first; row < rows.last; ++row)
      for (int64_t q = 0; q < columns_; ++q) {
        T* const to = matrix + (row * columns_ + q) * width_;
        each_tap(row, q, [&](int64_t tap, int64_t pixel) {
          if (pixel < 0)
            std::fill_n(to + tap * p_.c, p_.c, T{});
          else
            std::copy_n(x + pixel * p_.c, p_.c, to + tap * p_.c);
        });
      }
  }

  // Adds an image's rows of the matrix to its pixels, which are cleared first.
  void add(const float* matrix, float* x, int64_t image) const {
    std::fill_n(x + image * p_.h * p_.w * p_.c, p_.h * p_.w * p_.c, 0.0F);
    for (int64_t row = image * rows_; row < (image + 1) * rows_; ++row)
      for (int64_t q = 0; q < columns_; ++q) {
        const float* const from = matrix + (row * columns_ + q) * width_;
        each_tap(row, q, [&](int64_t tap, int64_t pixel) {
          if (pixel >= 0)
            for (int64_t c = 0; c < p_.c; ++c) x[pixel * p_.c + c] += from[tap * p_.c + c];
        });
      }
  }

 private:
  // visit(tap, pixel of x counted through all images, or -1 outside)
  template <class Visit>
  void each_tap(int64_t row, int64_t q, const Visit& visit) const {
    const int64_t image = row / rows_, p = row % rows_;
    for (int64_t r = 0; r < p_.r; ++r)
      for (int64_t s = 0; s < p_.s; ++s) {
        const int64_t h = p * p_.stride - p_.pad + r * p_.dilation, v = q * p_.stride - p_.pad + s * p_.dilation;
        const bool inside = h >= 0 && h < p_.h && v >= 0 && v < p_.w;
        visit(r * p_.s + s, inside ? (image * p_.h + h) * p_.w + v : -1);
      }
  }

  conv::Problem p_;
  int64_t rows_, columns_, width_;
};

Launch bind_product(Device& device, const matmul::Problem& product, const matmul::Operands& operands) {
  const int workers = useful_workers(product, device.info());
  if (product.dtype == DType::bf16)
    return bind_packed<BFloat16, float>(device, product, operands, tile_amx_bf16, workers);
  return bind_packed<float>(device, product, operands, prefetching(best_tile<float>(device.info())), workers);
}

template <class T>
Launch bind_typed(Device& device, const conv::Problem& p, const conv::Operands& operands) {
  const std::shared_ptr<Memory> memory = device.allocate(workspace(p));
  void* const matrix = memory->data();
  const int workers = std::max(1, device.info().units);
  const Columns<T> columns(p);
  if (p.direction == conv::Direction::backward_data) {
    Launch product = bind_product(device, product_of(p), {operands.y, operands.w, matrix});
    auto* const x = static_cast<float*>(operands.x);
    return [=, images = p.n](Queue& queue) {
      product(queue);
      host(queue).parallel(workers, [&, floats = static_cast<const float*>(memory->data())](int worker, int) {
        const Range mine = part_of(images, worker, workers);
        for (int64_t image = mine.first; image < mine.last; ++image) columns.add(floats, x, image);
      });
    };
  }
  const bool forward = p.direction == conv::Direction::forward;
  Launch product = bind_product(
      device, product_of(p),
      forward ? matmul::Operands{matrix, operands.w, operands.y} : matmul::Operands{operands.y, matrix, operands.w});
  const auto* const x = static_cast<const T*>(operands.x);
  return [=, rows = p.n * rows_of_y(p)](Queue& queue) {
    host(queue).parallel(workers, [&](int worker, int) {
      columns.write(x, static_cast<T*>(memory->data()), part_of(rows, worker, workers));
    });
    product(queue);
  };
}

Launch bind(Device& device, const conv::Problem& problem, const conv::Operands& operands) {
  return problem.dtype == DType::bf16 ? bind_typed<BFloat16>(device, problem, operands)
                                      : bind_typed<float>(device, problem, operands);
}

bool applies(const conv::Problem& problem) { return conv::takes_f32_and_bf16(problem) && !conv::is_depthwise(problem); }

std::optional<std::string> refuses(const DeviceInfo& device, const conv::Problem& problem) {
  if (problem.layout != conv::Layout::nhwc) return "copies channels that lie side by side; try --set conv.layout=nhwc";
  if (problem.groups != 1) return "multiplies all channels with all filters; try the rung direct or onednn for groups";
  if (problem.dtype != DType::bf16) return std::nullopt;
  if (auto reason = refuses_without(device, "amx_bf16")) return reason;
  return why_no_tiles();
}

}  // namespace

extern constinit const conv::Rung conv_im2col{
    .name = "im2col",
    .idea = "a matrix of all pixels that the filter covers, then the packed product, on all cores",
    .applies = applies,
    .refuses = refuses,
    .executed = conv::nominal,
    .workspace = workspace,
    .bind = bind,
};

}  // namespace gpupeak::host
