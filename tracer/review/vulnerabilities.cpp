// SPDX-License-Identifier: Apache-2.0
#include "review/vulnerabilities.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "base/version.hpp"
#include "model/names.hpp"
#include "review/osv_matching.hpp"
#include "review/vulnerability_names.hpp"
#include "review/vulnerability_queries.hpp"

namespace souptrace::review {
namespace {

using Found = std::map<std::string, ComponentVulnerability>;

/// All questions, each once however many components ask it.
struct Questions {
  std::vector<VulnerabilityQuery> list;
  std::map<VulnerabilityQuery, std::size_t> places;

  void add(const VulnerabilityQuery& query) {
    if (places.emplace(query, list.size()).second) list.push_back(query);
  }
};

std::string text_of_query(const VulnerabilityQuery& query) {
  if (!query.commit.empty()) return "commit " + query.commit;
  return (query.purl.empty() ? query.ecosystem + ' ' + query.name : query.purl) + ' ' + query.version;
}

class Evaluation {
 public:
  Evaluation(const Trace& trace, const VulnerabilityOptions& options)
      : index_(trace), options_(options), files_(options.find_file), uses_(component_uses(index_)) {}

  Result<VulnerabilityReport> run(OsvSource& source) {
    prepare();
    auto answers = source.ask(questions_.list, options_.progress);
    if (!answers) return answers.error();
    if (answers->answers.size() != questions_.list.size()) return Error{"osv-answer", "the database answers other queries than were asked"};
    answers_ = std::move(*answers);
    names_.emplace(answers_.records);
    for (ComponentResult& result : out_.components) evaluate(result);
    describe_vulnerabilities();
    finish();
    return std::move(out_);
  }

 private:
  void prepare() {
    const Trace& trace = index_.trace();
    for (const TraceBinary& binary : trace.binaries) {
      EvaluatedBinary& out = out_.binaries.emplace_back(EvaluatedBinary{binary.name, text_of(binary.path), binary.sha256, {}});
      for (const ShippedFile& shipped : binary.shipped)
        if (!shipped.steps.empty() && !shipped.sha256.empty()) out.shipped.push_back(shipped.sha256);
      std::sort(out.shipped.begin(), out.shipped.end());
      out.shipped.erase(std::unique(out.shipped.begin(), out.shipped.end()), out.shipped.end());
      report_unowned(binary);
    }
    for (const Component& component : trace.components) {
      if (component.kind == ComponentKind::product) continue;
      const auto uses = uses_.find(component.id);
      if (uses == uses_.end()) {
        out_.left_out.push_back(component.id);
        continue;
      }
      add_component(component, uses->second);
    }
  }

  void add_component(const Component& component, const std::vector<BinaryUse>& uses) {
    ComponentQueries asked = queries_for(component);
    ComponentResult result{component.id, component.name, component.version, std::string(name_of(component.kind)), component.purl,
                           std::move(asked.queries), std::move(asked.not_asked), {}, {}};
    for (const BinaryUse& use : uses) result.uses.push_back(use.words);
    for (const VulnerabilityQuery& query : result.queries) questions_.add(query);
    if (!result.not_asked.empty())
      find("osv-not-asked", component.id, "no vulnerability database was asked about " + component.id + ": " + result.not_asked,
           "Watch the supplier's announcements, or give it an identity with souptrace_component(PURL … ), e.g. pkg:github/OWNER/REPOSITORY@TAG");
    out_.components.push_back(std::move(result));
  }

  void report_unowned(const TraceBinary& binary) {
    std::size_t unowned = 0;
    for (const UsedComponent& used : used_components(index_, binary))
      for (const UsedFile& file : used.files) unowned += used.component == nullptr && file.is_part() ? 1u : 0u;
    if (unowned == 0) return;
    find("owner-unknown", binary.name, std::to_string(unowned) + " files in " + binary.name + " have no known owner, so no database was asked about them",
         "Declare them with souptrace_component()");
  }

