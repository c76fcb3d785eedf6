// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the lexer, and of the errors that show where a text is wrong
 */

#include <kunit/test.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/string.h>

#include "../lex.h"

/* The text is copied to memory of its own size: KASAN sees who looks behind it. */
static struct sct_lexer *new_lexer_len(struct kunit *test, const char *text, size_t len)
{
	struct sct_lexer *lx = kunit_kzalloc(test, sizeof(*lx), GFP_KERNEL);
	struct sct_error *err = kunit_kzalloc(test, sizeof(*err), GFP_KERNEL);
	char *copy = kunit_kmalloc(test, len, GFP_KERNEL);
	struct sct_source src = {
		.text = copy,
		.end = copy + len,
		.line = 1,
		.column = 1,
	};

	KUNIT_ASSERT_NOT_NULL(test, lx);
	KUNIT_ASSERT_NOT_NULL(test, err);
	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, text, len);
	sct_lex_init(lx, &src, copy, err);
	return lx;
}

static struct sct_lexer *new_lexer(struct kunit *test, const char *text)
{
	return new_lexer_len(test, text, strlen(text));
}

/* A text of @len bytes: @first, then @fill as often as it takes, then @last. */
static char *long_text(struct kunit *test, const char *first, char fill, size_t fills,
		       const char *last)
{
	size_t at = strlen(first), size = at + fills + strlen(last) + 1;
	char *text = kunit_kmalloc(test, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, text);
	memcpy(text, first, at);
	memset(text + at, fill, fills);
	strscpy(text + at + fills, last, size - at - fills);
	return text;
}

static void expect_error(struct kunit *test, const struct sct_error *err,
			 unsigned int line, unsigned int column, const char *piece)
{
	KUNIT_EXPECT_EQ(test, err->line, line);
	KUNIT_EXPECT_EQ(test, err->column, column);
	KUNIT_EXPECT_TRUE_MSG(test, strstr(err->what, piece), "\"%s\" does not hold \"%s\"",
			      err->what, piece);
	KUNIT_EXPECT_NULL(test, strchr(err->what, '\n'));
}

/* Tokens: all of a text, up to its end */

struct token_case {
	const char *name;
	const char *text;
	u8 types[12];		/* the end is SCT_TOKEN_END, which is 0 */
};

static const struct token_case token_cases[] = {
	{ "nothing", "" },
	{ "blanks", " \t\r\n\v\f " },
	{ "comment", "# rule { }" },
	{ "comment and line", "# rule\n{", { SCT_TOKEN_LBRACE } },
	{ "comment behind a token", "a#b\nc", { SCT_TOKEN_WORD, SCT_TOKEN_WORD } },
	{ "comment with a quote", "# \"\n\"#\"", { SCT_TOKEN_STRING } },
	{ "word", "syscall_name", { SCT_TOKEN_WORD } },
	{ "words", "_a Z9 _", { SCT_TOKEN_WORD, SCT_TOKEN_WORD, SCT_TOKEN_WORD } },
	{ "brackets", "{}()[]",
	  { SCT_TOKEN_LBRACE, SCT_TOKEN_RBRACE, SCT_TOKEN_LPAREN, SCT_TOKEN_RPAREN,
	    SCT_TOKEN_LBRACKET, SCT_TOKEN_RBRACKET } },
	{ "assign", "= : ,", { SCT_TOKEN_ASSIGN, SCT_TOKEN_ASSIGN, SCT_TOKEN_COMMA } },
	{ "logic", "|| && !", { SCT_TOKEN_OR, SCT_TOKEN_AND, SCT_TOKEN_NOT } },
	{ "bits", "| ^ & ~", { SCT_TOKEN_BIT_OR, SCT_TOKEN_BIT_XOR, SCT_TOKEN_BIT_AND,
			       SCT_TOKEN_BIT_NOT } },
	{ "comparisons", "== != < <= > >= ~=",
	  { SCT_TOKEN_EQ, SCT_TOKEN_NE, SCT_TOKEN_LT, SCT_TOKEN_LE, SCT_TOKEN_GT,
	    SCT_TOKEN_GE, SCT_TOKEN_CONTAINS } },
	{ "arithmetic", "<< >> + - * / %",
	  { SCT_TOKEN_SHL, SCT_TOKEN_SHR, SCT_TOKEN_PLUS, SCT_TOKEN_MINUS, SCT_TOKEN_MUL,
	    SCT_TOKEN_DIV, SCT_TOKEN_MOD } },
	{ "longest first", "<<=>>=", { SCT_TOKEN_SHL, SCT_TOKEN_ASSIGN, SCT_TOKEN_SHR,
				       SCT_TOKEN_ASSIGN } },
	{ "three of a kind", "&&&|||===", { SCT_TOKEN_AND, SCT_TOKEN_BIT_AND, SCT_TOKEN_OR,
					    SCT_TOKEN_BIT_OR, SCT_TOKEN_EQ,
					    SCT_TOKEN_ASSIGN } },
	{ "not equal or not", "!==!!", { SCT_TOKEN_NE, SCT_TOKEN_ASSIGN, SCT_TOKEN_NOT,
					 SCT_TOKEN_NOT } },
	{ "tilde", "~~=~", { SCT_TOKEN_BIT_NOT, SCT_TOKEN_CONTAINS, SCT_TOKEN_BIT_NOT } },
	{ "no blanks", "PARAMS[1]==\"a\"",
	  { SCT_TOKEN_WORD, SCT_TOKEN_LBRACKET, SCT_TOKEN_NUMBER, SCT_TOKEN_RBRACKET,
	    SCT_TOKEN_EQ, SCT_TOKEN_STRING } },
	{ "typographic minus", "−1", { SCT_TOKEN_MINUS, SCT_TOKEN_NUMBER } },
	{ "typographic minus behind a word", "a−b", { SCT_TOKEN_WORD, SCT_TOKEN_MINUS,
						      SCT_TOKEN_WORD } },
	{ "CRLF", "a\r\nb\r\n", { SCT_TOKEN_WORD, SCT_TOKEN_WORD } },
};

