// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "model/trace.hpp"

// What was done to a binary after its link, told from the bytes before and after.
namespace souptrace::link {

/// A file's bytes and their SHA-256 in hexadecimal.
struct FileContent {
  ByteView bytes;
  std::string sha256;
};

/// What `cmake --install` or CPack may have done.
struct InstallTools {
  std::string cmake;  ///< "cmake 3.25.1": copies files and edits their run paths
  std::string strip;  ///< "GNU strip … 2.40"; "" when this installation does not strip
};

/// What a build says that it did.
struct DeclaredAction {
  std::string action;  ///< "objcopy", "strip", "sign", …
  std::string tool;    ///< "" = it does not say
};

/// Steps from one file to another, and what none of them explains.
struct Explanation {
  std::vector<PostLinkStep> steps;
  std::string unexplained;  ///< in words; "" when the steps explain every byte
};

/// How far a file may have come from `linked`, whatever was done to it: the same bytes, or an image of the same
/// kind whose mapped bytes are the same, its run path aside.
[[nodiscard]] bool is_made_of(ByteView linked, ByteView file);

/// Explains an installed file: a copy, its run path edited, the sections that no loader maps stripped.
[[nodiscard]] Explanation explain_installed(const FileContent& linked, const FileContent& file,
                                            const InstallTools& tools);

/// Explains a file by one step that the build declares: an image with the same mapped bytes (strip, objcopy
/// with a debug link); the program's memory as Intel HEX, S-records or flat bytes; or the former file with bytes
/// put before or behind it (a signature, a boot loader's header).
[[nodiscard]] Explanation explain_declared(const FileContent& from, const FileContent& file,
                                           const DeclaredAction& declared);

/// "ELF", "PE", "ihex", "srec" or "binary", by the first bytes.
[[nodiscard]] std::string shipped_format(ByteView bytes);

}  // namespace souptrace::link
