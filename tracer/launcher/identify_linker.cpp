// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/path.hpp"
#include "formats/link_log.hpp"
#include "launcher/linker.hpp"

namespace souptrace::launcher {
namespace {

/// One line of the question; a newline in a value must not look like the next one.
void add_line(std::string& question, std::string_view value) {
  for (const char c : value) {
    if (c == '\n' || c == '\\') question += '\\';
    question += c == '\n' ? 'n' : c;
  }
  question += '\n';
}

/// Everything that the answer depends on, but for the linker itself.
std::string question_of(Host& host, const std::string& driver, const HostStat& stat,
                        const LinkArguments& link) {
  std::string question;
  add_line(question, driver);
  add_line(question, std::to_string(stat.size) + " " + std::to_string(stat.modified_ns));
  add_line(question, link.selecting_by_path ? host.current_directory() : "");
  for (const char* const name :
       {"PATH", "COMPILER_PATH", "GCC_EXEC_PREFIX", "CCC_OVERRIDE_OPTIONS", "LD_PRELOAD", "LDEMULATION"})
    add_line(question, host.environment(name).value_or(""));
  add_line(question, std::to_string(link.selecting.size()));
  for (const std::string& option : link.selecting) add_line(question, option);
  return question;
}

/// Whether this machine's loader starts `program`: an ELF program of this program's own class and machine
/// with an interpreter. A statically linked linker, one for another machine or a script cannot be trusted to
/// load our plugin.
bool is_dynamic_program(Host& host, const std::string& program) {
  const auto own = host.read("/proc/self/exe");
  const auto file = host.read(program);
  if (!own || !file) return false;
  const std::string_view mine = (*own)->text();
  const std::string_view text = (*file)->text();
  // ELF header: class at 4, byte order at 5, e_machine at 18. "/ld" with a version stands in every program's
  // PT_INTERP.
  if (mine.size() < 64 || text.size() < 64 || text.substr(0, 6) != mine.substr(0, 6) ||
      text.substr(18, 2) != mine.substr(18, 2))
    return false;
  const std::string_view beginning = text.substr(0, 4096);
  return beginning.find("/ld-") != std::string_view::npos ||
         beginning.find("/ld64.so") != std::string_view::npos ||
         beginning.find("/ld.so") != std::string_view::npos;
}

Linker ask(Host& host, const std::string& driver, const LinkArguments& link) {
  Process probe;
  probe.argv.push_back(driver);
  probe.argv.insert(probe.argv.end(), link.selecting.begin(), link.selecting.end());
  if (link.direct)
    probe.argv.insert(probe.argv.end(), {"--version"});
  else
    probe.argv.insert(probe.argv.end(), {"-v", "-Wl,-v", "-Wl,--version"});
  const auto result = host.run(probe);
  if (!result || result->exit_code != 0) return {};
  Linker linker = parse_linker_probe(result->out, result->err);
  if (link.direct) {
    linker.path = driver;
    const auto option = std::find(link.selecting.begin(), link.selecting.end(), "-m");
    if (option != link.selecting.end()) linker.emulation = option[1];
  }
  if (linker.path.empty()) return linker;
  const auto stat = host.stat(linker.path);
  if (!stat) return linker;
  linker.path_size = stat->size;
  linker.path_modified_ns = stat->modified_ns;
  linker.loads_plugins =
      (linker.name == "bfd" || linker.name == "gold") && is_dynamic_program(host, linker.path);
  return linker;
}

bool is_still_there(Host& host, const Linker& linker) {
  const auto stat = host.stat(linker.path);
  return stat && stat->size == linker.path_size && stat->modified_ns == linker.path_modified_ns;
}

}  // namespace

Linker identify_linker(Host& host, const std::string& state, const std::string& driver,
                       const LinkArguments& link) {
  const auto stat = host.stat(driver);
  const auto real = host.real_path(driver);
  // A compiler cache under a compiler's name (/usr/lib/ccache/g++) says nothing of the compiler behind it:
  // ask each time.
  if (!stat || !real || is_launcher_name(*real)) return ask(host, driver, link);
  const std::string question = question_of(host, driver, *stat, link);
  const std::string entry = path::join(path::join(state, "linkers"), formats::link_log_key(question));
  if (const auto file = host.read(entry)) {
    const auto known = parse_linker_entry((*file)->text(), question);
    if (known && is_still_there(host, *known)) return *known;
  }
  Linker linker = ask(host, driver, link);
  // Without the cache the next link asks again: no reason to speak of it.
  if (linker.name != "unknown" && !linker.path.empty())
    (void)host.write_atomically(entry, format_linker_entry(question, linker));
  return linker;
}

}  // namespace souptrace::launcher
