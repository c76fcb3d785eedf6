/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the two halves of the parser of expressions share: expr.c has the
 * operators, operand.c what stands between them
 */

#ifndef _SCT_EXPR_PARSER_H
#define _SCT_EXPR_PARSER_H

#include "expr.h"

#define SCT_PREC_UNARY	11	/* binds more than any operator of two operands */

/**
 * struct sct_pending - an operator that waits for its last operand
 * @op: which
 * @prec: its precedence; 0 for an open parenthesis, which nothing passes
 * @type: of a cast, the place of its type's name in the strings of the expression
 * @at: where it stands
 */
struct sct_pending {
	u8 op;
	u8 prec;
	u32 type;
	const char *at;
};

/**
 * struct sct_expr_parser - the state between two tokens
 * @lx: the text
 * @expr: the list being built
 * @text: the canonical text being built
 * @stack: operators that wait
 * @depth: how many do
 */
struct sct_expr_parser {
	struct sct_lexer *lx;
	struct sct_expr *expr;
	struct seq_buf *text;
	struct sct_pending stack[SCT_MAX_DEPTH];
	unsigned int depth;
};

int sct_expr_fail(struct sct_expr_parser *ps, const char *at, const char *what);
int sct_expect(struct sct_expr_parser *ps, enum sct_token_type type, const char *what);
int sct_push(struct sct_expr_parser *ps, enum sct_op op, u8 prec, const char *at);
struct sct_node *sct_add_node(struct sct_expr_parser *ps, enum sct_op op, const char *at);
int sct_add_string(struct sct_expr_parser *ps, enum sct_op op, const char *at,
		   const char *str, size_t len);
int sct_keep_string(struct sct_expr_parser *ps, const char *str, size_t len, u32 *place);

int sct_parse_operand(struct sct_expr_parser *ps, bool *more);
bool sct_is_postfix(const struct sct_token *tok);
int sct_parse_postfix(struct sct_expr_parser *ps);

#endif /* _SCT_EXPR_PARSER_H */
