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
#include <linux/sched/task_stack.h>
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
	task->stood = true;
	task->handlers = 0;
	task->code = -ERESTARTNOINTR;
	do_send_sig_info(SIGSTOP, SEND_SIG_PRIV, current, PIDTYPE_PID);
	return sct_refuse(regs, -ERESTARTNOINTR);
}

static void sct_change(struct sct_task *task, unsigned int reg, unsigned long value)
{
	if (!task->changed) {
		memcpy(task->args, task->entry.args, sizeof(task->args));
		task->nr = task->entry.nr;
	}
	task->args[reg] = task->entry.abi == SCT_ABI_COMPAT ? (u32)value : value;
	task->changed = true;
}

/*
 * Gives the call another parameter. One that is a path gets an address of its own,
 * which no caller has: another parameter may have the same as this one.
 */
static int sct_rewrite(struct sct_task *task, const struct sct_verdict *verdict)
{
	int reg = task->reg[verdict->param];
	u64 at;

	/* Not in a register: the call would run as it is. */
	if (reg < 0)
		return -EPERM;
	if (!verdict->path) {
		sct_change(task, reg, verdict->value);
		return 0;
	}
	at = -1ULL - verdict->param;
	if (task->entry.abi == SCT_ABI_COMPAT)
		at = (u32)at;
	sct_change(task, reg, at);
	return sct_call_replace(&task->call, u64_to_user_ptr(at), verdict->path);
}

/* Lets a call run, and comes back for its end. */
static long sct_run(struct sct_task *task, struct pt_regs *regs)
{
	task->state = SCT_RUNNING;
	if (task->changed)
		sct_set_args(regs, task->entry.abi, task->args);
	set_syscall_work(SCT);
	return task->nr;
}

/* The call is allowed. What must outlive this hook is kept in @task. */
static long sct_allow(struct sct_task *task, struct pt_regs *regs, bool acted)
{
	struct sct_call *call = &task->call;

	/* Its parameters as they are now: an exec leaves none behind. */
	if (task->chain->nr[SCT_AFTER]) {
		sct_call_fetch_all(call);
		if (unlikely(call->starved) && task->chain->decides) {
			int err = call->starved;

			sct_task_reset(task);
			return sct_refuse(regs, err);
		}
	} else if (!call->fetched && !acted && !task->changed) {
		sct_task_reset(task);
		return task->nr;
	}

	/*
	 * The table is held for the names too: while it is, the hooks stay armed, so
	 * that the call gets the names that were judged even if the rules go.
	 */
	return sct_run(task, regs);
}

/* Does what was decided. */
static long sct_act(struct sct_task *task, struct pt_regs *regs,
		    const struct sct_verdict *verdict)
{
	int ret;

	switch (verdict->decision) {
	case SCT_FAIL:
	case SCT_RETURN:
		sct_task_reset(task);
		return sct_refuse(regs, verdict->value);
	case SCT_KILL:
		sct_task_reset(task);
		return sct_kill(regs, verdict->value);
	case SCT_SUSPEND:
		/* Who would wake the first process of all? */
		if (is_global_init(current))
			break;
		return sct_suspend(task, regs);
	case SCT_REWRITE:
		ret = sct_rewrite(task, verdict);
		if (!ret)
			break;
		sct_task_reset(task);
		return sct_refuse(regs, ret);
	default:
		break;
	}
	return sct_allow(task, regs, verdict->acted);
}

/* A call that was judged is made anew: decided again, as who makes it may differ. */
static long sct_judge_again(struct sct_task *task, struct pt_regs *regs)
{
	struct sct_verdict verdict;

	sct_judge_before(task->chain, &task->call, &verdict, true);
	if (verdict.decision == SCT_SUSPEND && task->stood)
		verdict.decision = SCT_ALLOW;
	verdict.acted = true;
	return sct_act(task, regs, &verdict);
}

/* Takes down what is known of a call. */
static void sct_begin(struct sct_task *task, struct sct_table *table,
		      const struct sct_chain *chain, const struct sct_entry *entry,
		      const struct sct_syscall *desc)
{
	unsigned int i;

	task->table = table;
	task->chain = chain;
	task->epoch = sct_rules_epoch();
	task->entry = *entry;
	task->nr = entry->nr;
	task->code = 0;
	for (i = 0; i < ARRAY_SIZE(task->reg); i++)
		task->reg[i] = i;
	sct_call_init(&task->call, desc, entry->args);
	task->call.want = &chain->want;
}

/* The same of a call that another carries. */
static void sct_begin_sub(struct sct_task *task, struct sct_table *table,
			  const struct sct_chain *chain, const struct sct_entry *entry,
			  const struct sct_sub *sub)
{
	struct sct_call *call = &task->call;

	sct_begin(task, table, chain, entry, sub->desc);
	sct_call_init(call, sub->desc, sub->args);
	call->want = &chain->want;
	call->sid = entry->nr;
	call->sub = sub->sub;
	memcpy(task->reg, sub->reg, sizeof(task->reg));
	/* What was read is what runs: the caller's memory may change. */
	if (sub->nr >= 0) {
		memcpy(task->args, sub->args, sizeof(task->args));
		task->nr = sub->nr;
		task->changed = true;
	}
}

