// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"

#include <array>
#include <utility>

namespace souptrace {
namespace {

template <class E>
using Entry = std::pair<E, std::string_view>;

constexpr std::array<Entry<Role>, 9> kRoles{{{Role::object, "object"},
                                             {Role::archive, "archive"},
                                             {Role::archive_member, "archive-member"},
                                             {Role::shared_library, "shared-library"},
                                             {Role::startup_object, "startup-object"},
                                             {Role::linker_script, "linker-script"},
                                             {Role::source, "source"},
                                             {Role::header, "header"},
                                             {Role::tool, "tool"}}};
constexpr std::array<Entry<Use>, 5> kUses{{{Use::linked, "linked"},
                                           {Use::needed, "needed"},
                                           {Use::dropped, "dropped"},
                                           {Use::compiled_in, "compiled-in"},
                                           {Use::read, "read"}}};
constexpr std::array<Entry<Tier>, 7> kTiers{{{Tier::package_db_verified, "package-db-verified"},
                                             {Tier::package_db_listed, "package-db-listed"},
                                             {Tier::package_db_mismatch, "package-db-mismatch"},
                                             {Tier::resolver_metadata, "resolver-metadata"},
                                             {Tier::vcs_pinned, "vcs-pinned"},
                                             {Tier::declared, "declared"},
                                             {Tier::unknown, "unknown"}}};
constexpr std::array<Entry<ComponentKind>, 3> kKinds{
    {{ComponentKind::product, "product"}, {ComponentKind::soup, "soup"}, {ComponentKind::runtime, "runtime"}}};
constexpr std::array<Entry<Severity>, 3> kSeverities{
    {{Severity::note, "note"}, {Severity::warning, "warning"}, {Severity::error, "error"}}};
constexpr std::array<Entry<Root>, 7> kRoots{{{Root::source, "source"},
                                             {Root::build, "build"},
                                             {Root::system, "system"},
                                             {Root::host, "host"},
                                             {Root::install, "install"},
                                             {Root::package, "package"},
                                             {Root::outside, "outside"}}};

constexpr std::array<Entry<GateStatus>, 6> kGateStatuses{{{GateStatus::pass, "passed"},
                                                          {GateStatus::fail, "failed"},
                                                          {GateStatus::warn, "warned"},
                                                          {GateStatus::waived, "waived"},
                                                          {GateStatus::skipped, "not checked"},
                                                          {GateStatus::off, "off"}}};

template <class Table, class E>
std::string_view name_in(const Table& table, E value) {
  for (const auto& [one, name] : table)
    if (one == value) return name;
  return "";
}

template <class E, std::size_t N>
std::optional<E> value_in(const std::array<Entry<E>, N>& table, std::string_view wanted) {
  for (const auto& [value, name] : table)
    if (name == wanted) return value;
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Role role) { return name_in(kRoles, role); }
std::string_view name_of(Use use) { return name_in(kUses, use); }
std::string_view name_of(Tier tier) { return name_in(kTiers, tier); }
std::string_view name_of(ComponentKind kind) { return name_in(kKinds, kind); }
std::string_view name_of(Severity severity) { return name_in(kSeverities, severity); }
std::string_view name_of(GateStatus status) {
  return name_in(kGateStatuses, status);
}
std::string_view name_of(Root root) { return name_in(kRoots, root); }

std::optional<Role> role_named(std::string_view name) { return value_in(kRoles, name); }
std::optional<Use> use_named(std::string_view name) { return value_in(kUses, name); }
std::optional<Tier> tier_named(std::string_view name) { return value_in(kTiers, name); }
std::optional<ComponentKind> kind_named(std::string_view name) { return value_in(kKinds, name); }
std::optional<Severity> severity_named(std::string_view name) { return value_in(kSeverities, name); }
std::optional<Root> root_named(std::string_view name) { return value_in(kRoots, name); }

std::string text_of(const TracePath& path) { return std::string(name_of(path.root)) + ':' + path.path; }

std::optional<TracePath> trace_path(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto root = root_named(text.substr(0, colon));
  if (!root) return std::nullopt;
  return TracePath{*root, std::string(text.substr(colon + 1))};
}

}  // namespace souptrace
