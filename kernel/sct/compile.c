// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an expression to a program, for one call
 *
 * Here the types are checked: what a parameter is, is known only with the call.
 * Constants are folded. The list of nodes is in postfix order, so one pass with
 * a stack that mirrors the program's is all it takes.
 */

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compiler.h"

/**
 * sct_types_fail - record that the types of operands don't fit their operator
 * @c: the compiler
 * @node: the operator
 * @a: its left operand, or its only one
 * @b: its right operand, or NULL
 * @expected: what would fit
 *
 * Return: -EINVAL.
 */
int sct_types_fail(const struct sct_compiler *c, const struct sct_node *node,
		   const struct sct_operand *a, const struct sct_operand *b,
		   const char *expected)
{
	char left[96], right[96];

	if (b)
		sct_error_at(c->err, c->src, node->at,
			     "types don't fit: %s %s %s, in %s; expected %s",
			     sct_describe(c, a, left, sizeof(left)),
			     sct_op_sign(node->op),
			     sct_describe(c, b, right, sizeof(right)),
			     c->desc->name, expected);
	else
		sct_error_at(c->err, c->src, node->at,
			     "types don't fit: %s of %s; expected %s",
			     sct_op_sign(node->op),
			     sct_describe(c, a, left, sizeof(left)), expected);
	return -EINVAL;
}

/**
 * sct_emit - append an instruction
 * @c: the compiler
 * @op: what it does
 *
 * Return: the instruction, cleared, until the next is appended; NULL without memory.
 */
struct sct_insn *sct_emit(struct sct_compiler *c, enum sct_insn_op op)
{
	struct sct_insn *insn;

	if (c->nr == c->size) {
		unsigned int size = c->size ? 2 * c->size : 16;

		insn = kvrealloc(c->insns, size * sizeof(*insn), GFP_KERNEL_ACCOUNT);
		if (!insn)
			return NULL;
		c->insns = insn;
		c->size = size;
	}

	insn = &c->insns[c->nr++];
	memset(insn, 0, sizeof(*insn));
	insn->op = op;
	return insn;
}

/**
 * sct_emit_typed - append an instruction that has a type
 * @c: the compiler
 * @op: what it does
 * @type: type of its result
 * @arg: its argument
 *
 * Return: 0; -ENOMEM.
 */
int sct_emit_typed(struct sct_compiler *c, enum sct_insn_op op, enum sct_type type, u8 arg)
{
	struct sct_insn *insn = sct_emit(c, op);

	if (!insn)
		return -ENOMEM;
	insn->type = type;
	insn->arg = arg;
	return 0;
}

/**
 * sct_push_constant - make the program push a constant that was kept back
 * @c: the compiler
 * @o: the operand; nothing is done where it is no constant
 *
 * Return: 0; -ENOMEM.
 */
int sct_push_constant(struct sct_compiler *c, struct sct_operand *o)
{
	struct sct_insn *insn;

	if (o->where != SCT_CONSTANT)
		return 0;
	insn = sct_emit(c, SCT_I_NUMBER);
	if (!insn)
		return -ENOMEM;
	insn->number = o->number;
	o->where = SCT_ON_STACK;
	return 0;
}

static enum sct_insn_op sct_unary_insn(enum sct_op op)
{
	switch (op) {
	case SCT_OP_NOT:
		return SCT_I_NOT;
	case SCT_OP_NEGATE:
		return SCT_I_NEGATE;
	case SCT_OP_SWAP16:
		return SCT_I_SWAP16;
	case SCT_OP_SWAP32:
		return SCT_I_SWAP32;
	default:
		return SCT_I_BIT_NOT;
	}
}

static int sct_compile_unary(struct sct_compiler *c, const struct sct_node *node)
{
	enum sct_insn_op op = sct_unary_insn(node->op);
	struct sct_operand *o = sct_top(c);

	if (!sct_is_number(o))
		return sct_types_fail(c, node, o, NULL, "a number");

	if (o->where == SCT_CONSTANT)
		o->number = sct_unary(op, o->type, o->number);
	else if (sct_emit_typed(c, op, o->type, 0))
		return -ENOMEM;

	if (op == SCT_I_SWAP32)
		o->type = SCT_TYPE_U32;
	else if (op == SCT_I_NOT || op == SCT_I_SWAP16)
		o->type = SCT_TYPE_S32;
	o->is_bool = op == SCT_I_NOT;
	o->has_access = false;
	o->node = node;
	return 0;
}

