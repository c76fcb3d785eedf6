// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parser of filter expressions
 *
 * An operator precedence parser with a stack of its own: what a user writes,
 * however deeply nested, takes none of the kernel's. Pure but for the memory of
 * the list it builds.
 */

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "expr_parser.h"

/* Operators of two operands: C's precedence, the highest binds most. */
static const struct sct_binary {
	u8 token;		/* enum sct_token_type */
	u8 op;
	u8 prec;
	const char *sign;	/* a word where the token is SCT_TOKEN_WORD */
} sct_binaries[] = {
	{ SCT_TOKEN_OR,		SCT_OP_OR,		1,	"||" },
	{ SCT_TOKEN_AND,	SCT_OP_AND,		2,	"&&" },
	{ SCT_TOKEN_BIT_OR,	SCT_OP_BIT_OR,		3,	"|" },
	{ SCT_TOKEN_BIT_XOR,	SCT_OP_BIT_XOR,		4,	"^" },
	{ SCT_TOKEN_BIT_AND,	SCT_OP_BIT_AND,		5,	"&" },
	{ SCT_TOKEN_EQ,		SCT_OP_EQ,		6,	"==" },
	{ SCT_TOKEN_NE,		SCT_OP_NE,		6,	"!=" },
	{ SCT_TOKEN_LT,		SCT_OP_LT,		7,	"<" },
	{ SCT_TOKEN_LE,		SCT_OP_LE,		7,	"<=" },
	{ SCT_TOKEN_GT,		SCT_OP_GT,		7,	">" },
	{ SCT_TOKEN_GE,		SCT_OP_GE,		7,	">=" },
	{ SCT_TOKEN_CONTAINS,	SCT_OP_CONTAINS,	7,	"~=" },
	{ SCT_TOKEN_WORD,	SCT_OP_STARTSWITH,	7,	"startswith" },
	{ SCT_TOKEN_WORD,	SCT_OP_ENDSWITH,	7,	"endswith" },
	{ SCT_TOKEN_WORD,	SCT_OP_GLOB,		7,	"glob" },
	{ SCT_TOKEN_WORD,	SCT_OP_IN,		7,	"in" },
	{ SCT_TOKEN_SHL,	SCT_OP_SHL,		8,	"<<" },
	{ SCT_TOKEN_SHR,	SCT_OP_SHR,		8,	">>" },
	{ SCT_TOKEN_PLUS,	SCT_OP_ADD,		9,	"+" },
	{ SCT_TOKEN_MINUS,	SCT_OP_SUB,		9,	"-" },
	{ SCT_TOKEN_MUL,	SCT_OP_MUL,		10,	"*" },
	{ SCT_TOKEN_DIV,	SCT_OP_DIV,		10,	"/" },
	{ SCT_TOKEN_MOD,	SCT_OP_MOD,		10,	"%" },
};

/**
 * sct_op_sign - how an operator is written
 * @op: an operator of one or two operands
 *
 * Return: its sign.
 */
const char *sct_op_sign(enum sct_op op)
{
	size_t i;

	switch (op) {
	case SCT_OP_NOT:
		return "!";
	case SCT_OP_BIT_NOT:
		return "~";
	case SCT_OP_NEGATE:
		return "-";
	case SCT_OP_IN_ITEM:
	case SCT_OP_IN_END:
		return "in";
	case SCT_OP_SWAP16:
		return "htons()";
	case SCT_OP_SWAP32:
		return "htonl()";
	case SCT_OP_ANCESTOR:
	case SCT_OP_ANCESTOR_END:
		return "ANCESTOR()";
	case SCT_OP_ARROW:
		return "->";
	case SCT_OP_DOT:
		return ".";
	case SCT_OP_INDEX:
		return "[]";
	case SCT_OP_CAST:
		return "a cast";
	default:
		break;
	}

	for (i = 0; i < ARRAY_SIZE(sct_binaries); i++) {
		if (sct_binaries[i].op == op)
			return sct_binaries[i].sign;
	}
	return "?";
}

/**
 * sct_expr_fail - record an error
 * @ps: the parser
 * @at: where it is
 * @what: what is wrong, and what was expected
 *
 * Return: -EINVAL.
 */
int sct_expr_fail(struct sct_expr_parser *ps, const char *at, const char *what)
{
	sct_error_at(ps->lx->err, &ps->lx->src, at, "%s", what);
	return -EINVAL;
}

/**
 * sct_add_node - append a node to the list
 * @ps: the parser
 * @op: what it is
 * @at: where it stands in the text
 *
 * Return: the node, until the next is added; an ERR_PTR: -EINVAL where there are
 * too many, and the error is recorded; -ENOMEM.
 */
struct sct_node *sct_add_node(struct sct_expr_parser *ps, enum sct_op op, const char *at)
{
	struct sct_expr *expr = ps->expr;
	struct sct_node *node;

