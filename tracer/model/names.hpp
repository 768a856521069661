// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "model/gate_report.hpp"
#include "model/trace.hpp"

// The one spelling of each enumerator, as it stands in every document.
namespace souptrace {

[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::string_view name_of(Use use);
[[nodiscard]] std::string_view name_of(Tier tier);
[[nodiscard]] std::string_view name_of(ComponentKind kind);
[[nodiscard]] std::string_view name_of(Severity severity);
[[nodiscard]] std::string_view name_of(Root root);
[[nodiscard]] std::string_view name_of(GateStatus status);

/// The enumerator with that spelling; nothing when there is none.
[[nodiscard]] std::optional<Role> role_named(std::string_view name);
[[nodiscard]] std::optional<Use> use_named(std::string_view name);
[[nodiscard]] std::optional<Tier> tier_named(std::string_view name);
[[nodiscard]] std::optional<ComponentKind> kind_named(std::string_view name);
[[nodiscard]] std::optional<Severity> severity_named(std::string_view name);
[[nodiscard]] std::optional<Root> root_named(std::string_view name);

/// "build:libpump.a"
[[nodiscard]] std::string text_of(const TracePath& path);
/// The inverse of text_of; nothing when the text has no known root.
[[nodiscard]] std::optional<TracePath> trace_path(std::string_view text);

}  // namespace souptrace
