// SPDX-License-Identifier: Apache-2.0
#include "link/command.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.hpp"

namespace souptrace::link {
namespace {

enum class Kind {
  skipped,    ///< has a value that says nothing about inputs
  file,       ///< its value is a file that steers the link
  undefined,  ///< its value is a symbol that is wanted
  library,
  directory,
  format,
};

struct Option {
  std::string_view name;  ///< without dashes: linkers take one or two
  Kind kind;
  std::string_view purpose = {};
  bool in_dependency_file = true;
};
// Options with a value, behind '=' or as the next word. bfd and gold leave --retain-symbols-file out of their
// dependency file; the ordering files exist in some linkers only and were not found in any dependency file.
constexpr std::array kOptions{
    Option{"version-script", Kind::file, "version script"},
    Option{"dynamic-list", Kind::file, "dynamic list"},
    Option{"export-dynamic-symbol-list", Kind::file, "list of symbols to export"},
    Option{"script", Kind::file, "linker script"},
    Option{"T", Kind::file, "linker script"},
    Option{"dT", Kind::file, "linker script"},
    Option{"default-script", Kind::file, "linker script"},
    Option{"just-symbols", Kind::file, "read for its symbols' addresses only"},
    Option{"R", Kind::file, "read for its symbols' addresses only"},
    Option{"retain-symbols-file", Kind::file, "list of symbols to keep", false},
    Option{"symbol-ordering-file", Kind::file, "order of symbols", false},
    Option{"section-ordering-file", Kind::file, "order of sections", false},
    Option{"call-graph-ordering-file", Kind::file, "call graph", false},
    Option{"undefined", Kind::undefined},
    Option{"require-defined", Kind::undefined},
    Option{"entry", Kind::undefined},
    Option{"u", Kind::undefined},
    Option{"e", Kind::undefined},
    Option{"library", Kind::library},
    Option{"l", Kind::library},
    Option{"library-path", Kind::directory},
    Option{"L", Kind::directory},
    Option{"format", Kind::format},
    Option{"b", Kind::format},
};
constexpr std::array<std::string_view, 35> kSkipped{"o",          "I",
                                                    "D",          "U",
                                                    "x",          "z",
                                                    "m",          "A",
                                                    "F",          "B",
                                                    "MF",         "MT",
                                                    "MQ",         "include",
                                                    "isystem",    "iquote",
                                                    "idirafter",  "soname",
                                                    "h",          "rpath",
                                                    "rpath-link", "dynamic-linker",
                                                    "Map",        "dependency-file",
                                                    "defsym",     "init",
                                                    "fini",       "plugin",
                                                    "plugin-opt", "target",
                                                    "arch",       "param",
                                                    "Ttext",      "Tdata",
                                                    "Tbss"};

/// The option that `name` (what stands before a '=') is, if it is one with a value.
std::optional<Option> option_named(std::string_view name) {
  for (const Option& one : kOptions)
    if (one.name == name) return one;
  if (std::find(kSkipped.begin(), kSkipped.end(), name) != kSkipped.end()) return Option{name, Kind::skipped};
  return std::nullopt;
}

/// The driver's words with what it hands to the linker (-Wl, and -Xlinker) in its place.
std::vector<std::string> linker_words(const std::vector<std::string>& command) {
  std::vector<std::string> words;
  for (std::size_t i = 1; i < command.size(); ++i) {
    const std::string& word = command[i];
    if (word.starts_with("-Wl,")) {
      for (const std::string_view part : split(std::string_view(word).substr(4), ','))
        words.emplace_back(part);
    } else if (word == "-Xlinker" || word == "-Wl") {
      if (i + 1 < command.size()) words.push_back(command[++i]);
    } else {
      words.push_back(word);
    }
  }
  return words;
}

class Reader {
 public:
  explicit Reader(std::vector<std::string> words) : words_(std::move(words)) {}

  LinkCommand read() {
    while (at_ < words_.size()) {
      const std::string word = words_[at_++];
      if (word.size() < 2 || word[0] != '-')
        add(word, false);
      else
        option(word);
    }
    return std::move(command_);
  }

 private:
  struct State {
    bool whole_archive = false;
    bool lazy = false;
    std::string format;
  };

