// SPDX-License-Identifier: GPL-2.0
/*
 * Filter expressions: what they compare, and with whose arithmetic
 *
 * Numeric cases are C expressions too. The compiler says what each is worth,
 * and the kernel must say the same.
 */

#include <kselftest_harness.h>

#include <pthread.h>
#include <linux/capability.h>
#include <sys/fsuid.h>

#include "sct_test.h"

#pragma GCC diagnostic ignored "-Wparentheses"
#pragma GCC diagnostic ignored "-Wlogical-not-parentheses"
#pragma GCC diagnostic ignored "-Wbool-compare"
#pragma GCC diagnostic ignored "-Wint-in-bool-context"

FIXTURE(filter) {
	struct sct_place at;
};

FIXTURE_SETUP(filter)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(filter)
{
	sct_teardown(&self->at);
}

/* Whether @filter on @call lets the call of @make through to the log. */
static int matches(const char *call, const char *filter, void (*make)(void *), void *arg)
{
	char *log;
	int ret;

	ret = sct_loadf(RULE("r", "%s", "%s", LOG("hit %%pid"), "before"), call, filter);
	if (ret)
		return ret;
	if (sct_clear_log())
		return -EIO;
	make(arg);
	log = sct_read(SCT_LOG);
	if (log) {
		char line[32];

		snprintf(line, sizeof(line), "hit %d\n", getpid());
		ret = sct_count(log, line);
	}
	free(log);
	return ret;
}

static const char *why(int got)
{
	return got < 0 ? sct_last_error() : "";
}

struct number_case {
	const char *filter;
	bool expected;
};

/* C says what the expression is worth. */
#define C(expression)	{ #expression, !!(expression) }

static void check_numbers(struct __test_metadata *_metadata, const struct number_case *cases,
			  size_t nr, const char *call, void (*make)(void *))
{
	size_t i;

	for (i = 0; i < nr; i++) {
		int got = matches(call, cases[i].filter, make, NULL);

		EXPECT_EQ(cases[i].expected, got)
			TH_LOG("%s: %s %s", call, cases[i].filter, why(got));
	}
}

static void call_getpriority(void *arg)
{
	sct_call(SYS_getpriority, -7, 3);
}

TEST_F_TIMEOUT(filter, constants_have_the_precedence_of_c, SCT_TIMEOUT)
{
	const struct number_case cases[] = {
		C(1), C(0), C(-1), C(!1), C(!0), C(!!7), C(~0), C(~-1), C(-(-1)), C(-!0),
		C(1 || 0 && 0), C((1 || 0) && 0), C(0 && 0 || 1), C(!0 == 1), C(!1 == 1),
		C(1 | 2 == 2), C((1 | 2) == 2), C(4 & 2 == 2), C(1 ^ 3 == 3),
		C(4 | 2 ^ 6 & 3), C(1 == 1 != 0), C(3 > 2 > 1), C(3 > 2 == 1),
		C(1 << 2 + 1 == 8), C((1 << 2) + 1 == 5), C(256 >> 4 >> 2 == 4),
		C(1 + 2 * 3 == 7), C((1 + 2) * 3 == 9), C(7 - 3 - 2 == 2), C(7 - (3 - 2) == 2),
		C(24 / 4 / 3 == 2), C(24 / (4 / 3) == 24), C(10 % 4 * 2 == 4), C(10 * 3 % 4 == 2),
		C(-7 / 2 == -3), C(-7 % 2 == -1), C(7 / -2 == -3), C(7 % -2 == 1),
		C(2 + 3 == 5 && 1), C(1 < 2 && 2 < 3), C(1 < 2 < 2), C(5 - -5 == 10),
		C(~5 & 7), C(-2 + ~0 == -3), C(!5 + 1), C(6 & ~2 == 4),
		C(0x10 == 16), C(010 == 8), C(0 == 00), C(0xfF == 255), C(0x0 || 00),
		C(-1 < 0), C(1 >= 1), C(1 <= 0), C(2 != 2),
		C(2147483647 + 0 > 0), C(2147483648 > 0), C(-2147483648 < 0),
		C(4294967295 == -1), C(0xffffffff == -1), C(0xffffffff > 0),
		C(0xffffffffffffffff == -1), C(-1 < 0xffffffff), C(-1 < 4294967295),
		C(0x7fffffffffffffff > 0), C(0x8000000000000000 > 0),
		C(~0 == 0xffffffff), C(~0 == 4294967295),
		C(-1 >> 31 == -1), C(0xffffffff >> 31 == 1),
		C(1 << 31 < 0), C(-8 >> 1 == -4), C(0xfffffff8 >> 1 == 0x7ffffffc),
		C(-1 / 0x10 == 0), C(-1 / 0xffffffff == 1), C(-1 % 0x10),
	};

	check_numbers(_metadata, cases, ARRAY_SIZE(cases), "getpriority", call_getpriority);
}

