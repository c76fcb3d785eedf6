// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a program to questions
 *
 * One walk over the program. A question begins where nothing waits on the stack, and
 * ends before the instruction that takes its answer: a branch of && or ||, or the
 * return. A branch whose answer is used as a number, as in (a && b) + 1, is no end;
 * it lies inside the question then.
 */

#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "ask.h"
#include "filter.h"

static bool sct_is_branch(const struct sct_insn *insn)
{
	return insn->op == SCT_I_OR_ELSE || insn->op == SCT_I_AND_THEN;
}

/* Whether an answer that comes to this branch ends up as one, not as a number. */
static bool sct_is_asked(const struct sct_insn *insns, u32 i)
{
	for (;;) {
		if (sct_is_branch(&insns[i]))
			i = insns[i].jump;
		else if (insns[i].op == SCT_I_NOT || insns[i].op == SCT_I_BOOL)
			i++;
		else
			return insns[i].op == SCT_I_RETURN;
	}
}

/* Where an answer that has come to @i leads: to an instruction, or to @end. */
static u32 sct_follow(const struct sct_insn *insns, u32 i, bool value, u16 *end)
{
	for (;;) {
		if (insns[i].op == SCT_I_RETURN) {
			*end = value ? SCT_CHECK_YES : SCT_CHECK_NO;
			return 0;
		}
		if (!sct_is_branch(&insns[i])) {
			value ^= insns[i].op == SCT_I_NOT;
			i++;
		} else if (value == (insns[i].op == SCT_I_OR_ELSE)) {
			i = insns[i].jump;
		} else {
			return i + 1;
		}
	}
}

/* By how much an instruction that doesn't jump changes the height of the stack. */
static int sct_lifts(const struct sct_insn *insn)
{
	switch (insn->op) {
	case SCT_I_NUMBER ... SCT_I_MEMBER:
	case SCT_I_STRING:
		return 1;
	case SCT_I_BIT_OR ... SCT_I_GE:
	case SCT_I_IN:
		return insn->imm ? 0 : -1;
	case SCT_I_OR_ELSE:
	case SCT_I_AND_THEN:
		return -1;
	default:
		return 0;
	}
}

/* The end of the question that begins at @i: nothing in it jumps beyond. */
static u32 sct_question_end(const struct sct_insn *insns, u32 i)
{
	int height = 0;
	u32 far = 0;

	for (; insns[i].op != SCT_I_RETURN; i++) {
		if (height == 1 && far <= i && sct_is_branch(&insns[i]) &&
		    sct_is_asked(insns, i))
			break;
		far = max(far, insns[i].jump);
		height += sct_lifts(&insns[i]);
	}
	return i;
}

/* A number, and what is made of it before it is compared. Returns what comes behind. */
static u32 sct_read_number(const struct sct_insn *insns, u32 i, struct sct_check *check)
{
	switch (insns[i].op) {
	case SCT_I_PARAM:
		check->op = SCT_CHECK_PARAM;
		break;
	case SCT_I_VAR:
		check->op = SCT_CHECK_VAR;
		break;
	case SCT_I_MEMBER:
		check->op = SCT_CHECK_MEMBER;
		check->access = insns[i].left;
		break;
	default:
		return 0;
	}
	check->arg = insns[i].arg;
	check->mask = U64_MAX;
	for (i++; ; i++) {
		if (insns[i].op == SCT_I_TO_U32 && !insns[i].arg)
			check->mask &= U32_MAX;
		else if (insns[i].op == SCT_I_BIT_AND && insns[i].imm)
			check->mask &= insns[i].number;
		else
			return i;
	}
}

static bool sct_compares(const struct sct_insn *insn)
{
	return insn->op >= SCT_I_EQ && insn->op <= SCT_I_GE && insn->imm;
}

/* Bytes at the begin of a glob's pattern that stand for themselves. */
static size_t sct_glob_literal(const char *pattern)
{
	return strcspn(pattern, "*?[\\");
}

/* The operand of a comparison with a constant string; false where there is none. */
static bool sct_read_string(const struct sct_insn *insn, const char *strings,
			    struct sct_check *check)
{
	bool left = insn->arg & SCT_STRING_CONST, right = insn->arg2 & SCT_STRING_CONST;

