// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of what a rule that loads is warned of
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../parse.h"
#include "../types.h"
#include "parses.h"

#define FAILS "action { type = FAIL }"

/* The last warning that a rule draws; NULL where it draws none. */
static const char *told(struct kunit *test, struct sct_parser *ps, const char *calls,
			const char *action, const char *filter)
{
	char *text = kunit_kmalloc(test, SZ_1K, GFP_KERNEL);
	unsigned int before = ps->nr_warnings;

	KUNIT_ASSERT_NOT_NULL(test, text);
	snprintf(text, SZ_1K, "rule { syscall_name = %s rule_name = r %s %s%s%s }", calls,
		 action, filter ? "filter_expression { " : "", filter ?: "",
		 filter ? " }" : "");
	parse(test, ps, text);
	return ps->nr_warnings > before ? ps->warnings[ps->nr_warnings - 1].what : NULL;
}

struct number_case {
	const char *calls;
	const char *filter;
	const char *told;
};

/* A number that is another parameter for 32-bit callers, and many that only seem so. */
static const struct number_case number_cases[] = {
	{ "pread64", "PARAMS[2] == 1" },
	{ "pread64", "PARAMS[3] == 1" },
	{ "pread64", "PARAMS[4] == 1", "4 of pread64 (pos, there poslo)" },
	{ "pwrite64", "PARAMS[4] == 1", "4 of pwrite64 (pos, there poslo)" },
	{ "fallocate", "PARAMS[2] == 1" },
	{ "fallocate", "PARAMS[3] == 1", "3 of fallocate (offset, there offset_lo)" },
	{ "fallocate", "PARAMS[4] == 1", "4 of fallocate (len, there offset_hi)" },
	{ "fallocate", "PARAMS[3] == 1 || PARAMS[4] == 1",
	  "3 of fallocate (offset, there offset_lo), 4 of fallocate (len, there offset_hi)" },
	{ "readahead", "PARAMS[3] == 1", "3 of readahead (count, there off_hi)" },
	{ "sync_file_range", "PARAMS[4] == 1", "4 of sync_file_range (flags, there n_low)" },
	{ "clone", "PARAMS[4] == 1", "4 of clone (child_tidptr, there tls_val)" },
	{ "clone", "PARAMS[5] == 1", "5 of clone (tls, there child_tidptr)" },
	{ "mmap", "PARAMS[1] == 1", "1 of mmap (addr, there arg)" },
	{ "preadv", "PARAMS[4] == 1", "4 of preadv (pos_l, there pos_low)" },
	{ "wait4", "PARAMS[1] == 1" },
	{ "recvfrom", "PARAMS[3] == 1" },
	{ "sigaltstack", "PARAMS[1] == 1" },
	{ "openat", "PARAMS[3] == 1" },
	{ "pread64, openat", "PARAMS[count] == 1" },
	{ "truncate64", "PARAMS[2] == 1" },
	{ "*", "PARAMS[4] == 1", "4 of clone (child_tidptr, there tls_val)" },
	{ "*", "PARAMS[4] == 1", " more; expected their names" },
};

static void warn_numbers(struct kunit *test)
{
	struct sct_parser *ps = new_parser(test);
	const char *what;

	if (!SCT_MAX_COMPAT)
		kunit_skip(test, "no 32-bit calls");
	for (unsigned int i = 0; i < ARRAY_SIZE(number_cases); i++) {
		const struct number_case *c = &number_cases[i];

		ps->nr_warnings = 0;
		what = told(test, ps, c->calls, LOG_ACTION, c->filter);
		if (!c->told) {
			KUNIT_EXPECT_TRUE_MSG(test, !what || !strstr(what, "by number"),
					      "%s: %s", c->calls, what);
			continue;
		}
		KUNIT_ASSERT_NOT_NULL_MSG(test, what, "%s", c->told);
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(what, c->told), "%s", what);
	}

	/* What is rewritten by number. */
	ps->nr_warnings = 0;
	what = told(test, ps, "fallocate", "action { type = REWRITE param = 4 value = 1 }",
		    NULL);
	KUNIT_ASSERT_NOT_NULL(test, what);
	KUNIT_EXPECT_NOT_NULL(test, strstr(what, "4 of fallocate (len, there offset_hi)"));

	/* Of two forms one of which is not watched only that is told. */
	ps->nr_warnings = 0;
	what = told(test, ps, "fallocate", LOG_ACTION, "PARAMS[4] == 1 && PARAMS[len] == 1");
	KUNIT_ASSERT_NOT_NULL(test, what);
	KUNIT_EXPECT_EQ(test, ps->nr_warnings, 1);
	KUNIT_EXPECT_NOT_NULL(test, strstr(what, "does not watch 32-bit callers"));
}

