/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The trace event sct:sct_match
 */

#ifndef _SCT_TRACE_H
#define _SCT_TRACE_H

#include <linux/tracepoint-defs.h>

#include "log.h"
#include "rule.h"

DECLARE_TRACEPOINT(sct_match);

void __sct_trace_match(struct sct_call *call, const struct sct_rule *rule);

/**
 * sct_trace_match - a rule matches a call: tell those who trace it
 * @call: the call
 * @rule: the rule
 *
 * Context: The caller's task; may sleep to fetch what parameters point to.
 */
static inline void sct_trace_match(struct sct_call *call, const struct sct_rule *rule)
{
	if (tracepoint_enabled(sct_match))
		__sct_trace_match(call, rule);
}

/**
 * sct_log_is_whole - whether all parameters are shown, whatever the formats show
 *
 * Context: Any.
 * Return: true while somebody has log_json open or traces sct_match.
 */
static inline bool sct_log_is_whole(void)
{
	return tracepoint_enabled(sct_match) || atomic_read(&sct_log_whole);
}

#endif /* _SCT_TRACE_H */
