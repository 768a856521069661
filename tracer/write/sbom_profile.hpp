// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/trace.hpp"
#include "write/sbom.hpp"
#include "write/text_style.hpp"

// What the published lists of minimum elements ask of an SBOM, and what of it a document has.
namespace souptrace::write {

enum class SbomProfile { ntia, cisa_2026, bsi_2_1, fda };

/// "ntia", "cisa-2026", "bsi-2.1", "fda"
[[nodiscard]] std::optional<SbomProfile> sbom_profile_named(std::string_view name);
[[nodiscard]] std::string_view name_of(SbomProfile profile);

/// What a document says to one question. Only `unknown` and `withheld` are gaps: nobody has told it, or it is
/// left out on purpose. `elsewhere` is not for this document to say.
enum class Answer { stated, unknown, withheld, elsewhere };

enum class Demand { must, should };

/// One question of a profile that a document leaves open, for one component.
struct ProfileGap {
  std::string_view rule;    ///< stable: "bsi-hash"
  std::string_view clause;  ///< of the document that asks it
  std::string_view field;
  Demand demand = Demand::must;
  Answer answer = Answer::unknown;
  std::string remedy;  ///< who can supply it, and how

  auto operator<=>(const ProfileGap&) const = default;
};

/// Whether it makes the document fail the profile.
[[nodiscard]] bool is_failure(const ProfileGap& gap);

/// The gaps of the document itself (an empty reference), of the binary or of one component.
struct ProfileSubject {
  std::string ref;
  std::string name;
  std::string version;
  std::vector<ProfileGap> gaps;
};

struct ProfileReport {
  std::string binary;
  SbomProfile profile = SbomProfile::ntia;
  std::string format;           ///< "cyclonedx-1.7"
  std::string document;         ///< the file that has this very document; "" = it is judged as it would be written now
  std::size_t components = 0;  ///< looked at, the binary among them
  std::vector<ProfileSubject>
      subjects;  ///< those with gaps: the document, the binary, components by reference

  /// Nothing that must be there is missing.
  [[nodiscard]] bool fulfilled() const;
};

/// What the document of `binary` in this format and of this time has, against the profile.
[[nodiscard]] ProfileReport check_profile(const Trace& trace, const TraceBinary& binary, SbomProfile profile,
                                          SbomFormat format, const std::string& timestamp);

/// For people: each gap once, with all that have it. Ends with a newline.
[[nodiscard]] std::string profile_text(const std::vector<ProfileReport>& reports, const TextOptions& options);
[[nodiscard]] std::string profile_json(const std::vector<ProfileReport>& reports);

}  // namespace souptrace::write
