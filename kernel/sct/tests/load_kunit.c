// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of loads: in whatever pieces a text comes, it is the same text
 *
 * Nothing here is put in force: a load that holds rules is freed before its end,
 * or its text is wrong.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../errlog.h"
#include "../load.h"
#include "marked.h"

static const size_t piece_sizes[] = { 1, 2, 3, 7, 4096, SZ_64K, SZ_1M };

KUNIT_DEFINE_ACTION_WRAPPER(free_load, sct_load_free, struct sct_load *);

/* Writes @text in pieces; each is in memory of its own size, for KASAN. */
static int write_pieces(struct kunit *test, struct sct_load *load, const char *text,
			size_t len, size_t piece)
{
	int ret = 0;

	while (!ret && len) {
		size_t n = min(len, piece);
		char *copy = kvmalloc(n, GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, copy);
		memcpy(copy, text, n);
		ret = sct_load_write(load, copy, n);
		kvfree(copy);
		text += n;
		len -= n;
	}
	return ret;
}

struct load_case {
	const char *name;
	const char *text;	/* with a mark where it is wrong; $ is many blanks */
	u32 rules;		/* that are read, up to there */
	const char *piece;	/* of the message, or of the last rule's text */
	bool at_end;		/* it is wrong because it ends */
	size_t len;		/* where it holds a NUL */
};

/* More than a load keeps of a line before what it reads. */
#define MANY_BLANKS	9000

static void put_blanks(char *text, size_t *len)
{
	char *at;

	while ((at = memchr(text, '$', *len))) {
		memmove(at + MANY_BLANKS, at + 1, text + *len - at - 1);
		memset(at, ' ', MANY_BLANKS);
		*len += MANY_BLANKS - 1;
	}
}

static void try_pieces(struct kunit *test, const struct load_case *c, size_t piece)
{
	struct sct_load *load = sct_load_begin(true);
	size_t len = c->len ?: strlen(c->text);
	const struct sct_error *err;
	unsigned int line, column;
	const char *what;
	char *text;
	int ret;

	KUNIT_ASSERT_NOT_NULL(test, load);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_load, load), 0);
	text = kunit_kmalloc(test, len + 2 * MANY_BLANKS, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, text);
	memcpy(text, c->text, len);
	put_blanks(text, &len);
	take_mark(text, &len, &line, &column);

	ret = write_pieces(test, load, text, len, piece);
	err = &load->parser->err;
	if (line && c->at_end) {
		KUNIT_EXPECT_EQ(test, ret, 0);
		ret = sct_load_end(load);
	}
	KUNIT_EXPECT_EQ_MSG(test, ret, line ? -EINVAL : 0, "pieces of %zu: %s", piece, err->what);
	KUNIT_EXPECT_EQ_MSG(test, err->line, line, "pieces of %zu: %s", piece, err->what);
	KUNIT_EXPECT_EQ_MSG(test, err->column, column, "pieces of %zu: %s", piece, err->what);
	KUNIT_ASSERT_EQ(test, load->table->nr_rules, c->rules);

	what = err->what;
	if (!line) {
		KUNIT_EXPECT_FALSE(test, load->item);
		KUNIT_EXPECT_EQ(test, load->depth, 0);
		what = kunit_kzalloc(test, SZ_64K + 1, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, what);
		if (c->rules) {
			const struct sct_rule *last = load->table->rules[c->rules - 1];

			memcpy((char *)what, last->text, last->text_len);
			if (last->nr_logs)
				KUNIT_EXPECT_STREQ(test, last->logs[0]->rule, last->name);
		}
	} else {
		/* The first error is the last. */
		KUNIT_EXPECT_EQ(test, sct_load_write(load, "\n", 1), ret);
		KUNIT_EXPECT_EQ(test, sct_load_end(load), ret);
		KUNIT_EXPECT_EQ(test, err->column, column);
	}
	if (c->piece)
		KUNIT_EXPECT_TRUE_MSG(test, strstr(what, c->piece), "pieces of %zu: %s", piece,
				      what);
	kunit_release_action(test, free_load, load);
}

static void try_all_pieces(struct kunit *test, const struct load_case *c)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(piece_sizes); i++)
		try_pieces(test, c, piece_sizes[i]);
}

#define HEAD		"rule { syscall_name = unlink rule_name = "
#define LOG		" action { type = LOG } }"
#define A		HEAD "a" LOG
#define B		HEAD "b" LOG
#define A2		"rule{syscall_name=unlink rule_name=b action{type=LOG}}"

