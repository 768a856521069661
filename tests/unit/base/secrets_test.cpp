// SPDX-License-Identifier: Apache-2.0
#include "base/secrets.hpp"

#include "support/catch.hpp"

using namespace souptrace;

namespace {

using What = std::set<std::string>;

std::string text(std::string_view given) {
  What what;
  std::string out = without_secrets(given, what);
  CHECK(what.empty() == (out == given));
  return out;
}

std::string word(std::string_view given) {
  What what;
  std::string out = without_secrets_in_word(given, what);
  CHECK(what.empty() == (out == given));
  return out;
}

}  // namespace

TEST_CASE("the user and password of a URL go, and the URL is the same without") {
  CHECK(text("https://user:t0ken@host/a.git") == "https://host/a.git");
  CHECK(text("https://t0ken@host:8443/a?b=c") == "https://host:8443/a?b=c");
  CHECK(text("from git+https://u:p@ss@host/a, and http://x:y@z") == "from git+https://host/a, and http://z");
  CHECK(text("pkg:generic/a@1?vcs_url=git%2Bhttps%3A%2F%2Fu%3Ap%40host%2Fa") == "pkg:generic/a@1?vcs_url=git%2Bhttps%3A%2F%2Fhost%2Fa");
  CHECK(text("pkg:generic/a@1?vcs_url=git%2Bhttps://u:p%40host/a@v1") == "pkg:generic/a@1?vcs_url=git%2Bhttps://host/a@v1");
  CHECK(text("ssh://git:pw@host/a") == "ssh://host/a");
}

TEST_CASE("what is no password stays: names of ssh users, versions, mail addresses, paths") {
  for (const char* same : {"ssh://git@host/a", "git+ssh://git@host/a", "git@github.com:a/b.git", "pkg:deb/debian/zlib1g@1:1.2.13?arch=amd64",
                           "https://host/a@v1", "https://host/user:t0ken@x", "who@example.org", "a=b&c=d", "", "://", "://@", "=", "@", "-D="})
    CHECK(text(same) == std::string(same == std::string_view("://@") ? "://" : same));
}

TEST_CASE("the value of a name that says it is a secret is withheld, to its end and no further") {
  CHECK(text("https://host/a?token=abc&b=1#c") == "https://host/a?token=(withheld)&b=1#c");
  CHECK(text("https://s3/a?X-Amz-Signature=ab12&X-Amz-Date=1") == "https://s3/a?X-Amz-Signature=(withheld)&X-Amz-Date=1");
  CHECK(text("called with password=\"a b\" twice") == "called with password=(withheld) twice");
  CHECK(word("-DAPI_KEY=abc def&ghi") == "-DAPI_KEY=(withheld)");
  CHECK(word("-DTOKEN=\"abc\"") == "-DTOKEN=(withheld)");
  CHECK(word("DB_PASSWORD_PROD=abc") == "DB_PASSWORD_PROD=(withheld)");
  CHECK(word("-DclientSecret=abc") == "-DclientSecret=(withheld)");
  CHECK(word("-DDBPASSWORD=abc") == "-DDBPASSWORD=(withheld)");
  CHECK(word("-DJWTSecret=abc") == "-DJWTSecret=(withheld)");
  CHECK(word("-DTOKEN2=abc") == "-DTOKEN2=(withheld)");
  CHECK(text("https://host/a?sv=2024&sig=aB3") == "https://host/a?sv=2024&sig=(withheld)");
  CHECK(text("pkg:generic/a@1?checksum=sha256:00&download_url=https://h/a.tgz%3Ftoken%3DS3cret%26b%3D1") ==
        "pkg:generic/a@1?checksum=sha256:00&download_url=https://h/a.tgz%3Ftoken%3D(withheld)%26b%3D1");
  CHECK(text("pkg:generic/a@1?vcs_url=https%3a%2f%2fh%2fa%3fapi_key%3dS3cret#x") == "pkg:generic/a@1?vcs_url=https%3a%2f%2fh%2fa%3fapi_key%3d(withheld)#x");
  CHECK(word("-DKEY_2=8f14e45fceea") == "-DKEY_2=(withheld)");
  CHECK(word("-Wl,--defsym,TOKEN=0x1234,-z,now") == "-Wl,--defsym,TOKEN=(withheld),-z,now");
  CHECK(word("-DURL=\"https://u:p@h/a?sig=1&access_token=xyz\"") == "-DURL=\"https://h/a?sig=1&access_token=(withheld)\"");
}

