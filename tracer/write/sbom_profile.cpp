// SPDX-License-Identifier: Apache-2.0
#include "write/sbom_profile.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/path.hpp"
#include "write/profile_rules.hpp"

namespace souptrace::write {
namespace {

using About = ProfileRule::About;
using What = Part::What;

constexpr std::array<std::pair<SbomProfile, std::string_view>, 4> kNames{
    {{SbomProfile::ntia, "ntia"},
     {SbomProfile::cisa_2026, "cisa-2026"},
     {SbomProfile::bsi_2_1, "bsi-2.1"},
     {SbomProfile::fda, "fda"}}};

bool is_own(const ProfileItem& item) {
  return item.is_binary() || (item.component != nullptr && item.component->kind == ComponentKind::product);
}

bool concerns(About about, const ProfileItem& item) {
  switch (about) {
    case About::document:
      return false;
    case About::binary:
      return item.is_binary();
    case About::component:
      return !is_own(item);
    case About::any:
      break;
  }
  return true;
}

/// The gaps of one thing: the rules that are about it and not answered.
template <class Concerns>
std::vector<ProfileGap> gaps_of(const ProfileDocument& document, const ProfileItem& item, SbomProfile profile,
                                Concerns is_about) {
  std::vector<ProfileGap> gaps;
  for (const ProfileRule& rule : rules_of(profile)) {
    if (!is_about(rule)) continue;
    const Answer answer = rule.answer(document, item);
    if (answer == Answer::stated) continue;
    gaps.push_back(
        {rule.id, rule.clause, rule.field, rule.demand, answer, std::string(remedy_of(rule, item))});
  }
  return gaps;
}

ProfileSubject subject_of(const Part& part) {
  const Component* component = part.component;
  if (part.what == What::package) return {part.ref, component->name, component->version, {}};
  if (part.what == What::missing) return {part.ref, part.library->name, "", {}};
  return {part.ref,
          std::string(path::filename(part.file->file->path.path)),
          component == nullptr ? "" : component->version,
          {}};
}

}  // namespace

bool is_failure(const ProfileGap& gap) {
  return gap.demand == Demand::must && gap.answer != Answer::elsewhere;
}

std::optional<SbomProfile> sbom_profile_named(std::string_view name) {
  for (const auto& [profile, its_name] : kNames)
    if (its_name == name) return profile;
  return std::nullopt;
}

std::string_view name_of(SbomProfile profile) {
  for (const auto& [one, name] : kNames)
    if (one == profile) return name;
  return "";
}

bool ProfileReport::fulfilled() const {
  return std::none_of(subjects.begin(), subjects.end(), [](const ProfileSubject& subject) {
    return std::any_of(subject.gaps.begin(), subject.gaps.end(), is_failure);
  });
}

ProfileReport check_profile(const Trace& trace, const TraceBinary& binary, SbomProfile profile,
                            SbomFormat format, const std::string& timestamp) {
  const TraceIndex index(trace);
  const std::vector<UsedComponent> used = used_components(index, binary);
  const BomPlan plan = plan_bom(index, binary, used);
  const ProfileDocument document{trace, binary, format, timestamp};
  ProfileReport report{binary.name, profile, std::string(name_of(format)), "", plan.parts.size() + 1, {}};
  const auto add = [&](ProfileSubject subject, std::vector<ProfileGap> gaps) {
    subject.gaps = std::move(gaps);
    if (!subject.gaps.empty()) report.subjects.push_back(std::move(subject));
  };
  const ProfileItem the_binary;
  add({"", "the document", "", {}}, gaps_of(document, the_binary, profile, [](const ProfileRule& rule) {
        return rule.about == About::document;
      }));
  const auto add_item = [&](ProfileSubject subject, const ProfileItem& item) {
    add(std::move(subject), gaps_of(document, item, profile,
                                    [&](const ProfileRule& rule) { return concerns(rule.about, item); }));
  };
  add_item({plan.subject, binary.name, trace.product.version, {}}, the_binary);
  for (const Part& part : plan.parts) add_item(subject_of(part), {&part, part.component});
  return report;
}

}  // namespace souptrace::write