/* Of type int: -7 and 3. */
#define PARAMS	((const int []){ 0, -7, 3 })
TEST_F_TIMEOUT(filter, parameter_of_type_int, SCT_TIMEOUT)
{
	const struct number_case cases[] = {
		C(PARAMS[1] == -7), C(PARAMS[1] != -7), C(PARAMS[1] < 0), C(PARAMS[1] > 0),
		C(PARAMS[1] == 0xfffffff9), C(PARAMS[1] == 4294967289), C(PARAMS[1] < 0xffffffff),
		C(PARAMS[1] < 4294967295), C(PARAMS[1] == 0xfffffffffffffff9),
		C(PARAMS[1] < PARAMS[2]), C(PARAMS[2] <= 3), C(PARAMS[1] + PARAMS[2] == -4),
		C(PARAMS[1] * PARAMS[2] == -21), C(PARAMS[1] / 2 == -3), C(PARAMS[1] % 4 == -3),
		C(PARAMS[1] >> 1 == -4), C(PARAMS[1] & 1), C((PARAMS[1] & 8) == 8),
		C(PARAMS[2] & 2 && PARAMS[2] & 1), C(~PARAMS[2] == -4), C(-PARAMS[1] == 7),
		C(!PARAMS[2]), C(!(PARAMS[2] == 4)), C(PARAMS[2] == 3 || PARAMS[1] == 0),
		C(PARAMS[2] == 4 || PARAMS[1] == 0), C(PARAMS[2]),
		C((((PARAMS[2]))) == (3)), C(PARAMS[2] << 30 == -1073741824),
		C(PARAMS[0x2] == 3),
	};

	check_numbers(_metadata, cases, ARRAY_SIZE(cases), "getpriority", call_getpriority);
}

static void call_dup(void *arg)
{
	sct_call(SYS_dup, -1);
}

#undef PARAMS
#define PARAMS	((const unsigned int []){ 0, -1 })
TEST_F_TIMEOUT(filter, parameter_of_type_unsigned_int, SCT_TIMEOUT)
{
	const struct number_case cases[] = {
		C(PARAMS[1] == -1), C(PARAMS[1] < 0), C(PARAMS[1] > 0), C(PARAMS[1] == 4294967295),
		C(PARAMS[1] == 0xffffffff), C(PARAMS[1] + 1 == 0), C(PARAMS[1] + 1),
		C(PARAMS[1] > -2),
		C(PARAMS[1] >> 31 == 1), C(PARAMS[1] / 2 == 2147483647), C(-PARAMS[1] == 1),
		C(~PARAMS[1] == 0), C(PARAMS[1] == 0xffffffffffffffff),
		C(PARAMS[1] * 2 > PARAMS[1]),
		C(PARAMS[1] + 4294967296 > 4294967296),
	};

	check_numbers(_metadata, cases, ARRAY_SIZE(cases), "dup", call_dup);
}

static void call_munmap(void *arg)
{
	sct_call(SYS_munmap, -4095L, 0x123456789abcdefL);
}

