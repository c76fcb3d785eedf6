// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the parser of rules
 *
 * They name real calls, such as no configuration leaves out.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../parse.h"
#include "marked.h"
#include "parses.h"

static char *text_of(struct kunit *test, const struct sct_rule *rule)
{
	char *text = kunit_kzalloc(test, rule->text_len + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, text);
	memcpy(text, rule->text, rule->text_len);
	return text;
}

/* The canonical text is a rule, and its own canonical text. */
static void expect_canonical(struct kunit *test, const struct sct_rule *rule)
{
	struct sct_parser *ps = new_parser(test);
	char *text = text_of(test, rule);
	const struct sct_rule *again = parse(test, ps, text);

	KUNIT_ASSERT_NOT_NULL(test, again);
	KUNIT_EXPECT_STREQ(test, text_of(test, again), text);
	KUNIT_EXPECT_STREQ(test, again->name, rule->name);
	KUNIT_EXPECT_EQ(test, again->when, rule->when);
	KUNIT_EXPECT_EQ(test, again->decision, rule->decision);
	KUNIT_EXPECT_EQ(test, again->value, rule->value);
	KUNIT_EXPECT_EQ(test, again->proceed, rule->proceed);
	KUNIT_EXPECT_EQ(test, again->nr_logs, rule->nr_logs);
	KUNIT_EXPECT_EQ(test, again->nr_binds, rule->nr_binds);
}

/* Rules that load, and their canonical text; the fields in the middle of it */

#define HEAD	"rule { syscall_name = unlink rule_name = r "
#define CALLS	"rule {\n\tsyscall_name = unlink\n\trule_name = r\n"
#define LOGS	"\taction { type = LOG }\n"
#define BEFORE	"\twhen = before\n}\n"
#define AFTER	"\twhen = after\n}\n"

struct good_case {
	const char *name;
	const char *text;
	const char *canonical;
};

