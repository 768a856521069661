// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace souptrace {

/// Why an operation failed. `code` is stable and machine-readable ("elf-truncated"), `text` is for people and says
/// what was expected and what was found; `offset` is the place in the bytes that were read, in bytes from their start.
struct Error {
  std::string code;
  std::string text;
  std::optional<std::uint64_t> offset = std::nullopt;

  /// "text (at byte N)" for messages.
  [[nodiscard]] std::string describe() const {
    return offset ? text + " (at byte " + std::to_string(*offset) + ")" : text;
  }
};

/// A value or the Error that prevented it. Look before you take: `if (!r) return r.error();`.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] T& value() & { return std::get<0>(state_); }
  [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
  [[nodiscard]] T&& value() && { return std::get<0>(std::move(state_)); }
  [[nodiscard]] T& operator*() & { return value(); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] T* operator->() { return &value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }
  [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// The Result of an operation that has nothing to return.
struct Done {};
using Status = Result<Done>;

}  // namespace souptrace
