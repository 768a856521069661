// SPDX-License-Identifier: Apache-2.0
#include "identify/configured_files.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/configure_template.hpp"

namespace souptrace::identify {
namespace {

/// What templates are called beside the name of what is made of them.
constexpr std::array<std::string_view, 8> kEndings{".in",        ".cmake",    ".cmake.in",  ".cmakein",
                                                   ".cmake.txt", ".template", ".configure", ".tmpl"};

/// Everything that can make a file of the build directory, found once.
class Makers {
 public:
  Makers(const Question& question, const DirectoryOwners& owners) : question_(question), owners_(owners) {
    for (const std::string& input : question.facts.configure_inputs) {
      if (path::filename(input) == "exportheader.cmake.in") export_headers_.push_back(&input);
      const std::vector<std::string> names = made_names(path::filename(input));
      for (const std::string& name : names) templates_[name].push_back(&input);
      for (const std::string& name : shortened(names)) longer_templates_[name].push_back(&input);
    }
  }

  /// The claim to one file; nothing when nobody is known to make it.
  [[nodiscard]] std::optional<FileClaim> claim(std::size_t index) const {
    const std::string& file = question_.files[index].path;
    for (const Target& target : question_.facts.targets)
      if (const char* how = made_by(target, file)) {
        const DirectoryOwner* owner = owner_of_target(question_, target, owners_);
        if (owner == nullptr) return std::nullopt;
        return made(index, *owner, how, "target " + target.name);
      }
    return from_template(index, file);
  }

 private:
  using Templates = std::map<std::string, std::vector<const std::string*>>;

  static std::vector<std::string> made_names(std::string_view input) {
    std::vector<std::string> out;
    for (const std::string_view ending : kEndings)
      if (input.size() > ending.size() && input.ends_with(ending))
        out.emplace_back(input.substr(0, input.size() - ending.size()));
    // "x.in.h" makes "x.h".
    const std::string_view extension = path::extension(input);
    const std::string_view stem = input.substr(0, input.size() - extension.size());
    if (stem.size() > 3 && stem.ends_with(".in"))
      out.push_back(std::string(stem.substr(0, stem.size() - 3)) + std::string(extension));
    return out;
  }

  /// "cmake-config.h.in" stands beside the "config.h.in" of another build system and makes "config.h" as well.
  static std::vector<std::string> shortened(const std::vector<std::string>& names) {
    std::vector<std::string> out;
    for (const std::string& name : names)
      for (std::size_t at = name.find_first_of("-_"); at != std::string::npos; at = name.find_first_of("-_", at + 1))
        if (at + 1 < name.size()) out.push_back(name.substr(at + 1));
    return out;
  }

  /// How the target makes the file; null when it does not.
  [[nodiscard]] const char* made_by(const Target& target, const std::string& file) const {
    if (path::is_below(file, path::join(target.build_directory, target.name + "_autogen")))
      return "cmake: in the target's autogen directory";
    const bool beside = path::parent(file) == target.build_directory;
    const bool named = beside && path::filename(file) == to_lower(target.name) + "_export.h";
    if (named && std::any_of(export_headers_.begin(), export_headers_.end(),
                             [&](const std::string* input) { return fits(*input, file); }))
      return "cmake: the target's export header";
    return nullptr;
  }

  /// Whether the file says what its template says, with values filled in. Neither is big: see
  /// configured_from().
  [[nodiscard]] bool fits(const std::string& input, const std::string& file) const {
    const auto template_bytes = question_.host.read(input);
    const auto bytes = template_bytes ? question_.host.read(file) : template_bytes;
    return bytes && formats::configured_from((*template_bytes)->text(), (*bytes)->text());
  }

  /// Those of the file's name whose text it has.
  [[nodiscard]] std::vector<const std::string*> fitting(const Templates& templates, const std::string& file) const {
    const auto at = templates.find(std::string(path::filename(file)));
    if (at == templates.end()) return {};
    std::vector<const std::string*> out = at->second;
    std::erase_if(out, [&](const std::string* input) { return !fits(*input, file); });
    return out;
  }

  [[nodiscard]] std::optional<FileClaim> from_template(std::size_t index, const std::string& file) const {
    std::vector<const std::string*> inputs = fitting(templates_, file);
    if (inputs.empty()) inputs = fitting(longer_templates_, file);
    if (inputs.empty()) return std::nullopt;
    const std::string* from = inputs.front();
    const DirectoryOwner* owner = owners_.of(*from);
    const bool is_one = std::all_of(inputs.begin(), inputs.end(), [&](const std::string* input) {
      const DirectoryOwner* other = owners_.of(*input);
      return owner != nullptr && other != nullptr && other->component == owner->component;
    });
    if (!is_one) return std::nullopt;
    return made(index, *owner, "cmake: configured from the owner's template, whose text it has",
                evidence_place(question_.facts, *from));
  }

  static FileClaim made(std::size_t index, const DirectoryOwner& owner, std::string rule,
                        const std::string& from) {
    FileClaim out{
        index, Reach::built, "", {owner.component, derived_tier(owner.component), std::move(rule), {}}};
    out.claim.evidence.push_back({"cmake", "cmakeFiles", "made from " + from});
    return out;
  }

  const Question& question_;
  const DirectoryOwners& owners_;
  Templates templates_;         ///< by the name of what they make
  Templates longer_templates_;  ///< by the ends of such names
  std::vector<const std::string*> export_headers_;  ///< generate_export_header()'s templates
};

}  // namespace

std::vector<FileClaim> configured_claims(const Question& question, const DirectoryOwners& owners) {
  std::vector<FileClaim> out;
  const std::string& build = question.facts.build_directory;
  if (build == question.facts.source_directory) return out;
  const Makers makers(question, owners);
  for (const std::size_t index : files_below(question.files, build)) {
    const std::string& file = question.files[index].path;
    const DirectoryOwner* owner = owners.of(file);
    const bool owned = owner != nullptr && path::is_below(owner->directory, build);
    if (owned || question.listed[index] || is_binary_name(file)) continue;
    if (auto claim = makers.claim(index)) out.push_back(std::move(*claim));
  }
  return out;
}

}  // namespace souptrace::identify
