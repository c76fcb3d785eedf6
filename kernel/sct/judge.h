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
 * @refused: it doesn't run
 * @result: what it returns then
 */
struct sct_verdict {
	bool refused;
	s64 result;
};

void sct_judge_before(const struct sct_chain *chain, struct sct_call *call,
		      struct sct_verdict *verdict);
void sct_judge_after(const struct sct_chain *chain, struct sct_call *call);
void sct_judge_skip(void);

#endif /* _SCT_JUDGE_H */
