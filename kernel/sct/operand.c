// SPDX-License-Identifier: GPL-2.0-only
/*
 * The operands of filter expressions: variables, parameters and what they point
 * to, literals, symbols, functions
 */

#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>

#include "expr_parser.h"
#include "symbols.h"

static const struct {
	const char *name;
	u8 type;
} sct_vars[] = {
#define SCT_VAR(_name, _type) { #_name, SCT_TYPE_##_type },
#include "vars.h"
#undef SCT_VAR
};

/**
 * sct_var_name - the name of a variable
 * @var: which
 *
 * Return: its name.
 */
const char *sct_var_name(enum sct_var var)
{
	return sct_vars[var].name;
}

/**
 * sct_var_type - the type of a variable
 * @var: which
 *
 * Return: its type.
 */
enum sct_type sct_var_type(enum sct_var var)
{
	return sct_vars[var].type;
}

/* [3] or [mode], behind PARAMS, PATH or INODE, whose name is @what. */
static int sct_parse_param(struct sct_expr_parser *ps, const char *what, enum sct_op op)
{
	enum sct_op by_name = op + 1;
	struct sct_lexer *lx = ps->lx;
	const struct sct_token *tok = &lx->tok;
	struct sct_node *node;
	char expected[72];
	int ret;

	snprintf(expected, sizeof(expected),
		 "'[' and the number or the name of a parameter behind %s", what);
	ret = sct_expect(ps, SCT_TOKEN_LBRACKET, expected) ?: sct_lex(lx);
	if (ret)
		return ret;

	if (tok->type == SCT_TOKEN_WORD) {
		ret = sct_add_string(ps, by_name, tok->at, tok->at, tok->len);
		if (ret)
			return ret;
		seq_buf_printf(ps->text, "%s[%.*s]", what, (int)tok->len, tok->at);
	} else if (tok->type == SCT_TOKEN_NUMBER) {
		if (tok->number < 1 || tok->number > 6)
			return sct_expr_fail(ps, tok->at,
					     "no such parameter; expected a number from 1 to 6");
		node = sct_add_node(ps, op, tok->at);
		if (IS_ERR(node))
			return PTR_ERR(node);
		node->number = tok->number;
		seq_buf_printf(ps->text, "%s[%llu]", what, tok->number);
	} else {
		return sct_expr_fail(ps, tok->at,
				     "expected the number or the name of a parameter");
	}

	return sct_expect(ps, SCT_TOKEN_RBRACKET, "']' behind the parameter");
}

static int sct_add_number(struct sct_expr_parser *ps, const char *at, u64 number,
			  enum sct_type type)
{
	struct sct_node *node = sct_add_node(ps, SCT_OP_NUMBER, at);

	if (IS_ERR(node))
		return PTR_ERR(node);
	node->number = number;
	node->type = type;
	return 0;
}

/* in4_pton() is not there without CONFIG_NET, and takes less than four parts. */
static bool sct_read_ipv4(const char *text, u8 addr[4])
{
	unsigned int i, value;
	int n;

	for (i = 0; i < 4; i++) {
		if (!isdigit(*text) || sscanf(text, "%3u%n", &value, &n) != 1 || value > 255)
			return false;
		addr[i] = value;
		text += n;
		if (*text++ != (i < 3 ? '.' : '\0'))
			return false;
	}
	return true;
}

/* ipaddr("127.0.0.1"): the address as memory holds it. */
static int sct_parse_ipaddr(struct sct_expr_parser *ps, const char *at)
{
	struct sct_lexer *lx = ps->lx;
	__be32 addr = 0;
	int ret;

	ret = sct_expect(ps, SCT_TOKEN_LPAREN, "'(' behind ipaddr") ?:
	      sct_expect(ps, SCT_TOKEN_STRING, "an IPv4 address in quotes");
	if (ret)
		return ret;
	if (!sct_read_ipv4(lx->string, (u8 *)&addr))
		return sct_expr_fail(ps, lx->tok.at,
				     "not an address; expected an IPv4 one, such as \"127.0.0.1\"");
	seq_buf_printf(ps->text, "ipaddr(%.*s)", (int)lx->tok.len, lx->tok.at);
	return sct_add_number(ps, at, (__force u32)addr, SCT_TYPE_U32) ?:
	       sct_expect(ps, SCT_TOKEN_RPAREN, "')' behind the address");
}