static const struct load_case load_cases[] = {
	{ "nothing", "" },
	{ "blanks and comments", " \r\n# rule {\n\t#\v\f\n" },
	{ "a rule", A "\n", 1, "rule_name = a\n" },
	{ "no newline", A, 1, "rule_name = a\n" },
	{ "several on a line", A " " B HEAD "c" LOG "\n", 3, "rule_name = c\n" },
	{ "no blanks",
	  "rule{syscall_name=unlink rule_name=a action{type=LOG}}log_format{b}" A2, 2,
	  "log_format { b }" },
	{ "CRLF", "rule\r\n{\r\nsyscall_name = unlink\r\nrule_name = a\r\n" LOG "\r\n" B "\r\n",
	  2 },
	{ "comments with signs", "# } \" {\n" A "# \"\n#{\n" HEAD "b # } \" {\n" LOG "# }", 2 },
	{ "comment without a newline", A "# }", 1 },
	{ "word at the end of a comment", A "# rule", 1 },
	{ "strings with signs",
	  HEAD "a filter_expression { COMM == \"}{#\\\"{\\\\\" || COMM == \"{{{\" }" LOG B,
	  2 },
	{ "formats with signs",
	  HEAD "a action { type = LOG log_format { {{ \" # \\} \\\\} ' \\ } } }" B, 2 },
	{ "format behind a comment", HEAD "a action { type = LOG log_format # {\n { \" } } }" B,
	  2 },
	{ "format assigned", HEAD "a action { type = LOG log_format = # }\n{ \" } } }" B, 2 },
	{ "format with a colon", HEAD "a action { type = LOG log_format:{ \" } } }" B, 2 },
	{ "format over lines", HEAD "a action { type = LOG log_format {\n{\n\"\n# } } }" B, 2 },
	{ "empty format", HEAD "a action { type = LOG log_format{}}}" B, 2 },
	{ "default format", "log_format { \" { # \\} }" A, 1, "log_format { \" { # \\} }" },
	{ "default format assigned", "log_format\n= # {\n{ \" }\n" A, 1, "log_format { \" }" },
	{ "two default formats", "log_format{a}log_format{b}" A, 1, "log_format { b }" },
	{ "names that are words",
	  HEAD "log_format" LOG HEAD "rule" LOG HEAD "commit" LOG HEAD "x.log_format" LOG, 4,
	  "rule_name = x.log_format\n" },
	{ "UTF-8", "# é−𝄞\nlog_format { é−𝄞 }" A "# é", 1, "{ é−𝄞 }" },
	{ "typographic minus", HEAD "a action { type = FAIL error_code = −2 } }", 1, "= -2" },
	{ "long line", A "$" B "$" HEAD "c" LOG, 3 },
	{ "long comment", "#$\n" A, 1 },
	{ "long rule", HEAD "a$" LOG B, 2 },
	{ "commit as a name", "rule { syscall_name = unlink rule_name =\n commit\n" LOG B, 2 },
	{ "commit in a comment", "rule { # a\n# commit\nsyscall_name = unlink rule_name = a" LOG,
	  1 },
	{ "NUL in a comment", "# \0\n" A, 1, NULL, false, 4 + sizeof(A) - 1 },

	{ "sign", "@; " A, 0, "unexpected character ';'" },
	{ "sign behind a rule", A " @;" B, 1, "unexpected character ';'" },
	{ "UTF-8 outside", "# é\n @é " A },
	{ "typographic minus outside", A "\n@−1", 1 },
	{ "string outside", A "\n  @\"a\" " B, 1 },
	{ "number outside", A "\n@1 ", 1, "unknown word \"1\"; expected rule" },
	{ "NUL outside", A "\n @\0" B, 1, "NUL byte", false, sizeof(A) - 1 + 4 + sizeof(B) - 1 },
	{ "brace too many", A "\n@}\n" B, 1, "unknown word \"}\"" },
	{ "brace too many on the line", A "@}" B, 1, "unknown word \"}\"" },
	{ "open brace outside", "@{" A, 0, "unknown word \"{\"" },
	{ "unknown word", A "\n @ruel { }", 1, "did you mean \"rule\"?" },
	{ "unknown word at the end", A "\n @foo", 1, "unknown word \"foo\"", true },
	{ "word in capitals", "@Rule { }", 0, "did you mean \"rule\"?" },
	{ "rule without its block", "rule @rule", 0, "expected '{'", true },
	{ "rule and a brace closed", "rule @} ", 0, "expected '{'" },
	{ "only a word", A " rule@", 1, "expected '{'", true },
	{ "unclosed rule", A "\nrule @{ syscall_name = unlink\n", 1, "unclosed brace", true },
	{ "unclosed action", "rule { action @{ type = LOG", 0, "unclosed brace", true },
	{ "unclosed filter", "rule { filter_expression @{ 1", 0, "unclosed brace", true },
	{ "unclosed format", "rule { action @{ log_format { a } ", 0, "unclosed brace", true },
	{ "unclosed default format", A "\nlog_format @{ a \\}", 1, "unclosed brace", true },
	{ "forgotten brace", HEAD "a action { type = LOG }\n\n@" B, 0, "unknown word \"rule\"",
	  true },
	{ "commit in a rule", "rule {\nsyscall_name = unlink\n @commit\t\n", 0,
	  "unknown word \"commit\"" },
	{ "commit in a filter", "rule { filter_expression { 1\n@commit\n", 0,
	  "expected an operator or '}'" },
	{ "commit in a format", A "log_format @{ a\ncommit\n", 1, "unclosed brace" },
	{ "commit behind a word", "rule\n@commit\n", 0, "expected '{'" },
	{ "unclosed string at the end", "rule { filter_expression { @\"", 0, "unclosed string",
	  true },
	{ "unclosed string", HEAD "a filter_expression { COMM == @\"a }\n}\n}" B, 0,
	  "unclosed string" },
	{ "line escaped", HEAD "a filter_expression { COMM == \"a@\\\n\" } " LOG "\n}}", 0,
	  "unknown escape" },
	{ "wrong field", A "\n" HEAD "b @frob" LOG "\n", 1, "unknown word \"frob\"" },
	{ "wrong behind UTF-8", "log_format { é− } " HEAD "b @−" LOG, 0, "unknown word" },
	{ "wrong behind a long line", A "$" HEAD "b filter_expression { @é }" LOG, 1,
	  "unexpected byte 0xc3" },
	{ "name twice", A "\n" B " " HEAD "@a" LOG, 2, "\"a\" is in the table already" },
	{ "NUL in a rule", HEAD "a\n @\0" LOG, 0, "NUL byte", false,
	  sizeof(HEAD) - 1 + 5 + sizeof(LOG) - 1 },
	{ "NUL in a format", "log_format { a@\0 }", 0, "NUL byte", false, 18 },
};

