// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <array>
#include <ostream>

#include "base/version.hpp"
#include "cli/cli.hpp"
#include "cli/command.hpp"

namespace souptrace::cli {
namespace {

constexpr std::array kCommands{add_trace_command,  add_show_command,   add_explain_command, add_sbom_command,
                               add_attest_command, add_verify_command, add_bundle_command, add_register_command,
                               add_check_command,  add_vulns_command,  add_diff_command,   add_report_command,
                               add_installed_command};

constexpr const char* kDescription =
    "SoupTrace ties each shipped binary to the exact third-party artifacts that the linker took into it.\n"
    "A product's CMakeLists.txt says include(SoupTrace); every build then writes "
    "<build>/souptrace/trace.json and the SBOMs.";
constexpr const char* kFooter =
    "Exit codes: 0 good, 1 a gate failed, 2 wrong use, 3 input incomplete or unreadable.\n"
    "souptrace COMMAND --help explains a command.";

/// CLI11's text for a wrong call, and which help to read. `arguments` is not empty.
void report_usage(Context& context, CLI::App& app, const CLI::ParseError& error,
                  const std::vector<std::string>& arguments) {
  std::string names;
  std::string who = "souptrace";
  for (const CLI::App* command : app.get_subcommands({}))
    if (!command->get_group().empty()) names += ' ' + command->get_name();
  const CLI::App* within = &app;
  for (const std::string& word : arguments) {
    const auto commands = within->get_subcommands([&](const CLI::App* one) { return one->get_name() == word; });
    if (commands.empty()) break;
    within = commands.front();
    who += ' ' + word;
  }
  std::string text = error.what();
  if (who == "souptrace" && !arguments.front().starts_with('-'))
    text = "there is no command \"" + arguments.front() + "\"; there are:" + names;
  fail(context, kUsage, "", {"usage", text}, "Run " + who + " --help.");
}

}  // namespace

int run(const std::vector<std::string>& arguments, Host& host, const Terminal& terminal) {
  Context context{host, terminal};
  CLI::App app(kDescription, "souptrace");
  app.footer(kFooter);
  app.set_version_flag("--version", "souptrace " + std::string(kVersion));
  app.require_subcommand(1);
  for (const auto& add : kCommands) add(app, context);
  if (arguments.empty()) {
    terminal.err << app.help();
    return kUsage;
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // it takes them from the back
  } catch (const CLI::CallForHelp&) {
    deliver(context, "", app.help());
  } catch (const CLI::CallForVersion& version) {
    deliver(context, "", std::string(version.what()) + '\n');
  } catch (const CLI::ParseError& error) {
    report_usage(context, app, error, arguments);
  }
  return context.exit_code;
}

}  // namespace souptrace::cli
