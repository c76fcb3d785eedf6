// SPDX-License-Identifier: GPL-2.0-only
/*
 * A table on trial: it is taken back, unless somebody confirms it
 *
 * For whoever loads rules that may lock him out himself. The table before it is
 * made ready to return before the new one is in force: then nothing can fail.
 */

#define pr_fmt(fmt) "sct: " fmt

#include <linux/jiffies.h>
#include <linux/math.h>
#include <linux/printk.h>
#include <linux/workqueue.h>

#include "errlog.h"
#include "seal.h"
#include "table.h"
#include "trial.h"
#include "watch.h"

/* All under sct_table_lock. */
static unsigned int sct_trial_seconds;		/* of the table that is loaded next; or 0 */
static struct sct_table *sct_trial_back;	/* what returns; NULL where no trial runs */
static unsigned long sct_trial_end;		/* in jiffies */

static void sct_trial_expire(struct work_struct *work)
{
	bool taken = false;

	/* Not under the lock, see watch.c. */
	sct_hooks_arm(U8_MAX);
	mutex_lock(&sct_table_lock);
	if (sct_trial_back && time_after_eq(jiffies, sct_trial_end)) {
		sct_table_publish(sct_trial_back);
		sct_trial_back = NULL;
		taken = true;
	}
	mutex_unlock(&sct_table_lock);
	sct_hooks_disarm();

	if (!taken)
		return;
	pr_notice("the table on trial was not confirmed: the one before it is in force again\n");
	sct_errlog_note("trial over: the table was not confirmed, the one before it is in force");
}

static DECLARE_DELAYED_WORK(sct_trial_work, sct_trial_expire);

static void sct_trial_wait(unsigned int seconds)
{
	sct_trial_end = jiffies + seconds * HZ;
	mod_delayed_work(system_unbound_wq, &sct_trial_work, seconds * HZ);
}

/**
 * sct_trial_runs - whether a table is on trial
 *
 * Context: sct_table_lock held.
 * Return: true where one is.
 */
bool sct_trial_runs(void)
{
	lockdep_assert_held(&sct_table_lock);
	return sct_trial_back;
}

/**
 * sct_trial_begin - a table is about to be published: put it on trial, if asked for
 *
 * Context: Process context, may sleep; sct_table_lock held.
 * Return: 0; -ENOMEM, and the table must not be published.
 */
int sct_trial_begin(void)
{
	struct sct_table *old, *back;

	lockdep_assert_held(&sct_table_lock);
	if (!sct_trial_seconds)
		return 0;
	old = sct_table_get();
	back = sct_table_new(old);
	if (old)
		sct_table_put(old);
	if (!back)
		return -ENOMEM;
	if (sct_table_finish(back)) {
		sct_table_discard(back);
		return -ENOMEM;
	}
	sct_trial_back = back;
	sct_trial_wait(sct_trial_seconds);
	sct_trial_seconds = 0;
	return 0;
}

/**
 * sct_trial_set - how long the next table is on trial, or the present one still
 * @seconds: the time; 0 for no trial, or to end the one that runs now
 *
 * Context: Process context; takes sct_table_lock.
 * Return: 0; -EPERM where the seal is set; -EINVAL for more than SCT_MAX_TRIAL.
 */
int sct_trial_set(unsigned int seconds)
{
	int ret;

	if (seconds > SCT_MAX_TRIAL)
		return -EINVAL;
	mutex_lock(&sct_table_lock);
	ret = sct_may_change("trial");
	if (!ret && sct_trial_back)
		sct_trial_wait(seconds);
	else if (!ret)
		sct_trial_seconds = seconds;
	mutex_unlock(&sct_table_lock);
	return ret;
}

/**
 * sct_trial_confirm - keep the table that is on trial
 *
 * Context: Process context; takes sct_table_lock. Nothing happens where none is.
 */
void sct_trial_confirm(void)
{
	struct sct_table *back;

	mutex_lock(&sct_table_lock);
	back = sct_trial_back;
	sct_trial_back = NULL;
	sct_trial_seconds = 0;
	mutex_unlock(&sct_table_lock);
	cancel_delayed_work(&sct_trial_work);
	if (back)
		sct_table_discard(back);
}

/**
 * sct_trial_left - how long the trial still lasts
 *
 * Context: Process context; takes sct_table_lock.
 * Return: seconds, at least 1 while it runs; 0 where none does.
 */
unsigned int sct_trial_left(void)
{
	unsigned int left = 0;

	mutex_lock(&sct_table_lock);
	if (sct_trial_back && time_before(jiffies, sct_trial_end))
		left = DIV_ROUND_UP(sct_trial_end - jiffies, HZ);
	else if (sct_trial_back)
		left = 1;
	mutex_unlock(&sct_table_lock);
	return left;
}
