// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "link/merge.hpp"
#include "link/references.hpp"
#include "link/take.hpp"

namespace souptrace::link {
namespace {

struct Unexplained {
  LinkInput* input = nullptr;
  const ArchiveFile* archive = nullptr;
  std::size_t index = 0;
};

std::vector<Unexplained> unexplained_members(Merge& merge) {
  std::vector<Unexplained> found;
  for (const auto& [real_path, archive] : merge.archives) {
    for (std::size_t i = 0; i < archive.size(); ++i) {
      LinkInput* const input = merge.inputs.find_member(merge.disk, archive, i);
      if (input != nullptr && input->role == Role::archive_member && input->use == Use::linked &&
          input->reason.empty() && input->symbol.empty())
        found.push_back({input, &archive, i});
    }
  }
  return found;
}

/// A symbol of the member that other linked inputs leave undefined.
struct Wish {
  std::string_view symbol;
  std::vector<const LinkInput*> referrers;
};

std::vector<Wish> wishes_for(const Unexplained& member, const References& references) {
  std::vector<Wish> wishes;
  for (const std::string_view symbol : member.archive->symbols(member.index)) {
    const auto known = references.referrers.find(symbol);
    if (known == references.referrers.end()) continue;
    Wish wish{symbol, {}};
    for (const LinkInput* const referrer : known->second)
      if (referrer != member.input) wish.referrers.push_back(referrer);
    if (!wish.referrers.empty()) wishes.push_back(std::move(wish));
  }
  std::sort(wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) { return a.symbol < b.symbol; });
  return wishes;
}

/// The linker did not say why; what the symbol tables say is a fact about the files, and the reason where it
/// is the only one.
void explain_from_symbols(const Unexplained& member, const References& references) {
  const std::vector<Wish> wishes = wishes_for(member, references);
  LinkInput& input = *member.input;
  if (wishes.empty()) {
    input.reason = "taken by the linker, which does not say why";
    return;
  }
  const Wish& first = wishes.front();
  input.reason = "defines " + demangled(first.symbol) + ", which " + short_name(*first.referrers.front()) +
                 " leaves undefined (computed from symbol tables)";
  if (wishes.size() == 1 && first.referrers.size() == 1) {
    input.symbol = first.symbol;
    input.referrer = short_name(*first.referrers.front());
  }
}

}  // namespace

void explain_inputs(Merge& merge) {
  for (auto& [key, input] : merge.inputs.all()) {
    if (input.reason.empty() && !input.symbol.empty())
      input.reason = "defines " + demangled(input.symbol) + ", which " + input.referrer + " refers to";
  }
  const ArchiveFile* asked =
      nullptr;  // once for each archive: the answer takes a look at the whole link line
  bool whole = false;
  for (const Unexplained& member : unexplained_members(merge)) {
    if (std::exchange(asked, member.archive) != member.archive)
      whole = is_whole_archive(merge, *member.archive);
    if (whole) member.input->reason = std::string(kWholeArchive);
  }
  const std::vector<Unexplained> members = unexplained_members(merge);
  if (members.empty()) return;
  std::unordered_set<std::string_view> wanted;
  for (const Unexplained& member : members)
    for (const std::string_view symbol : member.archive->symbols(member.index)) wanted.insert(symbol);
  const References references = find_references(merge, wanted);
  for (const Unexplained& member : members) explain_from_symbols(member, references);
}

}  // namespace souptrace::link
