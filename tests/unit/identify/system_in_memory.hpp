// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "host/memory_host.hpp"
#include "identify/identify.hpp"

// A Debian system and a product in memory, and the questions that tests ask about them.
namespace souptrace::test {

inline std::string md5_of(std::string_view content) {
  DigestSet wanted;
  wanted.sha256 = false;
  wanted.md5 = true;
  return digest(as_bytes(content), wanted).md5;
}

/// One package's stanza, list and, for `verified` paths, md5sums. Files get their own path as content.
struct Package {
  std::string name;
  std::vector<std::string> paths;
  std::string version = "1.0-1";
  std::string architecture = "amd64";
  std::string source = {};
  bool multi_arch_same = false;
  bool has_md5sums = true;
};

inline void install(MemoryHost& host, const Package& package, const std::string& root = "") {
  const std::string stem = package.name + (package.multi_arch_same ? ':' + package.architecture : "");
  std::string list = "/.\n";
  std::string md5sums;
  for (const std::string& path : package.paths) {
    list += path + '\n';
    if (!host.content(root + path)) host.add_file(root + path, path);
    md5sums += md5_of(path) + "  " + path.substr(1) + '\n';
  }
  host.add_file(root + "/var/lib/dpkg/info/" + stem + ".list", list);
  if (package.has_md5sums) host.add_file(root + "/var/lib/dpkg/info/" + stem + ".md5sums", md5sums);
  const std::string status = root + "/var/lib/dpkg/status";
  host.add_file(
      status,
      host.content(status).value_or("") + "Package: " + package.name +
          "\nStatus: install ok installed\nMaintainer: Some Body <some@body.example>\nArchitecture: " +
          package.architecture + (package.source.empty() ? "" : "\nSource: " + package.source) +
          "\nVersion: " + package.version + "\nHomepage: https://example.org/" + package.name +
          "\nDescription: short\n long\n\n");
}

/// Makes /bin, /sbin, /lib and /lib64 below `root` what they are on systems with a merged /usr.
inline void merge_usr(MemoryHost& host, const std::string& root = "") {
  for (const char* name : {"/bin", "/sbin", "/lib", "/lib64"}) {
    host.add_directory(root + "/usr" + name);
    host.add_symlink(root + name, std::string("usr") + name);
  }
}

/// A product at /src built in /build.
inline BuildFacts product_facts() {
  BuildFacts facts;
  facts.product = {"Pump", "1.0", "ACME", "C"};
  facts.source_directory = "/src";
  facts.build_directory = "/build";
  facts.fetch_content_base = "/build/_deps";
  return facts;
}

/// Adds a file that holds its own path.
inline void touch(MemoryHost& host, const std::string& path) {
  host.add_file(path, path);
}

/// The question about a path, as the trace step puts it: real path, aliases, digests.
inline identify::FileInQuestion question_about(MemoryHost& host, const std::string& path,
                                               std::vector<std::string> aliases = {}) {
  DigestSet wanted;
  wanted.md5 = true;
  const auto content = host.content(path);
  return {path, std::move(aliases), content ? digest(as_bytes(*content), wanted) : Digests{}};
}

/// identify() about these paths.
inline Outcome<Identification> ask(MemoryHost& host, const BuildFacts& facts,
                                   const std::vector<std::string>& paths) {
  std::vector<identify::FileInQuestion> files;
  for (const std::string& path : paths) files.push_back(question_about(host, path));
  return identify::identify(host, facts, files);
}

inline std::size_t count(const std::vector<Finding>& findings, const std::string& code) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.code == code; }));
}

inline const Ownership& owner(const Outcome<Identification>& outcome, const std::string& path) {
  return outcome.value.files.at(path);
}

}  // namespace souptrace::test
