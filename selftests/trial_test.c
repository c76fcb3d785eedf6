// SPDX-License-Identifier: GPL-2.0
/*
 * A table on trial, and the counters of rules
 */

#include <kselftest_harness.h>

#include "sct_test.h"

#define SCT_TRIAL	SCT_DIR "trial"
#define SCT_STATS	SCT_DEBUG "stats"

#define REFUSE(name, file, error) \
	RULE(name, "unlink", "PARAMS[1] == \"" file "\"", FAIL(error), "before")

FIXTURE(trial)
{
	struct sct_place at;
};

FIXTURE_SETUP(trial)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(trial)
{
	sct_put(SCT_TRIAL, 0, "confirm\n");
	sct_teardown(&self->at);
}

/* Whether rules reads @text before @ms are over. */
static bool rules_become(const char *text, long ms)
{
	long until = sct_ms() + ms;
	bool same;
	char *now;

	do {
		now = sct_read(SCT_RULES);
		same = now && !strcmp(now, text);
		free(now);
	} while (!same && sct_ms() < until && !usleep(20000));
	return same;
}

/* What is said of it comes behind. */
static bool log_gets(const char *text)
{
	long until = sct_ms() + 20000;
	bool there = false;
	char *log;

	do {
		log = sct_read(SCT_DIR "error_log");
		there = log && strstr(log, text);
		free(log);
	} while (!there && sct_ms() < until && !usleep(20000));
	return there;
}

TEST_F_TIMEOUT(trial, table_is_taken_back, SCT_TIMEOUT)
{
	char *before;
	long generation;

	EXPECT_EQ(0, sct_number("trial"));
	ASSERT_LOADED(sct_load(REFUSE("a", "x", "EROFS")));
	before = sct_read(SCT_RULES);
	ASSERT_EQ(0, sct_put(SCT_TRIAL, 0, "3\n"));
	EXPECT_EQ(0, sct_number("trial"));
	EXPECT_EQ(-EROFS, sct_call(SYS_unlink, "x"));

	ASSERT_LOADED(sct_load(REFUSE("b", "x", "EXDEV")));
	generation = sct_number("generation");
	EXPECT_EQ(-EXDEV, sct_call(SYS_unlink, "x"));
	EXPECT_LT(0, sct_number("trial"));
	EXPECT_GE(3, sct_number("trial"));

	EXPECT_TRUE(rules_become(before, 60000));
	EXPECT_EQ(-EROFS, sct_call(SYS_unlink, "x"));
	EXPECT_EQ(0, sct_number("trial"));
	EXPECT_EQ(generation + 1, sct_number("generation"));
	EXPECT_TRUE(log_gets("trial over"));
	free(before);
}

TEST_F_TIMEOUT(trial, confirmed_table_stays, SCT_TIMEOUT)
{
	ASSERT_LOADED(sct_load(REFUSE("a", "x", "EROFS")));
	ASSERT_EQ(0, sct_put(SCT_TRIAL, 0, "2\n"));
	ASSERT_LOADED(sct_load(REFUSE("b", "x", "EXDEV")));
	ASSERT_EQ(0, sct_put(SCT_TRIAL, 0, "confirm\n"));
	EXPECT_EQ(0, sct_number("trial"));
	sleep(4);
	EXPECT_EQ(-EXDEV, sct_call(SYS_unlink, "x"));
	/* The one after it is on no trial. */
	ASSERT_LOADED(sct_load(REFUSE("c", "x", "EISDIR")));
	EXPECT_EQ(0, sct_number("trial"));
}

/* Who can't write any more, can't confirm. */
static int lock_out(void *arg)
{
	if (sct_load(RULE("w", "write", MINE, FAIL("EPERM"), "before")))
		return 1;
	return sct_put(SCT_TRIAL, 0, "confirm\n") == -EPERM ? 0 : 2;
}

TEST_F_TIMEOUT(trial, author_who_is_locked_out_comes_back, SCT_TIMEOUT)
{
	ASSERT_EQ(0, sct_put(SCT_TRIAL, 0, "2\n"));
	EXPECT_EQ(0, sct_child(lock_out, NULL));
	/* The table before it was an empty one. */
	EXPECT_TRUE(rules_become("", 60000));
	EXPECT_EQ(0, sct_put(SCT_TRIAL, 0, "confirm\n"));
}

