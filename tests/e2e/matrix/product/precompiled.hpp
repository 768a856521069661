// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include "precompiled_detail.hpp"
