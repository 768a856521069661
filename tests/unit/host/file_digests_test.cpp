// SPDX-License-Identifier: Apache-2.0
#include "host/file_digests.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "host/digest_cache.hpp"
#include "host/memory_host.hpp"
#include "support/catch.hpp"
#include "temporary_directory.hpp"

using namespace souptrace;

namespace {

constexpr const char* kCache = "/state/digests";
constexpr std::int64_t kSecond = 1'000'000'000;
const std::string kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";    // SHA-256 of "abc", FIPS 180-4
const std::string kAbcMd5 = "900150983cd24fb0d6963f7d28e17f72";                                  // RFC 1321
const std::string kEmpty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A host with "/a" = "abc", long settled.
struct SettledHost : MemoryHost {
  SettledHost() {
    add_file("/a", "abc", kSecond);
    set_now(1000 * kSecond);
  }
};

/// How often a file was read so far.
std::ptrdiff_t reads(const MemoryHost& host, const std::string& path) {
  return std::count(host.accesses().begin(), host.accesses().end(), "read " + path);
}

std::string sha256_of(Host& host, const DigestJob& job, const std::string& cache = "") {
  const auto all = digest_files(host, {job}, cache);
  REQUIRE(all.size() == 1);
  const auto& result = all.at(job.path);
  return result ? result->whole.sha256 : result.error().code;
}

}  // namespace

TEST_CASE("a file's digests are those of its bytes, and only the wanted ones") {
  SettledHost host;
  DigestJob job{"/a", {}, {}};
  job.wanted.md5 = true;
  const auto all = digest_files(host, {job}, "");
  const auto& result = all.at("/a");
  REQUIRE(result);
  CHECK(result->whole.sha256 == kAbc);
  CHECK(result->whole.md5 == kAbcMd5);
  CHECK(result->whole.sha512.empty());
  CHECK(result->whole.size == 3);
  CHECK(result->stat.size == 3);
  CHECK(result->stat.modified_ns == kSecond);
}

TEST_CASE("no job, no result") {
  MemoryHost host;
  CHECK(digest_files(host, {}, "").empty());
}

TEST_CASE("parts of a file are hashed by themselves, the empty one too") {
  MemoryHost host;
  host.add_file("/lib.a", "..abc..");
  const auto all = digest_files(host, {{"/lib.a", {}, {{0, 0}, {2, 3}, {7, 0}}}}, "");
  const auto& result = all.at("/lib.a");
  REQUIRE(result);
  CHECK(result->slice_sha256.at({2, 3}) == kAbc);
  CHECK(result->slice_sha256.at({0, 0}) == kEmpty);
  CHECK(result->slice_sha256.at({7, 0}) == kEmpty);
}

TEST_CASE("a part that is not wholly inside the file is an error with its place") {
  MemoryHost host;
  host.add_file("/lib.a", "0123456");
  const std::uint64_t huge = ~std::uint64_t{0};
  for (const Slice& slice : {Slice{7, 1}, Slice{8, 0}, Slice{0, 8}, Slice{huge, 1}, Slice{1, huge}, Slice{huge, huge}}) {
    const auto all = digest_files(host, {{"/lib.a", {}, {slice}}}, "");
    const auto& result = all.at("/lib.a");
    REQUIRE_FALSE(result);
    CHECK(result.error().code == "slice-outside");
    CHECK(result.error().offset == slice.offset);
    CHECK(result.error().text.find("/lib.a") != std::string::npos);
  }
}

TEST_CASE("one file that cannot be read leaves the others with their digests") {
  SettledHost host;
  host.add_directory("/dir");
  const auto all = digest_files(host, {{"/none", {}, {}}, {"/a", {}, {}}, {"/dir", {}, {}}}, "");
  REQUIRE(all.size() == 3);
  CHECK(all.at("/none").error().code == "not-found");
  CHECK(all.at("/dir").error().code == "is-directory");
  CHECK(all.at("/a")->whole.sha256 == kAbc);
}

TEST_CASE("many files are each hashed once and each has its own digest") {
  MemoryHost host;
  std::vector<DigestJob> jobs;
  for (int i = 0; i < 300; ++i) {
    const std::string path = "/f" + std::to_string(i);
    host.add_file(path, path);
    jobs.push_back({path, {}, {}});
  }
  const auto all = digest_files(host, jobs, "");
  REQUIRE(all.size() == 300);
  for (const auto& [path, result] : all) {
    REQUIRE(result);
    CHECK(result->whole.sha256 == sha256_hex(as_bytes(path)));
    CHECK(reads(host, path) == 1);
  }
}

