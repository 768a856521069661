// SPDX-License-Identifier: Apache-2.0
#include "review/patient_client.hpp"

#include <algorithm>
#include <optional>

#include "base/secrets.hpp"
#include "base/text.hpp"
#include "formats/json_read.hpp"
#include "review/http_date.hpp"

namespace souptrace::review {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kLargestAnswer = 64u << 20;  ///< bytes
constexpr std::size_t kLongestMessage = 300;
constexpr int kOk = 200;
constexpr int kTooMany = 429;

bool may_be_repeated(const Error& error) {
  return error.code == "http-connect" || error.code == "http-broken" || error.code == "http-timeout";
}

std::string_view header(const HttpResponse& response, const char* name) {
  const auto at = response.headers.find(name);
  return at == response.headers.end() ? std::string_view{} : trim(at->second);
}

/// Retry-After (RFC 9110, 10.2.3): seconds, or a date, which is compared with the answer's own one: the clock here may be another. 0 where
/// there is none that is understood: then the back-off counts alone.
milliseconds asked_delay(const HttpResponse& response) {
  constexpr std::uint64_t kLongest = 86'400;
  const std::string_view after = header(response, "retry-after");
  if (const auto seconds = parse_unsigned(after)) return std::chrono::seconds(std::min(*seconds, kLongest));
  const auto until = parse_http_date(after);
  const auto now = parse_http_date(header(response, "date"));
  if (!until || !now || *until <= *now) return milliseconds(0);
  return std::chrono::seconds(std::min(static_cast<std::uint64_t>(*until - *now), kLongest));
}

/// The service's own words: {"code": 3, "message": "…"}.
std::string message_of(const HttpResponse& response) {
  const auto json = formats::Json::parse(response.body);
  const std::string message = json ? json->string_or("message", "") : "";
  return message.empty() ? "" : ": " + printable(message.substr(0, kLongestMessage));
}

Error status_error(const HttpRequest& request, const HttpResponse& response) {
  std::string text = request.url + " answers with status " + std::to_string(response.status);
  const auto location = response.headers.find("location");
  if (location != response.headers.end()) text += " and sends on to " + printable(location->second.substr(0, kLongestMessage));
  return {"osv-status", without_secrets(text + message_of(response))};
}

}  // namespace

struct PatientClient::Attempt {
  std::optional<std::string> body;
  Error error{};
  bool again = false;
  milliseconds delay{0};  ///< that the service asks for
};

milliseconds PatientClient::left() const {
  return std::chrono::duration_cast<milliseconds>(deadline_ - options_.now());
}

PatientClient::Attempt PatientClient::attempt(const HttpRequest& request) const {
  auto response = client_.send(request);
  if (!response) return {{}, response.error(), may_be_repeated(response.error()), {}};
  if (response->status == kOk) return {std::move(response->body), {}, false, {}};
  const bool again = response->status == kTooMany || response->status >= 500;
  return {{}, status_error(request, *response), again, asked_delay(*response)};
}

Result<std::string> PatientClient::send(const std::string& method, const std::string& path, const std::string& body) const {
  milliseconds delay = options_.first_delay;
  for (unsigned tried = 1;; ++tried, delay *= 2) {
    const milliseconds time = std::min(left(), options_.request);
    if (time <= milliseconds(0)) return Error{"osv-time", "the time for asking " + without_secrets(options_.url) + " is over"};
    Attempt now = attempt({method, options_.url + path, body, kLargestAnswer, time});
    if (now.body) return std::move(*now.body);
    const milliseconds pause = std::max(delay, now.delay);
    if (!now.again) return std::move(now.error);
    if (tried >= options_.attempts || pause >= left()) {
      now.error.text += " (tried " + std::to_string(tried) + (tried == 1 ? " time)" : " times)");
      return std::move(now.error);
    }
    options_.wait(pause);
  }
}

}  // namespace souptrace::review