TEST_CASE("names that only look like a secret's, switches and sizes stay") {
  for (const char* same : {"-DUSE_TOKEN=1", "-DENABLE_PASSWORD=ON", "-DTOKEN_MAX=160", "-DKEYBOARD=azerty_layout", "-DMONKEY=capuchin_monkey", "-DKEY=up",
                           "-DPASSWORD_LENGTH=12", "-DTOKENIZER=bpe_tokenizer", "-DTOKEN_FILE=/run/token", "-DAUTHOR=somebody_else", "-DNDEBUG", "-O2",
                           "-fdebug-prefix-map=/a/b=c", "-std=c++20", "-DAPI_KEY=", "-Wl,-z,relro", "-DSECRETARY=somebody"})
    CHECK(word(same) == same);
}

TEST_CASE("tokens of known kinds and authorizations go wherever they stand") {
  CHECK(text("use ghp_0123456789abcdefghij0123 here") == "use (withheld) here");
  CHECK(word("-DX=\"glpat-0123456789abcdef0\"") == "-DX=\"(withheld)\"");
  CHECK(text("AKIA0123456789ABCDEF") == "(withheld)");
  CHECK(text("ghp_short, xghp_0123456789abcdefghij0123") == "ghp_short, xghp_0123456789abcdefghij0123");
  CHECK(text("Authorization: Bearer abc.def, then") == "Authorization: Bearer (withheld) then");
  CHECK(text("Basic authentication; Bearer bonds") == "Basic authentication; Bearer bonds");
}

TEST_CASE("what was withheld is told without it") {
  What what;
  CHECK(without_secrets_in_word("-DAPI_KEY=hunter22 https://u:hunter22@host/ ghp_0123456789abcdefghij0123", what).find("hunter22") == std::string::npos);
  CHECK(what.contains("the value of API_KEY"));
  for (const std::string& one : what) CHECK(one.find("hunter22") == std::string::npos);
}

TEST_CASE("texts made to be slow are not, and cut texts are cut secrets") {
  for (const std::string_view piece : {"://", "a=", "token=", "://u@", "%3A%2F%2F", "token%3D", "%3D", "ghp_", "Bearer ", "@", "\"token=\"", "a_", " --token a", " -", "\"-", "pass:a ", " --a"}) {
    std::string many;
    while (many.size() < 200'000) many += piece;
    What what;
    (void)without_secrets(many, what);
    (void)without_secrets_in_word(many, what);
  }
  What what;
  CHECK(without_secrets(std::string(300'000, 'a'), what) == "(withheld)");
  CHECK(what.size() == 1);
  const std::string whole = "https://user:hunter22@host/?token=hunter23";
  for (std::size_t size = 0; size <= whole.size(); ++size) (void)without_secrets(whole.substr(0, size), what);
}

TEST_CASE("what an option that says so is given is withheld, in the next word as in running text") {
  CHECK(text("signer --passphrase hunter22 a.bin") == "signer --passphrase (withheld) a.bin");
  CHECK(text("signer --passphrase 'a b' x") == "signer --passphrase (withheld) x");
  CHECK(text("jarsigner -storepass hunter22 -keypass hunter23 a") == "jarsigner -storepass (withheld) -keypass (withheld) a");
  CHECK(text("openssl cms -sign -passin pass:hunter22 -out x") == "openssl cms -sign -passin (withheld) -out x");
  CHECK(text("openssl enc -k2 \"pass:hunter22\"") == "openssl enc -k2 \"pass:(withheld)\"");
  CHECK(text("\"--token\" \"hunter22\"") == "\"--token\" (withheld)");
  CHECK(text("--api-key\thunter22") == "--api-key\t(withheld)");
  What what;
  std::string next = "hunter22";
  CHECK(without_secret_of_option("--passphrase", next, what));
  CHECK(next == "(withheld)");
  CHECK(what == What{"the value of passphrase"});
}

TEST_CASE("options that name files, switches and definitions keep what follows") {
  for (const char* same : {"cc -DTOKEN main.c", "cc -DAPI_KEY -O2", "tool --password-file a.txt", "tool --token $TOKEN x", "tool --pass env:PASS x",
                           "openssl -passin file:a.txt x", "openssl -passin env:PASS x", "tool --passphrase --yes", "tool --signature a.sig x",
                           "gpg --passphrase", "a -p X b", "tool --use-token on", "ld -lsecret-1 libglib.so", "in pass::run x", "bypass: nothing",
                           "the pass:", "x --passphrase "})
    CHECK(text(same) == same);
  for (const char* option : {"-DTOKEN", "-p", "-Wl,--token", "passphrase", "--passphrase=x", "-", "--", "", "-fauth", "--key"}) {
    What what;
    std::string next = "hunter22";
    CHECK_FALSE(without_secret_of_option(option, next, what));
    CHECK(next == "hunter22");
  }
}
