// SPDX-License-Identifier: Apache-2.0
#include "review/register_read.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/digest.hpp"
#include "base/path.hpp"
#include "base/text.hpp"
#include "formats/json_place.hpp"
#include "review/gates.hpp"
#include "review/judgements.hpp"
#include "review/register_visitor.hpp"

namespace souptrace::review {
namespace {

/// Where git left two versions for a person to choose from; "" when nowhere.
std::string conflict_marker(std::string_view text) {
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") || trim(line) == "=======")
      return "line " + std::to_string(number) + ", column 1";
  }
  return "";
}

/// A host's error begins with the path, and so does a problem.
std::string without_path(const std::string& file, const std::string& text) {
  return text.starts_with(file + ": ") ? text.substr(file.size() + 2) : text;
}

class Reader {
 public:
  Reader(Host& host, RegisterFiles& out) : host_(host), out_(out) {}

  void read_register_file(const std::string& file) {
    const auto json = parse(file);
    if (!json) return;
    std::vector<Complaint> complaints;
    read_object(json->root, kRegisterSchema, out_.value, complaints);
    check_register(json->root, complaints);
    tell(file, json->text, complaints);
  }

  void read_items(const std::string& folder) {
    const auto names = host_.list(folder);
    if (names) out_.read.push_back(folder);
    if (!names) {
      if (host_.stat(folder)) problem(folder, "", without_path(folder, names.error().text));
      return;  // no folder, no items
    }
    for (const std::string& name : *names)
      if (name.ends_with(".json") && !name.starts_with(".")) read_item(path::join(folder, name), name.substr(0, name.size() - 5));
    check_foreign_digests();
    read_evidence();
  }

 private:
  struct Parsed {
    std::string text;
    formats::Json root;
  };

  void problem(const std::string& file, std::string place, std::string text) {
    out_.problems.push_back({file, std::move(place), std::move(text)});
  }

  std::optional<Parsed> parse(const std::string& file) {
    out_.read.push_back(file);
    const auto bytes = host_.read(file);
    if (!bytes) {
      problem(file, "", without_path(file, bytes.error().text));
      return std::nullopt;
    }
    std::string text((*bytes)->text());
    auto root = formats::Json::parse(text);
    if (!root) {
      const std::string marker = conflict_marker(text);
      if (!marker.empty())
        problem(file, marker, "a merge conflict is not resolved: choose one version and remove git's markers");
      else
        problem(file, "", root.error().text);
      return std::nullopt;
    }
    if (!root->is_object()) {
      problem(file, "line 1, column 1", "is no JSON object");
      return std::nullopt;
    }
    return Parsed{std::move(text), std::move(*root)};
  }

  template <class T>
  static void read_object(const formats::Json& root, std::string_view schema, T& out, std::vector<Complaint>& complaints) {
    RegisterVisitor visit(root, complaints);
    std::string found;
    visit.required("$schema", found);
    if (!found.empty() && found != schema)
      complaints.push_back({"/$schema", '"' + found + "\" is not the format that this souptrace reads, \"" + std::string(schema) + '"'});
    register_fields(visit, out);
    visit.finish();
  }

  void tell(const std::string& file, std::string_view text, const std::vector<Complaint>& complaints) {
    for (const Complaint& complaint : complaints) {
      const std::string subject = complaint.pointer.empty() ? "the document" : '"' + complaint.pointer + '"';
      problem(file, line_and_column(text, formats::json_place(text, complaint.pointer)), subject + ' ' + complaint.text);
    }
  }

  /// Complains of an element of the list `name` whose `key` stands twice.
  static void check_twice(const formats::Json& object, std::string_view name, std::string_view key, std::vector<Complaint>& complaints) {
    std::set<std::string> seen;
    check_twice(object, name, key, complaints, seen);
  }
  /// The same, where several lists must not have the same either: `seen` is what stood before.
  static void check_twice(const formats::Json& object, std::string_view name, std::string_view key, std::vector<Complaint>& complaints, std::set<std::string>& seen) {
    for (const formats::Json& one : object.member(name).items()) {
      const std::string value = one.string_or(key, "");
      if (!value.empty() && !seen.insert(value).second)
        complaints.push_back({one.member(key).pointer(), "stands a second time: \"" + value + '"'});
    }
  }

  /// A misspelt name would leave the gate as it is, and nobody would know.
  static void check_gate_names(const formats::Json& list, std::vector<Complaint>& complaints) {
    const auto gates = all_gates();
    for (const formats::Json& one : list.items()) {
      const std::string name = one.string_or("gate", "");
      if (!name.empty() && std::none_of(gates.begin(), gates.end(), [&](const Gate& gate) { return gate.id == name; }))
        complaints.push_back({one.member("gate").pointer(), "is no gate: \"" + name + "\"; souptrace check --list names them"});
    }
  }

