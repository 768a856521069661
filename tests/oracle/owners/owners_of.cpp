// SPDX-License-Identifier: Apache-2.0
// owners_of [SYSROOT]: reads paths from standard input, one a line, and prints for each
// "path<TAB>tier<TAB>component<TAB>losing components, ',' between them"; then each finding as
// "!code<TAB>subject<TAB>text". For tests only.
#include <iostream>
#include <set>
#include <string>

#include "base/digest.hpp"
#include "host/host.hpp"
#include "identify/identify.hpp"
#include "model/names.hpp"

namespace {

using namespace souptrace;

/// The question about what lies behind `path`, with `path` as an alias where it is a link.
std::optional<identify::FileInQuestion> question_about(Host& host, const std::string& path) {
  const auto real = host.real_path(path);
  if (!real) return std::nullopt;
  identify::FileInQuestion out{*real, {}, {}};
  if (*real != path) out.aliases.push_back(path);
  DigestSet wanted;
  wanted.md5 = true;
  if (const auto content = host.read(*real)) out.digests = digest((*content)->bytes(), wanted);
  return out;
}

void print(const std::string& path, const Ownership& owner) {
  std::cout << path << '\t' << name_of(owner.chosen.tier) << '\t' << owner.chosen.component << '\t';
  for (std::size_t i = 0; i < owner.losing.size(); ++i)
    std::cout << (i == 0 ? "" : ",") << owner.losing[i].component;
  std::cout << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  const auto host = posix_host();
  BuildFacts facts;
  facts.source_directory = "/nonexistent/source";
  facts.build_directory = "/nonexistent/build";
  if (argc > 1) facts.sysroot = argv[1];
  std::vector<identify::FileInQuestion> files;
  std::set<std::string> seen;
  for (std::string path; std::getline(std::cin, path);)
    if (auto question = question_about(*host, path); question && seen.insert(question->path).second)
      files.push_back(std::move(*question));
  const auto outcome = identify::identify(*host, facts, files);
  for (const auto& [path, owner] : outcome.value.files) print(path, owner);
  for (const Finding& finding : outcome.findings)
    std::cout << '!' << finding.code << '\t' << finding.subject << '\t' << finding.text << '\n';
  return 0;
}
