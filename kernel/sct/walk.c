// SPDX-License-Identifier: GPL-2.0-only
/*
 * Going by a plan
 */

#include <linux/bitops.h>
#include <linux/err.h>

#include "ask_run.h"
#include "plan.h"
#include "table.h"

/**
 * struct sct_had - what a call had before something was fetched for it
 * @starved: see struct sct_call
 * @had: the same
 * @fetched: the same
 */
struct sct_had {
	int starved;
	u32 had;
	u8 fetched;
};

/*
 * What an index asks for could not be had, and that was not the caller's doing. Maybe
 * no rule would have asked. So it is as if nobody had, and each rule asks by itself.
 */
static noinline void sct_forget(struct sct_call *call, const struct sct_had *before)
{
	unsigned long left;

	for (left = call->fetched & ~before->fetched; left; left &= left - 1) {
		if (IS_ERR(call->names[__ffs(left)]))
			call->fetched &= ~BIT(__ffs(left));
	}
	for (left = call->had & ~before->had; left; left &= left - 1) {
		if (!call->data[__ffs(left)])
			call->had &= ~BIT(__ffs(left));
	}
	call->starved = before->starved;
}

/* Adds the steps of a bucket to those that are taken; false where there are too many. */
static __always_inline bool sct_add_bucket(const struct sct_plan *plan, u32 bucket,
					   struct sct_walk *walk)
{
	const struct sct_bucket *found = &plan->buckets[bucket];
	struct sct_cursor *cursor = &walk->cursors[walk->nr];

	if (walk->nr == SCT_MAX_CURSORS)
		return false;
	walk->nr++;
	cursor->next = plan->steps + found->first;
	cursor->end = cursor->next + found->nr;
	return true;
}

static __always_inline bool sct_add_key(const struct sct_plan *plan,
					const struct sct_index *index, u64 key,
					struct sct_walk *walk)
{
	u32 bucket = sct_index_find(index, key);

	return bucket == SCT_NO_BUCKET || sct_add_bucket(plan, bucket, walk);
}

/* The number that an index is asked about; false where it can't be had. */
static __always_inline bool sct_subject_number(const struct sct_subject *subject,
					       struct sct_call *call, u64 *n)
{
	if (subject->op == SCT_CHECK_PARAM)
		*n = call->args[subject->arg];
	else if (subject->op == SCT_CHECK_VAR)
		*n = sct_call_own_number(call, subject->arg);
	else if (!sct_filter_member(subject->filter, subject->access, call, n))
		return false;
	*n &= subject->mask;
	return true;
}

/* The text that an index is asked about; NULL where it can't be had. */
static __always_inline const char *sct_subject_text(const struct sct_subject *subject,
						    struct sct_call *call)
{
	if (subject->arg < ARRAY_SIZE(call->names))
		return sct_call_string(call, subject->arg);
	return sct_filter_text(subject->filter, subject->arg, subject->access, 0, call);
}

static bool sct_look_up_number(const struct sct_plan *plan, const struct sct_index *index,
			       struct sct_call *call)
{
	u64 n;

	return !sct_subject_number(&index->subject, call, &n) ||
	       sct_add_key(plan, index, n, &call->walk);
}

static bool sct_look_up_text(const struct sct_plan *plan, const struct sct_index *index,
			     struct sct_call *call)
{
	const struct sct_subject *subject = &index->subject;
	struct sct_walk *walk = &call->walk;
	const char *text = sct_subject_text(subject, call);
	u32 nr, i;

	if (!text)
		return true;
	if (subject->kind == SCT_GUARD_EQUAL)
		return sct_add_key(plan, index, sct_string_key(text), walk);

	nr = sct_tree_find(index, text, walk->found, SCT_MAX_CURSORS);
	if (nr > SCT_MAX_CURSORS)
		return false;
	for (i = 0; i < nr; i++) {
		if (!sct_add_bucket(plan, walk->found[i], walk))
			return false;
	}
	return true;
}

/*
 * Whether the indexes to begin with hold all rules, and nothing is found in any: of most
 * calls there is no more to be known. What couldn't be had is left to sct_look_up().
 */
static __always_inline bool sct_finds_nothing(const struct sct_plan *plan,
					      struct sct_call *call)
{
	const struct sct_step *step = plan->steps + plan->root.first;
	const struct sct_step *end = step + plan->root.nr;
	const struct sct_had before = { call->starved, call->had, call->fetched };
	bool found = before.starved;

