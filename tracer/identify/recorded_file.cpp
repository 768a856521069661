// SPDX-License-Identifier: Apache-2.0
#include "identify/recorded_file.hpp"

#include <utility>

namespace souptrace::identify {
namespace {

std::string_view name_of(DigestKind kind) {
  switch (kind) {
    case DigestKind::md5:
      return "MD5";
    case DigestKind::sha1:
      return "SHA-1";
    case DigestKind::sha256:
      return "SHA-256";
    case DigestKind::sha512:
      return "SHA-512";
    case DigestKind::sha256_160:
      return "SHA-256 (160 bits)";
  }
  return "";
}

std::string& digest_in(Digests& digests, DigestKind kind) {
  switch (kind) {
    case DigestKind::md5:
      return digests.md5;
    case DigestKind::sha1:
      return digests.sha1;
    case DigestKind::sha512:
      return digests.sha512;
    case DigestKind::sha256:
    case DigestKind::sha256_160:
      break;
  }
  return digests.sha256;
}

DigestSet only(DigestKind kind) {
  DigestSet out;
  out.sha256 = kind == DigestKind::sha256 || kind == DigestKind::sha256_160;
  out.md5 = kind == DigestKind::md5;
  out.sha1 = kind == DigestKind::sha1;
  out.sha512 = kind == DigestKind::sha512;
  return out;
}

}  // namespace

std::string digest_of(Host& host, const FileInQuestion& file, DigestKind kind) {
  Digests digests = file.digests;
  if (digest_in(digests, kind).empty()) {
    const auto content = host.read(file.path);
    if (!content) return "";
    digests = digest((*content)->bytes(), only(kind));
  }
  std::string& out = digest_in(digests, kind);
  if (kind == DigestKind::sha256_160) out.resize(40);
  return std::move(out);
}

void claim_recorded_file(const Question& question, std::size_t index, const RecordedFile& record,
                         Outcome<Knowledge>& out) {
  const FileInQuestion& file = question.files[index];
  const std::string name(name_of(record.kind));
  FileClaim one{index,
                Reach::listed,
                "",
                {record.component,
                 Tier::package_db_listed,
                 record.manager + ": listed path, no digest",
                 {record.listing}}};
  const std::string own = record.digest.empty() ? "" : digest_of(question.host, file, record.kind);
  if (!own.empty()) {
    const bool same = own == record.digest;
    one.claim.tier = same ? Tier::package_db_verified : Tier::package_db_mismatch;
    one.claim.rule = record.manager + ": listed path, " + name + (same ? " equal" : " different");
    one.claim.evidence.push_back(
        {record.manager, record.digest_place,
         name + ' ' + record.digest + (same ? " is the file's" : ", but the file's is " + own)});
    if (!same)
      out.add({"package-db-mismatch", Severity::error, file.path,
               "the file was changed after " + record.package + " was installed: " + record.digest_place +
                   " says " + name + ' ' + record.digest + ", the file has " + own,
               record.remedy});
  }
  out.value.claims.push_back(std::move(one));
}

}  // namespace souptrace::identify
