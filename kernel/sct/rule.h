/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A rule: which calls, on what condition, what to do
 */

#ifndef _SCT_RULE_H
#define _SCT_RULE_H

#include <linux/refcount.h>
#include <linux/types.h>

#include "call.h"
#include "filter.h"
#include "format.h"
#include "limits.h"
#include "stats.h"

enum sct_decision {
	SCT_ALLOW,		/* decides nothing */
	SCT_FAIL,		/* the call doesn't run; its result is the value */
	SCT_RETURN,		/* the same; or after the call: that is its result */
	SCT_KILL,		/* the call doesn't run; the value is the signal */
	SCT_SUSPEND,		/* the caller stops before the call */
	SCT_REWRITE,		/* a parameter gets the value, or the path */
};

/* What a rule may look at of a call, whose hooks have a key each: see watch.c. */
enum sct_sees {
	SCT_SEES_TEXTS,		/* strings */
	SCT_SEES_BYTES,		/* structs, buffers, and strings that are no names */
	SCT_SEES_FILES,		/* the files of descriptors */
	SCT_SEES_OBJECTS,	/* what names lead to */
	SCT_NR_SEES
};

/**
 * struct sct_bind - a call that a rule watches
 * @desc: the call
 * @filter: the condition, compiled for it; NULL where it always holds
 * @shared: @filter belongs to the bind before this one
 * @by_class: it was named by a %class or by *
 * @param: place of the parameter that SCT_REWRITE changes
 */
struct sct_bind {
	const struct sct_syscall *desc;
	struct sct_filter *filter;
	bool shared;
	bool by_class;
	u8 param;
};

/**
 * struct sct_rule - a rule; it never changes once it is parsed
 * @refs: the tables that hold it
 * @when: before or after the call
 * @decision: what it decides
 * @proceed: the rules behind it are tried even where it matches
 * @nr_logs: how many of @logs there are
 * @nr_binds: how many of @binds there are
 * @text_len: bytes of @text
 * @value: the result of the call, a signal or a parameter, as @decision has it
 * @path: the path that SCT_REWRITE sets, where the parameter is one; or NULL
 * @stats: its counters
 * @memory: bytes that it takes, and its links in a table
 * @binds: the calls it watches
 * @logs: its LOG actions
 * @text: its canonical text
 * @name: its name
 */
struct sct_rule {
	refcount_t refs;
	u8 when;
	u8 decision;
	bool proceed;
	u8 nr_logs;
	u32 nr_binds;
	u32 text_len;
	s64 value;
	char *path;
	struct sct_stats __percpu *stats;
	size_t memory;
	struct sct_bind *binds;
	struct sct_format *logs[SCT_MAX_LOGS];
	char *text;
	char *name;
};

struct sct_rule *sct_rule_alloc(void);
void sct_rule_put(struct sct_rule *rule);

static inline struct sct_rule *sct_rule_get(struct sct_rule *rule)
{
	refcount_inc(&rule->refs);
	return rule;
}

#endif /* _SCT_RULE_H */
