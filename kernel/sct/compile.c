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

#include "filter.h"

enum sct_where {
	SCT_ON_STACK,		/* the program has pushed it */
	SCT_CONSTANT,		/* not yet pushed: it may be folded */
	SCT_TEXT,		/* a string, which is never pushed */
};

/**
 * struct sct_operand - what the compiler knows of a value
 * @where: where it is
 * @type: enum sct_type
 * @arg: of a string, its operand in the instruction
 * @is_bool: it is 0 or 1, and can't be bad
 * @jumps: instructions that jump behind the operator it is part of, chained
 *	through their @jump; 1 + the index of the last, 0 at the end
 * @number: value of a constant
 * @node: the node it comes from, for errors and for a string's bytes
 */
struct sct_operand {
	u8 where;
	u8 type;
	u8 arg;
	bool is_bool;
	u32 jumps;
	u64 number;
	const struct sct_node *node;
};

struct sct_compiler {
	const struct sct_expr *expr;
	const struct sct_syscall *desc;
	enum sct_when when;
	const struct sct_source *src;
	struct sct_error *err;

	struct sct_operand stack[SCT_FILTER_STACK];
	unsigned int depth;
	u32 jumps[SCT_FILTER_STACK];	/* of && and || not yet ended */
	unsigned int nr_jumps;

	struct sct_insn *insns;
	unsigned int nr;
	unsigned int size;
};

static const char *const sct_type_names[] = {
	[SCT_TYPE_S32] = "int",
	[SCT_TYPE_U32] = "unsigned int",
	[SCT_TYPE_S64] = "long",
	[SCT_TYPE_U64] = "unsigned long",
	[SCT_TYPE_STRING] = "string",
};

/* How an error speaks of an operand: what it is, and its type. */
static const char *sct_describe(const struct sct_compiler *c,
				const struct sct_operand *o, char *buf, size_t size)
{
	const struct sct_node *node = o->node;
	const char *type = sct_type_names[o->type];

	switch (node->op) {
	case SCT_OP_PARAM:
		scnprintf(buf, size, "PARAMS[%llu] (%s)", node->number,
			  c->desc->types[node->number - 1]);
		break;
	case SCT_OP_PARAM_NAME:
		scnprintf(buf, size, "PARAMS[%.24s] (%s)",
			  c->expr->strings + node->string, type);
		break;
	case SCT_OP_VAR:
		scnprintf(buf, size, "%s (%s)", sct_var_name(node->number), type);
		break;
	case SCT_OP_STRING:
		scnprintf(buf, size, "\"%.*s\" (string)",
			  (int)sct_clip(c->expr->strings + node->string, node->len, 24),
			  c->expr->strings + node->string);
		break;
	case SCT_OP_NUMBER:
		scnprintf(buf, size, "%llu (%s)", node->number, type);
		break;
	default:
		scnprintf(buf, size, "the result of '%s' (%s)", sct_op_sign(node->op),
			  type);
		break;
	}
	return buf;
}

