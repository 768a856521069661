// SPDX-License-Identifier: Apache-2.0
#include <httplib.h>

#include <condition_variable>
#include <csignal>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "base/text.hpp"
#include "review/http_client.hpp"
#include "review/web_address.hpp"

namespace souptrace::review {
namespace {

using std::chrono::milliseconds;

/// Ends a request that takes longer than it may, whatever keeps it: the library's own limits are for one read each.
class Watchdog {
 public:
  Watchdog(httplib::Client& client, milliseconds time) : thread_([this, &client, time] {
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, time, [this] { return done_; })) return;
      expired_ = true;
      client.stop();
    }) {}
  ~Watchdog() { end(); }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// Whether it had to end the request.
  bool end() {
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    return expired_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  bool expired_ = false;
  std::thread thread_;  // last: it uses the others
};

Error error_of(httplib::Error error, const WebAddress& address) {
  const std::string who = address.host + ':' + std::to_string(address.port);
  switch (error) {
    case httplib::Error::Connection:
      return {"http-connect", "no connection to " + who};
    case httplib::Error::ConnectionTimeout:
      return {"http-connect", "no connection to " + who + " in time"};
    case httplib::Error::SSLConnection:
      return {"http-tls", "no TLS connection to " + who};
    case httplib::Error::SSLLoadingCerts:
      return {"http-tls", "the certificates to trust cannot be read"};
    case httplib::Error::SSLServerVerification:
      return {"http-tls", "the certificate of " + who + " is not one that is trusted, or is another server's"};
    default:
      return {"http-broken", "the connection to " + who + " ended before the answer was whole"};
  }
}

class HttplibClient : public HttpClient {
 public:
  explicit HttplibClient(HttpOptions options) : options_(std::move(options)) {}

  Result<HttpResponse> send(const HttpRequest& request) override {
    const auto address = parse_web_address(request.url);
    if (!address) return address.error();
    const std::string host = address->host.find(':') == std::string::npos ? address->host : '[' + address->host + ']';
    const std::string origin = (address->tls ? "https://" : "http://") + host + ':' + std::to_string(address->port);
    std::unique_ptr<httplib::Client> client = take(origin);
    if (!client) {
      client = std::make_unique<httplib::Client>(origin);
      if (!client->is_valid()) return Error{"http-tls", "the certificates to trust cannot be read"};
      if (const auto set = set_options(*client, *address); !set) return set.error();
    }
    client->set_connection_timeout(request.time);
    client->set_read_timeout(request.time);
    client->set_write_timeout(request.time);
    try {
      auto response = perform(*client, *address, request);
      if (response) put_back(origin, std::move(client));
      return response;
    } catch (const std::system_error&) {
      return Error{"http-broken", "this machine gives no thread that could end the request when it takes too long"};
    }
  }

 private:
  /// A client that is connected already, and has nothing to do; null when there is none.
  std::unique_ptr<httplib::Client> take(const std::string& origin) {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[origin];
    if (idle.empty()) return nullptr;
    std::unique_ptr<httplib::Client> out = std::move(idle.back());
    idle.pop_back();
    return out;
  }
  void put_back(const std::string& origin, std::unique_ptr<httplib::Client> client) {
    const std::lock_guard lock(mutex_);
    idle_[origin].push_back(std::move(client));
  }

  Status set_options(httplib::Client& client, const WebAddress& address) const {
    client.set_follow_location(false);
    client.set_keep_alive(true);
    client.set_decompress(false);
    client.enable_server_certificate_verification(true);
    if (!options_.ca_file.empty()) client.set_ca_cert_path(options_.ca_file);
    const std::string& proxy = address.tls ? options_.proxy : options_.plain_proxy;
    if (proxy.empty() || is_excepted(options_.no_proxy, address)) return Done{};
    const auto through = parse_web_address(proxy, false);
    // The URL may bear a password: it is not shown.
    if (!through || through->tls) return Error{"http-url", "the proxy is no http://host:port; a proxy that is itself reached by TLS is not supported"};
    client.set_proxy(through->host, through->port);
    if (!through->user.empty()) client.set_proxy_basic_auth(through->user, through->password);
    return Done{};
  }

  Result<HttpResponse> perform(httplib::Client& client, const WebAddress& address, const HttpRequest& request) const {
    httplib::Request out;
    out.method = request.method;
    out.path = address.path;
    out.headers = {{"Accept", "application/json"}, {"Accept-Encoding", "identity"}, {"User-Agent", options_.user_agent}};
    if (request.method == "POST") out.headers.emplace("Content-Type", "application/json");
    out.body = request.body;
    HttpResponse response;
    bool too_large = false;
    out.content_receiver = [&](const char* data, std::size_t size, std::uint64_t, std::uint64_t) {
      too_large = size > request.most - response.body.size();
      if (!too_large) response.body.append(data, size);
      return !too_large;
    };
    Watchdog watchdog(client, request.time);
    const httplib::Result result = client.send(out);
    const bool expired = watchdog.end();
    const std::string who = address.host + ':' + std::to_string(address.port);
    if (too_large) return Error{"http-too-large", "the answer of " + who + " has more than " + std::to_string(request.most) + " bytes"};
    if (expired) return Error{"http-timeout", "the answer of " + who + " took longer than " + std::to_string(request.time.count()) + " ms"};
    if (!result) return error_of(result.error(), address);
    response.status = result->status;
    for (const auto& [name, value] : result->headers) response.headers[to_lower(name)] = value;
    if (response.body.empty()) response.body = result->body;  // of an answer that the library did not hand over in parts
    return response;
  }

  HttpOptions options_;
  std::mutex mutex_;  ///< guards idle_
  std::map<std::string, std::vector<std::unique_ptr<httplib::Client>>> idle_;
};

}  // namespace

std::unique_ptr<HttpClient> make_http_client(HttpOptions options) {
  // OpenSSL writes to a connection that the other side has closed as to any other file.
  std::signal(SIGPIPE, SIG_IGN);
  return std::make_unique<HttplibClient>(std::move(options));
}

}  // namespace souptrace::review
