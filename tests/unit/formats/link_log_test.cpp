// SPDX-License-Identifier: Apache-2.0
#include "formats/link_log.hpp"

#include "support/catch.hpp"

using namespace souptrace::formats;

namespace {

LinkLog sample() {
  LinkLog log;
  log.output = "/build/dir with space/pump\\1";
  log.working_directory = "/build";
  log.command = {"g++", "",           "-o",   "dir with space/pump\\1", "a\nb.o", "\r", "end",
                 "\\n", "\xC3\xA4.o", " lead"};
  log.linker = "bfd";
  log.linker_version = "GNU ld (GNU Binutils for Debian) 2.40";
  log.linker_path = "/usr/bin/ld";
  log.driver = "/usr/bin/g++";
  log.lto_plugin = "/usr/libexec/liblto_plugin.so";
  log.started_ns = -6;
  log.finished_ns = -5;
  log.output_file = LoggedFile{log.output, 1, 2, 3, 4, 5};
  log.inputs = {{"/build/a\nb.o", ~std::uint64_t{0}, 7, 8, -9, 10}, {"/tmp/cc1.ltrans0.o"}};
  log.thin_members = {{"/build/thin member.o", 1, 2, 3, 4, 5}};
  log.reports = {{"dependency-file", "dependencies.d", 12}, {"trace", "trace.txt"}};
  log.incomplete = "the disk\nis full";
  return log;
}

void check_file(const LoggedFile& a, const LoggedFile& b) {
  CHECK(a.path == b.path);
  CHECK(a.device == b.device);
  CHECK(a.inode == b.inode);
  CHECK(a.size == b.size);
  CHECK(a.modified_ns == b.modified_ns);
  CHECK(a.changed_ns == b.changed_ns);
}

/// The sample with one line replaced by another.
std::string with_line(const std::string& old_line, const std::string& new_line) {
  std::string text = format_link_log(sample());
  const auto at = text.find(old_line);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old_line.size(), new_line);
}

}  // namespace

TEST_CASE("a link record comes back as it was written") {
  const LinkLog log = sample();
  const auto read = parse_link_log(format_link_log(log));
  REQUIRE(read.ok());
  CHECK(read->output == log.output);
  CHECK(read->working_directory == log.working_directory);
  CHECK(read->command == log.command);
  CHECK(read->linker == log.linker);
  CHECK(read->linker_version == log.linker_version);
  CHECK(read->linker_path == log.linker_path);
  CHECK(read->driver == log.driver);
  CHECK(read->lto_plugin == log.lto_plugin);
  CHECK(read->started_ns == log.started_ns);
  CHECK(read->finished_ns == log.finished_ns);
  CHECK(read->incomplete == log.incomplete);
  REQUIRE(read->output_file.has_value());
  check_file(*read->output_file, *log.output_file);
  REQUIRE(read->inputs.size() == 2);
  check_file(read->inputs[0], log.inputs[0]);
  check_file(read->inputs[1], log.inputs[1]);
  REQUIRE(read->thin_members.size() == 1);
  check_file(read->thin_members[0], log.thin_members[0]);
  REQUIRE(read->reports.size() == 2);
  CHECK(read->reports[0].size == 12);
  CHECK_FALSE(read->reports[1].size);
  CHECK(read->reports[1].kind == "trace");
  CHECK(read->reports[1].file == "trace.txt");
}

TEST_CASE("a link record without an output file comes back without one") {
  LinkLog log = sample();
  log.output_file.reset();
  const auto read = parse_link_log(format_link_log(log));
  REQUIRE(read.ok());
  CHECK_FALSE(read->output_file.has_value());
}

TEST_CASE("a link record cut at any byte is told from a whole one") {
  const std::string whole = format_link_log(sample());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto read = parse_link_log(std::string_view(whole).substr(0, length));
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().code == "link-log-truncated");
  }
}

TEST_CASE("a link record of another version or kind is refused") {
  CHECK(parse_link_log("souptrace-link 2\noutput /a\nend\n").error().code == "link-log-version");
  CHECK(parse_link_log("souptrace 1\noutput /a\nend\n").error().code == "link-log-malformed");
  CHECK(parse_link_log("\nend\n").error().code == "link-log-malformed");
}

TEST_CASE("a link record with a line that means nothing is refused, with the place") {
  const auto text = with_line("linker bfd\n", "linkerz bfd\n");
  const auto read = parse_link_log(text);
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().code == "link-log-malformed");
  CHECK(read.error().offset == text.find("linkerz"));
}

TEST_CASE("damaged values in a link record are refused") {
  const auto code = [](const std::string& text) {
    const auto read = parse_link_log(text);
    return read.ok() ? std::string("accepted") : read.error().code;
  };
  CHECK(code(with_line("started -6\n", "started 5x\n")) == "link-log-malformed");
  CHECK(parse_link_log(with_line("started -6\n", ""))->started_ns == 0);
  CHECK(code(with_line("finished -5\n", "finished 5x\n")) == "link-log-malformed");
  CHECK(code(with_line("finished -5\n", "finished \n")) == "link-log-malformed");
  CHECK(code(with_line("finished -5\n", "finished 99999999999999999999\n")) == "link-log-malformed");
  CHECK(code(with_line("linker bfd\n", "linker b\\fd\n")) == "link-log-malformed");
  CHECK(code(with_line("linker bfd\n", "linker bfd\\\n")) == "link-log-malformed");
  CHECK(code(with_line("thin-member 1 2 3 4 5 ", "thin-member 1 2 3 4 ")) == "link-log-malformed");
  CHECK(code(with_line("thin-member 1 2 3 4 5 ", "thin-member -1 2 3 4 5 ")) == "link-log-malformed");
  CHECK(code("souptrace-link 1\ninput 1 2 3 4 5 \nend\n") == "link-log-malformed");
  CHECK(code("souptrace-link 1\nlinker bfd\nend\n") == "link-log-malformed");
}

TEST_CASE("a report outside the record's directory is refused") {
  for (const char* const name : {"../x", "/etc/passwd", "..", ".", "a/b", ""}) {
    const auto read = parse_link_log(with_line("trace.txt", name));
    REQUIRE_FALSE(read.ok());
    CHECK(read.error().code == "link-log-malformed");
  }
}

TEST_CASE("the key of a record is FNV-1a 64 of the path in 16 digits") {
  CHECK(link_log_key("") == "cbf29ce484222325");
  CHECK(link_log_key("a") == "af63dc4c8601ec8c");
  CHECK(link_log_key("foobar") == "85944171f73967e8");
}
