// SPDX-License-Identifier: GPL-2.0
/*
 * Errors of a load: their place, their caret, and what they say
 *
 * In the texts below '@' stands before the character that an error is to name,
 * and is taken out. A text without one has its error anywhere.
 */

#include <kselftest_harness.h>

#include "sct_test.h"

FIXTURE(error) {
	struct sct_place at;
};

FIXTURE_VARIANT(error) {
	const char *text;
	const char *word;	/* what the message names; NULL where it names nothing */
	const char *nearest;	/* what it offers instead; NULL where nothing is near */
	bool unclosed;		/* what is missing, the end of the text tells */
};

/* A rule on unlink around the field or the filter that is wrong. */
#define FIELD(field) \
	"rule {\n\tsyscall_name = unlink\n\trule_name = r\n\t" field "\n" \
	"\taction { type = LOG }\n}\n"
#define FILTER(call, filter) \
	"# comment\nrule {\n\tsyscall_name = " call "\n\trule_name = r\n" \
	"\tfilter_expression { " filter " }\n\taction { type = LOG }\n}\n"
#define ACTION(action, when) \
	"rule {\n\tsyscall_name = unlink rule_name = r\n\taction { " action " }\n" \
	"\twhen = " when "\n}\n"

/* Words that are not known, and what was meant. */
FIXTURE_VARIANT_ADD(error, unknown_word_at_top) {
	"\n\n  @rul { }\n", "rul", "rule" };
FIXTURE_VARIANT_ADD(error, garbage_at_top) {
	"@garbage\n", "garbage", NULL };
FIXTURE_VARIANT_ADD(error, number_at_top) {
	"@42\n", "42", NULL };
FIXTURE_VARIANT_ADD(error, brace_at_top) {
	FIELD("") "@}\n", "}", NULL };
FIXTURE_VARIANT_ADD(error, unknown_field) {
	"rule {\n\t@sycall_name = unlink\n}\n", "sycall_name", "syscall_name" };
FIXTURE_VARIANT_ADD(error, unknown_field_of_a_rule) {
	FIELD("@filter_expresion { 1 }"), "filter_expresion", "filter_expression" };
FIXTURE_VARIANT_ADD(error, unknown_field_of_an_action) {
	ACTION("type = FAIL @eror_code = 1", "before"), "eror_code", "error_code" };
FIXTURE_VARIANT_ADD(error, unknown_call) {
	"rule {\n\tsyscall_name = @unlnk\n}\n", "unlnk", "unlink" };
FIXTURE_VARIANT_ADD(error, unknown_call_of_several) {
	"rule {\n\tsyscall_name = unlink, @mkdirr\n}\n", "mkdirr", "mkdir" };
FIXTURE_VARIANT_ADD(error, unknown_call_near_none) {
	"rule {\n\tsyscall_name = @frobnicate_it_all\n}\n", "frobnicate_it_all", NULL };
FIXTURE_VARIANT_ADD(error, unknown_variable) {
	FILTER("unlink", "UID == 0 && @EIUD == 0"), "EIUD", "EUID" };
FIXTURE_VARIANT_ADD(error, unknown_variable_near_none) {
	FILTER("openat", "PARAMS[3] & @FROBNICATE"), "FROBNICATE", NULL };
FIXTURE_VARIANT_ADD(error, unknown_parameter_name) {
	FILTER("unlink", "PARAMS[@pathnam] == \"x\""), "pathnam", "pathname" };
FIXTURE_VARIANT_ADD(error, unknown_macro) {
	ACTION("type = LOG log_format { a @%parms b }", "before"), "%parms", "params" };
FIXTURE_VARIANT_ADD(error, unknown_macro_behind_utf8) {
	ACTION("type = LOG log_format { \xc3\xa9\xe2\x88\x92\xe2\x88\x92> @%suidd }", "before"),
	"%suidd", "suid" };
FIXTURE_VARIANT_ADD(error, unknown_action) {
	ACTION("type = @FIAL", "before"), "FIAL", "FAIL" };
