// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hooks: where a system call comes in, and where it leaves
 *
 * entry code -> sct_syscall_enter() -> struct sct_call -> the call's rules, in
 * order -> verdict -> record. From here one event is one walk forward: judge.c,
 * filter.c, record.c, ring.c.
 */

#include <linux/entry-common.h>
#include <linux/fs.h>
#include <linux/namei.h>
#include <linux/nospec.h>
#include <linux/sched.h>
#include <linux/sct.h>
#include <linux/slab.h>

#include <asm/syscall.h>

#include "hook.h"
#include "judge.h"
#include "rules_file.h"
#include "table.h"

DEFINE_STATIC_KEY_FALSE(sct_active);
unsigned long sct_watched[SCT_NR_ABIS][BITS_TO_LONGS(SCT_WATCH_BITS)] __read_mostly;

static_assert(SCT_NR_MAX <= SCT_WATCH_BITS);

/**
 * struct sct_task - what SCT keeps of a task while a call of it runs
 * @call: the call
 * @table: the table that judged the call and may judge its result, held while
 *	the call runs; NULL where nothing of the call is to be remembered
 * @chain: the call's rules in that table
 *
 * Only the task itself touches it. It is there from the first call that needs it
 * to the task's end.
 */
struct sct_task {
	struct sct_call call;
	struct sct_table *table;
	const struct sct_chain *chain;
};

static void sct_task_reset(struct sct_task *task)
{
	sct_call_release(&task->call);
	if (task->table)
		sct_table_put(task->table);
	task->table = NULL;
}

static struct sct_task *sct_task_get(void)
{
	struct sct_task *task = current->sct;

	if (likely(task)) {
		sct_task_reset(task);
		return task;
	}
	task = kzalloc(sizeof(*task), GFP_KERNEL_ACCOUNT);
	current->sct = task;
	return task;
}

static long sct_refuse(struct pt_regs *regs, long result)
{
	syscall_set_return_value(current, regs, 0, result);
	return -1;
}

/* The call is allowed. What must outlive this hook is kept in @task. */
static void sct_await(struct sct_task *task, struct sct_table *table,
		      const struct sct_chain *chain)
{
	/* Its parameters as they are now: an exec leaves none behind. */
	if (chain->nr[SCT_AFTER])
		sct_call_fetch_all(&task->call);
	else if (!task->call.fetched)
		return sct_table_put(table);

	/*
	 * Held for the names too: while a table is held the hooks stay armed, so
	 * that the call gets the names that were judged even if the rules go.
	 */
	task->table = table;
	task->chain = chain;
	set_syscall_work(SCT);
}

/**
 * __sct_syscall_enter - judge a call that a rule may name
 * @regs: the caller's registers
 * @nr: the call's number
 *
 * Context: Entry from user mode; may sleep.
 * Return: @nr; -1 where the call is refused.
 */
long __sct_syscall_enter(struct pt_regs *regs, long nr)
{
	enum sct_abi abi = in_ia32_syscall() ? SCT_ABI_COMPAT : SCT_ABI_NATIVE;
	unsigned int n = array_index_nospec((unsigned int)nr, SCT_NR_MAX);
	const struct sct_syscall *desc = sct_syscall_by_nr(abi, n);
	const struct sct_chain *chain;
	struct sct_verdict verdict;
	struct sct_table *table;
	struct sct_task *task;
	unsigned long args[6];

	table = sct_table_get();
	if (!table)
		return nr;
	chain = table->chains[abi][n];
	/* The bit may be that of the table before this one. */
	if (!chain || !desc) {
		sct_table_put(table);
		return nr;
	}

	task = sct_task_get();
	if (!task) {
		bool decides = chain->decides;

		sct_table_put(table);
		sct_judge_skip();
		return decides ? sct_refuse(regs, -ENOMEM) : nr;
	}

	syscall_get_arguments(current, regs, args);
	sct_call_init(&task->call, desc, args);
	sct_judge_before(chain, &task->call, &verdict);
	if (verdict.refused) {
		sct_call_release(&task->call);
		sct_table_put(table);
		return sct_refuse(regs, verdict.result);
	}

	sct_await(task, table, chain);
	return nr;
}

/* The result, as userspace will see it. */
static s64 sct_result(struct pt_regs *regs)
{
	long ret = syscall_get_error(current, regs);

	if (!ret)
		ret = syscall_get_return_value(current, regs);
	if (in_ia32_syscall())
		ret = (s32)ret;

	/* A signal came: the call fails so, or is made anew without being seen. */
	switch (ret) {
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
	case -ERESTARTNOHAND:
	case -ERESTART_RESTARTBLOCK:
		return -EINTR;
	}
	return ret;
}

/**
 * __sct_syscall_exit - judge the result of a call, and forget the call
 * @regs: the caller's registers
 *
 * Context: Exit to user mode; may sleep.
 */
void __sct_syscall_exit(struct pt_regs *regs)
{
	struct sct_task *task = current->sct;

	clear_syscall_work(SCT);
	if (!task)
		return;
	if (task->table && task->chain->nr[SCT_AFTER]) {
		task->call.when = SCT_AFTER;
		task->call.retval = sct_result(regs);
		sct_judge_after(task->chain, &task->call);
	}
	sct_task_reset(task);
}

/**
 * __sct_reusename - see sct_reusename()
 * @name: where userspace keeps the name
 * @flags: LOOKUP_EMPTY where the name may be empty
 *
 * Return: as sct_reusename().
 */
struct filename *__sct_reusename(const char __user *name, int flags)
{
	return sct_call_reuse(&current->sct->call, name, flags & LOOKUP_EMPTY);
}

/**
 * sct_fork - a task is a copy of another: it makes no call
 * @task: the new task, which doesn't run yet
 */
void sct_fork(struct task_struct *task)
{
	task->sct = NULL;
	clear_task_syscall_work(task, SCT);
}

/**
 * __sct_exit - a task that SCT knows, or that a signal kills, ends
 * @task: current
 * @code: why, as do_exit() has it
 *
 * Context: do_exit(), before the task's files are closed.
 */
void __sct_exit(struct task_struct *task, long code)
{
	struct sct_task *own = task->sct;

	if (code & 0x7f)
		sct_loader_killed(task);
	if (!own)
		return;
	task->sct = NULL;
	sct_task_reset(own);
	kfree(own);
}

/**
 * sct_watch_more - watch the calls of a table besides those that are watched
 * @table: the table
 *
 * Context: sct_table_lock held.
 */
void sct_watch_more(const struct sct_table *table)
{
	unsigned int abi, nr;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; nr < SCT_NR_MAX; nr++) {
			if (table->chains[abi][nr])
				set_bit(nr, sct_watched[abi]);
		}
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
	unsigned int abi, nr;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; nr < SCT_NR_MAX; nr++)
			assign_bit(nr, sct_watched[abi],
				   table && table->chains[abi][nr]);
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