TEST_CASE("progress reaches the total and never goes back") {
  MemoryHost host;
  host.add_file("/a", std::string(1000, 'a'));
  host.add_file("/b", std::string(500, 'b'));
  std::vector<std::pair<std::uint64_t, std::uint64_t>> calls;
  (void)digest_files(host, {{"/a", {}, {}}, {"/b", {}, {}}}, "", [&](std::uint64_t done, std::uint64_t total) { calls.emplace_back(done, total); });
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].first < calls[1].first);
  CHECK(calls.back() == std::pair<std::uint64_t, std::uint64_t>(1500, 1500));
}

TEST_CASE("a file that changes while it is hashed is an error, never a digest of neither content") {
  SettledHost host;
  SECTION("to another size") {
    host.fail_when([&](const std::string& operation, const std::string& path) -> std::optional<Error> {
      if (operation == "read" && path == "/a") host.add_file("/a", "abcd", 2 * kSecond);
      return std::nullopt;
    });
    CHECK(sha256_of(host, {"/a", {}, {}}) == "file-changed");
  }
  SECTION("to other bytes of the same size") {
    host.fail_when([&](const std::string& operation, const std::string& path) -> std::optional<Error> {
      if (operation == "read" && path == "/a") host.add_file("/a", "abd", 2 * kSecond);
      return std::nullopt;
    });
    CHECK(sha256_of(host, {"/a", {}, {}}) == "file-changed");
  }
  SECTION("until it is gone") {
    host.fail_when([&](const std::string& operation, const std::string& path) -> std::optional<Error> {
      if (operation == "stat" && path == "/a" && reads(host, "/a") > 0) return Error{"not-found", "/a: gone"};
      return std::nullopt;
    });
    CHECK(sha256_of(host, {"/a", {}, {}}) == "not-found");
  }
}

TEST_CASE("a large file that is cut while it is hashed is an error and no crash") {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "file";
  test::write_file(path, std::string(std::size_t{3} << 20, 'x'));
  const auto real = posix_host();
  const auto mapped = real->read(path);
  REQUIRE(mapped);
  REQUIRE(::truncate(path.c_str(), 10) == 0);
  CHECK(sha256_hex((*mapped)->bytes()) != sha256_hex(as_bytes(std::string(std::size_t{3} << 20, 'x'))));
}

TEST_CASE("a file that has not changed is not read again") {
  SettledHost host;
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(reads(host, "/a") == 1);
}

TEST_CASE("the same file under another name is not read again either") {
  SettledHost host;
  host.add_symlink("/b", "a");
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(sha256_of(host, {"/b", {}, {}}, kCache) == kAbc);
  CHECK(reads(host, "/b") == 0);
}

TEST_CASE("without a cache file nothing is remembered or written") {
  SettledHost host;
  CHECK(sha256_of(host, {"/a", {}, {}}) == kAbc);
  CHECK(sha256_of(host, {"/a", {}, {}}) == kAbc);
  CHECK(reads(host, "/a") == 2);
  CHECK(std::none_of(host.accesses().begin(), host.accesses().end(), [](const std::string& access) { return access.starts_with("write"); }));
}

TEST_CASE("any change of a file's identity makes it be read again") {
  SettledHost host;
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  SECTION("its time") { host.add_file("/a", "abd", 2 * kSecond); }
  SECTION("only its inode: replaced by a file with the same size and time") { host.add_file("/a", "abd", kSecond); }
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == sha256_hex(as_bytes("abd")));
}

TEST_CASE("a digest or part that the cache does not have makes the file be read again") {
  SettledHost host;
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  DigestJob job{"/a", {}, {}};
  SECTION("another digest") { job.wanted.md5 = true; }
  SECTION("a part") { job.slices = {{1, 1}}; }
  const auto all = digest_files(host, {job}, kCache);
  REQUIRE(all.at("/a"));
  CHECK(all.at("/a")->whole.sha256 == kAbc);
  CHECK(all.at("/a")->whole.md5 == (job.wanted.md5 ? kAbcMd5 : ""));
  CHECK(all.at("/a")->slice_sha256.size() == job.slices.size());
  CHECK(reads(host, "/a") == 2);
  CHECK(digest_files(host, {job}, kCache).at("/a"));
  CHECK(reads(host, "/a") == 2);
}