KUNIT_ARRAY_PARAM_DESC(token, token_cases, name);

static void lex_tokens(struct kunit *test)
{
	const struct token_case *c = test->param_value;
	struct sct_lexer *lx = new_lexer(test, c->text);
	const char *last = lx->src.text;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(c->types); i++) {
		KUNIT_ASSERT_EQ(test, sct_lex(lx), 0);
		KUNIT_EXPECT_EQ_MSG(test, lx->tok.type, c->types[i], "token %u", i);
		KUNIT_EXPECT_TRUE(test, lx->tok.at >= last);
		last = lx->tok.at + lx->tok.len;
		KUNIT_EXPECT_TRUE(test, last <= lx->src.end);
		if (!c->types[i])
			break;
	}
	/* The end stays the end. */
	KUNIT_EXPECT_EQ(test, sct_lex(lx), 0);
	KUNIT_EXPECT_EQ(test, lx->tok.type, SCT_TOKEN_END);
	KUNIT_EXPECT_PTR_EQ(test, lx->tok.at, lx->src.end);
	KUNIT_EXPECT_EQ(test, lx->err->line, 0);
}

/* Numbers: value and type, as the compiler reads them too */

struct number_case {
	const char *text;
	u64 value;
	bool is_unsigned;
	bool is_long;
};

#define NUMBER(n) { #n, n, (typeof(n))-1 > 0, sizeof(n) == 8 }

static const struct number_case number_cases[] = {
	NUMBER(0), NUMBER(1), NUMBER(007), NUMBER(0x0), NUMBER(00), NUMBER(42),
	NUMBER(0xaF), NUMBER(0XFf), NUMBER(0777), NUMBER(0u), NUMBER(1U), NUMBER(1l),
	NUMBER(1L), NUMBER(1ul), NUMBER(1LU), NUMBER(1ull), NUMBER(1LLU), NUMBER(0x1ull),
	NUMBER(01ul),
	NUMBER(2147483647), NUMBER(2147483648), NUMBER(2147483648u), NUMBER(2147483648l),
	NUMBER(4294967295), NUMBER(4294967296), NUMBER(4294967295u), NUMBER(4294967296u),
	NUMBER(0x7fffffff), NUMBER(0x80000000), NUMBER(0xffffffff), NUMBER(0x100000000),
	NUMBER(0x80000000l), NUMBER(0xffffffffL), NUMBER(0xffffffffu),
	NUMBER(017777777777), NUMBER(020000000000), NUMBER(037777777777),
	NUMBER(040000000000),
	NUMBER(9223372036854775807), NUMBER(9223372036854775807u),
	NUMBER(9223372036854775808u), NUMBER(18446744073709551615u),
	NUMBER(0x7fffffffffffffff), NUMBER(0x8000000000000000),
	NUMBER(0xffffffffffffffff), NUMBER(0xffffffffffffffffl),
	NUMBER(0777777777777777777777), NUMBER(01777777777777777777777),
	NUMBER(0x0000000000000000000000000000000000000001),
	NUMBER(00000000000000000000000000000000000000000),
	/* Beyond long only unsigned long is left; compilers warn there. */
	{ "9223372036854775808", 1ULL << 63, true, true },
	{ "18446744073709551615", U64_MAX, true, true },
	{ "18446744073709551615l", U64_MAX, true, true },
};

