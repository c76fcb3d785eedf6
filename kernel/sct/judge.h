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
 * @acted: a rule matched, whether or not it decides
 * @param: place of the parameter that SCT_REWRITE changes
 * @value: the result, the signal or the parameter's value
 * @path: the parameter's value where it is a path; or NULL
 */
struct sct_verdict {
	u8 decision;
	bool acted;
	u8 param;
	s64 value;
	const char *path;
};

void sct_judge_before(const struct sct_chain *chain, struct sct_call *call,
		      struct sct_verdict *verdict, bool quiet);
void sct_judge_after(const struct sct_chain *chain, struct sct_call *call,
		     struct sct_verdict *verdict);
void sct_judge_skip(void);

#endif /* _SCT_JUDGE_H */