  static void check_register(const formats::Json& root, std::vector<Complaint>& complaints) {
    check_twice(root, "software_items", "name", complaints);
    check_twice(root.member("policy"), "gates", "gate", complaints);
    check_gate_names(root.member("policy").member("gates"), complaints);
    check_gate_names(root.member("waivers"), complaints);
    std::map<std::string, std::string> owner;  // software item by binary
    for (const formats::Json& item : root.member("software_items").items()) {
      for (const formats::Json& binary : item.member("binaries").items()) {
        const std::string name(binary.string().value_or(""));
        const auto [at, is_new] = owner.emplace(name, item.string_or("name", ""));
        if (!is_new) complaints.push_back({binary.pointer(), "is a binary of the software item \"" + at->second + "\" already"});
      }
    }
  }

  void read_item(const std::string& file, const std::string& stem) {
    auto json = parse(file);
    if (!json) return;
    std::vector<Complaint> complaints;
    SoupItem item;
    read_object(json->root, kSoupItemSchema, item, complaints);
    if (!item.id.empty() && item.id != stem)
      complaints.push_back({"/id", "is \"" + item.id + "\", and the file is called \"" + stem + ".json\": both must be the same"});
    const formats::Json requirements = json->root.member("requirements");
    std::set<std::string> ids;  // one test record must not stand for two requirements
    check_twice(requirements, "functional", "id", complaints, ids);
    check_twice(requirements, "performance", "id", complaints, ids);
    check_twice(json->root, "anomalies", "id", complaints);
    check_facts(item, complaints);
    if (const auto [at, is_new] = alike_.emplace(to_lower(item.id), item.id); !is_new)
      complaints.push_back({"/id", "differs from the item \"" + at->second + "\" by capital letters only"});
    tell(file, json->text, complaints);
    if (!complaints.empty()) return;
    item.approval_digest = approval_digest(json->root, item.facts ? item.facts->digest : "");
    out_.item_paths[item.id] = file;
    out_.item_texts[item.id] = std::move(json->text);
    out_.value.items.push_back(std::move(item));
  }

  static void check_facts(const SoupItem& item, std::vector<Complaint>& complaints) {
    if (item.facts && item.facts->digest != facts_digest(*item.facts))
      complaints.push_back({"/facts/digest", "is not the digest of these facts: somebody changed them. Take the file back from version control, or delete the member \"facts\" and run souptrace register update"});
  }

  void read_evidence() {
    const auto add = [&](const EvidenceFile& file) {
      const std::string where = path::absolute(file.path, out_.directory);
      const auto bytes = host_.read(where);
      if (bytes) out_.read.push_back(where);
      out_.evidence[file.path] = bytes ? sha256_hex((*bytes)->bytes()) : "";
    };
    for (const SoupItem& item : out_.value.items) {
      if (item.anomaly_list.snapshot) add(*item.anomaly_list.snapshot);
      for (const EvidenceFile& text : item.licence.texts) add(text);
    }
  }

  /// Judgements that were copied from another item together with what they are bound to.
  void check_foreign_digests() {
    std::map<std::string, std::string> owner;
    for (const SoupItem& item : out_.value.items)
      if (item.facts) owner[item.facts->digest] = item.id;
    for (const SoupItem& item : out_.value.items) {
      const std::string own = item.facts ? item.facts->digest : "";
      for (const BoundJudgement& judgement : judgements_of(item, own, item.approval_digest)) {
        const auto at = owner.find(judgement.binds_to);
        if (at == owner.end() || at->second == item.id || judgement.binds_to == own) continue;
        const std::string& text = out_.item_texts[item.id];
        const std::size_t place = text.find('"' + judgement.binds_to + '"');
        problem(out_.item_paths[item.id], line_and_column(text, place == std::string::npos ? 0 : place),
                "the judgement " + judgement.name + " is bound to the facts of " + at->second + ", which it is not about");
      }
    }
  }

  Host& host_;
  RegisterFiles& out_;
  std::map<std::string, std::string> alike_;  ///< ids, by themselves in small letters
};

}  // namespace

RegisterFiles read_register(Host& host, const std::string& register_path) {
  RegisterFiles out;
  out.directory = std::string(path::parent(register_path));
  Reader reader(host, out);
  reader.read_register_file(register_path);
  reader.read_items(path::join(out.directory, kItemsFolder));
  std::sort(out.read.begin(), out.read.end());
  return out;
}

}  // namespace souptrace::review
