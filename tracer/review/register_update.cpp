// SPDX-License-Identifier: Apache-2.0
#include "review/register_update.hpp"

#include "formats/json_read.hpp"
#include "review/judgements.hpp"
#include "review/register_draft.hpp"

namespace souptrace::review {
namespace {

/// The judgements that do not hold for these facts.
std::vector<std::string> stale_with(const SoupItem& item, const std::string& text, const std::string& digest) {
  const auto json = formats::Json::parse(text);
  return json ? stale_judgements(item, digest, approval_digest(*json, digest)) : std::vector<std::string>();
}

bool same_links(const std::vector<SoupLink>& a, const std::vector<SoupLink>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const SoupLink& one, const SoupLink& other) {
    return one.binary == other.binary && one.how == other.how && one.members == other.members;
  });
}

bool same_files(const std::vector<SoupFile>& a, const std::vector<SoupFile>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const SoupFile& one, const SoupFile& other) {
    return one.name == other.name && one.sha256 == other.sha256 && one.place == other.place && one.tier == other.tier;
  });
}

bool same(const SoupFacts& a, const SoupFacts& b) {
  return a.digest == b.digest && a.components == b.components && a.stale == b.stale && same_files(a.files, b.files) &&
         same_links(a.linked_into, b.linked_into);
}

}  // namespace

std::vector<ItemUpdate> plan_update(const TraceIndex& index, const RegisterFiles& files) {
  std::vector<ItemUpdate> out;
  const Reconciliation found = reconcile(index, files.value);
  for (const MatchedItem& one : found.items) {
    const SoupItem& item = *one.item;
    if (!one.is_linked()) {
      out.push_back({item.id, item.title, false, false, {}, {}, {}, {}});
      continue;
    }
    SoupFacts facts = one.facts;
    facts.stale = stale_with(item, files.item_texts.at(item.id), facts.digest);
    if (item.facts && same(facts, *item.facts)) continue;
    const SoupFacts former = item.facts.value_or(SoupFacts{});
    auto added = unregistered_facts(facts, former);
    auto removed = unregistered_facts(former, facts);
    out.push_back({item.id, item.title, false, true, {}, std::move(facts), std::move(added), std::move(removed)});
  }
  for (SoupItem& draft : draft_items(index, found, files.value)) {
    SoupFacts facts = *draft.facts;
    auto added = unregistered_facts(facts, {});
    out.push_back({draft.id, draft.title, true, true, std::move(draft), std::move(facts), std::move(added), {}});
  }
  return out;
}

}  // namespace souptrace::review