static const struct good_case good_cases[] = {
	{ "smallest", "rule{syscall_name=unlink rule_name=r action{type=LOG}}",
	  CALLS LOGS BEFORE },
	{ "colons", "rule { syscall_name: unlink rule_name:r action{type:LOG}when:after}",
	  CALLS LOGS AFTER },
	{ "assigned blocks",
	  "rule { syscall_name = unlink rule_name = r filter_expression = { 1 }\n"
	  "action = { type = LOG log_format = { a } } }",
	  CALLS "\tfilter_expression { 1 }\n"
	  "\taction { type = LOG log_format { a } }\n" BEFORE },
	{ "blanks and comments",
	  "\r\n# rule {\r\nrule # {\n\t{ syscall_name # }\n=\n\nunlink\r\n rule_name\t= r#\n action\n{ type\n=#\nLOG }\n#}\n}",
	  CALLS LOGS BEFORE },
	{ "several calls",
	  "rule { syscall_name = unlink ,unlinkat,\trmdir rule_name = r action { type = LOG } }",
	  "rule {\n\tsyscall_name = unlink, unlinkat, rmdir\n\trule_name = r\n" LOGS BEFORE },
	{ "name of every sign",
	  "rule { syscall_name = unlink rule_name = -A.z_0- action { type = LOG } }",
	  "rule {\n\tsyscall_name = unlink\n\trule_name = -A.z_0-\n" LOGS BEFORE },
	{ "name of digits", "rule { syscall_name = unlink rule_name = 007 action { type = LOG } }",
	  "rule {\n\tsyscall_name = unlink\n\trule_name = 007\n" LOGS BEFORE },
	{ "name is a keyword",
	  "rule { syscall_name = unlink rule_name = log_format action { type = LOG } }",
	  "rule {\n\tsyscall_name = unlink\n\trule_name = log_format\n" LOGS BEFORE },
	{ "continue", HEAD "continue = yes action { type = LOG } }",
	  CALLS LOGS "\twhen = before\n\tcontinue = yes\n}\n" },
	{ "continue no", HEAD "action { type = FAIL } continue = no }",
	  CALLS "\taction { type = FAIL error_code = -1 }\n" BEFORE },
	/* error codes */
	{ "fail by number", HEAD "action { type = FAIL error_code = 2 } }",
	  CALLS "\taction { type = FAIL error_code = -2 }\n" BEFORE },
	{ "fail by minus", HEAD "action { error_code = - 13 type = FAIL } }",
	  CALLS "\taction { type = FAIL error_code = -13 }\n" BEFORE },
	{ "fail by typographic minus", HEAD "action { type = FAIL error_code = −13 } }",
	  CALLS "\taction { type = FAIL error_code = -13 }\n" BEFORE },
	{ "fail by name", HEAD "action { type = FAIL error_code = ENOENT } }",
	  CALLS "\taction { type = FAIL error_code = -2 }\n" BEFORE },
	{ "fail by minus and name", HEAD "action { type = FAIL error_code = -EACCES } }",
	  CALLS "\taction { type = FAIL error_code = -13 }\n" BEFORE },
	{ "fail by second name", HEAD "action { type = FAIL error_code = EWOULDBLOCK } }",
	  CALLS "\taction { type = FAIL error_code = -11 }\n" BEFORE },
	{ "fail by ENOTSUP", HEAD "action { type = FAIL error_code = ENOTSUP } }",
	  CALLS "\taction { type = FAIL error_code = -95 }\n" BEFORE },
	{ "pretend success", HEAD "action { type = FAIL error_code = 0 } }",
	  CALLS "\taction { type = FAIL error_code = 0 }\n" BEFORE },
	{ "greatest code", HEAD "action { type = FAIL error_code = 0xfff } }",
	  CALLS "\taction { type = FAIL error_code = -4095 }\n" BEFORE },
	{ "code below the kernel's own", HEAD "action { type = FAIL error_code = 511 } }",
	  CALLS "\taction { type = FAIL error_code = -511 }\n" BEFORE },
	{ "code above the kernel's own", HEAD "action { type = FAIL error_code = 544 } }",
	  CALLS "\taction { type = FAIL error_code = -544 }\n" BEFORE },
	{ "log and fail",
	  HEAD
	  "action { type = LOG } action { type = FAIL } action { type = LOG log_format { x } } }",
	  CALLS LOGS "\taction { type = FAIL error_code = -1 }\n"
	  "\taction { type = LOG log_format { x } }\n" BEFORE },
	/* formats */
	{ "format as it stands",
	  HEAD "action { type = LOG log_format {  %comm : \"é\t−−> %%# {\\} \\n } } }",
	  CALLS "\taction { type = LOG log_format { %comm : \"é\t−−> %%# {\\} \\n } }\n"
	  BEFORE },
	{ "format ends in a backslash", HEAD "action { type = LOG log_format { a\\ } } }",
	  CALLS "\taction { type = LOG log_format { a\\ } }\n" BEFORE },
	{ "format of a backslash and a brace", HEAD "action { type = LOG log_format { a\\\\} } } }",
	  CALLS "\taction { type = LOG log_format { a\\\\} } }\n" BEFORE },
	{ "format of lines", HEAD "action { type = LOG log_format {\na\n b\n} } }",
	  CALLS "\taction { type = LOG log_format { a\n b } }\n" BEFORE },
	{ "empty format", HEAD "action { type = LOG log_format {} } }",
	  CALLS "\taction { type = LOG log_format {  } }\n" BEFORE },
	{ "result in a format", HEAD "when = after action { type = LOG log_format { %retval } } }",
	  CALLS "\taction { type = LOG log_format { %retval } }\n" AFTER },
	/* filters */
	{ "filter",
	  HEAD
	  "filter_expression { UID==0&&PARAMS [1]\n==\"a}\\n#\" # {\n } action { type = LOG } }",
	  CALLS "\tfilter_expression { UID == 0 && PARAMS[1] == \"a}\\n#\" }\n" LOGS BEFORE },
	{ "filter without braces", HEAD "filter_expression UID == 0 action { type = LOG } }",
	  CALLS "\tfilter_expression { UID == 0 }\n" LOGS BEFORE },
	{ "filter without braces, last",
	  HEAD "action { type = LOG } filter_expression = (UID) in (0, 1)}",
	  CALLS "\tfilter_expression { (UID) in (0, 1) }\n" LOGS BEFORE },
	{ "filter without braces, a string last",
	  HEAD "filter_expression COMM==\"a\"when=before action { type = LOG } }",
	  CALLS "\tfilter_expression { COMM == \"a\" }\n" LOGS BEFORE },
	{ "operators",
	  HEAD
	  "filter_expression { !1||~2&&-3|4^5&6==7!=8<9<=10>11>=12<<13>>14+15-16*17/18%19 } action { type = LOG } }",
	  CALLS
	  "\tfilter_expression { !1 || ~2 && -3 | 4 ^ 5 & 6 == 7 != 8 < 9 <= 10 > 11 >= 12 << 13 >> 14 + 15 - 16 * 17 / 18 % 19 }\n"
	  LOGS BEFORE },
	{ "signs in a row",
	  HEAD "filter_expression { 1 - −-!~ ~!!1 & - 0x1uL } action { type = LOG } }",
	  CALLS "\tfilter_expression { 1 - --!~~!!1 & -0x1uL }\n" LOGS BEFORE },
	{ "string operators",
	  HEAD
	  "filter_expression { COMM~=\"a\"||COMM startswith\"b\"||COMM endswith \"c\"||COMM glob \"d\"||COMM in(\"e\",\"f\") } action { type = LOG } }",
	  CALLS
	  "\tfilter_expression { COMM ~= \"a\" || COMM startswith \"b\" || COMM endswith \"c\" || COMM glob \"d\" || COMM in (\"e\", \"f\") }\n"
	  LOGS BEFORE },
	{ "parameter",
	  HEAD "filter_expression { PARAMS[ 0x1 ] == PARAMS[ pathname ] } action { type = LOG } }",
	  CALLS "\tfilter_expression { PARAMS[1] == PARAMS[pathname] }\n" LOGS BEFORE },
	{ "string as it was written",
	  HEAD "filter_expression { COMM == \"\\x41\\101\\\\\\\"\té\" } action { type = LOG } }",
	  CALLS "\tfilter_expression { COMM == \"\\x41\\101\\\\\\\"\té\" }\n" LOGS BEFORE },
	{ "filter that never holds", HEAD "filter_expression { 0 } action { type = LOG } }",
	  CALLS "\tfilter_expression { 0 }\n" LOGS BEFORE },
	/* the article's, byte for byte */
	{ "article 1",
	  "rule\n{\n   syscall_name=unlink\n   rule_name=unlink_rule1\n   action\n   {\n     type=LOG\n     log_format {%comm : %params suppression par %euid −−> %suid}\n   }\n   when=before\n}\n",
	  "rule {\n\tsyscall_name = unlink\n\trule_name = unlink_rule1\n"
	  "\taction { type = LOG log_format { %comm : %params suppression par %euid −−> %suid } }\n"
	  BEFORE },
	{ "article 2",
	  "rule\n{\n   syscall_name = unlink\n   rule_name = prevent_delete\n   filter_expression {PARAMS[1]==\"/etc/passwd\" && UID == 0}\n   action {\n     type = FAIL\n     error_code = −1\n   }\n   when = before\n}\n",
	  "rule {\n\tsyscall_name = unlink\n\trule_name = prevent_delete\n"
	  "\tfilter_expression { PARAMS[1] == \"/etc/passwd\" && UID == 0 }\n"
	  "\taction { type = FAIL error_code = -1 }\n" BEFORE },
	{ "article 3",
	  "rule\n{\n    syscall_name=ptrace\n    rule_name=ptrace_rule1\n    action {\n        type=LOG\n      log_format {%comm : %params appel ptrace par %euid −−> %suid}\n  }\n    when=before\n}\n",
	  "rule {\n\tsyscall_name = ptrace\n\trule_name = ptrace_rule1\n"
	  "\taction { type = LOG log_format { %comm : %params appel ptrace par %euid −−> %suid } }\n"
	  BEFORE },
};

