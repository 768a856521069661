// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"
#include "write/field_writer.hpp"
#include "write/show.hpp"
#include "write/show_selection.hpp"
#include "write/use_summary.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

void write_paths(JsonText& json, const char* name, const std::vector<const TraceFile*>& files) {
  std::vector<std::string> paths;
  paths.reserve(files.size());
  for (const TraceFile* file : files) paths.push_back(text_of(file->path));
  if (!paths.empty()) json.member_list(name, paths);
}

void write_counts(JsonText& json, const UseSummary& summary) {
  if (!summary.archives.empty()) {
    json.key("archives");
    json.begin_array();
    for (const ArchiveUse& archive : summary.archives) {
      json.begin_object();
      json.member("file", text_of(archive.file->path));
      json.member("members", archive.members);
      json.end_object();
    }
    json.end_array();
  }
  write_paths(json, "needed", summary.needed);
  write_paths(json, "loaded", summary.loaded);
  write_paths(json, "dropped", summary.dropped);
  json.member("objects", summary.objects);
  json.member("startupObjects", summary.startup_objects);
  json.member("sources", summary.sources);
  json.member("headers", summary.headers);
  json.member("builtHere", summary.built_here);
}

void write_used(JsonText& json, const TraceIndex& index, const UsedComponent& used) {
  json.begin_object(Layout::one_line);
  if (const Component* component = used.component) {
    json.member("id", component->id);
    json.member("kind", name_of(component->kind));
    json.member("name", component->name);
    json.member("version", component->version);
    json.member("license", component->license.expression);
    json.member("purl", component->purl);
  } else {
    json.member("kind", "unknown");
  }
  const UseSummary summary = summarize(index, used);
  json.member("tier", name_of(used.weakest_tier()));
  json.member("inBinary", summary.in_binary());
  write_counts(json, summary);
  json.end_object();
}

void write_binary(JsonText& json, const TraceIndex& index, const TraceBinary& binary) {
  json.begin_object();
  json.member("name", binary.name);
  json.member("path", text_of(binary.path));
  json.member("type", binary.binary.type);
  json.member("machine", binary.binary.machine);
  json.member("size", binary.size);
  json.member("sha256", binary.sha256);
  FieldWriter fields_of(json);
  fields_of.optional("shipped", binary.shipped);
  fields_of.required("completeness", binary.completeness);
  json.key("components");
  json.begin_array();
  for (const UsedComponent& used : used_components(index, binary)) write_used(json, index, used);
  json.end_array();
  std::vector<std::string> missing;
  for (const TraceRuntimeLibrary& library : binary.runtime)
    if (library.file.empty()) missing.push_back(library.name);
  if (!missing.empty()) json.member_list("notFoundByLoader", missing);
  json.end_object();
}

}  // namespace

Result<std::string> show_json(const Trace& trace, std::string_view wanted) {
  const auto binaries = select_binaries(trace, wanted);
  if (!binaries) return binaries.error();
  const TraceIndex index(trace);
  std::string out;
  JsonText json(out);
  json.begin_object();
  FieldWriter fields_of(json);
  fields_of.required("product", trace.product);
  json.key("binaries");
  json.begin_array();
  for (const TraceBinary* binary : *binaries) write_binary(json, index, *binary);
  json.end_array();
  json.key("findings");
  json.begin_array();
  for (const Finding* finding : findings_about(index, *binaries)) write_fields(json, *finding);
  json.end_array();
  json.end_object();
  return out + '\n';
}

}  // namespace souptrace::write
