// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/trace.hpp"

// What verification found out. Nothing in it is a judgement about more than digests and signatures say.
namespace souptrace::verify {

enum class Verdict {
  same,         ///< the bytes that the documents name
  transformed,  ///< made of such bytes by recorded steps, each with its digests
  tampered,     ///< known by name or build-id, with other bytes; or no recorded step explains it
  missing,      ///< the documents name it and it is not there
  unknown,      ///< nothing that the documents name
};
[[nodiscard]] std::string_view name_of(Verdict verdict);

/// One file, compared with what documents say.
struct FileVerdict {
  std::string file;  ///< as the user named it, or its place in the trace
  Verdict verdict = Verdict::unknown;
  std::string known_as;  ///< its place or name in the document; "" where none knows it
  std::string document;  ///< which one says so
  std::string sha256;    ///< of the file; "" when it is missing
  std::string expected;  ///< SHA-256 in the document, where it is another one
  std::vector<PostLinkStep> steps;
  std::string why;                      ///< more words
  std::vector<std::string> differences;  ///< ELF sections: ".text changed"
  bool is_artifact = false;             ///< one of the files that a binary was made of, not a binary
};

enum class SignatureState { good, bad, not_checked };

struct SignatureVerdict {
  std::string keyid;  ///< as the envelope or the key says; "" = none
  SignatureState state = SignatureState::not_checked;
  std::string algorithm;  ///< of the key that was tried
  std::string why;
};

/// One envelope: two bindings, each said for itself.
struct EnvelopeVerdict {
  std::string document;  ///< "pump.intoto.jsonl, line 2"
  std::string predicate_type;
  bool intact = false;  ///< every key that was given has a good signature in it, and none of theirs is bad
  bool about = false;   ///< a subject of it has the digests of the file, or of a binary of the trace
  std::vector<SignatureVerdict> signatures;
  std::vector<std::string> missing_keys;  ///< ids of given keys that have no signature in it
};

/// One document that is no envelope.
struct DocumentVerdict {
  std::string document;
  std::string kind;
  bool is_signed = false;  ///< an intact envelope holds exactly these bytes
  bool is_held = false;    ///< some envelope does
};

/// Something that forbids to call the whole good.
struct Problem {
  enum class Kind { not_good, unreadable };
  Kind kind = Kind::not_good;
  std::string subject;
  std::string text;
  std::string remedy = {};
};

/// A key that was given, and attestations that have no signature of it: one cause, however many they are.
struct MissingKey {
  std::uint64_t attestations = 0;
  std::set<std::string> signed_with;  ///< ids of the keys whose signatures they have; "" = not named
};

struct Report {
  /// What an envelope's subjects are compared with.
  enum class Subject { file, trace };
  Subject subject = Subject::trace;
  std::vector<FileVerdict> files;  ///< all binaries; of the artifacts those that are not the same
  std::map<Verdict, std::uint64_t> artifacts;
  std::map<std::string, std::uint64_t> not_looked_at;  ///< files below a root that nobody told, by its name: "install", "package:vcpkg"
  std::vector<DocumentVerdict> documents;
  std::vector<EnvelopeVerdict> envelopes;
  std::vector<Problem> problems;
  std::map<std::string, MissingKey> missing_keys;  ///< by the key's id; none of them is good
  std::vector<std::string> notes;
  bool keys_given = false;

  void not_good(std::string what, std::string text, std::string remedy = "") {
    problems.push_back({Problem::Kind::not_good, std::move(what), std::move(text), std::move(remedy)});
  }
  void unreadable(std::string what, std::string text, std::string remedy = "") {
    problems.push_back({Problem::Kind::unreadable, std::move(what), std::move(text), std::move(remedy)});
  }
  /// Adds an envelope with what is wrong with it.
  void add(EnvelopeVerdict envelope, const std::vector<Problem>& its_problems);
};

/// How many files are below roots that nobody told.
[[nodiscard]] std::uint64_t files_not_looked_at(const Report& report);

/// 0 good, 1 not good, 3 something could not be read and nothing is known to be wrong.
[[nodiscard]] int exit_code_of(const Report& report);

/// Whether something could not be read, so that what is missing in the report may stand there.
[[nodiscard]] bool has_unreadable(const Report& report);

/// For people, and as JSON. Both end with a newline; text from documents and files is made harmless for terminals.
[[nodiscard]] std::string report_text(const Report& report);
[[nodiscard]] std::string report_json(const Report& report);

}  // namespace souptrace::verify