KUNIT_ARRAY_PARAM_DESC(good, good_cases, name);

static void parse_good(struct kunit *test)
{
	const struct good_case *c = test->param_value;
	struct sct_parser *ps = new_parser(test);
	struct sct_rule *rule = parse(test, ps, c->text);

	KUNIT_ASSERT_NOT_NULL(test, rule);
	KUNIT_EXPECT_STREQ(test, text_of(test, rule), c->canonical);
	expect_canonical(test, rule);
}

/* Rules that don't load; the text stands behind HEAD where it begins with + */

struct bad_case {
	const char *text;
	const char *piece;
	size_t len;		/* where the text holds a NUL */
};

static const struct bad_case bad_cases[] = {
	/* the top level */
	{ "@ruel { }",
	  "unknown word \"ruel\"; expected rule, log_format or commit; did you mean \"rule\"?" },
	{ "@log_fromat { }", "did you mean \"log_format\"?" },
	{ "@commmit", "did you mean \"commit\"?" },
	{ "@frobnicate", "unknown word \"frobnicate\"; expected rule, log_format or commit" },
	{ "\n  @}", "unknown word \"}\"; expected rule" },
	{ "@", "the text ends here; expected rule, log_format or commit" },
	{ "# rule@", "the text ends here" },
	{ "@;", "unexpected character ';'" },
	{ "rule@", "expected '{'" },
	{ "rule @= {", "expected '{'" },
	{ "rule @{", "unclosed brace; expected '}' before the text ends" },
	{ "rule\n@{\nsyscall_name = unlink", "unclosed brace" },
	{ "log_format { a } @x", "expected the item to end before this" },
	{ "+" LOG_ACTION "} @rule { }", "expected the item to end before this" },
	{ "+" LOG_ACTION "} @;", "unexpected character ';'" },
	/* fields */
	{ "rule { @foo",
	  "expected syscall_name, rule_name, filter_expression, action, when, continue or '}'" },
	{ "rule { @sycall_name = unlink }", "did you mean \"syscall_name\"?" },
	{ "rule { @rule_nmae = r }", "did you mean \"rule_name\"?" },
	{ "rule { @{ } }", "unknown word \"{\"" },
	{ "rule { @\"when\" }", "unknown word \"\"when\"\"" },
	{ "rule { syscall_name @unlink }", "expected '=' behind syscall_name" },
	{ "rule { rule_name @}", "expected '=' behind rule_name" },
	{ "rule { when @{ } }", "expected '=' behind when" },
	{ "@rule { }", "rule without calls; expected syscall_name = ..." },
	{ "\n @rule { syscall_name = unlink }", "rule without a name; expected rule_name = ..." },
	{ "@" HEAD "}", "rule without an action; expected action { type = ... }" },
	{ "rule { syscall_name = unlink\n@syscall_name = rmdir }",
	  "syscall_name given twice; expected it once" },
	{ "+@rule_name = q }", "rule_name given twice" },
	{ "+when = before @when: after }", "when given twice" },
	{ "+filter_expression { 1 } @filter_expression { 1 } }", "filter_expression given twice" },
	{ "+continue = no @continue = no }", "continue given twice" },
	/* calls */
	{ "rule { syscall_name = @}", "unexpected \"}\"; expected the name of a system call" },
	{ "rule { syscall_name = @\"unlink\" }", "expected the name of a system call" },
	{ "rule { syscall_name =@", "the text ends here; expected the name of a system call" },
	{ "rule { syscall_name = @unlnik }",
	  "expected a call that debugfs sct/syscalls lists; did you mean \"unlink\"?" },
	{ "rule { syscall_name = unlink, @frobnicating }", "unknown system call \"frobnicating\"" },
	{ "rule { syscall_name = unlink, @}", "expected the name of a system call" },
	{ "rule { syscall_name = unlink, rmdir, @unlink }",
	  "call named twice, \"unlink\"; expected each call once" },
	/* names */
	{ "rule { rule_name = @}",
	  "unexpected \"}\"; expected 1 to 63 of the characters A-Z a-z 0-9 _ . -" },
	{ "rule { rule_name = @\"a\" }", "expected 1 to 63" },
	{ "rule { rule_name = @a*b }", "bad name \"a*b\"; expected 1 to 63" },
	{ "rule { rule_name = @%file }", "bad name \"%file\"" },
	{ "rule { rule_name = @é }", "unexpected byte 0xc3" },
	{ "rule { rule_name = a@/b }", "unknown word \"/\"" },
	{ "rule { rule_name = a@\0b }", "NUL byte", 25 },
	{ "rule { rule_name = a@\0b", "NUL byte", 23 },
	{ "rule { rule_name = @0123456789012345678901234567890123456789012345678901234567890123 }",
	  "rule_name of 64 characters; expected 1 to 63" },
	/* filters */
	{ "+filter_expression { @} }", "expected a variable, a number, a string or '('" },
	{ "+filter_expression @{ UID == 0 ", "unclosed brace; expected '}' behind the filter" },
	{ "+filter_expression { UID == 0 @) }", "expected an operator or '}'" },
	{ "+filter_expression { UID @= 0 }", "expected an operator or '}'" },
	{ "+filter_expression { 1 @2 }", "expected an operator or '}'" },
	{ "+filter_expression (1 @action { } }", "expected an operator or ')'" },
	{ "+filter_expression { PARAMS[@7] == 1 } }",
	  "no such parameter; expected a number from 1 to 6" },
	{ "+filter_expression { PARAMS[@2] == 1 } " LOG_ACTION "}",
	  "unlink has no parameter 2; expected a number up to 1" },
	{ "+filter_expression { PARAMS[@pathnam] == \"\" } " LOG_ACTION "}",
	  "did you mean \"pathname\"?" },
	{ "+filter_expression {\n  UID @== \"a\" } " LOG_ACTION "}",
	  "types don't fit: UID (unsigned int) == \"a\" (string), in unlink" },
	{ "+filter_expression { @RETVAL == 0 } " LOG_ACTION "}",
	  "RETVAL is not known before the call; expected when = after" },
	{ "rule { syscall_name = getpid, getppid, sync rule_name = r " LOG_ACTION
	  "filter_expression { PARAMS[@1] == \"\" } }", "getpid has no parameter 1" },
	/* actions */
	{ "+@action { } }", "action without a type; expected type = LOG, FAIL, RETURN," },
	{ "+action @LOG }", "expected '{'" },
	{ "+action @{ type = LOG ", "unclosed brace; expected '}' before the text ends" },
	{ "+action { type @LOG } }", "expected '=' behind type" },
	{ "+action { type = @LOGG } }",
	  "unknown action \"LOGG\"; expected LOG, FAIL, RETURN, KILL, SUSPEND or REWRITE; did you mean \"LOG\"?"
	},
	{ "+action { type = @log } }", "did you mean \"LOG\"?" },
	{ "+action { type = @} }", "unexpected \"}\"; expected LOG, FAIL, RETURN," },
	{ "+action { @typ = LOG } }",
	  "unknown word \"typ\"; expected type, error_code, value, signal, param, limit or log_format; did you mean \"type\"?"
	},
	{ "+action { type = LOG @type = LOG } }", "type given twice; expected it once" },
	{ "+action { type = FAIL error_code = 1 @error_code = 1 } }", "error_code given twice" },
	{ "+action { type = LOG log_format { } @log_format { } } }", "log_format given twice" },
	{ "+action { error_code = @1 type = LOG } }",
	  "error_code in a LOG action; expected type = FAIL" },
	{ "+action { type = FAIL log_format { @a } } }",
	  "log_format in a FAIL action; expected a LOG action of its own" },
	{ "+action { type = FAIL error_code = @4096 } }",
	  "bad error code \"4096\"; expected 0, a number up to 4095, or a name such as EPERM" },
	{ "+action { type = FAIL error_code = @512 } }", "bad error code \"512\"" },
	{ "+action { type = FAIL error_code = -@543 } }", "bad error code \"543\"" },
	{ "+action { type = FAIL error_code = @EPREM } }",
	  "or a name such as EPERM; did you mean \"EPERM\"?" },
	{ "+action { type = FAIL error_code = @ERESTARTSYS } }", "unknown error \"ERESTARTSYS\"" },
	{ "+action { type = FAIL error_code = @\"EPERM\" } }",
	  "unexpected \"\"EPERM\"\"; expected 0, a number" },
	{ "+action { type = FAIL error_code = @} }", "unexpected \"}\"" },
	{ "+action { type = FAIL error_code =@", "the text ends here; expected 0, a number" },
	{ "+action { type = FAIL error_code = - @", "the text ends here" },
	{ "+action { type = FAIL } action { type = @FAIL } }",
	  "two actions that decide; expected one at most" },
	{ "+when = after action { type = @FAIL } }",
	  "FAIL after the call can't refuse it; expected when = before" },
	{ "+action { type = FAIL } continue = @yes }",
	  "continue in a rule that decides; expected LOG actions only" },
	{ "+" LOG_ACTION LOG_ACTION LOG_ACTION LOG_ACTION LOG_ACTION LOG_ACTION LOG_ACTION
	  LOG_ACTION "action { type = @LOG } }", "too many LOG actions; expected at most 8" },
	{ "+" LOG_ACTION LOG_ACTION LOG_ACTION LOG_ACTION LOG_ACTION LOG_ACTION LOG_ACTION
	  LOG_ACTION LOG_ACTION "@" LOG_ACTION "}",
	  "too many actions; expected 8 LOG and one that decides at most" },
	/* formats */
	{ "log_format @a", "expected '{' behind log_format" },
	{ "log_format = @a", "expected '{' behind log_format" },
	{ "log_format @{ a", "unclosed brace; expected '}' behind the text" },
	{ "log_format { a @%pidd }", "unknown macro \"%pidd\"" },
	{ "+action { type = LOG log_format @a } }", "expected '{' behind log_format" },
	{ "+action { type = LOG log_format @{ a", "unclosed brace; expected '}' behind the text" },
	{ "+action { type = LOG log_format { a @%foo } } }",
	  "unknown macro \"%foo\" in log_format" },
	{ "+action { type = LOG log_format { é\\} @%parms } } }", "did you mean \"params\"?" },
	{ "+action { type = LOG log_format {\n a\n @%retval } } }",
	  "%retval is not known before the call; expected when = after" },
	{ "+action { type = LOG log_format { @\0 } } }", "NUL byte", 42 },
	/* the rest */
	{ "+when = @bevore " LOG_ACTION "}",
	  "unknown time \"bevore\"; expected before or after; did you mean \"before\"?" },
	{ "+when = @{ } }", "unexpected \"{\"; expected before or after" },
	{ "+continue = @maybe }", "unexpected \"maybe\"; expected yes or no" },
	{ "+continue = @", "the text ends here; expected yes or no" },
};

