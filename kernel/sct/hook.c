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
#include <linux/sched/signal.h>
#include <linux/sct.h>
#include <linux/signal.h>
#include <linux/slab.h>

#include <asm/syscall.h>

#include "mux.h"
#include "regs.h"
#include "rules_file.h"
#include "task.h"

static long sct_refuse(struct pt_regs *regs, long result)
{
	syscall_set_return_value(current, regs, 0, result);
	return -1;
}

/* The call does not run, and its process gets a signal: but never the first of all. */
static long sct_kill(struct pt_regs *regs, int sig)
{
	if (!is_global_init(current))
		do_send_sig_info(sig, SEND_SIG_PRIV, current, PIDTYPE_TGID);
	return sct_refuse(regs, -EPERM);
}

/* The caller stops before the call, and makes it anew when it goes on. */
static long sct_suspend(struct sct_task *task, struct pt_regs *regs)
{
	task->state = SCT_SUSPENDED;
	task->code = -ERESTARTNOINTR;
	do_send_sig_info(SIGSTOP, SEND_SIG_PRIV, current, PIDTYPE_PID);
	return sct_refuse(regs, -ERESTARTNOINTR);
}

/* Gives the call another parameter. */
static int sct_rewrite(struct sct_task *task, const struct sct_verdict *verdict)
{
	if (verdict->path)
		return sct_call_replace(&task->call, verdict->param, verdict->path);
	if (!task->changed) {
		memcpy(task->args, task->entry.args, sizeof(task->args));
		task->nr = task->entry.nr;
	}
	task->args[verdict->param] = verdict->value;
	task->changed = true;
	return 0;
}

/* The call is allowed. What must outlive this hook is kept in @task. */
static long sct_allow(struct sct_task *task, struct pt_regs *regs, bool acted)
{
	struct sct_call *call = &task->call;

	/* Its parameters as they are now: an exec leaves none behind. */
	if (task->chain->nr[SCT_AFTER]) {
		sct_call_fetch_all(call);
		if (unlikely(call->starved) && task->chain->decides) {
			sct_task_reset(task);
			return sct_refuse(regs, -ENOMEM);
		}
	} else if (!call->fetched && !call->instead && !acted && !task->changed) {
		sct_task_reset(task);
		return task->entry.nr;
	}

	/*
	 * The table is held for the names too: while it is, the hooks stay armed, so
	 * that the call gets the names that were judged even if the rules go.
	 */
	return sct_task_run(task, regs);
}

static long sct_judge(struct sct_task *task, struct pt_regs *regs)
{
	struct sct_verdict verdict;
	int ret;

	sct_judge_before(task->chain, &task->call, &verdict);
	switch (verdict.decision) {
	case SCT_FAIL:
	case SCT_RETURN:
		sct_task_reset(task);
		return sct_refuse(regs, verdict.value);
	case SCT_KILL:
		sct_task_reset(task);
		return sct_kill(regs, verdict.value);
	case SCT_SUSPEND:
		/* Who would wake the first process of all? */
		if (is_global_init(current))
			break;
		if (task->chain->nr[SCT_AFTER])
			sct_call_fetch_all(&task->call);
		return sct_suspend(task, regs);
	case SCT_REWRITE:
		ret = sct_rewrite(task, &verdict);
		if (!ret)
			break;
		sct_task_reset(task);
		return sct_refuse(regs, ret);
	default:
		break;
	}
	return sct_allow(task, regs, verdict.acted);
}

/* The chain of a call, and of the sub-call that it carries, if a rule names that. */
static int sct_find_chain(const struct sct_table *table, const struct sct_entry *entry,
			  unsigned int n, const struct sct_chain **chain,
			  struct sct_sub *sub)
{
	int ret;

	sub->desc = NULL;
	*chain = table->chains[entry->abi][n];
	if (entry->abi != SCT_ABI_COMPAT || (n != SCT_SOCKETCALL && n != SCT_IPC))
		return 0;
	ret = sct_demux(n, entry->args, sub);
	/* It would not run either. Which it is, no rule can tell. */
	if (ret == -EFAULT)
		return ret;
	if (!ret && table->chains[SCT_ABI_COMPAT][sub->desc->nr])
		*chain = table->chains[SCT_ABI_COMPAT][sub->desc->nr];
	else
		sub->desc = NULL;
	return 0;
}

static void sct_begin(struct sct_task *task, struct sct_table *table,
		      const struct sct_chain *chain, const struct sct_entry *entry,
		      const struct sct_syscall *desc, const struct sct_sub *sub)
{
	struct sct_call *call = &task->call;

	task->table = table;
	task->chain = chain;
	task->entry = *entry;
	task->code = 0;
	sct_call_init(call, sub->desc ?: desc, sub->desc ? sub->args : entry->args);
	call->want = &chain->want;
	if (!sub->desc)
		return;

	call->sid = entry->nr;
	call->sub = sub->sub;
	/* What was read is what runs: the caller's memory may change. */
	if (sub->nr >= 0) {
		memcpy(task->args, sub->args, sizeof(task->args));
		task->nr = sub->nr;
		task->changed = true;
	}
}

