// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of filters: what an expression says, and what it may not say
 */

#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "filter_env.h"
#include "marked.h"

static const char *const made_names[] = {
	"path", "count", "offset", "flags", "bits", "mode"
};

static const char *const made_types[] = {
	"const char *", "size_t", "loff_t", "int", "unsigned int", "umode_t"
};

/* A call with a parameter of every kind but a pointer. */
static const struct sct_syscall made_up = {
	.name = "made_up",
	.nr = 7,
	.abi = SCT_ABI_NATIVE,
	.nr_params = 6,
	.names = made_names,
	.types = made_types,
	.params = {
		{ SCT_KIND_STRING, 8 },
		{ SCT_KIND_UNSIGNED, 8 },
		{ SCT_KIND_SIGNED, 8 },
		{ SCT_KIND_SIGNED, 4 },
		{ SCT_KIND_UNSIGNED, 4 },
		{ SCT_KIND_MODE, 2 },
	},
};

static const char *const pair_names[] = { "from", "to", "where" };
static const char *const pair_types[] = { "const char *", "const char *", "void *" };

/* A call with two strings. */
static const struct sct_syscall pair = {
	.name = "pair",
	.nr = 8,
	.abi = SCT_ABI_COMPAT,
	.nr_params = 3,
	.names = pair_names,
	.types = pair_types,
	.params = {
		{ SCT_KIND_STRING, 8 },
		{ SCT_KIND_STRING, 8 },
		{ SCT_KIND_POINTER, 4 },
	},
};

/* What C does not have, or leaves open; on one call */

struct run_case {
	const char *text;
	bool want;
};

