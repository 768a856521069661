// SPDX-License-Identifier: Apache-2.0
#include "review/web_address.hpp"

#include <algorithm>
#include <utility>

#include "base/secrets.hpp"
#include "base/text.hpp"

namespace souptrace::review {
namespace {

constexpr int kHttpPort = 80;
constexpr int kHttpsPort = 443;

Error wrong(std::string_view url, std::string_view what) {
  return {"http-url", '"' + printable(without_secrets(url)) + "\" " + std::string(what)};
}

/// "%41" → "A"; what is no such escape stays.
std::string decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = text[i] == '%' && i + 2 < text.size() ? parse_unsigned(text.substr(i + 1, 2), 16) : std::nullopt;
    if (code) i += 2;
    out += code ? static_cast<char>(static_cast<unsigned char>(*code)) : text[i];
  }
  return out;
}

/// "[::1]:8080", "example.org:8080", "example.org".
bool take_host_and_port(std::string_view authority, WebAddress& out) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return false;
    out.host = to_lower(authority.substr(1, end - 1));
    port = authority.substr(end + 1);
  } else {
    const auto colon = std::min(authority.find(':'), authority.size());
    out.host = to_lower(authority.substr(0, colon));
    port = authority.substr(colon);
  }
  constexpr std::uint64_t kHighestPort = 65535;
  out.port = out.tls ? kHttpsPort : kHttpPort;
  if (port.empty()) return !out.host.empty();
  const auto number = parse_unsigned(port.substr(1));
  if (port.front() != ':' || !number || *number == 0 || *number > kHighestPort) return false;
  out.port = static_cast<int>(*number);
  return !out.host.empty();
}

}  // namespace

Result<WebAddress> parse_web_address(std::string_view url, bool scheme_needed) {
  if (std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c == 0x7F; })) return wrong(url, "has characters that no URL has");
  WebAddress out;
  std::string_view rest = url;
  if (const auto end = url.find("://"); end != std::string_view::npos) {
    const std::string scheme = to_lower(url.substr(0, end));
    if (scheme != "http" && scheme != "https") return wrong(url, "is neither http nor https");
    out.tls = scheme == "https";
    rest = url.substr(end + 3);
  } else if (scheme_needed) {
    return wrong(url, "is no URL: it begins neither with http:// nor with https://");
  }
  const auto slash = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, slash);
  const std::string_view path = rest.substr(slash);
  out.path = path.starts_with('/') ? std::string(path) : '/' + std::string(path);
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    const std::string_view user = authority.substr(0, at);
    const auto colon = std::min(user.find(':'), user.size());
    out.user = decode(user.substr(0, colon));
    out.password = colon == user.size() ? "" : decode(user.substr(colon + 1));
    authority.remove_prefix(at + 1);
  }
  if (!take_host_and_port(authority, out)) return wrong(url, "names no host, or no port");
  return out;
}

bool is_excepted(std::string_view no_proxy, const WebAddress& address) {
  for (const std::string_view part : split(no_proxy, ',')) {
    const std::string entry = to_lower(trim(part));
    if (entry == "*") return true;
    WebAddress excepted;
    if (!take_host_and_port(entry, excepted)) continue;
    const bool has_port = entry.find(':') != std::string::npos && entry.find(']') != entry.size() - 1;
    if (has_port && excepted.port != address.port) continue;
    const std::string domain = excepted.host.starts_with('.') ? excepted.host : '.' + excepted.host;
    if (address.host == domain.substr(1) || address.host.ends_with(domain)) return true;
  }
  return false;
}

}  // namespace souptrace::review
