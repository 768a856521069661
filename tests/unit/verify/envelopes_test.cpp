// SPDX-License-Identifier: Apache-2.0
#include "verify/envelopes.hpp"

#include "base/base64.hpp"
#include "support/catch.hpp"
#include "unit/verify/paper_set.hpp"

using namespace souptrace;
using namespace souptrace::verify;

namespace {

std::vector<PublicKey> keys(const std::vector<std::string>& pems) {
  std::vector<PublicKey> out;
  for (const std::string& pem : pems) out.push_back(*PublicKey::from_pem(pem));
  return out;
}

const std::string& statement() {
  static const std::string kStatement =
      write::statement({{"pump", std::string(64, 'a'), ""}}, write::kCycloneDxPredicate, "{\"bomFormat\":\"CycloneDX\"}\n");
  return kStatement;
}

CheckedEnvelope checked(const std::string& text, const std::vector<std::string>& pems) {
  const auto all = check_envelopes(text, "x", keys(pems));
  REQUIRE(all.size() == 1);
  return all.front();
}

/// The first envelope with the signatures of both.
std::string with_both(std::string first, const std::string& second) {
  const std::string list = "\"signatures\": [";
  const std::size_t start = second.find(list) + list.size();
  const std::string other = second.substr(start, second.rfind(']') - start);
  first.insert(first.rfind(']'), ", " + other);
  return first;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("an envelope is intact with the key that signed it, of either kind") {
  for (const auto& [secret, open] : {std::pair(test::first_private(), test::first_public()), std::pair(test::kP256Private, test::kP256Public)}) {
    const auto one = checked(test::envelope(secret, statement()), {open});
    CHECK(one.verdict.intact);
    CHECK(one.problems.empty());
    CHECK(one.verdict.predicate_type == write::kCycloneDxPredicate);
    CHECK(one.predicate_sha256 == sha256_hex(as_bytes("{\"bomFormat\":\"CycloneDX\"}")));
    REQUIRE(one.files.size() == 1);
    CHECK(one.files[0].name == "pump");
  }
}

TEST_CASE("without a key nothing is intact, and with another key it is not either") {
  const std::string text = test::envelope(test::first_private(), statement());
  const auto none = checked(text, {});
  CHECK_FALSE(none.verdict.intact);
  CHECK(none.verdict.signatures.at(0).state == SignatureState::not_checked);
  const auto other = checked(text, {test::second_public()});
  CHECK_FALSE(other.verdict.intact);
  CHECK(other.verdict.signatures.at(0).state == SignatureState::not_checked);
  CHECK(other.problems.empty());
  CHECK(other.verdict.missing_keys == std::vector<std::string>{PublicKey::from_pem(test::second_public())->keyid()});
}

TEST_CASE("of several signatures every given key's must be there and good") {
  const std::string first = test::envelope(test::first_private(), statement());
  const std::string second = test::envelope(test::second_private(), statement());
  const std::string both = with_both(first, second);
  CHECK(checked(both, {test::first_public(), test::second_public()}).verdict.intact);
  CHECK(checked(both, {test::first_public()}).verdict.intact);
  CHECK_FALSE(checked(first, {test::first_public(), test::second_public()}).verdict.intact);
  CHECK_FALSE(checked(both, {test::first_public(), test::kP256Public}).verdict.intact);
}

TEST_CASE("a bad signature that names a given key spoils the envelope beside a good one; one of an unknown key does not") {
  const std::string first = test::envelope(test::first_private(), statement());
  const std::string of_other_text = test::envelope(test::second_private(), statement() + ' ');
  const std::string both = with_both(first, of_other_text);
  const auto spoiled = checked(both, {test::first_public(), test::second_public()});
  CHECK_FALSE(spoiled.verdict.intact);
  CHECK(spoiled.verdict.signatures.at(1).state == SignatureState::bad);
  const auto unknown = checked(both, {test::first_public()});
  CHECK(unknown.verdict.intact);
  CHECK(unknown.verdict.signatures.at(1).state == SignatureState::not_checked);
  // The same key twice, once good and once bad.
  const std::string twice = with_both(first, test::envelope(test::first_private(), statement() + ' '));
  CHECK_FALSE(checked(twice, {test::first_public()}).verdict.intact);
}

TEST_CASE("a signature that names no key is tried, unless it looks like a damaged one") {
  const std::string text = test::envelope(test::first_private(), statement());
  const std::string keyid = PublicKey::from_pem(test::first_public())->keyid();
  CHECK(checked(replaced(text, "\"keyid\": \"" + keyid + "\", ", ""), {test::first_public()}).verdict.intact);
  CHECK(checked(replaced(text, keyid, ""), {test::first_public()}).verdict.intact);
  CHECK_FALSE(checked(replaced(text, "\"keyid\"", "\"keyie\""), {test::first_public()}).verdict.intact);
  CHECK_FALSE(checked(replaced(text, keyid, std::string(64, '0')), {test::first_public()}).verdict.intact);
}

TEST_CASE("a payload type that is not in-toto's, an unknown version and a payload that is no statement are never good") {
  const auto type = checked(test::envelope(test::first_private(), statement(), "application/json"), {test::first_public()});
  CHECK_FALSE(type.verdict.intact);
  CHECK(type.problems.at(0).text.find("application/json") != std::string::npos);
  CHECK_FALSE(checked(test::envelope(test::first_private(), "{}"), {test::first_public()}).verdict.intact);
  CHECK_FALSE(checked(test::envelope(test::first_private(), replaced(statement(), "Statement/v1", "Statement/v2")), {test::first_public()}).verdict.intact);
  CHECK_FALSE(checked("{}", {test::first_public()}).verdict.intact);
  CHECK_FALSE(checked("not JSON", {test::first_public()}).verdict.intact);
}

TEST_CASE("a signed trace has to be about the statement's subjects") {
  const Trace trace = test::shipped_trace();
  const auto good = checked(test::envelope(test::first_private(), test::trace_statement(trace)), {test::first_public()});
  CHECK(good.verdict.intact);
  CHECK(good.files.size() == write::subjects_of(trace).size());
  auto subjects = write::subjects_of(trace);
  const std::string last = subjects.back().sha256;  // of which there may be copies
  std::erase_if(subjects, [&](const auto& one) { return one.sha256 == last; });
  const std::string less = write::statement(subjects, write::kTracePredicate, write::trace_json(trace));
  CHECK_FALSE(checked(test::envelope(test::first_private(), less), {test::first_public()}).verdict.intact);
}

TEST_CASE("every single-bit change of a signed line is noticed") {
  const std::string text = test::envelope(test::first_private(), statement());
  const auto with = keys({test::first_public()});
  REQUIRE(check_envelopes(text, "x", with).at(0).verdict.intact);
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string changed = text;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    bool intact = true;
    for (const CheckedEnvelope& one : check_envelopes(changed, "x", with)) intact = intact && one.verdict.intact && one.problems.empty();
    CAPTURE(bit);
    CHECK_FALSE(intact);
  }
}

TEST_CASE("each line of a file is an envelope of its own") {
  const std::string good = test::envelope(test::first_private(), statement());
  const auto all = check_envelopes(good + "\n" + "{}\n" + good, "x.jsonl", keys({test::first_public()}));
  REQUIRE(all.size() == 3);
  CHECK(all[0].verdict.intact);
  CHECK_FALSE(all[1].verdict.intact);
  CHECK(all[2].verdict.intact);
  CHECK(all[2].verdict.document == "x.jsonl, line 4");
}