KUNIT_ARRAY_PARAM_DESC(load, load_cases, name);

static void load_pieces(struct kunit *test)
{
	try_all_pieces(test, test->param_value);
}

/* A text of @before blanks, and a rule of @size bytes, most of them @fill. */
static char *text_with_rule(struct kunit *test, size_t before, size_t size, char fill)
{
	static const char end[] = "\n" LOG;
	char *text = kunit_kmalloc(test, before + size + 2, GFP_KERNEL);
	char *rule = text + before + 1;

	KUNIT_ASSERT_NOT_NULL(test, text);
	memset(text, before % 2 ? '\n' : ' ', before);
	text[before] = MARK;
	memset(rule, fill, size);
	memcpy(rule, HEAD "a#", strlen(HEAD "a#"));
	strscpy(rule + size - strlen(end), end, sizeof(end));
	return text;
}

/* The longest rule, and one that is a byte longer: whatever the pieces. */
static void load_item_limit(struct kunit *test)
{
	static const size_t before[] = { 0, 99, 70000 };
	static const size_t pieces[] = { 7, 4096, SZ_64K - 1, SZ_64K, SZ_1M };
	struct load_case over = { .piece = "rule too long; expected at most 65536 bytes" };
	struct load_case far_over = over, most = { .rules = 1 };
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(before); i++) {
		over.text = text_with_rule(test, before[i], SCT_MAX_ITEM + 1, '-');
		far_over.text = text_with_rule(test, before[i], 100000, '}');
		most.text = text_with_rule(test, before[i], SCT_MAX_ITEM, '"');
		*strchr(most.text, MARK) = ' ';
		for (j = 0; j < ARRAY_SIZE(pieces); j++) {
			try_pieces(test, &over, pieces[j]);
			try_pieces(test, &far_over, pieces[j]);
			try_pieces(test, &most, pieces[j]);
		}
		if (i)
			continue;
		try_pieces(test, &over, 1);
		try_pieces(test, &most, 1);
	}
}

