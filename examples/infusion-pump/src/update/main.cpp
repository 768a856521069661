// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "self_check.hpp"
#include "update/package.hpp"
#include "update/sample_package.hpp"
#include "version.hpp"

namespace {

using namespace infusion;

bool is_refused(const Bytes& file) try {
  return read_package(file).firmware.empty();
} catch (const std::runtime_error&) {
  return true;
}

int self_test() {
  SelfCheck check;
  const Bytes good = sample_package();
  const Package package = read_package(good);
  check.expect(package.version_text() == "2.2.0" && package.firmware.size() == 348, "a good package is read");
  check.expect(is_newer(package, "2.1.0") && !is_newer(package, "2.2.0"), "versions are compared");
  for (const std::size_t at : {std::size_t{0}, std::size_t{10}, std::size_t{20}, std::size_t{45}, good.size() - 1}) {
    Bytes bad = good;
    bad[at] ^= 0x40;
    check.expect(is_refused(bad), "a changed package is refused");
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    check.expect(is_refused(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))), "a cut package is refused");
  return check.finish("update");
}

int check_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  const Package package = read_package({std::istreambuf_iterator<char>(file), {}});
  const bool newer = is_newer(package, kVersion);
  std::cout << path << ": version " << package.version_text() << (newer ? ", newer than " : ", not newer than ") << kVersion << '\n';
  return newer ? 0 : 1;
}

}  // namespace

int main(int count, char** values) try {
  const std::string argument = count > 1 ? values[1] : "";
  if (count == 2 && argument == "--self-test") return self_test();
  if (count == 3 && argument == "--check") return check_file(values[2]);
  if (count == 2 && argument == "--version") {
    std::cout << "update " << kVersion << '\n';
    return 0;
  }
  std::cerr << "usage: update --self-test | --version | --check PACKAGE\n";
  return 2;
} catch (const std::exception& problem) {
  std::cerr << "update: " << problem.what() << '\n';
  return 1;
}
