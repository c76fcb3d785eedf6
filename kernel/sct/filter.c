// SPDX-License-Identifier: GPL-2.0-only
/*
 * Evaluation of a compiled filter
 *
 * A filter is a list of questions, see ask.h, and a program, for what is more than
 * a question.
 *
 * The program has a stack of numbers; jumps go forward, but for the one that tries ANCESTOR() on
 * the next generation, and there is an end to those: a program ends. A value that
 * could not be had (a division by zero, a struct that can't be read) is marked as
 * bad, and makes the comparison that uses it false; so does a string that can't be
 * read.
 */

#include <linux/glob.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/swab.h>

#include "ask_run.h"
#include "filter.h"
#include "words.h"

static bool sct_is_unsigned(enum sct_type type)
{
	return type == SCT_TYPE_U64;
}

/* What C's type keeps of a result: 32-bit types are held extended. */
static u64 sct_narrow(enum sct_type type, u64 n)
{
	switch (type) {
	case SCT_TYPE_S32:
		return (s32)n;
	case SCT_TYPE_U32:
		return (u32)n;
	default:
		return n;
	}
}

static u64 sct_divide(enum sct_insn_op op, enum sct_type type, u64 a, u64 b, bool *bad)
{
	bool mod = op == SCT_I_MOD;

	if (!b) {
		*bad = true;
		return 0;
	}
	if (sct_is_unsigned(type))
		return mod ? a % b : a / b;
	/* The one quotient that doesn't fit, which traps on x86. */
	if (b == -1ULL)
		return mod ? 0 : -a;
	return mod ? (s64)a % (s64)b : (s64)a / (s64)b;
}

/* A count is taken modulo the width, as most machines do. */
static u64 sct_shift(enum sct_insn_op op, enum sct_type type, u64 a, u64 b)
{
	bool wide = type == SCT_TYPE_S64 || type == SCT_TYPE_U64;

	b &= wide ? 63 : 31;
	if (op == SCT_I_SHL)
		return a << b;
	if (type == SCT_TYPE_S32 || type == SCT_TYPE_S64)
		return (s64)a >> b;
	return a >> b;
}

static bool sct_compare(enum sct_insn_op op, enum sct_type type, u64 a, u64 b)
{
	bool less;

	if (op == SCT_I_EQ)
		return a == b;
	if (op == SCT_I_NE)
		return a != b;

	less = sct_is_unsigned(type) ? a < b : (s64)a < (s64)b;
	switch (op) {
	case SCT_I_LT:
		return less;
	case SCT_I_LE:
		return less || a == b;
	case SCT_I_GT:
		return !less && a != b;
	default:
		return !less;
	}
}

/**
 * sct_unary - the result of an operator of one number
 * @op: the instruction, SCT_I_NOT, SCT_I_BIT_NOT, SCT_I_NEGATE or a SCT_I_SWAP*
 * @type: type of the operand
 * @a: the operand, of type @type as held in 64 bits
 *
 * Return: the result, held in 64 bits as its type is.
 */
u64 sct_unary(enum sct_insn_op op, enum sct_type type, u64 a)
{
	switch (op) {
	case SCT_I_NOT:
		return !a;
	case SCT_I_NEGATE:
		return sct_narrow(type, -a);
	case SCT_I_SWAP16:
		return swab16(a);
	case SCT_I_SWAP32:
		return swab32(a);
	default:
		return sct_narrow(type, ~a);
	}
}

/**
 * sct_alu - the result of an operator of two numbers
 * @op: the instruction, SCT_I_BIT_OR to SCT_I_GE
 * @type: type of the result; of a comparison, of its operands
 * @a: left side, of type @type as held in 64 bits
 * @b: right side
 * @bad: set where there is no result
 *
 * Return: the result, held in 64 bits as its type is.
 */
