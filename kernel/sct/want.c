// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the rules of a call look at of what its parameters point to: it is fetched
 * in one piece, so that all of them see the same
 */

#include <linux/minmax.h>

#include "table.h"
#include "types.h"

static void sct_want_filter(struct sct_want *want, const struct sct_filter *filter)
{
	const struct sct_access *access = sct_accesses(filter);
	unsigned int i;

	for (i = 0; i < filter->nr_accesses; i++, access++)
		want->bytes[access->param] = max(want->bytes[access->param], access->fetch);
}

/* The struct that the log may show of a parameter, where the kernel knows its type. */
static void sct_find_struct(struct sct_want *want, const struct sct_syscall *desc,
			    unsigned int param)
{
	struct sct_member m;
	u32 size;

	if (want->types[param] || !(desc->params[param].is & SCT_PARAM_INPUT) ||
	    sct_struct_of_param(desc->types[param], &m))
		return;
	size = m.size;
	if (sct_member_is_sockaddr(&m))
		size = SCT_MAX_SOCKADDR;
	else if (desc->abi == SCT_ABI_COMPAT && !sct_struct_is_portable(&m))
		return;
	want->types[param] = m.type;
	want->shown[param] = min_t(u32, size, SCT_SHOWN_STRUCT);
}

static void sct_want_format(struct sct_want *want, const struct sct_syscall *desc,
			    const struct sct_format *format)
{
	unsigned int i;

	for (i = 0; i < desc->nr_params; i++) {
		u32 bytes = SCT_SHOWN_BYTES;

		if (desc->params[i].kind == SCT_KIND_POINTER) {
			/* log_json shows it whether or not the format does. */
			sct_find_struct(want, desc, i);
			bytes = want->shown[i];
		} else if (desc->params[i].kind != SCT_KIND_BUFFER) {
			continue;
		}
		if (format->params & BIT(i))
			want->bytes[i] = max_t(u32, want->bytes[i], bytes);
	}
}

/**
 * sct_want_link - add what a rule looks at
 * @want: what those before it look at
 * @desc: the call
 * @link: the rule
 *
 * Context: Process context, while a table is built.
 */
void sct_want_link(struct sct_want *want, const struct sct_syscall *desc,
		   const struct sct_link *link)
{
	const struct sct_rule *rule = link->rule;
	u8 paths = 0, inodes = 0;
	unsigned int i;

	if (link->filter) {
		sct_want_filter(want, link->filter);
		inodes = link->filter->inodes;
		paths = link->filter->paths;
	}
	for (i = 0; i < rule->nr_logs; i++) {
		sct_want_format(want, desc, rule->logs[i]);
		paths |= rule->logs[i]->paths;
	}
	for (i = 0; i < desc->nr_params; i++) {
		u8 is = desc->params[i].is;

		if (!(paths & BIT(i)))
			continue;
		if (is & SCT_PARAM_FD)
			want->fds |= BIT(i);
		if (!(is & (SCT_PARAM_PATH | SCT_PARAM_FD)))
			continue;
		want->all_paths |= BIT(i);
		want->all_inodes |= inodes & BIT(i);
		if (rule->when != SCT_AFTER)
			continue;
		want->paths |= BIT(i);
		want->inodes |= inodes & BIT(i);
	}
}

/* The objects of a call's parameters that a filter or the log asks for, a bit each. */
static u8 sct_object_sees(const struct sct_syscall *desc, u8 paths)
{
	unsigned int i;
	u8 sees = 0;

	for (i = 0; i < desc->nr_params; i++) {
		if (!(paths & BIT(i)))
			continue;
		sees |= BIT(SCT_SEES_FILES);
		if (!(desc->params[i].is & SCT_PARAM_FD))
			sees |= BIT(SCT_SEES_OBJECTS);
	}
	return sees;
}

/* What may be looked at of a call's parameters; of memory, only by who has @all shown. */
static u8 sct_bind_sees(const struct sct_bind *bind, u8 paths, bool all)
{
	const struct sct_syscall *desc = bind->desc;
	u8 sees = sct_object_sees(desc, paths);
	unsigned int i;

	for (i = 0; i < desc->nr_params; i++) {
		switch (desc->params[i].kind) {
		case SCT_KIND_STRING:
			sees |= BIT(SCT_SEES_TEXTS);
			/* strndup_user() and others copy what is no name. */
			if (!(desc->params[i].is & SCT_PARAM_NAME))
				sees |= BIT(SCT_SEES_BYTES);
			break;
		case SCT_KIND_POINTER:
		case SCT_KIND_BUFFER:
			if (all)
				sees |= BIT(SCT_SEES_BYTES);
			break;
		}
	}
	if (bind->filter && bind->filter->nr_accesses)
		sees |= BIT(SCT_SEES_BYTES);
	return sees;
}

/**
 * sct_rule_sees - what a rule may look at of a call that then runs
 * @rule: the rule
 *
 * A call that the rule refuses uses nothing. What the rule looks at before it says no is
 * what its filter asks for; of a call that it doesn't refuse, the log and whoever traces
 * see everything.
 *
 * Return: BIT(enum sct_sees) of each.
 */
u8 sct_rule_sees(const struct sct_rule *rule)
{
	bool refuses = rule->when == SCT_BEFORE &&
		       (rule->decision == SCT_FAIL || rule->decision == SCT_RETURN ||
			rule->decision == SCT_KILL);
	u8 shown = 0, sees = 0;
	u32 i;

	for (i = 0; i < rule->nr_logs; i++)
		shown |= rule->logs[i]->paths;
	for (i = 0; i < rule->nr_binds; i++) {
		const struct sct_bind *bind = &rule->binds[i];
		u8 paths = bind->filter ? bind->filter->paths : 0;

		/* ipc has parameters in memory, which are read before all else. */
		if (bind->desc->mux == SCT_IPC)
			sees |= BIT(SCT_SEES_BYTES);
		if (!refuses)
			sees |= sct_bind_sees(bind, paths | shown, true);
		else if (bind->filter)
			sees |= sct_bind_sees(bind, paths, false);
	}
	return sees;
}
