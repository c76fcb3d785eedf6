/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A plan: in which order the rules of a call are asked, and which are not
 *
 * Without a plan they are asked one by one. A plan is a list of steps in the order of
 * the table. A step asks one rule; or it looks into an index, and for what is found
 * there the steps of a bucket are taken too, each in its place. So the rules that are
 * asked are asked in order, and those that are left out would have said no.
 */

#ifndef _SCT_PLAN_H
#define _SCT_PLAN_H

#include <linux/types.h>

#include "index.h"

struct sct_call;
struct sct_link;

/* From so many rules of a call on there is a plan. */
#define SCT_PLAN_MIN	4

/**
 * struct sct_step - a step
 * @at: the place of a rule among those of the call: it is asked now; of the first rule
 *	that is in the index
 * @index: 1 + the number of an index; 0 where the rule is asked
 */
struct sct_step {
	u32 at;
	u32 index;
};

/**
 * struct sct_bucket - the steps for what an index has found
 * @first: the first
 * @nr: how many there are
 */
struct sct_bucket {
	u32 first;
	u32 nr;
};

/**
 * struct sct_plan - a plan; it never changes
 * @refs: the chains of one table that have it
 * @root: the steps to begin with
 * @nr_indexes: how many of @indexes there are
 * @nr_buckets: how many of @buckets there are
 * @nr_steps: how many of @steps there are
 * @indexes: what is looked into
 * @buckets: what is found
 * @steps: all steps
 * @size: bytes of memory that it takes
 */
struct sct_plan {
	u32 refs;
	struct sct_bucket root;
	u32 nr_indexes;
	u32 nr_buckets;
	u32 nr_steps;
	struct sct_index *indexes;
	struct sct_bucket *buckets;
	struct sct_step *steps;
	size_t size;
};

struct sct_plan *sct_plan_make(const struct sct_link *links, u32 nr);
void sct_plan_put(struct sct_plan *plan);

/* walk.c */
const struct sct_link *sct_plan_first(const struct sct_plan *plan,
				      const struct sct_link *links, u32 nr,
				      struct sct_call *call);
const struct sct_link *sct_plan_next(const struct sct_plan *plan,
				     const struct sct_link *links, u32 nr,
				     struct sct_call *call);

#endif /* _SCT_PLAN_H */