static void parse_bad(struct kunit *test)
{
	struct sct_parser *ps = new_parser(test);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad_cases); i++) {
		const struct bad_case *c = &bad_cases[i];
		size_t head = c->text[0] == '+' ? strlen(HEAD) : 0;
		size_t len = (c->len ?: strlen(c->text)) - !!head;
		char *text = kunit_kzalloc(test, head + len + 1, GFP_KERNEL);
		struct sct_rule *rule = NULL;
		unsigned int line, column;

		KUNIT_ASSERT_NOT_NULL(test, text);
		memcpy(text, HEAD, head);
		memcpy(text + head, c->text + !!head, len);
		len += head;
		take_mark(text, &len, &line, &column);

		KUNIT_EXPECT_EQ_MSG(test, parse_len(test, ps, text, len, &rule), -EINVAL, "%s",
				    c->text);
		KUNIT_EXPECT_EQ_MSG(test, ps->err.line, line, "%s: %s", c->text, ps->err.what);
		KUNIT_EXPECT_EQ_MSG(test, ps->err.column, column, "%s: %s", c->text,
				    ps->err.what);
		KUNIT_EXPECT_TRUE_MSG(test, strstr(ps->err.what, c->piece), "%s: %s", c->text,
				      ps->err.what);
	}
}

