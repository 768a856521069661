// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string>

#include "model/component.hpp"

namespace souptrace::identify {

/// Sets a property that the record states; what it does not state ("") is not there.
inline void set_stated(Component& component, const std::string& key, const std::string& value) {
  if (!value.empty()) component.properties[key] = value;
}

}  // namespace souptrace::identify
