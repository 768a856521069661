// SPDX-License-Identifier: Apache-2.0
#include "launcher/additions.hpp"

#include "base/path.hpp"

namespace souptrace::launcher {
namespace {

class Builder {
 public:
  Builder(const Linker& linker, const LinkArguments& link, const AdditionRequest& request)
      : linker_(linker), link_(link), request_(request) {}

  Additions build() {
    add_dependency_file();
    if (linker_.name == "lld")
      add_for_lld();
    else if (linker_.name == "mold")
      add_for_mold();
    else
      add_for_gnu();
    return std::move(out_);
  }

 private:
  /// Passes one word to the linker, commas and blanks untouched.
  void pass(std::string word) {
    if (!link_.direct) out_.arguments.emplace_back("-Xlinker");
    out_.arguments.push_back(std::move(word));
  }

  void report(const std::string& option, const char* kind, const char* file) {
    pass(option + path::join(request_.directory, file));
    out_.reports.push_back({kind, file});
  }

  /// The last --dependency-file wins in every linker; the build's own is left alone, since others may be
  /// waiting for that file.
  void add_dependency_file() {
    if (link_.dependency_file.empty())
      report("--dependency-file=", "dependency-file", "dependencies.d");
    else
      out_.copies.push_back({"dependency-file", link_.dependency_file, "dependencies.d"});
  }

  void add_map() {
    if (prints_map()) return;
    if (!link_.map_file.empty())
      out_.copies.push_back({"map", link_.map_file, "map.txt"});
    else if (linker_.name != "bfd" || !has_percent_sign())
      report("-Map=", "map", "map.txt");
  }

  /// Whether the build has the map on standard output. mold takes "-" for a file.
  [[nodiscard]] bool prints_map() const {
    return link_.map_file.empty() ? link_.prints_map : link_.map_file == "-" && linker_.name != "mold";
  }

  /// bfd puts the output's name for a '%' in a map's name and knows no way to mean the sign itself.
  [[nodiscard]] bool has_percent_sign() const { return request_.directory.find('%') != std::string::npos; }

  void add_for_lld() {
    report("--why-extract=", "why-extract", "why-extract.tsv");
    report("--print-archive-stats=", "archive-stats", "archive-stats.tsv");
    if (request_.map) add_map();
  }

  void add_for_mold() {
    add_map();
    out_.map_on_output = prints_map();
    pass("--print-gc-sections");
    out_.output_kind = "gc-sections";
    out_.forward_all = link_.prints_gc_sections;
    add_resolution();
    if (!lto_plugin().empty() && !is_gcc_plugin(lto_plugin()))
      out_.incomplete =
          "mold does not tell which archive members the linker plugin " + lto_plugin() + " took";
  }

  void add_for_gnu() {
    add_trace();
    // gcc's plugin must be the last one on the line when its option comes: ours follows.
    add_resolution();
    const bool foreign = !lto_plugin().empty() && !is_gcc_plugin(lto_plugin());
    if (request_.map || foreign) add_map();
    if (request_.plugin.empty() || !linker_.loads_plugins) return;
    pass("-plugin");
    pass(request_.plugin);
    report("-plugin-opt=", "linker-plugin", "plugin.txt");
  }

  void add_trace() {
    if (prints_map()) {
      // A trace and a map on one stream could not be told apart; the map names the members, too.
      out_.output_kind = "map";
      out_.forward_all = true;
      return;
    }
    pass("--trace");
    if (linker_.name == "bfd") pass("--trace");  // once: without the members
    out_.output_kind = "trace";
    // bfd names the members when asked twice, and its --verbose is such an order; gold's is not.
    const bool bfd = linker_.name == "bfd";
    out_.forward_all = bfd ? link_.traces > 1 || link_.is_verbose : link_.traces > 0;
    out_.forward_files = bfd && !out_.forward_all && link_.traces == 1;
  }

  void add_resolution() {
    if (is_gcc_plugin(lto_plugin())) report("-plugin-opt=-fresolution=", "resolution", "resolution.txt");
  }

  /// The plugin that claims link-time optimization's inputs: options bind to the last one, which is the
  /// build's own if it has one.
  [[nodiscard]] const std::string& lto_plugin() const {
    return link_.plugin.empty() ? linker_.lto_plugin : link_.plugin;
  }

  static bool is_gcc_plugin(std::string_view plugin) {
    return path::filename(plugin).find("lto_plugin") != std::string_view::npos;
  }

  const Linker& linker_;
  const LinkArguments& link_;
  const AdditionRequest& request_;
  Additions out_;
};

}  // namespace

Additions additions_for(const Linker& linker, const LinkArguments& link, const AdditionRequest& request) {
  return Builder(linker, link, request).build();
}

}  // namespace souptrace::launcher
