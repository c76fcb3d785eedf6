/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is wrong with a text of rules, and where
 */

#ifndef _SCT_ERROR_H
#define _SCT_ERROR_H

#include <linux/compiler_attributes.h>
#include <linux/types.h>

#define SCT_ERROR_TEXT		320
#define SCT_ERROR_SOURCE	120

/**
 * struct sct_error - the first error of a load
 * @line: line of the text that was written, from 1; 0 where no error is set
 * @column: column in characters (not bytes), from 1
 * @caret: characters of @source that stand before the offending one
 * @grave: it is a warning, and a decision may not hold
 * @what: what is wrong and what was expected, without a newline
 * @source: the part of the line around the error, fit to be printed
 */
struct sct_error {
	unsigned int line;
	unsigned int column;
	unsigned int caret;
	bool grave;
	char what[SCT_ERROR_TEXT];
	char source[SCT_ERROR_SOURCE + 1];
};

/**
 * struct sct_source - a piece of the text that is being loaded
 * @text: its first byte: of a line, or where a line is very long, of a rule
 * @end: behind the last byte that may be looked at
 * @line: number of the line that @text stands on
 * @column: its column there
 */
struct sct_source {
	const char *text;
	const char *end;
	unsigned int line;
	unsigned int column;
};

__printf(4, 5)
void sct_error_at(struct sct_error *err, const struct sct_source *src,
		  const char *at, const char *fmt, ...);

/*
 * The nearest known word to a misspelt one: give every candidate to
 * sct_nearest_try(), then ask sct_nearest_word().
 */
struct sct_nearest {
	const char *word;
	size_t len;
	const char *best;
	unsigned int distance;
};

void sct_nearest_init(struct sct_nearest *n, const char *word, size_t len);
void sct_nearest_try(struct sct_nearest *n, const char *candidate);
const char *sct_nearest_hint(const struct sct_nearest *n, char *buf, size_t size);

size_t sct_clip(const char *text, size_t len, size_t max);

#endif /* _SCT_ERROR_H */
