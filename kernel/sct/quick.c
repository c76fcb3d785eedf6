// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making what gives a quick no
 */

#include <linux/minmax.h>
#include <linux/string.h>

#include "call.h"
#include "guard.h"
#include "index.h"
#include "plan.h"
#include "quick.h"
#include "table.h"

/* The bytes that a name must begin with for a check to hold; 0 where that is not so. */
static size_t sct_first_bytes(const struct sct_check *check)
{
	switch (check->cmp) {
	case SCT_CMP_EQ:
		/* Its NUL is one of them. */
		return check->len + 1;
	case SCT_CMP_STARTSWITH:
		return check->len;
	case SCT_CMP_GLOB:
		return check->literal;
	default:
		return 0;
	}
}

/* Adds a constant that a name must begin with. */
static bool sct_add_word(struct sct_quick *quick, const struct sct_filter *filter,
			 const struct sct_check *check)
{
	struct sct_quick_word *word = &quick->words[quick->nr];
	const char *text = sct_filter_strings(filter) + check->text;
	size_t len = sct_first_bytes(check);
	size_t first = min(len, sizeof(word->word));

	if (!len || quick->nr == SCT_QUICK_WORDS)
		return false;
	*word = (struct sct_quick_word){ .rest = text + first, .more = len - first };
	memcpy(&word->word, text, first);
	memset(&word->mask, 0xff, first);
	quick->nr++;
	return true;
}

/* Adds those of a guard, one of which the name must begin with. */
static bool sct_add_guard(struct sct_quick *quick, const struct sct_filter *filter,
			  const struct sct_guard *guard)
{
	const struct sct_check *check = sct_filter_checks(filter) + guard->first;
	u32 i, nr = quick->nr;

	for (i = 0; i < guard->nr; i++) {
		if (!sct_add_word(quick, filter, &check[i])) {
			quick->nr = nr;
			return false;
		}
	}
	return true;
}

/* Whether a filter can't hold unless a name begins as it asks. */
static bool sct_add_filter(struct sct_quick *quick, const struct sct_filter *filter,
			   const struct sct_syscall *desc)
{
	struct sct_guard guard;
	u32 at = 0;

	while (filter && sct_guard_next(filter, &at, &guard)) {
		u8 arg = guard.subject.arg;

		if (guard.subject.op != SCT_CHECK_STRING || arg >= desc->nr_params ||
		    !(desc->params[arg].is & SCT_PARAM_NAME) ||
		    (quick->nr && arg != quick->param))
			continue;
		quick->param = arg;
		if (sct_add_guard(quick, filter, &guard))
			return true;
	}
	return false;
}

/* Whether all rules are in one index, and that is of a string. */
static bool sct_take_index(struct sct_quick *quick, const struct sct_plan *plan,
			   const struct sct_syscall *desc)
{
	const struct sct_step *step = plan->steps + plan->root.first;
	const struct sct_index *index;

	if (plan->root.nr != 1 || !step->index)
		return false;
	index = &plan->indexes[step->index - 1];
	if (index->subject.kind == SCT_GUARD_NUMBER ||
	    index->subject.arg >= desc->nr_params ||
	    !(desc->params[index->subject.arg].is & SCT_PARAM_NAME))
		return false;
	quick->index = index;
	quick->param = index->subject.arg;
	return true;
}

/**
 * sct_quick_make - see whether there is a quick no for the calls of a chain
 * @chain: the chain, its links and plans made
 *
 * Only a name is looked at, which the call then gets as an object: whoever reads it as
 * bytes asks for more than is known by then.
 *
 * Return: true where there is.
 */
bool sct_quick_make(struct sct_chain *chain)
{
	const struct sct_syscall *desc = chain->desc;
	struct sct_quick quick = {};
	u32 i;

	if (desc->abi != SCT_ABI_NATIVE || !chain->unmatched || !chain->nr[SCT_BEFORE])
		return false;
	if (chain->plan[SCT_BEFORE]) {
		if (!sct_take_index(&quick, chain->plan[SCT_BEFORE], desc))
			return false;
	} else {
		for (i = 0; i < chain->nr[SCT_BEFORE]; i++) {
			if (!sct_add_filter(&quick, chain->links[i].filter, desc))
				return false;
		}
	}
	chain->quick = quick;
	sct_text_set(&chain->text, quick.param);
	return true;
}
