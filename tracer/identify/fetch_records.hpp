// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/host.hpp"
#include "model/build_facts.hpp"

// What CMake's FetchContent and ExternalProject leave about what they fetched. The files are CMake's own
// business and have changed before; these are the layouts that CMake 3.22 to 4.4 write:
//
//   FetchContent
//   <base>/<name>-subbuild/<name>-populate-prefix/src/<name>-populate-stamp/<name>-populate-{url,git}info.txt
//                  with the checked-out tag in <name>-populate-prefix/tmp/<name>-populate-gitclone.cmake
//     direct mode  <build>/CMakeFiles/fc-stamp/<name>/<name>-{url,git}info.txt, tag in
//     <build>/CMakeFiles/fc-tmp/<name>/<name>-gitclone.cmake
//                  (CMake >= 3.30 with policy CMP0168)
//   ExternalProject  <prefix>/src/<name>-stamp/<name>-{url,git,…}info.txt, tag in
//   <prefix>/tmp/<name>-gitclone.cmake
//
// <name> is in lower case for FetchContent. An info file has "key=value" lines: method, source_dir, url(s),
// hash, repository.
namespace souptrace::identify {

struct FetchRecord {
  std::string name;
  bool external_project = false;
  bool cpm = false;         ///< known by CPM.cmake's cache entries alone
  bool overridden = false;  ///< FETCHCONTENT_SOURCE_DIR_<NAME>: nothing was fetched
  std::string place;        ///< the info file, or the cache entry's name; "" when there is no record
  std::string source_directory;
  std::vector<std::string>
      own_directories;  ///< others that are all this one's: its build directory, an external project's prefix
  std::vector<std::string>
      installed;           ///< files that an external project's install step put somewhere, by its manifest
  std::string url;         ///< of the archive, as stated
  std::string hash;        ///< "SHA256=…", as stated; "" when none was
  std::string repository;  ///< as stated
  std::string tag;         ///< GIT_TAG, as stated
};

/// The values of an info file by key.
[[nodiscard]] std::string info_value(std::string_view text, std::string_view key);

/// What a gitclone script checks out: the word between quotes behind "checkout"; "" when there is none.
[[nodiscard]] std::string checked_out(std::string_view script);

/// Everything that FetchContent made available in this build, by name.
[[nodiscard]] std::vector<FetchRecord> fetch_content_records(Host& host, const BuildFacts& facts);

/// Every ExternalProject_Add() of this build, by name. They are known by the stamp files that their targets
/// make.
[[nodiscard]] std::vector<FetchRecord> external_project_records(Host& host, const BuildFacts& facts);

}  // namespace souptrace::identify