static const struct sct_function {
	const char *name;
	u8 op;
} sct_functions[] = {
	{ "htons", SCT_OP_SWAP16 },
	{ "ntohs", SCT_OP_SWAP16 },
	{ "htonl", SCT_OP_SWAP32 },
	{ "ntohl", SCT_OP_SWAP32 },
};

/* A function binds as an operator in front of what its parentheses hold. */
static int sct_parse_function(struct sct_expr_parser *ps, const struct sct_function *fn)
{
	const char *at = ps->lx->tok.at;
	char expected[32];
	int ret;

	snprintf(expected, sizeof(expected), "'(' behind %s", fn->name);
	ret = sct_expect(ps, SCT_TOKEN_LPAREN, expected);
	if (ret)
		return ret;
	seq_buf_printf(ps->text, "%s(", fn->name);
	return sct_push(ps, fn->op, SCT_PREC_UNARY, at) ?:
	       sct_push(ps, SCT_OP_PAREN, 0, ps->lx->tok.at);
}

static int sct_parse_ancestor(struct sct_expr_parser *ps)
{
	const char *at = ps->lx->tok.at;
	struct sct_node *node;
	unsigned int i;
	int ret;

	for (i = 0; i < ps->depth; i++) {
		if (ps->stack[i].op == SCT_OP_ANCESTOR)
			return sct_expr_fail(ps, at,
					     "ANCESTOR inside ANCESTOR; expected an expression on one ancestor");
	}
	ret = sct_expect(ps, SCT_TOKEN_LPAREN, "'(' behind ANCESTOR");
	if (ret)
		return ret;
	node = sct_add_node(ps, SCT_OP_ANCESTOR, at);
	if (IS_ERR(node))
		return PTR_ERR(node);
	seq_buf_puts(ps->text, "ANCESTOR(");
	return sct_push(ps, SCT_OP_ANCESTOR, 0, at);
}

static int sct_unknown_word(struct sct_expr_parser *ps)
{
	static const char *const others[] = { "PARAMS", "PATH", "INODE", "ANCESTOR", "ipaddr" };
	const struct sct_token *tok = &ps->lx->tok;
	struct sct_nearest near;
	char hint[80];
	size_t i;

	if (sct_token_is(tok, "usernametoid") || sct_token_is(tok, "groupnametoid"))
		return sct_expr_fail(ps, tok->at,
				     "names of users and groups are resolved by sct_config; expected a number here");
	if (sct_token_is(tok, "inode"))
		return sct_expr_fail(ps, tok->at,
				     "inode() is resolved by sct_config; expected what stat -c %D:%i prints, in quotes");

	sct_nearest_init(&near, tok->at, tok->len);
	for (i = 0; i < ARRAY_SIZE(sct_vars); i++)
		sct_nearest_try(&near, sct_vars[i].name);
	for (i = 0; i < ARRAY_SIZE(others); i++)
		sct_nearest_try(&near, others[i]);
	for (i = 0; i < ARRAY_SIZE(sct_functions); i++)
		sct_nearest_try(&near, sct_functions[i].name);
	sct_symbol_nearest(&near);
	sct_error_at(ps->lx->err, &ps->lx->src, tok->at,
		     "unknown variable \"%.*s\"; expected a variable, a number, a string or '('%s",
		     (int)min_t(size_t, tok->len, SCT_MAX_NAME), tok->at,
		     sct_nearest_hint(&near, hint, sizeof(hint)));
	return -EINVAL;
}

