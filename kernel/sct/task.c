// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls that are made anew: logged once
 *
 * A signal can end a call before its time. What it returns then, -ERESTARTSYS or
 * the like, no program sees: the kernel makes the call fail with -EINTR, or steps
 * back and has it made anew, at once or behind the signal's handler, by its own
 * number or as restart_syscall. It is still the same call. So it waits here until
 * one of the two has happened.
 *
 * It is known by its registers, and by when it comes: without a handler it is the
 * very next call of the task; with one, that behind the handler's return. Whoever
 * leaves a handler by longjmp() leaves a call behind that is never made anew. What
 * can't be told apart is a call that is made again, with all that was judged as it
 * was: it is judged, and only not logged.
 */

#include <linux/errno.h>
#include <linux/restart_block.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/thread_info.h>

#include <asm/syscall.h>

#include "task.h"

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
	task->carrier = NULL;
	task->rare = 0;
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

static bool sct_waits(const struct sct_task *task)
{
	return task->state == SCT_INTERRUPTED || task->state == SCT_SUSPENDED;
}

/**
 * sct_task_waiting - the call that was interrupted last and will be made anew
 *
 * Return: its task; NULL where there is none.
 */
struct sct_task *sct_task_waiting(void)
{
	struct sct_task *task;

	for (task = current->sct; task; task = task->below) {
		if (sct_waits(task))
			break;
	}
	return task;
}

/* Each handler that was left by longjmp() leaves one behind. */
static void sct_drop_oldest(struct sct_task *task)
{
	unsigned int depth;

	for (depth = 0; task; task = task->below) {
		if (++depth == SCT_MAX_BELOW) {
			sct_task_free(task->below);
			task->below = NULL;
			task->deep = false;
		}
	}
}

/**
 * sct_task_make - have an idle place for a new call, where there is none
 *
 * Context: Process context, may sleep.
 * Return: the place; NULL without memory.
 */
struct sct_task *sct_task_make(void)
{
	struct sct_task *task = current->sct, *above;

	if (likely(task) && !sct_waits(task)) {
		sct_task_reset(task);
		return task;
	}
	above = kzalloc(sizeof(*above), GFP_KERNEL_ACCOUNT);
	if (!above)
		return NULL;
	above->below = task;
	above->deep = task;
	sct_drop_oldest(above);
	current->sct = above;
	return above;
}

/**
 * sct_task_push - the task is about to do what a request of io_uring asks for
 * @task: what is known of the request
 *
 * It gets what the request's rules have seen, and not what those of the call did by
 * which it may have come here. To be undone before anything else is.
 */
void sct_task_push(struct sct_task *task)
{
	task->exec_id = current->self_exec_id;
	task->deep = test_syscall_work(SCT);
	set_syscall_work(SCT);
	task->below = current->sct;
	current->sct = task;
}

/**
 * sct_task_pop - the task is done with a request
 * @task: what sct_task_push() got
 */
void sct_task_pop(struct sct_task *task)
{
	current->sct = task->below;
	task->below = NULL;
	/* As it was for the call by which the task came here. */
	if (!task->deep)
		clear_syscall_work(SCT);
}

static bool sct_is_restart(const struct sct_frame *entry)
{
	return entry->nr == (entry->abi == SCT_ABI_COMPAT ? SCT_COMPAT_RESTART :
							    __NR_restart_syscall);
}

static bool sct_is_sigreturn(const struct sct_frame *entry)
{
	if (entry->abi == SCT_ABI_NATIVE)
		return entry->nr == __NR_rt_sigreturn;
	return entry->nr == SCT_COMPAT_SIGRETURN || entry->nr == SCT_COMPAT_RT_SIGRETURN;
}

static bool sct_same_place(const struct sct_frame *a, const struct sct_frame *b)
{
	return a->ip == b->ip && a->sp == b->sp && a->abi == b->abi && a->exec_id == b->exec_id;
}

/* Whether this is the call that was interrupted, made anew. */
static bool sct_same_entry(const struct sct_task *task, const struct sct_frame *entry)
{
	const struct sct_frame *first = &task->entry;

	if (!sct_same_place(first, entry) ||
	    memcmp(first->args, entry->args, sizeof(first->args)))
		return false;
	return first->nr == entry->nr ||
	       (task->code == -ERESTART_RESTARTBLOCK && sct_is_restart(entry));
}