static struct sct_insn *sct_emit_string(struct sct_compiler *c, enum sct_insn_op op,
					enum sct_cmp cmp, const struct sct_operand *a,
					const struct sct_operand *b)
{
	struct sct_insn *insn = sct_emit(c, op);

	if (!insn)
		return NULL;
	insn->cmp = cmp;
	insn->arg = a->arg;
	insn->arg2 = b->arg;
	insn->left = a->number;
	insn->right = b->number;
	return insn;
}

static bool sct_fold_strings(const struct sct_compiler *c, enum sct_cmp cmp,
			     const struct sct_operand *a, const struct sct_operand *b)
{
	return sct_string_cmp(cmp, c->expr->strings + a->node->string,
			      c->expr->strings + b->node->string);
}

static bool sct_both_const_strings(const struct sct_operand *a,
				   const struct sct_operand *b)
{
	return a->arg == SCT_STRING_CONST && b->arg == SCT_STRING_CONST;
}

/* == and != of two strings, and the operators that only strings have. */
static int sct_compile_strings(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *b = &c->stack[c->depth - 1];
	struct sct_operand *a = &c->stack[c->depth - 2];
	enum sct_cmp cmp;

	switch (node->op) {
	case SCT_OP_EQ:
		cmp = SCT_CMP_EQ;
		break;
	case SCT_OP_NE:
		cmp = SCT_CMP_NE;
		break;
	default:
		cmp = node->op - SCT_OP_CONTAINS + SCT_CMP_CONTAINS;
		break;
	}

	if (sct_both_const_strings(a, b)) {
		a->number = sct_fold_strings(c, cmp, a, b);
		a->where = SCT_CONSTANT;
	} else {
		if (!sct_emit_string(c, SCT_I_STRING, cmp, a, b))
			return -ENOMEM;
		a->where = SCT_ON_STACK;
	}
	a->type = SCT_TYPE_S32;
	a->is_bool = true;
	a->has_access = false;
	a->node = node;
	c->depth--;
	return 0;
}

/* C's usual arithmetic conversions. */
static enum sct_type sct_common_type(enum sct_type a, enum sct_type b)
{
	if (a == SCT_TYPE_U64 || b == SCT_TYPE_U64)
		return SCT_TYPE_U64;
	if (a == SCT_TYPE_S64 || b == SCT_TYPE_S64)
		return SCT_TYPE_S64;
	if (a == SCT_TYPE_U32 || b == SCT_TYPE_U32)
		return SCT_TYPE_U32;
	return SCT_TYPE_S32;
}

/* Only int to unsigned int changes how a value is held. */
static int sct_convert(struct sct_compiler *c, struct sct_operand *o,
		       enum sct_type type, u8 depth)
{
	if (type != SCT_TYPE_U32 || o->type != SCT_TYPE_S32)
		return 0;
	if (o->where == SCT_CONSTANT) {
		o->number = (u32)o->number;
		return 0;
	}
	return sct_emit_typed(c, SCT_I_TO_U32, type, depth);
}

static enum sct_insn_op sct_binary_insn(enum sct_op op)
{
	if (op >= SCT_OP_EQ && op <= SCT_OP_GE)
		return op - SCT_OP_EQ + SCT_I_EQ;
	if (op >= SCT_OP_SHL)
		return op - SCT_OP_SHL + SCT_I_SHL;
	return op - SCT_OP_BIT_OR + SCT_I_BIT_OR;
}

/* 3 < x is x > 3: the operator with its sides changed, and whether there is one. */
static bool sct_turn(enum sct_insn_op *op)
{
	switch (*op) {
	case SCT_I_BIT_OR:
	case SCT_I_BIT_XOR:
	case SCT_I_BIT_AND:
	case SCT_I_ADD:
	case SCT_I_MUL:
	case SCT_I_EQ:
	case SCT_I_NE:
		return true;
	case SCT_I_LT:
		*op = SCT_I_GT;
		return true;
	case SCT_I_LE:
		*op = SCT_I_GE;
		return true;
	case SCT_I_GT:
		*op = SCT_I_LT;
		return true;
	case SCT_I_GE:
		*op = SCT_I_LE;
		return true;
	default:
		return false;
	}
}

static int sct_emit_numbers(struct sct_compiler *c, enum sct_insn_op op,
			    enum sct_type type, struct sct_operand *a,
			    struct sct_operand *b)
{
	bool imm = b->where == SCT_CONSTANT;
	struct sct_insn *insn;