KUNIT_ARRAY_PARAM_DESC(number, number_cases, text);

static void lex_numbers(struct kunit *test)
{
	const struct number_case *c = test->param_value;
	struct sct_lexer *lx = new_lexer(test, c->text);

	KUNIT_ASSERT_EQ(test, sct_lex(lx), 0);
	KUNIT_ASSERT_EQ(test, lx->tok.type, SCT_TOKEN_NUMBER);
	KUNIT_EXPECT_EQ(test, lx->tok.number, c->value);
	KUNIT_EXPECT_EQ(test, lx->tok.is_unsigned, c->is_unsigned);
	KUNIT_EXPECT_EQ(test, lx->tok.is_long, c->is_long);
	KUNIT_EXPECT_EQ(test, lx->tok.len, strlen(c->text));
}

/* Strings: escapes resolved, the quotes gone */

struct string_case {
	const char *name;
	const char *text;
	const char *value;
};

static const struct string_case string_cases[] = {
	{ "empty", "\"\"", "" },
	{ "text", "\"/etc/passwd\"", "/etc/passwd" },
	{ "blanks stay", "\" a\tb \"", " a\tb " },
	{ "no comment", "\"a#b\"", "a#b" },
	{ "braces", "\"}{\"", "}{" },
	{ "UTF-8", "\"é−\"", "é−" },
	{ "any byte", "\"\x80\xff\"", "\x80\xff" },
	{ "letters", "\"\\a\\b\\e\\f\\n\\r\\t\\v\"", "\a\b\033\f\n\r\t\v" },
	{ "signs", "\"\\\\\\\"\\'\\?\"", "\\\"'?" },
	{ "hex", "\"\\x41\\x7a\\xFF\"", "Az\xff" },
	{ "hex of one digit", "\"\\x9\\xAg\"", "\t\ng" },
	{ "hex of two digits only", "\"\\x414\"", "A4" },
	{ "octal", "\"\\101\\12\\7\\377\"", "A\n\a\377" },
	{ "octal of three digits only", "\"\\1018\\18\"", "A8\0018" },
	{ "ends in a backslash", "\"\\\\\"", "\\" },
};

KUNIT_ARRAY_PARAM_DESC(string, string_cases, name);

static void lex_strings(struct kunit *test)
{
	const struct string_case *c = test->param_value;
	struct sct_lexer *lx = new_lexer(test, c->text);

	KUNIT_ASSERT_EQ_MSG(test, sct_lex(lx), 0, "%s", lx->err->what);
	KUNIT_ASSERT_EQ(test, lx->tok.type, SCT_TOKEN_STRING);
	KUNIT_EXPECT_STREQ(test, lx->string, c->value);
	KUNIT_EXPECT_EQ(test, lx->tok.str_len, strlen(c->value));
	KUNIT_EXPECT_EQ(test, lx->tok.len, strlen(c->text));
}

/* Values of fields: names of rules and of calls are one word */

struct value_case {
	const char *name;
	const char *text;
	enum sct_token_type type;
	size_t len;
};

