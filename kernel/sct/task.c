// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls that are made anew: judged once, logged once
 *
 * A signal can end a call before its time. What it returns then, -ERESTARTSYS or
 * the like, no program sees: the kernel makes the call fail with -EINTR, or steps
 * back and has it made anew, at once or behind the signal's handler, by its own
 * number or as restart_syscall. It is still the same call. So it stays here until
 * one of the two has happened, with the names that were judged.
 */

#include <linux/errno.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/thread_info.h>

#include "regs.h"
#include "task.h"
#include "watch.h"

#define SCT_MAX_BELOW	4	/* calls that are remembered below each other */

/**
 * sct_task_reset - forget the call
 * @task: current's
 */
void sct_task_reset(struct sct_task *task)
{
	sct_call_release(&task->call);
	if (task->table)
		sct_table_put(task->table);
	task->table = NULL;
	task->changed = false;
	task->state = SCT_IDLE;
}

/**
 * sct_task_free - forget a task
 * @task: what was kept of it, or NULL
 */
void sct_task_free(struct sct_task *task)
{
	while (task) {
		struct sct_task *below = task->below;

		sct_task_reset(task);
		kfree(task);
		task = below;
	}
}

/* Whoever left a handler by longjmp() left a call behind that is never made anew. */
static void sct_drop_oldest(struct sct_task *task)
{
	unsigned int depth;

	for (depth = 0; task; task = task->below) {
		if (++depth == SCT_MAX_BELOW) {
			sct_task_free(task->below);
			task->below = NULL;
		}
	}
}

/**
 * sct_task_get - where to keep what is known of a new call
 *
 * Context: Process context, may sleep.
 * Return: a place that is idle; NULL without memory.
 */
struct sct_task *sct_task_get(void)
{
	struct sct_task *task = current->sct, *above;

	if (likely(task) && task->state != SCT_INTERRUPTED && task->state != SCT_SUSPENDED) {
		sct_task_reset(task);
		return task;
	}
	above = kzalloc(sizeof(*above), GFP_KERNEL_ACCOUNT);
	if (!above)
		return NULL;
	above->below = task;
	sct_drop_oldest(above);
	current->sct = above;
	return above;
}

/**
 * sct_task_run - let a call run, and come back for its end
 * @task: current's; the call, its table and its entry are known
 * @regs: the caller's registers
 *
 * Return: the number that it runs as.
 */
long sct_task_run(struct sct_task *task, struct pt_regs *regs)
{
	task->state = SCT_RUNNING;
	if (task->changed)
		sct_set_args(regs, task->entry.abi, task->args);
	set_syscall_work(SCT);
	return task->changed ? task->nr : task->entry.nr;
}

static bool sct_is_restart(const struct sct_entry *entry)
{
	return entry->nr == (entry->abi == SCT_ABI_COMPAT ? SCT_COMPAT_RESTART :
							    __NR_restart_syscall);
}

/* Whether this is the call that was interrupted, made anew. */
static bool sct_same_entry(const struct sct_task *task, const struct sct_entry *entry)
{
	const struct sct_entry *first = &task->entry;

	if (task->state != SCT_INTERRUPTED && task->state != SCT_SUSPENDED)
		return false;
	if (first->ip != entry->ip || first->sp != entry->sp || first->abi != entry->abi ||
	    memcmp(first->args, entry->args, sizeof(first->args)))
		return false;
	return first->nr == entry->nr ||
	       (task->code == -ERESTART_RESTARTBLOCK && sct_is_restart(entry));
}

/**
 * sct_task_resume - go on with a call that was judged before
 * @regs: the caller's registers
 * @entry: how the call is made
 *
 * Another table judges the call by itself.
 *
 * Context: Entry from user mode.
 * Return: the call's task, to be run; NULL where this is another call.
 */
struct sct_task *sct_task_resume(struct pt_regs *regs, const struct sct_entry *entry)
{
	struct sct_task *task, *above;

	for (task = current->sct; task; task = task->below) {
		if (sct_same_entry(task, entry))
			break;
	}
	if (!task)
		return NULL;

	/* The handlers whose calls are above it have ended. */
	while (current->sct != task) {
		above = current->sct;
		current->sct = above->below;
		above->below = NULL;
		sct_task_free(above);
	}
	if (!sct_table_is_current(task->table)) {
		sct_task_reset(task);
		return NULL;
	}
	/* restart_syscall takes what it needs from elsewhere, under its own number. */
	task->nr = sct_is_restart(entry) || !task->changed ? entry->nr : task->nr;
	task->entry.nr = entry->nr;
	return task;
}

/**
 * sct_task_interrupt - see whether a call ends only for now
 * @task: current's
 * @regs: the caller's registers, with the call's result
 *
 * Return: true where it will be made anew or fail: which of the two, is not known
 * before the signal is.
 */
bool sct_task_interrupt(struct sct_task *task, struct pt_regs *regs)
{
	long code = regs->ax;

	if (task->entry.abi == SCT_ABI_COMPAT)
		code = (s32)code;
	switch (code) {
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
	case -ERESTARTNOHAND:
	case -ERESTART_RESTARTBLOCK:
		/* A new program's registers hold no result. */
		if (regs->ip != task->entry.ip)
			return false;
		task->state = SCT_INTERRUPTED;
		task->code = code;
		return true;
	default:
		return false;
	}
}
