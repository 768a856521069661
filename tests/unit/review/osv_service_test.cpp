// SPDX-License-Identifier: Apache-2.0
#include "review/osv_service.hpp"

#include <functional>
#include <mutex>

#include "formats/json_read.hpp"
#include "support/catch.hpp"

using namespace souptrace;
using namespace souptrace::review;
using std::chrono::milliseconds;

namespace {

/// Answers as it is told; the clock goes on only while somebody waits.
class FakeService : public HttpClient {
 public:
  std::function<Result<HttpResponse>(const HttpRequest&)> answer;
  std::vector<HttpRequest> requests;
  std::vector<milliseconds> waits;
  std::chrono::steady_clock::time_point now{};
  std::mutex mutex;

  Result<HttpResponse> send(const HttpRequest& request) override {
    const std::lock_guard lock(mutex);
    requests.push_back(request);
    return answer(request);
  }
  OsvServiceOptions options() {
    OsvServiceOptions out;
    out.url = "https://osv.test/";
    out.asked = "2026-11-23T00:00:00Z";
    out.wait = [this](milliseconds time) {
      waits.push_back(time);
      now += time;
    };
    out.now = [this] { return now; };
    return out;
  }
  Result<OsvAnswers> ask(const std::vector<VulnerabilityQuery>& queries) { return OsvService(*this, options()).ask(queries, {}); }
};

HttpResponse ok(std::string body) {
  return {200, {}, std::move(body)};
}

std::string record(const std::string& id) {
  return R"({"id": ")" + id + R"(", "modified": "2026-01-01T00:00:00Z"})";
}

const VulnerabilityQuery kZlib{"Debian:12", "zlib", "", "1:1.2.13.dfsg-1", "", ""};

}  // namespace

TEST_CASE("Queries are written as the service wants them: purls without version, commits alone") {
  FakeService service;
  service.answer = [](const HttpRequest&) { return ok(R"({"results": [{}, {}, {}]})"); };
  const auto answers = service.ask({kZlib, {"", "", "pkg:generic/\"zlib", "1", "", ""}, {"", "", "", "", "abc", "https://x"}});
  REQUIRE(answers.ok());
  REQUIRE(service.requests.size() == 1);
  CHECK(service.requests[0].url == "https://osv.test/v1/querybatch");
  const auto body = formats::Json::parse(service.requests[0].body);
  REQUIRE(body.ok());
  const auto queries = body->member("queries").items();
  CHECK(queries[0].member("package").string_or("ecosystem", "") == "Debian:12");
  CHECK(queries[0].string_or("version", "") == "1:1.2.13.dfsg-1");
  CHECK(queries[1].member("package").string_or("purl", "") == "pkg:generic/\"zlib");
  CHECK(queries[2].string_or("commit", "") == "abc");
  CHECK(queries[2].size() == 1);
  CHECK(answers->database.date == "2026-11-23T00:00:00Z");
}

TEST_CASE("No batch has more than 1000 queries, and the answers keep their order") {
  FakeService service;
  std::vector<std::size_t> sizes;
  service.answer = [&](const HttpRequest& request) {
    if (request.method == "GET") return ok(record(request.url.substr(request.url.rfind('/') + 1)));
    const auto queries = formats::Json::parse(request.body)->member("queries").items();
    sizes.push_back(queries.size());
    std::string results;
    for (const auto& query : queries) results += (results.empty() ? "" : ", ") + std::string(R"({"vulns": [{"id": "V-)") + query.string_or("version", "") + "\"}]}";
    return ok("{\"results\": [" + results + "]}");
  };
  std::vector<VulnerabilityQuery> queries;
  for (int i = 0; i < 2500; ++i) queries.push_back({"Debian:12", "zlib", "", std::to_string(i), "", ""});
  const auto answers = service.ask(queries);
  REQUIRE(answers.ok());
  CHECK(sizes == std::vector<std::size_t>{1000, 1000, 500});
  for (const std::size_t i : {0u, 999u, 1000u, 2499u}) {
    REQUIRE(answers->answers[i].candidates.size() == 1);
    CHECK(answers->records[answers->answers[i].candidates[0].record].id == "V-" + std::to_string(i));
    CHECK(answers->answers[i].candidates[0].stated);
  }
}

TEST_CASE("The pause doubles, the service's own counts when it is longer, and attempts end") {
  FakeService service;
  service.answer = [](const HttpRequest&) { return HttpResponse{503, {}, ""}; };
  const auto answers = service.ask({kZlib});
  REQUIRE_FALSE(answers.ok());
  CHECK(answers.error().code == "osv-status");
  CHECK(service.requests.size() == 6);
  CHECK(service.waits == std::vector<milliseconds>{milliseconds(500), milliseconds(1000), milliseconds(2000), milliseconds(4000), milliseconds(8000)});
  service.waits.clear();
  service.answer = [&](const HttpRequest&) { return service.waits.empty() ? HttpResponse{429, {{"retry-after", " 7 "}}, ""} : ok(R"({"results": [{}]})"); };
  CHECK(service.ask({kZlib}).ok());
  CHECK(service.waits == std::vector<milliseconds>{milliseconds(7000)});
}

