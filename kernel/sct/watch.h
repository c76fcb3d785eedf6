/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which calls come to the hooks
 */

#ifndef _SCT_WATCH_H
#define _SCT_WATCH_H

struct sct_table;

void sct_watch_more(const struct sct_table *table);
void sct_watch_only(const struct sct_table *table);

void sct_hooks_arm(u8 sees);
void sct_hooks_disarm(void);
void sct_hooks_settle(void);

#endif /* _SCT_WATCH_H */