	/* So that a constant stands on the right side, where it needs no place. */
	if (a->where == SCT_CONSTANT && sct_turn(&op)) {
		insn = sct_emit(c, op);
		if (!insn)
			return -ENOMEM;
		insn->type = type;
		insn->imm = true;
		insn->number = a->number;
		return 0;
	}
	/* A constant that was kept back is pushed late: above, not below. */
	if (a->where == SCT_CONSTANT) {
		if (sct_push_constant(c, a) || sct_emit_typed(c, SCT_I_SWAP, type, 0))
			return -ENOMEM;
	}
	insn = sct_emit(c, op);
	if (!insn)
		return -ENOMEM;
	insn->type = type;
	insn->imm = imm;
	if (imm)
		insn->number = b->number;
	return 0;
}

/* Of a parameter and a mask: where the mask is of the low half, no more is asked for. */
static void sct_note_mask(struct sct_compiler *c, const struct sct_operand *a,
			  const struct sct_operand *b)
{
	const struct sct_operand *o = b->where == SCT_CONSTANT ? a : b;
	const struct sct_operand *mask = o == a ? b : a;

	if (mask->where != SCT_CONSTANT || mask->number > U32_MAX || o->where == SCT_CONSTANT)
		return;
	if (o->node->op == SCT_OP_PARAM || o->node->op == SCT_OP_PARAM_NAME)
		c->wholes[o->arg] -= c->desc->params[o->arg].half;
}

static int sct_compile_numbers(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *b = &c->stack[c->depth - 1];
	struct sct_operand *a = &c->stack[c->depth - 2];
	enum sct_insn_op op = sct_binary_insn(node->op);
	enum sct_type type = sct_common_type(a->type, b->type);
	bool bad = false;

	if (op == SCT_I_SHL || op == SCT_I_SHR)
		type = a->type;
	if (sct_convert(c, a, type, b->where == SCT_ON_STACK) ||
	    sct_convert(c, b, type, 0))
		return -ENOMEM;

	if (op == SCT_I_BIT_AND)
		sct_note_mask(c, a, b);
	if (a->where == SCT_CONSTANT && b->where == SCT_CONSTANT)
		a->number = sct_alu(op, type, a->number, b->number, &bad);
	else if ((op == SCT_I_DIV || op == SCT_I_MOD) &&
		 b->where == SCT_CONSTANT && !b->number)
		bad = true;
	else if (sct_emit_numbers(c, op, type, a, b))
		return -ENOMEM;

	if (bad) {
		sct_error_at(c->err, c->src, node->at,
			     "division by zero; expected another divisor");
		return -EINVAL;
	}

	if (b->where == SCT_ON_STACK)
		a->where = SCT_ON_STACK;
	a->is_bool = op >= SCT_I_EQ;
	a->type = a->is_bool ? SCT_TYPE_S32 : type;
	a->has_access = false;
	a->node = node;
	c->depth--;
	return 0;
}

static int sct_compile_binary(struct sct_compiler *c, const struct sct_node *node)
{
	const struct sct_operand *b = &c->stack[c->depth - 1];
	const struct sct_operand *a = &c->stack[c->depth - 2];
	bool string_a = a->type == SCT_TYPE_STRING;
	bool string_b = b->type == SCT_TYPE_STRING;

	switch (node->op) {
	case SCT_OP_CONTAINS ... SCT_OP_GLOB:
		if (!string_a || !string_b)
			return sct_types_fail(c, node, a, b, "two strings");
		return sct_compile_strings(c, node);
	case SCT_OP_EQ:
	case SCT_OP_NE:
		if (string_a && string_b)
			return sct_compile_strings(c, node);
		if (!sct_is_number(a) || !sct_is_number(b))
			return sct_types_fail(c, node, a, b, "two strings or two numbers");
		break;
	default:
		if (!sct_is_number(a) || !sct_is_number(b))
			return sct_types_fail(c, node, a, b, "two numbers");
		break;
	}
	return sct_compile_numbers(c, node);
}

/* Between the operands of && and ||: leave where the left one decides. */
static int sct_compile_branch(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *o = sct_top(c);
	bool or_else = node->op == SCT_OP_OR_ELSE;

	if (!sct_is_number(o)) {
		char buf[96];

		sct_error_at(c->err, c->src, node->at,
			     "types don't fit: %s as a condition; expected a number or a comparison",
			     sct_describe(c, o, buf, sizeof(buf)));
		return -EINVAL;
	}
	if (sct_push_constant(c, o))
		return -ENOMEM;

	c->jumps[c->nr_jumps++] = c->nr;
	if (!sct_emit(c, or_else ? SCT_I_OR_ELSE : SCT_I_AND_THEN))
		return -ENOMEM;
	return 0;
}

