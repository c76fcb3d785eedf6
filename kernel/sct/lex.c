// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lexer of the rule language
 *
 * Pure: it reads a text that doesn't change under it and touches nothing else.
 */

#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/overflow.h>
#include <linux/string.h>

#include "lex.h"

/* U+2212, the minus sign that printed texts use. */
static const char sct_minus[] = "\xe2\x88\x92";

#define SCT_MINUS_LEN	(sizeof(sct_minus) - 1)

/**
 * sct_lex_init - begin to read a text
 * @lx: the lexer
 * @src: the text
 * @start: where in it to begin
 * @err: where errors go
 */
void sct_lex_init(struct sct_lexer *lx, const struct sct_source *src,
		  const char *start, struct sct_error *err)
{
	lx->src = *src;
	lx->p = start;
	lx->err = err;
	lx->tok = (struct sct_token){ .type = SCT_TOKEN_END, .at = start };
}

static bool sct_is_word(char c)
{
	return isascii(c) && (isalnum(c) || c == '_');
}

/* What a value may hold besides: names of rules, %classes, *. */
static bool sct_is_value(char c)
{
	return sct_is_word(c) || c == '.' || c == '-' || c == '%' || c == '*';
}

static bool sct_is_minus(const struct sct_lexer *lx)
{
	return lx->src.end - lx->p >= SCT_MINUS_LEN &&
	       !memcmp(lx->p, sct_minus, SCT_MINUS_LEN);
}

static void sct_skip_blanks(struct sct_lexer *lx)
{
	const char *end = lx->src.end;

	while (lx->p < end) {
		if (*lx->p == '#') {
			const char *nl = memchr(lx->p, '\n', end - lx->p);

			lx->p = nl ? nl : end;
		} else if (isascii(*lx->p) && isspace(*lx->p)) {
			lx->p++;
		} else {
			break;
		}
	}
}

static int sct_lex_fail(struct sct_lexer *lx, const char *at, const char *what)
{
	sct_error_at(lx->err, &lx->src, at, "%s", what);
	return -EINVAL;
}

static int sct_bad_char(struct sct_lexer *lx)
{
	unsigned char c = *lx->p;

	if (!c)
		return sct_lex_fail(lx, lx->p, "NUL byte; expected text");
	if (c < 0x80 && isprint(c))
		sct_error_at(lx->err, &lx->src, lx->p,
			     "unexpected character '%c'; expected a word, a number, a string or an operator",
			     c);
	else
		sct_error_at(lx->err, &lx->src, lx->p,
			     "unexpected byte 0x%02x; expected a word, a number, a string or an operator",
			     c);
	return -EINVAL;
}

static int sct_end_word(struct sct_lexer *lx)
{
	struct sct_token *tok = &lx->tok;

	tok->type = SCT_TOKEN_WORD;
	tok->len = lx->p - tok->at;
	if (tok->len > SCT_MAX_WORD) {
		sct_error_at(lx->err, &lx->src, tok->at,
			     "word too long; expected at most %u characters", SCT_MAX_WORD);
		return -EINVAL;
	}
	return 0;
}

static unsigned int sct_digit(char c)
{
	if (isascii(c) && isxdigit(c))
		return hex_to_bin(c);
	return 16;
}

/* C's type of a number: the first that holds it; decimal ones stay signed. */
static void sct_number_type(struct sct_token *tok, bool decimal)
{
	u64 n = tok->number;

	if (n > S64_MAX)
		tok->is_unsigned = true;
	if (n > U32_MAX || (n > S32_MAX && decimal && !tok->is_unsigned))
		tok->is_long = true;
	if (!tok->is_long && n > S32_MAX)
		tok->is_unsigned = true;
}

static size_t sct_word_len(const struct sct_lexer *lx)
{
	const char *p = lx->p;

	while (p < lx->src.end && sct_is_word(*p))
		p++;
	return p - lx->p;
}

static int sct_lex_number(struct sct_lexer *lx)
{
	struct sct_token *tok = &lx->tok;
	const char *end = lx->src.end;
	unsigned int base = 10;

	tok->type = SCT_TOKEN_NUMBER;
	tok->number = 0;
	/* First of all: of a longer one, not all may be here yet. */
	if (sct_word_len(lx) > SCT_MAX_WORD)
		return sct_lex_fail(lx, tok->at, "number too long; expected fewer digits");
	if (*lx->p == '0' && lx->p + 1 < end) {
		if (tolower(lx->p[1]) == 'x') {
			base = 16;
			lx->p += 2;
			if (lx->p == end || sct_digit(*lx->p) >= base)
				return sct_lex_fail(lx, tok->at,
						    "bad number; expected hexadecimal digits behind 0x");
		} else {
			base = 8;
		}
	}

	for (; lx->p < end && sct_digit(*lx->p) < base; lx->p++) {
		if (check_mul_overflow(tok->number, (u64)base, &tok->number) ||
		    check_add_overflow(tok->number, (u64)sct_digit(*lx->p),
				       &tok->number))
			return sct_lex_fail(lx, tok->at,
					    "number too large; expected at most 64 bits");
	}

	for (; lx->p < end && sct_is_word(*lx->p); lx->p++) {
		char c = tolower(*lx->p);

		if (c == 'u' && !tok->is_unsigned)
			tok->is_unsigned = true;
		else if (c == 'l')
			tok->is_long = true;
		else
			return sct_lex_fail(lx, tok->at,
					    "bad number; expected decimal, octal (0...) or hexadecimal (0x...) digits");
	}

	tok->len = lx->p - tok->at;
	sct_number_type(tok, base == 10);
	return 0;
}

