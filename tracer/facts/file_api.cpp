// SPDX-License-Identifier: Apache-2.0
#include "facts/file_api.hpp"

#include <algorithm>
#include <utility>

#include "base/path.hpp"
#include "base/text.hpp"
#include "facts/file_api_objects.hpp"
#include "facts/install_rules.hpp"

namespace souptrace::facts {

const JsonFileErrors& file_api_errors() {
  static const JsonFileErrors kErrors{"file-api-missing", "file-api-malformed",
                                      "Run CMake again in the build directory (cmake <build>), then build"};
  return kErrors;
}

namespace {

using formats::Json;

/// An object that the index names: its file, and its JSON.
struct ReplyObject {
  std::string file;
  Json json;
};

Error file_api_error(std::string code, const std::string& text) {
  return {std::move(code), text + ". " + file_api_errors().remedy};
}

/// The newest index: CMake puts the time into the names so that they sort.
Result<std::string> newest_index(Host& host, const std::string& reply) {
  const auto names = host.list(reply);
  if (!names)
    return file_api_error("file-api-missing", names.error().text + ": CMake left no File API reply");
  std::string newest;
  for (const std::string& name : *names)
    if (name.starts_with("index-") && name.ends_with(".json")) newest = std::max(newest, name);
  if (newest.empty()) return file_api_error("file-api-missing", reply + " holds no index-*.json");
  return path::join(reply, newest);
}

/// Reads the reply file `name`; CMake writes plain file names only.
Result<ReplyObject> reply_object(Host& host, const std::string& reply, const std::string& name) {
  if (name.find('/') != std::string::npos || name.empty())
    return file_api_error("file-api-malformed",
                          reply + " names \"" + name + "\", which is no file of the reply");
  ReplyObject out;
  out.file = path::join(reply, name);
  auto json = read_json(host, out.file, file_api_errors());
  if (!json) return json.error();
  out.json = *json;
  return out;
}

/// The file name of the newest object of that kind and major version; "" when the reply has none. "objects"
/// lists those of every client.
std::string object_file(const Json& index, std::string_view kind, std::int64_t major) {
  for (const Json& item : index.member("objects").items())
    if (item.string_or("kind", "") == kind && item.member("version").integer_or("major", -1) == major)
      return item.string_or("jsonFile", "");
  return "";
}

std::string same_place(Host& host, const std::string& path) {
  const auto real = host.real_path(path);
  return real ? *real : path::normalize(path);
}

Result<Json> chosen_configuration(const ReplyObject& codemodel, const std::string& wanted) {
  auto list = codemodel.json.required_array("configurations");
  if (!list) return unexpected(codemodel.file, list.error(), file_api_errors());
  std::string names;
  for (const Json& item : list->items()) {
    if (item.string_or("name", "") == wanted || (wanted.empty() && list->size() == 1)) return item;
    add_word(names, item.string_or("name", ""));
  }
  const std::string what = wanted.empty() ? "This build has several configurations"
                                          : "This build has no configuration \"" + wanted + '"';
  return Error{"configuration-unknown", what + ". Name one of: " + names};
}

/// Reads a reply and keeps what all its parts need to know.
class Reader {
 public:
  Reader(Host& host, const std::string& build_directory)
      : host_(host), build_(build_directory), reply_(path::join(build_directory, ".cmake/api/v1/reply")) {}

  Result<Outcome<FileApiReply>> read(const std::string& configuration) {
    auto index = read_index();
    if (!index) return index.error();
    const Json cmake = index->member("cmake");
    out_.value.generator = cmake.member("generator").string_or("name", "");
    out_.value.multi_config = cmake.member("generator").boolean_or("multiConfig", false);
    out_.value.cmake_version = cmake.member("version").string_or("string", "");
    if (const auto done = read_codemodel(*index, configuration); !done) return done.error();
    if (const auto done = read_toolchains(*index); !done) return done.error();
    if (const auto done = read_cache(*index); !done) return done.error();
    if (const auto done = read_configure_inputs(*index); !done) return done.error();
    return std::move(out_);
  }

  Result<std::vector<InstallRule>> read_rules(const std::string& configuration) {
    const auto index = read_index();
    if (!index) return index.error();
    const auto chosen = open_codemodel(*index, configuration);
    if (!chosen) return chosen.error();
    std::vector<InstallRule> out;
    for (const Json& item : chosen->json.member("directories").items()) {
      const std::string name = item.string_or("jsonFile", "");
      if (name.empty()) continue;  // of codemodel 2.2 and before
      const auto object = reply_object(host_, reply_, name);
      if (!object) return malformed_when_missing(chosen->file, object.error());
      auto rules = install_rules_of(object->json, out_.value.source_directory, out_.value.build_directory);
      if (!rules) return unexpected(object->file, rules.error(), file_api_errors());
      out.insert(out.end(), std::make_move_iterator(rules->begin()), std::make_move_iterator(rules->end()));
    }
    return out;
  }