static const struct value_case value_cases[] = {
	{ "word", "unlink}", SCT_TOKEN_WORD, 6 },
	{ "point and minus", " a.b-c ", SCT_TOKEN_WORD, 5 },
	{ "minus first", "-1", SCT_TOKEN_WORD, 2 },
	{ "digits first", "1st", SCT_TOKEN_WORD, 3 },
	{ "all calls", "*", SCT_TOKEN_WORD, 1 },
	{ "class", "%file,", SCT_TOKEN_WORD, 5 },
	{ "comment behind", "abc#d", SCT_TOKEN_WORD, 3 },
	{ "comment before", "# a\nb", SCT_TOKEN_WORD, 1 },
	{ "string", "\"a\"", SCT_TOKEN_STRING, 3 },
	{ "brace", "{", SCT_TOKEN_LBRACE, 1 },
	{ "comma", ",a", SCT_TOKEN_COMMA, 1 },
	{ "typographic minus", "−a", SCT_TOKEN_MINUS, 3 },
	{ "nothing", " ", SCT_TOKEN_END, 0 },
};

KUNIT_ARRAY_PARAM_DESC(value, value_cases, name);

static void lex_values(struct kunit *test)
{
	const struct value_case *c = test->param_value;
	struct sct_lexer *lx = new_lexer(test, c->text);

	KUNIT_ASSERT_EQ(test, sct_lex_value(lx), 0);
	KUNIT_EXPECT_EQ(test, lx->tok.type, c->type);
	KUNIT_EXPECT_EQ(test, lx->tok.len, c->len);
}

static void lex_token_is(struct kunit *test)
{
	struct sct_lexer *lx = new_lexer(test, "rule rule_name \"rule\" rul Rule");

	sct_lex(lx);
	KUNIT_EXPECT_TRUE(test, sct_token_is(&lx->tok, "rule"));
	KUNIT_EXPECT_FALSE(test, sct_token_is(&lx->tok, "rul"));
	KUNIT_EXPECT_FALSE(test, sct_token_is(&lx->tok, "rule_name"));
	while (lx->tok.type != SCT_TOKEN_END) {
		KUNIT_ASSERT_EQ(test, sct_lex(lx), 0);
		KUNIT_EXPECT_FALSE(test, sct_token_is(&lx->tok, "rule"));
	}
}

/* What is no token: every token before it is read first */

struct bad_case {
	const char *name;
	const char *text;
	unsigned int line;
	unsigned int column;
	const char *piece;
	size_t len;		/* where the text holds a NUL */
};

static const struct bad_case bad_cases[] = {
	{ "character", "a ;", 1, 3, "unexpected character ';'; expected a word" },
	{ "apostrophe", "'a'", 1, 1, "unexpected character '''" },
	{ "backslash", "\n\\", 2, 1, "unexpected character '\\'" },
	{ "control", "\a", 1, 1, "unexpected byte 0x07" },
	{ "delete", "\x7f", 1, 1, "unexpected byte 0x7f" },
	{ "UTF-8", "a é", 1, 3, "unexpected byte 0xc3" },
	{ "no-break space", "a\xc2\xa0 b", 1, 2, "unexpected byte 0xc2" },
	{ "half a minus", "1 \xe2\x88", 1, 3, "unexpected byte 0xe2" },
	{ "another dash", "–1", 1, 1, "unexpected byte 0xe2" },
	{ "NUL", "ab \0c", 1, 4, "NUL byte", 5 },
	{ "NUL at once", "\0", 1, 1, "NUL byte", 1 },
	{ "behind UTF-8", "\"éé\"\n\"é−\" $", 2, 6, "unexpected character '$'" },
	{ "decimal digit", "12a", 1, 1, "bad number; expected decimal, octal" },
	{ "octal digit", "1 08", 1, 3, "bad number" },
	{ "octal digit later", "0778", 1, 1, "bad number" },
	{ "hex digit", "0xfg", 1, 1, "bad number" },
	{ "no hex digit", "0x", 1, 1, "expected hexadecimal digits behind 0x" },
	{ "no hex digit but a word", "0xul", 1, 1, "expected hexadecimal digits" },
	{ "binary", "0b1", 1, 1, "bad number" },
	{ "suffix twice", "1uu", 1, 1, "bad number" },
	{ "suffix unknown", "1z", 1, 1, "bad number" },
	{ "digit behind the suffix", "1u1", 1, 1, "bad number" },
	{ "65 bits", "18446744073709551616", 1, 1, "too large; expected at most 64 bits" },
	{ "65 bits in hex", "0x10000000000000000", 1, 1, "too large" },
	{ "65 bits in octal", "02000000000000000000000", 1, 1, "too large" },
	{ "many bits", " 99999999999999999999999999", 1, 2, "too large" },
	{ "unclosed string", "a \"bc", 1, 3, "unclosed string; expected '\"'" },
	{ "only a quote", "\"", 1, 1, "unclosed string" },
	{ "string and line", "\"a\nb\"", 1, 1, "unclosed string" },
	{ "escaped quote", "\"a\\\"", 1, 1, "unclosed string" },
	{ "escape unknown", "\"a\\qb\"", 1, 3, "unknown escape; expected one of" },
	{ "escape of a line", "\"a\\\nb\"", 1, 3, "unknown escape" },
	{ "escape and end", "\"a\\", 1, 3, "unknown escape" },
	{ "escape behind UTF-8", "\"é−é\\q\"", 1, 5, "unknown escape" },
	{ "escape of NUL", "\"\\0\"", 1, 2, "expected a byte from \\001 to \\377" },
	{ "escape of NUL in hex", "\"\\x00\"", 1, 2, "bad escape" },
	{ "escape of a byte too large", "\"\\400\"", 1, 2, "bad escape" },
	{ "hex escape without digits", "\"\\xg\"", 1, 2, "bad escape" },
	{ "hex escape before a letter", "\"\\xn\"", 1, 2, "bad escape" },
	{ "hex escape before the quote", "\"\\x\" \"", 1, 2, "bad escape" },
	{ "escape of 8", "\"\\8\"", 1, 2, "unknown escape" },
	{ "NUL in a string", "\"a\0b\"", 1, 3, "NUL byte in a string", 5 },
	{ "escape of a real NUL", "\"\\\0b\"", 1, 2, "unknown escape", 5 },
};