/* Words that no name can be as long as, and numbers. */
static void load_long_word(struct kunit *test)
{
	static const struct {
		const char *text;
		char fill;
		u32 rules;
		const char *piece;
	} cases[] = {
		{ HEAD "@", 'w', 0, "expected at most 255" },
		{ "\n @", 'w', 0, "expected at most 255" },
		{ A " @", 'w', 1, "expected at most 255" },
		{ HEAD "a @", '_', 0, "expected at most 255" },
		{ HEAD "a filter_expression 1 == @", '0', 0, "number too long" },
		{ HEAD "a filter_expression { PARAMS[@", '0', 0, "number too long" },
	};
	const size_t len = 10000;
	char *text = kunit_kzalloc(test, len + 200, GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct load_case c = { "", text, cases[i].rules, cases[i].piece };
		size_t at = strscpy(text, cases[i].text, 200);

		memset(text + at, cases[i].fill, len);
		strscpy(text + at + len, LOG, 100);
		try_all_pieces(test, &c);
	}
}

/* Many rules, and the error in the last: its line is right. */
static void load_many(struct kunit *test)
{
	const unsigned int nr = 1000;
	char *text = kunit_kmalloc(test, (nr + 1) * 100, GFP_KERNEL);
	struct load_case c = { .text = text, .rules = nr, .piece = "\"r7\" is in the table" };
	size_t len = 0;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (i = 0; i < nr; i++)
		len += scnprintf(text + len, 100, HEAD "r%u # é\n" LOG "%s", i, i % 3 ? "\n" : "");
	scnprintf(text + len, 100, "log_format { é− } " HEAD "@r7" LOG);
	try_pieces(test, &c, 5);
	try_pieces(test, &c, SZ_64K);
}

/* A commit where there is nothing to put in force changes nothing. */
static void load_commit(struct kunit *test)
{
	static const char text[] = "# commit\ncommit\n commit # }\ncommit";
	u64 generation = sct_table_generation();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(piece_sizes); i++) {
		struct sct_load *load = sct_load_begin(false);

		KUNIT_ASSERT_NOT_NULL(test, load);
		KUNIT_EXPECT_EQ(test, write_pieces(test, load, text, strlen(text), piece_sizes[i]),
				0);
		KUNIT_EXPECT_EQ(test, sct_load_end(load), 0);
		KUNIT_EXPECT_EQ(test, load->parser->err.line, 0);
		sct_load_free(load);
	}
	KUNIT_EXPECT_EQ(test, sct_table_generation(), generation);
}

/* A check makes the table and forgets it; what follows is refused. */
static void load_check(struct kunit *test)
{
	static const struct {
		const char *text;
		const char *what;
		unsigned int column;
	} cases[] = {
		{ HEAD "r" LOG "\ncheck\n # nothing\n\n", "" },
		{ "check", "" },
		{ HEAD "r" LOG HEAD "r" LOG "check ", "\"r\" is in the table" },
		{ HEAD "r" LOG "\ncheck\n rule { }", "text behind check", 2 },
		{ "check\ncommit ", "text behind check", 1 },
		{ "check\n  }", "text behind check", 3 },
	};
	u64 generation = sct_table_generation();
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(cases) * ARRAY_SIZE(piece_sizes); i++) {
		struct sct_load *load = sct_load_begin(true);
		const char *text = cases[i / ARRAY_SIZE(piece_sizes)].text;
		const char *what = cases[i / ARRAY_SIZE(piece_sizes)].what;

		j = cases[i / ARRAY_SIZE(piece_sizes)].column;
		KUNIT_ASSERT_NOT_NULL(test, load);
		write_pieces(test, load, text, strlen(text),
			     piece_sizes[i % ARRAY_SIZE(piece_sizes)]);
		KUNIT_EXPECT_EQ_MSG(test, sct_load_end(load), *what ? -EINVAL : 0, "%s", text);
		KUNIT_EXPECT_NOT_NULL_MSG(test, strstr(load->parser->err.what, what), "%s: %s",
					  text, load->parser->err.what);
		if (j)
			KUNIT_EXPECT_EQ_MSG(test, load->parser->err.column, j, "%s", text);
		KUNIT_EXPECT_FALSE(test, sct_load_pending(load));
		sct_load_free(load);
	}
	KUNIT_EXPECT_EQ(test, sct_table_generation(), generation);
}

/* The errors that were made here are nobody's. */
static void load_suite_exit(struct kunit_suite *suite)
{
	sct_errlog_clear();
}

static struct kunit_case sct_load_cases[] = {
	KUNIT_CASE_PARAM(load_pieces, load_gen_params),
	KUNIT_CASE_SLOW(load_item_limit),
	KUNIT_CASE(load_long_word),
	KUNIT_CASE(load_many),
	KUNIT_CASE(load_commit),
	KUNIT_CASE(load_check),
	{}
};

static struct kunit_suite sct_load_suite = {
	.name = "sct_load",
	.suite_exit = load_suite_exit,
	.test_cases = sct_load_cases,
};

kunit_test_suite(sct_load_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's loads");
MODULE_LICENSE("GPL");
