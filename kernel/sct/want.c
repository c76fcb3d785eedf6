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

/* The struct that the log shows of a parameter, where the kernel knows its type. */
static void sct_want_struct(struct sct_want *want, const struct sct_syscall *desc,
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
	want->bytes[param] = max_t(u32, want->bytes[param], min_t(u32, size, SCT_SHOWN_STRUCT));
}

static void sct_want_format(struct sct_want *want, const struct sct_syscall *desc,
			    const struct sct_format *format)
{
	unsigned int i;

	for (i = 0; i < desc->nr_params; i++) {
		if (!(format->params & BIT(i)))
			continue;
		if (desc->params[i].kind == SCT_KIND_BUFFER)
			want->bytes[i] = max_t(u32, want->bytes[i], SCT_SHOWN_BYTES);
		else if (desc->params[i].kind == SCT_KIND_POINTER)
			sct_want_struct(want, desc, i);
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
	unsigned int i;
	u8 paths = 0;

	if (link->filter) {
		sct_want_filter(want, link->filter);
		paths = link->filter->paths;
	}
	for (i = 0; i < rule->nr_logs; i++) {
		sct_want_format(want, desc, rule->logs[i]);
		paths |= rule->logs[i]->paths;
	}
	if (rule->when != SCT_AFTER)
		return;
	for (i = 0; i < desc->nr_params; i++) {
		if ((paths & BIT(i)) &&
		    (desc->params[i].is & (SCT_PARAM_PATH | SCT_PARAM_FD)))
			want->paths |= BIT(i);
	}
}
