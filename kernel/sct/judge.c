// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of a call are tried in order; the first that matches acts
 */

#include <linux/err.h>

#include "judge.h"
#include "log.h"
#include "record.h"

/* The rule that acts last, which is the one that may decide; or NULL. */
static const struct sct_rule *sct_try(const struct sct_link *link, u32 nr,
				      struct sct_call *call)
{
	for (; nr; nr--, link++) {
		const struct sct_rule *rule = link->rule;
		unsigned int i;

		if (link->filter && !sct_filter_run(link->filter, call))
			continue;
		for (i = 0; i < rule->nr_logs; i++)
			sct_record_write(call, rule->logs[i]);
		if (!rule->proceed)
			return rule;
	}
	return NULL;
}

/* A string could not be had for want of memory, not by the caller's doing. */
static bool sct_starved(const struct sct_call *call)
{
	unsigned int i;

	for (i = 0; call->fetched >> i; i++) {
		if ((call->fetched & BIT(i)) && call->names[i] == ERR_PTR(-ENOMEM))
			return true;
	}
	return false;
}

/**
 * sct_judge_before - judge a call that has not run
 * @chain: its rules
 * @call: the call
 * @verdict: what becomes of it
 *
 * Context: The caller's task; may sleep.
 */
void sct_judge_before(const struct sct_chain *chain, struct sct_call *call,
		      struct sct_verdict *verdict)
{
	const struct sct_rule *rule = sct_try(chain->links, chain->nr[SCT_BEFORE], call);

	*verdict = (struct sct_verdict){};
	if (rule && rule->decision == SCT_FAIL) {
		verdict->refused = true;
		verdict->result = rule->value;
	} else if (chain->decides && unlikely(sct_starved(call))) {
		/* A rule that should have refused the call could not see it. */
		verdict->refused = true;
		verdict->result = -ENOMEM;
	}
}

/**
 * sct_judge_after - judge the result of a call
 * @chain: its rules
 * @call: the call, with its result
 *
 * Context: The caller's task; may sleep.
 */
void sct_judge_after(const struct sct_chain *chain, struct sct_call *call)
{
	sct_try(chain->links + chain->nr[SCT_BEFORE], chain->nr[SCT_AFTER], call);
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