u64 sct_alu(enum sct_insn_op op, enum sct_type type, u64 a, u64 b, bool *bad)
{
	switch (op) {
	case SCT_I_BIT_OR:
		return a | b;
	case SCT_I_BIT_XOR:
		return a ^ b;
	case SCT_I_BIT_AND:
		return a & b;
	case SCT_I_SHL:
	case SCT_I_SHR:
		return sct_narrow(type, sct_shift(op, type, a, b));
	case SCT_I_ADD:
		return sct_narrow(type, a + b);
	case SCT_I_SUB:
		return sct_narrow(type, a - b);
	case SCT_I_MUL:
		return sct_narrow(type, a * b);
	case SCT_I_DIV:
	case SCT_I_MOD:
		return sct_narrow(type, sct_divide(op, type, a, b, bad));
	default:
		return sct_compare(op, type, a, b);
	}
}

static bool sct_ends_with(const char *str, const char *end)
{
	size_t len = strlen(str), end_len = strlen(end);

	return len >= end_len && !memcmp(str + len - end_len, end, end_len);
}

/**
 * sct_string_cmp - compare two strings
 * @cmp: how
 * @a: left side
 * @b: right side
 *
 * Return: true where the comparison holds.
 */
bool sct_string_cmp(enum sct_cmp cmp, const char *a, const char *b)
{
	switch (cmp) {
	case SCT_CMP_EQ:
		return !strcmp(a, b);
	case SCT_CMP_NE:
		return strcmp(a, b);
	case SCT_CMP_CONTAINS:
		return strstr(a, b);
	case SCT_CMP_STARTSWITH:
		return strstarts(a, b);
	case SCT_CMP_ENDSWITH:
		return sct_ends_with(a, b);
	case SCT_CMP_GLOB:
		return glob_match(b, a);
	}
	return false;
}

static const char *sct_member_operand(const struct sct_access *access,
				      struct sct_call *call, unsigned int side)
{
	const struct sct_bytes *bytes = sct_call_struct(call, access->param, access->fetch);
	const char *text;
	size_t len;

	if (!bytes)
		return NULL;
	text = sct_member_text(&access->member, bytes->data, bytes->len, &len);
	/* An array that is full has no NUL. */
	return text ? sct_call_copy(call, side, text, len) : NULL;
}

/**
 * sct_filter_text - a string that a filter looks at
 * @filter: the filter
 * @arg: which, as of SCT_I_STRING
 * @place: see struct sct_insn
 * @side: 0 of the left operand, 1 of the right one
 * @call: the call it is asked about
 *
 * Context: Task context; may sleep.
 * Return: the string, until the next for the same side; NULL where it can't be read.
 */
const char *sct_filter_text(const struct sct_filter *filter, u8 arg, u32 place,
			    unsigned int side, struct sct_call *call)
{
	if (arg & SCT_STRING_CONST)
		return sct_filter_strings(filter) + place;
	if (arg & SCT_STRING_VAR)
		return sct_call_text(call, arg & ~SCT_STRING_VAR, side);
	if (arg & SCT_STRING_MEMBER)
		return sct_member_operand(&sct_accesses(filter)[place], call, side);
	if (arg & SCT_STRING_PATH)
		return sct_call_path(call, arg & ~SCT_STRING_PATH);
	if (arg & SCT_STRING_INODE)
		return sct_call_inode(call, arg & ~SCT_STRING_INODE);
	return sct_call_string(call, arg);
}

static bool sct_run_string(const struct sct_filter *filter,
			   const struct sct_insn *insn, struct sct_call *call)
{
	const char *a = sct_filter_text(filter, insn->arg, insn->left, 0, call);
	const char *b = sct_filter_text(filter, insn->arg2, insn->right, 1, call);

	return a && b && sct_string_cmp(insn->cmp, a, b);
}

/**
 * struct sct_machine - the state of an evaluation
 * @stack: the numbers
 * @bad: which of them could not be had, a bit each
 * @top: place of the last; -1 where there is none
 */
struct sct_machine {
	u64 *stack;
	u64 bad;
	int top;
};

static void sct_push_number(struct sct_machine *m, u64 n)
{
	m->stack[++m->top] = n;
	m->bad &= ~BIT_ULL(m->top);
}

static void sct_set_bool(struct sct_machine *m, bool value)
{
	m->stack[m->top] = value;
	m->bad &= ~BIT_ULL(m->top);
}

