// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "unit/formats/crafted_bytes.hpp"

// PE images made to order ("PE Format", Microsoft), with one section for each part.
namespace souptrace::test {

struct CraftedPeSection {
  std::string name;  ///< up to 8 bytes
  std::string data;
};

struct CraftedPe {
  bool is_64 = true;
  std::uint16_t machine = 0x8664;
  bool is_dll = false;
  std::string name;                         ///< in the export directory
  std::vector<std::string> imports;
  std::vector<CraftedPeSection> sections = {{".text", "the program's code"}};
  std::string appended;
};

inline std::string make_pe(const CraftedPe& pe) {
  constexpr std::uint32_t kFirst = 0x1000;
  std::vector<CraftedPeSection> sections = pe.sections;
  // Import directory: entries of 20 bytes, one of zeros, then the names.
  const std::uint32_t imports_at = kFirst * static_cast<std::uint32_t>(sections.size() + 1);
  Writer imports;
  std::string names;
  const std::size_t table = 20 * (pe.imports.size() + 1);
  for (const std::string& import : pe.imports) {
    imports.u32(0).u32(0).u32(0).u32(imports_at + table + names.size()).u32(0);
    names += import + '\0';
  }
  imports.pad_to(table).text(names);
  if (!pe.imports.empty()) sections.push_back({".idata", imports.out});
  const std::uint32_t exports_at = kFirst * static_cast<std::uint32_t>(sections.size() + 1);
  Writer exports;
  exports.u32(0).u32(0).u32(0).u32(exports_at + 40).pad_to(40).text(pe.name + '\0');
  if (!pe.name.empty()) sections.push_back({".edata", exports.out});

  Writer out;
  out.text("MZ").pad_to(0x3c).u32(0x40).text(std::string_view("PE\0\0", 4));
  out.u16(pe.machine).u16(sections.size()).u32(0).u32(0).u32(0);
  const std::size_t optional_size = (pe.is_64 ? 112U : 96U) + 16 * 8;
  out.u16(optional_size).u16(pe.is_dll ? 0x2000 : 0x2);
  const std::size_t optional = out.size();
  out.u16(pe.is_64 ? 0x20b : 0x10b).pad_to(optional + (pe.is_64 ? 108 : 92)).u32(16);
  out.u32(pe.name.empty() ? 0 : exports_at).u32(pe.name.empty() ? 0 : exports.size());
  out.u32(pe.imports.empty() ? 0 : imports_at).u32(pe.imports.empty() ? 0 : imports.size());
  out.pad_to(optional + optional_size);
  std::size_t data = out.size() + 40 * sections.size();
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const std::size_t start = out.size();
    out.text(sections[i].name).pad_to(start + 8).u32(sections[i].data.size()).u32(kFirst * (i + 1));
    out.u32(sections[i].data.size()).u32(data).pad_to(start + 36).u32(0x60000020);
    data += sections[i].data.size();
  }
  for (const CraftedPeSection& section : sections) out.text(section.data);
  return out.text(pe.appended).out;
}

}  // namespace souptrace::test
