// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "identify/resolver.hpp"

// What package managers have in common: a record says that a package installed a file, and often with what
// content.
namespace souptrace::identify {

/// sha256_160: the first 160 bits of a SHA-256, which apk keeps of packages in its third format.
enum class DigestKind { md5, sha1, sha256, sha512, sha256_160 };

/// A package manager's word about one file.
struct RecordedFile {
  std::string manager;    ///< the source of the evidence, which begins its rules: "dpkg", "conan", "rpm", …
  std::string component;  ///< Component::id
  std::string package;    ///< the package as its manager's users call it, for messages
  Evidence listing;       ///< where the record names the file
  DigestKind kind = DigestKind::sha256;
  std::string digest;        ///< lower-case hexadecimal; "" when the record has none
  std::string digest_place;  ///< the record that holds the digest, as in Evidence::place
  std::string remedy;        ///< what to do when the file has another digest; begins with a capital letter
};

/// Claims the file `index` for the record's component: package_db_verified when the digests are equal,
/// package_db_listed without a digest (or when the file cannot be read: whoever hashed it says so),
/// package_db_mismatch with a finding of the same name (error) when they differ.
void claim_recorded_file(const Question& question, std::size_t index, const RecordedFile& record,
                         Outcome<Knowledge>& out);

/// The digest of a file in question: the one it comes with, otherwise computed; "" when the file cannot be
/// read.
[[nodiscard]] std::string digest_of(Host& host, const FileInQuestion& file, DigestKind kind);

}  // namespace souptrace::identify
