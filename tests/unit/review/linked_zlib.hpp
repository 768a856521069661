// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "model/trace.hpp"
#include "unit/formats/crafted_elf.hpp"

// A binary with one of the two members of an archive, in memory.
namespace souptrace::test {

struct ArMember {
  std::string name;
  std::string data;
};

inline std::string ar_header(const std::string& name, std::size_t size) {
  const auto field = [](std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
  };
  return field(name, 16) + field("0", 12) + field("0", 6) + field("0", 6) + field("644", 8) + field(std::to_string(size), 10) + "`\n";
}

/// An archive with a symbol table; `symbols`: (name, index of the member).
inline std::string archive(const std::vector<ArMember>& members, const std::vector<std::pair<std::string, std::size_t>>& symbols) {
  std::string names;
  for (const auto& [name, member] : symbols) names += name + '\0';
  const std::size_t table = 4 + 4 * symbols.size() + names.size();
  std::vector<std::size_t> headers;
  std::size_t at = 8 + 60 + table + table % 2;
  for (const ArMember& member : members) {
    headers.push_back(at);
    at += 60 + member.data.size() + member.data.size() % 2;
  }
  Writer out(Endian::big);
  out.text("!<arch>\n").text(ar_header("/", table)).u32(symbols.size());
  for (const auto& [name, member] : symbols) out.u32(headers[member]);
  out.text(names);
  if (table % 2 != 0) out.text("\n");
  for (const ArMember& member : members) {
    out.text(ar_header(member.name + "/", member.data.size())).text(member.data);
    if (member.data.size() % 2 != 0) out.text("\n");
  }
  return out.out;
}

inline std::string object(const std::string& function) {
  CraftedElf elf;
  elf.type = 1;
  elf.with_sections = true;
  elf.symbols = {{function, 0x12, 1, 0, 4}};
  return ElfMaker(elf).make();
}

/// libz.a has inflate.o and gzlib.o; "pump" links inflate.o.
struct LinkedZlib {
  std::string bytes = archive({{"inflate.o", object("inflate")}, {"gzlib.o", object("gzopen")}}, {{"inflate", 0}, {"gzopen", 1}});
  std::string header = "extern int gzopen(const char* path);\n";
  Trace trace;

  LinkedZlib() {
    Component zlib;
    zlib.id = "deb:zlib1g-dev";
    zlib.name = "zlib1g-dev";
    zlib.version = "1:1.2.13.dfsg-1";
    zlib.purl = "pkg:deb/debian/zlib1g-dev@1:1.2.13.dfsg-1?distro=debian-12";
    zlib.properties = {{"source-package", "zlib"}, {"source-version", "1:1.2.13.dfsg-1"}};
    Component tool;
    tool.id = "deb:binutils";
    Component product;
    product.id = "product:Pump";
    product.kind = ComponentKind::product;
    trace.components = {tool, zlib, product};
    const auto file = [](std::string id, std::string path, std::string owner) {
      TraceFile out;
      out.id = std::move(id);
      out.path = {Root::system, std::move(path)};
      out.owner.chosen.component = std::move(owner);
      return out;
    };
    trace.files = {file("f1", "usr/lib/libz.a", zlib.id), file("f2", "usr/include/zlib.h", zlib.id), file("f3", "usr/bin/ld", tool.id), file("f4", "main.o", product.id),
                   file("f5", "usr/lib/libz.so.1", zlib.id)};
    trace.files[0].sha256 = sha256_hex(as_bytes(bytes));
    trace.files[1].sha256 = sha256_hex(as_bytes(header));
    TraceBinary pump;
    pump.name = "pump";
    pump.path = {Root::build, "pump"};
    pump.sha256 = std::string(64, 'a');
    pump.completeness.complete = true;
    pump.inputs = {input("f4", Role::object, Use::linked), member(), input("f2", Role::header, Use::compiled_in), input("f3", Role::tool, Use::read)};
    trace.binaries = {pump};
  }

  /// Another archive of which "pump" links inflate.o; the trace follows.
  void set_archive(const std::string& inflate, const std::string& gzlib) {
    bytes = archive({{"inflate.o", inflate}, {"gzlib.o", gzlib}}, {{"inflate", 0}, {"gzopen", 1}});
    trace.files[0].sha256 = sha256_hex(as_bytes(bytes));
    trace.binaries[0].inputs[1] = member();
  }
  void set_header(std::string text) {
    header = std::move(text);
    trace.files[1].sha256 = sha256_hex(as_bytes(header));
  }

  static TraceInput input(std::string file, Role role, Use use) {
    TraceInput out;
    out.file = std::move(file);
    out.role = role;
    out.use = use;
    return out;
  }
  [[nodiscard]] TraceInput member() const {
    TraceInput out = input("f1", Role::archive_member, Use::linked);
    out.member = "inflate.o";
    out.offset = bytes.find("inflate.o/") + 60;
    return out;
  }
};

}  // namespace souptrace::test
