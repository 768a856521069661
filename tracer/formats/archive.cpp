// SPDX-License-Identifier: Apache-2.0
#include "formats/archive.hpp"

#include <optional>

#include "base/text.hpp"
#include "formats/archive_symbols.hpp"

namespace souptrace::formats {
namespace {

constexpr std::string_view kMagic = "!<arch>\n";
constexpr std::string_view kThinMagic = "!<thin>\n";
constexpr std::uint64_t kHeaderSize = 60;
constexpr std::size_t kLongestName = 4096;
// Members may share one entry of the name table: what all names may add up to, by archive size.
constexpr std::uint64_t kNamesPerByte = 16;

Error malformed(std::string text, std::uint64_t offset) {
  return {"archive-malformed", std::move(text), offset};
}
Error truncated(std::string text, std::uint64_t offset) {
  return {"archive-truncated", std::move(text), offset};
}

/// One member header: fields of fixed width, padded with spaces.
struct Header {
  std::string_view name;    ///< without the padding
  std::uint64_t start = 0;  ///< its offset in the archive
  std::uint64_t data = 0;   ///< offset behind it
  std::uint64_t size = 0;   ///< as it says
};

bool is_symbol_table(std::string_view name) {
  return name == "/" || name == "/SYM64/" || name.starts_with("__.SYMDEF");
}
bool is_name_table(std::string_view name) {
  return name == "//" || name == "ARFILENAMES/";
}
/// What Microsoft's tools put beside the objects ("/<ECSYMBOLS>/", "/<XFGHASHMAP>/").
bool is_coff_extra(std::string_view name) {
  return name.starts_with("/<");
}

class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes), name_budget_(bytes.size() * kNamesPerByte) {
    archive_.thin = is_thin_archive(bytes);
  }

  Result<Archive> read() {
    std::uint64_t at = kMagic.size();
    while (at < bytes_.size()) {
      if (bytes_.size() - at == 1 && bytes_[at] == '\n') break;  // padding behind the last member
      const Result<std::uint64_t> next = read_member(at);
      if (!next) return next.error();
      at = *next;
    }
    return std::move(archive_);
  }

 private:
  [[nodiscard]] Result<Header> read_header(std::uint64_t at) const {
    const auto raw = subview(bytes_, at, kHeaderSize);
    if (!raw) return truncated("the archive ends within a member header", at);
    const std::string_view text = as_text(*raw);
    if (text.substr(58, 2) != "`\n") return malformed("a member header does not end as it must", at + 58);
    const auto size = parse_unsigned(trim(text.substr(48, 10)));
    if (!size) return malformed("the size of a member is not a number", at + 48);
    std::string_view name = text.substr(0, 16);
    name = name.substr(0, name.find_last_not_of(' ') + 1);
    return Header{name, at, at + kHeaderSize, *size};
  }

  /// Offset of the next header.
  Result<std::uint64_t> read_member(std::uint64_t at) {
    const Result<Header> header = read_header(at);
    if (!header) return header.error();
    const bool table =
        is_symbol_table(header->name) || is_name_table(header->name) || is_coff_extra(header->name);
    if (archive_.thin && !table) {
      const Status added = add_member(*header);
      if (!added) return added.error();
      return header->data;
    }
    const auto data = subview(bytes_, header->data, header->size);
    if (!data)
      return truncated("a member of " + std::to_string(header->size) + " bytes ends behind the archive", at);
    const Status done = table ? read_table(*header, header->name, *data) : add_member(*header);
    if (!done) return done.error();
    return header->data + header->size + header->size % 2;
  }

  Status read_table(const Header& header, std::string_view name, ByteView data) {
    if (is_name_table(name)) {
      names_ = as_text(data);
      return Done{};
    }
    if (!is_symbol_table(name) || have_symbols_)
      return Done{};  // import libraries have a second "/" of another format
    have_symbols_ = true;
    auto symbols = name.starts_with("__")
                       ? parse_bsd_symbols(data, header.data, name.find("_64") != std::string_view::npos)
                       : parse_gnu_symbols(data, header.data, name == "/SYM64/" ? 8 : 4);
    if (!symbols) return symbols.error();
    archive_.symbols = std::move(*symbols);
    return Done{};
  }

  Status add_member(const Header& header) {
    ArchiveMember member{.header = header.start, .offset = header.data, .size = header.size};
    if (header.name.starts_with("#1/")) return add_bsd_member(header, std::move(member));
    if (header.name.size() > 1 && header.name[0] == '/') {
      const Status named = take_long_name(header, member);
      if (!named) return named.error();
    } else {
      std::string_view name = header.name;
      if (name.ends_with('/')) name.remove_suffix(1);
      member.name = name;
    }
    archive_.members.push_back(std::move(member));
    return Done{};
  }

  /// "/OFFSET" in the name table; in a thin archive also "/OFFSET:HEADER", a member of the archive that is
  /// named there.
  Status take_long_name(const Header& header, ArchiveMember& member) {
    std::string_view reference = header.name.substr(1);
    const auto colon = reference.find(':');
    if (archive_.thin && colon != std::string_view::npos) {
      const auto nested = parse_unsigned(reference.substr(colon + 1));
      if (!nested) return malformed("the place in a nested archive is not a number", header.start);
      member.nested = *nested;
      reference = reference.substr(0, colon);
    }
    const auto offset = parse_unsigned(reference);
    if (!offset || *offset >= names_.size())
      return malformed("a member's name is not in the name table", header.start);
    const std::string_view rest = names_.substr(static_cast<std::size_t>(*offset), kLongestName + 1);
    std::string_view name = rest.substr(0, rest.find_first_of(std::string_view("\n\0", 2)));
    if (name.size() > kLongestName)
      return malformed("a member's name is longer than a path can be", header.start);
    if (name.ends_with('/')) name.remove_suffix(1);
    if (name.size() > name_budget_) return malformed("the members share names without end", header.start);
    name_budget_ -= name.size();
    member.name = name;
    return Done{};
  }

  /// "#1/LENGTH": the name stands in front of the data, padded with NULs.
  Status add_bsd_member(const Header& header, ArchiveMember member) {
    const auto length = parse_unsigned(header.name.substr(3));
    const auto raw = length && *length <= header.size ? subview(bytes_, header.data, *length) : std::nullopt;
    if (!raw || raw->size() > kLongestName)
      return malformed("the length of a member's name is wrong", header.start);
    const std::string_view name = as_text(*raw).substr(0, as_text(*raw).find('\0'));
    if (is_symbol_table(name)) {
      const auto data = subview(bytes_, header.data + *length, header.size - *length);
      return data ? read_table(Header{name, header.start, header.data + *length, data->size()}, name, *data)
                  : Status(Done{});
    }
    member.name = name;
    member.offset += *length;
    member.size -= *length;
    archive_.members.push_back(std::move(member));
    return Done{};
  }

  ByteView bytes_;
  Archive archive_;
  std::string_view names_;
  std::uint64_t name_budget_;
  bool have_symbols_ = false;
};

}  // namespace

bool is_thin_archive(ByteView bytes) {
  return as_text(bytes).starts_with(kThinMagic);
}
bool is_archive(ByteView bytes) {
  return as_text(bytes).starts_with(kMagic) || is_thin_archive(bytes);
}

Result<Archive> parse_archive(ByteView bytes) {
  if (!is_archive(bytes))
    return malformed("not an archive: it does not start with \"!<arch>\" or \"!<thin>\"", 0);
  return Reader(bytes).read();
}

}  // namespace souptrace::formats
