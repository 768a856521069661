// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <compare>
#include <map>
#include <string>
#include <utility>
#include <vector>

// Who made a file, and how that is known.
namespace souptrace {

/// How well a file's owner is established, best first.
enum class Tier {
  package_db_verified,  ///< the package database lists the file and its digest is the file's
  package_db_listed,    ///< the package database lists the file and has no digest of it
  package_db_mismatch,  ///< the package database's digest is another one: always an error
  resolver_metadata,    ///< a package manager's or CMake's own record names the file's directory
  vcs_pinned,           ///< the file belongs to a commit of a version control system and is unchanged
  declared,             ///< somebody declared it: souptrace_component(), or the product's own targets
  unknown,
};

enum class ComponentKind {
  product,  ///< made by the supplier of the product
  soup,
  runtime,  ///< the toolchain's and system's standard libraries: SOUP too (IEC 62304 8.1.2), listed apart
};

/// One step of reasoning: which source said what.
struct Evidence {
  std::string source;  ///< "dpkg", "git", "fetchcontent", "souptrace_component", "cmake", …
  std::string place;   ///< the file and the place in it, e.g. "/var/lib/dpkg/info/zlib1g-dev:amd64.list"
  std::string text;    ///< what it says
  auto operator<=>(const Evidence&) const = default;
};

struct License {
  std::string expression;  ///< a valid SPDX expression, "NOASSERTION" when none can be stated
  std::string source;      ///< where it was read
  std::string text_sha256;  ///< of the licence's free text, where there is one
  auto operator<=>(const License&) const = default;
};

struct Component {
  std::string id;  ///< unique in the trace, made from content: "deb:zlib1g-dev@1:1.2.13.dfsg-1:amd64", "declared:tinycrc@1.0", "product:Pump@1"
  ComponentKind kind = ComponentKind::soup;
  std::string name;
  std::string version;
  std::string supplier;
  License license;
  std::string purl;
  std::string cpe;  ///< curated only, never derived
  std::string url;
  std::string origin;  ///< the resolver that knows it: "dpkg", "git", "fetchcontent", "declared", "product"
  std::map<std::string, std::string> properties;  ///< "source-package", "source-version", "architecture", "commit", "url-hash", …
  std::vector<Evidence> evidence;
};

/// Whether the component's supplier is its maker, as a declaration or the supplier's own SBOM says; a package manager names who packaged it.
[[nodiscard]] inline bool is_maker_stated(const Component& component) {
  return component.origin == "supplied" || component.origin == "declared" || component.origin == "product";
}

/// "`component` owns this file", said by one resolver.
struct Claim {
  std::string component;  ///< Component::id; "" when nobody claims the file
  Tier tier = Tier::unknown;
  std::string rule;       ///< the resolver's rule that says so, e.g. "dpkg: listed path, MD5 equal"
  std::vector<Evidence> evidence;
};

/// All that was established about one file's owner.
struct Ownership {
  Claim chosen;
  std::string chosen_because;      ///< the rule of order that chose between claims; "only claim" for one
  std::vector<Claim> losing;       ///< the other claims, best first
};

/// The outcome of identify: components by id, and each file's owner by its path (as LinkInput::path or a header's path says).
struct Identification {
  std::map<std::string, Component> components;
  std::map<std::string, Ownership> files;
  /// Folders of packages whose paths are the package manager's choice and differ from machine to machine, and names that do not: "conan/zlib/1.3.1".
  /// No two have one name.
  std::map<std::string, std::string> package_folders;
};

}  // namespace souptrace
