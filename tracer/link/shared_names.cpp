// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "link/merge.hpp"
#include "link/references.hpp"
#include "link/take.hpp"

namespace souptrace::link {
namespace {

/// Members of one archive and one name, and who said what about them.
class Settler {
 public:
  Settler(Merge& merge, const SharedName& shared) : merge_(merge), shared_(shared) {
    for (const Sighting& sighting : shared_.sightings)
      groups_[{sighting.testimony->witness, sighting.merged()}].push_back(&sighting);
    index_symbols();
  }

  /// What the reports alone settle.
  void settle_by_reports() {
    for (const Sighting& sighting : shared_.sightings) by_symbol(sighting);
    for (const auto& [group, sightings] : groups_)
      if (!group.second) settle_counted(sightings);
  }

  /// What takes a look at all other inputs.
  void settle_by_references() {
    for (const auto& [group, sightings] : groups_)
      if (group.second && !complained_) settle_merged(*sightings.front());
  }

 private:
  [[nodiscard]] bool taken(std::size_t index) const {
    return merge_.inputs.find_member(merge_.disk, *shared_.archive, index) != nullptr;
  }
  /// Whether `witness` reports a taken member of this kind at all: gold's trace leaves out code for link-time
  /// optimization.
  [[nodiscard]] bool reported_by(const std::string& witness, std::size_t index) const {
    if (merge_.log.linker != "gold" || witness != "trace") return true;
    const auto& witnesses = merge_.inputs.find_member(merge_.disk, *shared_.archive, index)->witnesses;
    return std::find(witnesses.begin(), witnesses.end(), "resolution") == witnesses.end();
  }
  /// The candidates that are taken and that `witness` would report.
  [[nodiscard]] std::vector<std::size_t> taken_for(const std::string& witness) const {
    std::vector<std::size_t> found;
    for (const std::size_t index : shared_.candidates)
      if (taken(index) && reported_by(witness, index)) found.push_back(index);
    return found;
  }
  [[nodiscard]] std::size_t taken_count() const { return taken_for({}).size(); }
  void take(std::size_t index, const Sighting& sighting) {
    Sighting one = sighting;
    formats::ReportedInput said = *sighting.input;
    if (one.merged()) said.bytes.reset();  // they are the sum of all members of that name
    one.input = &said;
    (void)take_member(merge_, *shared_.archive, index, &one);
  }

  /// Symbols as they are and as reports print them, with the one candidate that defines them, or kSeveral.
  void index_symbols() {
    const auto add = [&](std::string symbol, std::size_t index) {
      const auto [at, fresh] = definers_.try_emplace(std::move(symbol), index);
      if (!fresh && at->second != index) at->second = kSeveral;
    };
    for (const std::size_t index : shared_.candidates) {
      for (const std::string_view symbol : shared_.archive->symbols(index)) {
        add(std::string(symbol), index);
        if (std::string readable = demangled(symbol); readable != symbol) add(std::move(readable), index);
      }
    }
  }

  /// The symbols that the report gives tell which member is meant.
  void by_symbol(const Sighting& sighting) {
    std::vector<std::string_view> symbols = sighting.input->symbols;
    if (!sighting.input->symbol.empty()) symbols.push_back(sighting.input->symbol);
    for (const std::string_view symbol : symbols) {
      const auto definer = definers_.find(std::string(symbol));
      if (definer != definers_.end() && definer->second != kSeveral) take(definer->second, sighting);
    }
  }

  /// Those that bfd showed to plugins, and so may have taken.
  [[nodiscard]] std::vector<std::size_t> offered_candidates() const {
    std::vector<std::size_t> found;
    for (const std::size_t index : shared_.candidates)
      if (merge_.offered.contains({shared_.archive->real_path(), index})) found.push_back(index);
    return found;
  }

  /// The report names each member that was taken once, so their number is known.
  void settle_counted(const std::vector<const Sighting*>& sightings) {
    const Sighting& first = *sightings.front();
    const std::size_t wanted = sightings.size();
    if (wanted == shared_.candidates.size()) return take_all(first);
    const std::vector<std::size_t> offered = offered_candidates();
    if (offered.size() == wanted) {
      for (const std::size_t index : offered) take(index, without_symbol(first));
    }
    const std::vector<std::size_t> known = taken_for(first.testimony->witness);
    if (known.size() == wanted) {
      for (const std::size_t index : known) take(index, without_symbol(first));
      return;
    }
    if (known.size() < wanted) return ambiguous(first, std::to_string(wanted) + " of them were taken");
    merge_.complain("witness-disagrees", Severity::error,
                    describe(first) + ": the " + first.testimony->witness + " says that " +
                        std::to_string(wanted) + " members of this name were taken, others say " +
                        std::to_string(known.size()),
                    "Link the binary again.", true);
  }