/* A word where an operand must stand; @more: it was only a prefix. */
static int sct_parse_word_operand(struct sct_expr_parser *ps, bool *more)
{
	const struct sct_token *tok = &ps->lx->tok;
	struct sct_symbol symbol;
	struct sct_node *node;
	size_t i;

	if (sct_token_is(tok, "PARAMS"))
		return sct_parse_param(ps, "PARAMS", SCT_OP_PARAM);
	if (sct_token_is(tok, "PATH"))
		return sct_parse_param(ps, "PATH", SCT_OP_PATH);
	if (sct_token_is(tok, "INODE"))
		return sct_parse_param(ps, "INODE", SCT_OP_INODE);
	if (sct_token_is(tok, "ipaddr"))
		return sct_parse_ipaddr(ps, tok->at);
	if (sct_token_is(tok, "ANCESTOR")) {
		*more = true;
		return sct_parse_ancestor(ps);
	}

	for (i = 0; i < ARRAY_SIZE(sct_functions); i++) {
		if (sct_token_is(tok, sct_functions[i].name)) {
			*more = true;
			return sct_parse_function(ps, &sct_functions[i]);
		}
	}
	for (i = 0; i < ARRAY_SIZE(sct_vars); i++) {
		if (sct_token_is(tok, sct_vars[i].name)) {
			node = sct_add_node(ps, SCT_OP_VAR, tok->at);
			if (IS_ERR(node))
				return PTR_ERR(node);
			node->number = i;
			seq_buf_puts(ps->text, sct_vars[i].name);
			return 0;
		}
	}
	if (sct_symbol_find(tok->at, tok->len, &symbol)) {
		seq_buf_printf(ps->text, "%.*s", (int)tok->len, tok->at);
		return sct_add_number(ps, tok->at, symbol.value, symbol.type);
	}
	return sct_unknown_word(ps);
}

static int sct_parse_number(struct sct_expr_parser *ps)
{
	const struct sct_token *tok = &ps->lx->tok;
	enum sct_type type;

	if (tok->is_long)
		type = tok->is_unsigned ? SCT_TYPE_U64 : SCT_TYPE_S64;
	else
		type = tok->is_unsigned ? SCT_TYPE_U32 : SCT_TYPE_S32;
	seq_buf_printf(ps->text, "%.*s", (int)tok->len, tok->at);
	return sct_add_number(ps, tok->at, tok->number, type);
}

static bool sct_begins_type(const struct sct_token *tok)
{
	return sct_token_is(tok, "struct") || sct_token_is(tok, "union") ||
	       sct_token_is(tok, "const");
}

/* (struct sockaddr_in *), behind its parenthesis */
static int sct_parse_cast(struct sct_expr_parser *ps, const char *at)
{
	static const char expected[] = "a type such as struct sockaddr_in *";
	struct sct_lexer *lx = ps->lx;
	char name[2 * SCT_MAX_NAME];
	u32 place;
	int ret;

	ret = sct_lex(lx);
	if (!ret && sct_token_is(&lx->tok, "const"))
		ret = sct_lex(lx);
	if (ret)
		return ret;
	if (!sct_token_is(&lx->tok, "struct") && !sct_token_is(&lx->tok, "union"))
		return sct_expr_fail(ps, lx->tok.at, "expected struct or union and its name");
	at = lx->tok.at;
	snprintf(name, sizeof(name), "%.*s ", (int)lx->tok.len, lx->tok.at);

	ret = sct_expect(ps, SCT_TOKEN_WORD, expected);
	if (ret)
		return ret;
	if (lx->tok.len > SCT_MAX_NAME)
		return sct_expr_fail(ps, lx->tok.at,
				     "name of a type too long; expected at most 63 characters");
	snprintf(name + strlen(name), sizeof(name) - strlen(name), "%.*s",
		 (int)lx->tok.len, lx->tok.at);
	ret = sct_expect(ps, SCT_TOKEN_MUL,
			 "'*' behind the type: a parameter is a pointer to it") ?:
	      sct_expect(ps, SCT_TOKEN_RPAREN, "')' behind the type") ?:
	      sct_push(ps, SCT_OP_CAST, SCT_PREC_UNARY, at) ?:
	      sct_keep_string(ps, name, strlen(name), &place);
	if (ret)
		return ret;
	ps->stack[ps->depth - 1].type = place;
	seq_buf_printf(ps->text, "(%s *)", name);
	return 0;
}

