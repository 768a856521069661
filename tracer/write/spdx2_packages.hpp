// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <set>
#include <string>

#include "write/bom_plan.hpp"
#include "write/bom_properties.hpp"
#include "write/json_text.hpp"

namespace souptrace::write {

/// "Organization: Jane Doe (jane@example.org)", "NOASSERTION" for an empty text.
[[nodiscard]] std::string spdx2_actor(const std::string& text);

/// One document in the making.
class Spdx2Document {
 public:
  Spdx2Document(const TraceIndex& index, const TraceBinary& binary, const BomPlan& plan, JsonText& json)
      : index_(index), binary_(binary), plan_(plan), json_(json) {}

  /// The members "packages" and, where a licence is on no list, "hasExtractedLicensingInfos".
  void write_packages();
  /// "relationships"; after the packages.
  void write_relationships();

 private:
  /// What a package has beside its name.
  struct Package {
    std::string ref;
    std::string name;
    const char* purpose;
    std::string version = {};
    std::string file_name = {};
    const Component* component = nullptr;
    std::string supplier = {};
    std::string sha256 = {};
    std::string sha512 = {};
    std::string gitoid = {};
  };

  [[nodiscard]] const std::string& id_of(std::string_view ref);
  void write(const Package& package, Properties& properties);
  void write_references(const Package& package);
  void write_subject();
  void write_file(const Part& part);
  void write_component(const Part& part);
  void write_part(const Part& part);
  void write_after_link(const Part& part);
  void write_tools();
  void write_extracted_licenses();
  void relate(std::string_view from, const char* type, std::string_view to);
  void relate_contents(const Part& part);
  void relate_links(const std::string& linked);
  void relate_shipped();

  const TraceIndex& index_;
  const TraceBinary& binary_;
  const BomPlan& plan_;
  JsonText& json_;
  std::map<std::string, std::string, std::less<>> ids_;
  std::set<std::string> taken_;
};

}  // namespace souptrace::write
