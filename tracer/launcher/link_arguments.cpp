// SPDX-License-Identifier: Apache-2.0
#include "launcher/link_arguments.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/text.hpp"

namespace souptrace::launcher {
namespace {

using Words = std::initializer_list<std::string_view>;

bool is_any(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool starts_with_any(std::string_view word, Words prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return word.starts_with(prefix); });
}

/// Driver options whose value is the next word, so that a value that looks like an option is not taken for
/// one.
bool takes_next_word(std::string_view word) {
  return is_any(word, {"-x",
                       "-I",
                       "-L",
                       "-l",
                       "-D",
                       "-U",
                       "-A",
                       "-u",
                       "-z",
                       "-e",
                       "-T",
                       "-h",
                       "-G",
                       "-b",
                       "-include",
                       "-imacros",
                       "-isystem",
                       "-iquote",
                       "-iprefix",
                       "-idirafter",
                       "-isysroot",
                       "-MF",
                       "-MT",
                       "-MQ",
                       "-Xassembler",
                       "-Xpreprocessor",
                       "-Xclang",
                       "-Xarch_host",
                       "-mllvm",
                       "-arch",
                       "-aux-info",
                       "-dumpbase",
                       "-dumpbase-ext",
                       "-dumpdir",
                       "--param",
                       "-framework",
                       "-rpath",
                       "-soname",
                       "-wrapper"});
}

/// Driver options that make it do something else than a link.
bool prevents_link(std::string_view word) {
  return is_any(word, {"-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "--version", "--help", "-###",
                       "-dumpversion", "-dumpmachine", "--precompile", "-emit-ast"}) ||
         starts_with_any(word, {"-print-", "--print-"});
}

/// Takes the flat list of words that reach the linker apart.
class LinkerOptions {
 public:
  explicit LinkerOptions(LinkArguments& link) : link_(link) {}

  void read(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string* const next = i + 1 < words.size() ? &words[i + 1] : nullptr;
      if (read_value(words[i], next)) ++i;
    }
  }

 private:
  /// Whether the next word was this one's value.
  bool read_value(const std::string& word, const std::string* next) {
    if (word.size() < 2 || word[0] != '-') return false;
    std::string_view name(word);
    name.remove_prefix(word[1] == '-' ? 2 : 1);
    bool consumed = false;
    const auto value = [&](std::string_view option, std::string& target) {
      if (name.starts_with(option) && name.size() > option.size() && name[option.size()] == '=') {
        target = name.substr(option.size() + 1);
        return true;
      }
      consumed = name == option && next != nullptr;
      if (consumed) target = *next;
      return name == option;
    };
    if (value("dependency-file", link_.dependency_file) || value("Map", link_.map_file) ||
        value("plugin", link_.plugin))
      return consumed;
    if (word[1] == '-' && value("output", link_.output)) return consumed;
    if (link_.direct && word == "-m" && next != nullptr)
      link_.selecting.insert(link_.selecting.end(), {word, *next});
    read_flag(word, name);
    if (word == "-o" && next != nullptr) {
      link_.output = *next;
      return true;
    }
    if (link_.direct && word.starts_with("-o") && word.size() > 2) link_.output = word.substr(2);
    return is_any(word, {"-T", "-e", "-u", "-soname", "--soname", "-h", "-rpath", "--rpath", "-L", "-l", "-z",
                         "-m", "-plugin-opt", "--version-script", "-version-script", "--dynamic-list",
                         "-dynamic-linker", "--dynamic-linker"});
  }

  void read_flag(std::string_view word, std::string_view name) {
    if (word == "-t" || name == "trace") ++link_.traces;
    if (name == "verbose" || name.starts_with("verbose=")) link_.is_verbose = true;
    if (word == "-M" || name == "print-map") link_.prints_map = true;
    if (name == "print-gc-sections") link_.prints_gc_sections = true;
    if (name == "no-print-gc-sections") link_.prints_gc_sections = false;
    if (link_.direct && is_any(name, {"version", "help"})) link_.links = false;
  }

  LinkArguments& link_;
};

/// Takes the words behind a compiler driver apart and collects those for the linker.
class DriverOptions {
 public:
  explicit DriverOptions(LinkArguments& link) : link_(link) {}

