// SPDX-License-Identifier: GPL-2.0-only
/*
 * Errors of a load: line, column, the line itself, and the word that was meant
 *
 * Pure: text in, text out. Nothing here allocates, locks or knows a task.
 */

#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/stdarg.h>
#include <linux/string.h>

#include "error.h"
#include "limits.h"

/* The bytes of UTF-8 that begin no character take no column. */
static bool sct_starts_char(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* Bytes of the UTF-8 character that begins with @c. */
static size_t sct_char_len(char c)
{
	unsigned char lead = c;

	if (lead < 0xc0)
		return 1;
	if (lead < 0xe0)
		return 2;
	return lead < 0xf0 ? 3 : 4;
}

/**
 * sct_clip - cut a text without cutting a character
 * @text: the text, UTF-8
 * @len: its bytes
 * @max: how many to keep at most
 *
 * Return: how many to keep.
 */
size_t sct_clip(const char *text, size_t len, size_t max)
{
	size_t n = min(len, max);
	size_t last = n;

	while (last && !sct_starts_char(text[last - 1]))
		last--;
	if (last && last - 1 + sct_char_len(text[last - 1]) > n)
		return last - 1;
	return n;
}

/*
 * Copies the line around @at. Control characters become blanks, so that an
 * error can't forge a line, and so that the caret stands where it should.
 */
static void sct_error_quote(struct sct_error *err, const char *line,
			    const char *at, const char *end)
{
	const char *from = line;
	size_t n = 0;

	/* Of a long line, what is near the error. */
	if (at - from > SCT_ERROR_SOURCE / 2) {
		from = at - SCT_ERROR_SOURCE / 2;
		while (from < at && !sct_starts_char(*from))
			from++;
	}

	err->caret = 0;
	for (; from < end && *from != '\n' && n < SCT_ERROR_SOURCE; from++) {
		if (from < at && sct_starts_char(*from))
			err->caret++;
		err->source[n++] = iscntrl(*from) ? ' ' : *from;
	}
	/* Half a character at the end would be no text, nor stand before the caret. */
	if (sct_clip(err->source, n, n) < n && from == at)
		err->caret--;
	err->source[sct_clip(err->source, n, n)] = '\0';
}

/**
 * sct_error_at - record the first error of a load
 * @err: where to; an error that is there already stays
 * @src: the text that @at points into
 * @at: the offending character; may be @src->end
 * @fmt: what is wrong and what was expected; one line, no newline
 *
 * Context: Any.
 */
void sct_error_at(struct sct_error *err, const struct sct_source *src,
		  const char *at, const char *fmt, ...)
{
	const char *line = src->text;
	const char *p;
	va_list args;

	if (err->line)
		return;

	err->line = src->line;
	for (p = src->text; p < at; p++) {
		if (*p == '\n') {
			err->line++;
			line = p + 1;
		}
	}

	err->column = line == src->text ? src->column : 1;
	for (p = line; p < at; p++)
		err->column += sct_starts_char(*p);

	va_start(args, fmt);
	vscnprintf(err->what, sizeof(err->what), fmt, args);
	va_end(args);
	for (p = err->what; *p; p++) {
		if (iscntrl(*p))
			err->what[p - err->what] = ' ';
	}

	sct_error_quote(err, line, at, src->end);
}

/**
 * sct_nearest_init - begin to look for the known word nearest to @word
 * @n: the search
 * @word: what was written; case does not count
 * @len: its length
 */
void sct_nearest_init(struct sct_nearest *n, const char *word, size_t len)
{
	n->word = word;
	n->len = len;
	n->best = NULL;
	/* Farther than a third of the word is no misspelling of it. */
	n->distance = len / 3 + 2;
}

/* Optimal string alignment: edits and swaps of neighbours count one. */
static unsigned int sct_distance(const char *a, size_t la, const char *b, size_t lb)
{
	u8 rows[3][SCT_MAX_NAME + 2];
	u8 *before = rows[0], *above = rows[1], *row = rows[2];
	size_t i, j;

	for (j = 0; j <= lb; j++)
		above[j] = j;

	for (i = 1; i <= la; i++) {
		char ca = tolower(a[i - 1]);

		row[0] = i;
		for (j = 1; j <= lb; j++) {
			char cb = tolower(b[j - 1]);
			u8 d = min(above[j], row[j - 1]) + 1;

			d = min_t(u8, d, above[j - 1] + (ca != cb));
			if (i > 1 && j > 1 && ca == tolower(b[j - 2]) &&
			    tolower(a[i - 2]) == cb)
				d = min_t(u8, d, before[j - 2] + 1);
			row[j] = d;
		}
		swap(before, above);
		swap(above, row);
	}

	return above[lb];
}

/**
 * sct_nearest_try - offer a known word to the search
 * @n: the search
 * @candidate: a known word; kept by reference
 */
void sct_nearest_try(struct sct_nearest *n, const char *candidate)
{
	size_t len = strlen(candidate);
	unsigned int d;

	if (n->len > SCT_MAX_NAME || len > SCT_MAX_NAME)
		return;
	if (abs((int)len - (int)n->len) >= n->distance)
		return;

	d = sct_distance(n->word, n->len, candidate, len);
	if (d < n->distance && d < max(len, n->len)) {
		n->distance = d;
		n->best = candidate;
	}
}

/**
 * sct_nearest_hint - the end of an error's text that offers the word found
 * @n: the search
 * @buf: where to write it
 * @size: size of @buf
 *
 * Return: @buf: `; did you mean "word"?`, or an empty string.
 */
const char *sct_nearest_hint(const struct sct_nearest *n, char *buf, size_t size)
{
	buf[0] = '\0';
	if (n->best)
		scnprintf(buf, size, "; did you mean \"%s\"?", n->best);
	return buf;
}
