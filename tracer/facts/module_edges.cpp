// SPDX-License-Identifier: Apache-2.0
#include "facts/module_edges.hpp"

#include "base/path.hpp"
#include "base/text.hpp"
#include "facts/object_names.hpp"

namespace souptrace::facts {
namespace {

/// The words of a ninja build line; ':' and '|' outside paths are words of their own. "$" escapes the next
/// character.
std::vector<std::string> ninja_words(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '$' && i + 1 < line.size()) {
      word += line[++i];
    } else if (c == ' ') {
      finish();
    } else if (c == ':' || c == '|') {
      finish();
      words.emplace_back(1, c);
    } else {
      word += c;
    }
  }
  finish();
  return words;
}

/// The statement of "build OUT [| OUT...] : dyndep [| IN...]"; nothing for any other shape.
std::optional<DyndepStatement> statement(const std::vector<std::string>& words) {
  if (words.size() < 4 || words[0] != "build") return std::nullopt;
  DyndepStatement out;
  out.output = words[1];
  std::size_t at = 2;
  for (; at < words.size() && words[at] != ":"; ++at)
    if (words[at] != "|") out.bmis.push_back(words[at]);
  if (at + 1 >= words.size() || words[at + 1] != "dyndep") return std::nullopt;
  for (at += 2; at < words.size(); ++at)
    if (words[at] != "|") out.imports.push_back(words[at]);
  return out;
}

void add_edges(PathTable& paths, const std::string& base, const DyndepStatement& from, ModuleEdges& out) {
  const PathTable::Id object = paths.id(from.output, base);
  for (const std::string& bmi : from.bmis) out.producer[paths.id(bmi, base)] = object;
  for (const std::string& bmi : from.imports) out.imports[object].push_back(paths.id(bmi, base));
}

}  // namespace

Result<std::vector<DyndepStatement>> parse_dyndep(std::string_view text) {
  std::vector<DyndepStatement> out;
  std::string_view rest = text;
  bool versioned = false;
  while (!rest.empty()) {
    const std::uint64_t offset = text.size() - rest.size();
    const std::string_view line = *next_line(rest);
    if (line.starts_with("ninja_dyndep_version")) versioned = true;
    if (!line.starts_with("build ")) continue;
    auto parsed = statement(ninja_words(line));
    if (!parsed || !versioned)
      return Error{"dyndep-malformed", "a build statement that is no dyndep statement", offset};
    out.push_back(std::move(*parsed));
  }
  return out;
}

Outcome<ModuleEdges> read_module_edges(Host& host, PathTable& paths, const FileApiReply& reply) {
  Outcome<ModuleEdges> out;
  for (const CodemodelTarget& item : reply.targets) {
    if (item.compiled.empty()) continue;
    const std::string configuration = reply.multi_config ? reply.configuration : "";
    const std::string file = path::join(object_directory(item.target, configuration), "CXX.dd");
    const auto content = host.read(file);
    if (!content && content.error().code == "not-found") continue;
    const auto statements =
        content ? parse_dyndep((*content)->text()) : Result<std::vector<DyndepStatement>>(content.error());
    if (!statements) {
      out.add({"module-edges-unreadable", Severity::error, file,
               "which C++ modules the target's objects import is not known: " + statements.error().describe(),
               "Build again", true});
      continue;
    }
    for (const DyndepStatement& one : *statements) add_edges(paths, reply.build_directory, one, out.value);
  }
  return out;
}

}  // namespace souptrace::facts
