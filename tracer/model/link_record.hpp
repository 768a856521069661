// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What one link took in, as its witnesses say. All paths are absolute.
namespace souptrace {

/// Identity of a file's content without reading it: what lstat/stat say. Times in nanoseconds since the epoch.
struct FileStat {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  std::int64_t changed_ns = 0;

  bool operator==(const FileStat&) const = default;
};

enum class Role {
  object,
  archive,         ///< an archive as a whole: only where no member of it was taken
  archive_member,  ///< one member; `LinkInput::member` and `offset` say which
  shared_library,
  startup_object,  ///< crt1.o, crti.o, crtbegin.o and their like
  linker_script,   ///< also version scripts, dynamic lists and symbol lists
  source,
  header,
  tool,  ///< read to make the binary but not into it: the LTO plugin, the linker
};

enum class Use {
  linked,       ///< the linker took it into the output
  needed,       ///< a shared library that the output names in DT_NEEDED
  dropped,      ///< opened by the linker, nothing taken, not needed
  compiled_in,  ///< a source or header of an object that is linked
  read,         ///< steers the link and has no bytes of its own in the output: linker scripts, tools
};

/// One thing that the linker opened, or one member of an archive that it took.
struct LinkInput {
  std::string path;       ///< as the linker found it, absolute and lexically normalized
  std::string real_path;  ///< after all symbolic links; the file whose bytes count
  std::string member;     ///< name within the archive; "" for a whole file
  std::uint64_t offset = 0;  ///< of the member's first byte of data in the archive; 0 for a whole file or a thin member
  std::uint64_t size = 0;    ///< of the member's data in bytes; 0 for a whole file
  std::string archive;       ///< for a member of a thin archive: the archive; then `path` is the member's own file
  Role role = Role::object;
  Use use = Use::linked;
  std::string referrer;  ///< who asked for it, as the linker says: "main.o", "libfoo.a(a.o)"
  std::string symbol;    ///< the symbol that pulled it in; "" when it stood on the command line
  std::string reason;    ///< in words, e.g. "on the link line", "SONAME libz.so.1 is in DT_NEEDED"
  std::string soname;    ///< of a shared library; its file name when it has none
  std::optional<std::uint64_t> bytes;  ///< that it contributes to the output, where a link map says so
  std::vector<std::string> witnesses;  ///< sorted: "dependency-file", "trace", "linker-plugin", "why-extract", "map", …
  std::optional<FileStat> stat;        ///< of `path` at the time of the link
};

/// How much one witness saw: distinct files, archive members.
struct WitnessCount {
  std::string witness;
  std::uint64_t files = 0;
  std::uint64_t members = 0;
};

/// One shared library of the closure that the dynamic loader would load, in its order.
struct RuntimeLibrary {
  std::string name;       ///< as DT_NEEDED says
  std::string path;       ///< where the loader finds it; "" when it does not
  std::string real_path;
  std::string needed_by;  ///< the binary or the library that names it, a path
  std::string reason;     ///< "RUNPATH of …", "/etc/ld.so.conf", "default directory", or the places searched in vain
};

/// What a binary says of itself.
struct BinaryFormat {
  std::string format;  ///< "ELF" or "PE"
  std::string machine;  ///< "x86_64", "aarch64", …
  std::string type;     ///< "executable", "pie", "static-pie", "shared-library", "relocatable"
  std::string build_id;  ///< hexadecimal; "" = none
  std::string interpreter;
  std::string soname;
  std::vector<std::string> needed;
  std::vector<std::string> rpath;    ///< DT_RPATH, split at ':'
  std::vector<std::string> runpath;  ///< DT_RUNPATH, split at ':'
  std::vector<std::string> tool_comments;  ///< distinct strings of .comment
  /// Functions that it calls to load libraries which no link names, sorted: "dlopen". Of ELF only, and not of what is linked statically.
  std::vector<std::string> run_time_loading;
};

struct LinkerIdentity {
  std::string name;     ///< "bfd", "gold", "lld", "mold", "unknown"
  std::string version;  ///< its own words, one line
  std::string path;
  std::string driver;  ///< the program that the build called: the compiler
  bool lto = false;
  std::vector<std::string> flags = {};  ///< the words of the link command that name no input and no output
};

struct LinkRecord {
  std::string output;  ///< the binary
  bool recorded = false;  ///< false: the launcher left no record of this output
  LinkerIdentity linker;
  BinaryFormat binary;
  std::optional<FileStat> output_stat;  ///< right after the link
  std::int64_t finished_ns = 0;         ///< when the link ended
  std::vector<LinkInput> inputs;        ///< sorted by path, member, offset
  std::vector<RuntimeLibrary> runtime;
  std::vector<WitnessCount> witnesses;  ///< sorted by name
  std::vector<std::string> unaccounted;  ///< what one witness saw and no input explains
};

}  // namespace souptrace
