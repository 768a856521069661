// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cctype>
#include <deque>
#include <map>
#include <set>

#include "base/path.hpp"
#include "link/loader.hpp"

namespace souptrace::link {
namespace {

/// Windows compares file names so.
std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// Those that are part of every Windows since 7 and come from its own directory: the registry's KnownDLLs, and
/// what they are known to be made of.
bool is_part_of_windows(const std::string& name) {
  static constexpr std::array<std::string_view, 42> kNames{
      "advapi32.dll", "bcrypt.dll",   "bcryptprimitives.dll", "cfgmgr32.dll", "combase.dll",  "comctl32.dll", "comdlg32.dll",
      "crypt32.dll",  "dbghelp.dll",  "dnsapi.dll",           "gdi32.dll",    "gdiplus.dll",  "hid.dll",      "imagehlp.dll",
      "imm32.dll",    "iphlpapi.dll", "kernel32.dll",         "kernelbase.dll", "mpr.dll",    "msimg32.dll",  "msvcrt.dll",
      "mswsock.dll",  "ncrypt.dll",   "netapi32.dll",         "normaliz.dll", "ntdll.dll",    "ole32.dll",    "oleaut32.dll",
      "psapi.dll",    "rpcrt4.dll",   "secur32.dll",          "setupapi.dll", "shell32.dll",  "shlwapi.dll",  "ucrtbase.dll",
      "user32.dll",   "userenv.dll",  "version.dll",          "winmm.dll",    "winspool.drv", "wldap32.dll",  "ws2_32.dll"};
  return name.starts_with("api-ms-win-") || name.starts_with("ext-ms-") ||
         std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

class Dlls {
 public:
  Dlls(Host& host, const std::string& binary, const formats::Pe& pe, const std::vector<LinkInput>& inputs)
      : host_(host), binary_(binary), machine_(pe.machine) {
    add_directory(std::string(path::parent(binary)), "in the directory of the binary");
    for (const LinkInput& input : inputs) {
      if (input.member.empty() && input.role != Role::shared_library) continue;
      const std::string directory(path::parent(input.path));
      add_directory(directory, "beside its import library");
      add_directory(path::join(path::parent(directory), "bin"), "in the bin/ beside its import library's directory");
    }
    known_.insert(lower(path::filename(binary)));
  }

  Outcome<std::vector<RuntimeLibrary>> resolve(const formats::Pe& pe) {
    need_all(pe, binary_);
    for (std::size_t i = 0; i < todo_.size(); ++i) {
      const auto file = host_.read(todo_[i]);
      if (!file) continue;
      if (const auto one = formats::parse_pe((*file)->bytes())) need_all(*one, todo_[i]);
    }
    return std::move(outcome_);
  }

 private:
  struct Place {
    std::string directory;
    std::string reason;
  };

  void add_directory(const std::string& directory, std::string reason) {
    if (seen_.insert(directory).second) places_.push_back({directory, std::move(reason)});
  }

  void need_all(const formats::Pe& pe, const std::string& needed_by) {
    for (const std::string& name : pe.imports) need(name, needed_by);
    for (const std::string& name : pe.delay_imports) need(name, needed_by);
  }

  void need(const std::string& name, const std::string& needed_by) {
    const std::string wanted = lower(name);
    if (!known_.insert(wanted).second) return;
    for (const Place& place : places_)
      if (const auto found = file_in(place.directory, wanted)) {
        const auto real = host_.real_path(*found);
        outcome_.value.push_back({name, *found, real ? *real : *found, needed_by, place.reason});
        return todo_.push_back(*found);
      }
    if (is_part_of_windows(wanted)) {
      outcome_.value.push_back({name, "", "", needed_by, "part of Windows"});
      return;
    }
    outcome_.value.push_back({name, "", "", needed_by, "not found beside the binary or its import libraries"});
    outcome_.add({"runtime-library-not-found", Severity::warning, binary_,
                  std::string(path::filename(needed_by)) + " needs " + name +
                      ", which is neither beside the binary nor beside an import library, and is no part of every Windows",
                  "Put the DLL beside the binary, or say where it comes from in the installation.", false});
  }

  /// The DLL of that name for this machine.
  std::optional<std::string> file_in(const std::string& directory, const std::string& wanted) {
    const auto [at, is_new] = names_.try_emplace(directory);
    if (is_new)
      if (const auto names = host_.list(directory)) at->second = *names;
    for (const std::string& name : at->second) {
      if (lower(name) != wanted) continue;
      const std::string path = path::join(directory, name);
      const auto file = host_.read(path);
      if (!file) continue;
      if (const auto pe = formats::parse_pe((*file)->bytes()); pe && pe->machine == machine_) return path;
    }
    return std::nullopt;
  }

  Host& host_;
  const std::string& binary_;
  std::uint16_t machine_;
  std::vector<Place> places_;
  std::set<std::string> seen_;
  std::set<std::string> known_;
  std::map<std::string, std::vector<std::string>> names_;
  std::deque<std::string> todo_;
  Outcome<std::vector<RuntimeLibrary>> outcome_;
};

}  // namespace

Outcome<std::vector<RuntimeLibrary>> resolve_dlls(Host& host, const std::string& binary, const formats::Pe& pe,
                                                  const std::vector<LinkInput>& inputs) {
  return Dlls(host, binary, pe, inputs).resolve(pe);
}

}  // namespace souptrace::link
