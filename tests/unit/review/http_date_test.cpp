// SPDX-License-Identifier: Apache-2.0
#include "review/http_date.hpp"

#include <string>

#include "support/catch.hpp"

using souptrace::review::parse_http_date;

TEST_CASE("A date of HTTP is read to the second") {
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777);
  CHECK(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
  CHECK(parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT") == 1709251200);
}

TEST_CASE("What is no such date is none") {
  for (const char* text : {"", "120", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 2024 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
                           "Sun, 06 Nop 1994 08:49:37 GMT", "Sun, 06 anF 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
                           "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, -6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    CHECK_FALSE(parse_http_date(text));
  const std::string whole = "Sun, 06 Nov 1994 08:49:37 GMT";
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(parse_http_date(whole.substr(0, size)));
}
