// SPDX-License-Identifier: Apache-2.0
#include "identify/stated_license.hpp"

#include "base/digest.hpp"
#include "formats/spdx_expression.hpp"

namespace souptrace::identify {

License license_from(Host& host, const StatedLicense& stated) {
  License out{"NOASSERTION", "", ""};
  const auto expression = formats::normalize_spdx_expression(stated.expression);
  if (expression) {
    out.expression = *expression;
    out.source = stated.source;
  } else if (!stated.expression.empty() && stated.expression != out.expression) {
    out.text_sha256 = sha256_hex(as_bytes(stated.expression));
    out.source = stated.source;
  }
  if (stated.text.empty()) return out;
  const auto text = host.read(stated.text);
  if (!text) return out;
  out.text_sha256 = sha256_hex((*text)->bytes());
  if (!expression) out.source = stated.text_place;
  return out;
}

}  // namespace souptrace::identify