/* Every order of the fields is the same rule. */
static void parse_orders(struct kunit *test)
{
	static const char *const fields[] = {
		"syscall_name = unlink, rmdir ", "rule_name = r ",
		"filter_expression RETVAL == -2 ",
		"action { type = LOG log_format { %retval } } ", "when = after ", "continue = yes ",
	};
	struct sct_parser *ps = new_parser(test);
	const size_t nr = ARRAY_SIZE(fields);
	char *first = NULL;
	char text[256];
	u32 n;

	/* The digits of n say which of those left comes next. */
	for (n = 0; n < 6 * 5 * 4 * 3 * 2; n++) {
		size_t len = strscpy(text, "rule { ", sizeof(text));
		struct sct_rule *rule = NULL;
		unsigned long used = 0;
		u32 rest = n, left;

		for (left = nr; left; rest /= left, left--) {
			u32 skip = rest % left, i;

			for (i = 0; used & BIT(i) || skip--; i++)
				;
			used |= BIT(i);
			len += scnprintf(text + len, sizeof(text) - len, "%s", fields[i]);
		}
		scnprintf(text + len, sizeof(text) - len, "}");

		KUNIT_ASSERT_EQ_MSG(test, parse_len(test, ps, text, len + 1, &rule), 0, "%s: %s",
				    text, ps->err.what);
		if (!first)
			first = text_of(test, rule);
		KUNIT_EXPECT_EQ(test, rule->text_len, strlen(first));
		KUNIT_EXPECT_EQ_MSG(test, memcmp(rule->text, first, rule->text_len), 0, "%s", text);
		sct_rule_put(rule);
	}
}

