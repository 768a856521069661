// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>

#include "crc/crc.h"
#include "release.h"
#include "tiny.hpp"

extern "C" {
int dup_a(void);
int gone(int value);
int weakly(void) __attribute__((weak));
extern const char merged_text[];
int thin_first(void);
int scripted(void);
int kept(void);
int nameless(void);
int startup(void);
}
int objects_first();
int objects_second();

// Nobody calls it: --gc-sections takes it out again, and all of gone.o with it.
__attribute__((visibility("hidden"))) int never_called(int value) { return gone(value); }

int main() {
  const std::string text = RELEASE;
  int sum = tiny::twice(dup_a()) + thin_first() + scripted() + kept() + nameless() + startup();
  if (weakly != nullptr) sum += weakly();
  sum += objects_first() + objects_second();
  sum += static_cast<int>(crc(reinterpret_cast<const unsigned char*>(text.data()), static_cast<unsigned>(text.size())));
  std::printf("%d %s\n", sum, merged_text);
}
