// SPDX-License-Identifier: Apache-2.0
#include "facts/objects.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/path.hpp"
#include "base/text.hpp"
#include "facts/object_names.hpp"

namespace souptrace::facts {
namespace {

using Id = PathTable::Id;

/// What the codemodel says of one object.
struct Expected {
  Id source = 0;
  std::string language;
  std::vector<Id> preincluded;  ///< precompiled headers that its compile command names
  std::shared_ptr<const CompileFlags> flags;
};

/// A compiler output that is no code of its own but stands for the files it was made from.
bool is_intermediate(std::string_view path) {
  return is_compiler_output(path) && !is_object_file(path);
}

bool writes_dependencies(std::string_view language) {
  constexpr std::array<std::string_view, 6> kLanguages{"C", "CXX", "OBJC", "OBJCXX", "CUDA", "HIP"};
  return std::find(kLanguages.begin(), kLanguages.end(), language) != kLanguages.end();
}

/// Whether a line of assembly in NASM's language (NASM manual, 3.1, 3.2.3 and 4.7.1) reads another file: "%include" stands first, "incbin" also
/// behind a label and "times N"; in any case.
bool reads_a_file(std::string_view line) {
  bool is_first = true;
  for (std::string_view rest = line.substr(0, line.find(';')); !(rest = trim(rest)).empty(); is_first = false) {
    const std::size_t end = std::min(rest.find_first_of(" \t:\"'`"), rest.size());
    const std::string word = to_lower(rest.substr(0, end));
    if (word == "incbin" || (is_first && word == "%include")) return true;
    if (end == rest.size() || rest.find_first_of("\"'`") == end) return false;
    rest.remove_prefix(end + 1);
  }
  return false;
}

bool reads_further_files(std::string_view text) {
  while (const auto line = next_line(text))
    if (reads_a_file(*line)) return true;
  return false;
}

class Collector {
 public:
  Collector(Host& host, PathTable& paths, const Compilations& from)
      : host_(host), paths_(paths), from_(from) {
    for (std::size_t i = 0; i < from.records.records.size(); ++i)
      record_of_[from.records.records[i].output] = i;
  }

  Outcome<std::vector<CompiledObject>> collect() {
    expect_objects();
    const std::vector<Id> ranks = paths_.ranks();
    for (const CompileRecord& record : from_.records.records)
      if (is_object_file(paths_.text(record.output))) add_recorded(record, ranks);
    std::sort(out_.value.begin(), out_.value.end(),
              [](const CompiledObject& a, const CompiledObject& b) { return a.object < b.object; });
    return std::move(out_);
  }

 private:
  void expect_objects() {
    const std::string configuration = from_.reply.multi_config ? from_.reply.configuration : "";
    const TreeRoots roots{from_.reply.source_directory, from_.reply.build_directory};
    for (const CodemodelTarget& item : from_.reply.targets)
      for (const CompiledSource& source : item.compiled)
        expect(source, object_candidates(item.target, source.path, roots, configuration));
  }

  void expect(const CompiledSource& source, const std::vector<std::string>& candidates) {
    Expected expected{paths_.id(source.path, ""), source.language, precompiled(source), source.flags};
    compiled_sources_.insert(expected.source);
    for (const std::string& candidate : candidates) {
      const Id id = paths_.id(candidate, "");
      if (record_of_.contains(id)) {
        expected_.emplace(id, std::move(expected));
        return;
      }
    }
    const auto there = std::find_if(candidates.begin(), candidates.end(), [&](const std::string& candidate) {
      return host_.lstat(candidate).ok();
    });
    if (there != candidates.end()) add_unrecorded(*there, source);
  }

  /// The precompiled headers in the compile command: gcc names the header and takes header.gch, clang names
  /// the .pch itself.
  std::vector<Id> precompiled(const CompiledSource& source) {
    std::vector<Id> out;
    for (const std::string& file : source.preincluded)
      for (const char* ending : {"", ".gch", ".pch"}) {
        const Id id = paths_.id(file + ending, "");
        if (record_of_.contains(id)) out.push_back(id);
      }
    return out;
  }

  void add_unrecorded(const std::string& object, const CompiledSource& source) {
    CompiledObject& out = out_.value.emplace_back();
    out.object = paths_.resolve(object, "");
    out.source = paths_.resolve(source.path, "");
    out.witness = "object-name";
    out.flags = source.flags;
    if (from_.records.log_missing) return;  // one finding tells of all
    report_unknown(out.object, source.language);
  }

  void report_unknown(const std::string& object, const std::string& language) {
    const bool expected = writes_dependencies(language);
    out_.add({"object-dependencies-unknown", expected ? Severity::error : Severity::note, object,
              "the build tool has no record of what this " + language +
                  " object was compiled from; its source is known by its name only",
              expected ? "Delete the object and build again"
                       : "List by hand the files that its source includes, if any",
              expected});
  }

