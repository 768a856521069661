// SPDX-License-Identifier: Apache-2.0
#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/purl.hpp"
#include "identify/work_tree.hpp"

namespace souptrace::identify {
namespace {

std::string_view without_git(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  if (text.ends_with(".git")) text.remove_suffix(4);
  return text;
}

/// Host and path of "scheme://host/path" and of "user@host:path" (git's short form of ssh).
struct Location {
  std::string host;
  std::string path;
};

Location location_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const auto end = url.find(scheme != std::string_view::npos ? '/' : ':');
  if (end == std::string_view::npos) return {};
  std::string_view host = url.substr(0, end);
  if (const auto at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  return {to_lower(host), std::string(without_git(url.substr(end + 1)))};
}

}  // namespace

std::string public_url(std::string_view url) {
  if (url.empty() || url.starts_with('/') || url.starts_with('.') || url.starts_with("file:")) return "";
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos)
    return url.find(':') == std::string_view::npos ? "" : std::string(url);
  const auto slash = url.find('/', scheme + 3);
  const auto at = url.substr(0, slash).rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, scheme + 3)) + std::string(url.substr(at + 1));
}

std::string repository_name(std::string_view url) {
  url = without_git(url);
  const auto at = url.find_last_of("/:");
  return std::string(at == std::string_view::npos ? url : url.substr(at + 1));
}

std::string repository_purl(const std::string& url, const std::string& name, const std::string& version,
                            const std::string& commit) {
  formats::Purl purl{"generic", "", name, version, {}, ""};
  const Location where = location_of(url);
  const auto slash = where.path.find('/');
  const bool known = where.host == "github.com" || where.host == "bitbucket.org";
  if (known && slash != std::string::npos && where.path.find('/', slash + 1) == std::string::npos) {
    purl.type = where.host == "github.com" ? "github" : "bitbucket";
    purl.name_space = where.path.substr(0, slash);
    purl.name = where.path.substr(slash + 1);
  } else if (!url.empty()) {
    purl.qualifiers["vcs_url"] = "git+" + url + (commit.empty() ? "" : '@' + commit);
  }
  return formats::purl_text(purl);
}

}  // namespace souptrace::identify