static int sct_types_fail(const struct sct_compiler *c, const struct sct_node *node,
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

static struct sct_insn *sct_emit(struct sct_compiler *c, enum sct_insn_op op)
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

static int sct_emit_typed(struct sct_compiler *c, enum sct_insn_op op,
			  enum sct_type type, u8 arg)
{
	struct sct_insn *insn = sct_emit(c, op);

	if (!insn)
		return -ENOMEM;
	insn->type = type;
	insn->arg = arg;
	return 0;
}

/* Makes the program push a constant that was kept back. */
static int sct_push_constant(struct sct_compiler *c, struct sct_operand *o)
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

static struct sct_operand *sct_operand_push(struct sct_compiler *c,
					    const struct sct_node *node)
{
	struct sct_operand *o;

	if (c->depth == SCT_FILTER_STACK) {
		sct_error_at(c->err, c->src, node->at,
			     "filter nested too deeply; expected at most %u values that wait for an operator",
			     SCT_FILTER_STACK);
		return NULL;
	}
	o = &c->stack[c->depth++];
	*o = (struct sct_operand){ .node = node };
	return o;
}

static struct sct_operand *sct_top(struct sct_compiler *c)
{
	return &c->stack[c->depth - 1];
}

static int sct_param_place(struct sct_compiler *c, const struct sct_node *node)
{
	const struct sct_syscall *desc = c->desc;
	struct sct_nearest near;
	const char *name;
	char hint[80];
	int i;

	if (node->op == SCT_OP_PARAM) {
		if (node->number <= desc->nr_params)
			return node->number - 1;
		sct_error_at(c->err, c->src, node->at,
			     "%s has no parameter %llu; expected a number up to %u",
			     desc->name, node->number, desc->nr_params);
		return -EINVAL;
	}

	name = c->expr->strings + node->string;
	sct_nearest_init(&near, name, node->len);
	for (i = 0; i < desc->nr_params; i++) {
		if (!strcmp(name, desc->names[i]))
			return i;
		sct_nearest_try(&near, desc->names[i]);
	}
	sct_error_at(c->err, c->src, node->at,
		     "%s has no parameter \"%.*s\"; expected one of those that debugfs sct/syscalls lists%s",
		     desc->name, SCT_MAX_NAME, name,
		     sct_nearest_hint(&near, hint, sizeof(hint)));
	return -EINVAL;
}

/* C's integer promotions: what is narrower than int becomes int. */
static enum sct_type sct_param_type(const struct sct_param *param)
{
	switch (param->kind) {
	case SCT_KIND_STRING:
		return SCT_TYPE_STRING;
	case SCT_KIND_POINTER:
		return SCT_TYPE_U64;
	case SCT_KIND_SIGNED:
		return param->size > 4 ? SCT_TYPE_S64 : SCT_TYPE_S32;
	default:
		if (param->size > 4)
			return SCT_TYPE_U64;
		return param->size == 4 ? SCT_TYPE_U32 : SCT_TYPE_S32;
	}
}

static int sct_compile_param(struct sct_compiler *c, const struct sct_node *node)
{
	int place = sct_param_place(c, node);
	struct sct_operand *o;

	if (place < 0)
		return place;
	o = sct_operand_push(c, node);
	if (!o)
		return -EINVAL;

	o->type = sct_param_type(&c->desc->params[place]);
	o->arg = place;
	if (o->type == SCT_TYPE_STRING) {
		o->where = SCT_TEXT;
		return 0;
	}
	return sct_emit_typed(c, SCT_I_PARAM, o->type, place);
}

static int sct_compile_var(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *o = sct_operand_push(c, node);

	if (!o)
		return -EINVAL;
	if (node->number == SCT_VAR_RETVAL && c->when == SCT_BEFORE) {
		sct_error_at(c->err, c->src, node->at,
			     "RETVAL is not known before the call; expected when = after");
		return -EINVAL;
	}

	o->type = sct_var_type(node->number);
	if (o->type == SCT_TYPE_STRING) {
		o->where = SCT_TEXT;
		o->arg = SCT_STRING_VAR | node->number;
		return 0;
	}
	return sct_emit_typed(c, SCT_I_VAR, o->type, node->number);
}

static int sct_compile_constant(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *o = sct_operand_push(c, node);

	if (!o)
		return -EINVAL;
	if (node->op == SCT_OP_STRING) {
		o->where = SCT_TEXT;
		o->type = SCT_TYPE_STRING;
		o->arg = SCT_STRING_CONST;
	} else {
		o->where = SCT_CONSTANT;
		o->type = node->type;
		o->number = node->number;
	}
	return 0;
}

static int sct_compile_unary(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *o = sct_top(c);
	int op;

	if (o->type == SCT_TYPE_STRING)
		return sct_types_fail(c, node, o, NULL, "a number");

	if (node->op == SCT_OP_NOT)
		op = SCT_I_NOT;
	else
		op = node->op == SCT_OP_NEGATE ? SCT_I_NEGATE : SCT_I_BIT_NOT;

	if (o->where == SCT_CONSTANT) {
		if (op == SCT_I_NOT)
			o->number = !o->number;
		else if (op == SCT_I_NEGATE)
			o->number = sct_alu(SCT_I_SUB, o->type, 0, o->number, NULL);
		else
			o->number = sct_alu(SCT_I_SUB, o->type, -1ULL, o->number, NULL);
	} else if (sct_emit_typed(c, op, o->type, 0)) {
		return -ENOMEM;
	}

	if (op == SCT_I_NOT)
		o->type = SCT_TYPE_S32;
	o->is_bool = op == SCT_I_NOT;
	o->node = node;
	return 0;
}

static struct sct_insn *sct_emit_string(struct sct_compiler *c, enum sct_insn_op op,
					enum sct_cmp cmp, const struct sct_operand *a,
					const struct sct_operand *b)
{
	struct sct_insn *insn = sct_emit(c, op);
	const struct sct_operand *constant = NULL;

	if (!insn)
		return NULL;
	insn->cmp = cmp;
	insn->arg = a->arg;
	insn->arg2 = b->arg;
	if (a->arg == SCT_STRING_CONST)
		constant = a;
	if (b->arg == SCT_STRING_CONST)
		constant = b;
	if (constant)
		insn->string = constant->node->string;
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

static int sct_emit_numbers(struct sct_compiler *c, enum sct_insn_op op,
			    enum sct_type type, struct sct_operand *a,
			    struct sct_operand *b)
{
	bool imm = b->where == SCT_CONSTANT;
	struct sct_insn *insn;

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
		if (string_a != string_b)
			return sct_types_fail(c, node, a, b, "two strings or two numbers");
		if (string_a)
			return sct_compile_strings(c, node);
		break;
	default:
		if (string_a || string_b)
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

	if (o->type == SCT_TYPE_STRING) {
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

	if (b->type == SCT_TYPE_STRING)
		return sct_types_fail(c, node, a, b, "two conditions");
	if (sct_push_constant(c, b))
		return -ENOMEM;
	if (!b->is_bool && !sct_emit(c, SCT_I_BOOL))
		return -ENOMEM;

	c->insns[c->jumps[--c->nr_jumps]].jump = c->nr;
	a->type = SCT_TYPE_S32;
	a->is_bool = true;
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

	if (string_a != string_b)
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

static int sct_compile_node(struct sct_compiler *c, const struct sct_node *node)
{
	switch (node->op) {
	case SCT_OP_NUMBER:
	case SCT_OP_STRING:
		return sct_compile_constant(c, node);
	case SCT_OP_VAR:
		return sct_compile_var(c, node);
	case SCT_OP_PARAM:
	case SCT_OP_PARAM_NAME:
		return sct_compile_param(c, node);
	case SCT_OP_NOT:
	case SCT_OP_BIT_NOT:
	case SCT_OP_NEGATE:
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
	default:
		return sct_compile_binary(c, node);
	}
}

static int sct_compile_finish(struct sct_compiler *c, struct sct_compiled *out)
{
	struct sct_operand *o = sct_top(c);
	struct sct_filter *filter;
	size_t size;

	if (o->type == SCT_TYPE_STRING) {
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
	if (!sct_emit(c, SCT_I_RETURN))
		return -ENOMEM;

	size = struct_size(filter, insns, c->nr) + c->expr->strings_len;
	filter = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!filter)
		return -ENOMEM;
	filter->size = size;
	filter->nr = c->nr;
	memcpy(filter->insns, c->insns, c->nr * sizeof(*c->insns));
	memcpy(&filter->insns[c->nr], c->expr->strings, c->expr->strings_len);
	out->filter = filter;
	return 0;
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

	c = kzalloc(sizeof(*c), GFP_KERNEL_ACCOUNT);
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
	kfree(c);
	return ret;
}
