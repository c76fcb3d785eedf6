/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules of a call are tried in order
 */

#ifndef _SCT_JUDGE_H
#define _SCT_JUDGE_H

#include "call.h"
#include "table.h"

/**
 * struct sct_verdict - what becomes of a call
 * @decision: enum sct_decision
 * @by: the rule that decides; NULL where none does
 * @acted: which rules matched, whether or not they decide: 0 for none, and each choice
 *	has a number that hardly any other has
 * @param: place of the parameter that SCT_REWRITE changes
 * @value: the result, the signal or the parameter's value
 * @path: the parameter's value where it is a path; or NULL
 */
struct sct_verdict {
	u8 decision;
	u8 param;
	u32 acted;
	const struct sct_link *by;
	s64 value;
	const char *path;
};

const struct sct_link *sct_judge_first(const struct sct_chain *chain, enum sct_when when,
				       struct sct_call *call);
void sct_judge_rest(const struct sct_chain *chain, const struct sct_link *link,
		    struct sct_call *call, struct sct_verdict *verdict, bool quiet);
void sct_judge_object(const struct sct_chain *chain, struct sct_call *call, u8 params,
		      struct sct_verdict *verdict);
void sct_judge_after(const struct sct_chain *chain, const struct sct_link *link,
		     struct sct_call *call, struct sct_verdict *verdict);
bool sct_judge_link(const struct sct_link *link, struct sct_call *call,
		    struct sct_verdict *verdict, bool quiet);
void sct_starve(bool decides, bool logs, const struct sct_call *call,
		struct sct_verdict *verdict, bool quiet);
void sct_judge_skip(void);

/**
 * sct_judge_before - judge a call that has not run
 * @chain: its rules
 * @call: the call
 * @verdict: what becomes of it
 * @quiet: it was logged before, and is judged again
 *
 * Context: The caller's task; may sleep.
 */
static inline void sct_judge_before(const struct sct_chain *chain, struct sct_call *call,
				    struct sct_verdict *verdict, bool quiet)
{
	sct_judge_rest(chain, sct_judge_first(chain, SCT_BEFORE, call), call, verdict, quiet);
}

#endif /* _SCT_JUDGE_H */
