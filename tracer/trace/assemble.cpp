// SPDX-License-Identifier: Apache-2.0
#include "trace/assemble.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

#include "base/path.hpp"
#include "trace/binary_assembler.hpp"
#include "trace/compiled_in.hpp"
#include "trace/file_table.hpp"
#include "trace/object_join.hpp"
#include "trace/places.hpp"
#include "trace/withhold_secrets.hpp"

namespace souptrace::trace {
namespace {

struct JoinedLink {
  TracedLink* link = nullptr;
  std::vector<JoinedInput> inputs;
  std::vector<Finding> findings;
};

using Objects = std::set<const CompiledObject*>;

Objects objects_of(const std::vector<JoinedLink>& links) {
  Objects objects;
  for (const JoinedLink& link : links)
    for (const JoinedInput& input : link.inputs)
      if (input.object != nullptr) objects.insert(input.object);
  return objects;
}

FileTable collect_files(const std::vector<JoinedLink>& links, const Objects& objects) {
  FileTable files;
  for (const JoinedLink& link : links) {
    for (const LinkInput& input : link.link->record.inputs) files.want(input.real_path);
    for (const RuntimeLibrary& library : link.link->record.runtime) files.want(library.real_path);
  }
  TextMemo<bool> wanted([&](const std::string& path) { return files.want(path), true; });
  for (const CompiledObject* object : objects) {
    files.want(object->object);
    files.want(object->source);
    wanted.visit(object->headers);
  }
  return files;
}

/// The flags of the objects, paths written as places, and the id of each.
class Flags {
 public:
  Flags(const Objects& objects, const Places& places) {
    std::map<CompileFlags, std::vector<const CompileFlags*>> distinct;
    for (const CompiledObject* object : objects) {
      const CompileFlags* flags = object->flags.get();
      if (flags == nullptr || !ids_.try_emplace(flags, "").second) continue;
      CompileFlags named = *flags;
      for (std::string& word : named.words) word = places.name_in_option(word);
      distinct[std::move(named)].push_back(flags);
    }
    for (const auto& [flags, same] : distinct) {
      table_.push_back({'c' + std::to_string(table_.size() + 1), flags.language, flags.words});
      for (const CompileFlags* one : same) ids_[one] = table_.back().id;
    }
  }
  [[nodiscard]] std::string id(const CompiledObject& object) const { return object.flags == nullptr ? "" : ids_.at(object.flags.get()); }
  [[nodiscard]] std::vector<TraceFlags> take_table() { return std::move(table_); }

 private:
  std::map<const CompileFlags*, std::string> ids_;
  std::vector<TraceFlags> table_;
};

/// Takes the lists of headers out of `compiled`.
std::vector<Compilation> compilations(const Objects& objects, const FileTable& files, ObjectFiles& compiled, const Flags& flags) {
  std::vector<std::pair<std::string, const CompiledObject*>> sorted;
  for (const CompiledObject* object : objects) sorted.emplace_back(object->object, object);
  std::sort(sorted.begin(), sorted.end());
  std::vector<Compilation> out;
  out.reserve(sorted.size());
  for (const auto& [path, object] : sorted) {
    ObjectFiles::Of of = compiled.take(*object);
    out.push_back({files.id(path), files.id_of(of.source), TextList(files.ids(), std::move(of.headers)), object->witness, flags.id(*object)});
  }
  return out;
}

std::vector<Component> named_components(const std::vector<TraceFile>& files, const Identification& identification, const Places& places) {
  std::set<std::string> named;
  for (const TraceFile& file : files) {
    named.insert(file.owner.chosen.component);
    for (const Claim& claim : file.owner.losing) named.insert(claim.component);
  }
  std::vector<Component> out;
  for (const auto& [id, component] : identification.components) {
    if (!named.contains(id)) continue;
    out.push_back(component);
    out.back().license.source = places.relocate(component.license.source);
    for (auto& [key, value] : out.back().properties) value = places.relocate(value);
    for (Evidence& evidence : out.back().evidence) {
      evidence.place = places.relocate(evidence.place);
      evidence.text = places.relocate(evidence.text);
    }
  }
  return out;
}

std::vector<Toolchain> relocated(std::vector<Toolchain> toolchains, const Places& places) {
  for (Toolchain& toolchain : toolchains) {
    toolchain.compiler = places.name(toolchain.compiler);
    for (auto* list : {&toolchain.include_directories, &toolchain.link_directories})
      for (std::string& directory : *list) directory = places.name(directory);
  }
  return toolchains;
}

std::vector<Finding> finish_findings(std::vector<Finding> findings, const Places& places) {
  for (Finding& finding : findings) {
    finding.subject = path::is_absolute(finding.subject) ? places.name(finding.subject) : places.relocate(finding.subject);
    finding.text = places.relocate(finding.text);
    finding.remedy = places.relocate(finding.remedy);
  }
  sort_findings(findings);
  return findings;
}

std::vector<JoinedLink> join_all(Material& material) {
  const ObjectJoin join(material);
  std::vector<JoinedLink> out;
  for (TracedLink& link : material.links) {
    JoinedLink joined{&link, {}, link.findings};
    joined.inputs = join_inputs(link, material, join, joined.findings);
    out.push_back(std::move(joined));
  }
  std::sort(out.begin(), out.end(), [](const JoinedLink& a, const JoinedLink& b) {
    return a.link->target->name < b.link->target->name;
  });
  return out;
}

/// Findings of the stages before: those about one object of the build belong to the binaries that link it, and to nobody when none does.
class EarlierFindings {
 public:
  EarlierFindings(const Material& material, const Objects& linked) : material_(material) {
    for (const CompiledObject& object : material.facts.objects) all_.insert(object.object);
    for (const CompiledObject* object : linked) linked_.insert(object->object);
  }

