// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <chrono>
#include <functional>
#include <string>

#include "review/http_client.hpp"
#include "review/osv_source.hpp"

namespace souptrace::review {

struct OsvServiceOptions {
  std::string url = "https://api.osv.dev";
  std::string asked;                          ///< the time that stands in the answers
  std::chrono::milliseconds total{600'000};   ///< for everything
  std::chrono::milliseconds request{60'000};  ///< for one request
  unsigned attempts = 6;                      ///< of one request
  std::chrono::milliseconds first_delay{500};  ///< before the second attempt; doubled for each further one
  unsigned connections = 8;                   ///< at one time
  std::function<void(std::chrono::milliseconds)> wait;      ///< sleeps; tests count
  std::function<std::chrono::steady_clock::time_point()> now;
};

/// The service at api.osv.dev, or one like it. Source: its documentation (google.github.io/osv.dev, POST /v1/querybatch, GET /v1/vulns). At most
/// 1000 queries are in one batch; pages are followed; each record is fetched once. A request is repeated when no answer came, when it is
/// broken, and on 429 and 5xx, as long as there is time.
class OsvService : public OsvSource {
 public:
  OsvService(HttpClient& client, OsvServiceOptions options);
  /// Errors: those of HttpClient; "osv-status" for any other status than 200; "osv-answer" for an answer that is not what is documented;
  /// "osv-time" when the time is over.
  [[nodiscard]] Result<OsvAnswers> ask(const std::vector<VulnerabilityQuery>& queries, const Progress& progress) override;

 private:
  HttpClient& client_;
  OsvServiceOptions options_;
};

}  // namespace souptrace::review