/* What a rule does, beside its text. */
static void parse_decides(struct kunit *test)
{
	struct sct_parser *ps = new_parser(test);
	struct sct_rule *rule;

	rule = parse(test, ps, HEAD "action { type = FAIL } action { type = LOG } }");
	KUNIT_EXPECT_STREQ(test, rule->name, "r");
	KUNIT_EXPECT_EQ(test, rule->decision, SCT_FAIL);
	KUNIT_EXPECT_EQ(test, rule->value, -EPERM);
	KUNIT_EXPECT_EQ(test, rule->when, SCT_BEFORE);
	KUNIT_EXPECT_EQ(test, rule->nr_logs, 1);
	KUNIT_EXPECT_FALSE(test, rule->proceed);

	rule = parse(test, ps, HEAD LOG_ACTION "when = after continue = yes }");
	KUNIT_EXPECT_EQ(test, rule->decision, SCT_ALLOW);
	KUNIT_EXPECT_EQ(test, rule->when, SCT_AFTER);
	KUNIT_EXPECT_TRUE(test, rule->proceed);

	rule = parse(test, ps, HEAD "action { type = FAIL error_code = EIO } }");
	KUNIT_EXPECT_EQ(test, rule->value, -EIO);
	KUNIT_EXPECT_EQ(test, rule->nr_logs, 0);
}

