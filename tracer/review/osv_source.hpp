// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "formats/osv.hpp"
#include "model/vulnerability.hpp"

namespace souptrace::review {

/// What a database answers to queries.
struct OsvAnswers {
  /// One record that may be about a query.
  struct Candidate {
    std::size_t record = 0;  ///< in `records`
    bool stated = false;     ///< the database itself says that the query's version is affected
  };
  struct Answer {
    std::vector<Candidate> candidates;
    std::string not_covered;  ///< why the database could not know of the query: then there being no record means nothing
  };
  VulnerabilityDatabase database;
  std::vector<formats::OsvRecord> records;  ///< sorted by id
  std::vector<Answer> answers;              ///< for each query, in its order
  std::vector<Finding> findings;            ///< with `incomplete` where something of the database could not be read
};

/// Told of the progress: what is being done, and how much of it.
using Progress = std::function<void(const std::string& stage, std::uint64_t done, std::uint64_t total)>;

/// A database of OSV records.
class OsvSource {
 public:
  virtual ~OsvSource() = default;
  /// Error: the database cannot be read, or answered something else than it must; then nothing is known about any query.
  [[nodiscard]] virtual Result<OsvAnswers> ask(const std::vector<VulnerabilityQuery>& queries, const Progress& progress) = 0;
};

}  // namespace souptrace::review
