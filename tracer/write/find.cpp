// SPDX-License-Identifier: Apache-2.0
#include "write/find.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/characters.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "model/names.hpp"
#include "write/alike.hpp"

namespace souptrace::write {
namespace {

constexpr int kNoMatch = 6;
constexpr std::size_t kShortestDigest = 8;

bool is_path_end(std::string_view path, std::string_view end) {
  return path.size() > end.size() && path.ends_with(end) && path[path.size() - end.size() - 1] == '/';
}

/// Whether a sysroot was in force: the compiler at least is the host's then.
bool has_sysroot(const Trace& trace) {
  const auto is_host = [](std::string_view place) { return place.starts_with("host:"); };
  const auto& tools = trace.toolchains;
  return std::any_of(tools.begin(), tools.end(), [&](const Toolchain& one) { return is_host(one.compiler); }) ||
         std::any_of(trace.binaries.begin(), trace.binaries.end(),
                     [&](const TraceBinary& one) { return is_host(one.linker.driver); }) ||
         std::any_of(trace.files.begin(), trace.files.end(),
                     [](const TraceFile& one) { return one.path.root == Root::host; });
}

/// Whether `path` of the trace can be the absolute path in `query`: whole below "/", else as its end. What is
/// in a sysroot goes by the name that it has there and by that on the machine that built.
bool is_absolute_form(const TracePath& path, std::string_view query, bool sysroot) {
  if (!path::is_absolute(query) || path.path.empty()) return false;
  if (path.root == Root::package || path.root == Root::outside) return false;
  const bool below_slash = path.root == Root::system || path.root == Root::host;
  if (below_slash && query.substr(1) == path.path) return true;
  const bool below_another = !below_slash || (path.root == Root::system && sysroot);
  return below_another && is_path_end(query, path.path);
}

class Finder {
 public:
  Finder(const TraceIndex& index, std::string_view query)
      : index_(index), query_(query), digest_(to_lower(query)), sysroot_(has_sysroot(index.trace())) {
    if (digest_.size() < kShortestDigest || !is_lower_hex(digest_)) digest_.clear();
  }

  Search run() {
    for (const TraceBinary& binary : index_.trace().binaries) {
      const int rank = std::min(
          {equals({binary.name, text_of(binary.path)}, 1), of_path(binary.path), of_digest(binary.sha256)});
      offer(rank, {text_of(binary.path), &binary, nullptr, nullptr, nullptr, nullptr});
      for (const ShippedFile& file : binary.shipped) offer_shipped(binary, file);
    }
    for (const Component& component : index_.trace().components)
      offer(rank_of(component), {component.id, nullptr, &component, nullptr, nullptr, nullptr});
    for (const TraceFile& file : index_.trace().files) {
      const int rank =
          std::min({equals({file.id, text_of(file.path)}, 1), of_path(file.path), of_digest(file.sha256)});
      offer(rank, {text_of(file.path), nullptr, nullptr, &file, nullptr, nullptr});
    }
    for (const TraceBinary& binary : index_.trace().binaries) offer_inputs(binary);
    return finish();
  }

 private:
  [[nodiscard]] int equals(std::initializer_list<std::string_view> names, int rank) const {
    const bool equal = std::any_of(names.begin(), names.end(),
                                   [&](std::string_view name) { return !name.empty() && name == query_; });
    return equal ? rank : kNoMatch;
  }
  [[nodiscard]] int of_digest(std::string_view sha256) const {
    return !digest_.empty() && sha256.starts_with(digest_) ? 5 : kNoMatch;
  }
  [[nodiscard]] int of_path(const TracePath& path) const {
    if (path.path == query_ || is_absolute_form(path, query_, sysroot_)) return 2;
    return is_path_end(path.path, query_) ? 3 : kNoMatch;
  }
  [[nodiscard]] int rank_of(const Component& component) const {
    const auto source = component.properties.find("source-package");
    const std::string_view source_name =
        source == component.properties.end() ? std::string_view() : source->second;
    return std::min(equals({component.id, component.purl}, 1),
                    equals({component.name, component.name + '@' + component.version, source_name}, 2));
  }