	if (expr->nr == SCT_MAX_NODES) {
		sct_error_at(ps->lx->err, &ps->lx->src, at,
			     "filter too long; expected at most %u operators and operands",
			     SCT_MAX_NODES);
		return ERR_PTR(-EINVAL);
	}

	if (expr->nr == expr->size) {
		unsigned int size = expr->size ? 2 * expr->size : 16;

		node = kvrealloc(expr->nodes, size * sizeof(*node), GFP_KERNEL_ACCOUNT);
		if (!node)
			return ERR_PTR(-ENOMEM);
		expr->nodes = node;
		expr->size = size;
	}

	node = &expr->nodes[expr->nr++];
	*node = (struct sct_node){ .op = op, .at = at };
	return node;
}

/**
 * sct_keep_string - keep a text with the expression
 * @ps: the parser
 * @str: the text
 * @len: its bytes
 * @place: where it is kept, with a NUL behind it
 *
 * Return: 0; -ENOMEM.
 */
int sct_keep_string(struct sct_expr_parser *ps, const char *str, size_t len, u32 *place)
{
	struct sct_expr *expr = ps->expr;

	if (expr->strings_size - expr->strings_len < len + 1) {
		size_t size = 2 * expr->strings_size + len + 1;
		char *strings;

		strings = kvrealloc(expr->strings, size, GFP_KERNEL_ACCOUNT);
		if (!strings)
			return -ENOMEM;
		expr->strings = strings;
		expr->strings_size = size;
	}

	*place = expr->strings_len;
	memcpy(expr->strings + expr->strings_len, str, len);
	expr->strings[expr->strings_len + len] = '\0';
	expr->strings_len += len + 1;
	return 0;
}

/**
 * sct_add_string - append a node that carries text
 * @ps: the parser
 * @op: what it is
 * @at: where it stands in the text of rules
 * @str: the text
 * @len: its bytes
 *
 * Return: 0; -EINVAL or -ENOMEM as sct_add_node() has it.
 */
int sct_add_string(struct sct_expr_parser *ps, enum sct_op op, const char *at,
		   const char *str, size_t len)
{
	struct sct_node *node = sct_add_node(ps, op, at);

	if (IS_ERR(node))
		return PTR_ERR(node);
	node->len = len;
	return sct_keep_string(ps, str, len, &node->string);
}

/**
 * sct_push - let an operator wait for its last operand
 * @ps: the parser
 * @op: which
 * @prec: its precedence; 0 for what only a closing parenthesis ends
 * @at: where it stands
 *
 * Return: 0; -EINVAL where too many wait, and the error is recorded.
 */
int sct_push(struct sct_expr_parser *ps, enum sct_op op, u8 prec, const char *at)
{
	if (ps->depth == SCT_MAX_DEPTH) {
		sct_error_at(ps->lx->err, &ps->lx->src, at,
			     "filter nested too deeply; expected at most %u operators that wait for an operand",
			     SCT_MAX_DEPTH);
		return -EINVAL;
	}

	ps->stack[ps->depth++] = (struct sct_pending){ .op = op, .prec = prec, .at = at };
	return 0;
}

/* Moves the operators that bind at least as much as @prec into the list. */
static int sct_reduce(struct sct_expr_parser *ps, u8 prec)
{
	while (ps->depth && ps->stack[ps->depth - 1].prec >= prec) {
		struct sct_pending *top = &ps->stack[--ps->depth];
		struct sct_node *node = sct_add_node(ps, top->op, top->at);

		if (IS_ERR(node))
			return PTR_ERR(node);
		if (top->op == SCT_OP_CAST)
			node->string = top->type;
	}
	return 0;
}

/* The innermost open parenthesis, be it one of `in`; NULL where there is none. */
static struct sct_pending *sct_open_paren(struct sct_expr_parser *ps)
{
	unsigned int i;

	for (i = ps->depth; i--; ) {
		if (!ps->stack[i].prec)
			return &ps->stack[i];
	}
	return NULL;
}

/**
 * sct_expect - read a token that must be there
 * @ps: the parser
 * @type: what it must be, enum sct_token_type
 * @what: how an error calls it
 *
 * Return: 0; -EINVAL where it is another, and the error is recorded.
 */
int sct_expect(struct sct_expr_parser *ps, enum sct_token_type type, const char *what)
{
	int ret = sct_lex(ps->lx);

	if (ret)
		return ret;
	if (ps->lx->tok.type != type) {
		sct_error_at(ps->lx->err, &ps->lx->src, ps->lx->tok.at,
			     "expected %s", what);
		return -EINVAL;
	}
	return 0;
}