  /// The report has one entry for all that were taken, at least one. A member that nobody refers to cannot
  /// have been extracted.
  void settle_merged(const Sighting& sighting) {
    if (merge_.gnu()) return;  // the trace and the plugin have counted them
    if (is_whole_archive(merge_, *shared_.archive)) return take_all(sighting);
    const bool resolution = merge_.witnesses.testimony("resolution") != nullptr;
    std::vector<std::size_t> open;
    for (const std::size_t index : shared_.candidates) {
      // Members with code for link-time optimization that were taken are all in the resolution file.
      if (taken(index) || (resolution && has_lto_code(merge_.disk, *shared_.archive, index))) continue;
      // What is empty, as an #ifdef leaves it, is taken with the whole archive only.
      if (!defines_nothing(merge_.disk, *shared_.archive, index)) open.push_back(index);
    }
    if (open.empty()) return;
    const std::vector<std::size_t> possible = referred(open);
    if (possible.empty() && taken_count() > 0) return;
    if (possible.size() == 1 && taken_count() == 0) return take(possible.front(), without_symbol(sighting));
    ambiguous(sighting,
              taken_count() == 0 ? "at least one of them was taken" : "more of them may have been taken");
  }

  /// Those of `open` that define a symbol which a linked input or the link line asks for.
  std::vector<std::size_t> referred(const std::vector<std::size_t>& open) {
    std::unordered_set<std::string_view> wanted;
    for (const std::size_t index : open)
      for (const std::string_view symbol : shared_.archive->symbols(index)) wanted.insert(symbol);
    const References references = find_references(merge_, wanted);
    if (!references.complete || !shared_.archive->has_symbols()) return open;
    std::vector<std::size_t> possible;
    for (const std::size_t index : open) {
      const auto& symbols = shared_.archive->symbols(index);
      if (std::any_of(symbols.begin(), symbols.end(), [&](std::string_view symbol) {
            return references.referrers.contains(symbol) ||
                   merge_.command.undefined.contains(std::string(symbol));
          }))
        possible.push_back(index);
    }
    return possible;
  }

  void take_all(const Sighting& sighting) {
    for (const std::size_t index : shared_.candidates) take(index, without_symbol(sighting));
  }

  /// The sighting as proof that a member was taken, without the reason, which belongs to one of them only.
  Sighting without_symbol(const Sighting& sighting) {
    plain_ = *sighting.input;
    if (plain_.referrer != "--whole-archive") plain_.referrer.clear();
    plain_.symbol.clear();
    return {sighting.testimony, &plain_};
  }

  [[nodiscard]] std::string describe(const Sighting& sighting) const {
    return shared_.archive->path() + " has " + std::to_string(shared_.candidates.size()) +
           " members named \"" + shared_.archive->member(shared_.candidates.front()).name + "\" (" +
           sighting.testimony->witness + ")";
  }

  void ambiguous(const Sighting& sighting, const std::string& what) {
    complained_ = true;
    merge_.uncertain_archives.insert(shared_.archive->real_path());
    merge_.unaccounted.push_back(sighting.testimony->witness + ": " + sighting.input->path + "(" +
                                 sighting.input->member + ")");
    merge_.complain(
        "member-ambiguous", Severity::error, describe(sighting) + "; " + what + ", and no report says which",
        "Give the object files of this archive different names, or link with bfd, gold or lld.", true);
  }

  static constexpr std::size_t kSeveral = std::numeric_limits<std::size_t>::max();

  Merge& merge_;
  const SharedName& shared_;
  std::map<std::pair<std::string, bool>, std::vector<const Sighting*>>
      groups_;  ///< by witness and Sighting::merged()
  std::unordered_map<std::string, std::size_t> definers_;
  bool complained_ = false;
  formats::ReportedInput plain_;
};

}  // namespace

void settle_shared_names(Merge& merge) {
  std::vector<Settler> settlers;
  settlers.reserve(merge.shared_names.size());
  for (const auto& [name, shared] : merge.shared_names)
    settlers.emplace_back(merge, shared).settle_by_reports();
  for (Settler& settler : settlers) settler.settle_by_references();
  confirm_offered(merge);
}

}  // namespace souptrace::link
