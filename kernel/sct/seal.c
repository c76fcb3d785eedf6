// SPDX-License-Identifier: GPL-2.0-only
/*
 * The seal: from then on nothing changes until the machine restarts
 *
 * Rules, whether they are in force, a trial, the log and the seal itself: whoever
 * asks to change one gets EPERM, root included.
 */

#define pr_fmt(fmt) "sct: " fmt

#include <linux/compiler.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/user_namespace.h>

#include "errlog.h"
#include "seal.h"
#include "table.h"
#include "trial.h"

static bool sct_is_sealed;	/* set once, under sct_table_lock */

/**
 * sct_sealed - whether the seal is set
 *
 * Return: true where it is; then for ever.
 */
bool sct_sealed(void)
{
	return READ_ONCE(sct_is_sealed);
}

/**
 * sct_seal - set the seal
 *
 * Context: Process context; takes sct_table_lock.
 * Return: 0; -EBUSY while a table is on trial: it would be taken back, or stay,
 * against the seal.
 */
int sct_seal(void)
{
	int ret = 0;

	mutex_lock(&sct_table_lock);
	if (sct_trial_runs())
		ret = -EBUSY;
	else
		WRITE_ONCE(sct_is_sealed, true);
	mutex_unlock(&sct_table_lock);
	return ret;
}

/**
 * sct_may_change - see whether the seal lets somebody change something
 * @what: what, for the message that the first who may not leaves
 *
 * Context: Process context, may sleep. What is published must be asked for under
 * sct_table_lock.
 * Return: 0; -EPERM.
 */
int sct_may_change(const char *what)
{
	static atomic_t told = ATOMIC_INIT(0);

	if (!sct_sealed())
		return 0;
	if (!atomic_xchg(&told, 1)) {
		pr_notice("sealed: %s[%d] may not change %s\n", current->comm,
			  task_tgid_nr(current), what);
		sct_errlog_note("sealed: nothing can be changed until the machine restarts");
	}
	return -EPERM;
}

/**
 * sct_may_look - see whether who opens or reads a file of SCT's may
 *
 * The files are root's. Root of a container has root's number where that is not mapped,
 * and a file's mode asks for no more.
 *
 * Context: Process context.
 * Return: 0; -EPERM.
 */
int sct_may_look(void)
{
	return current_user_ns() == &init_user_ns ? 0 : -EPERM;
}