FIXTURE_VARIANT_ADD(error, unknown_when) {
	ACTION("type = LOG", "@befor"), "befor", "before" };
FIXTURE_VARIANT_ADD(error, unknown_error) {
	ACTION("type = FAIL error_code = @EPREM", "before"), "EPREM", "EPERM" };

/* Braces, quotes and signs. */
FIXTURE_VARIANT_ADD(error, unclosed_brace_of_a_rule) {
	"rule {\n\tsyscall_name = unlink\n", NULL, NULL, true };
FIXTURE_VARIANT_ADD(error, unclosed_brace_of_a_filter) {
	"rule { syscall_name = unlink rule_name = r filter_expression { UID == 0\n",
	NULL, NULL, true };
FIXTURE_VARIANT_ADD(error, unclosed_brace_of_a_format) {
	"rule { syscall_name = unlink rule_name = r action { type = LOG log_format { a\n",
	NULL, NULL, true };
FIXTURE_VARIANT_ADD(error, unclosed_string) {
	FILTER("unlink", "PARAMS[1] == @\"x"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, unclosed_parenthesis) {
	FILTER("unlink", "(UID == 0 && (PID == 1)"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, parenthesis_too_many) {
	FILTER("unlink", "(UID == 0)@)"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, empty_filter) {
	FILTER("unlink", ""), NULL, NULL };
FIXTURE_VARIANT_ADD(error, operator_without_operand) {
	FILTER("unlink", "UID == @&& 1"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, operand_without_operator) {
	FILTER("unlink", "UID @PID"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, no_such_character) {
	FILTER("unlink", "UID == 0 @$ 1"), "$", NULL };
FIXTURE_VARIANT_ADD(error, no_such_escape) {
	FILTER("unlink", "PARAMS[1] == \"a@\\q\""), NULL, NULL };
FIXTURE_VARIANT_ADD(error, number_too_large) {
	FILTER("unlink", "UID == @18446744073709551616"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, number_of_bad_digits) {
	FILTER("unlink", "UID == @089"), NULL, NULL };

/* Parameters that a call doesn't have, types that don't fit. */
FIXTURE_VARIANT_ADD(error, parameter_0) {
	FILTER("unlink", "PARAMS[@0] == \"x\""), NULL, NULL };
FIXTURE_VARIANT_ADD(error, parameter_7) {
	FILTER("unlink", "PARAMS[@7] == \"x\""), NULL, NULL };
FIXTURE_VARIANT_ADD(error, parameter_beyond_the_calls) {
	FILTER("unlink", "PARAMS[@2] == 1"), "unlink", NULL };
FIXTURE_VARIANT_ADD(error, parameter_of_a_call_that_has_none) {
	FILTER("getppid", "PARAMS[@1] == 1"), "getppid", NULL };
FIXTURE_VARIANT_ADD(error, parameter_beyond_both_of_two_calls) {
	FILTER("rename, unlink", "PARAMS[@4] == \"x\""), "rename", NULL };
FIXTURE_VARIANT_ADD(error, parameter_negative) {
	FILTER("unlink", "PARAMS[-1] == 1"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, parameter_huge) {
	FILTER("unlink", "PARAMS[4294967297] == \"x\""), NULL, NULL };
FIXTURE_VARIANT_ADD(error, string_compared_with_a_number) {
	FILTER("unlink", "PARAMS[1] @== 1"), "PARAMS[1]", NULL };
FIXTURE_VARIANT_ADD(error, number_compared_with_a_string) {
	FILTER("unlink", "UID @== \"root\""), "UID", NULL };
FIXTURE_VARIANT_ADD(error, number_searched_for_a_string) {
	FILTER("unlink", "UID @~= \"root\""), "UID", NULL };
FIXTURE_VARIANT_ADD(error, number_in_a_list_of_strings) {
	FILTER("unlink", "UID in (\"root\", 0)"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, string_in_arithmetic) {
	FILTER("unlink", "COMM @+ 1 == 2"), "COMM", NULL };
FIXTURE_VARIANT_ADD(error, string_as_a_condition) {
	FILTER("unlink", "UID == 0 && COMM"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, string_alone) {
	FILTER("unlink", "\"x\""), NULL, NULL };
FIXTURE_VARIANT_ADD(error, division_by_constant_zero) {
	FILTER("unlink", "UID @/ 0 == 1"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, remainder_of_constant_zero) {
	FILTER("unlink", "UID @% (1 - 1) == 1"), NULL, NULL };

/* What belongs to one time only. */
FIXTURE_VARIANT_ADD(error, retval_macro_before) {
	ACTION("type = LOG log_format { @%retval }", "before"), "retval", NULL };
FIXTURE_VARIANT_ADD(error, retval_variable_before) {
	FILTER("unlink", "@RETVAL == 0"), "RETVAL", NULL };
FIXTURE_VARIANT_ADD(error, retval_macro_in_the_default_format) {
	"log_format { %retval }\n" ACTION("type = LOG", "before"), "retval", NULL };
FIXTURE_VARIANT_ADD(error, fail_after) {
	ACTION("type = FAIL error_code = 1", "after"), "FAIL", NULL };

/* Fields that are missing, double, or have a value that is none. */
FIXTURE_VARIANT_ADD(error, rule_without_rule_name) {
	"rule {\n\tsyscall_name = unlink\n\taction { type = LOG }\n}\n", "rule_name", NULL };
FIXTURE_VARIANT_ADD(error, rule_without_syscall_name) {
	"rule {\n\trule_name = r\n\taction { type = LOG }\n}\n", "syscall_name", NULL };
FIXTURE_VARIANT_ADD(error, rule_without_action) {
	"rule {\n\tsyscall_name = unlink\n\trule_name = r\n}\n", "action", NULL };
FIXTURE_VARIANT_ADD(error, empty_rule) {
	"rule { }\n", NULL, NULL };
FIXTURE_VARIANT_ADD(error, action_without_type) {
	ACTION("", "before"), "type", NULL };
FIXTURE_VARIANT_ADD(error, log_with_error_code) {
	ACTION("type = LOG error_code = @1", "before"), "error_code", NULL };
FIXTURE_VARIANT_ADD(error, two_fails) {
	ACTION("type = FAIL error_code = 1 }\n\taction { type = FAIL error_code = 2", "before"),
	NULL, NULL };
FIXTURE_VARIANT_ADD(error, field_twice) {
	FIELD("rule_name = s"), "rule_name", NULL };
FIXTURE_VARIANT_ADD(error, filter_twice) {
	FIELD("filter_expression { 1 }\n\tfilter_expression { 1 }"), "filter_expression", NULL };
FIXTURE_VARIANT_ADD(error, call_twice) {
	"rule {\n\tsyscall_name = unlink, @unlink\n}\n", "unlink", NULL };
FIXTURE_VARIANT_ADD(error, no_assignment) {
	"rule {\n\tsyscall_name @unlink\n}\n", "syscall_name", NULL };
FIXTURE_VARIANT_ADD(error, no_value) {
	"rule {\n\tsyscall_name =\n@}\n", NULL, NULL };
FIXTURE_VARIANT_ADD(error, comma_without_a_call) {
	"rule {\n\tsyscall_name = unlink,\n@}\n", NULL, NULL };
FIXTURE_VARIANT_ADD(error, rule_name_of_bad_characters) {
	"rule {\n\tsyscall_name = unlink\n\trule_name = \"r\"\n}\n", NULL, NULL };
FIXTURE_VARIANT_ADD(error, rule_name_of_64_characters) {
	"rule {\n\tsyscall_name = unlink\n"
	"\trule_name = @abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789ab\n}\n",
	"64", NULL };
FIXTURE_VARIANT_ADD(error, error_code_of_words) {
	ACTION("type = FAIL error_code = @no", "before"), "no", NULL };
FIXTURE_VARIANT_ADD(error, error_code_of_a_string) {
	ACTION("type = FAIL error_code = @\"1\"", "before"), NULL, NULL };
FIXTURE_VARIANT_ADD(error, error_code_too_large) {
	ACTION("type = FAIL error_code = @4096", "before"), "4096", NULL };
FIXTURE_VARIANT_ADD(error, error_code_that_restarts_the_call) {
	ACTION("type = FAIL error_code = 512", "before"), "512", NULL };
FIXTURE_VARIANT_ADD(error, two_rules_of_one_name) {
	RULE("twin", "unlink", "1", LOG("a"), "before")
	RULE("other", "unlink", "1", LOG("a"), "before")
	RULE("twin", "rmdir", "1", LOG("a"), "after"), "twin", NULL };

FIXTURE_SETUP(error)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(error)
{
	sct_teardown(&self->at);
}

/* Bytes that begin no character take no column. */
static bool begins_character(char c)
{
	return (c & 0xc0) != 0x80;
}

/* Takes the '@' out of @text; its line, and its column in characters. */
static char *take_mark(const char *text, unsigned int *line, unsigned int *column)
{
	const char *mark = strchr(text, '@');
	char *clean = strdup(text);
	const char *p;

	*line = 0;
	*column = 0;
	if (!mark || !clean)
		return clean;

	*line = 1;
	*column = 1;
	for (p = text; p < mark; p++) {
		if (*p == '\n') {
			++*line;
			*column = 1;
		} else {
			*column += begins_character(*p);
		}
	}
	memmove(clean + (mark - text), clean + (mark - text) + 1, strlen(mark));
	return clean;
}

/* Line number @line of @text as error_log shows it: controls become blanks. */
static char *line_of(const char *text, unsigned int line)
{
	char *copy, *p;

	while (--line && text)
		text = strchr(text, '\n') ? strchr(text, '\n') + 1 : NULL;
	if (!text)
		return NULL;
	copy = strdup(text);
	p = strchrnul(copy, '\n');
	*p = '\0';
	for (p = copy; *p; p++) {
		if (*p == '\t')
			*p = ' ';
	}
	return copy;
}

/* Where character number @n of @text begins, from 0; NULL where it is shorter. */
static const char *character(const char *text, unsigned int n)
{
	for (; n; n--) {
		if (!*text)
			return NULL;
		do {
			text++;
		} while (!begins_character(*text));
	}
	return text;
}

struct entry {
	unsigned int line, column;
	char *message;
	char *source;
	char *caret;
	char *buf;
};

/* The three lines of the last entry of error_log. */
static bool last_entry(struct entry *e)
{
	char *p;

	e->buf = strdup(sct_last_error());
	p = e->buf;
	if (sscanf(p, "%u:%u: ", &e->line, &e->column) != 2)
		return false;
	e->message = strstr(p, ": ") + 2;
	e->source = strchr(e->message, '\n');
	if (!e->source)
		return false;
	*e->source++ = '\0';
	e->caret = strchr(e->source, '\n');
	if (!e->caret)
		return false;
	*e->caret++ = '\0';
	p = strchr(e->caret, '\n');
	if (!p || (p[1] && strcmp(p + 1, "\n")))
		return false;
	*p = '\0';
	return true;
}

TEST_F(error, is_refused_and_told)
{
	unsigned int line, column, i;
	char *text = take_mark(variant->text, &line, &column);
	const char *shown, *meant;
	char *source, *offer = NULL;
	struct entry e;

	ASSERT_NE(NULL, text);
	/* The writer is told by the write; at close it is too late for that. */
	EXPECT_EQ(-EINVAL, sct_load(text));
	if (variant->unclosed)
		EXPECT_EQ(0, sct_put(SCT_RULES, O_TRUNC, text));
	EXPECT_EQ(0, sct_number("nr_rules"));
	ASSERT_TRUE(last_entry(&e)) TH_LOG("%s", sct_last_error());

	if (line) {
		EXPECT_EQ(line, e.line);
		EXPECT_EQ(column, e.column);
	}
	EXPECT_LT(0, e.column);
	source = line_of(text, e.line);
	ASSERT_NE(NULL, source) TH_LOG("no line %u", e.line);
	EXPECT_EQ(0, strncmp(e.source, "    ", 4));
	if (strlen(source) < 100 && e.column < 50)
		EXPECT_STREQ(source, e.source + 4);

	/*
	 * Nothing but blanks, and the caret under the column. Of a long line a part
	 * may be shown, so the character above the caret tells.
	 */
	for (i = 0; e.caret[i] == ' '; i++)
		;
	EXPECT_STREQ("^", e.caret + i);
	ASSERT_LE(4, i);
	shown = character(e.source, i);
	meant = character(source, e.column - 1);
	ASSERT_NE(NULL, shown) TH_LOG("\n%s\n%s", e.source, e.caret);
	ASSERT_NE(NULL, meant) TH_LOG("%s has no column %u", source, e.column);
	EXPECT_EQ(0, strncmp(shown, meant, strlen(shown))) TH_LOG("\n%s\n%s", e.source, e.caret);
	EXPECT_EQ(!*meant, !*shown);

	EXPECT_NE(NULL, strstr(e.message, "expected"));
	if (variant->word)
		EXPECT_NE(NULL, strstr(e.message, variant->word)) TH_LOG("%s", e.message);
	if (variant->nearest) {
		ASSERT_LT(0, asprintf(&offer, "did you mean \"%s\"?", variant->nearest));
		EXPECT_NE(NULL, strstr(e.message, offer)) TH_LOG("%s", e.message);
	} else {
		EXPECT_EQ(NULL, strstr(e.message, "did you mean")) TH_LOG("%s", e.message);
	}
	free(source);
	free(offer);
	free(e.buf);
	free(text);
}

FIXTURE(text) {
	struct sct_place at;
};

FIXTURE_SETUP(text)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(text)
{
	sct_teardown(&self->at);
}

TEST_F(text, with_a_nul_byte)
{
	static const char * const texts[] = {
		"rule {\n\tsyscall_name = @unlink\n}\n",
		"@",
		FILTER("unlink", "PARAMS[1] == \"a@b\""),
		ACTION("type = LOG log_format { a @ b }", "before"),
	};
	struct entry e;
	char *text;
	size_t i;
	int ret;

	ASSERT_LOADED(sct_load(RULE("r", "unlink", "1", FAIL("1"), "before")));
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		text = strdup(texts[i]);
		*strchr(text, '@') = '\0';
		ret = sct_put_len(SCT_RULES, O_TRUNC, text, strlen(texts[i]));
		EXPECT_TRUE(ret == 0 || ret == -EINVAL) TH_LOG("%d", ret);
		EXPECT_EQ(1, sct_number("nr_rules"));
		ASSERT_TRUE(last_entry(&e)) TH_LOG("%s", sct_last_error());
		EXPECT_NE(NULL, strstr(e.message, "NUL")) TH_LOG("%zu: %s", i, e.message);
		free(e.buf);
		free(text);
	}
}

TEST_F(text, with_a_name_of_100000_characters)
{
	static const char * const heads[] = {
		"rule {\n\tsyscall_name = ",
		"rule {\n\tsyscall_name = unlink\n\trule_name = ",
		"rule {\n\t",
		"",
		"rule { syscall_name = unlink rule_name = r filter_expression { PARAMS[1] == \"",
		"rule { syscall_name = unlink rule_name = r filter_expression { ",
	};
	char *text = malloc(200000);
	struct entry e;
	size_t i, n;

	ASSERT_NE(NULL, text);
	for (i = 0; i < ARRAY_SIZE(heads); i++) {
		n = sprintf(text, "%s", heads[i]);
		memset(text + n, 'x', 100000);
		memcpy(text + n + 100000, "\n}\n", 4);
		EXPECT_EQ(-EINVAL, sct_load(text)) TH_LOG("%s", heads[i]);
		EXPECT_EQ(0, sct_number("nr_rules"));
		ASSERT_TRUE(last_entry(&e)) TH_LOG("%s", sct_last_error());
		EXPECT_GT(1000, strlen(e.message));
		EXPECT_GT(1000, strlen(e.source));
		EXPECT_GT(1000, strlen(e.caret));
		free(e.buf);
	}
	free(text);
}

TEST_F(text, of_nothing_empties_the_table)
{
	static const char * const nothings[] = { "", "\n", "# comment", "# comment\n\n \t\n" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(nothings); i++) {
		ASSERT_LOADED(sct_load(RULE("r", "unlink", "1", FAIL("1"), "before")));
		EXPECT_EQ(1, sct_number("nr_rules"));
		EXPECT_EQ(0, sct_put(SCT_RULES, O_TRUNC, nothings[i]));
		EXPECT_EQ(0, sct_number("nr_rules"));
	}
}

TEST_F(text, of_random_bytes_is_refused)
{
	unsigned int seed = 1, round;
	char buf[512];
	size_t i;
	int ret;

	for (round = 0; round < sct_scaled(200); round++) {
		for (i = 0; i < sizeof(buf); i++)
			buf[i] = rand_r(&seed) >> 8;
		buf[0] = '}';
		ret = sct_put_len(SCT_RULES, O_TRUNC, buf, sizeof(buf));
		EXPECT_TRUE(ret == 0 || ret == -EINVAL) TH_LOG("%d", ret);
		EXPECT_EQ(0, sct_number("nr_rules"));
	}
}

/* A good text with one byte changed is refused, or is another good text. */
TEST_F_TIMEOUT(text, with_one_byte_changed, SCT_TIMEOUT)
{
	static const char good[] =
		FILTER("rmdir", "UID == 1 && PARAMS[1] ~= \"a\\n\" || PID in (1)");
	unsigned int seed = 7, round;
	char buf[sizeof(good)];
	int ret;

	for (round = 0; round < sct_scaled(500); round++) {
		memcpy(buf, good, sizeof(good));
		buf[rand_r(&seed) % (sizeof(good) - 1)] = rand_r(&seed) >> 8;
		ret = sct_put_len(SCT_RULES, O_TRUNC, buf, sizeof(good) - 1);
		EXPECT_TRUE(ret == 0 || ret == -EINVAL) TH_LOG("%d", ret);
		EXPECT_EQ(0, sct_put(SCT_RULES, O_TRUNC, ""));
	}
}

TEST_F_TIMEOUT(text, of_10000_rules_loads, SCT_TIMEOUT)
{
	char *text = malloc(4 << 20), name[32];
	int nr = sct_scaled(10000), i;
	size_t n = 0;
	long start;

	ASSERT_NE(NULL, text);
	for (i = 0; i < nr; i++)
		n += sprintf(text + n, RULE("rule%d", "unlink", "PARAMS[1] == \"name%d\"",
					    FAIL("EROFS"), "before"), i, i);
	start = sct_ms();
	ASSERT_LOADED(sct_load(text));
	ksft_print_msg("%d rules, %zu bytes: loaded in %ld ms\n", nr, n, sct_ms() - start);
	EXPECT_EQ(nr, sct_number("nr_rules"));
	EXPECT_EQ(-EROFS, sct_call(SYS_unlink, "name0"));
	snprintf(name, sizeof(name), "name%d", nr - 1);
	EXPECT_EQ(-EROFS, sct_call(SYS_unlink, name));
	snprintf(name, sizeof(name), "name%d", nr);
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, name));

	/* One name twice is found among as many. */
	n += sprintf(text + n, RULE("rule%d", "unlink", "1", FAIL("EROFS"), "before"), nr / 2);
	EXPECT_EQ(-EINVAL, sct_load(text));
	EXPECT_EQ(nr, sct_number("nr_rules"));

	start = sct_ms();
	ASSERT_LOADED(sct_load(""));
	ksft_print_msg("%d rules: gone in %ld ms\n", nr, sct_ms() - start);
	free(text);
}

TEST_HARNESS_MAIN