/* A text for one call, and a number for the other: it is told, and no decision rests on it. */
static const char *told_harmless(struct kunit *test, struct sct_parser *ps)
{
	return told(test, ps, "unlink, close", LOG_ACTION, "PARAMS[1] == \"a\"");
}

/* Those that matter most are kept, in their order; of the others it is told how many. */
static void warn_many(struct kunit *test)
{
	struct sct_parser *ps = new_parser(test);
	unsigned int i;

	for (i = 0; i < SCT_MAX_ERRORS; i++)
		KUNIT_EXPECT_NOT_NULL(test, told_harmless(test, ps));
	sct_warnings_end(ps);
	KUNIT_EXPECT_EQ(test, ps->nr_warnings, SCT_MAX_ERRORS);
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[SCT_MAX_ERRORS - 1].what,
					   "does not watch close"));

	told(test, ps, "close", FAILS, "PATH[fd] == \"/a\"");
	told_harmless(test, ps);
	told(test, ps, "dup2", FAILS, "PATH[newfd] == \"/a\"");
	sct_warnings_end(ps);
	KUNIT_EXPECT_EQ(test, ps->nr_warnings, SCT_MAX_ERRORS);
	for (i = 0; i < SCT_MAX_ERRORS - 3; i++)
		KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[i].what, "not watch close"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[i++].what, "PATH of fd of close"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[i++].what, "PATH of newfd of dup2"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[i].what,
					   "warning: and 4 more warnings; expected"));
	KUNIT_EXPECT_EQ(test, ps->warnings[i].line, 1);

	/* Where all matter, the last says so. */
	ps->nr_warnings = 0;
	for (i = 0; i < SCT_MAX_ERRORS + 2; i++)
		told(test, ps, "close", FAILS, "PATH[fd] == \"/a\"");
	sct_warnings_end(ps);
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[SCT_MAX_ERRORS - 2].what, "decides"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[SCT_MAX_ERRORS - 1].what,
					   "and 3 more warnings, of rules that decide"));
}

/* All that a rule should not rely on, as far as there is room. */
static void warn_doubts(struct kunit *test)
{
	static const char *const doubts[][3] = {
		{ "close, dup2, dup3", "PATH[1] == \"/a\"",
		  "PATH of fd of close, oldfd of dup2, oldfd of dup3: another" },
		{ "dup2", "PATH[1] == \"/a\" || PATH[2] == \"/b\"",
		  "PATH of oldfd of dup2, newfd of dup2: another" },
		{ "*", "PATH[dfd] == \"/a\"", " more: another thread" },
	};
	struct sct_parser *ps = new_parser(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(doubts); i++) {
		const char *what = told(test, ps, doubts[i][0], FAILS, doubts[i][1]);

		KUNIT_ASSERT_NOT_NULL(test, what);
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(what, doubts[i][2]), "%s", what);
	}
}

static void expect_doubt(struct kunit *test, struct sct_parser *ps,
			 const struct sct_syscall *call, unsigned int param,
			 const char *filter)
{
	char plain[80], compat[80];
	const char *what;

	ps->nr_warnings = 0;
	what = told(test, ps, call->name, FAILS, filter);
	snprintf(plain, sizeof(plain), "%s of %s", call->names[param], call->name);
	snprintf(compat, sizeof(compat), "%s of 32-bit %s", call->names[param], call->name);
	KUNIT_EXPECT_TRUE_MSG(test, what && strstr(what, "decides on") &&
			      (strstr(what, plain) || strstr(what, compat)),
			      "%s: %s", plain, what);
}