  void evaluate(ComponentResult& result) {
    Found found;
    std::string not_covered;
    bool covered = false;
    for (const VulnerabilityQuery& query : result.queries) {
      const std::size_t place = questions_.places.at(query);
      const OsvAnswers::Answer& answer = answers_.answers[place];
      // Extended fixes of Ubuntu are records beside the ordinary ones, and many databases have none.
      const bool is_extra = query.ecosystem.starts_with("Ubuntu:Pro:");
      if (answer.not_covered.empty() && !is_extra) covered = true;
      if (!answer.not_covered.empty() && !is_extra) not_covered = answer.not_covered;
      for (const OsvAnswers::Candidate& candidate : answer.candidates) take(result, query, candidate, found);
    }
    if (!not_covered.empty()) {
      find("osv-not-covered", result.component, not_covered + ", so about " + result.component + " it says nothing",
           "Add that part of the database to the dump, or ask the service");
      if (!covered) result.not_asked = not_covered;
    }
    for (auto& [id, vulnerability] : found) {
      add_evidence(result, vulnerability);
      result.vulnerabilities.push_back(std::move(vulnerability));
    }
  }

  void take(const ComponentResult& result, const VulnerabilityQuery& query, const OsvAnswers::Candidate& candidate, Found& found) {
    const formats::OsvRecord& record = answers_.records[candidate.record];
    auto match = match_record(query, record);
    if (!match && !candidate.stated) return;
    if (!record.withdrawn.empty()) {
      withdrawn_.insert(record.id);
      return;
    }
    if (!match) match.emplace();
    if (candidate.stated && match->verdict != Verdict::affected) take_stated(result, query, record, *match);
    if (match->verdict == Verdict::not_affected) return;
    if (match->verdict == Verdict::not_told) not_told_[result.component].insert(record.id);
    add_match(record, *match, found);
  }

  /// The service compared with what is not here: histories of repositories, spellings of versions. Where it contradicts an exact comparison,
  /// both are said, and the worse counts.
  void take_stated(const ComponentResult& result, const VulnerabilityQuery& query, const formats::OsvRecord& record, Match& match) {
    if (match.verdict == Verdict::not_affected)
      find("osv-contradicts", result.component,
           answers_.database.location + " says that " + record.id + " affects " + text_of_query(query) + "; the versions in the record do not",
           "Judge it by the advisory itself", Severity::note);
    match.verdict = Verdict::affected;
    match.reason = "the service says so of " + printable(text_of_query(query));
  }

  void add_match(const formats::OsvRecord& record, Match& match, Found& found) {
    const std::string state = match.verdict == Verdict::affected ? "affected" : "not-told";
    const std::vector<std::string> ids = names_->of_record(record);
    for (const std::string& id : ids) {
      ComponentVulnerability& out = found[id];
      out.id = id;
      if (out.state != "affected") out.state = state;
      VulnerableCode& code = code_[&out];
      for (const formats::OsvAffected* entry : match.entries) {
        if (ids.size() > 1) continue;  // which of its vulnerabilities the code belongs to is not said
        code.symbols.insert(code.symbols.end(), entry->symbols.begin(), entry->symbols.end());
        code.files.insert(code.files.end(), entry->files.begin(), entry->files.end());
      }
      const auto same = std::find_if(out.records.begin(), out.records.end(), [&](const RecordMatch& one) { return one.record == record.id; });
      if (same == out.records.end()) out.records.push_back({record.id, state, match.reason, match.fixed});
      else if (same->state != "affected" && state == "affected") *same = {record.id, state, match.reason, match.fixed};
      vulnerabilities_[id].insert(&record);
    }
  }

  void add_evidence(const ComponentResult& result, ComponentVulnerability& out) {
    std::sort(out.records.begin(), out.records.end(), [](const RecordMatch& a, const RecordMatch& b) { return a.record < b.record; });
    VulnerableCode code = std::move(code_[&out]);
    code_.erase(&out);
    for (auto* list : {&code.symbols, &code.files}) {
      std::sort(list->begin(), list->end());
      list->erase(std::unique(list->begin(), list->end()), list->end());
    }
    if (code.empty()) return;
    for (const BinaryUse& use : uses_.at(result.component))
      out.evidence.push_back(link_evidence(index_, *index_.component(result.component), use, code, files_));
  }