static const struct run_case run_cases[] = {
	/* by name */
	{ "PARAMS[count] == 10 && PARAMS[offset] == -5", true },
	{ "PARAMS[flags] == -1 && PARAMS[bits] == 0xffffffff && PARAMS[mode] == 0644", true },
	{ "PARAMS[flags] == PARAMS[bits]", true },
	{ "PARAMS[flags] + 0l == PARAMS[bits]", false },
	{ "PARAMS[path] == \"/etc/passwd\"", true },
	{ "PARAMS [ 0x2 ] == 012", true },
	{ "PARAMS[mode] - 0645 < 0", true },
	{ "PARAMS[mode] - 0645u < 0", false },
	{ "SID == 7 && SNAME == \"made_up\" && ABI == \"native\"", true },
	{ "RETVAL == -2 && RETVAL < 0", true },
	{ "RETVAL == 0xfffffffffffffffe", true },
	{ "RETVAL == 0xfffffffe", false },
	/* symbols and functions */
	{ "PARAMS[mode] & S_IRUSR", true },
	{ "(PARAMS[mode] & S_IWOTH) == 0 && RETVAL == -ENOENT", true },
	{ "O_CREAT | O_EXCL == 0300", true },
	{ "(O_CREAT | O_EXCL) == 0300", true },
	{ "htons(25) == 0x1900 && ntohs(htons(25)) == 25", true },
	{ "htons(PARAMS[2]) == 0x0a00", true },
	{ "htonl(1) == 0x01000000 && ntohl(0x7f000001) == ipaddr(\"127.0.0.1\")", true },
	{ "htons(0x12345) == 0x4523 && htons(-1) == 0xffff", true },
	{ "htonl(-1) == -1 && htonl(-1) > 0", true },
	{ "-htons(1) == -256 && htons(1) + 1 == 257", true },
	{ "ipaddr(\"255.255.255.255\") == -1", true },
	/* ancestors: of the thread that runs the tests, in the end the first one's */
	{ "ANCESTOR(PID == 2) || ANCESTOR(PID == 1)", true },
	{ "ANCESTOR(0) || ANCESTOR(PID == 0)", false },
	{ "!ANCESTOR(PARAMS[2] == 11) && ANCESTOR(PARAMS[2] == 10)", true },
	{ "1 + ANCESTOR(1) == 2", true },
	{ "ANCESTOR(COMM == \"no such\" || PID in (1, 2) && 1)", true },
	{ "ANCESTOR(1 / (PARAMS[2] - 10) == 0)", false },
	/* in: numbers */
	{ "PARAMS[2] in (10)", true },
	{ "PARAMS[2] in (1, 2, 10)", true },
	{ "PARAMS[2] in (1, 2, 3)", false },
	{ "10 in (PARAMS[3], PARAMS[2])", true },
	{ "11 in (PARAMS[3], PARAMS[2])", false },
	{ "2 in (1, 2)", true },
	{ "3 in (1, 2)", false },
	{ "2 in (PARAMS[3], 2, PARAMS[2])", true },
	{ "-1 in (0xffffffff)", true },
	{ "-1 in (0xffffffffl)", false },
	{ "-1 in (1, 0xffffffffl, 0xffffffff)", true },
	{ "PARAMS[4] in (0xffffffff)", true },
	{ "PARAMS[4] in (0xffffffff + 1, 0xffffffffl)", false },
	{ "PARAMS[5] in (-1)", true },
	{ "PARAMS[5] in (-1l)", false },
	{ "PARAMS[3] in (4294967291)", false },
	{ "PARAMS[4] in (0xfffffffffffffffful, 5)", true },
	{ "PARAMS[4] in (1u, -1l)", true },
	{ "0xffffffff in (PARAMS[4])", true },
	{ "!(PARAMS[2] in (1, 2))", true },
	{ "!PARAMS[2] in (0, 1)", true },
	{ "!PARAMS[2] in (1)", false },
	{ "PARAMS[2] + 1 in (11)", true },
	{ "PARAMS[2] == 10 in (1)", false },
	{ "(PARAMS[2] == 10) in (1)", true },
	{ "PARAMS[2] in (10) == 1", true },
	{ "PARAMS[2] in (5) in (0)", true },
	{ "PARAMS[2] < 11 in (1)", true },
	{ "PARAMS[2] in (1 + 4 * 2, 9 + 1)", true },
	{ "PARAMS[2] in (PARAMS[2] in (10), 3)", false },
	{ "1 in (PARAMS[2] in (10), 3)", true },
	{ "PARAMS[2] in (1 && 0, PARAMS[3] == -5 || 0, 10)", true },
	{ "1 == (PARAMS[2] in (10)) && 2 in (1, (2))", true },
	{ "PARAMS[2] in (1) || PARAMS[3] in (-5) && PARAMS[4] in (-1)", true },
	{ "3 - (PARAMS[2] in (10)) == 2", true },
	{ "3 - (3 in (3)) == 2", true },
	{ "3 - (\"a\" in (\"a\")) - (\"a\" in (\"b\")) == 2", true },
	/* in: strings */
	{ "PARAMS[1] in (\"a\", \"/etc/passwd\")", true },
	{ "PARAMS[1] in (\"a\", \"/etc/passw\")", false },
	{ "\"/etc/passwd\" in (\"a\", PARAMS[1])", true },
	{ "\"a\" in (\"b\", \"a\")", true },
	{ "\"a\" in (\"b\", \"c\")", false },
	{ "\"a\" in (PARAMS[1], \"a\", SNAME)", true },
	{ "SNAME in (PARAMS[1], ABI, SNAME)", true },
	{ "1 + (SNAME in (\"made_up\")) * 2 == 3", true },
	{ "0 || SNAME in (\"a\", \"made_up\", \"b\") && 1", true },
	{ "0 || SNAME in (\"a\", \"b\") && 1", false },
	/* a division by zero makes false what uses it: a comparison, a condition */
	{ "1 / Z == 0", false }, { "1 / Z != 0", false }, { "1 % Z == 1", false },
	{ "1 / Z < 1", false }, { "1 / Z >= 0", false }, { "0 == 1 / Z", false },
	{ "PARAMS[2] / Z == PARAMS[2] / Z", false },
	{ "!(1 / Z == 0)", true }, { "!(1 / Z != 0)", true },
	{ "1 / Z", false }, { "!(1 / Z)", false }, { "!!(1 / Z)", true },
	{ "1 / Z || 1", true }, { "1 || 1 / Z", true }, { "0 || 1 / Z", false },
	{ "1 / Z && 1", false }, { "1 && 1 / Z", false }, { "0 && 1 / Z", false },
	{ "!(1 / Z && 1)", true }, { "!(1 / Z || 0)", true },
	{ "1 / Z + 1 != 0", false }, { "1 + 1 / Z != 0", false },
	{ "-(1 / Z) == 0", false }, { "~(1 / Z) == -1", false }, { "~(1 / Z)", false },
	{ "1 << 1 / Z == 1", false }, { "(1 / Z) >> 1 == 0", false },
	{ "0 * (1 / Z) == 0", false }, { "(1 / Z & 0) == 0", false },
	{ "2 - (3 - 1 / Z) != 0", false },
	{ "(1 / Z == 0) == 0", true }, { "(1 / Z == 0) + 1 == 1", true },
	{ "1 / Z in (0, 1)", false }, { "!(1 / Z in (0, 1))", true },
	{ "1 in (1 / Z, 1)", true }, { "0 in (1 / Z)", false },
	{ "1 in (0, 1 / Z, 1 / Z, 1)", true }, { "10 in (1 / Z, PARAMS[2])", true },
	{ "1 / PARAMS[2] == 0 && 1 / Z == 1 || 1", true },
	{ "PARAMS[4] / Z == 0u", false }, { "PARAMS[5] % Z == 0", false },
	/* the quotients that don't fit */
	{ "(-2147483647 - 1) / -1 == -2147483647 - 1", true },
	{ "(-2147483647 - 1) % -1 == 0", true },
	{ "(-2147483647 - 1) / PARAMS[4] == -2147483647 - 1", true },
	{ "(-2147483647 - 1) % PARAMS[4] == 0", true },
	{ "(-9223372036854775807 - 1) / -1 == -9223372036854775807 - 1", true },
	{ "(-9223372036854775807 - 1) % -1 == 0", true },
	{ "(-9223372036854775807 - 1) / (PARAMS[3] + 4) < 0", true },
	{ "(-9223372036854775807 - 1) % (PARAMS[3] + 4) == 0", true },
	/* wrapping, and counts of shifts modulo the width */
	{ "2147483647 + 1 == -2147483647 - 1", true },
	{ "-(-2147483647 - 1) < 0", true },
	{ "9223372036854775807 + 1 < 0", true },
	{ "PARAMS[5] + 1 == 0 && PARAMS[5] * PARAMS[5] == 1", true },
	{ "1 << 32 == 1 && 1 << 33 == 2 && 1l << 64 == 1 && 1l << 65 == 2", true },
	{ "PARAMS[5] << 32 == PARAMS[5] && PARAMS[3] >> 64 == PARAMS[3]", true },
	{ "1 << -1 == -2147483647 - 1 && PARAMS[5] >> -1 == 1", true },
	{ "1 << 31 < 0 && 1 << 30 << 1 < 0", true },
	{ "PARAMS[4] >> 31 == -1 && PARAMS[5] >> 31 == 1 && PARAMS[3] >> 63 == -1", true },
	{ "PARAMS[4] << 4 == -16 && PARAMS[5] << 4 == 0xfffffff0", true },
};

