/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Texts of tests become rules
 */

#ifndef _SCT_PARSES_H
#define _SCT_PARSES_H

#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../parse.h"

#define LOG_ACTION "action { type = LOG } "

KUNIT_DEFINE_ACTION_WRAPPER(free_parser, sct_parser_free, struct sct_parser *);
KUNIT_DEFINE_ACTION_WRAPPER(put_rule, sct_rule_put, struct sct_rule *);

static inline struct sct_parser *new_parser(struct kunit *test)
{
	struct sct_parser *ps = sct_parser_new();

	KUNIT_ASSERT_NOT_NULL(test, ps);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_parser, ps), 0);
	return ps;
}

/* Parses one item, in memory of its own size: KASAN sees who looks behind it. */
static inline int parse_len(struct kunit *test, struct sct_parser *ps, const char *text,
			    size_t len, struct sct_rule **rule)
{
	char *copy = kunit_kmalloc(test, len, GFP_KERNEL);
	struct sct_source src = {
		.text = copy,
		.end = copy + len,
		.line = 1,
		.column = 1,
	};
	int ret;

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, text, len);
	ps->err = (struct sct_error){};
	ret = sct_parse_item(ps, &src, copy, rule);
	if (ret) {
		KUNIT_EXPECT_NULL(test, *rule);
	} else {
		KUNIT_EXPECT_TRUE(test, ps->lx.p <= src.end);
		KUNIT_EXPECT_EQ(test, ps->err.line, 0);
	}
	return ret;
}

static inline struct sct_rule *parse(struct kunit *test, struct sct_parser *ps, const char *text)
{
	struct sct_rule *rule = NULL;
	int ret = parse_len(test, ps, text, strlen(text), &rule);

	KUNIT_ASSERT_EQ_MSG(test, ret, 0, "%s\n%u:%u: %s", text, ps->err.line,
			    ps->err.column, ps->err.what);
	if (rule)
		KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, put_rule, rule), 0);
	return rule;
}

#endif /* _SCT_PARSES_H */
