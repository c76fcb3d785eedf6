/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the two halves of the compiler share: compile.c has the operators,
 * compile_operand.c what they work on
 */

#ifndef _SCT_COMPILER_H
#define _SCT_COMPILER_H

#include "filter.h"

enum sct_where {
	SCT_ON_STACK,		/* the program has pushed it */
	SCT_CONSTANT,		/* not yet pushed: it may be folded */
	SCT_TEXT,		/* a string, which is never pushed */
	SCT_AGGREGATE,		/* a struct or an array: only parts of it have a value */
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
 * @access: of a struct that a parameter points to, or of its member
 * @has_access: @access is set: by a cast, or by going into a member
 * @node: the node it comes from, for errors and for a string's bytes
 */
struct sct_operand {
	u8 where;
	u8 type;
	u8 arg;
	bool is_bool;
	u32 jumps;
	u64 number;
	struct sct_access access;
	bool has_access;
	const struct sct_node *node;
};

/**
 * struct sct_compiler - the state between two nodes
 * @expr: the expression
 * @desc: the call that it is compiled for
 * @when: whether it is asked before or after the call
 * @src: the text that the expression was read from
 * @err: where errors go
 * @stack: values that wait for an operator
 * @depth: how many there are
 * @jumps: instructions of && and || whose target is not known yet
 * @nr_jumps: how many there are
 * @ancestor: the instruction that began an ANCESTOR()
 * @paths: parameters whose objects are asked for, a bit each
 * @inodes: of these, those that are asked for by INODE
 * @wholes: how often each parameter is asked for of which the callee may take a half
 * @insns: the program so far
 * @nr: its instructions
 * @size: how many there is room for
 * @accesses: members that it reads
 * @nr_accesses: how many there are
 */
struct sct_compiler {
	const struct sct_expr *expr;
	const struct sct_syscall *desc;
	enum sct_when when;
	const struct sct_source *src;
	struct sct_error *err;

	struct sct_operand stack[SCT_FILTER_STACK];
	unsigned int depth;
	u32 jumps[SCT_FILTER_STACK];
	unsigned int nr_jumps;
	u32 ancestor;
	u8 paths;
	u8 inodes;
	u16 wholes[6];

	struct sct_insn *insns;
	unsigned int nr;
	unsigned int size;
	struct sct_access *accesses;
	unsigned int nr_accesses;
};

struct sct_insn *sct_emit(struct sct_compiler *c, enum sct_insn_op op);
int sct_emit_typed(struct sct_compiler *c, enum sct_insn_op op, enum sct_type type, u8 arg);
int sct_push_constant(struct sct_compiler *c, struct sct_operand *o);
int sct_types_fail(const struct sct_compiler *c, const struct sct_node *node,
		   const struct sct_operand *a, const struct sct_operand *b,
		   const char *expected);

const char *sct_describe(const struct sct_compiler *c, const struct sct_operand *o,
			 char *buf, size_t size);
int sct_compile_operand(struct sct_compiler *c, const struct sct_node *node);
int sct_compile_postfix(struct sct_compiler *c, const struct sct_node *node);

static inline struct sct_operand *sct_top(struct sct_compiler *c)
{
	return &c->stack[c->depth - 1];
}

static inline bool sct_is_number(const struct sct_operand *o)
{
	return o->type < SCT_TYPE_STRING;
}

#endif /* _SCT_COMPILER_H */
