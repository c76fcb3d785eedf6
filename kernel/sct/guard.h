/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guards: what must hold for a filter to hold, in a form that can be looked up
 *
 * A filter such as PARAMS[1] == "/etc/passwd" && UID == 0 can't hold unless its guard
 * PARAMS[1] == "/etc/passwd" does. So of a thousand rules whose guards ask for the same
 * operand, one look at it tells the few that are worth asking. A guard decides
 * nothing: who passes it is asked in full.
 */

#ifndef _SCT_GUARD_H
#define _SCT_GUARD_H

#include <linux/types.h>

#include "filter.h"

enum sct_guard_kind {
	SCT_GUARD_NUMBER,	/* is one of some numbers */
	SCT_GUARD_EQUAL,	/* is one of some strings */
	SCT_GUARD_PREFIX,	/* begins with one of them */
	SCT_GUARD_SUFFIX,	/* ends with one of them */
	SCT_NR_GUARD_KINDS
};

/**
 * struct sct_subject - what a guard asks about
 * @kind: enum sct_guard_kind
 * @op: enum sct_check_op
 * @arg: see there
 * @cost: what it costs to have it
 * @mask: bits of a number that count
 * @filter: a filter that has the member, where it is one
 * @access: the member's number there
 */
struct sct_subject {
	u8 kind;
	u8 op;
	u8 arg;
	u8 cost;
	u64 mask;
	const struct sct_filter *filter;
	u32 access;
};

/**
 * struct sct_guard - a guard of a filter
 * @subject: what it asks about
 * @first: the first of the filter's checks that it is made of
 * @nr: how many there are: one of them must hold
 */
struct sct_guard {
	struct sct_subject subject;
	u32 first;
	u32 nr;
};

/**
 * struct sct_value - what a guard asks for
 * @number: the number, where the kind is SCT_GUARD_NUMBER
 * @text: the string, where it is not; not ended by a NUL
 * @len: its length
 */
struct sct_value {
	u64 number;
	const char *text;
	size_t len;
};

bool sct_guard_next(const struct sct_filter *filter, u32 *at, struct sct_guard *guard);
struct sct_value sct_guard_value(const struct sct_filter *filter,
				 const struct sct_guard *guard, u32 i);
bool sct_same_subject(const struct sct_subject *a, const struct sct_subject *b);

#endif /* _SCT_GUARD_H */