  /// nasm 2.16 writes the first file of an assembly into its dependency file and forgets what that includes.
  void report_unlisted(const CompiledObject& object, const std::string& language) {
    if (language != "ASM_NASM" || !object.headers.empty() || object.source.empty()) return;
    const auto source = host_.read(object.source);
    if (!source || !reads_further_files((*source)->text())) return;
    out_.add({"object-dependencies-unknown", Severity::warning, object.object,
              "the assembler recorded none of the files that this object's source includes",
              "Assemble with an assembler that lists them; or list them by hand, and waive this in the register with that list",
              false});
  }

  void add_recorded(const CompileRecord& record, const std::vector<Id>& ranks) {
    const auto known = expected_.find(record.output);
    const Expected* expected = known == expected_.end() ? nullptr : &known->second;
    CompiledObject& out = out_.value.emplace_back();
    out.object = paths_.text(record.output);
    out.recorded_ns = record.recorded_ns;
    if (expected) out.flags = expected->flags;
    const std::string& witness = record.witness.empty() ? from_.records.witness : record.witness;
    out.witness = record.inputs.empty() && expected ? "object-name" : witness;
    std::vector<Id> inputs = closure(record, expected);
    if (const auto source = source_of(record, expected)) {
      out.source = paths_.text(*source);
      std::erase(inputs, *source);
    }
    if (record.inputs.empty() && expected) report_unknown(out.object, expected->language);
    std::sort(inputs.begin(), inputs.end(), [&](Id a, Id b) { return ranks[a] < ranks[b]; });
    out.headers = TextList(paths_.table(), std::move(inputs));
    if (!record.inputs.empty() && expected) report_unlisted(out, expected->language);
  }

  /// The source: the one whose object CMake names so, where the record does not contradict; else the first
  /// input that some target compiles; else the first input, which is where compilers put it.
  [[nodiscard]] std::optional<Id> source_of(const CompileRecord& record, const Expected* expected) const {
    const std::vector<Id>& inputs = record.inputs;
    const auto has = [&](Id id) { return std::find(inputs.begin(), inputs.end(), id) != inputs.end(); };
    if (expected && (inputs.empty() || has(expected->source))) return expected->source;
    const auto compiled =
        std::find_if(inputs.begin(), inputs.end(), [&](Id id) { return compiled_sources_.contains(id); });
    if (compiled != inputs.end()) return *compiled;
    return inputs.empty() ? std::nullopt : std::optional(inputs.front());
  }

  /// Every file that was read for the record's output: its inputs, and those of the precompiled headers and
  /// modules among them, each once.
  std::vector<Id> closure(const CompileRecord& record, const Expected* expected) {
    std::vector<Id> files;
    begin_walk();
    (void)is_first(record.output);
    std::vector<Id> todo = record.inputs;
    if (expected) todo.insert(todo.end(), expected->preincluded.begin(), expected->preincluded.end());
    add_imports(record.output, todo);
    while (!todo.empty()) {
      const Id id = todo.back();
      todo.pop_back();
      if (!is_first(id)) continue;
      if (is_intermediate(paths_.text(id)))
        follow(id, todo, files);
      else
        files.push_back(id);
    }
    return files;
  }

  /// Begins to visit files: none has been yet.
  void begin_walk() {
    seen_.resize(paths_.size());
    ++walk_;
  }
  /// Whether this walk has not visited the file before.
  bool is_first(Id id) { return std::exchange(seen_[id], walk_) != walk_; }

  void follow(Id intermediate, std::vector<Id>& todo, std::vector<Id>& files) {
    const auto producer = from_.modules.producer.find(intermediate);
    const Id output = producer == from_.modules.producer.end() ? intermediate : producer->second;
    const auto record = record_of_.find(output);
    if (record == record_of_.end()) {
      files.push_back(intermediate);
      return report_module(intermediate);
    }
    const std::vector<Id>& inputs = from_.records.records[record->second].inputs;
    todo.insert(todo.end(), inputs.begin(), inputs.end());
    add_imports(output, todo);
  }

  void add_imports(Id object, std::vector<Id>& todo) const {
    const auto at = from_.modules.imports.find(object);
    if (at != from_.modules.imports.end()) todo.insert(todo.end(), at->second.begin(), at->second.end());
  }

  void report_module(Id intermediate) {
    if (!reported_.insert(intermediate).second) return;
    out_.add({"module-source-unknown", Severity::warning, paths_.text(intermediate),
              "objects read this precompiled file, and no record says what it was compiled from",
              "Build it within this build, or declare it with souptrace_component()"});
  }

  Host& host_;
  PathTable& paths_;
  const Compilations& from_;
  Outcome<std::vector<CompiledObject>> out_;
  std::unordered_map<Id, std::size_t> record_of_;
  std::unordered_map<Id, Expected> expected_;
  std::unordered_set<Id> compiled_sources_;
  std::set<Id> reported_;
  std::vector<std::uint32_t> seen_;  ///< for each file the last walk that visited it
  std::uint32_t walk_ = 0;
};

}  // namespace

Outcome<std::vector<CompiledObject>> compiled_objects(Host& host, PathTable& paths,
                                                      const Compilations& from) {
  return Collector(host, paths, from).collect();
}

}  // namespace souptrace::facts