/* A zero that the compiler of filters can't see through. */
#define ZERO	"(PARAMS[6] - PARAMS[mode])"

static void filter_run(struct kunit *test)
{
	struct filter_env *env = test->priv;
	const u64 args[6] = { 0, 10, -5, -1, U32_MAX, 0644 };
	char text[256];
	size_t i;

	memcpy(env->call.args, args, sizeof(args));
	env->call.retval = -2;
	filter_set_string(test, 0, "/etc/passwd");
	for (i = 0; i < ARRAY_SIZE(run_cases); i++) {
		const char *p = run_cases[i].text;
		size_t n = 0;

		for (; *p; p++) {
			if (*p == 'Z')
				n += scnprintf(text + n, sizeof(text) - n, ZERO);
			else
				n += scnprintf(text + n, sizeof(text) - n, "%c", *p);
		}
		KUNIT_ASSERT_LT(test, n, sizeof(text) - 1);
		expect_filter(test, text, &made_up, run_cases[i].want);
	}
}

/* Who calls. */
static void filter_caller(struct kunit *test)
{
	const struct cred *cred = current_cred();
	char text[400];

	scnprintf(text, sizeof(text),
		  "PID == %d && TID == %d && PPID == %d && UID == %u && EUID == %u && SUID == %u && FSUID == %u && GID == %u && EGID == %u && SGID == %u && FSGID == %u && COMM == \"%s\"",
		  task_tgid_nr(current), task_pid_nr(current), task_ppid_nr(current),
		  from_kuid(&init_user_ns, cred->uid), from_kuid(&init_user_ns, cred->euid),
		  from_kuid(&init_user_ns, cred->suid),
		  from_kuid(&init_user_ns, cred->fsuid),
		  from_kgid(&init_user_ns, cred->gid), from_kgid(&init_user_ns, cred->egid),
		  from_kgid(&init_user_ns, cred->sgid),
		  from_kgid(&init_user_ns, cred->fsgid), current->comm);
	expect_filter(test, text, &made_up, true);
	expect_filter(test, "UID < 0 || PID == -1 || UID - 1 < 0", &made_up, false);
	expect_filter(test, "ABI == \"compat\" && SNAME != \"made_up\"", &pair, true);
}

/* Strings */

struct string_case {
	const char *text;
	const char *path;	/* NULL where it can't be read */
	bool want;
};

