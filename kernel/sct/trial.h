/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table on trial: it is taken back, unless somebody confirms it
 */

#ifndef _SCT_TRIAL_H
#define _SCT_TRIAL_H

#include <linux/types.h>

struct sct_table;

#define SCT_MAX_TRIAL	86400	/* seconds */

bool sct_trial_runs(void);
int sct_trial_begin(void);
int sct_trial_set(unsigned int seconds);
void sct_trial_confirm(void);
unsigned int sct_trial_left(void);

#endif /* _SCT_TRIAL_H */
