// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "write/bom_values.hpp"
#include "write/spdx3_parts.hpp"

namespace souptrace::write {
namespace {

using Layout = JsonText::Layout;
using What = Part::What;

/// A licence that is on no list needs an element for its text.
void write_license(Spdx3Text& text, const std::string& expression, const License* license) {
  const std::vector<std::string> refs = license_refs(expression);
  const std::set<std::string> own(refs.begin(), refs.end());
  for (const std::string& id : own) {
    text.begin_element("simplelicensing_SimpleLicensingText", license_ref(expression) + '/' + id);
    text.json().member("name", id);
    text.json().member("simplelicensing_licenseText", license == nullptr ? "" : license_text_place(*license));
    text.end_element();
  }
  text.begin_element("simplelicensing_LicenseExpression", license_ref(expression));
  text.json().member("simplelicensing_licenseExpression", expression);
  if (!own.empty()) {
    text.json().key("simplelicensing_customIdToUri");
    text.json().begin_array();
    for (const std::string& id : own) {
      text.json().begin_object(Layout::one_line);
      text.json().member("type", "DictionaryEntry");
      text.json().member("key", id);
      text.member_ref("value", license_ref(expression) + '/' + id);
      text.json().end_object();
    }
    text.json().end_array();
  }
  text.end_element();
}

}  // namespace

std::string license_ref(const std::string& expression) {
  return "license:" + expression;
}

void write_spdx3_licenses(Spdx3Document& document) {
  std::map<std::string, const License*> expressions;
  expressions.emplace("CC0-1.0", nullptr);
  for (const Part& part : document.plan.parts)
    if (part.what == What::package && has_license(*part.component))
      expressions.emplace(part.component->license.expression, &part.component->license);
  for (const auto& [expression, license] : expressions) write_license(document.text, expression, license);
}

}  // namespace souptrace::write