	if (left == right)
		return false;
	if (left && insn->cmp != SCT_CMP_EQ && insn->cmp != SCT_CMP_NE)
		return false;
	check->op = SCT_CHECK_STRING;
	check->cmp = insn->cmp;
	check->arg = left ? insn->arg2 : insn->arg;
	check->access = left ? insn->right : insn->left;
	check->text = left ? insn->left : insn->right;
	check->len = strlen(strings + check->text);
	if (check->cmp == SCT_CMP_GLOB)
		check->literal = sct_glob_literal(strings + check->text);
	/* Only a member has a number of its own. */
	if (!(check->arg & SCT_STRING_MEMBER) || (check->arg & SCT_STRING_VAR))
		check->access = 0;
	return true;
}

static struct sct_check *sct_add_check(struct sct_checks *list)
{
	struct sct_check *check = &list->check[list->nr++];

	memset(check, 0, sizeof(*check));
	return check;
}

/* The items of x in (...), a question each: yes where one is equal. */
static bool sct_add_numbers_in(struct sct_checks *list, const struct sct_insn *insns,
			       u32 i, u32 end, const struct sct_check *operand)
{
	struct sct_check *check;
	u32 last = i;

	while (insns[last].op == SCT_I_IN && insns[last].imm)
		last++;
	if (last == i || insns[last].op != SCT_I_IN_END || last + 1 != end)
		return false;
	for (; i < last; i++) {
		check = sct_add_check(list);
		*check = *operand;
		check->cmp = SCT_I_EQ;
		check->number = insns[i].number;
		if (insns[i].type == SCT_TYPE_U32) {
			check->mask &= U32_MAX;
			check->number = (u32)check->number;
		}
	}
	return true;
}

static bool sct_add_strings_in(struct sct_checks *list, const struct sct_insn *insns,
			       u32 i, u32 end, const char *strings)
{
	u32 nr = list->nr, last = i;

	while (insns[last].op == SCT_I_STRING_IN)
		last++;
	if (last == i || last + 1 != end || insns[last].op != SCT_I_NUMBER ||
	    insns[last].number)
		return false;
	for (; i < last; i++) {
		if (!sct_read_string(&insns[i], strings, sct_add_check(list))) {
			list->nr = nr;
			return false;
		}
	}
	return true;
}

/*
 * Makes checks of the question from @i to @end. An odd number of NOT behind it is
 * told by @negated. A number that can't be had is false whether or not there is a
 * NOT behind it; a comparison with it is false, and turns.
 */
static void sct_add_question(struct sct_checks *list, const struct sct_insn *insns,
			     u32 i, u32 end, const char *strings, bool *negated)
{
	const u32 begin = i, whole = end;
	struct sct_check simple = {};
	struct sct_check *check;

	*negated = false;
	for (; end > i + 1; end--) {
		if (insns[end - 1].op == SCT_I_NOT)
			*negated = !*negated;
		else if (insns[end - 1].op != SCT_I_BOOL)
			break;
	}

	if (insns[i].op == SCT_I_STRING_IN && sct_add_strings_in(list, insns, i, end, strings))
		return;
	if (insns[i].op == SCT_I_STRING && i + 1 == end &&
	    sct_read_string(&insns[i], strings, &simple)) {
		*sct_add_check(list) = simple;
		return;
	}
	if (insns[i].op == SCT_I_NUMBER && i + 1 == end) {
		check = sct_add_check(list);
		check->op = SCT_CHECK_CONSTANT;
		check->number = insns[i].number;
		return;
	}
	i = sct_read_number(insns, i, &simple);
	if (i && i + 1 == end && sct_compares(&insns[i])) {
		simple.cmp = insns[i].op;
		simple.number = insns[i].number;
		simple.is_unsigned = insns[i].type == SCT_TYPE_U64;
		*sct_add_check(list) = simple;
		return;
	}
	if (i && i == end && (!*negated || simple.op != SCT_CHECK_MEMBER)) {
		simple.cmp = SCT_I_NE;
		*sct_add_check(list) = simple;
		return;
	}
	if (i && sct_add_numbers_in(list, insns, i, end, &simple))
		return;

	*negated = false;
	check = sct_add_check(list);
	check->op = SCT_CHECK_PROGRAM;
	check->first = begin;
	check->last = whole;
}