/* Tells the sub-call that a call carries, if a rule names it; @sub->desc is NULL if not. */
static int sct_find_sub(const struct sct_table *table, const struct sct_entry *entry,
			unsigned int n, struct sct_sub *sub)
{
	int ret;

	sub->desc = NULL;
	if (entry->abi != SCT_ABI_COMPAT || (n != SCT_SOCKETCALL && n != SCT_IPC))
		return 0;
	ret = sct_demux(n, entry->args, sub);
	if (ret || !table->chains[SCT_ABI_COMPAT][sub->desc->nr])
		sub->desc = NULL;
	/* It would not run either. Which it is, no rule can tell. */
	return ret == -EFAULT ? ret : 0;
}

/* The rules of the call, and behind them those of the one that it carries. */
static long sct_judge(struct sct_task *task, struct pt_regs *regs, struct sct_table *table,
		      const struct sct_entry *entry, unsigned int n,
		      const struct sct_sub *sub)
{
	const struct sct_chain *chain = table->chains[entry->abi][n];
	struct sct_verdict verdict = {};

	if (chain) {
		sct_begin(task, table, chain, entry, sct_syscall_by_nr(entry->abi, n));
		sct_judge_before(chain, &task->call, &verdict, false);
	}
	if (sub->desc && !verdict.decision) {
		sct_call_release(&task->call);
		chain = table->chains[SCT_ABI_COMPAT][sub->desc->nr];
		sct_begin_sub(task, table, chain, entry, sub);
		sct_judge_before(chain, &task->call, &verdict, false);
	}
	return sct_act(task, regs, &verdict);
}

/* A new call: is there a rule for it? */
static long sct_enter(struct pt_regs *regs, const struct sct_entry *entry, unsigned int n)
{
	const struct sct_chain *chain;
	struct sct_table *table;
	struct sct_task *task;
	struct sct_sub sub;
	bool decides;
	int ret;

	table = sct_table_get();
	if (!table)
		return entry->nr;
	chain = table->chains[entry->abi][n];
	ret = sct_find_sub(table, entry, n, &sub);
	/* The bit may be that of the table before this one. */
	if (ret || (!chain && !sub.desc)) {
		sct_table_put(table);
		return ret ? sct_refuse(regs, ret) : entry->nr;
	}

	task = sct_task_get();
	if (task)
		return sct_judge(task, regs, table, entry, n, &sub);

	decides = chain && chain->decides;
	if (sub.desc)
		decides |= table->chains[SCT_ABI_COMPAT][sub.desc->nr]->decides;
	sct_table_put(table);
	sct_judge_skip();
	return decides ? sct_refuse(regs, -ENOMEM) : entry->nr;
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
		.exec_id = current->self_exec_id,
		.nr = nr,
		.abi = in_ia32_syscall() ? SCT_ABI_COMPAT : SCT_ABI_NATIVE,
	};
	struct sct_task *task;

	syscall_get_arguments(current, regs, entry.args);
	task = sct_task_again(&entry);
	if (unlikely(task))
		return sct_judge_again(task, regs);
	return sct_enter(regs, &entry, n);
}

/*
 * The result, as userspace will see it. One of 32 bits is an error or none; an
 * address above 2 GiB is none.
 */
static s64 sct_result(struct pt_regs *regs)
{
	long ret = syscall_get_error(current, regs);

	if (!ret)
		ret = syscall_get_return_value(current, regs);
	if (!in_ia32_syscall())
		return ret;
	if (IS_ERR_VALUE((long)(s32)ret))
		return (s32)ret;
	return (u32)ret;
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

/* The caller finds its registers as it left them, but those that a tracer has set. */
static void sct_restore(const struct sct_task *task, struct pt_regs *regs)
{
	unsigned long args[6];
	unsigned int i;

	syscall_get_arguments(current, regs, args);
	for (i = 0; i < ARRAY_SIZE(args); i++) {
		if (args[i] == task->args[i])
			args[i] = task->entry.args[i];
	}
	sct_set_args(regs, task->entry.abi, args);
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
	if (!task || task->state != SCT_RUNNING)
		return;
	/* A new program has registers of its own. */
	if (task->changed && current->self_exec_id == task->entry.exec_id)
		sct_restore(task, regs);
	if (!sct_task_interrupt(task, regs))
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
	struct sct_task *task = sct_task_waiting();

	if (!task)
		return;
	/* Many calls share one instruction (the vDSO's, syscall()'s): is it this one? */
	if (task == current->sct && task->state == SCT_INTERRUPTED && !task->handlers &&
	    task->entry.ip == regs->ip && task->entry.sp == regs->sp &&
	    syscall_get_nr(current, regs) != -1 &&
	    syscall_get_error(current, regs) == task->code &&
	    task->code != -ERESTARTNOINTR &&
	    (task->code != -ERESTARTSYS || !(ksig->ka.sa.sa_flags & SA_RESTART))) {
		syscall_set_return_value(current, regs, -EINTR, 0);
		sct_end(task, regs, -EINTR);
	} else if (task->handlers < U8_MAX) {
		task->handlers++;
	}
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
	if (task->state != SCT_RUNNING && task->state != SCT_IDLE)
		return NULL;
	return sct_call_reuse(&task->call, name, flags & LOOKUP_EMPTY);
}

/**
 * sct_fork - a task is a copy of another: it makes no call
 * @task: the new task, which doesn't run yet; its registers are a copy already
 *
 * The parent's call may run with other parameters than its caller gave. The child
 * leaves the kernel with the caller's.
 */
void sct_fork(struct task_struct *task)
{
	struct sct_task *own = current->sct;

	task->sct = NULL;
	clear_task_syscall_work(task, SCT);
	if (unlikely(own && own->state == SCT_RUNNING && own->changed))
		sct_set_args(task_pt_regs(task), own->entry.abi, own->entry.args);
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