static int sct_parse_paren(struct sct_expr_parser *ps)
{
	struct sct_lexer *lx = ps->lx;
	const char *at = lx->tok.at;
	const char *behind = lx->p;
	bool cast;
	int ret;

	ret = sct_lex(lx);
	if (ret)
		return ret;
	cast = sct_begins_type(&lx->tok);
	lx->p = behind;
	if (cast)
		return sct_parse_cast(ps, at);
	seq_buf_putc(ps->text, '(');
	return sct_push(ps, SCT_OP_PAREN, 0, at);
}

static int sct_parse_prefix(struct sct_expr_parser *ps, char sign, enum sct_op op)
{
	seq_buf_putc(ps->text, sign);
	return sct_push(ps, op, SCT_PREC_UNARY, ps->lx->tok.at);
}

/**
 * sct_parse_operand - read on where an operand must stand
 * @ps: the parser, on the token
 * @more: set where it was only a prefix, and the operand is still to come
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_parse_operand(struct sct_expr_parser *ps, bool *more)
{
	const struct sct_token *tok = &ps->lx->tok;

	*more = false;
	switch (tok->type) {
	case SCT_TOKEN_NUMBER:
		return sct_parse_number(ps);
	case SCT_TOKEN_STRING:
		seq_buf_putmem(ps->text, tok->at, tok->len);
		return sct_add_string(ps, SCT_OP_STRING, tok->at, ps->lx->string,
				      tok->str_len);
	case SCT_TOKEN_WORD:
		return sct_parse_word_operand(ps, more);
	case SCT_TOKEN_LPAREN:
		*more = true;
		return sct_parse_paren(ps);
	case SCT_TOKEN_NOT:
		*more = true;
		return sct_parse_prefix(ps, '!', SCT_OP_NOT);
	case SCT_TOKEN_BIT_NOT:
		*more = true;
		return sct_parse_prefix(ps, '~', SCT_OP_BIT_NOT);
	case SCT_TOKEN_MINUS:
		*more = true;
		return sct_parse_prefix(ps, '-', SCT_OP_NEGATE);
	default:
		return sct_expr_fail(ps, tok->at,
				     "expected a variable, a number, a string or '('");
	}
}

/**
 * sct_is_postfix - whether a token goes on with the operand before it
 * @tok: the token
 *
 * Return: true where it names a member or an element of it.
 */
bool sct_is_postfix(const struct sct_token *tok)
{
	return tok->type == SCT_TOKEN_ARROW || tok->type == SCT_TOKEN_DOT ||
	       tok->type == SCT_TOKEN_LBRACKET;
}

/**
 * sct_parse_postfix - read a member or an element of the operand before it
 * @ps: the parser, on a token that sct_is_postfix()
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_parse_postfix(struct sct_expr_parser *ps)
{
	struct sct_lexer *lx = ps->lx;
	const struct sct_token *tok = &lx->tok;
	bool arrow = tok->type == SCT_TOKEN_ARROW;
	struct sct_node *node;
	int ret;

	if (tok->type == SCT_TOKEN_LBRACKET) {
		ret = sct_expect(ps, SCT_TOKEN_NUMBER, "the number of an element, from 0");
		if (ret)
			return ret;
		node = sct_add_node(ps, SCT_OP_INDEX, tok->at);
		if (IS_ERR(node))
			return PTR_ERR(node);
		node->number = tok->number;
		seq_buf_printf(ps->text, "[%.*s]", (int)tok->len, tok->at);
		return sct_expect(ps, SCT_TOKEN_RBRACKET, "']' behind the element");
	}

	ret = sct_expect(ps, SCT_TOKEN_WORD, "the name of a member");
	if (ret)
		return ret;
	seq_buf_printf(ps->text, "%s%.*s", arrow ? "->" : ".", (int)tok->len, tok->at);
	return sct_add_string(ps, arrow ? SCT_OP_ARROW : SCT_OP_DOT, tok->at, tok->at, tok->len);
}
