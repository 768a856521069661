// SPDX-License-Identifier: Apache-2.0
#include "formats/memory_image.hpp"

#include <algorithm>
#include <optional>

#include "formats/elf_layout.hpp"

namespace souptrace::formats {
namespace {

/// Puts records together that follow each other; refuses those that overlap. Files may come in any order.
Result<MemoryImage> tidy(MemoryImage blocks, const char* code) {
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const MemoryBlock& a, const MemoryBlock& b) { return a.address < b.address; });
  MemoryImage out;
  for (MemoryBlock& block : blocks) {
    if (block.bytes.empty()) continue;
    const std::uint64_t end = out.empty() ? 0 : out.back().address + out.back().bytes.size();
    if (!out.empty() && block.address < end)
      return Error{code, "two of its parts are at the address " + std::to_string(block.address)};
    if (!out.empty() && block.address == end && block.name.empty()) {
      out.back().bytes.insert(out.back().bytes.end(), block.bytes.begin(), block.bytes.end());
    } else {
      out.push_back(std::move(block));
    }
  }
  return out;
}

std::optional<unsigned> nibble(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  return std::nullopt;
}

/// Goes through the lines of a file of hexadecimal records.
class Records {
 public:
  Records(std::string_view text, const char* code) : text_(text), code_(code) {}

  /// The next line that is not empty, without its end; nothing behind the last.
  std::optional<std::string_view> next() {
    while (at_ < text_.size()) {
      start_ = at_;
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      at_ = end + 1;
      std::string_view line = text_.substr(start_, end - start_);
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (!line.empty()) return line;
    }
    return std::nullopt;
  }

  [[nodiscard]] Error error(const std::string& text) const { return {code_, text, start_}; }

  /// The bytes that the digits name; at least one.
  [[nodiscard]] Result<std::vector<std::uint8_t>> bytes(std::string_view digits) const {
    if (digits.size() % 2 != 0 || digits.empty()) return error("a record has half a byte, or none");
    std::vector<std::uint8_t> out;
    out.reserve(digits.size() / 2);
    for (std::size_t i = 0; i < digits.size(); i += 2) {
      const auto high = nibble(digits[i]);
      const auto low = nibble(digits[i + 1]);
      if (!high || !low) return error("a record has a character that is no hexadecimal digit");
      out.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
    }
    return out;
  }

 private:
  std::string_view text_;
  const char* code_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;
};

std::uint64_t big_endian(const std::vector<std::uint8_t>& bytes, std::size_t at, std::size_t count) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < count; ++i) out = out << 8 | bytes[at + i];
  return out;
}

std::uint8_t sum_of(const std::vector<std::uint8_t>& bytes) {
  unsigned sum = 0;
  for (const std::uint8_t byte : bytes) sum += byte;
  return static_cast<std::uint8_t>(sum & 0xff);
}

constexpr const char* kHex = "ihex-malformed";
constexpr const char* kSrec = "srec-malformed";


bool is_one_byte(const std::vector<std::uint8_t>& bytes, std::size_t from, std::size_t to) {
  return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.begin() + static_cast<std::ptrdiff_t>(to),
                     [&](std::uint8_t byte) { return byte == bytes[from]; });
}

}  // namespace

Result<MemoryImage> parse_intel_hex(std::string_view text) {
  Records records(text, kHex);
  MemoryImage blocks;
  std::uint64_t base = 0;
  bool ended = false;
  while (const auto line = records.next()) {
    if (ended) return records.error("a record stands behind the end-of-file record");
    if (line->front() != ':') return records.error("a line does not begin with ':'");
    const auto bytes = records.bytes(line->substr(1));
    if (!bytes) return bytes.error();
    if (bytes->size() < 5 || bytes->size() != std::size_t{5} + bytes->front())
      return records.error("a record has another length than it says");
    if (sum_of(*bytes) != 0) return records.error("a record's checksum is wrong");
    const std::uint64_t address = big_endian(*bytes, 1, 2);
    const unsigned type = (*bytes)[3];
    const std::size_t size = bytes->front();
    if (type == 0) {
      blocks.push_back({base + address, {bytes->begin() + 4, bytes->end() - 1}, ""});
    } else if (type == 1) {
      ended = true;
    } else if ((type == 2 || type == 4) && size == 2) {
      base = big_endian(*bytes, 4, 2) << (type == 2 ? 4 : 16);
    } else if (type != 3 && type != 5) {
      return records.error("a record has the unknown type " + std::to_string(type));
    }
  }
  if (!ended) return Error{kHex, "the file ends without an end-of-file record", text.size()};
  return tidy(std::move(blocks), kHex);
}