/*
 * Whether the kernel goes on with it, by what it has kept of the call: also where the
 * registers are others by now, or where that has been stopped already (SCT_SUSPENDED).
 */
static bool sct_is_continued_by(const struct sct_task *task, const struct sct_frame *entry)
{
	if (!sct_is_restart(entry) || !sct_same_place(&task->entry, entry))
		return false;
	return task->code == -ERESTART_RESTARTBLOCK || task->nr == entry->nr;
}

/**
 * sct_task_end_restart - a call that the kernel might go on with is none any more
 * @task: the call
 *
 * Nobody would judge what it goes on with: restart_syscall is a call that any program
 * may make. Rules that decide on it rest on memory that it reads again.
 *
 * Context: The caller's task.
 */
void sct_task_end_restart(const struct sct_task *task)
{
	if (task->code == -ERESTART_RESTARTBLOCK && task->chain->decides)
		current->restart_block.fn = do_no_restart_syscall;
}

/* Both: the epoch was read when the rules had been asked already. */
static bool sct_same_rules(const struct sct_task *task)
{
	return task->epoch == sct_rules_epoch() &&
	       task->table == rcu_access_pointer(sct_current);
}

/**
 * sct_frame_take - take down how a call was made
 * @entry: where to
 * @regs: the caller's registers, as they were when it made the call
 */
void sct_frame_take(struct sct_frame *entry, struct pt_regs *regs)
{
	entry->ip = regs->ip;
	entry->sp = regs->sp;
	entry->exec_id = current->self_exec_id;
	entry->nr = syscall_get_nr(current, regs);
	entry->abi = in_ia32_syscall() ? SCT_ABI_COMPAT : SCT_ABI_NATIVE;
	syscall_get_arguments(current, regs, entry->args);
}

/**
 * sct_task_again - see whether a call is one that waits, made anew
 * @regs: the caller's registers
 *
 * Context: Entry from user mode, may sleep.
 * Return: the task of the one that waits, whose number is that by which it is to run;
 * NULL where this is another call.
 */
struct sct_task *sct_task_again(struct pt_regs *regs)
{
	struct sct_task *task = sct_task_waiting(), *above;
	struct sct_frame entry;
	bool continued;

	if (!task)
		return NULL;
	sct_frame_take(&entry, regs);
	if (sct_is_sigreturn(&entry)) {
		if (task->handlers)
			task->handlers--;
		return NULL;
	}
	/* Above its stack: its handler was left by longjmp(). */
	if (task->handlers && (entry.sp <= task->entry.sp || on_sig_stack(entry.sp)))
		return NULL;
	/* It comes now, or never; and rules that changed judge it by themselves. */
	continued = sct_is_continued_by(task, &entry);
	if (task->handlers || (!continued && !sct_same_entry(task, &entry)) ||
	    !sct_same_rules(task)) {
		if (!task->handlers && !continued)
			sct_task_end_restart(task);
		sct_task_reset(task);
		return NULL;
	}
	if (!sct_call_renew(&task->call)) {
		if (!continued) {
			sct_task_reset(task);
			return NULL;
		}
		/* By its number nobody would know it: it is judged here, as a new one. */
		task->acted = 0;
		task->stood = false;
	}

	/* The handlers whose calls are above it have ended. */
	while (current->sct != task) {
		above = current->sct;
		current->sct = above->below;
		above->below = NULL;
		above->deep = false;
		sct_task_free(above);
	}
	/* restart_syscall finds what it needs elsewhere, under its own number. */
	if (sct_is_restart(&entry) || !task->changed)
		task->nr = entry.nr;
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

	if (task->call.desc->abi == SCT_ABI_COMPAT)
		code = (s32)code;
	switch (code) {
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
	case -ERESTARTNOHAND:
	case -ERESTART_RESTARTBLOCK:
		/* A new program's registers hold no result. */
		if (current->self_exec_id != task->exec_id)
			return false;
		/* Where they were changed it was taken down before. */
		if (!task->changed)
			sct_frame_take(&task->entry, regs);
		task->state = SCT_INTERRUPTED;
		task->call.last = NULL;
		task->handlers = 0;
		task->code = code;
		return true;
	default:
		return false;
	}
}