#undef PARAMS
#define PARAMS	((const unsigned long []){ 0, -4095, 0x123456789abcdef })
TEST_F_TIMEOUT(filter, parameter_of_type_unsigned_long, SCT_TIMEOUT)
{
	const struct number_case cases[] = {
		C(PARAMS[1] == -4095), C(PARAMS[1] < 0), C(PARAMS[1] > 0x7fffffffffffffff),
		C(PARAMS[1] == 0xfffffffffffff001), C(PARAMS[1] + 4095 == 0),
		C(PARAMS[1] > PARAMS[2]), C(PARAMS[2] == 0x123456789abcdef),
		C(PARAMS[2] == 81985529216486895), C(PARAMS[2] % 1000 == 895),
		C(PARAMS[2] >> 32 == 0x1234567), C((PARAMS[2] & 0xff) == 0xef),
	};

	check_numbers(_metadata, cases, ARRAY_SIZE(cases), "munmap", call_munmap);
}

static void call_lseek(void *arg)
{
	sct_call(SYS_lseek, 99, -5000000000L, 7);
}

#undef PARAMS
#define PARAMS	((const long []){ 0, 99, -5000000000 })
TEST_F_TIMEOUT(filter, parameter_of_type_long, SCT_TIMEOUT)
{
	const struct number_case cases[] = {
		C(PARAMS[2] == -5000000000), C(PARAMS[2] < 0), C(PARAMS[2] < 0xffffffff),
		C(PARAMS[2] > 0xffffffffffffffff), C(PARAMS[2] / 1000000 == -5000),
		C(PARAMS[2] + 5000000001 == 1), C(PARAMS[2] >> 40 == -1),
		C(-PARAMS[2] > 4294967296),
	};

	check_numbers(_metadata, cases, ARRAY_SIZE(cases), "lseek", call_lseek);
}

#undef PARAMS

/* What C does not have, or leaves open. */
TEST_F_TIMEOUT(filter, numbers_beyond_c, SCT_TIMEOUT)
{
	static const struct number_case cases[] = {
		{ "PARAMS[2] in (1, 2, 3)", true },
		{ "PARAMS[2] in (1, 2)", false },
		{ "PARAMS[2] in (3)", true },
		{ "PARAMS[1] in (7, -7)", true },
		{ "!(PARAMS[2] in (1, 2))", true },
		{ "PARAMS[2] in (1, 2) || PARAMS[2] in (3, 4)", true },
		/* A division by zero makes the comparison false. */
		{ "1 / (PARAMS[2] - 3) == 0", false },
		{ "1 / (PARAMS[2] - 3) != 0", false },
		{ "1 % (PARAMS[2] - 3) == 0", false },
		{ "!(1 / (PARAMS[2] - 3) == 0)", true },
		{ "1 / (PARAMS[2] - 3) == 0 || 1", true },
		{ "PARAMS[2] == 3 || 1 / (PARAMS[2] - 3) == 0", true },
		{ "3==PARAMS[ 2 ]", true },
		/* The minus of printed texts. */
		{ "PARAMS[1] == \342\210\2227", true },
		{ "PARAMS[2] == 4 \xe2\x88\x92 1", true },
	};

	check_numbers(_metadata, cases, ARRAY_SIZE(cases), "getpriority", call_getpriority);
}

/* Strings. */
static void call_unlink(void *arg)
{
	sct_call(SYS_unlink, arg);
}