  void describe_vulnerabilities() {
    for (const auto& [id, records] : vulnerabilities_) {
      KnownVulnerability out;
      out.id = id;
      out.aliases = names_->aliases(id);
      std::vector<const formats::OsvRecord*> sorted(records.begin(), records.end());
      // The record that has the vulnerability's own name speaks first.
      std::sort(sorted.begin(), sorted.end(), [&out](const formats::OsvRecord* a, const formats::OsvRecord* b) {
        return (a->id == out.id) != (b->id == out.id) ? a->id == out.id : a->id < b->id;
      });
      for (const formats::OsvRecord* record : sorted) describe(*record, out);
      add_exploited(out);
      out_.vulnerabilities.push_back(std::move(out));
    }
  }

  static void describe(const formats::OsvRecord& record, KnownVulnerability& out) {
    if (out.summary.empty()) out.summary = record.summary;
    if (out.published.empty() || (!record.published.empty() && record.published < out.published)) out.published = record.published;
    out.modified = std::max(out.modified, record.modified);
    for (const formats::OsvSeverity& one : record.severity) {
      const VulnerabilitySeverity severity{one.type, one.score};
      if (std::find(out.severity.begin(), out.severity.end(), severity) == out.severity.end()) out.severity.push_back(severity);
    }
    const auto add_new = [](const std::vector<std::string>& from, std::vector<std::string>& to) {
      for (const std::string& one : from)
        if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
    };
    add_new(record.cwes, out.cwes);
    add_new(record.references, out.references);
  }

  void add_exploited(KnownVulnerability& out) const {
    if (!options_.exploited) return;
    std::vector<std::string> names = out.aliases;
    names.push_back(out.id);
    for (const std::string& name : names) {
      const auto at = options_.exploited->entries.find(name);
      if (at == options_.exploited->entries.end()) continue;
      out.exploited = KnownExploited{at->second.added, at->second.due, at->second.required, at->second.ransomware};
    }
  }

  void finish() {
    out_.tool_version = std::string(kVersion);
    out_.product = index_.trace().product;
    out_.evaluated = options_.evaluated;
    out_.trace_sha256 = options_.trace_sha256;
    out_.database = std::move(answers_.database);
    if (options_.exploited)
      out_.exploited = ExploitedCatalogue{options_.exploited->version, options_.exploited->released, options_.exploited_sha256};
    out_.withdrawn.assign(withdrawn_.begin(), withdrawn_.end());
    for (const auto& [component, records] : not_told_) report_not_told(component, records);
    for (Finding& finding : answers_.findings) out_.findings.push_back(std::move(finding));
    sort_findings(out_.findings);
  }

  void report_not_told(const std::string& component, const std::set<std::string>& records) {
    std::string list;
    for (const std::string& record : records) add_word(list, printable(record));
    find("osv-not-told", component, "whether " + component + " is affected could not be told by: " + list,
         "Ask the OSV service, or judge it by the advisory");
  }

  void find(std::string code, std::string subject, std::string text, std::string remedy, Severity severity = Severity::warning) {
    out_.findings.push_back({std::move(code), severity, std::move(subject), std::move(text), std::move(remedy), false});
  }

  TraceIndex index_;
  const VulnerabilityOptions& options_;
  TracedFiles files_;
  std::map<std::string, std::vector<BinaryUse>> uses_;
  Questions questions_;
  OsvAnswers answers_;
  std::optional<VulnerabilityNames> names_;
  std::map<const ComponentVulnerability*, VulnerableCode> code_;
  std::map<std::string, std::set<const formats::OsvRecord*>> vulnerabilities_;
  std::set<std::string> withdrawn_;
  std::map<std::string, std::set<std::string>> not_told_;
  VulnerabilityReport out_;
};

}  // namespace

Result<VulnerabilityReport> evaluate_vulnerabilities(const Trace& trace, OsvSource& source, const VulnerabilityOptions& options) {
  return Evaluation(trace, options).run(source);
}

}  // namespace souptrace::review
