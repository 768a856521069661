// SPDX-License-Identifier: Apache-2.0
#include "write/profile_answers.hpp"

#include <algorithm>

#include "write/bom_values.hpp"

namespace souptrace::write::answers {
namespace {

using What = Part::What;

Answer stated_if(bool stated) {
  return stated ? Answer::stated : Answer::unknown;
}

bool has_address(const std::string& text) {
  const Organization who = organization(text);
  return !who.email.empty() || !who.url.empty();
}

const std::string& supplier_of(const ProfileDocument& document, const ProfileItem& item) {
  static const std::string kNobody;
  if (item.is_binary()) return document.trace.product.supplier;
  return item.component == nullptr ? kNobody : item.component->supplier;
}

/// What the linker or the loader took of the component, without sources and headers.
std::vector<const TraceFile*> files_of(const Part& part) {
  std::vector<const TraceFile*> files;
  const auto add = [&](const Part& one) {
    if (one.file != nullptr && one.what != What::member && !one.file->is_compiled_in_only())
      files.push_back(one.file->file);
  };
  add(part);
  for (const Part& child : part.children) add(child);
  return files;
}

bool has_digest(const ProfileDocument& document, const ProfileItem& item, std::string TraceFile::*of_file,
                std::string TraceBinary::*of_binary, std::string ShippedFile::*of_shipped) {
  const auto digest_of = [&](const ShippedFile& shipped) { return !(shipped.*of_shipped).empty(); };
  const std::vector<ShippedFile>& shipped = document.binary.shipped;
  if (item.is_binary())
    return !(document.binary.*of_binary).empty() && std::all_of(shipped.begin(), shipped.end(), digest_of);
  if (item.part->what == What::missing) return false;
  const std::vector<const TraceFile*> files = files_of(*item.part);
  return std::all_of(files.begin(), files.end(),
                     [&](const TraceFile* file) { return !(file->*of_file).empty(); });
}

bool is_identified(const ProfileItem& item) {
  const Component* component = item.component;
  return component != nullptr &&
         (is_purl(component->purl) || is_cpe(component->cpe) || !swhid(*component).empty());
}

bool has_property(const ProfileItem& item, const char* name) {
  if (item.component == nullptr) return false;
  const auto at = item.component->properties.find(name);
  return at != item.component->properties.end() && !at->second.empty();
}

}  // namespace

Answer author(const ProfileDocument& document, const ProfileItem&) {
  return stated_if(!document.trace.product.supplier.empty());
}

Answer author_address(const ProfileDocument& document, const ProfileItem&) {
  return stated_if(has_address(document.trace.product.supplier));
}

Answer time(const ProfileDocument& document, const ProfileItem&) {
  return document.timestamp.empty() ? Answer::withheld : Answer::stated;
}

Answer always(const ProfileDocument&, const ProfileItem&) {
  return Answer::stated;
}

Answer tool_version(const ProfileDocument& document, const ProfileItem&) {
  return stated_if(!document.trace.tool_version.empty());
}

Answer current_format(const ProfileDocument& document, const ProfileItem&) {
  return document.format == SbomFormat::spdx_2_3 ? Answer::withheld : Answer::stated;
}

Answer elsewhere(const ProfileDocument&, const ProfileItem&) {
  return Answer::elsewhere;
}

Answer supplier(const ProfileDocument& document, const ProfileItem& item) {
  return stated_if(!supplier_of(document, item).empty());
}

Answer supplier_address(const ProfileDocument& document, const ProfileItem& item) {
  return stated_if(has_address(supplier_of(document, item)));
}

Answer name(const ProfileDocument& document, const ProfileItem& item) {
  if (item.is_binary()) return stated_if(!document.binary.name.empty());
  return stated_if(item.component == nullptr || !item.component->name.empty());  // a file has a name
}

Answer version(const ProfileDocument& document, const ProfileItem& item) {
  if (item.is_binary()) return stated_if(!document.trace.product.version.empty());
  return stated_if(item.component != nullptr && !item.component->version.empty());
}

Answer identifier(const ProfileDocument& document, const ProfileItem& item) {
  if (item.is_binary()) return stated_if(!document.binary.gitoid.empty());
  if (is_identified(item)) return Answer::stated;
  const auto of_content = [](const TraceFile* file) { return !file->gitoid.empty(); };
  const std::vector<const TraceFile*> files = files_of(*item.part);
  return stated_if(!files.empty() && std::all_of(files.begin(), files.end(), of_content));
}

Answer package_identifier(const ProfileDocument& document, const ProfileItem& item) {
  const bool own = item.component != nullptr && item.component->kind == ComponentKind::product;
  return item.is_binary() || own ? identifier(document, item) : stated_if(is_identified(item));
}

Answer sha256(const ProfileDocument& document, const ProfileItem& item) {
  return stated_if(
      has_digest(document, item, &TraceFile::sha256, &TraceBinary::sha256, &ShippedFile::sha256));
}

Answer sha512(const ProfileDocument& document, const ProfileItem& item) {
  if (!item.is_binary() && item.part->external) return Answer::stated;
  return stated_if(
      has_digest(document, item, &TraceFile::sha512, &TraceBinary::sha512, &ShippedFile::sha512));
}

Answer filename(const ProfileDocument&, const ProfileItem& item) {
  return stated_if(item.is_binary() || item.part->external || item.part->what != What::missing);
}

Answer license(const ProfileDocument&, const ProfileItem& item) {
  return stated_if(item.component != nullptr && has_license(*item.component));
}

Answer distribution_license(const ProfileDocument& document, const ProfileItem& item) {
  return !item.is_binary() && item.part->external ? Answer::stated : license(document, item);
}

Answer concluded_license(const ProfileDocument&, const ProfileItem& item) {
  if (!item.is_binary() && item.part->external) return Answer::stated;
  return stated_if(item.component != nullptr && is_license_concluded(*item.component));
}

Answer source(const ProfileDocument&, const ProfileItem& item) {
  const bool own = item.component != nullptr && item.component->kind == ComponentKind::product;
  return stated_if(own || (item.component != nullptr && !item.component->url.empty()));
}

Answer complete(const ProfileDocument& document, const ProfileItem&) {
  return stated_if(document.binary.completeness.complete);
}

Answer support_level(const ProfileDocument&, const ProfileItem& item) {
  return has_property(item, "support-level") ? Answer::stated : Answer::elsewhere;
}

Answer end_of_support(const ProfileDocument&, const ProfileItem& item) {
  return has_property(item, "end-of-support") ? Answer::stated : Answer::elsewhere;
}

}  // namespace souptrace::write::answers
