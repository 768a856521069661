// SPDX-License-Identifier: Apache-2.0
#include "link/loader.hpp"

#include <deque>
#include <map>
#include <set>

#include "base/path.hpp"
#include "base/text.hpp"
#include "link/library_search.hpp"

namespace souptrace::link {
namespace {

class Closure {
 public:
  Closure(Host& host, const std::string& binary, const formats::Elf& elf, const std::string& sysroot)
      : host_(host), binary_(binary), search_(host, elf, sysroot) {
    LoadedObject& root = objects_.emplace_back();
    root.path = binary;
    root.real_path = real_path(binary);
    root.elf = elf;
    root.origin = path::parent(root.real_path);  // /proc/self/exe has no symbolic links
    by_real_path_.emplace(root.real_path, &root);
    if (!elf.soname.empty()) known_.insert(elf.soname);
  }

  Outcome<std::vector<RuntimeLibrary>> resolve() {
    load_interpreter();
    // Objects are added behind while the front ones are worked through: breadth first, the loader's order.
    for (std::size_t i = 0; i < objects_.size(); ++i) {
      if (&objects_[i] == interpreter_) continue;
      for (const std::string& name : objects_[i].elf.needed) need(name, objects_[i]);
    }
    if (interpreter_ != nullptr && !interpreter_listed_)
      list_interpreter(path::filename(interpreter_->path), binary_);
    for (const auto& [directory, run_path] : search_.closed()) not_searched(directory, run_path);
    return std::move(outcome_);
  }

 private:
  std::string real_path(const std::string& path) {
    const auto real = host_.real_path(path);
    return real ? *real : path::normalize(path);
  }

  void load_interpreter() {
    const std::string& path = objects_.front().elf.interpreter;
    if (path.empty()) return;
    const std::string place = search_.in_sysroot(path);
    auto elf = search_.compatible(place);
    if (!elf) {
      not_found(path, objects_.front(), place);
      return;
    }
    known_.insert(path);
    LoadedObject& object = add(place, std::move(*elf), nullptr);
    interpreter_ = &object;
  }

  LoadedObject& add(const std::string& path, formats::Elf elf, const LoadedObject* needed_by) {
    LoadedObject& object = objects_.emplace_back();
    object.path = path;
    object.real_path = real_path(path);
    object.elf = std::move(elf);
    object.needed_by = needed_by;
    object.origin = path::parent(path);
    by_real_path_.emplace(object.real_path, &object);
    return object;
  }

  void list_interpreter(std::string_view name, const std::string& needed_by) {
    interpreter_listed_ = true;
    outcome_.value.push_back({std::string(name), interpreter_->path, interpreter_->real_path, needed_by,
                              "the loader itself (PT_INTERP)"});
  }

  /// What one object asks for. A name that is loaded already, as its file name was asked for or as a SONAME,
  /// loads nothing.
  void need(const std::string& name, const LoadedObject& object) {
    if (interpreter_ != nullptr && !interpreter_listed_ && is_interpreter(name)) {
      known_.insert(name);
      list_interpreter(name, object.path);
      return;
    }
    if (known_.contains(name)) return;
    known_.insert(name);
    auto found = search_.find(name, object);
    if (!found) return not_found(name, object, places_searched(object));
    const std::string real = real_path(found->path);
    if (by_real_path_.contains(real)) return;  // another name of the same file
    if (!found->elf.soname.empty()) known_.insert(found->elf.soname);
    const LoadedObject& added = add(found->path, std::move(found->elf), &object);
    outcome_.value.push_back({name, added.path, added.real_path, object.path, found->reason});
  }

  [[nodiscard]] bool is_interpreter(const std::string& name) const {
    return name == interpreter_->elf.soname || name == path::filename(interpreter_->path);
  }

  std::string places_searched(const LoadedObject& object) const {
    std::string text;
    std::set<std::string> seen;
    for (const SearchPlace& place : search_.places(object))
      if (seen.insert(place.directory).second)
        add_word(text, place.directory + " (" + place.reason + ")");
    return text.empty() ? "no directory at all" : text;
  }

  void not_found(const std::string& name, const LoadedObject& object, const std::string& searched) {
    outcome_.value.push_back({name, "", "", object.path, "not found in " + searched});
    outcome_.add(
        {"runtime-library-not-found", Severity::warning, binary_,
         std::string(path::filename(object.path)) + " needs " + name + ", which was not found in " + searched,
         "Install the library, set CMAKE_SYSROOT to the target's file system, or give the binary an RPATH "
         "that leads to it.",
         false});
  }

  void not_searched(const std::string& directory, const std::string& run_path) {
    outcome_.add({"run-path-unreadable", Severity::warning, directory,
                  run_path + " leads to it, and it cannot be searched here: where " + std::string(path::filename(binary_)) +
                      " may read it, a library in it is loaded before those that are listed",
                  "Take it out of the run path, or trace as a user who may read it.", false});
  }

  Host& host_;
  const std::string& binary_;
  LibrarySearch search_;
  std::deque<LoadedObject> objects_;  ///< objects point to each other: they must stay where they are
  std::map<std::string, const LoadedObject*> by_real_path_;
  std::set<std::string> known_;
  const LoadedObject* interpreter_ = nullptr;
  bool interpreter_listed_ = false;
  Outcome<std::vector<RuntimeLibrary>> outcome_;
};

}  // namespace

Outcome<std::vector<RuntimeLibrary>> resolve_runtime(Host& host, const std::string& binary,
                                                     const formats::Elf& elf, const std::string& sysroot) {
  if (!elf.is_dynamic || (elf.type != 2 && elf.type != 3)) return {};
  return Closure(host, binary, elf, sysroot).resolve();
}

}  // namespace souptrace::link