static const struct string_case {
	const char *value;
	const char *filter;
	bool expected;
} string_cases[] = {
	{ "no/where", "PARAMS[1] == \"no/where\"", true },
	{ "no/where", "\"no/where\" == PARAMS[1]", true },
	{ "no/where", "PARAMS[1] == \"no/wher\"", false },
	{ "no/where", "PARAMS[1] == \"no/where2\"", false },
	{ "no/where", "PARAMS[1] == \"No/where\"", false },
	{ "no/where", "PARAMS[1] != \"no/where\"", false },
	{ "no/where", "PARAMS[1] != \"other\"", true },
	{ "no/where", "!(PARAMS[1] == \"other\")", true },
	{ "no/where", "PARAMS[1]==\"no/where\"&&UID==0", true },
	{ "no/where", "PARAMS[1] == \"x\" || PARAMS[1] == \"no/where\"", true },
	{ "no/where", "PARAMS[1] == \"\"", false },
	{ "", "PARAMS[1] == \"\"", true },
	{ "", "PARAMS[1] != \"x\"", true },
	{ "no/where", "PARAMS[1] ~= \"/wh\"", true },
	{ "no/where", "PARAMS[1] ~= \"\"", true },
	{ "no/where", "PARAMS[1] ~= \"no/where\"", true },
	{ "no/where", "PARAMS[1] ~= \"no/where/\"", false },
	{ "no/where", "PARAMS[1] ~= \"xx\"", false },
	{ "aaab", "PARAMS[1] ~= \"aab\"", true },
	{ "no/where", "PARAMS[1] startswith \"no/\"", true },
	{ "no/where", "PARAMS[1] startswith \"o/\"", false },
	{ "no/where", "PARAMS[1] startswith \"\"", true },
	{ "no/where", "PARAMS[1] startswith \"no/where/and/more\"", false },
	{ "no/where", "PARAMS[1] endswith \"where\"", true },
	{ "no/where", "PARAMS[1] endswith \"wher\"", false },
	{ "no/where", "PARAMS[1] endswith \"\"", true },
	{ "no/where", "PARAMS[1] endswith \"and/no/where\"", false },
	{ "no/where", "PARAMS[1] glob \"no/*\"", true },
	{ "no/where", "PARAMS[1] glob \"*\"", true },
	{ "no/where", "PARAMS[1] glob \"n?/wh[a-e]re\"", true },
	{ "no/where", "PARAMS[1] glob \"n?/wh[!a-e]re\"", false },
	{ "no/where", "PARAMS[1] glob \"no\"", false },
	{ "no/where", "PARAMS[1] glob \"*/*re\"", true },
	{ "no/where", "PARAMS[1] in (\"a\", \"no/where\", \"b\")", true },
	{ "no/where", "PARAMS[1] in (\"a\", \"b\")", false },
	{ "no/where", "PARAMS[1] in (\"no/where\")", true },
	{ "no/where", "!(PARAMS[1] in (\"a\"))", true },
	/* C's escapes. */
	{ "a\nb", "PARAMS[1] == \"a\\nb\"", true },
	{ "a\tb", "PARAMS[1] == \"a\\tb\"", true },
	{ "a\"b", "PARAMS[1] == \"a\\\"b\"", true },
	{ "a\\b", "PARAMS[1] == \"a\\\\b\"", true },
	{ "aA/b", "PARAMS[1] == \"a\\x41/b\"", true },
	{ "aAb", "PARAMS[1] == \"a\\101b\"", true },
	{ "\xff\x01", "PARAMS[1] == \"\\377\\001\"", true },
	{ "\xc3\xa9t\xc3\xa9", "PARAMS[1] == \"\xc3\xa9t\xc3\xa9\"", true },
	{ "a#b", "PARAMS[1] == \"a#b\"", true },
	{ "a}b", "PARAMS[1] == \"a}b\"", true },
	{ "a{b", "PARAMS[1] == \"a{b\"", true },
	{ "\xe2\x88\x92", "PARAMS[1] == \"\xe2\x88\x92\"", true },
	{ "\xe2\x88\x92", "PARAMS[1] == \"-\"", false },
	/* Nothing can be read there: the comparison is false, whichever it is. */
	{ NULL, "PARAMS[1] == \"x\"", false },
	{ NULL, "PARAMS[1] != \"x\"", false },
	{ NULL, "PARAMS[1] == \"\"", false },
	{ NULL, "PARAMS[1] ~= \"\"", false },
	{ NULL, "PARAMS[1] startswith \"\"", false },
	{ NULL, "PARAMS[1] glob \"*\"", false },
	{ NULL, "PARAMS[1] in (\"x\")", false },
	{ NULL, "!(PARAMS[1] == \"x\")", true },
	{ NULL, "!(PARAMS[1] != \"x\")", true },
	{ NULL, "PARAMS[1] != \"x\" || UID == 0", true },
	{ NULL, "UID == 0 && PARAMS[1] != \"x\"", false },
};