/* Resolves the escape at lx->p, which is behind the backslash. */
static int sct_lex_escape(struct sct_lexer *lx, char *c)
{
	static const char from[] = "abefnrtv\\\"'?";
	static const char to[] = "\a\b\033\f\n\r\t\v\\\"'?";
	const char *at = lx->p - 1;
	const char *end = lx->src.end;
	unsigned int digits = 0, most = 3, base = 8;
	unsigned int value = 0;
	const char *known;

	if (lx->p < end && *lx->p == 'x') {
		base = 16;
		most = 2;
		lx->p++;
	}
	for (; digits < most && lx->p < end && sct_digit(*lx->p) < base; digits++)
		value = value * base + sct_digit(*lx->p++);

	if (digits || base == 16) {
		if (!value || value > 255)
			return sct_lex_fail(lx, at,
					    "bad escape; expected a byte from \\001 to \\377");
		*c = value;
		return 0;
	}

	known = lx->p < end && *lx->p ? strchr(from, *lx->p) : NULL;
	if (!known)
		return sct_lex_fail(lx, at,
				    "unknown escape; expected one of \\n \\t \\r \\a \\b \\e \\f \\v \\\\ \\\" \\xHH \\OOO");
	*c = to[known - from];
	lx->p++;
	return 0;
}

static int sct_lex_string(struct sct_lexer *lx)
{
	struct sct_token *tok = &lx->tok;
	const char *end = lx->src.end;
	size_t n = 0;
	int ret;

	tok->type = SCT_TOKEN_STRING;
	for (lx->p++; lx->p < end && *lx->p != '\n'; ) {
		char c = *lx->p++;

		if (c == '"') {
			lx->string[n] = '\0';
			tok->str_len = n;
			tok->len = lx->p - tok->at;
			return 0;
		}
		if (!c)
			return sct_lex_fail(lx, lx->p - 1,
					    "NUL byte in a string; expected text");
		if (c == '\\') {
			ret = sct_lex_escape(lx, &c);
			if (ret)
				return ret;
		}
		if (n == SCT_MAX_STRING) {
			sct_error_at(lx->err, &lx->src, tok->at,
				     "string too long; expected at most %u bytes",
				     SCT_MAX_STRING);
			return -EINVAL;
		}
		lx->string[n++] = c;
	}

	return sct_lex_fail(lx, tok->at,
			    "unclosed string; expected '\"' before the line's end");
}

static const struct {
	char text[3];
	u8 type;
} sct_signs[] = {
	/* Longer ones first. */
	{ "||", SCT_TOKEN_OR },
	{ "&&", SCT_TOKEN_AND },
	{ "==", SCT_TOKEN_EQ },
	{ "!=", SCT_TOKEN_NE },
	{ "<=", SCT_TOKEN_LE },
	{ ">=", SCT_TOKEN_GE },
	{ "<<", SCT_TOKEN_SHL },
	{ ">>", SCT_TOKEN_SHR },
	{ "~=", SCT_TOKEN_CONTAINS },
	{ "->", SCT_TOKEN_ARROW },
	{ "{", SCT_TOKEN_LBRACE },
	{ "}", SCT_TOKEN_RBRACE },
	{ "(", SCT_TOKEN_LPAREN },
	{ ")", SCT_TOKEN_RPAREN },
	{ "[", SCT_TOKEN_LBRACKET },
	{ "]", SCT_TOKEN_RBRACKET },
	{ ",", SCT_TOKEN_COMMA },
	{ "=", SCT_TOKEN_ASSIGN },
	{ ":", SCT_TOKEN_ASSIGN },
	{ "|", SCT_TOKEN_BIT_OR },
	{ "^", SCT_TOKEN_BIT_XOR },
	{ "&", SCT_TOKEN_BIT_AND },
	{ "<", SCT_TOKEN_LT },
	{ ">", SCT_TOKEN_GT },
	{ "+", SCT_TOKEN_PLUS },
	{ "-", SCT_TOKEN_MINUS },
	{ "*", SCT_TOKEN_MUL },
	{ "/", SCT_TOKEN_DIV },
	{ "%", SCT_TOKEN_MOD },
	{ "!", SCT_TOKEN_NOT },
	{ "~", SCT_TOKEN_BIT_NOT },
	{ ".", SCT_TOKEN_DOT },
};

