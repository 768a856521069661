// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace souptrace::review {

struct HttpRequest {
  std::string method;  ///< "GET", "POST"
  std::string url;     ///< "https://api.osv.dev/v1/querybatch"
  std::string body;    ///< JSON
  std::uint64_t most = 0;               ///< bytes that an answer may have
  std::chrono::milliseconds time{0};    ///< until when the answer must be there, whole
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// The one door to the network. Errors: "http-url", "http-connect" (no connection, also for want of time), "http-tls" (the server is not who
/// it must be), "http-broken" (the connection ended early, or what came is no HTTP), "http-too-large", "http-timeout". An answer with any
/// status is no error; redirects are not followed. Requests may be sent from several threads at once.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  [[nodiscard]] virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

struct HttpOptions {
  std::string ca_file;      ///< certificates to trust, PEM; "" = the system's
  std::string proxy;        ///< "http://[user:password@]host[:port]" for https URLs; "" = none
  std::string plain_proxy;  ///< likewise for http URLs
  std::string no_proxy;     ///< hosts that are reached without, separated by commas: "localhost,.example.org,10.0.0.1", "*"
  std::string user_agent;
};

/// The real one.
[[nodiscard]] std::unique_ptr<HttpClient> make_http_client(HttpOptions options);

}  // namespace souptrace::review
