// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which way the calls of a chain go: what is known of all of them, none has to find out
 */

#include <linux/bitops.h>
#include <linux/hash.h>
#include <linux/log2.h>

#include "call.h"
#include "quick.h"
#include "table.h"

/* Whether one name is all that the call reads as text, and it reads that once. */
static bool sct_takes_once(const struct sct_syscall *desc)
{
	unsigned int i, texts = 0, once = 0;

	for (i = 0; i < desc->nr_params; i++) {
		texts += desc->params[i].kind == SCT_KIND_STRING;
		once += !!(desc->params[i].is & SCT_PARAM_ONCE);
	}
	return texts == 1 && once == 1;
}

/* See struct sct_link. */
static bool sct_only_logs(const struct sct_chain *chain, const struct sct_rule *rule)
{
	return !rule->decision && !rule->proceed && rule->nr_logs == 1 &&
	       !rule->logs[0]->limit.most &&
	       (rule->when == SCT_AFTER || !chain->nr[SCT_AFTER]);
}

/* The texts that a call has, a bit each. */
static u8 sct_texts(const struct sct_syscall *desc)
{
	unsigned int i;
	u8 texts = 0;

	for (i = 0; i < desc->nr_params; i++) {
		if (desc->params[i].kind == SCT_KIND_STRING)
			texts |= BIT(i);
	}
	return texts;
}

/**
 * sct_text_set - say which text is fetched ahead
 * @text: where to
 * @param: the place of the parameter that points to it
 */
void sct_text_set(struct sct_text *text, unsigned int param)
{
	text->bit = BIT(param);
	text->param = param;
	text->reg = sct_call_register(SCT_ABI_NATIVE, param);
}

static void sct_show_text(struct sct_link *link, const struct sct_syscall *desc)
{
	const struct sct_format *format = link->rule->logs[0];
	u8 shown = format->params & desc->pointers;

	if (!format->made && is_power_of_2(shown) && (shown & sct_texts(desc)))
		sct_text_set(&link->text, __ffs(shown));
}

/**
 * sct_chain_prepare - tell what is known of every call of a chain
 * @chain: the chain, its links made and its plans not
 *
 * Context: Process context, while a table is built.
 */
void sct_chain_prepare(struct sct_chain *chain)
{
	const struct sct_syscall *desc = chain->desc;
	u32 i;

	chain->head = sct_call_head(desc);
	chain->is_plain = desc->whole && desc->nr_params <= 3;
	if (!chain->nr[SCT_AFTER])
		chain->unmatched = sct_takes_once(desc) ? SCT_ONCE : SCT_BRIEF;
	for (i = 0; i < chain->nr[SCT_BEFORE] + chain->nr[SCT_AFTER]; i++) {
		struct sct_link *link = &chain->links[i];

		link->only_logs = sct_only_logs(chain, link->rule);
		if (link->only_logs)
			sct_show_text(link, desc);
		link->mark = hash_32(link->order, 32) | 1;
	}
}

/* Whether texts are all that sct_call_fetch_all() fetches, whoever reads the log. */
static bool sct_fetches_texts(const struct sct_chain *chain)
{
	const struct sct_want *want = &chain->want;
	unsigned int i;

	for (i = 0; i < chain->desc->nr_params; i++) {
		if (chain->desc->params[i].kind == SCT_KIND_BUFFER || want->bytes[i] ||
		    want->types[i])
			return false;
	}
	return !want->paths && !want->inodes;
}

/**
 * sct_chain_choose - choose the way that the calls of a chain go
 * @chain: the chain, all else of it made
 *
 * Context: Process context, while a table is built.
 */
void sct_chain_choose(struct sct_chain *chain)
{
	const struct sct_link *first = chain->links;
	u8 texts = sct_texts(chain->desc);

	if (chain->desc->abi != SCT_ABI_NATIVE)
		return;
	if (sct_quick_make(chain)) {
		chain->way = SCT_WAY_QUICK;
	} else if (!chain->nr[SCT_BEFORE]) {
		if ((texts && !is_power_of_2(texts)) || !sct_fetches_texts(chain))
			return;
		if (texts)
			sct_text_set(&chain->text, __ffs(texts));
		chain->way = SCT_WAY_LATER;
	} else if (!first->filter && first->only_logs) {
		texts &= first->rule->logs[0]->params;
		if (is_power_of_2(texts))
			sct_text_set(&chain->text, __ffs(texts));
		chain->way = SCT_WAY_LOG;
	}
}
