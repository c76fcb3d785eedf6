/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Asking the questions of a filter: on the way of every call that a rule names, so
 * all of it is inline
 */

#ifndef _SCT_ASK_RUN_H
#define _SCT_ASK_RUN_H

#include <linux/bitops.h>

#include "filter.h"
#include "plan.h"
#include "table.h"
#include "words.h"

static __always_inline const char *sct_check_constant(const struct sct_filter *filter,
						      const struct sct_check *check)
{
	return sct_filter_strings(filter) + check->text;
}

static __always_inline bool sct_check_number(const struct sct_check *check, u64 n)
{
	n &= check->mask;
	if (likely(check->cmp == SCT_I_EQ))
		return n == check->number;
	return sct_check_compare(check, n);
}

static __always_inline bool sct_check_string(const struct sct_filter *filter,
					     const struct sct_check *check,
					     struct sct_call *call)
{
	const char *s;

	if (likely(check->arg < ARRAY_SIZE(call->names)))
		s = sct_call_string(call, check->arg);
	else
		s = sct_filter_text(filter, check->arg, check->access, 0, call);
	if (unlikely(!s))
		return false;
	if (likely(check->cmp == SCT_CMP_EQ))
		return sct_begins_with(s, sct_check_constant(filter, check), check->len + 1);
	return sct_check_text(check, s, sct_check_constant(filter, check));
}

static __always_inline bool sct_check_holds(const struct sct_filter *filter,
					    const struct sct_check *check,
					    struct sct_call *call)
{
	u64 n;

	switch (check->op) {
	case SCT_CHECK_PARAM:
		return sct_check_number(check, call->args[check->arg]);
	case SCT_CHECK_VAR:
		return sct_check_number(check, sct_call_own_number(call, check->arg));
	case SCT_CHECK_STRING:
		return sct_check_string(filter, check, call);
	case SCT_CHECK_MEMBER:
		return sct_filter_member(filter, check->access, call, &n) &&
		       sct_check_number(check, n);
	default:
		return sct_program_run(filter, check->first, check->last, call);
	}
}

/**
 * sct_filter_holds - evaluate a filter
 * @filter: the filter
 * @call: the call it is asked about, of the kind it was compiled for
 *
 * Context: Task context; may sleep to fetch a string from user memory.
 * Return: true where the call matches.
 */
static __always_inline bool sct_filter_holds(const struct sct_filter *filter,
					     struct sct_call *call)
{
	const struct sct_check *checks = sct_filter_checks(filter);
	u16 next = filter->start;

	do {
		const struct sct_check *check = &checks[next];

		next = sct_check_holds(filter, check, call) ? check->yes : check->no;
	} while (next < SCT_CHECK_NO);
	return next == SCT_CHECK_YES;
}

/**
 * sct_find - the first of some rules that matches
 * @link: the first of them
 * @end: behind the last
 * @call: the call
 *
 * Context: as sct_filter_holds().
 * Return: the rule's link; NULL where none does.
 */
static __always_inline const struct sct_link *sct_find(const struct sct_link *link,
						       const struct sct_link *end,
						       struct sct_call *call)
{
	for (; link != end; link++) {
		if (!link->filter || sct_filter_holds(link->filter, call))
			return link;
	}
	return NULL;
}

/**
 * sct_first - the first rule of a chain that matches
 * @chain: the chain
 * @when: which of its rules
 * @call: the call
 *
 * Context: as sct_filter_holds().
 * Return: the rule's link; NULL where none does.
 */
static __always_inline const struct sct_link *sct_first(const struct sct_chain *chain,
							enum sct_when when,
							struct sct_call *call)
{
	const struct sct_link *links = sct_chain_links(chain, when);

	if (chain->plan[when])
		return sct_plan_first(chain->plan[when], links, chain->nr[when], call);
	return sct_find(links, links + chain->nr[when], call);
}

#endif /* _SCT_ASK_RUN_H */