#define BAD_POINTER	((char *)1)

TEST_F_TIMEOUT(filter, strings, SCT_TIMEOUT)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(string_cases); i++) {
		const struct string_case *c = &string_cases[i];
		int got = matches("unlink", c->filter, call_unlink, (void *)c->value);

		EXPECT_EQ(c->expected, got)
			TH_LOG("%s of \"%s\" %s", c->filter, c->value ?: "(null)", why(got));
		if (c->value)
			continue;
		got = matches("unlink", c->filter, call_unlink, BAD_POINTER);
		EXPECT_EQ(c->expected, got) TH_LOG("%s of a bad pointer", c->filter);
	}
}

/* A path that getname() refuses is none that a filter can have seen. */
TEST_F(filter, path_of_more_than_path_max_can_not_be_read)
{
	char *path = malloc(2 * PATH_MAX);

	ASSERT_NE(NULL, path);
	memset(path, '/', 2 * PATH_MAX);
	path[PATH_MAX] = '\0';
	EXPECT_EQ(0, matches("unlink", "PARAMS[1] startswith \"/\"", call_unlink, path));
	EXPECT_EQ(0, matches("unlink", "PARAMS[1] != \"x\"", call_unlink, path));
	path[PATH_MAX - 1] = '\0';
	EXPECT_EQ(1, matches("unlink", "PARAMS[1] startswith \"/\"", call_unlink, path));
	EXPECT_EQ(1, matches("unlink", "PARAMS[1] endswith \"//\"", call_unlink, path));
	free(path);
}

/* A string that ends with the last byte of its page, and one that goes on. */
TEST_F(filter, string_at_the_end_of_memory)
{
	long page = sysconf(_SC_PAGESIZE);
	char *at = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT_NE(MAP_FAILED, at);
	ASSERT_EQ(0, munmap(at + page, page));
	memcpy(at + page - 4, "end", 4);
	EXPECT_EQ(1, matches("unlink", "PARAMS[1] == \"end\"", call_unlink, at + page - 4));
	memcpy(at + page - 4, "fell", 4);
	EXPECT_EQ(0, matches("unlink", "PARAMS[1] startswith \"fel\"", call_unlink, at + page - 4));
}

static void call_rename(void *arg)
{
	sct_call(SYS_rename, "from", "to");
}

TEST_F(filter, several_strings_of_one_call)
{
	static const struct number_case cases[] = {
		{ "PARAMS[1] == \"from\" && PARAMS[2] == \"to\"", true },
		{ "PARAMS[2] == \"from\" || PARAMS[1] == \"to\"", false },
		{ "PARAMS[1] == PARAMS[2]", false },
		{ "PARAMS[1] != PARAMS[2]", true },
		{ "PARAMS[2] in (\"x\", \"to\")", true },
	};

	check_numbers(_metadata, cases, ARRAY_SIZE(cases), "rename", call_rename);
}

/* Whom a call comes from: eight ids, each a number of its own. */
static const struct {
	const char *name;
	int value;
} ids[] = {
	{ "UID", 1001 }, { "EUID", 1002 }, { "SUID", 1003 }, { "FSUID", 1004 },
	{ "GID", 2001 }, { "EGID", 2002 }, { "SGID", 2003 }, { "FSGID", 2004 },
};

/* The capabilities that are permitted still, made effective. */
static int keep_setuid(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct caps[2];

	if (syscall(SYS_capget, &head, caps))
		return -1;
	caps[0].effective = caps[0].permitted;
	return syscall(SYS_capset, &head, caps);
}

