// SPDX-License-Identifier: Apache-2.0
#include "review/link_evidence.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/path.hpp"
#include "formats/elf.hpp"
#include "model/names.hpp"
#include "review/header_code.hpp"

namespace souptrace::review {
namespace {

using Places = std::set<std::string>;

/// "inflate" of "src/inflate.c", "inflate.o", "inflate.c.o" and "libz_la-inflate.lo".
std::string_view stem(std::string_view name) {
  constexpr std::array<std::string_view, 12> kEndings{".o", ".lo", ".obj", ".c", ".cc", ".cpp", ".cxx", ".C", ".c++", ".s", ".S", ".asm"};
  std::string_view out = path::filename(name);
  for (bool cut = true; cut;) {
    const auto ending = std::find_if(kEndings.begin(), kEndings.end(),
                                     [&](std::string_view one) { return out.ends_with(one) && out.size() > one.size(); });
    cut = ending != kEndings.end();
    if (cut) out.remove_suffix(ending->size());
  }
  return out;
}

/// libtool writes "libz_la-inflate.o" where a library has flags of its own.
bool has_stem(std::string_view name, std::string_view wanted) {
  const std::string_view found = stem(name);
  return found == wanted || (found.ends_with(wanted) && found.substr(0, found.size() - wanted.size()).ends_with("_la-"));
}

/// "gz_open" of "gz_open.part.0", as GCC calls the parts of a function that it has split.
bool is_function(std::string_view symbol, std::string_view name) {
  return symbol.starts_with(name) && (symbol.size() == name.size() || symbol[name.size()] == '.');
}

/// Whether a C++ symbol's encoding has the function's name in it: "_ZN2gz4openEv" has "4open". Source: Itanium C++ ABI, 5.1.2.
bool may_encode(std::string_view symbol, std::string_view name) {
  if (!symbol.starts_with("_Z")) return false;
  const std::string encoded = std::to_string(name.size()) + std::string(name);
  const auto at = symbol.find(encoded);
  return at != std::string_view::npos && (symbol[at - 1] < '0' || symbol[at - 1] > '9');
}

/// Looks for one component's code in one binary.
class Inspector {
 public:
  Inspector(const TraceIndex& index, const Component& component, const BinaryUse& use, TracedFiles& files)
      : index_(index), use_(use), files_(files) {
    for (const TraceFile& file : index.trace().files)
      if (index.owner(file) == &component) own_.push_back(&file);
    for (const UsedFile& file : use.files)
      for (const TraceInput* input : file.inputs)
        if (input->role == Role::archive_member && input->use == Use::linked) linked_[file.file].insert(input->offset);
  }

  NamedCode file(const std::string& name) {
    NamedCode out{name, "file", "unknown", {}, ""};
    const std::string_view wanted = stem(name);
    Places found;
    for (const UsedFile& used : use_.files)
      for (const TraceInput* input : used.inputs)
        if (is_part(input->use) && input->role != Role::shared_library) add_if_named(*used.file, input->member, wanted, name, found);
    if (!found.empty()) return linked(std::move(out), found);
    if (!may_be_proven(out)) return out;
    Places left_out;
    std::set<const TraceFile*> archives;  // that have it
    for (const TraceFile* own : own_) {
      const std::size_t before = left_out.size();
      if (const formats::Archive* archive = files_.archive(*own))
        for (const formats::ArchiveMember& member : archive->members) add_if_named(*own, member.name, wanted, name, left_out);
      else
        add_members_of_others(*own, wanted, left_out);
      if (left_out.size() > before) archives.insert(own);
      if (is_source_named(*own, name)) left_out.insert(text_of(own->path));
    }
    if (left_out.empty()) return unknown(std::move(out), "nothing of that name is known of the component, so that it is not linked would prove nothing");
    if (const std::string other = compiled_elsewhere(archives); !other.empty())
      return unknown(std::move(out), "what " + other + " was compiled from is not known, and it may be that");
    return not_linked(std::move(out), left_out);
  }