static const struct string_case string_cases[] = {
	{ "PARAMS[1] == \"/a\"", "/a", true },
	{ "PARAMS[1] == \"/a\"", "/ab", false },
	{ "\"/a\" == PARAMS[1]", "/a", true },
	{ "PARAMS[1] != \"/a\"", "/a", false },
	{ "PARAMS[1] != \"/a\"", "/A", true },
	{ "PARAMS[1] == \"\"", "", true },
	{ "PARAMS[1] == \"\"", "a", false },
	{ "PARAMS[1] == \"a\\n\\x41\\\"\"", "a\nA\"", true },
	{ "PARAMS[1] == \"é−\"", "é−", true },
	{ "PARAMS[1] ~= \"etc\"", "/etc/passwd", true },
	{ "PARAMS[1] ~= \"etd\"", "/etc/passwd", false },
	{ "PARAMS[1] ~= \"\"", "a", true },
	{ "\"/etc/passwd\" ~= PARAMS[1]", "pass", true },
	{ "PARAMS[1] startswith \"/etc/\"", "/etc/passwd", true },
	{ "PARAMS[1] startswith \"/etc/\"", "/etc", false },
	{ "PARAMS[1] startswith \"etc\"", "/etc", false },
	{ "PARAMS[1] startswith \"\"", "", true },
	{ "PARAMS[1] endswith \".conf\"", "/etc/inetd.conf", true },
	{ "PARAMS[1] endswith \".conf\"", "conf", false },
	{ "PARAMS[1] endswith \".conf\"", ".conf.bak", false },
	{ "PARAMS[1] endswith \"\"", "", true },
	{ "PARAMS[1] glob \"/etc/*.conf\"", "/etc/a/inetd.conf", true },
	{ "PARAMS[1] glob \"/etc/*.conf\"", "/etc/inetd.confg", false },
	{ "PARAMS[1] glob \"/tmp/[a-c]?\"", "/tmp/bx", true },
	{ "PARAMS[1] glob \"/tmp/[a-c]?\"", "/tmp/dx", false },
	{ "PARAMS[1] glob \"\\\\*\"", "*", true },
	{ "PARAMS[1] glob \"\\\\*\"", "a", false },
	{ "PARAMS[1] glob \"[a\"", "[a", true },
	{ "\"abc\" glob PARAMS[1]", "a*", true },
	{ "PARAMS[1] == PARAMS[path]", "x", true },
	{ "PARAMS[1] != PARAMS[1]", "x", false },
	{ "PARAMS[1] == SNAME", "made_up", true },
	{ "ABI == SNAME || SNAME startswith \"made\"", "x", true },
	{ "\"abc\" == \"abc\"", "x", true },
	{ "\"abc\" != \"abd\" && \"abc\" ~= \"b\" && \"abc\" glob \"a?c\"", "x", true },
	{ "(PARAMS[1] == \"x\") + (PARAMS[1] ~= \"x\") == 2", "x", true },
	{ "PARAMS[1] == \"x\" == 1", "x", true },
	{ "1 == (PARAMS[1] == \"x\")", "x", true },
	{ "!(PARAMS[1] == \"x\")", "x", false },
	/* what can't be read makes its comparison false, whichever it is */
	{ "PARAMS[1] == \"\"", NULL, false },
	{ "PARAMS[1] != \"a\"", NULL, false },
	{ "\"a\" != PARAMS[1]", NULL, false },
	{ "PARAMS[1] == PARAMS[1]", NULL, false },
	{ "PARAMS[1] != PARAMS[1]", NULL, false },
	{ "PARAMS[1] ~= \"\"", NULL, false },
	{ "PARAMS[1] startswith \"\"", NULL, false },
	{ "PARAMS[1] endswith \"\"", NULL, false },
	{ "PARAMS[1] glob \"*\"", NULL, false },
	{ "!(PARAMS[1] != \"a\")", NULL, true },
	{ "!(PARAMS[1] == \"a\")", NULL, true },
	{ "PARAMS[1] in (\"a\", \"\")", NULL, false },
	{ "!(PARAMS[1] in (\"a\", \"\"))", NULL, true },
	{ "\"a\" in (PARAMS[1], \"a\")", NULL, true },
	{ "PARAMS[1] != \"a\" || 1", NULL, true },
};

static void filter_strings(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(string_cases); i++) {
		filter_set_string(test, 0, string_cases[i].path);
		expect_filter(test, string_cases[i].text, &made_up, string_cases[i].want);
	}
}

/* As long as a path gets, and longer than any constant. */
static void filter_long_string(struct kunit *test)
{
	char *path = kunit_kzalloc(test, PATH_MAX, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, path);
	memset(path, 'p', PATH_MAX - 1);
	filter_set_string(test, 0, path);
	expect_filter(test, "PARAMS[1] startswith \"ppp\" && PARAMS[1] endswith \"p\"",
		      &made_up, true);
	expect_filter(test, "PARAMS[1] ~= \"q\" || PARAMS[1] == \"p\"", &made_up, false);
	expect_filter(test, "PARAMS[1] glob \"*p*p*p*p*p*p*q\"", &made_up, false);
}

/* What is fetched, and what is left alone: the addresses are NULL */

struct fetch_case {
	const char *text;
	const char *from;	/* fetched before; NULL where it was not */
	u8 fetched;
	bool want;
};