KUNIT_ARRAY_PARAM_DESC(bad, bad_cases, name);

static void lex_bad(struct kunit *test)
{
	const struct bad_case *c = test->param_value;
	struct sct_lexer *lx = new_lexer_len(test, c->text, c->len ?: strlen(c->text));
	int ret;

	do {
		ret = sct_lex(lx);
	} while (!ret && lx->tok.type != SCT_TOKEN_END);
	KUNIT_EXPECT_EQ(test, ret, -EINVAL);
	expect_error(test, lx->err, c->line, c->column, c->piece);
}

/* Limits: below, at and above */

struct limit_case {
	const char *name;
	const char *first;
	char fill;
	const char *last;
	size_t most;		/* fills that still load */
	const char *piece;
};

static const struct limit_case limit_cases[] = {
	{ "word", "w", 'x', "", SCT_MAX_WORD - 1, "expected at most 255" },
	{ "word and more", "w", '_', " a", SCT_MAX_WORD - 1,
	  "word too long; expected at most 255 characters" },
	{ "number", "0", '0', "1", SCT_MAX_WORD - 2, "number too long" },
	{ "hexadecimal number", "0x", '0', "1ul", SCT_MAX_WORD - 5, "number too long" },
	{ "string", "\"", 's', "\"", SCT_MAX_STRING, "expected at most 4095 bytes" },
	{ "string with escapes", "\"\\n\\x41\\101", 's', "\"", SCT_MAX_STRING - 3,
	  "string too long" },
	{ "string ends in an escape", "\"", 's', "\\n\"", SCT_MAX_STRING - 1,
	  "string too long" },
};

KUNIT_ARRAY_PARAM_DESC(limit, limit_cases, name);

static void lex_limits(struct kunit *test)
{
	const struct limit_case *c = test->param_value;
	size_t n;

	for (n = c->most - 1; n <= c->most + 1; n++) {
		char *text = long_text(test, c->first, c->fill, n, c->last);
		struct sct_lexer *lx = new_lexer(test, text);

		if (n <= c->most) {
			KUNIT_EXPECT_EQ_MSG(test, sct_lex(lx), 0, "%zu fills", n);
			if (lx->tok.type == SCT_TOKEN_STRING)
				KUNIT_EXPECT_EQ(test, lx->tok.str_len, strlen(lx->string));
		} else {
			KUNIT_EXPECT_EQ_MSG(test, sct_lex(lx), -EINVAL, "%zu fills", n);
			expect_error(test, lx->err, 1, 1, c->piece);
		}
	}
}

/* Raw text, up to its brace: the text stands behind one that is open */

struct raw_case {
	const char *name;
	const char *text;
	const char *value;	/* NULL where it is an error: at @column, of @piece */
	size_t behind;		/* bytes up to behind the brace */
	unsigned int column;
	const char *piece;
	size_t len;
};

