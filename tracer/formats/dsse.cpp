// SPDX-License-Identifier: Apache-2.0
#include "formats/dsse.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "formats/json_outline.hpp"
#include "formats/json_read.hpp"

namespace souptrace::formats {
namespace {

constexpr std::size_t kMostSignatures = 100;
constexpr std::size_t kMostSignatureText = std::size_t{1024} * 1024;
constexpr std::size_t kLongestType = 1024;

Error malformed_envelope(const std::string& what) { return {"dsse-malformed", "not a DSSE envelope: " + what}; }

std::string pae_header(std::string_view type, std::size_t payload_size) {
  return "DSSEv1 " + std::to_string(type.size()) + ' ' + std::string(type) + ' ' + std::to_string(payload_size) + ' ';
}

/// What a member's text says when it is a string; an error otherwise.
Result<std::string> text_member(const std::vector<JsonMember>& members, std::string_view name) {
  const std::string_view text = member_text(members, name);
  if (text.empty()) return malformed_envelope("it has no \"" + std::string(name) + '"');
  const auto parsed = Json::parse(text);
  if (!parsed || !parsed->is_string()) return malformed_envelope('"' + std::string(name) + "\" is no text");
  return std::string(*parsed->string());
}

Result<DsseSignature> signature_of(const Json& json) {
  DsseSignature out;
  const Json keyid = json.member("keyid");
  if (!json.is_object() || (!keyid.is_null() && !keyid.is_string())) return malformed_envelope("a signature is not as it should be");
  const auto sig = json.required_string("sig");
  if (!sig) return malformed_envelope("a signature has no \"sig\"");
  auto raw = decode_base64(*sig);
  if (!raw) return malformed_envelope("\"sig\" is " + raw.error().describe());
  out.signature = std::move(*raw);
  out.keyid = json.string_or("keyid", "");
  for (const Json& member : json.members())
    out.has_unknown_members = out.has_unknown_members || (member.key() != "keyid" && member.key() != "sig");
  return out;
}

Result<std::vector<DsseSignature>> signatures_of(std::string_view text) {
  if (text.size() > kMostSignatureText) return malformed_envelope("its signatures are larger than 1 MiB");
  const auto list = Json::parse(text.empty() ? "null" : text);
  if (!list) return malformed_envelope("\"signatures\": " + list.error().describe());
  if (!list->is_array() || list->size() == 0 || list->size() > kMostSignatures)
    return malformed_envelope("\"signatures\" is no list of 1 to 100 signatures");
  std::vector<DsseSignature> out;
  for (const Json& one : list->items()) {
    auto signature = signature_of(one);
    if (!signature) return signature.error();
    out.push_back(std::move(*signature));
  }
  return out;
}

/// The base64 text within the quotes of a member; base64 needs no escapes, but "\/" is one way to write '/'.
Result<std::string_view> base64_text(std::string_view quoted, std::string& unescaped) {
  if (quoted.size() < 2 || quoted.front() != '"') return malformed_envelope("it has no \"payload\", or that is no text");
  const std::string_view inner = quoted.substr(1, quoted.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return inner;
  const auto parsed = Json::parse(quoted);
  if (!parsed) return malformed_envelope("\"payload\" is no text");
  unescaped = *parsed->string();
  return std::string_view(unescaped);
}

}  // namespace

std::string dsse_pae(std::string_view payload_type, std::string_view payload) {
  std::string out = pae_header(payload_type, payload.size());
  out += payload;
  return out;
}

Result<DsseEnvelope> parse_dsse(std::string_view text) {
  const auto members = json_members(text);
  if (!members) return malformed_envelope(members.error().describe());
  DsseEnvelope out;
  if (member_text(*members, "payloadType").size() > kLongestType) return malformed_envelope("\"payloadType\" is too long");
  auto type = text_member(*members, "payloadType");
  if (!type) return type.error();
  out.payload_type = std::move(*type);
  auto signatures = signatures_of(member_text(*members, "signatures"));
  if (!signatures) return signatures.error();
  out.signatures = std::move(*signatures);

  std::string unescaped;
  const auto encoded = base64_text(member_text(*members, "payload"), unescaped);
  if (!encoded) return encoded.error();
  const std::size_t padding = encoded->size() - std::min(encoded->size(), encoded->find_last_not_of('=') + 1);
  const std::size_t characters = encoded->size() - padding;
  out.signed_bytes = pae_header(out.payload_type, characters / 4 * 3 + characters % 4 * 3 / 4);
  out.payload_offset = out.signed_bytes.size();
  if (const auto decoded = append_decoded_base64(out.signed_bytes, *encoded); !decoded)
    return malformed_envelope("\"payload\" is " + decoded.error().describe());
  return out;
}

}  // namespace souptrace::formats