/* One bind for each call of each ABI; filters that are the same are one. */
static void parse_binds(struct kunit *test)
{
	const unsigned int abis = SCT_MAX_COMPAT ? 2 : 1;
	struct sct_parser *ps = new_parser(test);
	struct sct_rule *rule;
	unsigned int i;

	rule = parse(test, ps, HEAD LOG_ACTION "filter_expression { PARAMS[1] == \"a\" } }");
	KUNIT_ASSERT_EQ(test, rule->nr_binds, abis);
	for (i = 0; i < abis; i++) {
		KUNIT_EXPECT_STREQ(test, rule->binds[i].desc->name, "unlink");
		KUNIT_EXPECT_EQ(test, rule->binds[i].desc->abi, i);
		KUNIT_EXPECT_NOT_NULL(test, rule->binds[i].filter);
		KUNIT_EXPECT_PTR_EQ(test, rule->binds[i].filter, rule->binds[0].filter);
		KUNIT_EXPECT_EQ(test, rule->binds[i].shared, i > 0);
	}

	/* What holds needs no filter, what never does needs no bind. */
	rule = parse(test, ps, HEAD LOG_ACTION "filter_expression { 1 == 1 } }");
	KUNIT_ASSERT_EQ(test, rule->nr_binds, abis);
	KUNIT_EXPECT_NULL(test, rule->binds[0].filter);
	rule = parse(test, ps, HEAD LOG_ACTION "filter_expression { 1 == 2 } }");
	KUNIT_EXPECT_EQ(test, rule->nr_binds, 0);
	expect_canonical(test, rule);
	KUNIT_EXPECT_EQ(test, ps->nr_warnings, 0);
}

/* A 32-bit call of the same name may have other parameters: the load says so. */
static void parse_misfit(struct kunit *test)
{
	static const char compat_only[] =
		"rule { syscall_name = socketcall rule_name = r " LOG_ACTION
		"filter_expression { PARAMS[3] == 0 } }";
	struct sct_parser *ps = new_parser(test);
	struct sct_rule *rule;

	if (!SCT_MAX_COMPAT)
		kunit_skip(test, "no 32-bit calls");

	rule = parse(test, ps,
		     "rule { syscall_name = mmap rule_name = r " LOG_ACTION
		     "filter_expression { PARAMS[6] == 0 } }");
	KUNIT_ASSERT_EQ(test, rule->nr_binds, 1);
	KUNIT_EXPECT_EQ(test, rule->binds[0].desc->abi, SCT_ABI_NATIVE);
	KUNIT_ASSERT_EQ(test, ps->nr_warnings, 1);
	KUNIT_EXPECT_EQ(test, ps->warnings[0].line, 1);
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[0].what,
					   "rule r does not watch 32-bit callers of mmap"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[0].what, "mmap has no parameter 6"));
	expect_canonical(test, rule);

	/* Each rule has its own. */
	parse(test, ps,
	      "\n\nrule { syscall_name = mmap rule_name = q " LOG_ACTION
	      "filter_expression { PARAMS[6] == 0 } }");
	KUNIT_ASSERT_EQ(test, ps->nr_warnings, 2);
	KUNIT_EXPECT_EQ(test, ps->warnings[1].line, 3);

	/* A filter that fits one of several calls watches that one. */
	rule = parse(test, ps,
		     "rule { syscall_name = unlink, unlinkat rule_name = p " LOG_ACTION
		     "filter_expression { PARAMS[1] == \"/etc/passwd\" && UID == 0 } }");
	KUNIT_EXPECT_EQ(test, rule->nr_binds, 2);
	KUNIT_EXPECT_STREQ(test, rule->binds[0].desc->name, "unlink");
	KUNIT_ASSERT_EQ(test, ps->nr_warnings, 3);
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->warnings[2].what,
					   "rule p does not watch unlinkat: types don't fit"));
	expect_canonical(test, rule);

	/* Of a call that only 32-bit callers have, it is an error. */
	KUNIT_EXPECT_EQ(test, parse_len(test, ps, compat_only, strlen(compat_only), &rule),
			-EINVAL);
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->err.what, "socketcall has no parameter 3"));
	KUNIT_EXPECT_EQ(test, ps->nr_warnings, 3);
}

/* A log_format outside holds for the rules behind it that have none. */
static void parse_default_format(struct kunit *test)
{
	static const char after[] = HEAD LOG_ACTION "when = after }";
	static const char before[] = HEAD LOG_ACTION "}";
	struct sct_parser *ps = new_parser(test);
	struct sct_rule *rule;

	KUNIT_EXPECT_NULL(test, parse(test, ps, " # one\nlog_format { %comm {\\} }"));
	rule = parse(test, ps, before);
	KUNIT_EXPECT_STREQ(test, text_of(test, rule),
			   CALLS "\taction { type = LOG log_format { %comm {\\} } }\n" BEFORE);
	expect_canonical(test, rule);

	rule = parse(test, ps, HEAD "action { type = LOG log_format { own } } }");
	KUNIT_EXPECT_STREQ(test, text_of(test, rule),
			   CALLS "\taction { type = LOG log_format { own } }\n" BEFORE);

	KUNIT_EXPECT_NULL(test, parse(test, ps, "log_format: { %retval }"));
	rule = parse(test, ps, after);
	KUNIT_EXPECT_STREQ(test, text_of(test, rule),
			   CALLS "\taction { type = LOG log_format { %retval } }\n" AFTER);

	/* What doesn't fit a rule is that rule's error. */
	KUNIT_EXPECT_EQ(test, parse_len(test, ps, before, sizeof(before) - 1, &rule), -EINVAL);
	KUNIT_EXPECT_EQ(test, ps->err.column, strlen(HEAD "action { type = ") + 1);
	KUNIT_EXPECT_NOT_NULL(test, strstr(ps->err.what, "%retval is not known before the call"));

	/* An empty one is SCT's own again. */
	KUNIT_EXPECT_NULL(test, parse(test, ps, "log_format = {}"));
	rule = parse(test, ps, before);
	KUNIT_EXPECT_STREQ(test, text_of(test, rule), CALLS LOGS BEFORE);
}