  NamedCode symbol(const std::string& name) {
    NamedCode out{name, "symbol", "unknown", {}, ""};
    if (name.empty()) return unknown(std::move(out), "it has no name");
    Places found;
    Places left_out;
    for (const TraceFile* own : own_) look_up(*own, name, found, left_out);
    for (const UsedFile& used : use_.files) {
      if (used.is_shared_library() && defines(files_.bytes(*used.file), name)) found.insert(std::string(path::filename(used.file->path.path)));
      for (const TraceInput* input : used.inputs)
        if ((input->role == Role::object || input->role == Role::startup_object) && input->use == Use::linked) look_into_object(*used.file, name, found);
    }
    if (!found.empty()) return linked(std::move(out), found);
    if (!may_be_proven(out)) return out;
    if (std::any_of(use_.words.compiled.begin(), use_.words.compiled.end(), is_source))
      return unknown(std::move(out), "sources of the component were compiled into the binary, and of these the symbols are not known");
    if (left_out.empty()) return unknown(std::move(out), "no archive of the component that is here defines it");
    if (!all_linked_were_read_) return unknown(std::move(out), "not every member that is linked could be read");
    if (const std::string header = header_with(name); !header.empty())
      return unknown(std::move(out), header + " was compiled in, and may have the function itself");
    if (!alike_.empty()) return unknown(std::move(out), alike_ + " is linked, which may be that function in C++");
    return not_linked(std::move(out), left_out);
  }

 private:
  static bool is_source(const std::string& place) { return stem(place) != path::filename(place); }

  static NamedCode linked(NamedCode out, const Places& places) {
    out.state = "linked";
    out.places.assign(places.begin(), places.end());
    out.reason = "it is in the binary";
    return out;
  }
  static NamedCode not_linked(NamedCode out, const Places& places) {
    out.state = "not-linked";
    out.places.assign(places.begin(), places.end());
    out.reason = "the component has it, and the linker did not take it into this binary";
    return out;
  }
  static NamedCode unknown(NamedCode out, std::string reason) {
    out.reason = std::move(reason);
    return out;
  }

  /// Whether anything could be proven absent; says why not.
  bool may_be_proven(NamedCode& out) const {
    if (!use_.binary->completeness.complete) out.reason = "the list of what is in the binary is not complete";
    else if (!use_.words.loaded.empty()) out.reason = "a shared library of the component is loaded, whole: " + use_.words.loaded.front();
    return out.reason.empty();
  }

  /// Something linked that may have been compiled from a file that these archives have as a member: it lies in none of them, and its own
  /// source is not known. "" when there is none.
  [[nodiscard]] std::string compiled_elsewhere(const std::set<const TraceFile*>& archives) const {
    for (const UsedFile& used : use_.files)
      for (const TraceInput* input : used.inputs) {
        const bool is_member = input->role == Role::archive_member;
        if (input->use != Use::linked || (!is_member && input->role != Role::object) || archives.contains(used.file)) continue;
        const Compilation* compilation = index_.compilation(is_member ? input->object : used.file->id);
        if (compilation == nullptr || compilation->source.empty()) return is_member ? member_text(*used.file, input->member) : text_of(used.file->path);
      }
    return "";
  }

  /// A header of the component in the binary that may have the function's body, or cannot be read; "" when there is none.
  [[nodiscard]] std::string header_with(const std::string& name) const {
    for (const UsedFile& used : use_.files) {
      const bool compiled = std::any_of(used.inputs.begin(), used.inputs.end(), [](const TraceInput* one) { return one->use == Use::compiled_in; });
      const FileBytes* bytes = compiled ? files_.bytes(*used.file) : nullptr;
      // How a C++ compiler encodes a name says nothing about where its header has it.
      if (compiled && (bytes == nullptr || name.starts_with("_Z") || may_have_body_of(bytes->text(), name))) return text_of(used.file->path);
    }
    return "";
  }

