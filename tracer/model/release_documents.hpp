// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>
#include <vector>

// The documents of a release as they lie beside its trace: what the gates about documents look at.
namespace souptrace {

/// One SBOM.
struct DocumentState {
  enum class State {
    good,       ///< exactly what this trace gives
    missing,
    malformed,  ///< no JSON, or no SBOM of a known format
    differs,    ///< an SBOM, and another one than this trace gives
  };
  std::string name;  ///< "pump.cdx.json"
  State state = State::good;
  std::string problem;              ///< of one that is malformed
  bool has_vulnerabilities = false;
};

/// What an SBOM lacks of the profile that the policy asks for.
struct ProfileLack {
  std::string document;
  std::string subject;  ///< the component, or the document itself
  std::string field;
  std::string clause;
  std::string remedy;
};

/// Whether a binary, or the trace, is attested by the keys that were given.
struct AttestationState {
  enum class State { good, missing, invalid };
  std::string subject;
  State state = State::good;
  std::string problem;
};

struct ReleaseDocuments {
  std::vector<DocumentState> documents;
  std::string profile;  ///< "" = the policy asks for none
  std::vector<ProfileLack> lacks;
  bool keys_given = false;
  std::vector<AttestationState> attestations;
  std::string bundle;                      ///< the bundle's file; "" = none was given
  std::vector<std::string> bundle_faults;  ///< what it lacks, or what is wrong in it
};

}  // namespace souptrace
