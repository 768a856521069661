// SPDX-License-Identifier: Apache-2.0
int objects_second() { return 2; }
