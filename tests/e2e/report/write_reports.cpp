// SPDX-License-Identifier: Apache-2.0
// Writes the reports that the browser is shown, into the directory that is named: sample.html, with something in every section; hostile.html,
// in which every text is an attack; large.html, with 10 000 components in one binary; bare.html, without register and vulnerabilities.
#include <fstream>
#include <iostream>

#include "unit/write/sample_report.hpp"
#include "write/report_csv.hpp"
#include "write/report_html.hpp"
#include "write/report_markdown.hpp"

using namespace souptrace;

namespace {

bool save(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  return file.good();
}

bool save_all(const std::string& name, const Trace& trace, const Report& report) {
  const TraceIndex index(trace);
  return save(name + ".html", write::report_html(index, report)) && save(name + ".csv", write::soup_list_csv(index, report)) &&
         save(name + ".md", write::report_markdown(index, report));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: souptrace_write_reports DIRECTORY\n";
    return 2;
  }
  const std::string directory = std::string(argv[1]) + '/';
  const Trace trace = sample::trace();
  const Trace attack = sample::hostile_trace();
  const Trace large = sample::large_trace(10'000);
  const bool good = save_all(directory + "sample", trace, sample::make_report(trace)) &&
                    save_all(directory + "bare", trace, sample::bare_report(trace)) &&
                    save_all(directory + "hostile", attack, sample::hostile_report(attack)) &&
                    save_all(directory + "large", large, sample::make_report(large));
  return good ? 0 : 1;
}