  void add_if_named(const TraceFile& file, const std::string& member, std::string_view wanted, const std::string& name, Places& out) const {
    if (!member.empty()) {
      if (has_stem(member, wanted)) out.insert(member_text(file, member));
    } else if (is_source_named(file, name) || (has_stem(file.path.path, wanted) && file.path.path.ends_with(".o"))) {
      out.insert(text_of(file.path));
    }
  }
  /// A source or header, by its whole file name.
  static bool is_source_named(const TraceFile& file, const std::string& name) {
    return path::filename(file.path.path) == path::filename(name) && !name.ends_with(".o");
  }
  /// Without the archive itself: what other binaries of the trace took of it.
  void add_members_of_others(const TraceFile& archive, std::string_view wanted, Places& out) const {
    for (const TraceBinary& binary : index_.trace().binaries)
      for (const TraceInput& input : binary.inputs)
        if (input.file == archive.id && !input.member.empty() && has_stem(input.member, wanted)) out.insert(member_text(archive, input.member));
  }

  static bool defines(const FileBytes* bytes, std::string_view name) {
    if (bytes == nullptr) return false;
    const auto symbols = formats::parse_elf_symbols(bytes->bytes());
    return symbols && std::any_of(symbols->begin(), symbols->end(),
                                  [&](const formats::ElfSymbol& symbol) { return symbol.section != 0 && symbol.name == name; });
  }

  /// The members of one archive that define the symbol. Of those that are linked also what their own symbol tables have: a local function of
  /// that name is the code as well.
  void look_up(const TraceFile& file, const std::string& name, Places& found, Places& left_out) {
    const auto taken = linked_.find(&file);
    const formats::Archive* archive = files_.archive(file);
    if (archive == nullptr || archive->thin) {
      if (taken != linked_.end()) all_linked_were_read_ = false;
      return;
    }
    std::set<std::uint64_t> definers;
    for (const formats::ArchiveSymbol& symbol : archive->symbols)
      if (symbol.name == name) definers.insert(symbol.header);
    for (const formats::ArchiveMember& member : archive->members) {
      const bool is_linked = taken != linked_.end() && taken->second.contains(member.offset);
      if (definers.contains(member.header)) (is_linked ? found : left_out).insert(member_text(file, member.name));
      if (!is_linked) continue;
      const auto bytes = subview(files_.bytes(file)->bytes(), member.offset, member.size);
      if (bytes) look_into(*bytes, member_text(file, member.name), name, found);
      else all_linked_were_read_ = false;
    }
  }
  void look_into_object(const TraceFile& file, const std::string& name, Places& found) {
    if (const FileBytes* bytes = files_.bytes(file)) look_into(bytes->bytes(), text_of(file.path), name, found);
    else all_linked_were_read_ = false;
  }
  void look_into(ByteView bytes, const std::string& place, std::string_view name, Places& found) {
    const auto symbols = formats::parse_elf_symbols(bytes);
    if (!symbols) {
      all_linked_were_read_ = false;
      return;
    }
    for (const formats::ElfSymbol& symbol : *symbols) {
      // An object for link-time optimization has its functions as GCC's own code, which is not read here.
      if (symbol.name == "__gnu_lto_slim") all_linked_were_read_ = false;
      if (symbol.section == 0) continue;
      if (is_function(symbol.name, name)) found.insert(place);
      else if (may_encode(symbol.name, name)) alike_ = std::string(symbol.name);
    }
  }

  const TraceIndex& index_;
  const BinaryUse& use_;
  TracedFiles& files_;
  std::vector<const TraceFile*> own_;
  std::map<const TraceFile*, std::set<std::uint64_t>> linked_;  ///< archive → offsets of the members that are linked
  bool all_linked_were_read_ = true;
  std::string alike_;  ///< a C++ function that is linked and may be the one that is looked for
};

}  // namespace

LinkEvidence link_evidence(const TraceIndex& index, const Component& component, const BinaryUse& use, const VulnerableCode& code,
                           TracedFiles& files) {
  LinkEvidence out{use.binary->name, use.binary->sha256, {}, ""};
  if (code.empty()) return out;
  for (const std::string& name : code.files) out.code.push_back(Inspector(index, component, use, files).file(name));
  for (const std::string& name : code.symbols) out.code.push_back(Inspector(index, component, use, files).symbol(name));
  const bool absent = std::all_of(out.code.begin(), out.code.end(), [](const NamedCode& one) { return one.state == "not-linked"; });
  if (absent && !out.sha256.empty()) out.proposal = "code_not_present";
  return out;
}

}  // namespace souptrace::review
