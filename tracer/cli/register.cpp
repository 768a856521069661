// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "base/path.hpp"
#include "cli/command.hpp"
#include "cli/register_files.hpp"
#include "formats/json_read.hpp"
#include "review/judgements.hpp"
#include "review/register_draft.hpp"
#include "review/register_edit.hpp"
#include "review/register_update.hpp"
#include "write/register_show.hpp"
#include "write/register_text.hpp"

namespace souptrace::cli {
namespace {

struct RegisterOptions {
  std::string trace;
  std::string register_path;
  std::string output = "soup";
  std::vector<std::string> items;
  SoupApproval approval;
  bool json = false;
};

std::string item_path(const std::string& directory, const std::string& id) {
  return path::join(path::join(directory, review::kItemsFolder), id + ".json");
}

/// False, with an error said.
bool write_file(Context& context, const std::string& file, const std::string& text) {
  const auto written = context.host.write_atomically(file, text);
  if (!written) fail(context, kIncomplete, "", written.error());
  return written.ok();
}

/// A trace from which facts may be taken; else nothing, with an error said: what it lacks would count as not linked any more.
std::optional<Trace> load_complete_trace(Context& context, const std::string& argument) {
  auto trace = load_trace(context, argument);
  if (!trace) return trace;
  const bool has_finding = std::any_of(trace->findings.begin(), trace->findings.end(), [](const Finding& one) { return one.incomplete; });
  const bool has_binary = std::any_of(trace->binaries.begin(), trace->binaries.end(), [](const TraceBinary& one) { return !one.completeness.complete; });
  if (!has_finding && !has_binary) return trace;
  fail(context, kIncomplete, "", {"trace-incomplete", "the trace is incomplete, so no facts of it could be relied on"}, "souptrace show tells what is missing.");
  return std::nullopt;
}

void init(Context& context, const RegisterOptions& options) {
  const auto trace = load_complete_trace(context, options.trace);
  if (!trace) return;
  const std::string file = path::join(options.output, "register.json");
  for (const std::string& there : {file, path::join(options.output, review::kItemsFolder)})
    if (context.host.stat(there))
      return fail(context, kUsage, there, {"usage", "is there already"}, "Bring a register up to date with souptrace register update.");
  const TraceIndex index(*trace);
  const SoupRegister reg = review::draft_register(*trace);
  const auto items = review::draft_items(index, review::reconcile(index, reg), reg);
  for (const SoupItem& item : items)
    if (!write_file(context, item_path(options.output, item.id), write::soup_item_text(item))) return;
  if (!write_file(context, file, write::register_text(reg))) return;
  std::vector<write::RegisterRow> rows;
  rows.reserve(items.size());
  for (const SoupItem& item : items) rows.push_back({item.id, item.title, item.designator.version, "draft", {}});
  deliver(context, "", write::register_rows(rows, text_options(context.terminal)) + "\nWritten to " + file +
                           ". These are drafts: complete them, then let them be approved (souptrace register approve).\n");
}

/// What happened to one item, written where it has to be. False, with an error said.
bool apply(Context& context, const review::RegisterFiles& files, const review::ItemUpdate& update) {
  if (!update.is_linked) return true;
  if (update.is_new) return write_file(context, item_path(files.directory, update.id), write::soup_item_text(update.item));
  const auto text = review::with_member(files.item_texts.at(update.id), "facts", write::soup_facts_text(update.facts));
  if (!text) {
    fail(context, kIncomplete, files.item_paths.at(update.id), text.error());
    return false;
  }
  return write_file(context, files.item_paths.at(update.id), *text);
}

write::RegisterRow row_of(const review::ItemUpdate& update) {
  write::RegisterRow row{update.id, update.title, "", "", {}};
  row.status = !update.is_linked ? "not linked" : update.is_new ? "new draft" : "facts changed";
  for (const std::string& one : update.added) row.notes.push_back((update.is_new ? "" : "now ") + one);
  for (const std::string& one : update.removed) row.notes.push_back("no more " + one);
  if (!update.is_new)
    for (const std::string& one : update.facts.stale) row.notes.push_back("stale: " + one);
  return row;
}

void update(Context& context, const RegisterOptions& options) {
  const auto trace = load_complete_trace(context, options.trace);
  if (!trace) return;
  const auto files = load_register(context, options.register_path);
  if (!files || !is_register_of(context, *files, *trace)) return;
  const TraceIndex index(*trace);
  const auto plan = review::plan_update(index, *files);
  std::vector<write::RegisterRow> rows;
  for (const review::ItemUpdate& one : plan) {
    if (!apply(context, *files, one)) return;
    rows.push_back(row_of(one));
  }
  deliver(context, "", options.json ? write::register_rows_json(rows)
                       : rows.empty() ? std::string("The register has what is linked; nothing changed.\n")
                                      : write::register_rows(rows, text_options(context.terminal)));
}

/// The items that the user names; all of them when none is named. Nothing, with an error said, when there is no such item.
std::optional<std::vector<const SoupItem*>> chosen(Context& context, const review::RegisterFiles& files, const std::vector<std::string>& ids) {
  std::vector<const SoupItem*> out;
  for (const std::string& id : ids) {
    const auto& items = files.value.items;
    const auto at = std::find_if(items.begin(), items.end(), [&](const SoupItem& item) { return item.id == id; });
    if (at == items.end()) {
      fail(context, kUsage, "", {"usage", "the register has no item \"" + id + '"'}, "souptrace register show lists them.");
      return std::nullopt;
    }
    out.push_back(&*at);
  }
  if (ids.empty())
    for (const SoupItem& item : files.value.items) out.push_back(&item);
  return out;
}

std::string status_of(const SoupItem& item) {
  if (!item.approval) return "draft";
  return item.approval->binds_to == item.approval_digest ? "approved" : "approval stale";
}

void show(Context& context, const RegisterOptions& options) {
  const auto files = load_register(context, options.register_path);
  if (!files) return;
  const auto items = chosen(context, *files, options.items);
  if (!items) return;
  std::vector<write::RegisterRow> rows;
  for (const SoupItem* item : *items) {
    write::RegisterRow row{item->id, item->title, item->designator.version, status_of(*item), {}};
    const std::string digest = item->facts ? item->facts->digest : "";
    for (const std::string& one : review::stale_judgements(*item, digest, item->approval_digest)) row.notes.push_back("stale: " + one);
    if (!options.items.empty()) {
      row.notes.push_back("judgements bind to " + (digest.empty() ? "nothing yet: run souptrace register update" : digest));
      row.notes.push_back("an approval binds to " + item->approval_digest);
      if (item->facts)
        for (const SoupLink& link : item->facts->linked_into) row.notes.push_back("in " + link.binary);
    }
    rows.push_back(std::move(row));
  }
  deliver(context, "", options.json ? write::register_rows_json(rows) : write::register_rows(rows, text_options(context.terminal)));
}

void approve(Context& context, RegisterOptions options) {
  const auto today = date_today(context.host, options.approval.date);
  if (!today) return fail(context, kUsage, "--date", today.error());
  if (options.approval.by.find_first_not_of(" \t") == std::string::npos)
    return fail(context, kUsage, "--by", {"usage", "names nobody"}, "Say who approves it.");
  const auto files = load_register(context, options.register_path);
  if (!files) return;
  const auto items = chosen(context, *files, options.items);
  if (!items) return;
  std::vector<write::RegisterRow> rows;
  for (const SoupItem* item : *items) {
    if (!item->facts)
      return fail(context, kUsage, item->id, {"usage", "has no facts that an approval could be bound to"}, "Run souptrace register update first.");
    options.approval.date = *today;
    options.approval.binds_to = item->approval_digest;
    const auto text = review::with_member(files->item_texts.at(item->id), "approval", write::soup_approval_text(options.approval));
    if (!text) return fail(context, kIncomplete, files->item_paths.at(item->id), text.error());
    if (!write_file(context, files->item_paths.at(item->id), *text)) return;
    rows.push_back({item->id, item->title, item->designator.version, "approved", {}});
  }
  deliver(context, "", write::register_rows(rows, text_options(context.terminal)));
}

void add_register_option(CLI::App& command, RegisterOptions& options) {
  command.add_option("-r,--register", options.register_path, "The register.json; default: soup/register.json");
}

}  // namespace

void add_register_command(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("register", "The SOUP register: draft it, bring its facts up to date, show and approve items");
  group->require_subcommand(1);
  const auto add = [&](const std::string& name, const std::string& what, void (*run)(Context&, const RegisterOptions&)) {
    auto options = std::make_shared<RegisterOptions>();
    CLI::App* command = group->add_subcommand(name, what);
    command->callback([options, run, &context] { run(context, *options); });
    return std::pair(command, options);
  };
  const auto add_trace = [](CLI::App& command, RegisterOptions& options) {
    command.add_option("trace", options.trace, "A trace.json or a build directory; may be left out in one");
  };
  const auto [init_command, init_options] = add("init", "Draft a register of everything that is linked", init);
  add_trace(*init_command, *init_options);
  init_command->add_option("-o,--output", init_options->output, "The directory of the register")->capture_default_str();
  const auto [update_command, update_options] =
      add("update", "Take over what is linked now: new facts, drafts for what is new; no judgement is changed", update);
  add_trace(*update_command, *update_options);
  add_register_option(*update_command, *update_options);
  update_command->add_flag("--json", update_options->json, "Print JSON");
  const auto [show_command, show_options] = add("show", "Show the items, or some with what their judgements bind to", show);
  show_command->add_option("items", show_options->items, "Ids of items: SOUP-007");
  add_register_option(*show_command, *show_options);
  show_command->add_flag("--json", show_options->json, "Print JSON");
  const auto [approve_command, approve_options] =
      add("approve", "Record that somebody approves items as they are", [](Context& ctx, const RegisterOptions& options) { approve(ctx, options); });
  approve_command->add_option("items", approve_options->items, "Ids of items: SOUP-007")->required();
  approve_command->add_option("--by", approve_options->approval.by, "Who approves")->required();
  approve_command->add_option("--role", approve_options->approval.role, "In which role");
  approve_command->add_option("--change-request", approve_options->approval.change_request, "On which change request");
  approve_command->add_option("--date", approve_options->approval.date, "When; default: SOURCE_DATE_EPOCH, else today");
  add_register_option(*approve_command, *approve_options);
  group->footer("Examples:\n  souptrace register init build --output soup\n  souptrace register update build\n  souptrace register show SOUP-007\n"
                "  souptrace register approve SOUP-007 --by \"QA lead\" --role QA --change-request CR-77");
}

}  // namespace souptrace::cli
