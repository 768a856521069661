// SPDX-License-Identifier: Apache-2.0
#include "review/osv_service.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "base/characters.hpp"
#include "base/digest.hpp"
#include "base/secrets.hpp"
#include "base/text.hpp"
#include "formats/json_quote.hpp"
#include "formats/json_read.hpp"
#include "host/helpers.hpp"
#include "review/patient_client.hpp"

namespace souptrace::review {
namespace {

using formats::Json;

constexpr std::size_t kLargestBatch = 1000;   ///< queries; the service refuses more
constexpr std::size_t kMostPages = 200;       ///< of one query; the service has 1000 ids in a page
constexpr std::size_t kLongestId = 200;
constexpr std::size_t kMostIds = 1'000'000;   ///< of all queries; the whole database has about half as many records

Error answer_error(std::string text) {
  return {"osv-answer", std::move(text)};
}

/// One query with what is known of it so far.
struct Asked {
  std::size_t query = 0;
  std::string page;  ///< token of the page to ask for; "" = the first
};

std::string query_json(const VulnerabilityQuery& query, const std::string& page) {
  std::string out = "{";
  if (!query.commit.empty()) out += "\"commit\": " + formats::json_quoted(query.commit);
  else if (!query.purl.empty()) out += "\"package\": {\"purl\": " + formats::json_quoted(query.purl) + '}';
  else out += "\"package\": {\"ecosystem\": " + formats::json_quoted(query.ecosystem) + ", \"name\": " + formats::json_quoted(query.name) + '}';
  if (query.commit.empty()) out += ", \"version\": " + formats::json_quoted(query.version);
  if (!page.empty()) out += ", \"page_token\": " + formats::json_quoted(page);
  return out + '}';
}

bool is_record_id(std::string_view id) {
  const auto allowed = [](char c) {
    return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == ':';
  };
  return !id.empty() && id.size() <= kLongestId && std::all_of(id.begin(), id.end(), allowed) && id.find("..") == std::string_view::npos;
}

/// Asks which records there are: batches, and their further pages.
class Batches {
 public:
  Batches(const PatientClient& client, const std::vector<VulnerabilityQuery>& queries, const Progress& progress)
      : client_(client), queries_(queries), progress_(progress), ids_(queries.size()), pages_(queries.size()) {
    for (std::size_t i = 0; i < queries.size(); ++i) left_.push_back({i, ""});
  }

  Status run() {
    while (!left_.empty()) {
      const std::size_t size = std::min(left_.size(), kLargestBatch);
      const std::vector<Asked> batch(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(size));
      left_.erase(left_.begin(), left_.begin() + static_cast<std::ptrdiff_t>(size));
      if (auto asked = ask(batch); !asked) return asked;
      if (progress_) progress_("asking OSV", queries_.size() - std::min(left_.size(), queries_.size()), queries_.size());
    }
    return Done{};
  }
  [[nodiscard]] std::vector<std::vector<std::string>>& ids() { return ids_; }

 private:
  Status ask(const std::vector<Asked>& batch) {
    std::string body = "{\"queries\": [";
    for (const Asked& asked : batch) {
      if (&asked != &batch.front()) body += ", ";
      body += query_json(queries_[asked.query], asked.page);
    }
    const auto answer = client_.post("/v1/querybatch", body + "]}");
    if (!answer) return answer.error();
    const auto json = Json::parse(*answer);
    if (!json) return answer_error("the answer to a batch of queries is damaged: " + json.error().describe());
    const auto results = json->required_array("results");
    if (!results) return answer_error("the answer to a batch of queries: " + results.error().text);
    const auto items = results->items();
    if (items.size() != batch.size())
      return answer_error(std::to_string(batch.size()) + " queries have " + std::to_string(items.size()) + " results");
    for (std::size_t i = 0; i < items.size(); ++i)
      if (auto taken = take(batch[i], items[i]); !taken) return taken;
    return Done{};
  }

  Status take(const Asked& asked, const Json& result) {
    if (!result.is_object()) return answer_error(result.pointer() + " is no object");
    const Json vulns = result.member("vulns");
    if (!vulns.is_null() && !vulns.is_array()) return answer_error(vulns.pointer() + " is no array");
    for (const Json& vuln : vulns.items()) {
      const auto id = vuln.required_string("id");
      if (!id) return answer_error(id.error().text);
      if (!is_record_id(*id)) return answer_error(vuln.pointer() + "/id is no id of a record: " + printable(id->substr(0, kLongestId)));
      if (++found_ > kMostIds) return answer_error("more records are named than there are");
      ids_[asked.query].push_back(*id);
    }
    const Json token = result.member("next_page_token");
    if (token.is_null() || token.string() == std::string_view{}) return Done{};
    if (!token.is_string()) return answer_error(token.pointer() + " is no string");
    if (*token.string() == asked.page || ++pages_[asked.query] > kMostPages) return answer_error("a query has pages without end");
    left_.push_back({asked.query, std::string(*token.string())});
    return Done{};
  }

