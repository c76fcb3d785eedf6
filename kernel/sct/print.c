// SPDX-License-Identifier: GPL-2.0-only
/*
 * How values of a user print: so that no value can forge a line
 */

#include <linux/string_helpers.h>

#include "print.h"

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
	int n;

	if (size < 2) {
		seq_buf_set_overflow(s);
		return;
	}

	buf[0] = '"';
	n = string_escape_mem(str, len, buf + 1, size - 2,
			      ESCAPE_NAP | ESCAPE_APPEND | ESCAPE_SPACE |
			      ESCAPE_SPECIAL | ESCAPE_OCTAL, "\"\\");
	if (n > size - 2) {
		seq_buf_set_overflow(s);
		return;
	}
	buf[n + 1] = '"';
	seq_buf_commit(s, n + 2);
}
