// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the operators of a filter work on: constants, variables, parameters and
 * what is behind them
 */

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compiler.h"

static const char *const sct_type_names[] = {
	[SCT_TYPE_S32] = "int",
	[SCT_TYPE_U32] = "unsigned int",
	[SCT_TYPE_S64] = "long",
	[SCT_TYPE_U64] = "unsigned long",
	[SCT_TYPE_STRING] = "string",
	[SCT_TYPE_STRUCT] = "struct or array",
};

/**
 * sct_describe - how an error speaks of an operand: what it is, and its type
 * @c: the compiler
 * @o: the operand
 * @buf: room for the text
 * @size: its size in bytes
 *
 * Return: @buf.
 */
const char *sct_describe(const struct sct_compiler *c, const struct sct_operand *o,
			 char *buf, size_t size)
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
	case SCT_OP_PATH:
		scnprintf(buf, size, "PATH[%llu] (%s)", node->number, type);
		break;
	case SCT_OP_PATH_NAME:
		scnprintf(buf, size, "PATH[%.24s] (%s)", c->expr->strings + node->string, type);
		break;
	case SCT_OP_INODE:
		scnprintf(buf, size, "INODE[%llu] (%s)", node->number, type);
		break;
	case SCT_OP_INODE_NAME:
		scnprintf(buf, size, "INODE[%.24s] (%s)", c->expr->strings + node->string, type);
		break;
	case SCT_OP_ARROW:
	case SCT_OP_DOT:
		scnprintf(buf, size, "%.24s (%s)", c->expr->strings + node->string, type);
		break;
	case SCT_OP_INDEX:
		scnprintf(buf, size, "[%llu] (%s)", node->number, type);
		break;
	case SCT_OP_CAST:
		scnprintf(buf, size, "the parameter cast to %.40s * (%s)",
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

static int sct_param_place(struct sct_compiler *c, const struct sct_node *node)
{
	const struct sct_syscall *desc = c->desc;
	struct sct_nearest near;
	const char *name;
	char hint[80];
	int i;

	if (node->op == SCT_OP_PARAM || node->op == SCT_OP_PATH || node->op == SCT_OP_INODE) {
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
	case SCT_KIND_BUFFER:
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
	c->wholes[place] += c->desc->params[place].half;
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
		o->number = node->string;
	} else {
		o->where = SCT_CONSTANT;
		o->type = node->type;
		o->number = node->number;
	}
	return 0;
}

/* PATH[n], INODE[n]: the object of a path or of a descriptor */
static int sct_compile_path(struct sct_compiler *c, const struct sct_node *node)
{
	bool inode = node->op == SCT_OP_INODE || node->op == SCT_OP_INODE_NAME;
	int place = sct_param_place(c, node);
	struct sct_operand *o;

	if (place < 0)
		return place;
	if (!(c->desc->params[place].is & (SCT_PARAM_PATH | SCT_PARAM_FD))) {
		sct_error_at(c->err, c->src, node->at,
			     "%s of %s is no path and no descriptor; expected %s of a parameter that names an object",
			     c->desc->names[place], c->desc->name, inode ? "INODE" : "PATH");
		return -EINVAL;
	}
	o = sct_operand_push(c, node);
	if (!o)
		return -EINVAL;
	o->where = SCT_TEXT;
	o->type = SCT_TYPE_STRING;
	o->arg = (inode ? SCT_STRING_INODE : SCT_STRING_PATH) | place;
	c->paths |= BIT(place);
	if (inode)
		c->inodes |= BIT(place);
	return 0;
}

/**
 * sct_compile_operand - compile a node that takes no operands
 * @c: the compiler
 * @node: the node, SCT_OP_NUMBER to SCT_OP_INODE_NAME
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_compile_operand(struct sct_compiler *c, const struct sct_node *node)
{
	switch (node->op) {
	case SCT_OP_VAR:
		return sct_compile_var(c, node);
	case SCT_OP_PARAM:
	case SCT_OP_PARAM_NAME:
		return sct_compile_param(c, node);
	case SCT_OP_PATH ... SCT_OP_INODE_NAME:
		return sct_compile_path(c, node);
	default:
		return sct_compile_constant(c, node);
	}
}

static int sct_no_types(struct sct_compiler *c, const struct sct_node *node)
{
	sct_error_at(c->err, c->src, node->at, "%s; expected a kernel that has it",
		     sct_types_missing());
	return -EINVAL;
}

/* A parameter that is an address, or a long that may hold one. */
static bool sct_is_pointer(const struct sct_compiler *c, const struct sct_operand *o)
{
	const struct sct_param *param = &c->desc->params[o->arg];

	if (o->node->op != SCT_OP_PARAM && o->node->op != SCT_OP_PARAM_NAME)
		return false;
	return param->kind == SCT_KIND_POINTER || param->kind == SCT_KIND_BUFFER ||
	       (param->kind == SCT_KIND_UNSIGNED && strstr(c->desc->types[o->arg], "long"));
}

/* @o's struct is known: so is how much of it is fetched. */
static void sct_begin_access(struct sct_compiler *c, struct sct_operand *o)
{
	/* The address is asked for, and no number. */
	c->wholes[o->arg] -= c->desc->params[o->arg].half;
	o->access.param = o->arg;
	o->access.fetch = min_t(u32, o->access.member.size, SCT_MAX_STRUCT);
	/* Its family tells what it really is, and how long. */
	if (sct_member_is_sockaddr(&o->access.member))
		o->access.fetch = SCT_MAX_SOCKADDR;
	o->has_access = true;
}

/* (struct x *) in front of a parameter */
static int sct_compile_cast(struct sct_compiler *c, const struct sct_node *node)
{
	const char *name = c->expr->strings + node->string;
	bool compat = c->desc->abi == SCT_ABI_COMPAT;
	struct sct_operand *o = sct_top(c);
	struct sct_nearest near;
	char hint[80];
	int ret;

	if (!sct_is_pointer(c, o)) {
		char buf[96];

		sct_error_at(c->err, c->src, node->at,
			     "types don't fit: a cast of %s; expected one of a parameter that is a pointer",
			     sct_describe(c, o, buf, sizeof(buf)));
		return -EINVAL;
	}

	ret = sct_struct_find(name, strlen(name), &o->access.member);
	if (ret == -EOPNOTSUPP)
		return sct_no_types(c, node);
	if (ret) {
		/* The words that are offered come without their keyword. */
		sct_nearest_init(&near, strchr(name, ' ') + 1, strlen(strchr(name, ' ') + 1));
		sct_struct_nearest(&near);
		sct_error_at(c->err, c->src, node->at,
			     "unknown type \"%s\"; expected a struct that this kernel knows%s",
			     name, sct_nearest_hint(&near, hint, sizeof(hint)));
		return -EINVAL;
	}
	if (compat && sct_struct_compat(name, strlen(name), &o->access.member)) {
		sct_error_at(c->err, c->src, node->at,
			     "%s is laid out otherwise for 32-bit callers, and the kernel has no type for that; expected a compat type",
			     name);
		return -EINVAL;
	}
	sct_begin_access(c, o);
	o->node = node;
	return 0;
}

/* The struct that a parameter points to, as the call declares it. */
static int sct_access_param(struct sct_compiler *c, struct sct_operand *o,
			    const struct sct_node *node)
{
	const char *type = c->desc->types[o->arg];
	int ret = sct_struct_of_param(type, &o->access.member);

	if (ret == -EOPNOTSUPP)
		return sct_no_types(c, node);
	if (ret) {
		sct_error_at(c->err, c->src, node->at,
			     "types don't fit: a member of %s, which is %s in %s; expected a cast, as in ((struct x *)PARAMS[1])->y",
			     c->desc->names[o->arg], type, c->desc->name);
		return -EINVAL;
	}
	if (c->desc->abi == SCT_ABI_COMPAT && !sct_struct_is_portable(&o->access.member)) {
		sct_error_at(c->err, c->src, node->at,
			     "%s is laid out otherwise for 32-bit callers; expected a cast to a compat type",
			     type);
		return -EINVAL;
	}
	sct_begin_access(c, o);
	return 0;
}

static enum sct_type sct_member_type(const struct sct_member *m)
{
	bool is_signed = m->kind == SCT_MEMBER_SIGNED;

	if (m->kind == SCT_MEMBER_STRING)
		return SCT_TYPE_STRING;
	if (m->kind == SCT_MEMBER_STRUCT || m->kind == SCT_MEMBER_ARRAY)
		return SCT_TYPE_STRUCT;
	if (m->kind == SCT_MEMBER_POINTER)
		return SCT_TYPE_U64;
	if (m->bits ? m->bits > 32 : m->size > 4)
		return is_signed ? SCT_TYPE_S64 : SCT_TYPE_U64;
	/* What is narrower than int becomes int, a bitfield too. */
	if (!is_signed && (m->bits ? m->bits == 32 : m->size == 4))
		return SCT_TYPE_U32;
	return SCT_TYPE_S32;
}

/* The member is a value: have the program read it. */
static int sct_emit_member(struct sct_compiler *c, struct sct_operand *o)
{
	struct sct_access *accesses;
	struct sct_insn *insn;
	u32 place = c->nr_accesses;

	accesses = kvrealloc(c->accesses, (place + 1) * sizeof(*accesses), GFP_KERNEL_ACCOUNT);
	if (!accesses)
		return -ENOMEM;
	c->accesses = accesses;
	/* Filters are compared as bytes: no padding of the stack's. */
	memset(&accesses[place], 0, sizeof(*accesses));
	accesses[place] = o->access;
	c->nr_accesses++;

	if (o->type == SCT_TYPE_STRING) {
		o->where = SCT_TEXT;
		o->arg = SCT_STRING_MEMBER;
		o->number = place;
		return 0;
	}
	insn = sct_emit(c, SCT_I_MEMBER);
	if (!insn)
		return -ENOMEM;
	insn->type = o->type;
	insn->left = place;
	o->where = SCT_ON_STACK;
	return 0;
}

/* A part of what was a value of its own: what reads the whole goes. */
static void sct_unemit(struct sct_compiler *c, struct sct_operand *o)
{
	if (o->where == SCT_ON_STACK)
		c->nr--;
	if (o->arg == SCT_STRING_MEMBER && o->where == SCT_TEXT)
		c->nr_accesses--;
	o->where = SCT_AGGREGATE;
}

static int sct_no_member(struct sct_compiler *c, const struct sct_node *node,
			 const struct sct_member *m)
{
	const char *name = c->expr->strings + node->string;
	struct sct_nearest near;
	char hint[80];

	sct_nearest_init(&near, name, node->len);
	sct_member_nearest(m, &near);
	sct_error_at(c->err, c->src, node->at,
		     "no member \"%.*s\"; expected one of the struct's%s", SCT_MAX_NAME, name,
		     sct_nearest_hint(&near, hint, sizeof(hint)));
	return -EINVAL;
}

static int sct_not_a_struct(struct sct_compiler *c, const struct sct_operand *o,
			    const struct sct_node *node, const char *expected)
{
	char buf[96];

	sct_error_at(c->err, c->src, node->at, "types don't fit: '%s' behind %s; expected %s",
		     sct_op_sign(node->op), sct_describe(c, o, buf, sizeof(buf)), expected);
	return -EINVAL;
}

static int sct_go_into_member(struct sct_compiler *c, struct sct_operand *o,
			      const struct sct_node *node)
{
	bool arrow = node->op == SCT_OP_ARROW;
	int ret;

	if (arrow && !o->has_access && sct_is_pointer(c, o)) {
		ret = sct_access_param(c, o, node);
		if (ret)
			return ret;
	} else if (arrow ? o->node->op != SCT_OP_CAST :
			   !o->has_access || o->access.member.kind != SCT_MEMBER_STRUCT ||
			   o->where != SCT_AGGREGATE) {
		return sct_not_a_struct(c, o, node, arrow ?
					"a parameter that points to a struct" :
					"a struct; behind a pointer it is '->'");
	}
	if (sct_member_find(&o->access.member, c->expr->strings + node->string, node->len))
		return sct_no_member(c, node, &o->access.member);
	return 0;
}

static int sct_go_into_element(struct sct_compiler *c, struct sct_operand *o,
			       const struct sct_node *node)
{
	const struct sct_member *m = &o->access.member;

	if (!o->has_access || (m->kind != SCT_MEMBER_ARRAY && m->kind != SCT_MEMBER_STRING))
		return sct_not_a_struct(c, o, node, "an array");
	if (sct_member_index(&o->access.member, node->number)) {
		sct_error_at(c->err, c->src, node->at,
			     "no element %llu; expected a number from 0, below the array's length",
			     node->number);
		return -EINVAL;
	}
	return 0;
}

/**
 * sct_compile_postfix - compile what goes on with the operand before it
 * @c: the compiler
 * @node: a member, an element, or a cast
 *
 * Return: 0; -EINVAL, and the error is recorded; -ENOMEM.
 */
int sct_compile_postfix(struct sct_compiler *c, const struct sct_node *node)
{
	struct sct_operand *o = sct_top(c);
	int ret;

	if (node->op == SCT_OP_CAST)
		return sct_compile_cast(c, node);
	if (node->op == SCT_OP_INDEX)
		ret = sct_go_into_element(c, o, node);
	else
		ret = sct_go_into_member(c, o, node);
	if (ret)
		return ret;

	sct_unemit(c, o);
	o->node = node;
	o->type = sct_member_type(&o->access.member);
	if (o->type == SCT_TYPE_STRUCT)
		return 0;
	if (o->access.member.at + o->access.member.size > SCT_MAX_STRUCT) {
		sct_error_at(c->err, c->src, node->at,
			     "too far into the struct; expected a member of its first %u bytes",
			     SCT_MAX_STRUCT);
		return -EINVAL;
	}
	/* An array at the end may be longer than the struct says. */
	o->access.fetch = max_t(u32, o->access.fetch,
				o->access.member.at + o->access.member.size);
	return sct_emit_member(c, o);
}
