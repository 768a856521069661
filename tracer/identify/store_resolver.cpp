// SPDX-License-Identifier: Apache-2.0
#include "identify/store_resolver.hpp"

#include <optional>
#include <utility>

#include "base/path.hpp"
#include "formats/nix_derivation.hpp"
#include "formats/purl.hpp"
#include "formats/sqlite_read.hpp"

namespace souptrace::identify {
namespace {

using formats::StorePath;

std::string manager_of(const StorePath& path) {
  return path.guix ? "guix" : "nix";
}

/// The store path as it is on the machine that runs it: "/nix/store/…", whatever root it lies below here.
std::string logical(const StorePath& path) {
  return (path.guix ? "/gnu/store/" : "/nix/store/") + path.base;
}

/// What a store's database says of its paths: <root>/nix/var/nix/db/db.sqlite, <root>/var/guix/db/db.sqlite.
class StoreDatabase {
 public:
  StoreDatabase(Host& host, const StorePath& path, std::vector<Finding>& findings) {
    const std::string root = path.store.substr(0, path.store.size() - std::string("/nix/store").size());
    const std::string file = root + (path.guix ? "/var/guix/db/db.sqlite" : "/nix/var/nix/db/db.sqlite");
    const auto content = host.read(file);
    if (!content && content.error().code == "not-found") return;
    const std::string why = content ? open(*content) : content.error().text;
    if (!why.empty())
      findings.push_back({"database-broken", Severity::error, file,
                          "the store's database cannot be read: " + why,
                          "Repair the store: nix-store --verify, guix gc --verify"});
  }

  struct Row {
    std::string hash;
    std::string deriver;
  };
  [[nodiscard]] std::optional<Row> find(const std::string& path) const {
    if (!database_) return std::nullopt;
    const auto rows = database_->rows("SELECT hash, deriver FROM ValidPaths WHERE path = ?", {path});
    if (!rows || rows->empty() || rows->front().size() != 2) return std::nullopt;
    return Row{rows->front()[0], rows->front()[1]};
  }

 private:
  /// What the daemon has written ahead are newer paths: of those the database says nothing yet. Gives what is
  /// wrong.
  std::string open(const std::shared_ptr<FileBytes>& file) {
    auto opened = formats::SqliteDatabase::open(file->bytes(), {}, file);
    if (!opened) return opened.error().describe();
    const auto probe = opened->rows("SELECT path, hash, deriver FROM ValidPaths LIMIT 1", {});
    if (!probe) return probe.error().describe();
    database_ = std::move(*opened);
    return "";
  }

  std::optional<formats::SqliteDatabase> database_;
};

class StoreResolver final : public Resolver {
 public:
  Outcome<Knowledge> resolve(const Question& question) override {
    Outcome<Knowledge> out;
    std::map<std::string, StoreDatabase> databases;  // by store
    for (std::size_t i = 0; i < question.files.size(); ++i) {
      const auto store = formats::store_path_of(question.files[i].path);
      if (!store) continue;
      const std::string id = manager_of(*store) + ':' + store->base;
      if (!out.value.components.contains(id)) {
        auto at = databases.find(store->store);
        if (at == databases.end())
          at = databases.emplace(store->store, StoreDatabase(question.host, *store, out.findings)).first;
        add_component(question.host, *store, at->second, out);
      }
      FileClaim one{i,
                    Reach::directory,
                    store->store + '/' + store->base,
                    {id, Tier::resolver_metadata, manager_of(*store) + ": in the store path", {}}};
      one.claim.evidence.push_back(
          {manager_of(*store), logical(*store), "the store path that the file is in"});
      out.value.claims.push_back(std::move(one));
    }
    return out;
  }

 private:
  static void add_component(Host& host, const StorePath& store, const StoreDatabase& database,
                            Outcome<Knowledge>& out) {
    Component component;
    component.id = manager_of(store) + ':' + store.base;
    component.origin = manager_of(store);
    component.license = {"NOASSERTION", "", ""};
    component.name = store.name;
    component.properties["store-path"] = logical(store);
    component.properties["name-from"] = "store path";
    component.evidence.push_back({component.origin, logical(store), "store path"});
    if (const auto row = database.find(logical(store))) {
      if (!row->hash.empty()) component.properties["nar-hash"] = row->hash;
      if (!row->deriver.empty()) name_from_derivation(host, store, row->deriver, component);
    }
    if (component.version.empty())
      out.add(
          {"version-unknown", Severity::warning, component.id,
           "the store path " + logical(store) + " does not say where the name ends and the version begins",
           "Keep derivations (keep-derivations = true), or declare it: souptrace_component(NAME … VERSION … "
           "PATHS " +
               logical(store) + ")"});
    std::string id = component.id;
    out.value.components.emplace(std::move(id), std::move(component));
  }

  static void name_from_derivation(Host& host, const StorePath& store, const std::string& deriver,
                                   Component& component) {
    component.properties["deriver"] = deriver;
    const auto file = host.read(path::join(store.store, path::filename(deriver)));
    if (!file) return;
    const formats::DerivationName name = formats::parse_derivation_name((*file)->text());
    if (name.pname.empty()) return;
    component.name = name.pname;
    component.version = name.version;
    component.purl = formats::purl_text({"generic", "", name.pname, name.version, {}, ""});
    component.properties["name-from"] = "derivation";
    component.evidence.push_back(
        {component.origin, deriver, "pname " + name.pname + ", version " + name.version});
  }
};

}  // namespace

std::unique_ptr<Resolver> store_resolver() {
  return std::make_unique<StoreResolver>();
}

}  // namespace souptrace::identify
