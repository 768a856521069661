// SPDX-License-Identifier: Apache-2.0
#pragma once
inline int precompiled() { return 9; }
