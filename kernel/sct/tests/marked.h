/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Texts of tests that show themselves where the error is: before it stands an @,
 * which no text of rules needs
 */

#ifndef _SCT_MARKED_H
#define _SCT_MARKED_H

#include <linux/string.h>
#include <linux/types.h>

#define MARK	'@'

/**
 * take_mark - take the mark out of a text
 * @text: the text
 * @len: its length, in bytes; one less afterwards
 * @line: where the mark stood: line, from 1; 0 where there is none
 * @column: column, in characters, from 1
 */
static inline void take_mark(char *text, size_t *len, unsigned int *line,
			     unsigned int *column)
{
	char *mark = memchr(text, MARK, *len);
	const char *p;

	*line = 0;
	*column = 0;
	if (!mark)
		return;

	*line = 1;
	*column = 1;
	for (p = text; p < mark; p++) {
		if (*p == '\n') {
			++*line;
			*column = 1;
		} else if ((*p & 0xc0) != 0x80) {
			++*column;
		}
	}
	memmove(mark, mark + 1, text + --*len - mark);
}

#endif /* _SCT_MARKED_H */