/* Where an answer that has come to @i leads: a check, by its instruction, or an end. */
static u16 sct_target(const struct sct_checks *list, const struct sct_insn *insns, u32 i,
		      bool value)
{
	u16 end = 0, place;

	i = sct_follow(insns, i, value, &end);
	if (end)
		return end;
	place = list->at[i] - 1;
	/* Those behind are done: a constant among them leads on. */
	if (list->check[place].op == SCT_CHECK_CONSTANT)
		return list->check[place].number ? list->check[place].yes :
						   list->check[place].no;
	return place;
}

/**
 * struct sct_question - where the checks of a question are
 * @begin: the first instruction
 * @end: the one that takes the answer
 * @first: the first check
 * @negated: the answer is to be turned
 */
struct sct_question {
	u32 begin;
	u32 end;
	u32 first;
	bool negated;
};

/* Joins the checks, from the last question to the first: all lead forward. */
static void sct_join(struct sct_checks *list, const struct sct_insn *insns,
		     const struct sct_question *q, u32 nr)
{
	u32 behind = list->nr, i;

	while (nr--) {
		u16 yes = sct_target(list, insns, q[nr].end, !q[nr].negated);
		u16 no = sct_target(list, insns, q[nr].end, q[nr].negated);

		for (i = q[nr].first; i < behind; i++) {
			list->check[i].yes = yes;
			list->check[i].no = i + 1 < behind ? i + 1 : no;
		}
		behind = q[nr].first;
	}
	list->start = 0;
	if (list->check[0].op == SCT_CHECK_CONSTANT)
		list->start = list->check[0].number ? list->check[0].yes : list->check[0].no;
}

/* From here on memory of the caller is read, or a path is walked. */
#define SCT_COST_READS	3U

/* Nothing leads to a constant any more. */
static void sct_drop_constants(struct sct_checks *list)
{
	u16 *place = list->at;
	u32 i, nr = 0;

	for (i = 0; i < list->nr; i++) {
		place[i] = nr;
		if (list->check[i].op != SCT_CHECK_CONSTANT)
			list->check[nr++] = list->check[i];
	}
	list->nr = nr;
	for (i = 0; i < nr; i++) {
		struct sct_check *check = &list->check[i];

		if (check->yes < SCT_CHECK_NO)
			check->yes = place[check->yes];
		if (check->no < SCT_CHECK_NO)
			check->no = place[check->no];
	}
	if (list->start < SCT_CHECK_NO)
		list->start = place[list->start];
}

/**
 * sct_check_cost - what it costs to ask
 * @check: a check
 *
 * Return: a number; it is only to be compared with others.
 */
unsigned int sct_check_cost(const struct sct_check *check)
{
	switch (check->op) {
	case SCT_CHECK_PARAM:
		return 0;
	case SCT_CHECK_VAR:
		return check->arg >= SCT_VAR_PIDNS && check->arg <= SCT_VAR_NETNS ? 4 : 1;
	case SCT_CHECK_MEMBER:
		return SCT_COST_READS;
	case SCT_CHECK_STRING:
		if (check->arg < SCT_STRING_INODE)
			return SCT_COST_READS;
		if (check->arg == (SCT_STRING_VAR | SCT_VAR_COMM) ||
		    check->arg == (SCT_STRING_VAR | SCT_VAR_ABI) ||
		    check->arg == (SCT_STRING_VAR | SCT_VAR_SNAME))
			return 2;
		return check->arg & SCT_STRING_MEMBER ? 4 : 5;
	default:
		return 6;
	}
}

/**
 * sct_checks_group - how many checks from one on ask the same thing
 * @check: all checks
 * @nr: how many there are
 * @first: the first of the group
 *
 * (a || b) in (a || b) && c: one of them must hold, or the filter doesn't.
 *
 * Return: how many there are; 0 where it is not so simple.
 */
u32 sct_checks_group(const struct sct_check *check, u32 nr, u32 first)
{
	u16 yes = check[first].yes;
	u32 i;

	for (i = first; i < nr && check[i].yes == yes; i++) {
		if (check[i].no == SCT_CHECK_NO)
			return yes == i + 1 || yes == SCT_CHECK_YES ? i + 1 - first : 0;
		if (check[i].no != i + 1)
			break;
	}
	return 0;
}

/* What reads the caller's memory or walks a path is asked as it was written. */
static unsigned int sct_rank(const struct sct_check *check)
{
	return min(sct_check_cost(check), SCT_COST_READS);
}

