// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a load asks of the rest of SCT, where no call is watched, the seal is open,
 * and nobody waits for another table: for check_rules, and for the fuzzer
 */

#include "../call.h"
#include "../seal.h"
#include "../sysfs.h"
#include "../trial.h"
#include "../watch.h"

/* No call comes in by registers. */
unsigned int sct_call_register(enum sct_abi abi, unsigned int param)
{
	return 0;
}

void sct_watch_more(const struct sct_table *table)
{
}

void sct_watch_only(const struct sct_table *table)
{
}

void sct_hooks_settle(void)
{
}

void sct_generation_changed(void)
{
}

int sct_may_change(const char *what)
{
	return 0;
}

int sct_trial_begin(void)
{
	return 0;
}
