/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How values of a user print
 */

#ifndef _SCT_PRINT_H
#define _SCT_PRINT_H

#include <linux/compiler.h>
#include <linux/seq_buf.h>
#include <linux/string.h>

/**
 * sct_put - print some bytes
 * @s: where to
 * @data: the bytes
 * @len: how many: few, for it copies one at a time
 *
 * What seq_buf_putmem() does. Most of a line are pieces of a few bytes, and to call for
 * each of them is more work than they are.
 */
static inline void sct_put(struct seq_buf *s, const char *data, size_t len)
{
	char *to = s->buffer + s->len;

	if (unlikely(s->len + len > s->size)) {
		seq_buf_set_overflow(s);
		return;
	}
	s->len += len;
	while (len--)
		*to++ = *data++;
}

/**
 * sct_put_text - print a short text
 * @s: where to
 * @text: the text
 */
static inline void sct_put_text(struct seq_buf *s, const char *text)
{
	size_t n;

	for (n = s->len; *text && n < s->size; n++)
		s->buffer[n] = *text++;
	s->len = n;
	if (unlikely(*text))
		seq_buf_set_overflow(s);
}

/* The two digits of each number below 100, in order. */
extern const char sct_digits[];

/**
 * sct_put_two - write the two digits of a number
 * @at: where to
 * @n: the number, below 100
 */
static inline void sct_put_two(char *at, unsigned int n)
{
	memcpy(at, sct_digits + 2 * n, 2);
}

size_t sct_plain_len(const char *str, size_t len);
void sct_print_string(struct seq_buf *s, const char *str, size_t len);
void sct_print_unsigned(struct seq_buf *s, u64 n);
void sct_print_signed(struct seq_buf *s, s64 n);
void sct_print_time(struct seq_buf *s, u64 ns);

#endif /* _SCT_PRINT_H */
