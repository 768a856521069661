// SPDX-License-Identifier: Apache-2.0
#include "review/osv_dump.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "base/path.hpp"
#include "base/text.hpp"
#include "host/helpers.hpp"
#include "review/osv_dump_files.hpp"
#include "review/osv_glance.hpp"
#include "review/osv_index.hpp"

namespace souptrace::review {
namespace {

constexpr std::uint64_t kLargestRecord = 24u << 20;  ///< bytes; the largest of the export has about 10 MiB
constexpr std::size_t kPortion = 64;                 ///< records that a thread takes at once
constexpr std::ptrdiff_t kMostValues = 3'000'000;      ///< of a record: each takes some hundred bytes once it is read
constexpr std::size_t kMostDamaged = 20;             ///< that are named one by one

/// Where one record stands.
struct Place {
  const DumpFile* file = nullptr;
  const formats::ZipMember* member = nullptr;  ///< null: the file is the record
};

std::string name_of(const Place& place) {
  return place.member == nullptr ? place.file->name : place.file->name + ": " + std::string(place.member->name);
}

struct Hit {
  std::size_t place = 0;  ///< in the order of the dump
  formats::OsvRecord record;
  std::vector<std::size_t> queries;
};

/// What one thread, and then all of them, found.
struct Found {
  std::vector<Hit> hits;
  std::set<std::string, std::less<>> coverage;
  std::string newest;
  std::vector<std::string> damaged;  ///< "file: what"

  void add(Found&& other) {
    std::move(other.hits.begin(), other.hits.end(), std::back_inserter(hits));
    coverage.merge(other.coverage);
    newest = std::max(newest, other.newest);
    std::move(other.damaged.begin(), other.damaged.end(), std::back_inserter(damaged));
  }
};

void take_unasked(const OsvGlance& glance, Found& out) {
  for (const std::string_view ecosystem : glance.ecosystems)
    if (!out.coverage.contains(ecosystem)) out.coverage.emplace(ecosystem);
  if (glance.has_git) out.coverage.insert("GIT");
  if (glance.has_generic_purl) out.coverage.insert("purl");
  if (glance.modified > out.newest) out.newest = glance.modified;
}

void take_record(const std::vector<Place>& places, std::size_t at, const OsvIndex& index, Found& out) {
  const Place& place = places[at];
  const auto content = place.member == nullptr ? Result<std::string>(std::string())
                                               : formats::read_zip_member(place.file->bytes->bytes(), *place.member, kLargestRecord);
  if (!content) return out.damaged.push_back(printable(name_of(place)) + ": " + content.error().describe());
  const std::string_view text = place.member == nullptr ? place.file->bytes->text() : *content;
  if (const OsvGlance glance = glance_at(text, index); glance.unasked) return take_unasked(glance, out);
  if (std::count(text.begin(), text.end(), ',') > kMostValues)
    return out.damaged.push_back(printable(name_of(place)) + ": the record has more than " + std::to_string(kMostValues) + " values");
  auto record = formats::parse_osv(text);
  if (!record) return out.damaged.push_back(printable(name_of(place)) + ": " + record.error().describe());
  add_coverage(*record, out.coverage);
  out.newest = std::max(out.newest, record->modified);
  auto queries = index.queries_of(*record);
  if (!queries.empty()) out.hits.push_back({at, std::move(*record), std::move(queries)});
}

/// Reads all records with as many threads as there are processors.
class Readers {
 public:
  Readers(const std::vector<Place>& places, const OsvIndex& index, const Progress& progress)
      : places_(places), index_(index), progress_(progress) {}

  Found run(unsigned threads) {
    work_together(threads, [this](bool tells) { work(tells); });
    return std::move(all_);
  }

 private:
  void work(bool tells) {
    Found mine;
    for (;;) {
      const std::size_t first = next_.fetch_add(kPortion);
      if (first >= places_.size()) break;
      if (tells && progress_) progress_("reading OSV records", first, places_.size());
      const std::size_t last = std::min(first + kPortion, places_.size());
      for (std::size_t i = first; i < last; ++i) take_record(places_, i, index_, mine);
    }
    const std::lock_guard lock(mutex_);
    all_.add(std::move(mine));
  }

  const std::vector<Place>& places_;
  const OsvIndex& index_;
  const Progress& progress_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  Found all_;
};

std::vector<Place> places_in(const DumpFiles& files) {
  std::vector<Place> out;
  out.reserve(static_cast<std::size_t>(files.records));
  for (const DumpFile& file : files.files) {
    if (!file.name.ends_with(".zip")) out.push_back({&file, nullptr});
    for (const formats::ZipMember& member : file.members) out.push_back({&file, &member});
  }
  return out;
}

void report_damaged(Found& found, std::vector<Finding>& out) {
  std::sort(found.damaged.begin(), found.damaged.end());
  const std::size_t named = std::min(found.damaged.size(), kMostDamaged);
  for (std::size_t i = 0; i < named; ++i)
    out.push_back({"osv-record-damaged", Severity::error, "", found.damaged[i],
                   "Get the dump anew: what the record says is not known", true});
  if (named < found.damaged.size())
    out.push_back({"osv-record-damaged", Severity::error, "",
                   std::to_string(found.damaged.size() - named) + " more records of the dump are damaged", "Get the dump anew", true});
}

/// Sorts the hits and writes the candidates of each query. The same record in two files counts once: the one that was changed last.
void take_hits(std::vector<Hit>& hits, OsvAnswers& out) {
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    if (a.record.id != b.record.id) return a.record.id < b.record.id;
    if (a.record.modified != b.record.modified) return a.record.modified > b.record.modified;
    return a.place < b.place;
  });
  const auto same_id = [](const Hit& a, const Hit& b) { return a.record.id == b.record.id; };
  hits.erase(std::unique(hits.begin(), hits.end(), same_id), hits.end());
  for (Hit& hit : hits) {
    for (const std::size_t query : hit.queries) out.answers[query].candidates.push_back({out.records.size(), false});
    out.records.push_back(std::move(hit.record));
  }
}

}  // namespace

Result<OsvAnswers> OsvDump::ask(const std::vector<VulnerabilityQuery>& queries, const Progress& progress) {
  const auto files = open_dump(host_, path_);
  if (!files) return files.error();
  const OsvIndex index(queries);
  const std::vector<Place> places = places_in(*files);
  Found found = Readers(places, index, progress).run(host_.processors());
  OsvAnswers out;
  out.database = {"OSV", "dump", std::string(path::filename(path::normalize(path_))), files->sha256, found.newest, files->records};
  out.answers.resize(queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const std::string key = coverage_key(queries[i]);
    if (!found.coverage.contains(key) && !found.coverage.contains(key.substr(0, key.find(':'))))
      out.answers[i].not_covered = "the dump has no record of " + (key == "purl" ? queries[i].purl : key == "GIT" ? "any commit" : key);
  }
  take_hits(found.hits, out);
  report_damaged(found, out.findings);
  return out;
}

}  // namespace souptrace::review
