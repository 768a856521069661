// SPDX-License-Identifier: Apache-2.0
#include "write/trace_json.hpp"
#include "write/field_writer.hpp"

namespace souptrace::write {

void trace_json(const Trace& trace, const TextSink& sink) {
  std::string out;
  JsonText json(out, sink);
  json.begin_object();
  json.member("$schema", kTraceSchema);
  json.member("format", std::uint64_t{kTraceFormat});
  FieldWriter writer(json);
  fields(writer, trace);
  json.end_object();
  out += '\n';
  sink(out);
}

std::string trace_json(const Trace& trace) {
  std::string out;
  trace_json(trace, [&](std::string_view piece) { out += piece; });
  return out;
}

}  // namespace souptrace::write