  void offer_shipped(const TraceBinary& binary, const ShippedFile& file) {
    // A plain copy has the binary's digest, which then means the binary.
    const int by_digest = file.sha256 == binary.sha256 ? kNoMatch : of_digest(file.sha256);
    const std::string label = text_of(file.path);
    const int path = of_path(file.path);  // a file name alone rather means what lies in the build directory
    offer(std::min({equals({label}, 1), path == 3 ? 4 : path, by_digest}), {label, &binary, nullptr, nullptr, nullptr, &file});
  }

  void offer_inputs(const TraceBinary& binary) {
    for (const TraceInput& input : binary.inputs) {
      const TraceFile* file = index_.file(input.file);
      if (file == nullptr) continue;
      if (!input.soname.empty())
        offer(equals({input.soname}, 3), {text_of(file->path), nullptr, nullptr, file, nullptr, nullptr});
      if (input.member.empty()) continue;
      const std::string label =
          text_of(file->path) + '(' + input.member + '@' + std::to_string(input.offset) + ')';
      offer(rank_of_member(*file, input, label), {label, nullptr, nullptr, file, &input, nullptr});
    }
    for (const TraceRuntimeLibrary& library : binary.runtime)
      if (const TraceFile* file = index_.file(library.file))
        offer(equals({library.name}, 3), {text_of(file->path), nullptr, nullptr, file, nullptr, nullptr});
  }

  [[nodiscard]] int rank_of_member(const TraceFile& file, const TraceInput& input,
                                   const std::string& label) const {
    if (label == query_) return 1;
    const auto open = query_.rfind('(');
    if (open != std::string_view::npos && query_.ends_with(')')) {
      const std::string_view archive = query_.substr(0, open);
      const std::string_view member = query_.substr(open + 1, query_.size() - open - 2);
      const bool named =
          member == input.member || member == input.member + '@' + std::to_string(input.offset);
      const bool there = archive == text_of(file.path) || archive == file.path.path ||
                         is_path_end(file.path.path, archive) || is_absolute_form(file.path, archive, sysroot_);
      if (named && there) return 3;
    }
    return std::min(equals({input.member}, 4), of_digest(input.member_sha256));
  }

  void offer(int rank, Subject subject) {
    if (rank >= kNoMatch || rank > best_) return;
    if (rank < best_) found_.clear();
    best_ = rank;
    found_.push_back(std::move(subject));
  }

  Search finish() {
    const auto key = [](const Subject& s) {
      return std::tuple(std::string_view(s.label), s.binary != nullptr, s.component, s.file, s.shipped);
    };
    std::sort(found_.begin(), found_.end(),
              [&](const Subject& a, const Subject& b) { return key(a) < key(b); });
    found_.erase(std::unique(found_.begin(), found_.end(),
                             [&](const Subject& a, const Subject& b) { return key(a) == key(b); }),
                 found_.end());
    Search out{std::move(found_), {}};
    if (out.found.empty()) out.suggestions = suggestions();
    return out;
  }

  [[nodiscard]] std::vector<std::string> suggestions() const {
    std::set<std::string> names;
    for (const TraceBinary& binary : index_.trace().binaries) {
      names.insert(binary.name);
      for (const TraceInput& input : binary.inputs)
        if (!input.member.empty()) names.insert(input.member);
      for (const ShippedFile& file : binary.shipped) names.insert(std::string(path::filename(file.path.path)));
    }
    for (const Component& component : index_.trace().components) names.insert(component.name);
    for (const TraceFile& file : index_.trace().files)
      names.insert(std::string(path::filename(file.path.path)));
    return names_like(path::filename(query_), names);
  }

  const TraceIndex& index_;
  std::string_view query_;
  std::string digest_;
  bool sysroot_;
  int best_ = kNoMatch;
  std::vector<Subject> found_;
};

}  // namespace

Search find_subjects(const TraceIndex& index, std::string_view query) {
  return Finder(index, query).run();
}

}  // namespace souptrace::write
