/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the text of a rule to the rule
 */

#ifndef _SCT_PARSE_H
#define _SCT_PARSE_H

#include <linux/seq_buf.h>

#include "error.h"
#include "expr.h"
#include "rule.h"

/**
 * struct sct_parser - what lasts from one rule of a load to the next
 * @lx: the lexer
 * @err: the first error
 * @warnings: what authors should know of rules that load nevertheless
 * @nr_warnings: how many there are
 * @left_out: how many more there would be, if there were room
 * @expr: the filter of the rule being read
 * @filter_text: its canonical text
 * @calls_text: the canonical text of its calls
 * @text: the rule's canonical text
 * @raw: the text of a log_format being read
 * @name_at: where the name of the rule last read stands
 * @format: the text of the log_format for rules that have none
 * @format_len: its length; 0 for SCT's own
 * @layouts: what the formats of the rules read so far look like
 */
struct sct_parser {
	struct sct_lexer lx;
	struct sct_error err;
	struct sct_error warnings[SCT_MAX_ERRORS];
	unsigned int nr_warnings;
	unsigned int left_out;
	struct sct_expr expr;
	struct seq_buf filter_text;
	struct seq_buf calls_text;
	struct seq_buf text;
	const char *name_at;
	char raw[SCT_MAX_FORMAT];
	char format[SCT_MAX_FORMAT];
	size_t format_len;
	struct sct_layouts layouts;
};

struct sct_parser *sct_parser_new(void);
void sct_parser_free(struct sct_parser *ps);

int sct_parse_item(struct sct_parser *ps, const struct sct_source *src,
		   const char *start, struct sct_rule **rule);
void sct_warnings_end(struct sct_parser *ps);

#endif /* _SCT_PARSE_H */