TEST_CASE("a file that was changed just now is not trusted the next time") {
  SettledHost host;
  host.add_file("/a", "abc", 1000 * kSecond - 1);  // the clock stands at 1000 s
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(reads(host, "/a") == 2);
}

TEST_CASE("a file with a time in the future is never trusted") {
  SettledHost host;
  host.add_file("/a", "abc", 5000 * kSecond);
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(reads(host, "/a") == 2);
}

TEST_CASE("a cache that is damaged anywhere is ignored and made anew") {
  SettledHost host;
  REQUIRE(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  const std::string good = *host.content(kCache);
  REQUIRE(good.find(kAbc) != std::string::npos);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'f' ? 'e' : 'f';
    host.add_file(kCache, bad);
    CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
    CHECK(*host.content(kCache) == good);
  }
  CHECK(reads(host, "/a") == static_cast<std::ptrdiff_t>(good.size() + 1));
}

TEST_CASE("a cache that is cut anywhere is ignored and made anew") {
  SettledHost host;
  REQUIRE(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  const std::string good = *host.content(kCache);
  // Without its last newline the seal is whole still, but one byte nearer than a cache has it.
  for (std::size_t size = 0; size < good.size(); ++size) {
    host.add_file(kCache, good.substr(0, size));
    CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  }
  CHECK(reads(host, "/a") == static_cast<std::ptrdiff_t>(good.size() + 1));
}

TEST_CASE("a cache with a good seal and nonsense inside is ignored") {
  SettledHost host;
  const auto stat = host.stat("/a");
  REQUIRE(stat);
  const std::string identity = "0\t" + std::to_string(stat->inode) + "\t3\t1000000000\t1000000000\t";
  const std::string line = identity + "wrong\t\t\t\t\t";
  const std::vector<std::string> nonsense{"x", identity, line + "\t1:2", line + "\t1:x:y", "-1" + line.substr(1), line + "\n\n",
                                          "99999999999999999999" + line.substr(1)};
  for (const std::string& lines : nonsense) {
    std::string text = "souptrace digests 1\n" + lines + "\n";
    text += sha256_hex(as_bytes(text)) + "\n";
    host.add_file(kCache, text);
    CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  }
  // The same line as it should be is believed: the test above would prove nothing otherwise.
  std::string text = "souptrace digests 1\n" + line + "\n";
  text += sha256_hex(as_bytes(text)) + "\n";
  host.add_file(kCache, text);
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == "wrong");
}

TEST_CASE("a cache that cannot be read or written costs time and nothing else") {
  SettledHost host;
  const std::string broken = GENERATE(std::string("read"), std::string("write_atomically"));
  host.fail_when([&](const std::string& operation, const std::string& path) -> std::optional<Error> {
    if (operation == broken && path == kCache) return Error{"no-space", "full"};
    return std::nullopt;
  });
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(sha256_of(host, {"/a", {}, {}}, kCache) == kAbc);
  CHECK(reads(host, "/a") == 2);
}

TEST_CASE("the cache keeps the files of this run and forgets the others") {
  SettledHost host;
  host.add_file("/b", "b", kSecond);
  (void)digest_files(host, {{"/a", {}, {}}, {"/b", {}, {}}}, kCache);
  (void)digest_files(host, {{"/a", {}, {}}}, kCache);
  (void)digest_files(host, {{"/b", {}, {}}}, kCache);
  CHECK(reads(host, "/a") == 1);
  CHECK(reads(host, "/b") == 2);
}

TEST_CASE("the cache has the same bytes whatever the order of the jobs") {
  SettledHost host;
  host.add_file("/b", "b", kSecond);
  (void)digest_files(host, {{"/a", {}, {}}, {"/b", {}, {}}}, kCache);
  const auto one = host.content(kCache);
  REQUIRE(host.remove(kCache));
  (void)digest_files(host, {{"/b", {}, {}}, {"/a", {}, {}}}, kCache);
  CHECK(host.content(kCache) == one);
}
