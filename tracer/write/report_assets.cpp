// SPDX-License-Identifier: Apache-2.0
#include "write/report_assets_embedded.hpp"
#include "write/report_html.hpp"

namespace souptrace::write {

ReportAssets report_assets() {
  return {embedded::report_html, embedded::report_css, embedded::report_js};
}

}  // namespace souptrace::write
