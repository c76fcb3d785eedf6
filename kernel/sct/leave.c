// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a system call leaves: its result is judged, and what was kept of it let go
 */

#include <linux/compiler.h>
#include <linux/err.h>
#include <linux/sched.h>
#include <linux/sct.h>
#include <linux/signal.h>
#include <linux/thread_info.h>

#include <asm/syscall.h>

#include "ask_run.h"
#include "judge_log.h"
#include "regs.h"
#include "task.h"

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

static __always_inline s64 sct_end_call(struct sct_task *task, const struct sct_chain *chain,
					struct pt_regs *regs, s64 result)
{
	struct sct_verdict verdict;

	if (!chain->nr[SCT_AFTER])
		return result;
	task->call.when = SCT_AFTER;
	task->call.retval = result;
	sct_judge_after(chain, sct_judge_first(chain, SCT_AFTER, &task->call), &task->call,
			&verdict);
	if (verdict.decision != SCT_RETURN)
		return result;
	syscall_set_return_value(current, regs, 0, verdict.value);
	return verdict.value;
}

/* The end of socketcall or ipc, behind that of the call that it has carried. */
static noinline void sct_end_carrier(struct sct_task *task, struct pt_regs *regs, s64 result)
{
	const struct sct_chain *chain = task->carrier;
	struct sct_call *call = &task->call;
	unsigned long args[6];

	result = sct_end_call(task, task->chain, regs, result);
	syscall_get_arguments(current, regs, args);
	sct_call_release(call);
	call->want = &chain->want;
	sct_call_init(call, chain->desc, args);
	sct_end_call(task, chain, regs, result);
	sct_task_reset(task);
}

/* The call has its result: judge it, and forget the call. */
static void sct_end(struct sct_task *task, struct pt_regs *regs, s64 result)
{
	if (unlikely(sct_carrier_waits(task))) {
		sct_end_carrier(task, regs, result);
		return;
	}
	sct_end_call(task, task->chain, regs, result);
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

/* Whether a call has ended, as its caller made it. */
static __always_inline bool sct_ends_as_is(const struct sct_task *task,
					   const struct pt_regs *regs)
{
	/*
	 * -ERESTART* go from -516 to -512. A result that is no error and looks so in its
	 * low half is looked at more closely.
	 */
	return !task->rare && (u32)(regs->ax + 516) > 4;
}

/* Judges the result of such a call by all rules. */
static noinline void sct_judge_end_all(struct sct_task *task, struct pt_regs *regs)
{
	const struct sct_chain *chain = task->chain;
	struct sct_call *call = &task->call;
	const struct sct_link *link;
	struct sct_verdict verdict;

	link = sct_first(chain, SCT_AFTER, call);
	if (!link && !call->starved)
		return;
	sct_judge_after(chain, link, call, &verdict);
	if (verdict.decision == SCT_RETURN)
		syscall_set_return_value(current, regs, 0, verdict.value);
}

/* The same, where mostly the first rule logs it, whatever it is. */
static noinline void sct_judge_end(struct sct_task *task, struct pt_regs *regs)
{
	const struct sct_link *first = sct_chain_links(task->chain, SCT_AFTER);
	struct sct_call *call = &task->call;

	call->when = SCT_AFTER;
	call->retval = likely(!in_ia32_syscall()) ? regs->ax : sct_result(regs);
	if (unlikely(first->filter || !first->only_logs)) {
		sct_judge_end_all(task, regs);
		return;
	}
	sct_judge_log(first, call);
	if (unlikely(call->starved))
		sct_judge_skip();
}

/* The end of a call that was done something about, or will be. */
static noinline void sct_finish(struct sct_task *task, struct pt_regs *regs)
{
	/* A new program has registers of its own. */
	if (task->changed && current->self_exec_id == task->exec_id)
		sct_restore(task, regs);
	if (unlikely(task->refused))
		syscall_set_return_value(current, regs, 0, task->result);
	if (!sct_task_interrupt(task, regs))
		sct_end(task, regs, sct_result(regs));
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
	/* What was looked at may have been a request's, which this task has ended. */
	if (unlikely(!task))
		return;
	if (task->state == SCT_RUNNING) {
		if (unlikely(!sct_ends_as_is(task, regs))) {
			sct_finish(task, regs);
			return;
		}
		if (task->chain->nr[SCT_AFTER])
			sct_judge_end(task, regs);
	} else if (unlikely(task->state != SCT_BRIEF && task->state != SCT_ONCE)) {
		return;
	}
	sct_call_release_as_is(&task->call);
	sct_table_put(task->table);
	task->table = NULL;
	task->state = SCT_IDLE;
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
		sct_task_end_restart(task);
		sct_end(task, regs, -EINTR);
		/* The handler runs above what waits below this one. */
		task = sct_task_waiting();
	}
	if (task && task->handlers < U8_MAX)
		task->handlers++;
}
