// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>

#include "formats/vcpkg_records.hpp"
#include "host/host.hpp"
#include "identify/vcpkg_tree.hpp"
#include "model/component.hpp"

namespace souptrace::identify {

/// "1.3.1#2": version and port version as vcpkg writes them together.
[[nodiscard]] std::string vcpkg_version(const formats::VcpkgPort& port);

/// How evidence names a file of an installed tree: from the tree's root on.
[[nodiscard]] std::string vcpkg_place(const std::string& place);

/// The component of an installed port. In an exported tree the port version comes from the SPDX document.
[[nodiscard]] Component vcpkg_component(Host& host, const VcpkgTree& tree, const formats::VcpkgSpec& spec,
                                        const formats::VcpkgPort& port,
                                        const std::optional<formats::VcpkgSbom>& sbom);

}  // namespace souptrace::identify
