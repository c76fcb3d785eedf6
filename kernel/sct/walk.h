/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far a call has come in a plan
 */

#ifndef _SCT_WALK_H
#define _SCT_WALK_H

#include <linux/types.h>

struct sct_step;

/* Lists of steps that are taken side by side; if more are found, all rules are asked. */
#define SCT_MAX_CURSORS	8

/**
 * struct sct_cursor - a list of steps that are to be taken
 * @next: the next; there is one
 * @end: behind the last
 */
struct sct_cursor {
	const struct sct_step *next;
	const struct sct_step *end;
};

/**
 * struct sct_walk - how far a call has come
 * @from: no rule before this one is asked any more
 * @nr: how many of @cursors there are
 * @all: the rules are asked one by one
 * @cursors: what is to be done, each in order
 * @found: what an index has found, for a moment
 */
struct sct_walk {
	u32 from;
	u32 nr;
	bool all;
	struct sct_cursor cursors[SCT_MAX_CURSORS];
	u32 found[SCT_MAX_CURSORS];
};

#endif /* _SCT_WALK_H */