static bool sct_is_true(const struct sct_machine *m)
{
	return m->stack[m->top] && !(m->bad & BIT_ULL(m->top));
}

static void sct_run_binary(struct sct_machine *m, const struct sct_insn *insn)
{
	u64 b = insn->imm ? insn->number : m->stack[m->top];
	bool bad = !insn->imm && (m->bad & BIT_ULL(m->top));
	u64 n;

	if (!insn->imm)
		m->top--;
	bad |= !!(m->bad & BIT_ULL(m->top));

	n = sct_alu(insn->op, insn->type, m->stack[m->top], b, &bad);
	if (insn->op >= SCT_I_EQ) {
		sct_set_bool(m, n && !bad);
		return;
	}

	m->stack[m->top] = n;
	if (bad)
		m->bad |= BIT_ULL(m->top);
}

static void sct_run_unary(struct sct_machine *m, const struct sct_insn *insn)
{
	u64 *n = &m->stack[m->top];

	switch (insn->op) {
	case SCT_I_NOT:
		sct_set_bool(m, !*n && !(m->bad & BIT_ULL(m->top)));
		break;
	case SCT_I_BIT_NOT:
	case SCT_I_NEGATE:
	case SCT_I_SWAP16:
	case SCT_I_SWAP32:
		*n = sct_unary(insn->op, insn->type, *n);
		break;
	case SCT_I_BOOL:
		sct_set_bool(m, sct_is_true(m));
		break;
	case SCT_I_TO_U32:
		m->stack[m->top - insn->arg] = (u32)m->stack[m->top - insn->arg];
		break;
	case SCT_I_SWAP: {
		bool a = m->bad & BIT_ULL(m->top);
		bool b = m->bad & BIT_ULL(m->top - 1);

		swap(n[0], n[-1]);
		if (a != b)
			m->bad ^= BIT_ULL(m->top) | BIT_ULL(m->top - 1);
		break;
	}
	}
}

/* Whether the value in question is the item; both are compared as @type. */
static bool sct_run_in(struct sct_machine *m, const struct sct_insn *insn)
{
	u64 item = insn->imm ? insn->number : m->stack[m->top];
	bool bad = !insn->imm && (m->bad & BIT_ULL(m->top));
	u64 x;

	if (!insn->imm)
		m->top--;
	bad |= !!(m->bad & BIT_ULL(m->top));
	x = m->stack[m->top];
	/* Where C would convert both, x itself must stay for the next item. */
	if (insn->type == SCT_TYPE_U32) {
		x = (u32)x;
		item = (u32)item;
	}
	return x == item && !bad;
}

/**
 * sct_filter_member - a number in a struct that a filter looks at
 * @filter: the filter
 * @place: which of its members
 * @call: the call it is asked about
 * @n: the number, extended to 64 bits as its type says
 *
 * Context: Task context; may sleep.
 * Return: false where it can't be read.
 */
bool sct_filter_member(const struct sct_filter *filter, u32 place, struct sct_call *call,
		       u64 *n)
{
	const struct sct_access *access = &sct_accesses(filter)[place];
	const struct sct_bytes *bytes = sct_call_struct(call, access->param, access->fetch);

	return bytes && sct_member_read(&access->member, bytes->data, bytes->len, n);
}

static void sct_run_member(struct sct_machine *m, const struct sct_filter *filter, u32 place,
			   struct sct_call *call)
{
	u64 n = 0;
	bool good = sct_filter_member(filter, place, call, &n);

	sct_push_number(m, n);
	if (!good)
		m->bad |= BIT_ULL(m->top);
}

/* The end of ANCESTOR(): whether to try again, one generation up. */
static bool sct_run_next(struct sct_machine *m, struct sct_call *call)
{
	bool found = sct_is_true(m);

	if (!found && sct_call_ancestor(call)) {
		m->top--;
		return true;
	}
	sct_set_bool(m, found);
	sct_call_self(call);
	return false;
}

/**
 * sct_program_run - run a part of a filter's program
 * @filter: the filter
 * @first: the instruction to begin with, where nothing waits on the stack
 * @last: the one to stop before: it takes one value
 * @call: the call it is asked about
 *
 * Context: Task context; may sleep.
 * Return: whether the value is true.
 */
