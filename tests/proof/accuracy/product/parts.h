// SPDX-License-Identifier: Apache-2.0
int used(void);
int unused(void);
int wanted(void);
int idle(void);