/* What a load takes in, it takes in again as it prints it. */
static void parse_format_limit(struct kunit *test)
{
	static const char head[] = HEAD "action { type = LOG log_format {";
	static const char tail[] = "} } }";
	char *text = kunit_kmalloc(test, sizeof(head) + SCT_MAX_FORMAT + 1 + sizeof(tail),
				   GFP_KERNEL);
	struct sct_parser *ps = new_parser(test);
	struct sct_rule *rule;
	size_t n, len;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (n = SCT_MAX_FORMAT - 1; n <= SCT_MAX_FORMAT + 1; n++) {
		len = strlen(head);
		memcpy(text, head, len);
		memset(text + len, 'f', n);
		strscpy(text + len + n, tail, sizeof(tail));
		if (n <= SCT_MAX_FORMAT) {
			expect_canonical(test, parse(test, ps, text));
			continue;
		}
		KUNIT_EXPECT_EQ(test, parse_len(test, ps, text, len + n + strlen(tail), &rule),
				-EINVAL);
		KUNIT_EXPECT_EQ(test, ps->err.column, len);
		KUNIT_EXPECT_NOT_NULL(test, strstr(ps->err.what, "at most 4095 bytes"));
	}
}

/* A short text may have a long canonical one: every action prints its format. */
static void parse_rule_limit(struct kunit *test)
{
	static const char head[] = HEAD "filter_expression COMM in (\"\"";
	struct sct_parser *ps = new_parser(test);
	struct seq_buf s;
	struct sct_rule *rule;
	char *buf = kunit_kmalloc(test, SZ_64K, GFP_KERNEL);
	unsigned int logs, i;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	seq_buf_init(&s, buf, SZ_64K);
	seq_buf_printf(&s, "log_format { %0*d }", SCT_MAX_FORMAT - 1, 0);
	KUNIT_ASSERT_NULL(test, parse(test, ps, seq_buf_str(&s)));

	for (logs = 7; logs <= 8; logs++) {
		int ret;

		/* 32 KiB of filter, and as much of formats */
		seq_buf_clear(&s);
		seq_buf_puts(&s, head);
		for (i = 0; i < 8; i++)
			seq_buf_printf(&s, ",\"%0*d\"", SCT_MAX_STRING, 0);
		seq_buf_puts(&s, ")");
		for (i = 0; i < logs; i++)
			seq_buf_puts(&s, LOG_ACTION);
		seq_buf_puts(&s, "}");
		KUNIT_ASSERT_FALSE(test, seq_buf_has_overflowed(&s));

		ret = parse_len(test, ps, seq_buf_str(&s), seq_buf_used(&s), &rule);
		if (logs == 7) {
			KUNIT_ASSERT_EQ_MSG(test, ret, 0, "%s", ps->err.what);
			sct_rule_put(rule);
			continue;
		}
		KUNIT_EXPECT_EQ(test, ret, -EINVAL);
		KUNIT_EXPECT_EQ(test, ps->err.column, 1);
		KUNIT_EXPECT_NOT_NULL(test, strstr(ps->err.what, "64 KiB in canonical form"));
	}
}

static struct kunit_case sct_parse_cases[] = {
	KUNIT_CASE_PARAM(parse_good, good_gen_params),
	KUNIT_CASE(parse_bad),
	KUNIT_CASE(parse_orders),
	KUNIT_CASE(parse_decides),
	KUNIT_CASE(parse_binds),
	KUNIT_CASE(parse_misfit),
	KUNIT_CASE(parse_default_format),
	KUNIT_CASE(parse_format_limit),
	KUNIT_CASE(parse_rule_limit),
	{}
};

static struct kunit_suite sct_parse_suite = {
	.name = "sct_parse",
	.test_cases = sct_parse_cases,
};

kunit_test_suite(sct_parse_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's parser of rules");
MODULE_LICENSE("GPL");
