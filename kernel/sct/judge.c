// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rules of a call are tried in order; the first that matches acts
 */

#include <linux/err.h>
#include <linux/timex.h>

#include "ask_run.h"
#include "judge.h"
#include "log.h"
#include "plan.h"
#include "record.h"
#include "trace.h"

static void sct_decide(const struct sct_link *link, struct sct_verdict *verdict)
{
	const struct sct_rule *rule = link->rule;

	if (!rule->decision)
		return;
	verdict->decision = rule->decision;
	verdict->by = link;
	verdict->param = link->param;
	verdict->value = rule->value;
	verdict->path = rule->path;
}

static void sct_count_decision(const struct sct_rule *rule)
{
	static const u8 stats[] = {
		[SCT_FAIL] = SCT_STAT_FAILED,
		[SCT_RETURN] = SCT_STAT_FAILED,
		[SCT_KILL] = SCT_STAT_KILLED,
		[SCT_SUSPEND] = SCT_STAT_SUSPENDED,
		[SCT_REWRITE] = SCT_STAT_REWRITTEN,
	};

	if (rule->decision)
		sct_count(rule->stats, stats[rule->decision], 1);
}

/* A mark is odd: no sum of them is 0. */
static void sct_note_match(struct sct_verdict *verdict, const struct sct_link *link)
{
	verdict->acted = (verdict->acted << 1) + link->mark;
}

static __always_inline void sct_log_match(const struct sct_rule *rule,
					  struct sct_call *call)
{
	unsigned int i;

	for (i = 0; i < rule->nr_logs; i++) {
		if (likely(sct_limit_allows(&rule->logs[i]->limit))) {
			sct_record_write(call, rule->logs[i]);
			sct_count(rule->stats, SCT_STAT_LOGGED, 1);
		} else {
			sct_count(rule->stats, SCT_STAT_LIMITED, 1);
		}
	}
}

/* A rule matches: what it does, and what that costs. */
static __always_inline void sct_match(const struct sct_link *link, struct sct_call *call,
				      struct sct_verdict *verdict)
{
	const struct sct_rule *rule = link->rule;
	u64 begin = get_cycles();

	sct_count(rule->stats, SCT_STAT_MATCHED, 1);
	sct_log_match(rule, call);
	if (!rule->proceed) {
		sct_decide(link, verdict);
		sct_count_decision(rule);
	}
	sct_trace_match(call, rule);
	sct_count(rule->stats, SCT_STAT_CYCLES, get_cycles() - begin);
}

/**
 * sct_judge_link - try one rule
 * @link: the rule
 * @call: the call
 * @verdict: what becomes of it, where the rule matches
 * @quiet: it was logged before, and is judged again
 *
 * Context: The caller's task; may sleep.
 * Return: true where no later rule is to be tried.
 */
bool sct_judge_link(const struct sct_link *link, struct sct_call *call,
		    struct sct_verdict *verdict, bool quiet)
{
	if (link->filter && !sct_filter_run(link->filter, call))
		return false;
	sct_note_match(verdict, link);
	if (!quiet)
		sct_match(link, call, verdict);
	else if (!link->rule->proceed)
		sct_decide(link, verdict);
	return !link->rule->proceed;
}

static noinline const struct sct_link *sct_next(const struct sct_chain *chain,
						enum sct_when when,
						const struct sct_link *link,
						struct sct_call *call)
{
	const struct sct_link *links = sct_chain_links(chain, when);

	if (chain->plan[when])
		return sct_plan_next(chain->plan[when], links, chain->nr[when], call);
	return sct_find(link + 1, links + chain->nr[when], call);
}

/**
 * sct_judge_first - the first rule that matches a call
 * @chain: its rules
 * @when: those that are asked, as the call has run or not
 * @call: the call
 *
 * Context: The caller's task; may sleep.
 * Return: the rule's link, for sct_judge_rest() or sct_judge_after(); NULL where none
 * does.
 */
const struct sct_link *sct_judge_first(const struct sct_chain *chain, enum sct_when when,
				       struct sct_call *call)
{
	return sct_first(chain, when, call);
}

