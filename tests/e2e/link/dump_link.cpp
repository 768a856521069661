// SPDX-License-Identifier: Apache-2.0
// Prints what read_link() makes of one recorded link, as JSON lines, for matrix.py: dump_link STATE-DIRECTORY
// OUTPUT [SYSROOT]
#include <iostream>
#include <nlohmann/json.hpp>

#include "link/link.hpp"
#include "model/names.hpp"

namespace {

using Json = nlohmann::ordered_json;
using namespace souptrace;

void print(const char* kind, Json json) {
  json["kind"] = kind;
  // File names are bytes: what is no UTF-8 is replaced, which is enough for a test.
  std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print_input(const LinkInput& input) {
  Json json{{"path", input.path},           {"real_path", input.real_path},
            {"member", input.member},       {"offset", input.offset},
            {"size", input.size},           {"archive", input.archive},
            {"role", name_of(input.role)},  {"use", name_of(input.use)},
            {"referrer", input.referrer},   {"symbol", input.symbol},
            {"reason", input.reason},       {"soname", input.soname},
            {"witnesses", input.witnesses}, {"stat", input.stat.has_value()}};
  if (input.bytes) json["bytes"] = *input.bytes;
  print("input", std::move(json));
}

void print_record(const LinkRecord& record) {
  const BinaryFormat& binary = record.binary;
  print("record", {{"output", record.output},
                   {"recorded", record.recorded},
                   {"linker", record.linker.name},
                   {"version", record.linker.version},
                   {"lto", record.linker.lto},
                   {"format", binary.format},
                   {"machine", binary.machine},
                   {"type", binary.type},
                   {"build_id", binary.build_id},
                   {"needed", binary.needed},
                   {"unaccounted", record.unaccounted}});
  for (const LinkInput& input : record.inputs) print_input(input);
  for (const RuntimeLibrary& library : record.runtime)
    print("runtime", {{"name", library.name},
                      {"path", library.path},
                      {"real_path", library.real_path},
                      {"needed_by", library.needed_by},
                      {"reason", library.reason}});
  for (const WitnessCount& count : record.witnesses)
    print("witness", {{"witness", count.witness}, {"files", count.files}, {"members", count.members}});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: dump_link STATE-DIRECTORY OUTPUT [SYSROOT]\n";
    return 2;
  }
  const auto host = posix_host();
  const auto outcome = link::read_link(*host, {argv[2], argv[1], argc > 3 ? argv[3] : ""});
  print_record(outcome.value);
  for (const Finding& finding : outcome.findings)
    print("finding", {{"code", finding.code},
                      {"severity", name_of(finding.severity)},
                      {"subject", finding.subject},
                      {"text", finding.text},
                      {"remedy", finding.remedy},
                      {"incomplete", finding.incomplete}});
}
