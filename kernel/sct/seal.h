/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The seal: from then on nothing changes until the machine restarts
 */

#ifndef _SCT_SEAL_H
#define _SCT_SEAL_H

#include <linux/types.h>

bool sct_sealed(void);
int sct_seal(void);
int sct_may_change(const char *what);
int sct_may_look(void);

#endif /* _SCT_SEAL_H */
