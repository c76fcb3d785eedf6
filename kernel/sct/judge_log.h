/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A rule matches that logs and does no more: what sct_judge_rest() comes to then
 */

#ifndef _SCT_JUDGE_LOG_H
#define _SCT_JUDGE_LOG_H

#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/timex.h>

#include "log.h"
#include "record.h"
#include "stats.h"
#include "table.h"
#include "trace.h"

/**
 * sct_judge_log - log a call
 * @link: a rule that matches it; it only logs
 * @call: the call
 *
 * Context: The caller's task; may sleep.
 */
static __always_inline void sct_judge_log(const struct sct_link *link, struct sct_call *call)
{
	const struct sct_rule *rule = link->rule;
	u64 begin = get_cycles();

	sct_count(rule->stats, SCT_STAT_MATCHED, 1);
	/* What is shown was fetched ahead, and could be read. */
	if (likely(link->text.bit && call->fetched == link->text.bit &&
		   !IS_ERR(call->names[link->text.param]) && !atomic_read(&sct_log_whole)))
		sct_record_text(call, rule->logs[0], link->text.param);
	else
		sct_record_write(call, rule->logs[0]);
	sct_count(rule->stats, SCT_STAT_LOGGED, 1);
	sct_trace_match(call, rule);
	sct_count(rule->stats, SCT_STAT_CYCLES, get_cycles() - begin);
}

#endif /* _SCT_JUDGE_LOG_H */
