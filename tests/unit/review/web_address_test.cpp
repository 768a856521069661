// SPDX-License-Identifier: Apache-2.0
#include "review/web_address.hpp"

#include "support/catch.hpp"

using namespace souptrace::review;

TEST_CASE("URLs are taken apart") {
  const auto plain = parse_web_address("https://API.osv.dev");
  REQUIRE(plain.ok());
  CHECK((plain->tls && plain->host == "api.osv.dev" && plain->port == 443 && plain->path == "/"));
  const auto whole = parse_web_address("http://user:p%40ss%20@[::1]:8080/a?b=c");
  REQUIRE(whole.ok());
  CHECK((!whole->tls && whole->user == "user" && whole->password == "p@ss " && whole->host == "::1" && whole->port == 8080 && whole->path == "/a?b=c"));
  CHECK(parse_web_address("proxy:3128", false).value().port == 3128);
}

TEST_CASE("What is no URL of HTTP is refused") {
  for (const char* url : {"", "api.osv.dev", "ftp://a", "http://", "http://a:b", "http://a:0", "http://a:65536", "http://[::1", "http://:80", "http://a b", "http://a\r\nX: y"}) {
    INFO(url);
    CHECK_FALSE(parse_web_address(url).ok());
  }
}

TEST_CASE("NO_PROXY names hosts and their domains") {
  const auto excepted = [](const char* list, const char* url) { return is_excepted(list, parse_web_address(url).value()); };
  CHECK(excepted("*", "https://api.osv.dev"));
  CHECK(excepted("localhost, osv.dev", "https://api.osv.dev"));
  CHECK(excepted(".osv.dev", "https://api.osv.dev"));
  CHECK(excepted("API.OSV.dev", "https://api.osv.dev"));
  CHECK(excepted("127.0.0.1:8443", "https://127.0.0.1:8443"));
  CHECK(excepted("[::1]", "http://[::1]:80"));
  CHECK_FALSE(excepted("127.0.0.1:8443", "https://127.0.0.1"));
  CHECK_FALSE(excepted("sv.dev", "https://api.osv.dev"));
  CHECK_FALSE(excepted("", "https://api.osv.dev"));
  CHECK_FALSE(excepted(",,", "https://api.osv.dev"));
}