static int sct_compile_logical(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *b = &c->stack[c->depth - 1];
	struct sct_operand *a = &c->stack[c->depth - 2];

	if (!sct_is_number(b))
		return sct_types_fail(c, node, a, b, "two conditions");
	if (sct_push_constant(c, b))
		return -ENOMEM;
	if (!b->is_bool && !sct_emit(c, SCT_I_BOOL))
		return -ENOMEM;

	c->insns[c->jumps[--c->nr_jumps]].jump = c->nr;
	a->type = SCT_TYPE_S32;
	a->is_bool = true;
	a->has_access = false;
	a->node = node;
	c->depth--;
	return 0;
}

/* The item is on top, what is looked for is below it and stays. */
static int sct_compile_in_item(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *b = &c->stack[c->depth - 1];
	struct sct_operand *a = &c->stack[c->depth - 2];
	bool string_a = a->type == SCT_TYPE_STRING;
	bool string_b = b->type == SCT_TYPE_STRING;
	struct sct_insn *insn;

	if (string_a != string_b || a->where == SCT_AGGREGATE || b->where == SCT_AGGREGATE)
		return sct_types_fail(c, node, a, b, "strings only or numbers only");

	if (string_a) {
		if (sct_both_const_strings(a, b)) {
			/* Constant it is, but the jump is simpler left to run. */
			insn = sct_emit(c, SCT_I_NUMBER);
			if (!insn)
				return -ENOMEM;
			insn->number = sct_fold_strings(c, SCT_CMP_EQ, a, b);
			insn = sct_emit(c, SCT_I_OR_ELSE);
		} else {
			insn = sct_emit_string(c, SCT_I_STRING_IN, SCT_CMP_EQ, a, b);
		}
	} else {
		if (a->where == SCT_CONSTANT) {
			bool below = b->where == SCT_ON_STACK;

			if (sct_push_constant(c, a) ||
			    (below && sct_emit_typed(c, SCT_I_SWAP, a->type, 0)))
				return -ENOMEM;
		}
		insn = sct_emit(c, SCT_I_IN);
		if (insn) {
			insn->type = sct_common_type(a->type, b->type);
			insn->imm = b->where == SCT_CONSTANT;
			insn->number = insn->imm ? b->number : 0;
		}
	}
	if (!insn)
		return -ENOMEM;

	insn->jump = a->jumps;
	a->jumps = c->nr;
	c->depth--;
	return 0;
}

static int sct_compile_in_end(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *a = sct_top(c);
	struct sct_insn *insn;
	u32 i, next;

	/* A string was never pushed, so "not found" is. */
	insn = sct_emit(c, a->type == SCT_TYPE_STRING ? SCT_I_NUMBER : SCT_I_IN_END);
	if (!insn)
		return -ENOMEM;

	for (i = a->jumps; i; i = next) {
		next = c->insns[i - 1].jump;
		c->insns[i - 1].jump = c->nr;
	}
	*a = (struct sct_operand){
		.where = SCT_ON_STACK,
		.type = SCT_TYPE_S32,
		.is_bool = true,
		.node = node,
	};
	return 0;
}

static int sct_compile_ancestor(struct sct_compiler *c)
{
	c->ancestor = c->nr;
	return sct_emit(c, SCT_I_ANCESTOR) ? 0 : -ENOMEM;
}

static int sct_compile_ancestor_end(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *o = sct_top(c);
	struct sct_insn *insn;

	if (!sct_is_number(o)) {
		char buf[96];

		sct_error_at(c->err, c->src, node->at,
			     "types don't fit: ANCESTOR() of %s; expected a number or a comparison",
			     sct_describe(c, o, buf, sizeof(buf)));
		return -EINVAL;
	}
	if (sct_push_constant(c, o))
		return -ENOMEM;
	insn = sct_emit(c, SCT_I_ANCESTOR_NEXT);
	if (!insn)
		return -ENOMEM;
	insn->jump = c->ancestor + 1;
	c->insns[c->ancestor].jump = c->nr;
	*o = (struct sct_operand){
		.where = SCT_ON_STACK,
		.type = SCT_TYPE_S32,
		.is_bool = true,
		.node = node,
	};
	return 0;
}