  void add(std::string name, bool library) {
    if (!name.empty())
      command_.inputs.push_back({std::move(name), library, state_.whole_archive, state_.lazy, state_.format});
  }

  bool state_option(std::string_view name) {
    if (name == "whole-archive" || name == "no-whole-archive")
      state_.whole_archive = name == "whole-archive";
    else if (name == "start-lib" || name == "end-lib")
      state_.lazy = name == "start-lib";
    else if (name == "push-state")
      pushed_.push_back(state_);
    else if (name == "pop-state" && !pushed_.empty()) {
      state_ = pushed_.back();
      pushed_.pop_back();
    } else {
      return false;
    }
    return true;
  }

  void option(std::string_view word) {
    const bool two_dashes = word.starts_with("--");
    word.remove_prefix(two_dashes ? 2 : 1);
    if (state_option(word)) return;
    const auto equals = word.find('=');
    if (const auto known = option_named(word.substr(0, equals))) {
      if (equals != std::string_view::npos)
        apply(*known, std::string(word.substr(equals + 1)));
      else if (at_ < words_.size())
        apply(*known, words_[at_++]);
      return;
    }
    // "-lfoo", "-usymbol", "-Tscript". An option of another kind that begins with the same letter names
    // nothing that was opened.
    if (two_dashes || word.empty()) return;
    const auto joined = option_named(word.substr(0, 1));
    if (joined && joined->kind != Kind::skipped) apply(*joined, std::string(word.substr(1)));
  }

  void apply(const Option& option, std::string value) {
    switch (option.kind) {
      case Kind::skipped:
        return;
      case Kind::file:
        command_.files.push_back({std::move(value), std::string(option.purpose), option.in_dependency_file});
        return;
      case Kind::undefined:
        command_.undefined.insert(std::move(value));
        return;
      case Kind::library:
        add(std::move(value), true);
        return;
      case Kind::directory:
        command_.search_directories.push_back(std::move(value));
        return;
      case Kind::format:
        state_.format = is_usual_format(value) ? "" : std::move(value);
        return;
    }
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
  State state_;
  std::vector<State> pushed_;
  LinkCommand command_;
};

}  // namespace

bool is_usual_format(std::string_view name) {
  return name == "default" || name.starts_with("elf") || name.starts_with("pe");
}

LinkCommand read_command(const std::vector<std::string>& command) {
  return Reader(linker_words(command)).read();
}

/// Without the colons by which CMake makes a run path as long as the one that it will have when installed: how many depends on where the
/// build lies. "" for a run path of nothing else.
std::string without_room(const std::string& word) {
  constexpr std::string_view kRunPath = "-Wl,-rpath,";
  if (!word.starts_with(kRunPath)) return word;
  const std::size_t last = word.find_last_not_of(':');
  return last < kRunPath.size() ? "" : word.substr(0, last + 1);
}

std::vector<std::string> link_flags(const std::vector<std::string>& command) {
  constexpr std::array<std::string_view, 5> kHandsOn{"Xlinker", "Xclang", "Xassembler", "Xpreprocessor", "Wl"};
  std::vector<std::string> out;
  for (std::size_t i = 1; i < command.size(); ++i) {
    const std::string& word = command[i];
    if (word.size() < 2 || word[0] != '-') continue;
    const std::string_view name = std::string_view(word).substr(word.starts_with("--") ? 2 : 1);
    const auto known = option_named(name);
    const bool has_value = (known || std::find(kHandsOn.begin(), kHandsOn.end(), name) != kHandsOn.end()) && i + 1 < command.size();
    const bool is_input = word[1] == 'l' || word[1] == 'L' || word == "-o" || (known && (known->kind == Kind::library || known->kind == Kind::directory));
    if (!is_input) out.push_back(without_room(word));
    if (!out.empty() && out.back().empty()) out.pop_back();
    if (has_value && !is_input) out.push_back(command[i + 1]);
    if (has_value) ++i;
  }
  return out;
}

bool library_finds(std::string_view name, std::string_view filename) {
  if (name.starts_with(':')) return name.substr(1) == filename;
  if (!filename.starts_with("lib")) return false;
  filename.remove_prefix(3);
  if (!filename.starts_with(name)) return false;
  const std::string_view ending = filename.substr(name.size());
  return ending == ".a" || ending == ".so" || ending == ".dll.a";
}

}  // namespace souptrace::link
