// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

// PE images (Windows, UEFI), as far as a link trace needs them. Source: "PE Format", Microsoft.
namespace souptrace::formats {

/// One entry of the optional header's data directories.
struct PeDirectory {
  std::uint32_t address = 0;
  std::uint32_t size = 0;
  bool operator==(const PeDirectory&) const = default;
};

inline constexpr std::size_t kPeCertificates = 4;  ///< the directory whose address is a file offset

struct PeSection {
  std::string name;  ///< the short one; "/4" and the like are looked up in the string table where there is one
  std::uint32_t address = 0;      ///< relative to the image base
  std::uint32_t memory_size = 0;
  std::uint32_t characteristics = 0;
  ByteView bytes;  ///< in the file

  /// Debug information and the like, which no loader maps.
  [[nodiscard]] bool is_debug() const;
};

/// What a PE image says of itself.
struct Pe {
  std::uint16_t machine = 0;
  bool is_dll = false;
  bool is_64 = false;  ///< PE32+
  std::uint16_t subsystem = 0;
  std::uint32_t entry = 0;
  std::uint64_t image_base = 0;
  std::string fixed;  ///< the DOS stub and those fields of the optional header that no later step has to change
  std::string name;                         ///< of a DLL, from its export directory
  std::vector<std::string> imports;         ///< names of DLLs, in file order
  std::vector<std::string> delay_imports;   ///< likewise, those loaded at first use
  std::vector<PeSection> sections;
  std::vector<PeDirectory> directories;
  std::uint64_t end = 0;  ///< of everything that the headers tell of, in bytes from the file's begin
};

/// Whether the file begins as a DOS or PE program does.
[[nodiscard]] bool is_pe(ByteView bytes);

/// Errors: "pe-malformed" (a DOS program without PE header, a place outside the image, names without an end),
/// with the offset.
[[nodiscard]] Result<Pe> parse_pe(ByteView bytes);

/// "x86_64", "i386", "aarch64", "arm"; "machine-N" for one without a name here.
[[nodiscard]] std::string pe_machine_name(std::uint16_t machine);

}  // namespace souptrace::formats
