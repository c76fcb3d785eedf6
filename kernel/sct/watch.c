// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which calls come to the hooks: a byte for each, and a static key for all
 *
 * Further hooks stand where a call reads the caller's memory, looks for a file or comes
 * to an object (sct_seen.h). For each kind of thing there is a key, so that a call that
 * no rule names isn't asked about what no rule looks at.
 */

#include <linux/bitops.h>
#include <linux/jump_label.h>
#include <linux/mutex.h>
#include <linux/sct.h>
#include <linux/sct_uring.h>
#include <linux/workqueue.h>

#include "table.h"
#include "uring_ops.h"
#include "watch.h"

DEFINE_STATIC_KEY_FALSE(sct_active);
DEFINE_STATIC_KEY_FALSE(sct_sees_texts);
DEFINE_STATIC_KEY_FALSE(sct_sees_bytes);
DEFINE_STATIC_KEY_FALSE(sct_sees_files);
DEFINE_STATIC_KEY_FALSE(sct_sees_objects);
u8 sct_watched[SCT_WATCH_SIZE] __read_mostly;	/* written under sct_table_lock */

/* The last place is that of -1. */
static_assert(SCT_NR_MAX < SCT_WATCH_SIZE);
static_assert(BIT(SCT_ABI_NATIVE) == SCT_WATCH_NATIVE);
static_assert(BIT(SCT_ABI_COMPAT) == SCT_WATCH_COMPAT);

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

	bitmap_zero(bits, SCT_WATCH_SIZE);
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

#ifdef CONFIG_IO_URING

unsigned long sct_uring_watched[BITS_TO_LONGS(SCT_URING_BITS)] __read_mostly;

/* The opcodes of io_uring that stand for a call of a table. */
static void sct_collect_uring(const struct sct_table *table, unsigned long *bits)
{
	const struct sct_syscall *desc;
	unsigned int row = 0;
	u8 op;

	bitmap_zero(bits, SCT_URING_BITS);
	while (table && (desc = sct_uring_next(&row, &op))) {
		if (table->chains[SCT_ABI_NATIVE][desc->nr])
			__set_bit(op, bits);
	}
}

static void sct_watch_uring(const struct sct_table *table, bool only)
{
	DECLARE_BITMAP(bits, SCT_URING_BITS);
	unsigned int op;

	sct_collect_uring(table, bits);
	for (op = 0; op < SCT_URING_BITS; op++) {
		if (test_bit(op, bits))
			set_bit(op, sct_uring_watched);
		else if (only)
			clear_bit(op, sct_uring_watched);
	}
}

#else /* CONFIG_IO_URING */

static void sct_watch_uring(const struct sct_table *table, bool only)
{
}

#endif /* CONFIG_IO_URING */

/**
 * sct_watch_more - watch the calls of a table besides those that are watched
 * @table: the table
 *
 * Context: sct_table_lock held.
 */
void sct_watch_more(const struct sct_table *table)
{
	DECLARE_BITMAP(bits, SCT_WATCH_SIZE);
	unsigned int abi, nr;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		sct_collect(table, abi, bits);
		for_each_set_bit(nr, bits, SCT_WATCH_SIZE)
			WRITE_ONCE(sct_watched[nr], sct_watched[nr] | BIT(abi));
	}
	sct_watch_uring(table, false);
}

/**
 * sct_watch_only - watch the calls of a table and no others
 * @table: the table, or NULL to watch none
 *
 * Context: sct_table_lock held.
 */
void sct_watch_only(const struct sct_table *table)
{
	DECLARE_BITMAP(bits, SCT_WATCH_SIZE);
	unsigned int abi, nr;
	u8 watched;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		sct_collect(table, abi, bits);
		for (nr = 0; nr < SCT_WATCH_SIZE; nr++) {
			watched = sct_watched[nr] & ~BIT(abi);
			if (test_bit(nr, bits))
				watched |= BIT(abi);
			WRITE_ONCE(sct_watched[nr], watched);
		}
	}
	sct_watch_uring(table, true);
}

/*
 * The key patches code, which takes the CPU hotplug lock. That must not be taken
 * under sct_table_lock: the release of the file rules takes this one under a mutex
 * of kernfs, which CPU hotplug may take in turn. So whoever brings rules arms the
 * hooks before, from a place where it may; and they are settled by a work.
 */
static DEFINE_MUTEX(sct_key_lock);
static atomic_t sct_armed;	/* grows under sct_key_lock, shrinks without */

static struct static_key_false *const sct_sees_keys[] = {
	[SCT_SEES_TEXTS] = &sct_sees_texts,
	[SCT_SEES_BYTES] = &sct_sees_bytes,
	[SCT_SEES_FILES] = &sct_sees_files,
	[SCT_SEES_OBJECTS] = &sct_sees_objects,
};

static_assert(ARRAY_SIZE(sct_sees_keys) == SCT_NR_SEES);

/* After a change of tables code is patched once, and not while they change often. */
#define SCT_SETTLE_SEES		(60 * HZ)

static void sct_arm_sees(u8 sees)
{
	unsigned int i;

	for (i = 0; i < SCT_NR_SEES; i++) {
		if (sees & BIT(i))
			static_branch_enable(sct_sees_keys[i]);
	}
}

static void sct_disarm_sees(u8 sees)
{
	unsigned int i;

	for (i = 0; i < SCT_NR_SEES; i++) {
		if (sees & BIT(i))
			static_branch_disable(sct_sees_keys[i]);
	}
}

/* What no table looks at any more, neither that in force nor one that a call holds. */
static void sct_settle_sees(struct work_struct *work)
{
	mutex_lock(&sct_key_lock);
	if (!atomic_read(&sct_armed))
		sct_disarm_sees(~sct_tables_see());
	mutex_unlock(&sct_key_lock);
}

static DECLARE_DELAYED_WORK(sct_settle_sees_work, sct_settle_sees);

static void sct_settle(struct work_struct *work)
{
	mutex_lock(&sct_key_lock);
	if (!atomic_read(&sct_armed)) {
		if (sct_tables_busy()) {
			schedule_delayed_work(&sct_settle_sees_work, SCT_SETTLE_SEES);
		} else {
			static_branch_disable(&sct_active);
			sct_disarm_sees(U8_MAX);
		}
	}
	mutex_unlock(&sct_key_lock);
}

static DECLARE_WORK(sct_settle_work, sct_settle);

/**
 * sct_hooks_arm - rules are about to come: make calls look at their byte
 * @sees: what the rules may look at, BIT(enum sct_sees) of each
 *
 * Context: Process context. sct_table_lock not held, nor any lock that CPU
 * hotplug takes.
 */
void sct_hooks_arm(u8 sees)
{
	mutex_lock(&sct_key_lock);
	atomic_inc(&sct_armed);
	static_branch_enable(&sct_active);
	sct_arm_sees(sees);
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