	for (; step != end && !found; step++) {
		const struct sct_index *index = &plan->indexes[step->index - 1];
		const char *text;
		u64 n;

		if (!step->index) {
			found = true;
		} else if (index->subject.kind == SCT_GUARD_NUMBER) {
			found = sct_subject_number(&index->subject, call, &n) &&
				sct_index_find(index, n) != SCT_NO_BUCKET;
		} else {
			text = sct_subject_text(&index->subject, call);
			found = text && !sct_index_misses(index, text);
		}
	}
	if (likely(call->starved == before.starved))
		return !found;
	sct_forget(call, &before);
	return false;
}

/* Looks into an index; false where all rules from here on are to be asked. */
static bool sct_look_up(const struct sct_plan *plan, const struct sct_index *index,
			struct sct_call *call)
{
	const struct sct_had before = { call->starved, call->had, call->fetched };
	bool done;

	if (index->subject.kind == SCT_GUARD_NUMBER)
		done = sct_look_up_number(plan, index, call);
	else
		done = sct_look_up_text(plan, index, call);
	if (likely(call->starved == before.starved))
		return done;
	sct_forget(call, &before);
	return false;
}

/* All rules from @at on, one by one. */
static const struct sct_link *sct_ask_all(const struct sct_link *links, u32 at, u32 nr,
					  struct sct_call *call)
{
	for (; at < nr; at++) {
		if (!links[at].filter || sct_filter_holds(links[at].filter, call)) {
			call->walk.from = at + 1;
			return &links[at];
		}
	}
	call->walk.from = nr;
	return NULL;
}

/* The list of steps whose next one comes first. */
static struct sct_cursor *sct_first_cursor(struct sct_walk *walk)
{
	struct sct_cursor *first = walk->cursors;
	u32 i;

	for (i = 1; i < walk->nr; i++) {
		if (walk->cursors[i].next->at < first->next->at)
			first = &walk->cursors[i];
	}
	return first;
}

/**
 * sct_plan_next - the next rule of a call that matches
 * @plan: the plan for the call's rules
 * @links: the rules
 * @nr: how many there are
 * @call: the call, as sct_plan_first() or this has left it
 *
 * Context: The caller's task; may sleep.
 * Return: the rule's link; NULL where there is none any more.
 */
const struct sct_link *sct_plan_next(const struct sct_plan *plan,
				     const struct sct_link *links, u32 nr,
				     struct sct_call *call)
{
	struct sct_walk *walk = &call->walk;

	while (walk->nr) {
		struct sct_cursor *cursor = sct_first_cursor(walk);
		const struct sct_step step = *cursor->next++;
		const struct sct_link *link = &links[step.at];

		if (cursor->next == cursor->end)
			*cursor = walk->cursors[--walk->nr];
		if (step.index) {
			if (sct_look_up(plan, &plan->indexes[step.index - 1], call))
				continue;
			walk->nr = 0;
			walk->all = true;
			walk->from = max(walk->from, step.at);
			break;
		}
		/* It asks for one of several things, and more than one of them is there. */
		if (step.at < walk->from)
			continue;
		walk->from = step.at + 1;
		if (!link->filter || sct_filter_holds(link->filter, call))
			return link;
	}
	return walk->all ? sct_ask_all(links, walk->from, nr, call) : NULL;
}

static noinline const struct sct_link *sct_plan_begin(const struct sct_plan *plan,
						      const struct sct_link *links, u32 nr,
						      struct sct_call *call)
{
	struct sct_walk *walk = &call->walk;

	walk->from = 0;
	walk->all = false;
	walk->nr = 1;
	walk->cursors[0].next = plan->steps + plan->root.first;
	walk->cursors[0].end = walk->cursors[0].next + plan->root.nr;
	return sct_plan_next(plan, links, nr, call);
}

/**
 * sct_plan_first - the first rule of a call that matches
 * @plan: the plan for the call's rules
 * @links: the rules
 * @nr: how many there are
 * @call: the call
 *
 * Context: The caller's task; may sleep.
 * Return: the rule's link; NULL where none does.
 */
const struct sct_link *sct_plan_first(const struct sct_plan *plan,
				      const struct sct_link *links, u32 nr,
				      struct sct_call *call)
{
	if (sct_finds_nothing(plan, call))
		return NULL;
	return sct_plan_begin(plan, links, nr, call);
}