  const PatientClient& client_;
  const std::vector<VulnerabilityQuery>& queries_;
  const Progress& progress_;
  std::vector<Asked> left_;
  std::vector<std::vector<std::string>> ids_;
  std::vector<std::size_t> pages_;
  std::size_t found_ = 0;
};

/// Fetches records, several at a time.
class Fetch {
 public:
  Fetch(const PatientClient& client, std::vector<std::string> ids, const Progress& progress)
      : client_(client), ids_(std::move(ids)), progress_(progress), records_(ids_.size()), digests_(ids_.size()) {}

  Status run(unsigned connections) {
    work_together(std::min<std::size_t>(connections, ids_.size()), [this](bool tells) { work(tells); });
    if (error_) return *error_;
    return Done{};
  }
  [[nodiscard]] std::vector<formats::OsvRecord>& records() { return records_; }
  /// "<sha256>  <id>" lines.
  [[nodiscard]] std::string digests() const {
    std::string out;
    for (std::size_t i = 0; i < ids_.size(); ++i) out += digests_[i] + "  " + ids_[i] + '\n';
    return out;
  }

 private:
  void work(bool tells) {
    for (;;) {
      const std::size_t at = next_.fetch_add(1);
      if (at >= ids_.size() || failed_) return;
      if (tells && progress_) progress_("fetching OSV records", at, ids_.size());
      if (const auto problem = fetch(at)) {
        const std::lock_guard lock(mutex_);
        if (!error_ || at < error_at_) {
          error_ = *problem;
          error_at_ = at;
        }
        failed_ = true;
      }
    }
  }
  std::optional<Error> fetch(std::size_t at) {
    const auto body = client_.get("/v1/vulns/" + ids_[at]);
    if (!body) return body.error();
    auto record = formats::parse_osv(*body);
    if (!record) return answer_error("the record " + ids_[at] + " is damaged: " + record.error().describe());
    if (record->id != ids_[at]) return answer_error("the service gives the record " + printable(record->id) + " for " + ids_[at]);
    records_[at] = std::move(*record);
    digests_[at] = sha256_hex(as_bytes(*body));
    return std::nullopt;
  }

  const PatientClient& client_;
  std::vector<std::string> ids_;
  const Progress& progress_;
  std::vector<formats::OsvRecord> records_;
  std::vector<std::string> digests_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::optional<Error> error_;
  std::size_t error_at_ = 0;
};

}  // namespace

OsvService::OsvService(HttpClient& client, OsvServiceOptions options) : client_(client), options_(std::move(options)) {
  while (options_.url.ends_with('/')) options_.url.pop_back();
  if (!options_.wait) options_.wait = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); };
  if (!options_.now) options_.now = [] { return std::chrono::steady_clock::now(); };
}

Result<OsvAnswers> OsvService::ask(const std::vector<VulnerabilityQuery>& queries, const Progress& progress) {
  const PatientClient client(client_, options_);
  Batches batches(client, queries, progress);
  if (const auto ran = batches.run(); !ran) return ran.error();
  std::map<std::string, std::size_t> places;
  for (const auto& ids : batches.ids())
    for (const std::string& id : ids) places.emplace(id, 0);
  std::vector<std::string> ids;
  for (auto& [id, place] : places) {
    place = ids.size();
    ids.push_back(id);
  }
  Fetch fetch(client, ids, progress);
  if (const auto ran = fetch.run(options_.connections); !ran) return ran.error();
  OsvAnswers out;
  for (auto& of_query : batches.ids()) {
    std::sort(of_query.begin(), of_query.end());
    of_query.erase(std::unique(of_query.begin(), of_query.end()), of_query.end());
    OsvAnswers::Answer& answer = out.answers.emplace_back();
    for (const std::string& id : of_query) answer.candidates.push_back({places.at(id), true});
  }
  out.records = std::move(fetch.records());
  out.database = {"OSV", "service", without_secrets(options_.url), sha256_hex(as_bytes(fetch.digests())), options_.asked, out.records.size()};
  return out;
}

}  // namespace souptrace::review