static const struct fetch_case fetch_cases[] = {
	{ "PARAMS[1] == \"a\"", NULL, 1, false },
	{ "PARAMS[3] == 0", NULL, 0, true },
	{ "PARAMS[1] == PARAMS[2]", NULL, 3, false },
	{ "1 || PARAMS[1] == \"a\"", NULL, 0, true },
	{ "0 && PARAMS[1] == \"a\"", NULL, 0, false },
	{ "PARAMS[3] == 0 || PARAMS[1] == \"a\"", NULL, 0, true },
	{ "PARAMS[3] == 1 || PARAMS[1] == \"a\"", NULL, 1, false },
	{ "PARAMS[3] == 1 && PARAMS[1] == \"a\"", NULL, 0, false },
	{ "PARAMS[3] == 0 && PARAMS[2] == \"a\"", NULL, 2, false },
	{ "PARAMS[1] == \"a\" && PARAMS[2] == \"b\"", NULL, 1, false },
	{ "PARAMS[1] == \"a\" || PARAMS[2] == \"b\"", NULL, 3, false },
	{ "PARAMS[1] == \"a\" && PARAMS[2] == \"b\"", "a", 3, false },
	{ "PARAMS[1] == \"a\" || PARAMS[2] == \"b\"", "a", 1, true },
	{ "PARAMS[1] == \"b\" && PARAMS[2] == \"b\"", "a", 1, false },
	{ "1 || PARAMS[1] == \"a\" && PARAMS[2] == \"a\"", NULL, 0, true },
	{ "0 && PARAMS[1] == \"a\" || PARAMS[2] == \"a\"", NULL, 2, false },
	{ "(1 || PARAMS[1] == \"a\") && PARAMS[2] == \"a\"", NULL, 2, false },
	{ "1 / PARAMS[3] && PARAMS[1] == \"a\"", NULL, 0, false },
	{ "1 / PARAMS[3] || PARAMS[1] == \"a\"", NULL, 1, false },
	{ "\"a\" in (\"a\", PARAMS[1])", NULL, 0, true },
	{ "\"a\" in (\"b\", PARAMS[2])", NULL, 2, false },
	{ "\"a\" in (PARAMS[1], \"a\", PARAMS[2])", NULL, 1, true },
	{ "\"a\" in (PARAMS[1], PARAMS[2])", "a", 1, true },
	{ "PARAMS[1] in (\"b\", \"a\", PARAMS[2])", "a", 1, true },
	{ "0 in (0, PARAMS[1] == \"a\")", NULL, 0, true },
	{ "2 in (0, PARAMS[1] == \"a\")", NULL, 1, false },
};

static void filter_fetches(struct kunit *test)
{
	struct filter_env *env = test->priv;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fetch_cases); i++) {
		const struct fetch_case *c = &fetch_cases[i];

		sct_call_release(&env->call);
		if (c->from)
			filter_set_string(test, 0, c->from);
		expect_filter(test, c->text, &pair, c->want);
		KUNIT_EXPECT_EQ_MSG(test, env->call.fetched, c->fetched, "%s", c->text);
	}
}

/* Constants leave no program. */
static void filter_constants(struct kunit *test)
{
	static const struct run_case cases[] = {
		{ "1", true }, { "0", false }, { "-1", true }, { "0x100000000", true },
		{ "2 * 3 - 6", false }, { "!(1 == 1)", false }, { "\"a\" == \"a\"", true },
		{ "\"a\" ~= \"b\"", false }, { "~0 == -1", true }, { "1 << 3 >> 4", false },
	};
	struct filter_env *env = test->priv;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		expect_filter(test, cases[i].text, &made_up, cases[i].want);
		KUNIT_EXPECT_NULL(test, env->out.filter);
	}
	/* These need not be folded. */
	expect_filter(test, "1 || 0", &made_up, true);
	expect_filter(test, "0 || 0", &made_up, false);
	expect_filter(test, "1 && 7", &made_up, true);

	/* No expression holds. */
	sct_expr_reset(&env->expr);
	KUNIT_EXPECT_EQ(test, sct_filter_compile(&env->out, &env->expr, &made_up, SCT_BEFORE,
						 &env->lx.src, &env->err), 0);
	KUNIT_EXPECT_TRUE(test, filter_holds(env));
}

/* Limits: @most times @open, then @core, @most times @close, then @last */

struct limit_case {
	const char *name;
	const char *open;
	const char *core;
	const char *close;
	const char *last;
	size_t most;
	const char *piece;
	bool want[2];		/* of one less than @most, and of @most */
};

