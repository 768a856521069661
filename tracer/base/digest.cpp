// SPDX-License-Identifier: Apache-2.0
#include "base/digest.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace souptrace {
namespace {

/// One running digest of libcrypto.
class Running {
 public:
  Running(const EVP_MD* type, std::string& out) : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free), out_(&out) {
    require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), type, nullptr) == 1);
  }
  void update(const void* data, std::size_t size) { require(EVP_DigestUpdate(context_.get(), data, size) == 1); }
  void finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned size = 0;
    require(EVP_DigestFinal_ex(context_.get(), raw.data(), &size) == 1);
    *out_ = to_hex({reinterpret_cast<const char*>(raw.data()), size});
  }

 private:
  /// libcrypto fails here only without memory or without the algorithm (a FIPS configuration that forbids it): no digest may be invented.
  static void require(bool done) {
    if (done) return;
    std::fputs("souptrace: error: libcrypto cannot compute a digest that is needed (is a FIPS policy in force?)\n", stderr);
    std::exit(3);
  }
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
  std::string* out_;
};

}  // namespace

Digests digest(ByteView bytes, const DigestSet& wanted) {
  Digests result;
  result.size = bytes.size();
  std::vector<Running> running;
  const std::string blob_header = "blob " + std::to_string(bytes.size());
  const auto add = [&](bool want, const EVP_MD* type, std::string& out, bool as_blob) {
    if (!want) return;
    running.emplace_back(type, out);
    if (as_blob) running.back().update(blob_header.c_str(), blob_header.size() + 1);
  };
  add(wanted.sha256, EVP_sha256(), result.sha256, false);
  add(wanted.sha512, EVP_sha512(), result.sha512, false);
  add(wanted.md5, EVP_md5(), result.md5, false);
  add(wanted.sha1, EVP_sha1(), result.sha1, false);
  add(wanted.gitoid, EVP_sha256(), result.gitoid, true);
  add(wanted.git_blob, EVP_sha1(), result.git_blob, true);

  constexpr std::size_t kBlock = std::size_t{64} * 1024;  // stays in the cache while every digest reads it
  for (std::size_t at = 0; at < bytes.size(); at += kBlock) {
    const auto block = bytes.subspan(at, std::min(kBlock, bytes.size() - at));
    for (Running& one : running) one.update(block.data(), block.size());
  }
  for (Running& one : running) one.finish();
  return result;
}

std::string sha256_hex(ByteView bytes) { return digest(bytes, DigestSet{}).sha256; }

}  // namespace souptrace
