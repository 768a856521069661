// SPDX-License-Identifier: Apache-2.0
#include "identify/product_resolver.hpp"

#include "base/path.hpp"

namespace souptrace::identify {
namespace {

std::string cached(const BuildFacts& facts, const std::string& name) {
  const auto at = facts.cache.find(name);
  return at == facts.cache.end() ? "" : at->second;
}

class ProductResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    const std::string& source = question.facts.source_directory;
    const std::string& build = question.facts.build_directory;
    Component product = product_component(question.facts);
    const std::string id = product.id;
    out.value.components.emplace(id, std::move(product));
    out.value.directories.push_back({source, id, Tier::declared});
    for (const std::size_t index : files_below(question.files, source)) {
      const std::string& file = question.files[index].path;
      const bool in_build = source != build && path::is_below(file, build);
      if (in_build || is_binary_name(file)) continue;
      FileClaim one{
          index, Reach::directory, source, {id, Tier::declared, "product: below its source directory", {}}};
      one.claim.evidence.push_back(
          {"cmake", path::join(source, "CMakeLists.txt"), "the source directory of the product"});
      out.value.claims.push_back(std::move(one));
    }
    return out;
  }
};

}  // namespace

Component product_component(const BuildFacts& facts) {
  Component out;
  out.kind = ComponentKind::product;
  const bool named = !facts.product.name.empty();
  out.name = named ? facts.product.name : cached(facts, "CMAKE_PROJECT_NAME");
  out.version = named ? facts.product.version : cached(facts, "CMAKE_PROJECT_VERSION");
  out.id = "product:" + out.name + '@' + out.version;
  out.supplier = facts.product.supplier;
  out.license = {"NOASSERTION", "", ""};
  out.origin = "product";
  out.evidence.push_back(
      {"cmake", path::join(facts.source_directory, "CMakeLists.txt"), "the product " + out.name});
  return out;
}

std::unique_ptr<Resolver> product_resolver() {
  return std::make_unique<ProductResolver>();
}

}  // namespace souptrace::identify