Result<MemoryImage> parse_srec(std::string_view text) {
  Records records(text, kSrec);
  MemoryImage blocks;
  bool ended = false;
  while (const auto line = records.next()) {
    if (ended) return records.error("a record stands behind the termination record");
    if (line->size() < 4 || line->front() != 'S') return records.error("a line does not begin with 'S' and a type");
    const char type = (*line)[1];
    const auto bytes = records.bytes(line->substr(2));
    if (!bytes) return bytes.error();
    if (bytes->size() != std::size_t{1} + bytes->front()) return records.error("a record has another length than it says");
    if (sum_of(*bytes) != 0xff) return records.error("a record's checksum is wrong");
    if (type < '0' || type > '9' || type == '4') return records.error("a record has an unknown type");
    if (type >= '7') ended = true;
    if (type < '1' || type > '3') continue;
    const auto width = static_cast<std::size_t>(type - '0') + 1;
    if (bytes->size() < width + 2) return records.error("a record is shorter than its address");
    blocks.push_back({big_endian(*bytes, 1, width), {bytes->begin() + 1 + static_cast<std::ptrdiff_t>(width), bytes->end() - 1}, ""});
  }
  if (!ended) return Error{kSrec, "the file ends without a termination record", text.size()};
  return tidy(std::move(blocks), kSrec);
}

Result<MemoryImage> elf_memory_image(ByteView bytes) {
  const auto layout = elf::read_layout(bytes);
  if (!layout) return layout.error();
  MemoryImage blocks;
  std::size_t budget = bytes.size();
  for (const elf::Section& section : layout->sections) {
    if (!section.is_allocated() || section.type == elf::kNoBits || section.size == 0) continue;
    const auto content = layout->data(section);
    if (!content) return Error{"elf-truncated", "a section reaches behind the file", section.offset};
    if (content->size() > budget) return Error{"elf-malformed", "its sections share bytes", section.offset};
    budget -= content->size();
    std::uint64_t address = section.address;
    for (const elf::Segment& segment : layout->segments)
      if (segment.type == elf::kLoad && section.offset >= segment.offset && section.offset - segment.offset < segment.file_size)
        address = segment.physical + (section.offset - segment.offset);
    blocks.push_back({address, {content->begin(), content->end()}, section.name()});
  }
  return tidy(std::move(blocks), "image-overlap");
}

ImageAgreement compare_memory(const MemoryImage& program, const MemoryImage& image) {
  ImageAgreement out;
  std::vector<std::uint64_t> found(program.size());
  std::vector<bool> different(program.size());
  for (const MemoryBlock& part : image) {
    const std::uint64_t end = part.address + part.bytes.size();
    std::uint64_t at = part.address;
    const auto gap = [&](std::uint64_t to, bool between) {
      if (to <= at) return;
      out.foreign += to - at;
      if (between && is_one_byte(part.bytes, static_cast<std::size_t>(at - part.address), static_cast<std::size_t>(to - part.address)))
        out.fill += to - at;
    };
    bool met = false;
    for (std::size_t i = 0; i < program.size(); ++i) {
      const MemoryBlock& block = program[i];
      const std::uint64_t block_end = block.address + block.bytes.size();
      if (block_end <= at || block.address >= end) continue;
      gap(block.address, met);
      at = std::max(at, block.address);
      const std::uint64_t stop = std::min(end, block_end);
      found[i] += stop - at;
      if (!std::equal(part.bytes.begin() + static_cast<std::ptrdiff_t>(at - part.address),
                      part.bytes.begin() + static_cast<std::ptrdiff_t>(stop - part.address),
                      block.bytes.begin() + static_cast<std::ptrdiff_t>(at - block.address)))
        different[i] = true;
      at = stop;
      met = true;
    }
    gap(end, false);
  }
  for (std::size_t i = 0; i < program.size(); ++i) {
    if (different[i]) out.different.push_back(program[i].name);
    if (found[i] < program[i].bytes.size()) out.missing.push_back(program[i].name);
  }
  return out;
}

MemoryImage flat_image(const MemoryImage& program, ByteView file) {
  if (program.empty() || file.empty()) return {};
  return {{program.front().address, {file.begin(), file.end()}, ""}};
}

}  // namespace souptrace::formats