static const struct limit_case limit_cases[] = {
	{ "parentheses", "(", "PARAMS[4]", ")", "", 64, "nested too deeply", { true, true } },
	{ "not", "!", "PARAMS[4]", "", "", 64, "nested too deeply", { false, true } },
	{ "minus", "-", "PARAMS[4]", "", "", 64, "at most 64 operators", { true, true } },
	{ "complement", "~", "PARAMS[4]", "", "", 64, "64 operators", { false, true } },
	{ "plus", "1+(", "PARAMS[4]", ")", "", 32, "64 operators", { true, true } },
	{ "difference", "PARAMS[4]-(", "1", ")", "", 32, "too deeply", { true, true } },
	{ "and", "1&&(", "PARAMS[4]", ")", "", 32, "too deeply", { true, true } },
	{ "or", "PARAMS[2]||(", "PARAMS[4]", ")", "", 32, "too deeply", { true, true } },
	{ "and of or", "1&&(0||(", "PARAMS[4]", "))", "", 16, "too deeply", { true, true } },
	{ "in, constants", "1 in (", "1", ")", "", 63, "64 values", { true, true } },
	{ "in, parameters", "PARAMS[4] in (", "1", ")", "", 63, "64 values that wait",
	  { false, false } },
	{ "in, second item", "0 in (PARAMS[4], ", "0", ")", "", 63, "64 values",
	  { false, true } },
	{ "in, strings", "0 in (0, \"a\" in (\"b\"), ", "0", ")", "", 62, "64 values",
	  { true, true } },
	{ "chain of or", "PARAMS[4] == 5 || ", "PARAMS[4]", "", "", 1638,
	  "at most 8192 operators and operands", { true, true } },
	{ "chain of or, none holds", "PARAMS[4] == 5 || ", "0", "", "", 1638, "too long",
	  { false, false } },
	{ "chain of and", "PARAMS[4] && ", "PARAMS[4]", "", "", 2730, "too long",
	  { true, true } },
	{ "chain of constants", "1 || ", "1", "", "", 2730, "too long", { true, true } },
	{ "sum", "1 + ", "PARAMS[4]", "", "", 4095, "filter too long", { true, true } },
	{ "list", "", "PARAMS[4] in (3", ", 4", ")", 4094, "too long", { false, false } },
	{ "list, found", "", "PARAMS[4] in (3", ", 4", ", -1)", 4092, "too long",
	  { true, true } },
	{ "list of strings", "", "SNAME in (\"a\"", ", \"b\"", ", \"made_up\")", 4093,
	  "too long", { true, true } },
};

KUNIT_ARRAY_PARAM_DESC(limit, limit_cases, name);

static void append(char *text, const char *piece, size_t times)
{
	char *p = text + strlen(text);
	size_t len = strlen(piece);

	for (; times; times--, p += len)
		memcpy(p, piece, len);
	*p = '\0';
}

static void filter_limits(struct kunit *test)
{
	const struct limit_case *c = test->param_value;
	struct filter_env *env = test->priv;
	char *text = kunit_kmalloc(test, SZ_64K, GFP_KERNEL);
	size_t n;
	int ret;

	KUNIT_ASSERT_NOT_NULL(test, text);
	env->call.args[1] = 10;
	env->call.args[3] = -1;
	for (n = c->most - 1; n <= c->most + 1; n++) {
		text[0] = '\0';
		append(text, c->open, n);
		append(text, c->core, 1);
		append(text, c->close, n);
		append(text, c->last, 1);
		ret = filter_compile(test, text, &made_up, SCT_AFTER);
		if (n <= c->most) {
			KUNIT_ASSERT_EQ_MSG(test, ret, 0, "%zu: %s", n, env->err.what);
			KUNIT_EXPECT_EQ_MSG(test, filter_holds(env), c->want[n + 1 - c->most],
					    "%zu", n);
		} else {
			KUNIT_EXPECT_EQ(test, ret, -EINVAL);
			KUNIT_EXPECT_TRUE_MSG(test, strstr(env->err.what, c->piece), "%s",
					      env->err.what);
		}
	}
}

/* What may not be said */

struct bad_case {
	const char *text;
	const char *piece;
	const struct sct_syscall *desc;		/* made_up where not said */
};