#define RAW_SIZE	8

static const struct raw_case raw_cases[] = {
	{ "empty", "{}", "", 2 },
	{ "blanks only", "{ \t\r\n}", "", 6 },
	{ "text", "{ab}cd", "ab", 4 },
	{ "blanks around", "{\t\n a b \r\n }", "a b", 12 },
	{ "quote", "{a\"b}\"", "a\"b", 5 },
	{ "comment sign", "{a#b}\n}", "a#b", 5 },
	{ "open brace", "{a{b}}", "a{b", 5 },
	{ "escaped brace", "{a\\}b}", "a}b", 6 },
	{ "escaped brace only", "{\\}}", "}", 4 },
	{ "backslash", "{a\\nb}", "a\\nb", 6 },
	{ "two backslashes", "{a\\\\b}", "a\\\\b", 6 },
	{ "backslash and brace", "{\\\\}}", "\\}", 5 },
	{ "backslash and blank", "{a\\ }", "a\\", 5 },
	{ "UTF-8", "{é−}", "é−", 7 },
	{ "as long as may be", "{12345678}", "12345678", 10 },
	{ "as long as may be, and blanks", "{ 12345678 }", "12345678", 12 },
	{ "as long as may be, many blanks", "{   1234\\}678   }", "1234}678", 17 },
	{ "too long", "{123456789}", NULL, 0, 1, "expected at most 8 bytes" },
	{ "too long with a blank inside", "{1234567 9 }", NULL, 0, 1, "text too long" },
	{ "unclosed", "{ab", NULL, 0, 1, "unclosed brace; expected '}'" },
	{ "unclosed at once", "{", NULL, 0, 1, "unclosed brace" },
	{ "unclosed by an escape", "{ab\\}", NULL, 0, 1, "unclosed brace" },
	{ "ends in a backslash", "{ab\\", NULL, 0, 1, "unclosed brace" },
	{ "NUL", "{é\0}", NULL, 0, 3, "NUL byte", 5 },
};

KUNIT_ARRAY_PARAM_DESC(raw, raw_cases, name);

static void lex_raw(struct kunit *test)
{
	const struct raw_case *c = test->param_value;
	struct sct_lexer *lx = new_lexer_len(test, c->text, c->len ?: strlen(c->text));
	char *buf = kunit_kzalloc(test, RAW_SIZE, GFP_KERNEL);
	size_t len = 0;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_ASSERT_EQ(test, sct_lex(lx), 0);
	KUNIT_ASSERT_EQ(test, lx->tok.type, SCT_TOKEN_LBRACE);
	if (!c->value) {
		KUNIT_EXPECT_EQ(test, sct_lex_raw(lx, buf, RAW_SIZE, &len), -EINVAL);
		expect_error(test, lx->err, 1, c->column, c->piece);
		return;
	}
	KUNIT_ASSERT_EQ_MSG(test, sct_lex_raw(lx, buf, RAW_SIZE, &len), 0, "%s",
			    lx->err->what);
	KUNIT_ASSERT_EQ(test, len, strlen(c->value));
	KUNIT_EXPECT_MEMEQ(test, buf, c->value, len);
	KUNIT_EXPECT_EQ(test, lx->p - lx->src.text, c->behind);
}

/* Errors: the line around them */

struct quote_case {
	const char *name;
	const char *text;
	size_t at;
	unsigned int line;
	unsigned int column;
	unsigned int caret;
	const char *source;
};

static const struct quote_case quote_cases[] = {
	{ "begin", "abc", 0, 1, 1, 0, "abc" },
	{ "end", "abc", 3, 1, 4, 3, "abc" },
	{ "empty", "", 0, 1, 1, 0, "" },
	{ "second line", "ab\ncde\nf", 5, 2, 3, 2, "cde" },
	{ "at the newline", "ab\nc", 2, 1, 3, 2, "ab" },
	{ "behind the last newline", "ab\n", 3, 2, 1, 0, "" },
	{ "empty lines", "\n\n\nx", 3, 4, 1, 0, "x" },
	{ "UTF-8 before", "é− x", 6, 1, 4, 3, "é− x" },
	{ "UTF-8 on the line before", "éééé\n x", 10, 2, 2, 1, " x" },
	{ "tab", "\ta\tb", 3, 1, 4, 3, " a b" },
	{ "CR", "ab\r\nc", 1, 1, 2, 1, "ab " },
	{ "control", "a\033[1m\177b", 6, 1, 7, 6, "a [1m b" },
};

