// SPDX-License-Identifier: Apache-2.0
#include "launcher/launch.hpp"

#include <csignal>
#include <new>

#include "base/path.hpp"
#include "formats/link_log.hpp"
#include "launcher/additions.hpp"
#include "launcher/process.hpp"
#include "launcher/record.hpp"

namespace souptrace::launcher {
namespace {

std::optional<std::string> read_text(Host& host, const std::string& path) {
  const auto file = host.read(path);
  if (!file) return std::nullopt;
  return std::string((*file)->text());
}

/// Our plugin: the one that was named, else the one that lies beside this program.
std::string plugin_path(Host& host, const Options& options) {
  if (!options.plugin.empty()) return host.stat(options.plugin) ? options.plugin : std::string();
  const std::string beside = path::join(path::parent(own_program()), "souptrace-linker-plugin.so");
  return host.stat(beside) ? beside : std::string();
}

/// Whether a failure can be laid to our options: not when the link was stopped from outside.
bool may_be_our_fault(const Ended& ended) {
  if (ended.interrupted) return false;
  return !ended.killed || ended.code == SIGSEGV || ended.code == SIGABRT || ended.code == SIGBUS ||
         ended.code == SIGILL || ended.code == SIGFPE;
}

class Launch {
 public:
  explicit Launch(const Options& options) : options_(options), host_(posix_host()) {}

  [[noreturn]] void run() {
    const LinkArguments link = read_link_arguments(
        options_.command, [](const std::string& word) { return !find_program(word).empty(); },
        [&](const std::string& path) { return read_text(*host_, path); });
    const std::string driver = find_program(link.command[link.driver]);
    if (!link.links || driver.empty()) become_program(options_.command);
    begin_log(link, driver);
    if (const Status ready = prepare_place(*host_, place_); !ready) {
      warn("this link is not recorded: " + ready.error().describe());
      become_program(options_.command);
    }
    // A time stamp of the file system, not of the system clock: servers have clocks of their own.
    if (const auto made = host_->stat(place_.temporary)) log_.started_ns = made->changed_ns;
    const Linker linker = identify_linker(*host_, options_.state, driver, link);
    note_linker(linker, link);
    if (can_report(linker))
      additions_ = additions_for(
          linker, link, {linker_spelling(*host_, place_), plugin_path(*host_, options_), options_.map});
    else
      log_.incomplete = linker.name == "unknown"
                            ? "the linker of " + driver + " is not known"
                            : "this linker cannot report what it reads: " + linker.version;
    run_link();
  }

 private:
  void begin_log(const LinkArguments& link, const std::string& driver) {
    log_.working_directory = spelled_working_directory(*host_, options_.state);
    log_.output = path::absolute(link.output, log_.working_directory);
    log_.command.assign(link.command.begin() + static_cast<std::ptrdiff_t>(link.driver), link.command.end());
    log_.driver = driver;
    place_.state = options_.state;
    place_.key = formats::link_log_key(log_.output);
    place_.temporary = place_.final() + ".tmp-" + std::to_string(process_id());
  }

  void note_linker(const Linker& linker, const LinkArguments& link) {
    log_.linker = linker.name;
    log_.linker_version = linker.version;
    log_.linker_path = linker.path;
    log_.lto_plugin = link.plugin.empty() ? linker.lto_plugin : link.plugin;
  }

  [[noreturn]] void run_link() {
    std::vector<std::string> command = options_.command;
    command.insert(command.end(), additions_.arguments.begin(), additions_.arguments.end());
    Redirection redirection;
    if (!additions_.output_kind.empty()) redirection.output = place_.report(additions_.output_kind + ".txt");
    dependencies_before_ = dependencies_stat();
    const auto ended = run_program(command, redirection);
    if (!ended) {
      discard_record(place_);
      become_program(options_.command);
    }
    result_ = *ended;
    try {
      finish();
    } catch (const std::bad_alloc&) {
      warn("this link is not recorded: there is not enough memory");
    }
    end_like(result_);
  }

  /// The link has ended as result_ says: a record, or a second link.
  void finish() {
    write_output(forwarded_output(*host_, place_, additions_, log_.working_directory));
    if (!result_.good()) return fail();
    gather(*host_, place_, additions_, log_);
    store();
  }

  void store() {
    log_.finished_ns = host_->now_ns();
    // What the output is really called is known only now (".exe").
    place_.key = formats::link_log_key(log_.output);
    const Status stored = store_record(place_, log_);
    if (stored) return;
    warn("this link is not recorded: " + stored.error().describe());
    discard_record(place_);
  }

  /// The link failed. Where that may be because of what was added, it is done once more as the build wanted
  /// it.
  void fail() {
    const bool again = !additions_.arguments.empty() && may_be_our_fault(result_) && !linker_reported();
    discard_record(place_);
    if (!again) return;
    Redirection silent;
    silent.discard = true;
    const auto second = run_program(options_.command, silent);
    if (!second || !second->good()) return;
    result_ = *second;
    log_.incomplete = "the link fails when the linker is asked for reports";
    warn(log_.output + ": " + log_.incomplete + "; it was done without them and is not recorded");
    if (!prepare_place(*host_, place_)) return;
    gather(*host_, place_, {}, log_);
    store();
  }

  /// Whether the linker accepted our options, loaded our plugin, read its inputs and could write: then its
  /// failure is its own. A linker writes the dependency file behind all else, but gold does so without the
  /// plugin, too.
  bool linker_reported() {
    for (const formats::LoggedReport& report : additions_.reports) {
      const bool early = report.kind == "dependency-file" || report.kind == "why-extract" ||
                         report.kind == "archive-stats" || report.kind == "linker-plugin";
      if (!early) continue;
      const auto stat = host_->stat(place_.report(report.file));
      if (!stat || (stat->size == 0 && report.kind != "linker-plugin")) return false;
    }
    const auto after = dependencies_stat();
    if (!additions_.copies.empty() && (!after || after == dependencies_before_)) return false;
    // A full disk fails a link too, and our reports may have filled it.
    return write_file(place_.report("room"), std::string(std::size_t{1} << 20, ' ')).ok();
  }

  /// Of the dependency file that the build itself asks for.
  std::optional<std::pair<std::uint64_t, std::int64_t>> dependencies_stat() {
    for (const CopiedReport& copy : additions_.copies) {
      const auto stat = copy.kind == "dependency-file" ? host_->stat(copy.from) : Result<HostStat>(Error{});
      if (stat) return std::pair(stat->inode, stat->changed_ns);
    }
    return std::nullopt;
  }

  const Options& options_;
  std::unique_ptr<Host> host_;
  RecordPlace place_;
  formats::LinkLog log_;
  Additions additions_;
  Ended result_;  ///< of the link
  std::optional<std::pair<std::uint64_t, std::int64_t>> dependencies_before_;
};

}  // namespace

void launch(const Options& options) {
  Launch(options).run();
}

}  // namespace souptrace::launcher
