// SPDX-License-Identifier: GPL-2.0-only
/*
 * How values of a user print: so that no value can forge a line
 */

#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/unaligned.h>
#include <linux/wordpart.h>

#include "print.h"

/*
 * All eight bytes are ASCII that prints, and no quote or backslash. Where each is below
 * 0x80 no sum carries into the next byte; and where one is not, that alone decides.
 */
static __always_inline bool sct_word_is_plain(u64 word)
{
	u64 prints = word + REPEAT_BYTE(0x80 - ' ');
	u64 quote = (word ^ REPEAT_BYTE('"')) + REPEAT_BYTE(0x7f);
	u64 backslash = (word ^ REPEAT_BYTE('\\')) + REPEAT_BYTE(0x7f);
	u64 delete = word + REPEAT_BYTE(0x80 - 0x7f);

	return !((word | delete | ~(prints & quote & backslash)) & REPEAT_BYTE(0x80));
}

static bool sct_is_plain(unsigned char c)
{
	return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}

/**
 * sct_plain_len - how much of a string may stand as it is, in C and in JSON
 * @str: the string; any bytes
 * @len: how many
 *
 * Return: how many bytes at its beginning are ASCII that prints, and no quote or
 * backslash.
 */
size_t sct_plain_len(const char *str, size_t len)
{
	size_t n = 0;

	while (len - n >= sizeof(u64) && sct_word_is_plain(get_unaligned((const u64 *)(str + n))))
		n += sizeof(u64);
	while (n < len && sct_is_plain(str[n]))
		n++;
	return n;
}

/*
 * Copies a string up to its first byte that may not stand as it is, and a little of what
 * is behind that one. Returns how many bytes may.
 */
static __always_inline size_t sct_copy_plain(char *to, const char *str, size_t len)
{
	size_t n = 0;
	u64 word;

	for (; len - n >= sizeof(word); n += sizeof(word)) {
		word = get_unaligned((const u64 *)(str + n));
		if (!sct_word_is_plain(word))
			break;
		put_unaligned(word, (u64 *)(to + n));
	}
	/* The last word once more, with what is behind it. */
	if (n && n < len && len - n < sizeof(word)) {
		word = get_unaligned((const u64 *)(str + len - sizeof(word)));
		if (sct_word_is_plain(word)) {
			put_unaligned(word, (u64 *)(to + len - sizeof(word)));
			return len;
		}
	}
	for (; n < len && sct_is_plain(str[n]); n++)
		to[n] = str[n];
	return n;
}

/**
 * sct_print_string - print a string in quotes, C-escaped
 * @s: where to
 * @str: the string; any bytes
 * @len: how many
 */
void sct_print_string(struct seq_buf *s, const char *str, size_t len)
{
	char *buf;
	size_t size = seq_buf_get_buf(s, &buf);
	size_t n;

	if (size < 2 || len > size - 2) {
		seq_buf_set_overflow(s);
		return;
	}

	/* Most strings need no more than this, at a tenth of the price. */
	buf[0] = '"';
	n = sct_copy_plain(buf + 1, str, len);
	if (unlikely(n < len))
		n += string_escape_mem(str + n, len - n, buf + 1 + n, size - 2 - n,
				       ESCAPE_NAP | ESCAPE_APPEND | ESCAPE_SPACE |
				       ESCAPE_SPECIAL | ESCAPE_OCTAL, "\"\\");
	if (n > size - 2) {
		seq_buf_set_overflow(s);
		return;
	}
	buf[n + 1] = '"';
	seq_buf_commit(s, n + 2);
}

#define SCT_TEN(n)	n "0" n "1" n "2" n "3" n "4" n "5" n "6" n "7" n "8" n "9"
const char sct_digits[] =
	SCT_TEN("0") SCT_TEN("1") SCT_TEN("2") SCT_TEN("3") SCT_TEN("4")
	SCT_TEN("5") SCT_TEN("6") SCT_TEN("7") SCT_TEN("8") SCT_TEN("9");

/**
 * sct_print_unsigned - print a number, in decimal
 * @s: where to
 * @n: the number
 *
 * What seq_buf_printf() does with %llu, without looking for what else it could be:
 * readers of the log print a dozen numbers an event.
 */
void sct_print_unsigned(struct seq_buf *s, u64 n)
{
	char buf[20], *end = buf + sizeof(buf), *at = end;

	for (; n >= 100; n /= 100) {
		at -= 2;
		sct_put_two(at, n % 100);
	}
	if (n >= 10) {
		at -= 2;
		sct_put_two(at, n);
	} else {
		*--at = '0' + n;
	}
	sct_put(s, at, end - at);
}

/**
 * sct_print_signed - print a number that may be negative, in decimal
 * @s: where to
 * @n: the number
 */
void sct_print_signed(struct seq_buf *s, s64 n)
{
	if (n < 0)
		seq_buf_putc(s, '-');
	sct_print_unsigned(s, n < 0 ? -(u64)n : n);
}
