// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/trace.hpp"

namespace souptrace {

/// A file that was seen after a link and that binary it is made of.
struct ShippedRecord {
  std::string target;         ///< TraceBinary::target
  std::string linked_sha256;  ///< of the binary as it was linked then: of any other link the record says nothing
  std::string place;          ///< absolute, on this machine; a later file there takes its place
  ShippedFile file;
  bool declared = false;    ///< by souptrace_post_link(); else it was installed
  std::string unexplained;  ///< what no recorded step explains, in words; "" when the steps explain everything
  std::string foreign;      ///< what it is instead, in words, when it only bears the binary's name; it is no file of the binary then
};

}  // namespace souptrace
