/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A rule whose fields are being read: what the parts of the parser share
 */

#ifndef _SCT_DRAFT_H
#define _SCT_DRAFT_H

#include <linux/bitmap.h>

#include "parse.h"

enum sct_action_type {
	SCT_ACTION_NONE,
	SCT_ACTION_LOG,
	SCT_ACTION_FAIL,
	SCT_ACTION_RETURN,
	SCT_ACTION_KILL,
	SCT_ACTION_SUSPEND,
	SCT_ACTION_REWRITE,
};

/**
 * struct sct_draft_action - an action as it was written
 * @type: enum sct_action_type, 0 where none was given yet
 * @at: where it begins
 * @code: error code
 * @code_at: where it stands, NULL where none was given
 * @value: a number
 * @text: a text in its place; NULL for none
 * @value_at: as @code_at
 * @signal: a signal
 * @signal_at: as @code_at
 * @param: number of a parameter, from 1; 0 where it is given by its name
 * @param_name: its name
 * @param_at: as @code_at
 * @most: events that may be logged
 * @unit: in how long: a second, a minute, an hour
 * @limit_at: as @code_at
 * @raw: its log_format, NULL where it has none
 * @raw_len: length of @raw
 * @raw_at: where it stands
 */
struct sct_draft_action {
	u8 type;
	const char *at;
	s64 code;
	const char *code_at;
	s64 value;
	char *text;
	const char *value_at;
	int signal;
	const char *signal_at;
	unsigned int param;
	char param_name[SCT_MAX_NAME + 1];
	const char *param_at;
	u32 most;
	char unit;
	const char *limit_at;
	char *raw;
	size_t raw_len;
	const char *raw_at;
};

#define SCT_MAX_ACTIONS	(SCT_MAX_LOGS + 1)

/**
 * struct sct_draft - a rule whose fields are being read, in any order
 * @ps: the parser
 * @rule: the rule
 * @at: where it begins
 * @field_at: the keyword whose value is being read
 * @calls: where the value of syscall_name stands; NULL where there is none yet
 * @size: how many binds of @rule there is room for
 * @named: calls that were named, by their places
 * @spelt: those that were named by their names
 * @must_run: a call among these that can't be refused; NULL for none
 * @must_run_at: where it stands
 * @name_at: as @calls, of rule_name
 * @filter_at: the same of filter_expression
 * @when_at: the same of when
 * @proceed_at: the same of continue
 * @actions: its actions
 * @nr_actions: how many there are
 * @rewrite: the action among them that rewrites a parameter; NULL for none
 */
struct sct_draft {
	struct sct_parser *ps;
	struct sct_rule *rule;
	const char *at;
	const char *field_at;
	const char *calls;
	u32 size;
	DECLARE_BITMAP(named, SCT_NR_ABIS * SCT_NR_MAX);
	DECLARE_BITMAP(spelt, SCT_NR_ABIS * SCT_NR_MAX);
	const struct sct_syscall *must_run;
	const char *must_run_at;
	const char *name_at;
	const char *filter_at;
	const char *when_at;
	const char *proceed_at;
	struct sct_draft_action actions[SCT_MAX_ACTIONS];
	unsigned int nr_actions;
	const struct sct_draft_action *rewrite;
};

/**
 * struct sct_keyword - a keyword and what reads its value
 * @name: the keyword
 * @assign: '=' must follow
 * @parse: reads the value
 */
struct sct_keyword {
	const char *name;
	bool assign;
	int (*parse)(struct sct_draft *draft);
};

/* parse.c */
int sct_fail(struct sct_parser *ps, const char *at, const char *what);
int sct_fail_word(struct sct_parser *ps, const char *what, const char *expected,
		  const struct sct_nearest *near);
struct sct_error *sct_warning_new(struct sct_parser *ps, bool grave);
__printf(4, 5)
void sct_warn(struct sct_parser *ps, bool grave, const char *at, const char *fmt, ...);
int sct_once(struct sct_draft *draft, const char **at, const char *name);
int sct_parse_word(struct sct_draft *draft, const char *expected);
int sct_parse_keywords(struct sct_draft *draft, const struct sct_keyword *keywords,
		       size_t nr, const char *expected);
int sct_parse_raw(struct sct_parser *ps, size_t *len);

/* parse_calls.c */
int sct_parse_syscall_name(struct sct_draft *draft);
int sct_compile_binds(struct sct_draft *draft);

/* parse_action.c */
int sct_parse_action(struct sct_draft *draft);
int sct_finish_action(struct sct_draft *draft, struct sct_draft_action *action);

#endif /* _SCT_DRAFT_H */