static int sct_lex_sign(struct sct_lexer *lx)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sct_signs); i++) {
		size_t len = strlen(sct_signs[i].text);

		if (lx->src.end - lx->p >= len &&
		    !memcmp(lx->p, sct_signs[i].text, len)) {
			lx->tok.type = sct_signs[i].type;
			lx->tok.len = len;
			lx->p += len;
			return 0;
		}
	}

	if (sct_is_minus(lx)) {
		lx->tok.type = SCT_TOKEN_MINUS;
		lx->tok.len = SCT_MINUS_LEN;
		lx->p += SCT_MINUS_LEN;
		return 0;
	}

	return sct_bad_char(lx);
}

static bool sct_lex_begin(struct sct_lexer *lx)
{
	sct_skip_blanks(lx);
	lx->tok = (struct sct_token){ .type = SCT_TOKEN_END, .at = lx->p };
	return lx->p < lx->src.end;
}

/**
 * sct_lex - read the next token, as keywords and expressions have them
 * @lx: the lexer; the token is its @tok
 *
 * Return: 0, at the end of the text with SCT_TOKEN_END; -EINVAL where the text
 * holds no token, and the error is recorded.
 */
int sct_lex(struct sct_lexer *lx)
{
	if (!sct_lex_begin(lx))
		return 0;

	if (isascii(*lx->p) && isdigit(*lx->p))
		return sct_lex_number(lx);

	if (*lx->p == '"')
		return sct_lex_string(lx);

	if (sct_is_word(*lx->p)) {
		while (lx->p < lx->src.end && sct_is_word(*lx->p))
			lx->p++;
		return sct_end_word(lx);
	}

	return sct_lex_sign(lx);
}

/**
 * sct_lex_value - read the next token, as the values of a field have them
 * @lx: the lexer; the token is its @tok
 *
 * A name may hold `.` and `-`, a call may be `*` or `%class`; all are words.
 *
 * Return: as sct_lex().
 */
int sct_lex_value(struct sct_lexer *lx)
{
	if (!sct_lex_begin(lx))
		return 0;

	if (sct_is_value(*lx->p)) {
		while (lx->p < lx->src.end && sct_is_value(*lx->p))
			lx->p++;
		return sct_end_word(lx);
	}

	return sct_lex(lx);
}

/**
 * sct_lex_raw - read the text of a block as it stands, up to its brace
 * @lx: the lexer, behind the opening brace; afterwards behind the closing one
 * @buf: where the text goes: `\}` is a brace, blanks at both ends are gone, all
 *	else is as it stands
 * @size: size of @buf
 * @len: length of the text
 *
 * The token's @at is then the first byte of the text.
 *
 * Return: 0; -EINVAL where the block doesn't end, is too long or holds a NUL.
 */
int sct_lex_raw(struct sct_lexer *lx, char *buf, size_t size, size_t *len)
{
	const char *open = lx->p - 1;
	const char *end = lx->src.end;
	size_t n = 0, kept = 0;

	while (lx->p < end && isascii(*lx->p) && isspace(*lx->p))
		lx->p++;
	lx->tok = (struct sct_token){ .type = SCT_TOKEN_STRING, .at = lx->p };

	while (lx->p < end) {
		char c = *lx->p++;

		if (c == '}') {
			*len = kept;
			return 0;
		}
		if (!c)
			return sct_lex_fail(lx, lx->p - 1, "NUL byte; expected text");
		if (c == '\\' && lx->p < end && *lx->p == '}')
			c = *lx->p++;
		/* Blanks at the end don't count: they will be gone. */
		if (n == size && isascii(c) && isspace(c))
			continue;
		if (n == size) {
			sct_error_at(lx->err, &lx->src, open,
				     "text too long; expected at most %zu bytes",
				     size);
			return -EINVAL;
		}
		buf[n++] = c;
		if (!isascii(c) || !isspace(c))
			kept = n;
	}

	return sct_lex_fail(lx, open, "unclosed brace; expected '}' behind the text");
}

/**
 * sct_token_is - whether a token is a certain word
 * @tok: the token
 * @word: the word
 *
 * Return: true where it is.
 */
bool sct_token_is(const struct sct_token *tok, const char *word)
{
	return tok->type == SCT_TOKEN_WORD && strlen(word) == tok->len &&
	       !memcmp(tok->at, word, tok->len);
}
