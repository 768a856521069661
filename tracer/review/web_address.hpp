// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace souptrace::review {

/// An http or https URL, taken apart. Source: RFC 3986.
struct WebAddress {
  bool tls = false;
  std::string user;      ///< decoded
  std::string password;  ///< likewise
  std::string host;      ///< in lower case; an IPv6 address without brackets
  int port = 0;
  std::string path;  ///< with query; begins with '/'; "" in the URL is "/"
};

/// Error "http-url". A proxy may also be written as "host:port" (`scheme_needed` false).
[[nodiscard]] Result<WebAddress> parse_web_address(std::string_view url, bool scheme_needed = true);

/// Whether NO_PROXY's list names the host: "*", the host itself, or a domain that it lies in (with or without a dot in front); a port in
/// the list must be the host's.
[[nodiscard]] bool is_excepted(std::string_view no_proxy, const WebAddress& address);

}  // namespace souptrace::review