KUNIT_ARRAY_PARAM_DESC(quote, quote_cases, name);

static void error_quote(struct kunit *test)
{
	const struct quote_case *c = test->param_value;
	struct sct_lexer *lx = new_lexer(test, c->text);

	sct_error_at(lx->err, &lx->src, lx->src.text + c->at, "%s", "what");
	expect_error(test, lx->err, c->line, c->column, "what");
	KUNIT_EXPECT_EQ(test, lx->err->caret, c->caret);
	KUNIT_EXPECT_STREQ(test, lx->err->source, c->source);
}

static bool is_whole_utf8(const char *s)
{
	while (*s) {
		unsigned char c = *s++;
		int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;

		if (c >= 0x80 && c < 0xc0)
			return false;
		while (more--) {
			if (((unsigned char)*s++ & 0xc0) != 0x80)
				return false;
		}
	}
	return true;
}

/* Of a long line, what is near the error: the caret stands under it. */
static void error_long_line(struct kunit *test)
{
	static const char unit[] = "aé−𝄞";		/* 1, 2, 3 and 4 bytes */
	const size_t bytes = sizeof(unit) - 1;
	char *text = kunit_kzalloc(test, 50 * bytes, GFP_KERNEL);
	struct sct_lexer *lx;
	size_t i, at;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (i = 0; i < 50; i++)
		memcpy(text + i * bytes, unit, bytes);
	lx = new_lexer_len(test, text, 50 * bytes);

	for (i = at = 0; i < 200; at += i % 4 + 1, i++) {
		const char *p = lx->err->source;
		unsigned int skip;

		memset(lx->err, 0, sizeof(*lx->err));
		sct_error_at(lx->err, &lx->src, lx->src.text + at, "here");
		KUNIT_EXPECT_EQ(test, lx->err->line, 1);
		KUNIT_EXPECT_EQ(test, lx->err->column, i + 1);
		KUNIT_EXPECT_TRUE(test, is_whole_utf8(p));
		for (skip = lx->err->caret; *p && skip; skip--)
			p += p[0] == 'a' ? 1 : (u8)p[0] < 0xe0 ? 2 : (u8)p[0] < 0xf0 ? 3 : 4;
		KUNIT_EXPECT_EQ_MSG(test, *p, lx->src.text[at], "character %zu", i);
	}
}

/* No UTF-8 at all, and long: nothing is to be counted on, nothing may break. */
static void error_bytes(struct kunit *test)
{
	char *text = long_text(test, "", '\x80', 300, "");
	struct sct_lexer *lx = new_lexer(test, text);
	size_t at;

	for (at = 0; at <= 300; at++) {
		memset(lx->err, 0, sizeof(*lx->err));
		sct_error_at(lx->err, &lx->src, lx->src.text + at, "here");
		KUNIT_EXPECT_LE(test, strlen(lx->err->source), SCT_ERROR_SOURCE);
		KUNIT_EXPECT_EQ(test, lx->err->caret, 0);
	}
}

/* A text that begins inside a line. */
static void error_offset(struct kunit *test)
{
	struct sct_lexer *lx = new_lexer(test, "ab\ncd");
	struct sct_error second = {};

	lx->src.line = 7;
	lx->src.column = 100;
	sct_error_at(lx->err, &lx->src, lx->src.text + 1, "first");
	expect_error(test, lx->err, 7, 101, "first");
	KUNIT_EXPECT_EQ(test, lx->err->caret, 1);

	/* The first error stays. */
	sct_error_at(lx->err, &lx->src, lx->src.text, "second");
	expect_error(test, lx->err, 7, 101, "first");

	sct_error_at(&second, &lx->src, lx->src.text + 4, "third\n\033[2J");
	expect_error(test, &second, 8, 2, "third  [2J");
}

/* A message that is too long is cut, and no more. */
static void error_long_message(struct kunit *test)
{
	char *text = long_text(test, "", 'm', 2 * SCT_ERROR_TEXT, "");
	struct sct_lexer *lx = new_lexer(test, "a");

	sct_error_at(lx->err, &lx->src, lx->src.text, "%s", text);
	KUNIT_EXPECT_EQ(test, strlen(lx->err->what), SCT_ERROR_TEXT - 1);
	KUNIT_EXPECT_STREQ(test, lx->err->source, "a");
}

