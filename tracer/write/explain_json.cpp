// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "model/binary_view.hpp"
#include "model/names.hpp"
#include "write/explain.hpp"
#include "write/explain_subjects.hpp"
#include "write/field_writer.hpp"
#include "write/file_uses.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;

template <class T>
void write_list(JsonText& json, const char* name, const std::vector<const T*>& list) {
  json.key(name);
  json.begin_array();
  for (const T* one : list) write_fields(json, *one);
  json.end_array();
}

void write_binary_name(JsonText& json, const TraceBinary& binary) {
  json.member("binary", binary.name);
  json.member("path", text_of(binary.path));
  json.member("sha256", binary.sha256);
}

void write_through(JsonText& json, const TraceIndex& index, const FileUse& use) {
  if (use.through.empty()) return;
  json.key("through");
  json.begin_array();
  for (const Through& through : use.through) {
    json.begin_object(Layout::one_line);
    json.member("object", index.path(through.compilation->object));
    if (!through.compilation->source.empty()) json.member("source", index.path(through.compilation->source));
    json.member("witness", through.compilation->witness);
    json.key("input");
    write_fields(json, *through.linked);
    json.end_object();
  }
  json.end_array();
}

/// "paths": what each file id in the output names.
class Paths {
 public:
  void add(const std::string& id) {
    if (!id.empty()) ids_.emplace(id);
  }
  void add(const TraceInput& input) {
    add(input.file);
    add(input.object);
  }
  void write(JsonText& json, const TraceIndex& index) const {
    json.key("paths");
    json.begin_object();
    for (const std::string& id : ids_) json.member(id, index.path(id));
    json.end_object();
  }

 private:
  std::set<std::string> ids_;
};

void write_file(JsonText& json, const TraceIndex& index, const Subject& subject, Paths& paths) {
  const TraceFile& file = *subject.file;
  const auto is_meant = [&](const TraceInput& input) {
    return subject.member == nullptr ||
           (input.member == subject.member->member && input.offset == subject.member->offset);
  };
  paths.add(file.id);
  json.key("file");
  write_fields(json, file);
  if (const Component* owner = index.owner(file)) {
    json.key("component");
    write_fields(json, *owner);
  }
  json.key("uses");
  json.begin_array();
  for (FileUse& use : uses_of(index, file)) {
    std::erase_if(use.inputs, [&](const TraceInput* input) { return !is_meant(*input); });
    if (subject.member != nullptr && use.inputs.empty()) continue;
    for (const TraceInput* input : use.inputs) paths.add(*input);
    for (const Through& through : use.through) paths.add(*through.linked);
    json.begin_object();
    write_binary_name(json, *use.binary);
    write_list(json, "inputs", use.inputs);
    write_list(json, "runtime", use.runtime);
    write_through(json, index, use);
    json.end_object();
  }
  json.end_array();
}

void write_component(JsonText& json, const TraceIndex& index, const Component& component, Paths& paths) {
  json.key("component");
  write_fields(json, component);
  std::set<const TraceFile*> owned;
  json.key("uses");
  json.begin_array();
  for (const TraceBinary& binary : index.trace().binaries) {
    for (const UsedComponent& used : used_components(index, binary)) {
      if (used.component != &component) continue;
      json.begin_object();
      write_binary_name(json, binary);
      std::vector<const TraceInput*> inputs;
      std::vector<const TraceRuntimeLibrary*> runtime;
      for (const UsedFile& file : used.files) {
        paths.add(file.file->id);
        owned.insert(file.file);
        inputs.insert(inputs.end(), file.inputs.begin(), file.inputs.end());
        runtime.insert(runtime.end(), file.runtime.begin(), file.runtime.end());
      }
      write_list(json, "inputs", inputs);
      write_list(json, "runtime", runtime);
      json.end_object();
    }
  }
  json.end_array();
  std::vector<const TraceFile*> files;
  for (const TraceFile& file : index.trace().files)
    if (owned.contains(&file)) files.push_back(&file);
  write_list(json, "files", files);
}

void write_binary(JsonText& json, const TraceBinary& binary, Paths& paths) {
  for (const TraceInput& input : binary.inputs) paths.add(input);
  for (const TraceRuntimeLibrary& library : binary.runtime) paths.add(library.file);
  FieldWriter writer(json);
  writer.required("binary", binary);
}

void write_shipped(JsonText& json, const TraceIndex& index, const Subject& subject) {
  json.key("shippedFile");
  write_fields(json, *subject.shipped);
  json.key("madeOf");
  json.begin_object();
  write_binary_name(json, *subject.binary);
  json.end_object();
  std::vector<const Finding*> findings;
  for (const Finding& finding : index.trace().findings)
    if (finding.subject == text_of(subject.shipped->path)) findings.push_back(&finding);
  if (!findings.empty()) write_list(json, "findings", findings);
}

void write_subject(JsonText& json, const TraceIndex& index, const Subject& subject) {
  Paths paths;
  json.begin_object();
  json.member("subject", subject.label);
  json.member("kind", subject.shipped != nullptr     ? "shipped-file"
                      : subject.binary != nullptr    ? "binary"
                      : subject.component != nullptr ? "component"
                      : subject.member != nullptr    ? "archive-member"
                                                     : "file");
  if (subject.shipped != nullptr)
    write_shipped(json, index, subject);
  else if (subject.binary != nullptr)
    write_binary(json, *subject.binary, paths);
  else if (subject.component != nullptr)
    write_component(json, index, *subject.component, paths);
  else
    write_file(json, index, subject, paths);
  paths.write(json, index);
  json.end_object();
}

}  // namespace

Result<std::string> explain_json(const Trace& trace, std::string_view query) {
  const TraceIndex index(trace);
  const auto subjects = explained_subjects(index, query);
  if (!subjects) return subjects.error();
  std::string out;
  JsonText json(out);
  json.begin_object();
  json.member("query", query);
  json.key("subjects");
  json.begin_array();
  for (const Subject& subject : *subjects) write_subject(json, index, subject);
  json.end_array();
  json.end_object();
  return out + '\n';
}

}  // namespace souptrace::write
