/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Filter expressions as they were written, before any call is known
 *
 * An expression is a list of nodes in postfix order: an operator stands behind
 * its operands. So nobody who walks one needs to recurse.
 */

#ifndef _SCT_EXPR_H
#define _SCT_EXPR_H

#include <linux/seq_buf.h>
#include <linux/types.h>

#include "lex.h"

/* C's types after the integer promotions, and strings. */
enum sct_type {
	SCT_TYPE_S32,
	SCT_TYPE_U32,
	SCT_TYPE_S64,
	SCT_TYPE_U64,
	SCT_TYPE_STRING,
	SCT_TYPE_STRUCT,	/* what only has members; or an array */
};

enum sct_var {
#define SCT_VAR(name, ...) SCT_VAR_##name,
#include "vars.h"
#undef SCT_VAR
	SCT_NR_VARS
};

enum sct_op {
	/* operands */
	SCT_OP_NUMBER,
	SCT_OP_STRING,
	SCT_OP_VAR,
	SCT_OP_PARAM,		/* by number */
	SCT_OP_PARAM_NAME,	/* by the kernel's name of it */
	SCT_OP_PATH,		/* the object of a parameter, by its number */
	SCT_OP_PATH_NAME,
	SCT_OP_INODE,		/* the same, as the number that it has */
	SCT_OP_INODE_NAME,

	/* behind an operand: a member, an element, another type */
	SCT_OP_ARROW,
	SCT_OP_DOT,
	SCT_OP_INDEX,
	SCT_OP_CAST,

	/* of one operand */
	SCT_OP_NOT,
	SCT_OP_BIT_NOT,
	SCT_OP_NEGATE,
	SCT_OP_SWAP16,		/* htons(), ntohs() */
	SCT_OP_SWAP32,		/* htonl(), ntohl() */

	/* of two operands */
	SCT_OP_OR,
	SCT_OP_AND,
	SCT_OP_BIT_OR,
	SCT_OP_BIT_XOR,
	SCT_OP_BIT_AND,
	SCT_OP_EQ,
	SCT_OP_NE,
	SCT_OP_LT,
	SCT_OP_LE,
	SCT_OP_GT,
	SCT_OP_GE,
	SCT_OP_CONTAINS,
	SCT_OP_STARTSWITH,
	SCT_OP_ENDSWITH,
	SCT_OP_GLOB,
	SCT_OP_SHL,
	SCT_OP_SHR,
	SCT_OP_ADD,
	SCT_OP_SUB,
	SCT_OP_MUL,
	SCT_OP_DIV,
	SCT_OP_MOD,

	/*
	 * Between the operands of && and ||: what follows is evaluated only
	 * where the left one did not decide.
	 */
	SCT_OP_OR_ELSE,
	SCT_OP_AND_THEN,

	/* x in (a, b): x a IN_ITEM b IN_ITEM IN_END */
	SCT_OP_IN_ITEM,
	SCT_OP_IN_END,

	/* ANCESTOR(x): ANCESTOR x ANCESTOR_END */
	SCT_OP_ANCESTOR,
	SCT_OP_ANCESTOR_END,

	/* on the parser's stack only */
	SCT_OP_PAREN,
	SCT_OP_IN,
};

/**
 * struct sct_node - an operand or an operator
 * @op: which, enum sct_op
 * @type: C's type of a number, enum sct_type
 * @len: bytes of @string
 * @number: value of a number; number of a parameter, from 1; enum sct_var; of
 *	an element, from 0
 * @string: place in the expression's @strings of a string's value, or of the name
 *	of a parameter, a member or a type; it ends with a NUL
 * @at: where it stands in the text, for errors
 */
struct sct_node {
	u8 op;
	u8 type;
	u16 len;
	union {
		u64 number;
		u32 string;
	};
	const char *at;
};

/**
 * struct sct_expr - an expression
 * @nodes: in postfix order
 * @nr: how many there are; 0 where there is no expression
 * @size: how many there is room for
 * @strings: the strings of all nodes
 * @strings_len: bytes of them
 * @strings_size: bytes that there is room for
 */
struct sct_expr {
	struct sct_node *nodes;
	unsigned int nr;
	unsigned int size;
	char *strings;
	size_t strings_len;
	size_t strings_size;
};

int sct_expr_parse(struct sct_lexer *lx, struct sct_expr *expr, struct seq_buf *text);
void sct_expr_reset(struct sct_expr *expr);
void sct_expr_free(struct sct_expr *expr);

const char *sct_op_sign(enum sct_op op);
const char *sct_var_name(enum sct_var var);
enum sct_type sct_var_type(enum sct_var var);

#endif /* _SCT_EXPR_H */