/* What @link and those behind it do, up to the first that doesn't go on. */
static __always_inline void sct_act_all(const struct sct_chain *chain, enum sct_when when,
					const struct sct_link *link, struct sct_call *call,
					struct sct_verdict *verdict, bool quiet)
{
	for (; link; link = sct_next(chain, when, link, call)) {
		sct_note_match(verdict, link);
		if (!quiet)
			sct_match(link, call, verdict);
		else if (!link->rule->proceed)
			sct_decide(link, verdict);
		if (!link->rule->proceed)
			break;
	}
}

/**
 * sct_starve - something that a rule asked for could not be had
 * @decides: one of the call's rules may refuse it
 * @logs: one of them may log it before it runs
 * @call: the call
 * @verdict: what the rules said, and what becomes of the call
 * @quiet: it was logged before, and is judged again
 *
 * A rule that decides might have matched: the call is refused, whatever the rules behind
 * it say. An event might have been logged, or something done: that is told, unless the
 * call is refused and no rule logs, or is made anew and judged then.
 *
 * Context: Task context.
 */
void sct_starve(bool decides, bool logs, const struct sct_call *call,
		struct sct_verdict *verdict, bool quiet)
{
	bool refuse = decides && call->when == SCT_BEFORE;

	if (!quiet && !(refuse && (!logs || call->starved == -ERESTARTNOINTR)))
		sct_judge_skip();
	if (!refuse || verdict->decision == SCT_KILL ||
	    (verdict->decision == SCT_FAIL && verdict->value < 0))
		return;
	verdict->decision = SCT_FAIL;
	verdict->value = call->starved;
}

/**
 * sct_judge_rest - do what the rules say of a call that has not run
 * @chain: its rules
 * @link: the first that matches, or NULL
 * @call: the call
 * @verdict: what becomes of it
 * @quiet: it was logged before, and is judged again
 *
 * Context: The caller's task; may sleep.
 */
void sct_judge_rest(const struct sct_chain *chain, const struct sct_link *link,
		    struct sct_call *call, struct sct_verdict *verdict, bool quiet)
{
	*verdict = (struct sct_verdict){};
	sct_act_all(chain, SCT_BEFORE, link, call, verdict, quiet);
	if (unlikely(call->starved))
		sct_starve(chain->decides, chain->logs, call, verdict, quiet);
}

/* Whether a rule looks at PATH of one of the parameters, or logs it. */
static bool sct_rests_on(const struct sct_link *link, u8 params)
{
	u8 paths = link->filter ? link->filter->paths : 0;
	unsigned int i;

	for (i = 0; i < link->rule->nr_logs; i++)
		paths |= link->rule->logs[i]->paths;
	return paths & params;
}

/**
 * sct_judge_object - judge a call again that has come to another object
 * @chain: its rules
 * @call: the call, with that object as PATH
 * @params: the parameters that name it, a bit each
 * @verdict: what becomes of the call
 *
 * What a rule does that doesn't look at the object is done already. What others do is
 * done for this object, their log lines too.
 *
 * Context: The caller's task; may sleep. Locks of the object's directory may be held.
 */
void sct_judge_object(const struct sct_chain *chain, struct sct_call *call, u8 params,
		      struct sct_verdict *verdict)
{
	const struct sct_link *link = chain->links;
	u32 nr = chain->nr[SCT_BEFORE];

	*verdict = (struct sct_verdict){};
	for (; nr; nr--, link++) {
		if (link->filter && !sct_filter_run(link->filter, call))
			continue;
		sct_note_match(verdict, link);
		if (link->rule->decision || sct_rests_on(link, params))
			sct_match(link, call, verdict);
		if (!link->rule->proceed)
			break;
	}
	if (unlikely(call->starved))
		sct_starve(chain->decides, chain->logs, call, verdict, false);
}

/**
 * sct_judge_after - do what the rules say of the result of a call
 * @chain: its rules
 * @link: the first that matches, or NULL
 * @call: the call, with its result
 * @verdict: what becomes of the result
 *
 * Context: The caller's task; may sleep.
 */
void sct_judge_after(const struct sct_chain *chain, const struct sct_link *link,
		     struct sct_call *call, struct sct_verdict *verdict)
{
	*verdict = (struct sct_verdict){};
	sct_act_all(chain, SCT_AFTER, link, call, verdict, false);
	if (unlikely(call->starved))
		sct_starve(chain->decides, chain->logs, call, verdict, false);
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
