// SPDX-License-Identifier: Apache-2.0
#include "review/osv_ranges.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace souptrace::review {
namespace {

using formats::OsvEvent;
using Kind = OsvEvent::Kind;
using State = RangeAnswer::State;

constexpr std::string_view kBeforeAll = "0";    // as "introduced": before every version
constexpr std::string_view kInfinity = "*";     // as "limit"

bool is_start(const OsvEvent& event) {
  return event.kind == Kind::introduced && event.version == kBeforeAll;
}

RangeAnswer unknown(std::string_view version, std::string_view other, const EcosystemOrder& order) {
  const std::string why = order.compare == nullptr ? "no order of versions is known for it" : std::string(order.name) + " does not know one of them";
  return {State::unknown, "whether " + printable(version) + " is before " + printable(other) + " is not known: " + why};
}

/// An event and where the version stands to it.
struct Placed {
  const OsvEvent* event = nullptr;
  std::weak_ordering version = std::weak_ordering::equivalent;  ///< `version <=> event->version`
};

/// Whether `a` comes before `b` on the timeline. Of two events at one version a new beginning comes last, which errs to "affected".
bool comes_before(const OsvEvent& a, const OsvEvent& b, const EcosystemOrder& order) {
  if (is_start(a) || is_start(b)) return is_start(a) && !is_start(b);
  const auto compared = order.compare(a.version, b.version);
  if (compared && *compared != 0) return *compared < 0;
  return a.kind != Kind::introduced && b.kind == Kind::introduced;
}

std::string words_for(std::string_view version, const OsvEvent* since, const OsvEvent* until, const EcosystemOrder& order) {
  std::string out = printable(version) + " is affected: ";
  out += since == nullptr || is_start(*since) ? "all versions" : "those from " + printable(since->version) + " on";
  if (until == nullptr) return out + " are, and none is known to fix it";
  const std::string bound = printable(until->version);
  const std::string rule = " (" + std::string(order.name) + ')';
  return out + (until->kind == Kind::fixed ? " before " + bound + " are; that one fixes it" : " up to " + bound + " are") + rule;
}

/// Every event with its place; an empty list and a reason when one cannot be placed.
std::vector<Placed> place_events(std::string_view version, const formats::OsvRange& range, const EcosystemOrder& order, RangeAnswer& problem) {
  std::vector<Placed> out;
  for (const OsvEvent& event : range.events) {
    if (event.kind == Kind::unknown) {
      problem = {State::unknown, "the record has an event that is none of introduced, fixed, last_affected and limit"};
      return {};
    }
    if (is_start(event)) {
      out.push_back({&event, std::weak_ordering::greater});
      continue;
    }
    if (event.kind == Kind::limit && event.version == kInfinity) {
      out.push_back({&event, std::weak_ordering::less});
      continue;
    }
    const auto compared = order.compare == nullptr ? formats::VersionOrder{} : order.compare(version, event.version);
    if (!compared) {
      problem = unknown(version, event.version, order);
      return {};
    }
    out.push_back({&event, *compared});
  }
  return out;
}

bool is_before_limits(const std::vector<Placed>& events) {
  bool limited = false;
  for (const Placed& placed : events) {
    if (placed.event->kind != Kind::limit) continue;
    if (placed.version < 0) return true;
    limited = true;
  }
  return !limited;
}

}  // namespace

RangeAnswer version_in_range(std::string_view version, const formats::OsvRange& range, const EcosystemOrder& order) {
  RangeAnswer problem;
  std::vector<Placed> events = place_events(version, range, order, problem);
  if (problem.state == State::unknown) return problem;
  if (!is_before_limits(events)) return {};
  std::erase_if(events, [](const Placed& placed) { return placed.event->kind == Kind::limit; });
  std::stable_sort(events.begin(), events.end(),
                   [&](const Placed& a, const Placed& b) { return comes_before(*a.event, *b.event, order); });
  const OsvEvent* since = nullptr;
  const OsvEvent* until = nullptr;
  bool affected = false;
  for (const Placed& placed : events) {
    const Kind kind = placed.event->kind;
    const bool reached = kind == Kind::last_affected ? placed.version > 0 : placed.version >= 0;
    if (reached) affected = kind == Kind::introduced;
    if (reached && affected) since = placed.event;
    if (!reached && until == nullptr && kind != Kind::introduced) until = placed.event;
  }
  if (!affected) return {};
  return {State::inside, words_for(version, since, until, order)};
}

}  // namespace souptrace::review
