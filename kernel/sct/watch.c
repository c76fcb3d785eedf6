// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which calls come to the hooks: a bit for each, and a static key for all
 */

#include <linux/bitops.h>
#include <linux/jump_label.h>
#include <linux/mutex.h>
#include <linux/sct.h>
#include <linux/workqueue.h>

#include "table.h"
#include "watch.h"

DEFINE_STATIC_KEY_FALSE(sct_active);
unsigned long sct_watched[SCT_NR_ABIS][BITS_TO_LONGS(SCT_WATCH_BITS)] __read_mostly;

static_assert(SCT_NR_MAX <= SCT_WATCH_BITS);

/* How a call goes on that was interrupted: see task.c. */
static void sct_collect_restarts(enum sct_abi abi, unsigned long *bits)
{
	if (abi == SCT_ABI_COMPAT) {
		__set_bit(SCT_COMPAT_RESTART, bits);
		__set_bit(SCT_COMPAT_SIGRETURN, bits);
		__set_bit(SCT_COMPAT_RT_SIGRETURN, bits);
	} else {
		__set_bit(__NR_restart_syscall, bits);
		__set_bit(__NR_rt_sigreturn, bits);
	}
}

/* The calls of a table. With a call comes the one that carries it. */
static void sct_collect(const struct sct_table *table, enum sct_abi abi, unsigned long *bits)
{
	unsigned int nr;

	bitmap_zero(bits, SCT_WATCH_BITS);
	for (nr = 0; table && nr < SCT_NR_MAX; nr++) {
		const struct sct_syscall *desc;

		if (!table->chains[abi][nr])
			continue;
		desc = sct_syscall_by_nr(abi, nr);
		sct_collect_restarts(abi, bits);
		/* One that is only carried has a place, and no number. */
		if (desc && !desc->sub)
			__set_bit(nr, bits);
		if (desc && desc->mux)
			__set_bit(desc->mux, bits);
	}
}

/**
 * sct_watch_more - watch the calls of a table besides those that are watched
 * @table: the table
 *
 * Context: sct_table_lock held.
 */
void sct_watch_more(const struct sct_table *table)
{
	DECLARE_BITMAP(bits, SCT_WATCH_BITS);
	unsigned int abi, nr;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		sct_collect(table, abi, bits);
		for_each_set_bit(nr, bits, SCT_WATCH_BITS)
			set_bit(nr, sct_watched[abi]);
	}
}

/**
 * sct_watch_only - watch the calls of a table and no others
 * @table: the table, or NULL to watch none
 *
 * Context: sct_table_lock held.
 */
void sct_watch_only(const struct sct_table *table)
{
	DECLARE_BITMAP(bits, SCT_WATCH_BITS);
	unsigned int abi, nr;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		sct_collect(table, abi, bits);
		for (nr = 0; nr < SCT_WATCH_BITS; nr++)
			assign_bit(nr, sct_watched[abi], test_bit(nr, bits));
	}
}

/*
 * The key patches code, which takes the CPU hotplug lock. That must not be taken
 * under sct_table_lock: the release of the file rules takes this one under a mutex
 * of kernfs, which CPU hotplug may take in turn. So whoever brings rules arms the
 * hooks before, from a place where it may; and they are settled by a work.
 */
static DEFINE_MUTEX(sct_key_lock);
static atomic_t sct_armed;	/* grows under sct_key_lock, shrinks without */

static void sct_settle(struct work_struct *work)
{
	mutex_lock(&sct_key_lock);
	if (!atomic_read(&sct_armed) && !sct_tables_busy())
		static_branch_disable(&sct_active);
	mutex_unlock(&sct_key_lock);
}

static DECLARE_WORK(sct_settle_work, sct_settle);

/**
 * sct_hooks_arm - rules are about to come: make calls look at the bitmap
 *
 * Context: Process context. sct_table_lock not held, nor any lock that CPU
 * hotplug takes.
 */
void sct_hooks_arm(void)
{
	mutex_lock(&sct_key_lock);
	atomic_inc(&sct_armed);
	static_branch_enable(&sct_active);
	mutex_unlock(&sct_key_lock);
}

/**
 * sct_hooks_disarm - the rules that came are in force, or will not be
 *
 * Context: Any.
 */
void sct_hooks_disarm(void)
{
	atomic_dec(&sct_armed);
	sct_hooks_settle();
}

/**
 * sct_hooks_settle - rules may have gone: take the hooks out, where none is left
 *
 * Context: Any.
 */
void sct_hooks_settle(void)
{
	schedule_work(&sct_settle_work);
}