static int sct_compile_node(struct sct_compiler *c, const struct sct_node *node)
{
	switch (node->op) {
	case SCT_OP_NUMBER ... SCT_OP_INODE_NAME:
		return sct_compile_operand(c, node);
	case SCT_OP_ARROW ... SCT_OP_CAST:
		return sct_compile_postfix(c, node);
	case SCT_OP_NOT ... SCT_OP_SWAP32:
		return sct_compile_unary(c, node);
	case SCT_OP_OR_ELSE:
	case SCT_OP_AND_THEN:
		return sct_compile_branch(c, node);
	case SCT_OP_OR:
	case SCT_OP_AND:
		return sct_compile_logical(c, node);
	case SCT_OP_IN_ITEM:
		return sct_compile_in_item(c, node);
	case SCT_OP_IN_END:
		return sct_compile_in_end(c, node);
	case SCT_OP_ANCESTOR:
		return sct_compile_ancestor(c);
	case SCT_OP_ANCESTOR_END:
		return sct_compile_ancestor_end(c, node);
	default:
		return sct_compile_binary(c, node);
	}
}

/* The parts of a filter, one behind the other. */
static struct sct_filter *sct_filter_build(const struct sct_compiler *c,
					   const struct sct_checks *checks)
{
	size_t accesses = c->nr_accesses * sizeof(*c->accesses);
	size_t asked = checks->nr * sizeof(*checks->check);
	struct sct_filter *filter;
	size_t at = struct_size(filter, insns, c->nr) + accesses;
	size_t size = ALIGN(at, 8) + asked + c->expr->strings_len + SCT_STRINGS_PAD;

	filter = kvzalloc(size, GFP_KERNEL_ACCOUNT);
	if (!filter)
		return NULL;
	filter->size = size;
	filter->nr = c->nr;
	filter->nr_accesses = c->nr_accesses;
	filter->nr_checks = checks->nr;
	filter->start = checks->start;
	filter->paths = c->paths;
	filter->inodes = c->inodes;
	for (unsigned int i = 0; i < ARRAY_SIZE(c->wholes); i++)
		filter->wholes |= c->wholes[i] ? BIT(i) : 0;
	filter->checks = ALIGN(at, 8);
	filter->strings = filter->checks + asked;
	memcpy(filter->insns, c->insns, c->nr * sizeof(*c->insns));
	if (accesses)
		memcpy(&filter->insns[c->nr], c->accesses, accesses);
	memcpy((char *)filter + filter->checks, checks->check, asked);
	if (c->expr->strings_len)
		memcpy((char *)filter + filter->strings, c->expr->strings,
		       c->expr->strings_len);
	return filter;
}

static int sct_compile_finish(struct sct_compiler *c, struct sct_compiled *out)
{
	struct sct_operand *o = sct_top(c);
	struct sct_checks checks;

	if (!sct_is_number(o)) {
		char buf[96];

		sct_error_at(c->err, c->src, o->node->at,
			     "types don't fit: %s as a filter; expected a number or a comparison",
			     sct_describe(c, o, buf, sizeof(buf)));
		return -EINVAL;
	}
	if (o->where == SCT_CONSTANT) {
		out->constant = o->number;
		return 0;
	}
	if (!sct_emit(c, SCT_I_RETURN) ||
	    sct_checks_make(&checks, c->insns, c->nr, c->expr->strings))
		return -ENOMEM;

	if (checks.start < SCT_CHECK_NO) {
		out->filter = sct_filter_build(c, &checks);
		out->constant = false;
	} else {
		out->constant = checks.start == SCT_CHECK_YES;
	}
	sct_checks_free(&checks);
	return out->filter || checks.start >= SCT_CHECK_NO ? 0 : -ENOMEM;
}

/**
 * sct_filter_compile - compile an expression for a call
 * @out: the result; @out->filter is to be freed with kvfree()
 * @expr: the expression
 * @desc: the call
 * @when: whether the filter is asked before or after the call
 * @src: the text that the expression was read from, for errors
 * @err: where errors go
 *
 * Return: 0; -EINVAL where types don't fit, and the error is recorded; -ENOMEM.
 */
int sct_filter_compile(struct sct_compiled *out, const struct sct_expr *expr,
		       const struct sct_syscall *desc, enum sct_when when,
		       const struct sct_source *src, struct sct_error *err)
{
	struct sct_compiler *c;
	unsigned int i;
	int ret = 0;

	*out = (struct sct_compiled){ .constant = true };
	if (!expr->nr)
		return 0;

	c = kvzalloc(sizeof(*c), GFP_KERNEL_ACCOUNT);
	if (!c)
		return -ENOMEM;
	c->expr = expr;
	c->desc = desc;
	c->when = when;
	c->src = src;
	c->err = err;

	for (i = 0; i < expr->nr; i++) {
		ret = sct_compile_node(c, &expr->nodes[i]);
		if (ret)
			goto out;
	}
	ret = sct_compile_finish(c, out);
out:
	kvfree(c->insns);
	kvfree(c->accesses);
	kvfree(c);
	return ret;
}