 private:
  Result<Json> read_index() {
    const auto file = newest_index(host_, reply_);
    if (!file) return file.error();
    return read_json(host_, *file, file_api_errors());
  }

  /// The codemodel's file, and the part of it that is about the configuration.
  Result<ReplyObject> open_codemodel(const Json& index, const std::string& configuration) {
    const std::string name = object_file(index, "codemodel", 2);
    if (name.empty()) return file_api_error("file-api-missing", reply_ + " holds no codemodel of version 2");
    auto codemodel = reply_object(host_, reply_, name);
    if (!codemodel) return codemodel.error();
    if (const auto done = read_paths(*codemodel); !done) return done.error();
    auto chosen = chosen_configuration(*codemodel, configuration);
    if (!chosen) return chosen.error();
    return ReplyObject{codemodel->file, *chosen};
  }

  Status read_codemodel(const Json& index, const std::string& configuration) {
    const auto chosen = open_codemodel(index, configuration);
    if (!chosen) return chosen.error();
    out_.value.configuration = chosen->json.string_or("name", "");
    return read_targets(chosen->file, chosen->json);
  }

  Status read_paths(const ReplyObject& codemodel) {
    const Json paths = codemodel.json.member("paths");
    auto source = paths.required_string("source");
    if (!source) return unexpected(codemodel.file, source.error(), file_api_errors());
    auto build = paths.required_string("build");
    if (!build) return unexpected(codemodel.file, build.error(), file_api_errors());
    if (same_place(host_, *build) != same_place(host_, build_))
      return file_api_error("file-api-foreign", codemodel.file + " describes the build directory " + *build +
                                                    ", not " + build_ +
                                                    ": the directory was copied or moved");
    out_.value.source_directory = path::normalize(*source);
    out_.value.build_directory = path::normalize(*build);
    return Done{};
  }

  Status read_targets(const std::string& codemodel_file, const Json& configuration) {
    auto list = configuration.required_array("targets");
    if (!list) return unexpected(codemodel_file, list.error(), file_api_errors());
    for (const Json& item : list->items()) {
      auto object = reply_object(host_, reply_, item.string_or("jsonFile", ""));
      if (!object) return malformed_when_missing(codemodel_file, object.error());
      auto target = codemodel_target(object->json, out_.value.source_directory, out_.value.build_directory);
      if (!target) return unexpected(object->file, target.error(), file_api_errors());
      out_.value.targets.push_back(std::move(*target));
    }
    std::sort(out_.value.targets.begin(), out_.value.targets.end(),
              [](const CodemodelTarget& a, const CodemodelTarget& b) { return a.target.id < b.target.id; });
    return Done{};
  }

  Status read_toolchains(const Json& index) {
    const std::string name = object_file(index, "toolchains", 1);
    if (name.empty()) return incomplete("toolchains");
    auto object = reply_object(host_, reply_, name);
    if (!object) return object.error();
    auto toolchains = toolchains_of(object->json);
    if (!toolchains) return unexpected(object->file, toolchains.error(), file_api_errors());
    out_.value.toolchains = std::move(*toolchains);
    return Done{};
  }

  Status read_cache(const Json& index) {
    const std::string name = object_file(index, "cache", 2);
    if (name.empty()) return incomplete("cache");
    auto object = reply_object(host_, reply_, name);
    if (!object) return object.error();
    auto cache = cache_of(object->json);
    if (!cache) return unexpected(object->file, cache.error(), file_api_errors());
    out_.value.cache = std::move(*cache);
    return Done{};
  }

  /// Not every query asks for this one, and without it only less is known.
  Status read_configure_inputs(const Json& index) {
    const std::string name = object_file(index, "cmakeFiles", 1);
    if (name.empty()) return Done{};
    auto object = reply_object(host_, reply_, name);
    if (!object) return object.error();
    auto inputs = configure_inputs_of(object->json, out_.value.source_directory);
    if (!inputs) return unexpected(object->file, inputs.error(), file_api_errors());
    out_.value.configure_inputs = std::move(*inputs);
    return Done{};
  }

  Status incomplete(const std::string& kind) {
    out_.add({"file-api-incomplete", Severity::warning, reply_,
              "CMake's File API reply has no \"" + kind + "\" object", file_api_errors().remedy});
    return Done{};
  }

  static Error malformed_when_missing(const std::string& codemodel_file, Error error) {
    if (error.code == "file-api-missing")
      error.text = codemodel_file + " names a file that is not there: " + error.text;
    return error;
  }

  Host& host_;
  const std::string build_;
  const std::string reply_;
  Outcome<FileApiReply> out_;
};

}  // namespace

Result<Outcome<FileApiReply>> read_file_api(Host& host, const std::string& build_directory,
                                            const std::string& configuration) {
  return Reader(host, build_directory).read(configuration);
}

Result<std::vector<InstallRule>> read_install_rules(Host& host, const std::string& build_directory,
                                                    const std::string& configuration) {
  return Reader(host, build_directory).read_rules(configuration);
}

}  // namespace souptrace::facts
