// SPDX-License-Identifier: Apache-2.0
// A plugin for bfd and gold that takes part in no link and only writes down which files and archive members
// the linker takes:
//   offset <tab> size <tab> path <NUL>
// one entry for each, the offset being that of the member's data in the archive, 0 for a whole file. The path
// of the report is the plugin's only option. Interface: the GNU linker plugin API (the tags and records below
// are those of binutils' documentation).
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstring>

namespace {

enum Status { kOk = 0 };
enum Tag { kEnd = 0, kOption = 4, kRegisterClaimFile = 5 };

struct InputFile {
  const char* name;
  int descriptor;
  off_t offset;
  off_t size;
  void* handle;
};

using ClaimFile = Status (*)(const InputFile* file, int* claimed);
using RegisterClaimFile = Status (*)(ClaimFile handler);

struct TransferEntry {
  int tag;
  union {
    int number;
    const char* text;
    RegisterClaimFile register_claim_file;
    void (*other)();
  } value;
};

int report = -1;

char* put_number(char* at, unsigned long long number) {
  char digits[24];
  int count = 0;
  do digits[count++] = static_cast<char>('0' + number % 10);
  while ((number /= 10) != 0);
  while (count > 0) *at++ = digits[--count];
  *at++ = '\t';
  return at;
}

/// One write for one entry, to a file opened for appending: entries of several threads do not mix.
void write_entry(const InputFile& file) {
  constexpr std::size_t kNumbers = 64;
  char entry[kNumbers + 4096 + 1];
  char* at = put_number(entry, static_cast<unsigned long long>(file.offset));
  at = put_number(at, static_cast<unsigned long long>(file.size));
  const std::size_t length = std::strlen(file.name) + 1;
  if (length > 4096 + 1) return;  // no system opens such a path
  std::memcpy(at, file.name, length);
  const std::size_t whole = static_cast<std::size_t>(at - entry) + length;
  // An entry that a full disk cuts has no NUL: the reader of the report sees that.
  if (::write(report, entry, whole) != static_cast<ssize_t>(whole)) {
    ::close(report);
    report = -1;
  }
}

Status claim_file(const InputFile* file, int* claimed) {
  *claimed = 0;
  if (report >= 0 && file->name != nullptr) write_entry(*file);
  return kOk;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) int onload(const TransferEntry* entry) {
  RegisterClaimFile register_claim_file = nullptr;
  for (; entry->tag != kEnd; ++entry) {
    if (entry->tag == kRegisterClaimFile) register_claim_file = entry->value.register_claim_file;
    if (entry->tag == kOption && report < 0)
      report = ::open(entry->value.text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  }
  if (register_claim_file != nullptr && report >= 0) (void)register_claim_file(claim_file);
  return kOk;
}
