/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words, signs and literals of the rule language
 */

#ifndef _SCT_LEX_H
#define _SCT_LEX_H

#include <linux/types.h>

#include "error.h"
#include "limits.h"

enum sct_token_type {
	SCT_TOKEN_END,
	SCT_TOKEN_WORD,
	SCT_TOKEN_NUMBER,
	SCT_TOKEN_STRING,
	SCT_TOKEN_LBRACE,
	SCT_TOKEN_RBRACE,
	SCT_TOKEN_LPAREN,
	SCT_TOKEN_RPAREN,
	SCT_TOKEN_LBRACKET,
	SCT_TOKEN_RBRACKET,
	SCT_TOKEN_COMMA,
	SCT_TOKEN_ASSIGN,		/* = or : */
	SCT_TOKEN_OR,
	SCT_TOKEN_AND,
	SCT_TOKEN_BIT_OR,
	SCT_TOKEN_BIT_XOR,
	SCT_TOKEN_BIT_AND,
	SCT_TOKEN_EQ,
	SCT_TOKEN_NE,
	SCT_TOKEN_LT,
	SCT_TOKEN_LE,
	SCT_TOKEN_GT,
	SCT_TOKEN_GE,
	SCT_TOKEN_SHL,
	SCT_TOKEN_SHR,
	SCT_TOKEN_PLUS,
	SCT_TOKEN_MINUS,
	SCT_TOKEN_MUL,
	SCT_TOKEN_DIV,
	SCT_TOKEN_MOD,
	SCT_TOKEN_NOT,
	SCT_TOKEN_BIT_NOT,
	SCT_TOKEN_CONTAINS,		/* ~= */
	SCT_TOKEN_ARROW,		/* -> */
	SCT_TOKEN_DOT,
};

/**
 * struct sct_token - the token that the lexer stands on
 * @type: what it is
 * @at: its first byte in the text
 * @len: its bytes in the text
 * @number: value of a number
 * @is_unsigned: C's type of a number is unsigned
 * @is_long: C's type of a number is 64 bits wide
 * @str_len: length of a string with its escapes resolved; it stands in the
 *	lexer's @string and ends with a NUL
 */
struct sct_token {
	enum sct_token_type type;
	const char *at;
	size_t len;
	u64 number;
	bool is_unsigned;
	bool is_long;
	size_t str_len;
};

/**
 * struct sct_lexer - a place in a text
 * @src: the text
 * @p: the next byte to look at
 * @err: where errors go
 * @tok: the token last read
 * @string: the value of the string last read
 */
struct sct_lexer {
	struct sct_source src;
	const char *p;
	struct sct_error *err;
	struct sct_token tok;
	char string[SCT_MAX_STRING + 1];
};

void sct_lex_init(struct sct_lexer *lx, const struct sct_source *src,
		  const char *start, struct sct_error *err);
int sct_lex(struct sct_lexer *lx);
int sct_lex_value(struct sct_lexer *lx);
int sct_lex_raw(struct sct_lexer *lx, char *buf, size_t size, size_t *len);

bool sct_token_is(const struct sct_token *tok, const char *word);

#endif /* _SCT_LEX_H */
