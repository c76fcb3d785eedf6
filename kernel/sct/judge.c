// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of a call are tried in order; the first that matches acts
 */

#include <linux/err.h>
#include <linux/timex.h>

#include "judge.h"
#include "log.h"
#include "record.h"

static void sct_decide(const struct sct_link *link, struct sct_verdict *verdict)
{
	static const u8 stats[] = {
		[SCT_FAIL] = SCT_STAT_FAILED,
		[SCT_RETURN] = SCT_STAT_FAILED,
		[SCT_KILL] = SCT_STAT_KILLED,
		[SCT_SUSPEND] = SCT_STAT_SUSPENDED,
		[SCT_REWRITE] = SCT_STAT_REWRITTEN,
	};
	const struct sct_rule *rule = link->rule;

	verdict->decision = rule->decision;
	verdict->param = link->param;
	verdict->value = rule->value;
	verdict->path = rule->path;
	if (rule->decision)
		sct_count(rule->stats, stats[rule->decision], 1);
}

static void sct_log_match(const struct sct_rule *rule, struct sct_call *call)
{
	unsigned int i;

	for (i = 0; i < rule->nr_logs; i++) {
		if (sct_limit_allows(&rule->logs[i]->limit)) {
			sct_record_write(call, rule->logs[i]);
			sct_count(rule->stats, SCT_STAT_LOGGED, 1);
		} else {
			sct_count(rule->stats, SCT_STAT_LIMITED, 1);
		}
	}
}

/* A rule matches: what it does, and what that costs. */
static void sct_match(const struct sct_link *link, struct sct_call *call,
		      struct sct_verdict *verdict)
{
	const struct sct_rule *rule = link->rule;
	u64 begin = get_cycles();

	sct_count(rule->stats, SCT_STAT_MATCHED, 1);
	sct_log_match(rule, call);
	if (!rule->proceed)
		sct_decide(link, verdict);
	sct_count(rule->stats, SCT_STAT_CYCLES, get_cycles() - begin);
}

static void sct_try(const struct sct_link *link, u32 nr, struct sct_call *call,
		    struct sct_verdict *verdict, bool quiet)
{
	for (; nr; nr--, link++) {
		if (link->filter && !sct_filter_run(link->filter, call))
			continue;
		verdict->acted = true;
		if (!quiet)
			sct_match(link, call, verdict);
		else if (!link->rule->proceed)
			sct_decide(link, verdict);
		if (!link->rule->proceed)
			break;
	}
}

/**
 * sct_judge_before - judge a call that has not run
 * @chain: its rules
 * @call: the call
 * @verdict: what becomes of it
 * @quiet: it was logged before, and is judged again
 *
 * Context: The caller's task; may sleep.
 */
void sct_judge_before(const struct sct_chain *chain, struct sct_call *call,
		      struct sct_verdict *verdict, bool quiet)
{
	*verdict = (struct sct_verdict){};
	sct_try(chain->links, chain->nr[SCT_BEFORE], call, verdict, quiet);
	if (unlikely(call->starved) && chain->decides && !verdict->decision) {
		/* A rule that should have refused the call could not see it. */
		verdict->decision = SCT_FAIL;
		verdict->value = call->starved;
	}
}

/**
 * sct_judge_after - judge the result of a call
 * @chain: its rules
 * @call: the call, with its result
 * @verdict: what becomes of the result
 *
 * Context: The caller's task; may sleep.
 */
void sct_judge_after(const struct sct_chain *chain, struct sct_call *call,
		     struct sct_verdict *verdict)
{
	*verdict = (struct sct_verdict){};
	sct_try(chain->links + chain->nr[SCT_BEFORE], chain->nr[SCT_AFTER], call, verdict,
		false);
}

/**
 * sct_judge_skip - a call could not be judged: an event may be lost
 *
 * Context: Task context.
 */
void sct_judge_skip(void)
{
	if (sct_log_prepare())
		return;
	sct_ring_lose(&sct_log);
	sct_log_wake();
}
