// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making what gives a quick no
 */

#include <linux/bits.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "call.h"
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

/* Whether a filter asks first for a name, and fails where that is another. */
static bool sct_add_word(struct sct_quick *quick, const struct sct_filter *filter)
{
	struct sct_quick_word *word = &quick->words[quick->nr];
	const struct sct_check *check;
	size_t len;

	if (!filter || filter->start >= SCT_CHECK_NO)
		return false;
	check = sct_filter_checks(filter) + filter->start;
	if (check->op != SCT_CHECK_STRING || check->no != SCT_CHECK_NO)
		return false;
	if (quick->nr && check->arg != quick->param)
		return false;
	len = min(sct_first_bytes(check), sizeof(word->word));
	if (!len)
		return false;
	quick->param = check->arg;
	memcpy(&word->word, sct_filter_strings(filter) + check->text, len);
	memset(&word->mask, 0xff, len);
	quick->nr++;
	return true;
}

/* Whether all rules are in one index, and that is of a string. */
static bool sct_take_index(struct sct_quick *quick, const struct sct_plan *plan)
{
	const struct sct_step *step = plan->steps + plan->root.first;
	const struct sct_index *index;

	if (plan->root.nr != 1 || !step->index)
		return false;
	index = &plan->indexes[step->index - 1];
	if (index->subject.kind == SCT_GUARD_NUMBER)
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
 */
void sct_quick_make(struct sct_chain *chain)
{
	const struct sct_syscall *desc = chain->desc;
	struct sct_quick quick = {};
	u32 i;

	if (desc->abi != SCT_ABI_NATIVE || !chain->unmatched || !chain->nr[SCT_BEFORE])
		return;
	if (chain->plan[SCT_BEFORE]) {
		if (!sct_take_index(&quick, chain->plan[SCT_BEFORE]))
			return;
	} else {
		if (chain->nr[SCT_BEFORE] > SCT_QUICK_WORDS)
			return;
		for (i = 0; i < chain->nr[SCT_BEFORE]; i++) {
			if (!sct_add_word(&quick, chain->links[i].filter))
				return;
		}
	}
	if (quick.param >= desc->nr_params || !(desc->params[quick.param].is & SCT_PARAM_NAME))
		return;
	quick.bit = BIT(quick.param);
	quick.reg = sct_call_register(SCT_ABI_NATIVE, quick.param);
	quick.is_there = true;
	chain->quick = quick;
}