/* Every parameter of a call that params.c says a rule should not rely on; how many. */
static unsigned int expect_doubts(struct kunit *test, struct sct_parser *ps,
				  const struct sct_syscall *call)
{
	unsigned int found = 0;

	for (unsigned int i = 0; i < call->nr_params; i++) {
		const struct sct_param *param = &call->params[i];
		char filter[64];

		if (param->is & SCT_PARAM_LOOSE) {
			snprintf(filter, sizeof(filter), "PATH[%u] == \"/a\"", i + 1);
			expect_doubt(test, ps, call, i, filter);
			found++;
		}
		if ((param->is & SCT_PARAM_AGAIN) && sct_types_ready() &&
		    (param->kind == SCT_KIND_POINTER || param->kind == SCT_KIND_BUFFER)) {
			snprintf(filter, sizeof(filter),
				 "((struct in_addr *)PARAMS[%u])->s_addr == 1", i + 1);
			expect_doubt(test, ps, call, i, filter);
			found++;
		}
	}
	return found;
}

static void warn_all_doubts(struct kunit *test)
{
	struct sct_parser *ps = new_parser(test);
	unsigned int abi, nr, found = 0;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; nr < SCT_NR_MAX; nr++) {
			const struct sct_syscall *call = sct_syscall_by_nr(abi, nr);

			if (call)
				found += expect_doubts(test, ps, call);
		}
	}
	KUNIT_EXPECT_GT(test, found, 20);
}

/* Of what a command may take a half of. */
static void warn_halves(struct kunit *test)
{
	static const char *const cases[][3] = {
		{ "fcntl", "PARAMS[arg] == 4", "arg of fcntl," },
		{ "fcntl, prctl", "PARAMS[3] in (1, 2)", "arg of fcntl, arg3 of prctl," },
		{ "keyctl", "PARAMS[option] == 3 && !PARAMS[arg2]", "arg2 of keyctl," },
		{ "kcmp", "PARAMS[idx1] < 4 || (PARAMS[idx2] & ~0) == 1",
		  "idx1 of kcmp, idx2 of kcmp," },
		{ "ptrace", "PARAMS[pid] == 4 && PARAMS[data] == 1", "data of ptrace," },
		{ "fcntl", "PARAMS[arg] & 4" },
		{ "fcntl", "(0xffffffff & PARAMS[arg]) == 4" },
		{ "fcntl", "PARAMS[cmd] == 4" },
	};
	struct sct_parser *ps = new_parser(test);

	for (unsigned int i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *what = told(test, ps, cases[i][0], FAILS, cases[i][1]);
		const char *halves = what ? strstr(what, "all 64 bits of ") : NULL;

		KUNIT_EXPECT_EQ_MSG(test, !halves, !cases[i][2], "%s: %s", cases[i][1], what);
		if (halves && cases[i][2])
			KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(halves, cases[i][2]), "%s", what);
		/* It decides nothing. */
		what = told(test, ps, cases[i][0], LOG_ACTION, cases[i][1]);
		KUNIT_EXPECT_FALSE(test, what && strstr(what, "all 64 bits of "));
	}
}

static struct kunit_case sct_warn_cases[] = {
	KUNIT_CASE(warn_numbers),
	KUNIT_CASE(warn_many),
	KUNIT_CASE(warn_doubts),
	KUNIT_CASE(warn_all_doubts),
	KUNIT_CASE(warn_halves),
	{}
};

static struct kunit_suite sct_warn_suite = {
	.name = "sct_warn",
	.test_cases = sct_warn_cases,
};

kunit_test_suite(sct_warn_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's warnings");
MODULE_LICENSE("GPL");
