/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A filter as questions: each has two ways to go on, and none computes
 *
 * What most filters ask is whether an operand compares with a constant. The program
 * that compile.c makes of a filter is turned into a list of such questions, where
 * && and || are only which one comes next. What is no such question stays a part
 * of the program, and the answer is what that part leaves.
 */

#ifndef _SCT_ASK_H
#define _SCT_ASK_H

#include <linux/types.h>

struct sct_filter;
struct sct_insn;

enum sct_check_op {
	/* a number, masked, against a number: @cmp is of enum sct_insn_op */
	SCT_CHECK_PARAM,	/* @arg: place */
	SCT_CHECK_VAR,		/* @arg: enum sct_var */
	SCT_CHECK_MEMBER,	/* @access */
	/* a string against a constant: @cmp is of enum sct_cmp */
	SCT_CHECK_STRING,	/* @arg: as of SCT_I_STRING, @access */
	/* part of the program, from @first to before @last */
	SCT_CHECK_PROGRAM,
	/* a constant: while the list is made */
	SCT_CHECK_CONSTANT,
};

/* Where to go on with: a check's place, or the answer. */
#define SCT_CHECK_NO	0xfffe
#define SCT_CHECK_YES	0xffff

/**
 * struct sct_check - one question
 * @op: enum sct_check_op
 * @cmp: how it compares
 * @arg: the operand, see enum sct_check_op
 * @is_unsigned: numbers compare so
 * @yes: where to go on
 * @no: where to go on; also where there is no answer, as memory can't be read
 * @number: a constant
 * @text: place of a constant string among the filter's strings
 * @len: its length
 * @first: an instruction
 * @last: an instruction
 * @mask: bits of the operand that count
 * @access: of a member, its number
 * @literal: of a glob, bytes at its begin that stand for themselves
 */
struct sct_check {
	u8 op;
	u8 cmp;
	u8 arg;
	bool is_unsigned;
	u16 yes;
	u16 no;
	union {
		u64 number;
		struct {
			u32 text;
			u32 len;
		};
		struct {
			u32 first;
			u32 last;
		};
	};
	union {
		u64 mask;
		u64 literal;
	};
	u32 access;
};

/**
 * struct sct_checks - a list that is being made
 * @check: the checks
 * @nr: how many there are
 * @start: the first to ask; or the answer, which is constant then
 * @at: for each instruction that a check begins with, 1 + the place of the check
 */
struct sct_checks {
	struct sct_check *check;
	u32 nr;
	u16 start;
	u16 *at;
};

int sct_checks_make(struct sct_checks *list, const struct sct_insn *insns, u32 nr,
		    const char *strings);
void sct_checks_free(struct sct_checks *list);
unsigned int sct_check_cost(const struct sct_check *check);
u32 sct_checks_group(const struct sct_check *check, u32 nr, u32 first);

#endif /* _SCT_ASK_H */
