// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "host/host.hpp"
#include "review/osv_source.hpp"

namespace souptrace::review {

/// OSV's export on disk: a zip as the export has them (all.zip), or a directory with such zips and single records (*.json), also below one
/// another. A record that is damaged, and a file that is cut, make the answers incomplete; of records that name nothing that is asked for only
/// the outer shape is judged. A query is covered when the dump has some record of its ecosystem.
class OsvDump : public OsvSource {
 public:
  OsvDump(Host& host, std::string path) : host_(host), path_(std::move(path)) {}
  /// Errors: those of Host; "osv-dump-empty"; those of formats/zip.hpp, with the file.
  [[nodiscard]] Result<OsvAnswers> ask(const std::vector<VulnerabilityQuery>& queries, const Progress& progress) override;

 private:
  Host& host_;
  std::string path_;
};

}  // namespace souptrace::review
