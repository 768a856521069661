// SPDX-License-Identifier: Apache-2.0
#include "write/field_writer.hpp"
#include "write/release_diff.hpp"
#include "write/release_diff_fields.hpp"

namespace souptrace::write {

template <>
inline constexpr bool kSpansLines<ReviewImpact> = true;
template <>
inline constexpr bool kSpansLines<ComponentDiff> = true;
template <>
inline constexpr bool kSpansLines<BinaryDiff> = true;

std::string release_diff_json(const ReleaseDiff& diff) {
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("$schema", kReleaseDiffSchema);
  json.member("format", std::uint64_t{kReleaseDiffFormat});
  json.member("differs", differs(diff));
  FieldWriter writer(json);
  fields(writer, diff);
  json.end_object();
  return out + '\n';
}

}  // namespace souptrace::write