TEST_F(trial, zero_ends_it_at_once)
{
	char *before;

	ASSERT_LOADED(sct_load(REFUSE("a", "x", "EROFS")));
	before = sct_read(SCT_RULES);
	ASSERT_EQ(0, sct_put(SCT_TRIAL, 0, "1000\n"));
	ASSERT_LOADED(sct_load(REFUSE("b", "x", "EXDEV")));
	/* Another load meanwhile changes nothing of what returns. */
	ASSERT_LOADED(sct_load(REFUSE("c", "x", "EISDIR")));
	EXPECT_LT(900, sct_number("trial"));
	ASSERT_EQ(0, sct_put(SCT_TRIAL, 0, "0\n"));
	EXPECT_TRUE(rules_become(before, 10000));
	free(before);
}

TEST_F(trial, bad_values_change_nothing)
{
	static const char *const bad[] = { "x\n", "-1\n", "86401\n", "1 2\n", "confirmed\n", "\n" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		EXPECT_EQ(-EINVAL, sct_put(SCT_TRIAL, 0, bad[i]));
	ASSERT_LOADED(sct_load(REFUSE("a", "x", "EROFS")));
	EXPECT_EQ(0, sct_number("trial"));
	/* A failed load is on no trial; the next is. */
	ASSERT_EQ(0, sct_put(SCT_TRIAL, 0, "500\n"));
	EXPECT_EQ(-EINVAL, sct_load("rule { }"));
	EXPECT_EQ(0, sct_number("trial"));
	ASSERT_LOADED(sct_load(REFUSE("b", "x", "EXDEV")));
	EXPECT_LT(0, sct_number("trial"));
	ASSERT_EQ(0, sct_put(SCT_TRIAL, 0, "confirm\n"));
}

static int kill_me(void *arg)
{
	sct_call(SYS_chdir, "kill");
	return 0;
}

/* The line of a rule, up to its time. */
static bool has_stats(const char *line)
{
	char *stats = sct_read(SCT_STATS);
	bool has = stats && strstr(stats, line);

	if (!has)
		ksft_print_msg("expected %s in\n%s", line, stats ?: "nothing");
	free(stats);
	return has;
}

TEST_F(trial, rules_are_counted)
{
	static const char rules[] =
		"rule { syscall_name = unlink rule_name = l filter_expression { " MINE " }\n"
		"action { type = LOG limit = 2/h } continue = yes }\n"
		RULE("f", "unlink", MINE " && PARAMS[1] == \"f\"", FAIL("EROFS"), "before")
		RULE("k", "chdir", "PARAMS[1] == \"kill\"", "type = KILL", "before")
		RULE("w", "lseek", MINE " && PARAMS[3] == 99",
		     "type = REWRITE param = 3 value = SEEK_CUR", "before")
		RULE("n", "rmdir", "0", FAIL("EPERM"), "before");
	int i;

	ASSERT_LOADED(sct_load(rules));
	for (i = 0; i < 5; i++)
		sct_call(SYS_unlink, "f");
	sct_call(SYS_unlink, "g");
	EXPECT_EQ(128 + SIGKILL, sct_child(kill_me, NULL));
	sct_call(SYS_lseek, 0, 0, 99);

	EXPECT_TRUE(has_stats("l matched=6 logged=2 limited=4 failed=0 killed=0 "));
	EXPECT_TRUE(has_stats("f matched=5 logged=0 limited=0 failed=5 killed=0 "));
	EXPECT_TRUE(has_stats("k matched=1 logged=0 limited=0 failed=0 killed=1 "));
	EXPECT_TRUE(has_stats("w matched=1 logged=0 limited=0 failed=0 killed=0 "));
	EXPECT_TRUE(has_stats(" killed=0 suspended=0 rewritten=1 "));
	EXPECT_TRUE(has_stats("n matched=0 logged=0 limited=0 failed=0 killed=0 "));
	EXPECT_TRUE(has_stats("\nring written="));
	/* Who is added to keeps what it has counted. */
	ASSERT_LOADED(sct_add(REFUSE("z", "z", "EROFS")));
	EXPECT_TRUE(has_stats("f matched=5 "));
}

TEST_HARNESS_MAIN