/**
 * __sct_syscall_enter - judge a call that a rule may name
 * @regs: the caller's registers
 * @nr: the call's number
 *
 * Context: Entry from user mode; may sleep.
 * Return: @nr, or another number that the call is to run as; -1 where it is refused.
 */
long __sct_syscall_enter(struct pt_regs *regs, long nr)
{
	unsigned int n = array_index_nospec((unsigned int)nr, SCT_NR_MAX);
	struct sct_entry entry = {
		.ip = regs->ip,
		.sp = regs->sp,
		.nr = nr,
		.abi = in_ia32_syscall() ? SCT_ABI_COMPAT : SCT_ABI_NATIVE,
	};
	const struct sct_syscall *desc = sct_syscall_by_nr(entry.abi, n);
	const struct sct_chain *chain;
	struct sct_table *table;
	struct sct_task *task;
	struct sct_sub sub;
	int ret;

	syscall_get_arguments(current, regs, entry.args);
	task = sct_task_resume(regs, &entry);
	if (task)
		return sct_task_run(task, regs);

	table = sct_table_get();
	if (!table)
		return nr;
	ret = sct_find_chain(table, &entry, n, &chain, &sub);
	/* The bit may be that of the table before this one. */
	if (ret || !chain || !desc) {
		sct_table_put(table);
		return ret ? sct_refuse(regs, ret) : nr;
	}

	task = sct_task_get();
	if (!task) {
		bool decides = chain->decides;

		sct_table_put(table);
		sct_judge_skip();
		return decides ? sct_refuse(regs, -ENOMEM) : nr;
	}
	sct_begin(task, table, chain, &entry, desc, &sub);
	return sct_judge(task, regs);
}

/* The result, as userspace will see it. */
static s64 sct_result(struct pt_regs *regs)
{
	long ret = syscall_get_error(current, regs);

	if (!ret)
		ret = syscall_get_return_value(current, regs);
	return in_ia32_syscall() ? (s32)ret : ret;
}

/* The call has its result: judge it, and forget the call. */
static void sct_end(struct sct_task *task, struct pt_regs *regs, s64 result)
{
	struct sct_verdict verdict;

	if (task->chain->nr[SCT_AFTER]) {
		task->call.when = SCT_AFTER;
		task->call.retval = result;
		sct_judge_after(task->chain, &task->call, &verdict);
		if (verdict.decision == SCT_RETURN)
			syscall_set_return_value(current, regs, 0, verdict.value);
	}
	sct_task_reset(task);
}

/**
 * __sct_syscall_exit - the end of a call, or of the part of it before a signal
 * @regs: the caller's registers
 *
 * Context: Exit to user mode; may sleep.
 */
void __sct_syscall_exit(struct pt_regs *regs)
{
	struct sct_task *task = current->sct;

	clear_syscall_work(SCT);
	if (!task || (task->state != SCT_RUNNING && task->state != SCT_FORKED))
		return;
	/* The caller finds its registers as it left them; a new program has its own. */
	if (task->changed && regs->ip == task->entry.ip)
		sct_set_args(regs, task->entry.abi, task->entry.args);
	if (task->state == SCT_FORKED)
		sct_task_reset(task);
	else if (!sct_task_interrupt(task, regs))
		sct_end(task, regs, sct_result(regs));
}

/**
 * __sct_signal - a handler is about to be called: an interrupted call may end
 * @regs: the caller's registers, before they are saved for the handler's end
 * @ksig: the signal
 *
 * Context: Exit to user mode; may sleep.
 */
void __sct_signal(struct pt_regs *regs, const struct ksignal *ksig)
{
	struct sct_task *task = current->sct;

	if (task->state != SCT_INTERRUPTED || task->entry.ip != regs->ip)
		return;
	if (task->code == -ERESTARTNOINTR ||
	    (task->code == -ERESTARTSYS && (ksig->ka.sa.sa_flags & SA_RESTART)))
		return;
	syscall_set_return_value(current, regs, -EINTR, 0);
	sct_end(task, regs, -EINTR);
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
	struct sct_task *task = current->sct;

	/* The names of a call that waits are not those of one that runs meanwhile. */
	if (task->state == SCT_INTERRUPTED || task->state == SCT_SUSPENDED)
		return NULL;
	return sct_call_reuse(&task->call, name, flags & LOOKUP_EMPTY);
}

/**
 * sct_fork - a task is a copy of another: it makes no call
 * @task: the new task, which doesn't run yet
 *
 * The copy gets the registers as they are. Where the call runs with others than the
 * caller's, the child restores them before it leaves the kernel.
 */
void sct_fork(struct task_struct *task)
{
	struct sct_task *own = current->sct, *child;

	task->sct = NULL;
	clear_task_syscall_work(task, SCT);
	if (likely(!own || own->state != SCT_RUNNING || !own->changed))
		return;
	child = kzalloc(sizeof(*child), GFP_KERNEL_ACCOUNT);
	if (!child)
		return;
	child->state = SCT_FORKED;
	child->changed = true;
	child->entry = own->entry;
	task->sct = child;
	set_task_syscall_work(task, SCT);
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
	task->sct = NULL;
	sct_task_free(own);
}
