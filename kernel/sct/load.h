/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A load: text of rules, in pieces of any size, on its way to a table
 */

#ifndef _SCT_LOAD_H
#define _SCT_LOAD_H

#include <linux/types.h>

#include "parse.h"
#include "table.h"

/* What the bytes at the scanner's place belong to. */
enum sct_scan {
	SCT_SCAN_CODE,
	SCT_SCAN_COMMENT,
	SCT_SCAN_STRING,
	SCT_SCAN_STRING_ESCAPE,
	SCT_SCAN_RAW,
	SCT_SCAN_RAW_ESCAPE,
};

/**
 * struct sct_load - the state between two writes
 * @parser: the parser
 * @table: the table being built; NULL where it would be what is in force
 * @checked: a line `check` was there
 * @armed: the hooks are armed for the rules of @table
 * @sees: which of them, see struct sct_table
 * @status: the first error, which every later write returns; 0
 * @buf: text that was not yet parsed, and a little before it for errors
 * @len: bytes in @buf
 * @begin: place in @buf of the item being scanned
 * @scanned: place in @buf of the next byte to scan
 * @line: line of the first byte of @buf
 * @column: its column
 * @total: bytes written
 * @state: what the scanner is in
 * @depth: open braces
 * @item: a word of the top level was seen, and its braces have not ended
 * @word: place in @buf of the word last seen
 * @word_len: its length, 0 for none
 * @in_word: the scanner stands in that word
 */
struct sct_load {
	struct sct_parser *parser;
	struct sct_table *table;
	bool armed;
	u8 sees;
	bool checked;
	int status;
	char *buf;
	size_t len;
	size_t begin;
	size_t scanned;
	unsigned int line;
	unsigned int column;
	size_t total;
	enum sct_scan state;
	unsigned int depth;
	bool item;
	size_t word;
	size_t word_len;
	bool in_word;
};

struct sct_load *sct_load_begin(bool replace);
int sct_load_write(struct sct_load *load, const char *text, size_t len);
int sct_load_end(struct sct_load *load);
int sct_load_refuse(struct sct_load *load, int ret, const char *what);
bool sct_load_pending(const struct sct_load *load);
void sct_load_free(struct sct_load *load);

#endif /* _SCT_LOAD_H */