static int call_with_ids(void *arg)
{
	/* While it may: as root, with the ids of the files set last. */
	if (setresgid(2001, 2002, 2003) || prctl(PR_SET_KEEPCAPS, 1) ||
	    setresuid(1001, 1002, 1003) || keep_setuid())
		return 1;
	setfsgid(2004);
	setfsuid(1004);
	sct_call(SYS_getpriority, 77, 0);
	return 0;
}

TEST_F_TIMEOUT(filter, each_id_is_its_own, SCT_TIMEOUT)
{
	size_t i, j;
	char *log;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		for (j = 0; j < ARRAY_SIZE(ids); j++) {
			ASSERT_LOADED(sct_loadf(RULE("r", "getpriority",
						     "PARAMS[1] == 77 && %s == %d",
						     LOG("hit"), "before"),
						ids[i].name, ids[j].value));
			ASSERT_EQ(0, sct_clear_log());
			ASSERT_EQ(0, sct_child(call_with_ids, NULL));
			log = sct_read(SCT_LOG);
			ASSERT_NE(NULL, log);
			EXPECT_STREQ(i == j ? "hit\n" : "", log)
				TH_LOG("%s == %d", ids[i].name, ids[j].value);
			free(log);
		}
	}
}

TEST_F(filter, each_id_prints)
{
	ASSERT_LOADED(sct_load(RULE("r", "getpriority", "PARAMS[1] == 77",
				    LOG("%uid %euid %suid %fsuid %gid %egid %sgid %fsgid"),
				    "before")));
	ASSERT_EQ(0, sct_child(call_with_ids, NULL));
	EXPECT_LOG("1001 1002 1003 1004 2001 2002 2003 2004\n");
}

static int call_with_largest_id(void *arg)
{
	if (setresuid(4294967294, 4294967294, 4294967294))
		return 1;
	sct_call(SYS_getpriority, 77, 0);
	return 0;
}

TEST_F(filter, ids_are_unsigned)
{
	ASSERT_LOADED(sct_load(RULE("r", "getpriority",
				    "PARAMS[1] == 77 && UID > 0 && UID == 4294967294",
				    LOG("%uid"), "before")));
	ASSERT_EQ(0, sct_child(call_with_largest_id, NULL));
	EXPECT_LOG("4294967294\n");
}

TEST_F(filter, pid_is_the_process)
{
	char filter[64];

	snprintf(filter, sizeof(filter), "PID == %d", getpid());
	EXPECT_EQ(1, matches("getpriority", filter, call_getpriority, NULL));
	snprintf(filter, sizeof(filter), "PID != %d && " MINE, getpid());
	EXPECT_EQ(0, matches("getpriority", filter, call_getpriority, NULL));
}

static void *call_in_thread(void *arg)
{
	char filter[96];

	snprintf(filter, sizeof(filter), "PID == %d && TID == %ld && PID != TID && PPID == %d",
		 getpid(), syscall(SYS_gettid), getppid());
	return (void *)(long)matches("getpriority", filter, call_getpriority, NULL);
}

TEST_F(filter, thread_has_its_own_number)
{
	pthread_t thread;
	void *ret;

	ASSERT_EQ(0, pthread_create(&thread, NULL, call_in_thread, NULL));
	ASSERT_EQ(0, pthread_join(thread, &ret));
	EXPECT_EQ(1, (long)ret);
}

static int call_as_other(void *arg)
{
	if (prctl(PR_SET_NAME, "a \"b\"\n\\c"))
		return 1;
	sct_call(SYS_getpriority, 77, 0);
	return 0;
}

TEST_F(filter, comm_is_the_name_of_the_moment)
{
	static const char rules[] =
		RULE("r", "getpriority", "COMM == \"a \\\"b\\\"\\n\\\\c\" && COMM ~= \"b\"",
		     LOG("%comm"), "before");

	ASSERT_LOADED(sct_load(rules));
	ASSERT_EQ(0, sct_child(call_as_other, NULL));
	sct_call(SYS_getpriority, 77, 0);
	EXPECT_LOG("\"a \\\"b\\\"\\n\\\\c\"\n");
}

TEST_HARNESS_MAIN
