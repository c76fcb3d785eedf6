// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests of tables while they are built: where their limits are
 */

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/string.h>

#include "../table.h"

/* Adds a rule that takes @memory bytes; what the table says to it. */
static int add(struct kunit *test, struct sct_table *table, unsigned int name, size_t memory)
{
	struct sct_rule *rule = sct_rule_alloc();
	int ret;

	KUNIT_ASSERT_NOT_NULL(test, rule);
	rule->name = kasprintf(GFP_KERNEL, "r%u", name);
	KUNIT_ASSERT_NOT_NULL(test, rule->name);
	rule->memory = memory;
	ret = sct_table_add(table, rule);
	/* The table has taken a reference of its own, or none. */
	sct_rule_put(rule);
	return ret;
}

static void discard(void *table)
{
	sct_table_discard(table);
}

static struct sct_table *new_table(struct kunit *test)
{
	struct sct_table *table = sct_table_new(NULL);

	KUNIT_ASSERT_NOT_NULL(test, table);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, discard, table), 0);
	return table;
}

static void table_names(struct kunit *test)
{
	struct sct_table *table = new_table(test);

	KUNIT_EXPECT_EQ(test, add(test, table, 1, 1), 0);
	KUNIT_EXPECT_EQ(test, add(test, table, 1, 1), -EEXIST);
	KUNIT_EXPECT_EQ(test, add(test, table, 2, 1), 0);
	KUNIT_EXPECT_EQ(test, table->nr_rules, 2);
}

static void table_rules(struct kunit *test)
{
	struct sct_table *table = new_table(test);
	unsigned int i;

	for (i = 0; i < SCT_MAX_RULES; i++)
		KUNIT_ASSERT_EQ(test, add(test, table, i, 1), 0);
	KUNIT_EXPECT_EQ(test, add(test, table, i, 1), -ENOSPC);
	KUNIT_EXPECT_EQ(test, table->nr_rules, SCT_MAX_RULES);
}

static void table_memory(struct kunit *test)
{
	struct sct_table *table = new_table(test);

	KUNIT_EXPECT_EQ(test, add(test, table, 1, SCT_MAX_TABLE - 10), 0);
	KUNIT_EXPECT_EQ(test, add(test, table, 2, 11), -E2BIG);
	KUNIT_EXPECT_EQ(test, add(test, table, 2, SIZE_MAX), -E2BIG);
	KUNIT_EXPECT_EQ(test, add(test, table, 2, 9), 0);
	KUNIT_EXPECT_EQ(test, add(test, table, 3, 1), 0);
	KUNIT_EXPECT_EQ(test, add(test, table, 4, 1), -E2BIG);
	KUNIT_EXPECT_EQ(test, table->nr_rules, 3);
}

/* What an appended table begins with counts too. */
static void table_base(struct kunit *test)
{
	struct sct_table *base = new_table(test), *table;

	KUNIT_EXPECT_EQ(test, add(test, base, 1, SCT_MAX_TABLE - 1), 0);
	table = sct_table_new(base);
	KUNIT_ASSERT_NOT_NULL(test, table);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, discard, table), 0);
	KUNIT_EXPECT_EQ(test, add(test, table, 1, 1), -EEXIST);
	KUNIT_EXPECT_EQ(test, add(test, table, 2, 2), -E2BIG);
	KUNIT_EXPECT_EQ(test, add(test, table, 2, 1), 0);
}

static struct kunit_case sct_table_cases[] = {
	KUNIT_CASE(table_names),
	KUNIT_CASE_SLOW(table_rules),
	KUNIT_CASE(table_memory),
	KUNIT_CASE(table_base),
	{}
};

static struct kunit_suite sct_table_suite = {
	.name = "sct_table",
	.test_cases = sct_table_cases,
};

kunit_test_suites(&sct_table_suite);