static const struct bad_case bad_cases[] = {
	/* types */
	{ "PARAMS[1] @== 1",
	  "types don't fit: PARAMS[1] (const char *) == 1 (int), in made_up; expected two" },
	{ "UID @!= \"root\"", "UID (unsigned int) != \"root\" (string)" },
	{ "0 @== COMM", "0 (int) == COMM (string)" },
	{ "PARAMS[1] @< \"a\"", "expected two numbers" },
	{ "\"a\" @>= \"b\"", "expected two numbers" },
	{ "PARAMS[1] @+ 1 == 2", "expected two numbers" },
	{ "1 @<< COMM", "expected two numbers" },
	{ "1 @~= \"a\"", "expected two strings" },
	{ "\"a\" @startswith 1", "\"a\" (string) startswith 1 (int)" },
	{ "COMM @glob PID", "COMM (string) glob PID (int)" },
	{ "UID @endswith COMM", "expected two strings" },
	{ "@!COMM", "! of COMM (string); expected a number" },
	{ "1 && @-\"a\"", "- of \"a\" (string)" },
	{ "@~PARAMS[path]", "~ of PARAMS[path] (string)" },
	{ "COMM @&& 1", "COMM (string) as a condition; expected a number or a comparison" },
	{ "COMM @|| 1", "as a condition" },
	{ "1 @&& COMM", "expected two conditions" },
	{ "0 || (1 @|| \"a\")", "expected two conditions" },
	{ "@COMM", "COMM (string) as a filter; expected a number or a comparison" },
	{ "@\"a\"", "as a filter" },
	{ "PARAMS[@path]", "PARAMS[path] (string) as a filter" },
	{ "PARAMS[1] @in (1)", "strings only or numbers only" },
	{ "UID @in (0, \"root\")", "UID (unsigned int) in \"root\" (string)" },
	{ "1 @in (2, COMM)", "1 (int) in COMM (string)" },
	{ "(1 == UID) @== \"a\"", "the result of '==' (int) == \"a\"" },
	{ "1 + -UID @== COMM", "the result of '+' (unsigned int) == COMM" },
	{ "(1 in (1)) @== COMM", "the result of 'in' (int)" },
	{ "(1 && 1) @== COMM", "the result of '&&' (int)" },
	{ "~2l @== COMM", "the result of '~' (long)" },
	{ "18446744073709551615 @== \"a\"", "18446744073709551615 (unsigned long)" },
	{ "\"é−\" @== 1", "types don't fit" },
	{ "@\"a\n\" == 1", "unclosed string" },
	/* parameters */
	{ "PARAMS[@0] == 1", "no such parameter; expected a number from 1 to 6" },
	{ "PARAMS[@7] == 1", "no such parameter" },
	{ "PARAMS[@18446744073709551616]", "number too large" },
	{ "PARAMS[@-1] == 1", "expected the number or the name of a parameter" },
	{ "PARAMS[@] == 1", "expected the number or the name" },
	{ "PARAMS[@\"path\"]", "expected the number or the name" },
	{ "PARAMS[1@", "expected ']' behind the parameter" },
	{ "PARAMS[1 @+ 1]", "expected ']'" },
	{ "PARAMS @== 1", "expected '[' and the number or the name" },
	{ "PARAMS@", "expected '['" },
	{ "PARAMS[@4] == 1", "pair has no parameter 4; expected a number up to 3", &pair },
	{ "1 || PARAMS[@6] == 1", "pair has no parameter 6", &pair },
	{ "PARAMS[@nothing] == 1", "made_up has no parameter \"nothing\"; expected one of" },
	{ "PARAMS[@cuont] == 1", "did you mean \"count\"?" },
	{ "PARAMS[@PATH] == COMM", "did you mean \"path\"?" },
	{ "PARAMS[@count] == 1", "pair has no parameter \"count\"", &pair },
	/* variables */
	{ "@UDI == 0",
	  "unknown variable \"UDI\"; expected a variable, a number, a string or '(';" },
	{ "@UDI == 0", "; did you mean \"UID\"?" },
	{ "1 && @uid", "did you mean \"UID\"?" },
	{ "@PARAM[1] == 1", "did you mean \"PARAMS\"?" },
	{ "@frobnicated == 1", "unknown variable \"frobnicated\"" },
	{ "@in (1)", "unknown variable \"in\"" },
	{ "PARAMS[2] == @O_CREATE", "did you mean \"O_CREAT\"?" },
	{ "UID == @usernametoid(\"root\")", "resolved by sct_config" },
	/* functions */
	{ "htons @7", "expected '(' behind htons" },
	{ "htons(@)", "expected a variable" },
	{ "htons(7@, 8)", "expected an operator or ')'" },
	{ "@htons(\"a\")", "types don't fit: htons() of \"a\" (string); expected a number" },
	{ "ipaddr(@1)", "expected an IPv4 address in quotes" },
	{ "ipaddr(@\"1.2.3\")", "not an address; expected an IPv4 one" },
	{ "ipaddr(@\"1.2.3.4.5\")", "not an address" },
	{ "ipaddr(@\"256.0.0.1\")", "not an address" },
	{ "ipaddr(@\" 1.0.0.1\")", "not an address" },
	{ "ipaddr(\"1.2.3.4\" @+ 1)", "expected ')' behind the address" },
	{ "ANCESTOR @PID == 1", "expected '(' behind ANCESTOR" },
	{ "ANCESTOR(@)", "expected a variable" },
	{ "ANCESTOR(1 || @ANCESTOR(1))", "ANCESTOR inside ANCESTOR" },
	{ "@ANCESTOR(COMM)", "types don't fit: ANCESTOR() of COMM (string)" },
	{ "ANCESTOR(PID @, 1)", "expected an operator or ')'" },
	/* paths and structs */
	{ "PATH[@2] == \"/\"", "is no path and no descriptor" },
	{ "PATH[@9] == \"/\"", "expected a number from 1 to 6" },
	{ "INODE[@2] == \"1:2\"", "expected INODE of a parameter that names an object" },
	{ "@inode == \"1:2\"", "is resolved by sct_config" },
	{ "PATH @== 1", "expected '[' and the number or the name of a parameter behind PATH" },
	{ "PARAMS[2]->@x == 1", "types don't fit: '->' behind PARAMS[2]" },
	{ "UID.@x == 1", "types don't fit: '.' behind UID" },
	{ "UID[@0] == 1", "types don't fit: '[]' behind UID" },
	{ "PARAMS[2]-> @1", "expected the name of a member" },
	{ "PARAMS[2][@x]", "expected the number of an element, from 0" },
	{ "(struct @*)PARAMS[2]", "expected a type such as struct sockaddr_in *" },
	{ "(struct x @)PARAMS[2]", "expected '*' behind the type" },
	{ "(const @x *)PARAMS[2]", "expected struct or union" },
	{ "((@struct x *)UID)->y", "types don't fit: a cast of UID" },
	{ "((@struct x *)PARAMS[1])->y", "types don't fit: a cast of PARAMS[1]" },
	/* signs */
	{ "@", "expected a variable, a number, a string or '('" },
	{ "  # a comment@", "expected a variable" },
	{ "1 +@", "expected a variable" },
	{ "!@", "expected a variable" },
	{ "@&& 1", "expected a variable" },
	{ "1 || @|| 1", "expected a variable" },
	{ "1 == @= 1", "expected a variable" },
	{ "(@)", "expected a variable" },
	{ "(1@", "expected an operator or ')'" },
	{ "(1@, 2)", "expected an operator or ')'" },
	{ "(1 @2)", "expected an operator or ')'" },
	{ "((1) @COMM", "expected an operator or ')'" },
	{ "1 in @2", "expected '(' and a list behind 'in'" },
	{ "1 in@", "expected '(' and a list" },
	{ "1 in (@)", "expected a variable" },
	{ "1 in (1,@)", "expected a variable" },
	{ "1 in (1@", "expected an operator, ',' or ')'" },
	{ "1 in (1 @2)", "expected an operator, ',' or ')'" },
	{ "1 in ((1@, 2))", "expected an operator or ')'" },
	{ "COMM == @'a'", "unexpected character '''" },
	{ "COMM == @\"a", "unclosed string" },
	{ "UID == @09", "bad number" },
	/* constant divisions */
	{ "1 @/ 0", "division by zero; expected another divisor" },
	{ "1 @% 0 == 0", "division by zero" },
	{ "PARAMS[2] @/ 0 == 1", "division by zero" },
	{ "PARAMS[2] @% (3 - 3)", "division by zero" },
	{ "PARAMS[4] @/ 0u == 1", "division by zero" },
	{ "PARAMS[4] @/ !0x100000000", "division by zero" },
	{ "1 || 1 @/ 0", "division by zero" },
	{ "0 && 1 @/ (2 == 3)", "division by zero" },
	{ "1 @/ (\"a\" == \"b\")", "division by zero" },
};

