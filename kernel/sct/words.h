/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Strings, a machine word at a time
 *
 * strlen() of x86 takes a byte at a time. These may read a few bytes behind the
 * NUL, which load_unaligned_zeropad() is for: not beyond a page that isn't there.
 */

#ifndef _SCT_WORDS_H
#define _SCT_WORDS_H

#include <linux/types.h>

#include <asm/word-at-a-time.h>

/**
 * sct_strlen - the length of a string
 * @s: the string
 *
 * Return: bytes before its NUL.
 */
static inline size_t sct_strlen(const char *s)
{
	const struct word_at_a_time constants = WORD_AT_A_TIME_CONSTANTS;
	unsigned long word, bits;
	size_t len = 0;

	/* Half of has_zero() is enough for ASCII; what is beyond is asked about in whole. */
	for (;; len += sizeof(word)) {
		word = load_unaligned_zeropad(s + len);
		if (likely(!((word - constants.one_bits) & constants.high_bits)))
			continue;
		if (has_zero(word, &bits, &constants))
			return len + find_zero(create_zero_mask(bits));
	}
}

/**
 * sct_begins_with - whether the first bytes of two strings are equal
 * @s: a string
 * @c: another, behind whose NUL there are as many bytes as a word has
 * @len: how many bytes, at most one more than @c has
 *
 * Return: true where they are.
 */
static __always_inline bool sct_begins_with(const char *s, const char *c, size_t len)
{
	unsigned long differ;

	/* As far as they were equal, @s has not ended. */
	for (; len > sizeof(differ); len -= sizeof(differ)) {
		if (load_unaligned_zeropad(s) != load_unaligned_zeropad(c))
			return false;
		s += sizeof(differ);
		c += sizeof(differ);
	}
	if (!len)
		return true;
	differ = load_unaligned_zeropad(s) ^ load_unaligned_zeropad(c);
	return !(differ << (BITS_PER_LONG - BITS_PER_BYTE * len));
}

#endif /* _SCT_WORDS_H */
