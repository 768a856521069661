// SPDX-License-Identifier: Apache-2.0
#include "write/dsse.hpp"

#include "base/base64.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {

std::string dsse_envelope(std::string_view payload_type, std::string_view payload, std::string_view keyid, std::string_view signature) {
  std::string out = R"({"payload":")";
  append_base64(out, as_bytes(payload));
  out += "\",";
  std::string rest;
  JsonText json(rest);
  json.begin_object(JsonText::Layout::one_line);
  json.member("payloadType", payload_type);
  json.key("signatures");
  json.begin_array(JsonText::Layout::one_line);
  json.begin_object(JsonText::Layout::one_line);
  json.member("keyid", keyid);
  json.member("sig", base64(as_bytes(signature)));
  json.end_object();
  json.end_array();
  json.end_object();
  out += std::string_view(rest).substr(1);
  out += '\n';
  return out;
}

}  // namespace souptrace::write