static void filter_bad(struct kunit *test)
{
	struct filter_env *env = test->priv;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad_cases); i++) {
		const struct bad_case *c = &bad_cases[i];
		size_t len = strlen(c->text);
		unsigned int line, column;
		char text[80];
		int ret;

		KUNIT_ASSERT_GT(test, strscpy(text, c->text, sizeof(text)), 0);
		take_mark(text, &len, &line, &column);
		text[len] = '\0';
		ret = filter_compile(test, text, c->desc ?: &made_up, SCT_BEFORE);
		KUNIT_EXPECT_EQ_MSG(test, ret, -EINVAL, "%s", c->text);
		KUNIT_EXPECT_EQ_MSG(test, env->err.line, line, "%s", c->text);
		KUNIT_EXPECT_EQ_MSG(test, env->err.column, column, "%s: %s", c->text,
				    env->err.what);
		KUNIT_EXPECT_TRUE_MSG(test, strstr(env->err.what, c->piece), "%s: %s", c->text,
				      env->err.what);
		KUNIT_EXPECT_NULL(test, env->out.filter);
	}
}

static void filter_retval(struct kunit *test)
{
	static const char want[] = "RETVAL is not known before the call; expected when = after";
	struct filter_env *env = test->priv;

	KUNIT_EXPECT_EQ(test, filter_compile(test, "1 || RETVAL < 0", &made_up, SCT_BEFORE),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, env->err.column, 6);
	KUNIT_EXPECT_STREQ(test, env->err.what, want);

	env->call.retval = -ENOENT;
	expect_filter(test, "RETVAL < 0 && RETVAL == -2", &made_up, true);
}

static struct kunit_case sct_filter_cases[] = {
	KUNIT_CASE(filter_run),
	KUNIT_CASE(filter_caller),
	KUNIT_CASE(filter_strings),
	KUNIT_CASE(filter_long_string),
	KUNIT_CASE(filter_fetches),
	KUNIT_CASE(filter_constants),
	KUNIT_CASE_PARAM(filter_limits, limit_gen_params),
	KUNIT_CASE(filter_bad),
	KUNIT_CASE(filter_retval),
	{}
};

static struct kunit_suite sct_filter_suite = {
	.name = "sct_filter",
	.init = filter_env_init,
	.exit = filter_env_exit,
	.test_cases = sct_filter_cases,
};

kunit_test_suite(sct_filter_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's filters");
MODULE_LICENSE("GPL");
