/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A filter, compiled for the calls that it is asked about
 */

#ifndef _SCT_FILTER_H
#define _SCT_FILTER_H

#include <linux/types.h>

#include "call.h"
#include "ask.h"
#include "expr.h"
#include "types.h"

enum sct_insn_op {
	/* push */
	SCT_I_NUMBER,		/* @number */
	SCT_I_VAR,		/* @arg: enum sct_var */
	SCT_I_PARAM,		/* @arg: place, from 0 */
	SCT_I_MEMBER,		/* @left: of a struct that a parameter points to */

	/* pop the right side unless @imm, then replace the left one; @type */
	SCT_I_BIT_OR,
	SCT_I_BIT_XOR,
	SCT_I_BIT_AND,
	SCT_I_SHL,
	SCT_I_SHR,
	SCT_I_ADD,
	SCT_I_SUB,
	SCT_I_MUL,
	SCT_I_DIV,
	SCT_I_MOD,
	SCT_I_EQ,
	SCT_I_NE,
	SCT_I_LT,
	SCT_I_LE,
	SCT_I_GT,
	SCT_I_GE,

	/* replace the top */
	SCT_I_NOT,
	SCT_I_BIT_NOT,
	SCT_I_NEGATE,
	SCT_I_BOOL,
	SCT_I_SWAP16,		/* the bytes of a 16-bit number */
	SCT_I_SWAP32,
	SCT_I_TO_U32,		/* @arg: 0 the top, 1 the one below */
	SCT_I_SWAP,

	/* jump to @jump with the top decided, or pop it */
	SCT_I_OR_ELSE,
	SCT_I_AND_THEN,

	/* x in (...): pop the item unless @imm; where equal, x = 1 and jump */
	SCT_I_IN,
	SCT_I_IN_END,		/* x = 0 */

	/* push whether the strings @arg and @arg2 compare as @cmp says */
	SCT_I_STRING,
	SCT_I_STRING_IN,	/* where equal push 1 and jump */

	/* ANCESTOR(x): look at the parent, or push 0 and jump */
	SCT_I_ANCESTOR,
	/* where x is false pop it, look at the next parent and jump; or x stays */
	SCT_I_ANCESTOR_NEXT,

	SCT_I_RETURN,
};

/* Where an operand of SCT_I_STRING comes from: a parameter's place, or */
#define SCT_STRING_INODE	0x08	/* + a parameter's place */
#define SCT_STRING_PATH		0x10	/* the same */
#define SCT_STRING_MEMBER	0x20	/* @left or @right */
#define SCT_STRING_VAR		0x40	/* + enum sct_var */
#define SCT_STRING_CONST	0x80	/* @left or @right */

enum sct_cmp {
	SCT_CMP_EQ,
	SCT_CMP_NE,
	SCT_CMP_CONTAINS,
	SCT_CMP_STARTSWITH,
	SCT_CMP_ENDSWITH,
	SCT_CMP_GLOB,
};

/**
 * struct sct_insn - an instruction
 * @op: enum sct_insn_op
 * @type: of the result; of a comparison, of its operands; enum sct_type
 * @imm: the right side is @number
 * @cmp: enum sct_cmp
 * @arg: see enum sct_insn_op
 * @arg2: the right side of SCT_I_STRING
 * @jump: index of the instruction to go on with
 * @number: a constant
 * @left: of the operand @arg: a constant string's place among the strings; the
 *	number of a member
 * @right: the same of @arg2
 */
struct sct_insn {
	u8 op;
	u8 type:4;
	u8 imm:1;
	u8 cmp:3;
	u8 arg;
	u8 arg2;
	u32 jump;
	union {
		u64 number;
		struct {
			u32 left;
			u32 right;
		};
	};
};

/**
 * struct sct_access - a member that a program reads
 * @member: where it is
 * @fetch: bytes of the struct around it
 * @param: place of the parameter that points to the struct
 */
struct sct_access {
	struct sct_member member;
	u16 fetch;
	u8 param;
};

/**
 * struct sct_filter - a program, and the questions it comes to; it never changes
 * @size: bytes of the whole
 * @nr: instructions
 * @nr_accesses: members that it reads
 * @nr_checks: questions
 * @start: the first question
 * @paths: parameters whose objects it asks for, a bit each
 * @inodes: of these, those that it asks for by INODE
 * @wholes: parameters that it asks for though the callee may take a half, a bit each
 * @checks: where the questions are, in bytes from the filter's begin
 * @strings: the same of the constant strings; SCT_STRINGS_PAD bytes are behind them
 * @insns: the instructions; behind them the members
 */
struct sct_filter {
	u32 size;
	u32 nr;
	u16 nr_accesses;
	u16 nr_checks;
	u16 start;
	u8 paths;
	u8 inodes;
	u8 wholes;
	u32 checks;
	u32 strings;
	struct sct_insn insns[];
};

/* A constant string is compared a word at a time. */
#define SCT_STRINGS_PAD		sizeof(unsigned long)

static inline const struct sct_access *sct_accesses(const struct sct_filter *filter)
{
	return (const void *)&filter->insns[filter->nr];
}

static inline const struct sct_check *sct_filter_checks(const struct sct_filter *filter)
{
	return (const void *)filter + filter->checks;
}

static inline const char *sct_filter_strings(const struct sct_filter *filter)
{
	return (const char *)filter + filter->strings;
}

/**
 * struct sct_compiled - what came of compiling an expression for one call
 * @filter: the program; NULL where the expression is constant
 * @constant: its value then
 */
struct sct_compiled {
	struct sct_filter *filter;
	bool constant;
};

int sct_filter_compile(struct sct_compiled *out, const struct sct_expr *expr,
		       const struct sct_syscall *desc, enum sct_when when,
		       const struct sct_source *src, struct sct_error *err);

bool sct_filter_run(const struct sct_filter *filter, struct sct_call *call);
bool sct_program_run(const struct sct_filter *filter, u32 first, u32 last,
		     struct sct_call *call);
const char *sct_filter_text(const struct sct_filter *filter, u8 arg, u32 place,
			    unsigned int side, struct sct_call *call);
bool sct_check_text(const struct sct_check *check, const char *s, const char *c);
bool sct_check_compare(const struct sct_check *check, u64 n);
bool sct_filter_member(const struct sct_filter *filter, u32 place, struct sct_call *call,
		       u64 *n);

u64 sct_unary(enum sct_insn_op op, enum sct_type type, u64 a);
u64 sct_alu(enum sct_insn_op op, enum sct_type type, u64 a, u64 b, bool *bad);
bool sct_string_cmp(enum sct_cmp cmp, const char *a, const char *b);

#endif /* _SCT_FILTER_H */