/* The nearest word */

struct nearest_case {
	const char *name;
	const char *word;
	const char *known[4];
	const char *hint;
};

static const struct nearest_case nearest_cases[] = {
	{ "letter more", "unlinkk", { "unlink", "link" }, "unlink" },
	{ "letter less", "unlik", { "link", "unlink" }, "unlink" },
	{ "letter else", "inlink", { "unlink" }, "unlink" },
	{ "swap", "befroe", { "before", "after" }, "before" },
	{ "swap at the begin", "nulink", { "unlink" }, "unlink" },
	{ "case", "rule_NAME", { "rule", "rule_name" }, "rule_name" },
	{ "case only, the whole", "pid", { "PPID", "PID" }, "PID" },
	{ "first of equals", "pad", { "pid", "pxd" }, "pid" },
	{ "best of several", "syscal_name", { "sysname", "syscall", "syscall_name" },
	  "syscall_name" },
	{ "too far", "frobnicate", { "rule", "log_format", "commit" }, NULL },
	{ "short and all else", "x", { "ab", "y" }, NULL },
	{ "empty", "", { "a", "ab" }, NULL },
	{ "nothing known", "rule", { NULL }, NULL },
	{ "prefix", "filter", { "filter_expression" }, NULL },
	{ "much longer", "action_action_action", { "action" }, NULL },
};

KUNIT_ARRAY_PARAM_DESC(nearest, nearest_cases, name);

static void nearest_word(struct kunit *test)
{
	const struct nearest_case *c = test->param_value;
	struct sct_nearest near;
	char want[80] = "";
	char hint[80];
	unsigned int i;

	sct_nearest_init(&near, c->word, strlen(c->word));
	for (i = 0; i < ARRAY_SIZE(c->known) && c->known[i]; i++)
		sct_nearest_try(&near, c->known[i]);
	if (c->hint)
		scnprintf(want, sizeof(want), "; did you mean \"%s\"?", c->hint);
	KUNIT_EXPECT_STREQ(test, sct_nearest_hint(&near, hint, sizeof(hint)), want);
}

/* Words of any length: only those as long as a name are compared. */
static void nearest_long(struct kunit *test)
{
	char *word = long_text(test, "", 'w', 2 * SCT_MAX_NAME, "");
	char *known = long_text(test, "", 'w', SCT_MAX_NAME, "");
	struct sct_nearest near;
	size_t len;

	for (len = 0; len <= 2 * SCT_MAX_NAME; len++) {
		sct_nearest_init(&near, word, len);
		sct_nearest_try(&near, word);
		sct_nearest_try(&near, known);
		if (len == SCT_MAX_NAME || len == SCT_MAX_NAME - 1)
			KUNIT_EXPECT_PTR_EQ(test, near.best, known);
		if (len < SCT_MAX_NAME / 2 || len > SCT_MAX_NAME)
			KUNIT_EXPECT_NULL(test, near.best);
	}
}

static struct kunit_case sct_lex_cases[] = {
	KUNIT_CASE_PARAM(lex_tokens, token_gen_params),
	KUNIT_CASE_PARAM(lex_numbers, number_gen_params),
	KUNIT_CASE_PARAM(lex_strings, string_gen_params),
	KUNIT_CASE_PARAM(lex_values, value_gen_params),
	KUNIT_CASE(lex_token_is),
	KUNIT_CASE_PARAM(lex_bad, bad_gen_params),
	KUNIT_CASE_PARAM(lex_limits, limit_gen_params),
	KUNIT_CASE_PARAM(lex_raw, raw_gen_params),
	KUNIT_CASE_PARAM(error_quote, quote_gen_params),
	KUNIT_CASE(error_long_line),
	KUNIT_CASE(error_bytes),
	KUNIT_CASE(error_offset),
	KUNIT_CASE(error_long_message),
	KUNIT_CASE_PARAM(nearest_word, nearest_gen_params),
	KUNIT_CASE(nearest_long),
	{}
};

static struct kunit_suite sct_lex_suite = {
	.name = "sct_lex",
	.test_cases = sct_lex_cases,
};

kunit_test_suite(sct_lex_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's lexer");
MODULE_LICENSE("GPL");
