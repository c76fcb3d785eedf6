/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the hooks need to know of a table
 */

#ifndef _SCT_HOOK_H
#define _SCT_HOOK_H

struct sct_table;

void sct_watch_more(const struct sct_table *table);
void sct_watch_only(const struct sct_table *table);

void sct_hooks_arm(void);
void sct_hooks_disarm(void);
void sct_hooks_settle(void);

#endif /* _SCT_HOOK_H */
