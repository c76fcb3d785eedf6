/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A quick no: one look at a name tells of most calls that no rule matches
 *
 * Where no rule of a call can match unless one name is, or begins with, a constant, the
 * first bytes of the name mostly say no to all of them; and so does an index that all of
 * them are in. That is seen before anything else is known of the call. Who gets no quick
 * no is asked in full, with the name that was seen.
 */

#ifndef _SCT_QUICK_H
#define _SCT_QUICK_H

#include <linux/types.h>

#include "words.h"

struct sct_chain;
struct sct_index;

/* Constants that are looked at one by one. With many rules there is a plan. */
#define SCT_QUICK_WORDS	3

/**
 * struct sct_quick_word - how a name begins that a rule asks for
 * @word: its first bytes, as they are read from memory, the NUL among them
 * @mask: those that count
 * @rest: the bytes behind them, of the rule's filter
 * @more: how many of these count; mostly 0 or as many as there are up to the NUL
 */
struct sct_quick_word {
	u64 word;
	u64 mask;
	const char *rest;
	size_t more;
};

/**
 * struct sct_quick - what tells that no rule of a chain matches
 * @param: the name's place among the parameters
 * @nr: how many of @words there are
 * @index: an index of all rules; NULL where there are words
 * @words: a name that begins with none of them is no rule's
 */
struct sct_quick {
	u8 param;
	u32 nr;
	const struct sct_index *index;
	struct sct_quick_word words[SCT_QUICK_WORDS];
};

bool sct_quick_make(struct sct_chain *chain);
bool sct_index_misses(const struct sct_index *index, const char *s);

/**
 * sct_quick_no - whether a name tells that no rule matches
 * @quick: what is known of the rules
 * @s: the name
 * @word: its first bytes, from load_unaligned_zeropad()
 *
 * Return: true where none does; false where all are to be asked.
 */
static __always_inline bool sct_quick_no(const struct sct_quick *quick, const char *s,
					 u64 word)
{
	const struct sct_quick_word *w = quick->words;
	u32 nr = quick->nr;

	if (unlikely(!nr))
		return sct_index_misses(quick->index, s);
	do {
		if (unlikely(!((word ^ w->word) & w->mask)) &&
		    sct_begins_with(s + sizeof(word), w->rest, w->more))
			return false;
		w++;
	} while (unlikely(--nr));
	return true;
}

#endif /* _SCT_QUICK_H */
