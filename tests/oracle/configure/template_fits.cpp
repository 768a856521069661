// SPDX-License-Identifier: Apache-2.0
// template_fits TEMPLATE FILE: prints whether the file was made from the template.
#include <cstdio>

#include "formats/configure_template.hpp"
#include "host/host.hpp"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto host = souptrace::posix_host();
  const auto made_from = host->read(argv[1]);
  const auto file = host->read(argv[2]);
  if (!made_from || !file) return 2;
  const bool fits = souptrace::formats::configured_from((*made_from)->text(), (*file)->text());
  std::puts(fits ? "yes" : "no");
  return 0;
}