bool sct_program_run(const struct sct_filter *filter, u32 first, u32 last,
		     struct sct_call *call)
{
	const struct sct_insn *insn = &filter->insns[first];
	const struct sct_insn *end = &filter->insns[last];
	struct sct_machine m;
	bool decides;

	m.stack = call->stack;
	m.top = -1;
	m.bad = 0;

	for (; insn != end; insn++) {
		switch (insn->op) {
		case SCT_I_NUMBER:
			sct_push_number(&m, insn->number);
			break;
		case SCT_I_VAR:
			sct_push_number(&m, sct_call_number(call, insn->arg));
			break;
		case SCT_I_PARAM:
			sct_push_number(&m, call->args[insn->arg]);
			break;
		case SCT_I_MEMBER:
			sct_run_member(&m, filter, insn->left, call);
			break;
		case SCT_I_ANCESTOR:
			if (!sct_call_ancestor(call)) {
				sct_push_number(&m, 0);
				insn = &filter->insns[insn->jump] - 1;
			}
			break;
		case SCT_I_ANCESTOR_NEXT:
			if (sct_run_next(&m, call))
				insn = &filter->insns[insn->jump] - 1;
			break;
		case SCT_I_STRING:
			sct_push_number(&m, sct_run_string(filter, insn, call));
			break;
		case SCT_I_STRING_IN:
			if (sct_run_string(filter, insn, call)) {
				sct_push_number(&m, 1);
				insn = &filter->insns[insn->jump] - 1;
			}
			break;
		case SCT_I_IN:
			if (sct_run_in(&m, insn)) {
				sct_set_bool(&m, true);
				insn = &filter->insns[insn->jump] - 1;
			}
			break;
		case SCT_I_IN_END:
			sct_set_bool(&m, false);
			break;
		case SCT_I_OR_ELSE:
		case SCT_I_AND_THEN:
			decides = insn->op == SCT_I_OR_ELSE;
			if (sct_is_true(&m) == decides) {
				sct_set_bool(&m, decides);
				insn = &filter->insns[insn->jump] - 1;
			} else {
				m.top--;
			}
			break;
		case SCT_I_NOT ... SCT_I_SWAP:
			sct_run_unary(&m, insn);
			break;
		default:
			sct_run_binary(&m, insn);
			break;
		}
	}
	return sct_is_true(&m);
}

/**
 * sct_check_text - compare a string with a check's constant
 * @check: the check
 * @s: the string
 * @c: the constant
 *
 * Return: true where the comparison holds.
 */
bool sct_check_text(const struct sct_check *check, const char *s, const char *c)
{
	size_t len = check->len;

	switch (check->cmp) {
	case SCT_CMP_EQ:
		return sct_begins_with(s, c, len + 1);
	case SCT_CMP_NE:
		return !sct_begins_with(s, c, len + 1);
	case SCT_CMP_STARTSWITH:
		return sct_begins_with(s, c, len);
	case SCT_CMP_ENDSWITH: {
		size_t all = sct_strlen(s);

		return all >= len && sct_begins_with(s + all - len, c, len);
	}
	case SCT_CMP_GLOB:
		len = check->literal;
		return sct_begins_with(s, c, len) && glob_match(c + len, s + len);
	default:
		return sct_string_cmp(check->cmp, s, c);
	}
}

/**
 * sct_check_compare - compare a number with a check's constant
 * @check: the check
 * @n: the number, masked
 *
 * Return: true where the comparison holds.
 */
bool sct_check_compare(const struct sct_check *check, u64 n)
{
	return sct_compare(check->cmp, check->is_unsigned ? SCT_TYPE_U64 : SCT_TYPE_S64, n,
			   check->number);
}

/**
 * sct_filter_run - evaluate a filter
 * @filter: the filter
 * @call: the call it is asked about, of the kind it was compiled for
 *
 * Context: Task context; may sleep to fetch a string from user memory.
 * Return: true where the call matches.
 */
bool sct_filter_run(const struct sct_filter *filter, struct sct_call *call)
{
	return sct_filter_holds(filter, call);
}