  std::vector<std::string> read(const std::vector<std::string>& words, std::size_t first) {
    for (std::size_t i = first; i < words.size(); ++i) {
      const std::string* const next = i + 1 < words.size() ? &words[i + 1] : nullptr;
      if (read_word(words[i], next)) ++i;
    }
    return std::move(for_linker_);
  }

 private:
  /// Whether the next word was this one's value.
  bool read_word(const std::string& word, const std::string* next) {
    if (word.size() < 2 || word[0] != '-') return false;
    if (word.starts_with("-Wl,")) {
      add_split(std::string_view(word).substr(4));
      return false;
    }
    if (word == "-Xlinker") {
      if (next != nullptr) for_linker_.push_back(*next);
      return true;
    }
    if (read_output(word, next)) return word == "-o" || word == "--output";
    if (word == "-t") for_linker_.push_back(word);
    if (prevents_link(word)) link_.links = false;
    return read_selecting(word, next) || takes_next_word(word);
  }

  bool read_output(const std::string& word, const std::string* next) {
    constexpr std::string_view kLong = "--output=";
    if (word == "-o" || word == "--output") {
      if (next != nullptr) link_.output = *next;
      return true;
    }
    if (word.starts_with(kLong))
      link_.output = word.substr(kLong.size());
    else if (word.starts_with("-o"))
      link_.output = word.substr(2);
    else
      return false;
    return true;
  }

  /// Keeps the options that decide which linker runs. Whether the next word was this one's value.
  bool read_selecting(const std::string& word, const std::string* next) {
    const bool two_words = is_any(
        word, {"-B", "--sysroot", "-target", "--target", "--config", "-specs", "--specs", "-gcc-toolchain"});
    const bool by_path =
        two_words || starts_with_any(word, {"-B", "--sysroot", "-specs=", "--specs=", "--ld-path",
                                            "--gcc-toolchain", "--gcc-install-dir", "--config"});
    const bool selects =
        by_path || (word.starts_with("-m") && word != "-mllvm") ||
        starts_with_any(word, {"-fuse-ld", "--target=", "-flto", "-fno-lto", "-fuse-linker-plugin",
                               "-fno-use-linker-plugin", "--driver-mode=", "-no-canonical-prefixes"});
    if (!selects) return false;
    link_.selecting.push_back(word);
    link_.selecting_by_path = link_.selecting_by_path || by_path;
    if (two_words && next != nullptr) link_.selecting.push_back(*next);
    return two_words;
  }

  void add_split(std::string_view text) {
    for (const std::string_view part : split(text, ',')) for_linker_.emplace_back(part);
  }

  LinkArguments& link_;
  std::vector<std::string> for_linker_;
};

/// The driver's words with the response files that it hands to the linker ("-Wl,@FILE") expanded, too: one
/// "-Xlinker" for each of their words.
std::vector<std::string> expand_for_linker(const std::vector<std::string>& words, const ReadText& read) {
  std::vector<std::string> out;
  for (const std::string& word : words) {
    if (!word.starts_with("-Wl,") || word.find(",@") == std::string::npos) {
      out.push_back(word);
      continue;
    }
    std::vector<std::string> parts;
    for (const std::string_view part : split(std::string_view(word).substr(4), ',')) parts.emplace_back(part);
    for (std::string& one : expand_response_files(parts, read)) {
      out.emplace_back("-Xlinker");
      out.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace

LinkArguments read_link_arguments(const std::vector<std::string>& command, const IsProgram& is_program,
                                  const ReadText& read) {
  LinkArguments link;
  link.driver = find_driver(command, is_program);
  link.command.assign(command.begin(), command.begin() + static_cast<std::ptrdiff_t>(link.driver) + 1);
  const std::vector<std::string> rest(command.begin() + static_cast<std::ptrdiff_t>(link.driver) + 1,
                                      command.end());
  link.direct = is_linker_name(link.command[link.driver]);
  std::vector<std::string> words = expand_response_files(rest, read);
  if (!link.direct) words = expand_for_linker(words, read);
  for (std::string& word : words) link.command.push_back(std::move(word));
  std::vector<std::string> for_linker;
  if (link.direct)
    for_linker.assign(link.command.begin() + static_cast<std::ptrdiff_t>(link.driver) + 1,
                      link.command.end());
  else
    for_linker = DriverOptions(link).read(link.command, link.driver + 1);
  LinkerOptions(link).read(for_linker);
  return link;
}

}  // namespace souptrace::launcher
