// SPDX-License-Identifier: Apache-2.0
#include "identify/reuse_project.hpp"

#include <algorithm>

#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/glob.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::identify {
namespace {

using formats::ReuseAnnotation;
using formats::ReusePrecedence;
using formats::SpdxTags;

void add_expression(std::string_view text, SpdxTags& out) {
  const auto expression = formats::normalize_spdx_expression(text);
  std::vector<std::string>& list = expression ? out.expressions : out.malformed;
  const std::string value = expression ? *expression : to_utf8(text);
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void add_annotation(const ReuseAnnotation& annotation, SpdxTags& out) {
  for (const std::string& license : annotation.licenses) add_expression(license, out);
}

}  // namespace

void ReuseProject::note_problem(const std::string& path, const Error& error) {
  problems_.emplace(path::below(path, root_), error.describe());
}

const ReuseProject::Annotations& ReuseProject::annotations_in(const std::string& directory) {
  const auto [at, is_new] = annotations_.try_emplace(directory);
  if (!is_new) return at->second;
  at->second.directory = directory;
  const std::string path = path::join(directory, "REUSE.toml");
  const auto file = host_.read(path);
  if (!file) {
    if (file.error().code != "not-found") note_problem(path, file.error());
    return at->second;
  }
  auto list = formats::parse_reuse_toml((*file)->text());
  if (list)
    at->second.list = std::move(*list);
  else
    note_problem(path, list.error());
  return at->second;
}

std::vector<const ReuseAnnotation*> ReuseProject::matching(const std::string& file) {
  std::vector<const ReuseAnnotation*> out;
  for (std::string directory(path::parent(file)); path::is_below(directory, root_);
       directory = path::parent(directory)) {
    const Annotations& here = annotations_in(directory);
    const std::string_view relative = path::below(file, directory);
    const auto last = std::find_if(here.list.rbegin(), here.list.rend(), [&](const ReuseAnnotation& one) {
      return formats::reuse_matches(one, relative);
    });
    if (last != here.list.rend()) out.push_back(&*last);
    if (directory == root_) break;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

std::string ReuseProject::dep5_license(std::string_view relative) {
  if (!dep5_) {
    dep5_.emplace();
    const std::string path = path::join(root_, ".reuse/dep5");
    if (const auto file = host_.read(path)) {
      auto parsed = formats::parse_debian_copyright((*file)->text());
      if (parsed)
        *dep5_ = std::move(*parsed);
      else
        note_problem(path, parsed.error());
    } else if (file.error().code != "not-found") {
      note_problem(path, file.error());
    }
  }
  if (!*dep5_) return "";
  std::string out;
  for (const formats::DebianCopyright::Files& files : (*dep5_)->files)
    for (const std::string& pattern : files.patterns)
      if (formats::glob_matches(pattern, relative, formats::GlobSlash::ordinary)) out = files.license;
  return out;
}

ReuseProject::FileTags ReuseProject::tags_of(const std::string& file, bool is_text) {
  FileTags out;
  const std::string relative(file == root_ ? path::filename(file) : path::below(file, root_));
  const std::vector<const ReuseAnnotation*> annotations = matching(file);
  for (const ReuseAnnotation* one : annotations) {
    if (one->precedence != ReusePrecedence::override_) continue;
    add_annotation(*one, out.tags);
    out.place = "REUSE.toml";
    return out;
  }
  if (const auto beside = host_.read(file + ".license")) {
    out.tags = formats::read_spdx_tags((*beside)->text(), formats::SpdxTagPlace::plain_text);
    out.place = relative + ".license";
  } else if (const auto content = is_text ? host_.read(file) : Result<std::shared_ptr<FileBytes>>(Error{})) {
    out.tags = formats::read_spdx_tags((*content)->text());
    out.place = relative;
  }
  const bool says = !out.tags.expressions.empty() || !out.tags.malformed.empty();
  const ReuseAnnotation* closest = nullptr;
  for (const ReuseAnnotation* one : annotations) {
    if (one->precedence == ReusePrecedence::aggregate)
      add_annotation(*one, out.tags);
    else if (!one->licenses.empty())
      closest = one;
  }
  if (!says && closest != nullptr) add_annotation(*closest, out.tags);
  const std::string license = dep5_license(relative);
  if (!license.empty()) add_expression(license, out.tags);
  if (!says) out.place = license.empty() ? "REUSE.toml" : ".reuse/dep5";
  return out;
}

}  // namespace souptrace::identify
