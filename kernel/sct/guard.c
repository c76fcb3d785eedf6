// SPDX-License-Identifier: GPL-2.0-only
/*
 * Guards: what must hold for a filter to hold
 */

#include <linux/string.h>

#include "guard.h"

/* Bytes at the end of a glob's pattern that stand for themselves. */
static size_t sct_glob_tail(const char *pattern, size_t len)
{
	size_t tail = 0;

	while (tail < len && !strchr("*?[]\\", pattern[len - tail - 1]))
		tail++;
	return tail;
}

static const char *sct_pattern(const struct sct_filter *filter, const struct sct_check *check)
{
	return sct_filter_strings(filter) + check->text;
}

/* What a check can be looked up by, a bit each of enum sct_guard_kind. */
static unsigned int sct_check_kinds(const struct sct_filter *filter,
				    const struct sct_check *check)
{
	unsigned int kinds = 0;

	if (check->op != SCT_CHECK_STRING)
		return check->op <= SCT_CHECK_MEMBER && check->cmp == SCT_I_EQ ?
		       BIT(SCT_GUARD_NUMBER) : 0;
	switch (check->cmp) {
	case SCT_CMP_EQ:
		return BIT(SCT_GUARD_EQUAL) | BIT(SCT_GUARD_PREFIX) | BIT(SCT_GUARD_SUFFIX);
	case SCT_CMP_STARTSWITH:
		return BIT(SCT_GUARD_PREFIX);
	case SCT_CMP_ENDSWITH:
		return BIT(SCT_GUARD_SUFFIX);
	case SCT_CMP_GLOB:
		if (check->literal)
			kinds |= BIT(SCT_GUARD_PREFIX);
		if (sct_glob_tail(sct_pattern(filter, check), check->len) > check->literal)
			kinds |= BIT(SCT_GUARD_SUFFIX);
		/* What stands for itself at the longer end tells more. */
		return kinds & BIT(SCT_GUARD_SUFFIX) ? BIT(SCT_GUARD_SUFFIX) : kinds;
	default:
		return 0;
	}
}

static struct sct_subject sct_check_subject(const struct sct_filter *filter,
					    const struct sct_check *check,
					    enum sct_guard_kind kind)
{
	bool member = check->op == SCT_CHECK_MEMBER ||
		      (check->op == SCT_CHECK_STRING && !(check->arg & SCT_STRING_VAR) &&
		       (check->arg & SCT_STRING_MEMBER));

	return (struct sct_subject){
		.kind = kind,
		.op = check->op,
		.arg = check->arg,
		.cost = sct_check_cost(check),
		.mask = kind == SCT_GUARD_NUMBER ? check->mask : 0,
		.filter = member ? filter : NULL,
		.access = member ? check->access : 0,
	};
}

/**
 * sct_same_subject - whether two guards ask about the same
 * @a: one's subject
 * @b: the other's
 *
 * Return: true where they do.
 */
bool sct_same_subject(const struct sct_subject *a, const struct sct_subject *b)
{
	if (a->kind != b->kind || a->op != b->op || a->arg != b->arg || a->mask != b->mask ||
	    !a->filter != !b->filter)
		return false;
	return !a->filter || !memcmp(&sct_accesses(a->filter)[a->access],
				     &sct_accesses(b->filter)[b->access],
				     sizeof(struct sct_access));
}

/* A group of checks, one of which must hold: a guard if all ask about the same. */
static bool sct_guard_of(const struct sct_filter *filter, u32 first, u32 nr,
			 struct sct_guard *guard)
{
	const struct sct_check *check = sct_filter_checks(filter) + first;
	unsigned int kinds = sct_check_kinds(filter, check);
	struct sct_subject subject;
	u32 i;

	for (i = 1; i < nr; i++)
		kinds &= sct_check_kinds(filter, &check[i]);
	if (!kinds)
		return false;
	guard->subject = sct_check_subject(filter, check, __ffs(kinds));
	guard->first = first;
	guard->nr = nr;
	for (i = 1; i < nr; i++) {
		subject = sct_check_subject(filter, &check[i], guard->subject.kind);
		if (!sct_same_subject(&subject, &guard->subject))
			return false;
	}
	return true;
}

/**
 * sct_guard_next - find a guard of a filter
 * @filter: the filter
 * @at: where to look from on, 0 at first; set to behind what was found
 * @guard: the guard
 *
 * Return: false where there is none any more.
 */
bool sct_guard_next(const struct sct_filter *filter, u32 *at, struct sct_guard *guard)
{
	const struct sct_check *check = sct_filter_checks(filter);
	u32 nr, first;

	/* What is not asked first, may be asked of some calls only. */
	if (filter->start)
		return false;
	while (*at < filter->nr_checks) {
		first = *at;
		nr = sct_checks_group(check, filter->nr_checks, first);
		*at = nr && check[first].yes < SCT_CHECK_NO ? first + nr : filter->nr_checks;
		if (nr && sct_guard_of(filter, first, nr, guard))
			return true;
	}
	return false;
}

/**
 * sct_guard_value - what a guard asks for
 * @filter: the filter
 * @guard: a guard of it
 * @i: which of its values
 *
 * Return: the value.
 */
struct sct_value sct_guard_value(const struct sct_filter *filter,
				 const struct sct_guard *guard, u32 i)
{
	const struct sct_check *check = sct_filter_checks(filter) + guard->first + i;
	struct sct_value value = {};
	size_t tail;

	if (guard->subject.kind == SCT_GUARD_NUMBER) {
		value.number = check->number;
		return value;
	}
	value.text = sct_pattern(filter, check);
	value.len = check->len;
	if (check->cmp != SCT_CMP_GLOB)
		return value;
	if (guard->subject.kind == SCT_GUARD_PREFIX) {
		value.len = check->literal;
		return value;
	}
	tail = sct_glob_tail(value.text, value.len);
	value.text += value.len - tail;
	value.len = tail;
	return value;
}
