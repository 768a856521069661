// SPDX-License-Identifier: Apache-2.0
#include "cli/register_files.hpp"

#include <ostream>

#include "base/path.hpp"
#include "cli/source_date.hpp"
#include "review/dates.hpp"

namespace souptrace::cli {

std::string register_path(Host& host, const std::string& argument) {
  if (argument.empty()) return kDefaultRegister;
  const auto stat = host.stat(argument);
  const bool is_directory = stat && stat->kind == FileKind::directory;
  return is_directory ? path::join(argument, "register.json") : argument;
}

std::optional<review::RegisterFiles> load_register(Context& context, const std::string& argument) {
  const std::string file = register_path(context.host, argument);
  if (!context.host.stat(file)) {
    fail(context, argument.empty() ? kUsage : kIncomplete, file, {"not-found", "there is no register"},
         "Name it with --register, or make one: souptrace register init TRACE --output DIRECTORY.");
    return std::nullopt;
  }
  auto files = review::read_register(context.host, file);
  if (files.ok()) return files;
  for (const review::RegisterProblem& problem : files.problems)
    fail(context, kIncomplete, problem.file + (problem.place.empty() ? "" : ", " + problem.place), {"register-malformed", problem.text},
         "Mend that, then call the command again.");
  return std::nullopt;
}

bool is_register_of(Context& context, const review::RegisterFiles& files, const Trace& trace) {
  const std::string& registered = files.value.product;
  if (registered.empty() || trace.product.name.empty() || registered == trace.product.name) return true;
  fail(context, kUsage, path::join(files.directory, "register.json"),
       {"usage", "is the register of the product \"" + registered + "\", and the trace is of \"" + trace.product.name + '"'},
       "Name the register of this product with --register; if the product has a new name, change \"product\" in the register.");
  return false;
}

Result<std::string> date_today(Host& host, const std::string& given) {
  if (!given.empty()) {
    if (!review::is_date(given)) return Error{"usage", '"' + given + "\" is no date of the form 2026-11-23"};
    return given;
  }
  const auto source = source_date(host);
  if (!source) return source.error();
  if (!source->empty()) return source->substr(0, 10);
  return review::date_of(host.now_ns() / 1'000'000'000);
}

}  // namespace souptrace::cli
