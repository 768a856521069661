// SPDX-License-Identifier: Apache-2.0
#include "identify/yocto_resolver.hpp"

#include <utility>

#include "base/path.hpp"
#include "formats/purl.hpp"
#include "formats/recipe_license.hpp"
#include "identify/runtime_table.hpp"
#include "identify/system_packages.hpp"
#include "identify/yocto_tree.hpp"

namespace souptrace::identify {
namespace {

/// The name that recipes of one upstream share: "zlib" of "zlib-native" and "nativesdk-zlib".
std::string base_name(std::string recipe) {
  if (recipe.starts_with("nativesdk-")) recipe.erase(0, 10);
  if (recipe.ends_with("-native")) recipe.resize(recipe.size() - 7);
  return recipe;
}

class YoctoResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    out_ = {};
    for (std::size_t i = 0; i < question.files.size(); ++i) {
      const auto place = yocto_place(question.files[i].path);
      if (!place) continue;
      if (place->work.empty())
        claim_in_staged_tree(question, i, *place);
      else
        claim_in_work(question, i, place->work);
    }
    return std::move(out_);
  }

 private:
  /// The records of a work directory, read once.
  struct Work {
    std::string tmp;
    std::map<std::string, std::string> recipes;  ///< by absolute path
  };

  void claim_in_work(const Question& question, std::size_t index, const std::string& directory) {
    auto at = works_.find(directory);
    if (at == works_.end()) {
      Work work{yocto_build_tree(question.host, directory), {}};
      work.recipes = out_.take(yocto_staged_files(question.host, directory));
      at = works_.emplace(directory, std::move(work)).first;
    }
    const auto recipe = at->second.recipes.find(question.files[index].path);
    if (recipe == at->second.recipes.end()) return;
    claim(question, index, at->second.tmp, recipe->second,
          "recipe-sysroot-native/installeddeps/" + recipe->second);
  }

  void claim_in_staged_tree(const Question& question, std::size_t index, const YoctoPlace& place) {
    const auto key = std::pair(place.tmp, place.recipe);
    auto at = manifests_.find(key);
    if (at == manifests_.end())
      at = manifests_.emplace(key, out_.take(yocto_manifest_files(question.host, place.tmp, place.recipe))).first;
    if (at->second.contains(question.files[index].path))
      claim(question, index, place.tmp, place.recipe, "sstate-control, manifest of " + place.recipe);
  }

  void claim(const Question& question, std::size_t index, const std::string& tmp, const std::string& recipe,
             const std::string& record) {
    RecordedFile file;
    file.manager = "yocto";
    file.component = component(question, tmp, recipe);
    file.package = recipe;
    file.listing = {"yocto", record,
                    "lists …/" + std::string(path::filename(question.files[index].path)) + " of " + recipe};
    claim_recorded_file(question, index, file, out_);
  }

  /// The id of the recipe's component, which is made when it is first asked for.
  const std::string& component(const Question& question, const std::string& tmp, const std::string& recipe) {
    std::string& id = ids_[{tmp, recipe}];
    if (!id.empty()) return id;
    YoctoRecipe known;
    if (!tmp.empty()) known = out_.take(yocto_recipe(question.host, tmp, recipe));
    id = "yocto:" + recipe + '@' + known.version;
    Component made;
    made.id = id;
    made.kind = is_runtime_package(recipe, recipe) ? ComponentKind::runtime : ComponentKind::soup;
    made.name = recipe;
    made.version = known.version;
    made.license = stated_license(formats::spdx_from_recipe(known.license), known.license_place);
    made.purl = formats::purl_text({"yocto", "", base_name(recipe), known.version, {}, ""});
    made.origin = "yocto";
    if (!known.version_place.empty())
      made.evidence.push_back({"yocto", known.version_place, recipe + " has the version " + known.version});
    out_.value.components.emplace(id, made);
    if (known.version.empty())
      out_.add({"version-unknown", Severity::warning, id,
                "no recipeinfo and no single work directory of sstate-control says the version of " + recipe,
                "Build " + recipe + " in this build tree, with its do_populate_lic"});
    return id;
  }

  Outcome<Knowledge> out_;
  std::map<std::string, Work> works_;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> manifests_;
  std::map<std::pair<std::string, std::string>, std::string> ids_;
};

}  // namespace

std::unique_ptr<Resolver> yocto_resolver() {
  return std::make_unique<YoctoResolver>();
}

}  // namespace souptrace::identify
