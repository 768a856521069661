// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "review/osv_service.hpp"

namespace souptrace::review {

/// Sends requests to one service until there is an answer with status 200, or no hope or time for one.
class PatientClient {
 public:
  PatientClient(HttpClient& client, const OsvServiceOptions& options)
      : client_(client), options_(options), deadline_(options.now() + options.total) {}

  /// The body of the answer. `path` is behind the service's URL. Thread-safe where the HttpClient is.
  [[nodiscard]] Result<std::string> get(const std::string& path) const { return send("GET", path, ""); }
  [[nodiscard]] Result<std::string> post(const std::string& path, const std::string& body) const { return send("POST", path, body); }

 private:
  struct Attempt;
  [[nodiscard]] Result<std::string> send(const std::string& method, const std::string& path, const std::string& body) const;
  [[nodiscard]] Attempt attempt(const HttpRequest& request) const;
  [[nodiscard]] std::chrono::milliseconds left() const;

  HttpClient& client_;
  const OsvServiceOptions& options_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace souptrace::review
