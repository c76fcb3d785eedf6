// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of a call are tried in order; the first that matches acts
 */

#include <linux/err.h>

#include "judge.h"
#include "log.h"
#include "record.h"

static void sct_decide(const struct sct_link *link, struct sct_verdict *verdict)
{
	const struct sct_rule *rule = link->rule;

	verdict->decision = rule->decision;
	verdict->param = link->param;
	verdict->value = rule->value;
	verdict->path = rule->path;
}

static void sct_try(const struct sct_link *link, u32 nr, struct sct_call *call,
		    struct sct_verdict *verdict, bool quiet)
{
	for (; nr; nr--, link++) {
		const struct sct_rule *rule = link->rule;
		unsigned int i;

		if (link->filter && !sct_filter_run(link->filter, call))
			continue;
		verdict->acted = true;
		for (i = 0; !quiet && i < rule->nr_logs; i++) {
			if (sct_limit_allows(&rule->logs[i]->limit))
				sct_record_write(call, rule->logs[i]);
		}
		if (!rule->proceed) {
			sct_decide(link, verdict);
			break;
		}
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