static unsigned int sct_group_rank(const struct sct_check *check, u32 nr)
{
	unsigned int rank = 0;

	while (nr--)
		rank = max(rank, sct_rank(check++));
	return rank;
}

/* Moves @nr checks that lie behind @before others to the front of these. */
static void sct_rotate(struct sct_check *check, u32 before, u32 nr)
{
	while (nr--) {
		struct sct_check moved = check[before];

		memmove(check + 1, check, before * sizeof(*check));
		*check++ = moved;
	}
}

/*
 * Asks the cheap things first: of a && b, where none of them reads anything, either may
 * come first. Few groups are long, and few filters have many: the sort is the
 * simplest one that keeps the order of equals, and ends at SCT_SORTED checks.
 */
#define SCT_SORTED	64

static void sct_sort(struct sct_checks *list)
{
	u32 len[SCT_SORTED], nr = 0, end = 0, moved, first, at, i, j, k;
	struct sct_check *check = list->check;
	u16 behind;

	while (end < list->nr && end < SCT_SORTED) {
		len[nr] = sct_checks_group(check, list->nr, end);
		if (!len[nr] || end + len[nr] > SCT_SORTED)
			break;
		end += len[nr++];
		/* What is behind the last of them, nothing leads to. */
		if (check[end - 1].yes == SCT_CHECK_YES)
			break;
	}
	if (!end)
		return;
	behind = check[end - 1].yes;

	for (i = 1, first = len[0]; i < nr; i++, first += moved) {
		unsigned int rank = sct_group_rank(check + first, len[i]);

		moved = len[i];
		for (j = i, at = first; j; j--, at -= len[j]) {
			if (sct_group_rank(check + at - len[j - 1], len[j - 1]) <= rank)
				break;
		}
		sct_rotate(check + at, first - at, moved);
		memmove(&len[j + 1], &len[j], (i - j) * sizeof(*len));
		len[j] = moved;
	}
	for (i = 0, at = 0; i < nr; at += len[i++]) {
		for (j = at + 1; j < at + len[i]; j++) {
			for (k = j; k > at && sct_rank(&check[k - 1]) >
					      sct_rank(&check[k]); k--)
				swap(check[k - 1], check[k]);
		}
		for (j = at; j < at + len[i]; j++) {
			check[j].yes = i + 1 < nr ? at + len[i] : behind;
			check[j].no = j + 1 < at + len[i] ? j + 1 : SCT_CHECK_NO;
		}
	}
}

/**
 * sct_checks_make - make checks of a program
 * @list: where to; to be freed with sct_checks_free()
 * @insns: the program
 * @nr: its instructions
 * @strings: its constant strings
 *
 * Context: Process context, may sleep.
 * Return: 0; -ENOMEM.
 */
int sct_checks_make(struct sct_checks *list, const struct sct_insn *insns, u32 nr,
		    const char *strings)
{
	struct sct_question *questions;
	u32 begin, end, nr_questions = 0;

	*list = (struct sct_checks){};
	/* Every question, and every item of in (), takes an instruction at the least. */
	list->check = kvcalloc(nr, sizeof(*list->check), GFP_KERNEL_ACCOUNT);
	list->at = kvcalloc(nr, sizeof(*list->at), GFP_KERNEL_ACCOUNT);
	questions = kvcalloc(nr, sizeof(*questions), GFP_KERNEL_ACCOUNT);
	if (!list->check || !list->at || !questions) {
		kvfree(questions);
		sct_checks_free(list);
		return -ENOMEM;
	}

	for (begin = 0; begin < nr; begin = end + 1) {
		struct sct_question *q = &questions[nr_questions++];

		end = sct_question_end(insns, begin);
		*q = (struct sct_question){ .begin = begin, .end = end, .first = list->nr };
		list->at[begin] = list->nr + 1;
		sct_add_question(list, insns, begin, end, strings, &q->negated);
	}
	sct_join(list, insns, questions, nr_questions);
	kvfree(questions);
	sct_drop_constants(list);
	if (!list->start)
		sct_sort(list);
	return 0;
}

/**
 * sct_checks_free - free a list
 * @list: the list
 */
void sct_checks_free(struct sct_checks *list)
{
	kvfree(list->check);
	kvfree(list->at);
}
