// SPDX-License-Identifier: Apache-2.0
#include "verify/sbom_elements.hpp"

#include "base/text.hpp"

namespace souptrace::verify {
namespace {

using formats::Json;

constexpr std::size_t kLargestPart = std::size_t{4} * 1024 * 1024;

std::string digest_in(const Json& hashes, const HashNames& names, std::string_view wanted) {
  for (const Json& one : hashes.items()) {
    std::string algorithm = to_lower(one.string_or(names.algorithm, ""));
    std::erase(algorithm, '-');
    if (algorithm == wanted) return to_lower(one.string_or(names.value, ""));
  }
  return {};
}

}  // namespace

Error malformed_document(const std::string& what) { return {"document-malformed", what}; }

Error newer_document(const std::string& what) {
  return {"document-version", "is " + printable(what) + ", which this souptrace does not know: use a newer one"};
}

Result<Json> document_part(const std::vector<formats::JsonMember>& members, std::string_view name) {
  const std::string_view text = formats::member_text(members, name);
  if (text.empty()) return Json();
  if (text.size() > kLargestPart) return malformed_document("its \"" + std::string(name) + "\" is larger than 4 MiB");
  return Json::parse(text);
}

Status each_element(const std::vector<formats::JsonMember>& members, std::string_view name, std::string_view word,
                    const std::function<void(const Json&)>& take) {
  const std::string_view list = formats::member_text(members, name);
  if (list.empty()) return Done{};
  return formats::each_json_element(list, [&](std::string_view text) -> std::optional<Error> {
    if (text.find(word) == std::string_view::npos) return std::nullopt;
    if (text.size() > kLargestPart) return malformed_document("an element of \"" + std::string(name) + "\" is larger than 4 MiB");
    const auto json = Json::parse(text);
    if (!json) return malformed_document(json.error().describe());
    take(*json);
    return std::nullopt;
  });
}

std::string sha256_in(const Json& hashes, const HashNames& names) { return digest_in(hashes, names, "sha256"); }

void add_known_file(std::vector<KnownFile>& out, const std::string& document, const std::string& name, const Json& hashes,
                    const HashNames& names) {
  KnownFile file;
  file.document = document;
  file.name = name;
  file.sha256 = digest_in(hashes, names, "sha256");
  file.sha512 = digest_in(hashes, names, "sha512");
  if (!file.sha256.empty()) out.push_back(std::move(file));
}

}  // namespace souptrace::verify