  [[nodiscard]] std::vector<Finding> kept() const {
    std::vector<Finding> out = material_.findings;
    std::erase_if(out, [&](const Finding& one) { return all_.contains(one.subject) && !linked_.contains(one.subject); });
    return out;
  }
  /// Whether one of them, about one of these objects or about the build as a whole, makes the list incomplete.
  [[nodiscard]] bool lacks(const JoinedLink& link) const {
    return std::any_of(material_.findings.begin(), material_.findings.end(), [&](const Finding& finding) {
      if (!finding.incomplete || !all_.contains(finding.subject)) return finding.incomplete;
      return std::any_of(link.inputs.begin(), link.inputs.end(), [&](const JoinedInput& input) {
        return input.object != nullptr && input.object->object == finding.subject;
      });
    });
  }

 private:
  const Material& material_;
  std::set<std::string_view> all_;
  std::set<std::string_view> linked_;
};

/// Of a large build, what Trace::files says by now would be too much a second time. The binaries' own contents are still asked for.
void forget_what_the_files_say(Material& material) {
  std::set<std::string_view> outputs;
  for (const TracedLink& link : material.links) outputs.insert(link.record.output);
  std::erase_if(material.contents, [&](const auto& one) { return !outputs.contains(one.first); });
  material.identification = {};
}

void check_files(std::vector<JoinedLink>& links, const Material& material) {
  CompiledInCheck compiled_in(material);
  for (JoinedLink& link : links) {
    check_readable(link.link->record, material, link.findings);
    check_unchanged(*link.link, material, link.findings);
    compiled_in.check(link.link->record.output, link.inputs, link.findings);
  }
}

}  // namespace

std::vector<const CompiledObject*> linked_objects(const Material& material) {
  const ObjectJoin join(material);
  Objects objects;
  for (const TracedLink& link : material.links) {
    std::vector<Finding> findings;  // of assemble()
    for (const JoinedInput& input : join_inputs(link, material, join, findings))
      if (input.object != nullptr) objects.insert(input.object);
  }
  return {objects.begin(), objects.end()};
}

Trace assemble(Material material) {
  const Places places(material.facts, material.identification.package_folders);
  std::vector<JoinedLink> links = join_all(material);
  check_files(links, material);
  const Objects objects = objects_of(links);
  FileTable files = collect_files(links, objects);

  Trace trace;
  trace.files = files.finish(material, places);
  trace.tool_version = material.tool_version;
  trace.product = material.facts.product;
  trace.configuration = material.facts.configuration;
  trace.generator = material.facts.generator;
  trace.cmake_version = material.facts.cmake_version;
  trace.toolchains = relocated(material.facts.toolchains, places);
  Flags flags(objects, places);
  trace.components = named_components(trace.files, material.identification, places);
  forget_what_the_files_say(material);
  ObjectFiles compiled(objects, files);
  const EarlierFindings earlier(material, objects);
  std::vector<Finding> findings = earlier.kept();
  for (JoinedLink& link : links) {
    TraceBinary& binary = trace.binaries.emplace_back(assemble_binary(*link.link, link.inputs, material, files, compiled, places, link.findings));
    if (earlier.lacks(link)) binary.completeness.complete = false;
    std::move(link.findings.begin(), link.findings.end(), std::back_inserter(findings));
    // The trace now says all of it; of a large build, both would be too much at once.
    std::vector<JoinedInput>().swap(link.inputs);
    std::vector<LinkInput>().swap(link.link->record.inputs);
  }
  trace.compilations = compilations(objects, files, compiled, flags);
  trace.compile_flags = flags.take_table();
  trace.findings = std::move(findings);
  withhold_secrets(trace);
  trace.findings = finish_findings(std::move(trace.findings), places);
  return trace;
}

}  // namespace souptrace::trace