static const struct sct_binary *sct_find_binary(const struct sct_token *tok)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sct_binaries); i++) {
		if (sct_binaries[i].token != tok->type)
			continue;
		if (tok->type != SCT_TOKEN_WORD || sct_token_is(tok, sct_binaries[i].sign))
			return &sct_binaries[i];
	}
	return NULL;
}

static int sct_parse_binary(struct sct_expr_parser *ps, const struct sct_binary *bin)
{
	const char *at = ps->lx->tok.at;
	struct sct_node *node;
	int ret;

	ret = sct_reduce(ps, bin->prec);
	if (ret)
		return ret;
	seq_buf_printf(ps->text, " %s ", bin->sign);

	if (bin->op == SCT_OP_IN) {
		ret = sct_expect(ps, SCT_TOKEN_LPAREN, "'(' and a list behind 'in'");
		if (ret)
			return ret;
		seq_buf_putc(ps->text, '(');
		return sct_push(ps, SCT_OP_IN, 0, at);
	}

	if (bin->op == SCT_OP_OR || bin->op == SCT_OP_AND) {
		node = sct_add_node(ps, bin->op == SCT_OP_OR ? SCT_OP_OR_ELSE :
				    SCT_OP_AND_THEN, at);
		if (IS_ERR(node))
			return PTR_ERR(node);
	}
	return sct_push(ps, bin->op, bin->prec, at);
}

/* A comma or a closing parenthesis; it ends the operand before it. */
static int sct_close(struct sct_expr_parser *ps, struct sct_pending *open, bool comma)
{
	bool in = open->op == SCT_OP_IN;
	const char *at = open->at;
	struct sct_node *node;
	int ret;

	ret = sct_reduce(ps, 1);
	if (ret)
		return ret;
	if (in) {
		node = sct_add_node(ps, SCT_OP_IN_ITEM, at);
		if (IS_ERR(node))
			return PTR_ERR(node);
	}
	if (comma) {
		seq_buf_puts(ps->text, ", ");
		return 0;
	}

	ps->depth--;
	seq_buf_putc(ps->text, ')');
	if (open->op != SCT_OP_PAREN) {
		node = sct_add_node(ps, in ? SCT_OP_IN_END : SCT_OP_ANCESTOR_END, at);
		if (IS_ERR(node))
			return PTR_ERR(node);
	}
	return 0;
}

/* Reads one token where an operator must stand, or ends the expression. */
static int sct_parse_operator(struct sct_expr_parser *ps, bool *operand, bool *end)
{
	const struct sct_token *tok = &ps->lx->tok;
	const struct sct_binary *bin = sct_find_binary(tok);
	struct sct_pending *open;

	*operand = bin;
	if (bin)
		return sct_parse_binary(ps, bin);
	if (sct_is_postfix(tok))
		return sct_parse_postfix(ps);

	open = sct_open_paren(ps);
	if (open && tok->type == SCT_TOKEN_RPAREN)
		return sct_close(ps, open, false);
	if (open && open->op == SCT_OP_IN && tok->type == SCT_TOKEN_COMMA) {
		*operand = true;
		return sct_close(ps, open, true);
	}
	if (open)
		return sct_expr_fail(ps, tok->at, open->op == SCT_OP_IN ?
				     "expected an operator, ',' or ')'" :
				     "expected an operator or ')'");

	*end = true;
	return sct_reduce(ps, 1);
}

/**
 * sct_expr_parse - read an expression
 * @lx: the text, before the first token; afterwards its token is the first
 *	that no longer belongs to the expression
 * @expr: an empty expression, which is filled
 * @text: the expression's canonical text is appended here
 *
 * Return: 0; -EINVAL where it is none, and the error is recorded; -ENOMEM.
 */
int sct_expr_parse(struct sct_lexer *lx, struct sct_expr *expr, struct seq_buf *text)
{
	struct sct_expr_parser *ps;
	bool operand = true;
	bool end = false;
	int ret;

	ps = kzalloc(sizeof(*ps), GFP_KERNEL_ACCOUNT);
	if (!ps)
		return -ENOMEM;
	ps->lx = lx;
	ps->expr = expr;
	ps->text = text;

	do {
		ret = sct_lex(lx);
		if (ret)
			break;
		if (operand)
			ret = sct_parse_operand(ps, &operand);
		else
			ret = sct_parse_operator(ps, &operand, &end);
	} while (!ret && !end);

	kfree(ps);
	return ret;
}

/**
 * sct_expr_reset - empty an expression, keeping its memory for the next
 * @expr: the expression
 */
void sct_expr_reset(struct sct_expr *expr)
{
	expr->nr = 0;
	expr->strings_len = 0;
}

/**
 * sct_expr_free - free what an expression holds
 * @expr: the expression; empty afterwards
 */
void sct_expr_free(struct sct_expr *expr)
{
	kvfree(expr->nodes);
	kvfree(expr->strings);
	*expr = (struct sct_expr){};
}