TEST_CASE("A date to try again after counts from the date of the answer") {
  const auto waited = [](const std::string& after, const std::string& date) {
    FakeService service;
    service.answer = [&](const HttpRequest&) {
      return service.waits.empty() ? HttpResponse{429, {{"retry-after", after}, {"date", date}}, ""} : ok(R"({"results": [{}]})");
    };
    CHECK(service.ask({kZlib}).ok());
    return service.waits.at(0);
  };
  CHECK(waited("Mon, 23 Nov 2026 00:01:00 GMT", "Sun, 22 Nov 2026 23:59:30 GMT") == std::chrono::seconds(90));
  CHECK(waited("Mon, 23 Nov 2026 00:01:00 GMT", "Mon, 23 Nov 2026 00:01:00 GMT") == milliseconds(500));
  CHECK(waited("Mon, 23 Nov 2026 00:01:00 GMT", "Tue, 24 Nov 2026 00:01:00 GMT") == milliseconds(500));
  CHECK(waited("Mon, 23 Nov 2026 00:01:00 GMT", "") == milliseconds(500));
  CHECK(waited("soon", "Mon, 23 Nov 2026 00:01:00 GMT") == milliseconds(500));
  FakeService service;
  service.answer = [](const HttpRequest&) {
    return HttpResponse{503, {{"retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"}, {"date", "Mon, 23 Nov 2026 00:00:00 GMT"}}, ""};
  };
  CHECK_FALSE(service.ask({kZlib}).ok());
  CHECK(service.requests.size() == 1);
}

TEST_CASE("A service that names more records than there can be is not believed") {
  FakeService service;
  std::string ids;
  for (int i = 0; i < 1000; ++i) ids += (i == 0 ? "" : ", ") + std::string(R"({"id": "V"})");
  service.answer = [&](const HttpRequest&) {
    std::string results;
    for (int i = 0; i < 200; ++i) results += (i == 0 ? "" : ", ") + (R"({"vulns": [)" + ids + R"(], "next_page_token": ")" + std::to_string(service.requests.size()) + "\"}");
    return ok("{\"results\": [" + results + "]}");
  };
  const auto answers = service.ask(std::vector<VulnerabilityQuery>(200, kZlib));
  REQUIRE_FALSE(answers.ok());
  CHECK(answers.error().code == "osv-answer");
  CHECK(service.requests.size() < 20);
}

TEST_CASE("A pause that ends after all time is over is not made; absurd ones do not overflow") {
  FakeService service;
  for (const char* seconds : {"86400", "18446744073709551615", "99999999999999999999999"}) {
    service.waits.clear();
    service.answer = [&](const HttpRequest&) { return HttpResponse{429, {{"retry-after", seconds}}, ""}; };
    CHECK_FALSE(service.ask({kZlib}).ok());
    CHECK(service.waits.size() <= 5);
  }
}

TEST_CASE("What a repetition cannot mend is not repeated") {
  for (const Error& error : {Error{"http-tls", "x"}, Error{"http-too-large", "x"}, Error{"http-url", "x"}}) {
    FakeService service;
    service.answer = [&](const HttpRequest&) { return error; };
    CHECK(service.ask({kZlib}).error().code == error.code);
    CHECK(service.requests.size() == 1);
  }
  for (const int status : {301, 400, 404}) {
    FakeService service;
    service.answer = [&](const HttpRequest&) { return HttpResponse{status, {{"location", "https://elsewhere"}}, R"({"message": "words"})"}; };
    const auto answers = service.ask({kZlib});
    CHECK(answers.error().text.find("words") != std::string::npos);
    CHECK(service.requests.size() == 1);
  }
}

TEST_CASE("Answers that are not as documented are errors, wherever they part from it") {
  for (const char* body : {"", "{}", "[]", R"({"results": {}})", R"({"results": []})", R"({"results": [{}, {}]})", R"({"results": [7]})", R"({"results": [{"vulns": {}}]})",
                           R"({"results": [{"vulns": [7]}]})", R"({"results": [{"vulns": [{"id": 7}]}]})", R"({"results": [{"vulns": [{"id": ""}]}]})",
                           R"({"results": [{"vulns": [{"id": "a/../b"}]}]})", R"({"results": [{"vulns": [{"id": "a?b"}]}]})", R"({"results": [{"next_page_token": 7}]})"}) {
    FakeService service;
    service.answer = [&](const HttpRequest&) { return ok(body); };
    const auto answers = service.ask({kZlib});
    INFO(body);
    REQUIRE_FALSE(answers.ok());
    CHECK(answers.error().code == "osv-answer");
  }
}

TEST_CASE("Pages without end are an error") {
  FakeService service;
  service.answer = [&](const HttpRequest&) { return ok(R"({"results": [{"next_page_token": ")" + std::to_string(service.requests.size()) + "\"}]}"); };
  CHECK(service.ask({kZlib}).error().code == "osv-answer");
  CHECK(service.requests.size() < 1000);
}

TEST_CASE("A record that is not the one that was asked for, or is damaged, makes the answers void") {
  for (const std::string& body : {record("V-2"), std::string("{"), std::string(R"({"id": "V-1"})")}) {
    FakeService service;
    service.answer = [&](const HttpRequest& request) { return ok(request.method == "GET" ? body : R"({"results": [{"vulns": [{"id": "V-1"}]}]})"); };
    CHECK(service.ask({kZlib}).error().code == "osv-answer");
  }
}
