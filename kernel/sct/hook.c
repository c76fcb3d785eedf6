// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hooks: where a system call comes in, and where it asks for its name
 *
 * Where it leaves is in leave.c.
 *
 * entry code -> sct_syscall_enter() -> struct sct_call -> the call's rules, in
 * order -> verdict -> record. From here one event is one walk forward: judge.c,
 * filter.c, record.c, ring.c.
 */

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/entry-common.h>
#include <linux/fs.h>
#include <linux/namei.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/sct.h>
#include <linux/signal.h>
#include <linux/slab.h>

#include <asm/syscall.h>

#include "ask_run.h"
#include "judge_log.h"
#include "mux.h"
#include "regs.h"
#include "rules_file.h"
#include "seen.h"
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
	if (!task->changed)
		sct_frame_take(&task->entry, regs);
	task->state = SCT_SUSPENDED;
	task->epoch = sct_rules_epoch();
	task->call.last = NULL;
	task->stood = true;
	task->handlers = 0;
	task->code = -ERESTARTNOINTR;
	do_send_sig_info(SIGSTOP, SEND_SIG_PRIV, current, PIDTYPE_PID);
	return sct_refuse(regs, -ERESTARTNOINTR);
}

/* But for the bits in @kept, which rules know nothing of. */
static void sct_change(struct sct_task *task, struct pt_regs *regs, unsigned int reg,
		       unsigned long value, unsigned long kept)
{
	task->undo.changed = task->changed;
	if (!task->changed) {
		sct_frame_take(&task->entry, regs);
		memcpy(task->args, task->entry.args, sizeof(task->args));
	}
	task->undo.reg = reg;
	task->undo.value = task->args[reg];
	value |= task->args[reg] & kept;
	task->args[reg] = task->entry.abi == SCT_ABI_COMPAT ? (u32)value : value;
	task->changed = true;
	task->rewritten = true;
}

/* Takes that back: a call is made anew, and the rule may not match it any more. */
static void sct_change_back(struct sct_task *task)
{
	if (!task->rewritten)
		return;
	task->args[task->undo.reg] = task->undo.value;
	task->changed = task->undo.changed;
	task->rewritten = false;
	if (task->call.instead)
		putname(task->call.instead);
	task->call.instead = NULL;
}

/*
 * Gives the call another parameter. One that is a path gets an address of its own,
 * which no caller has: another parameter may have the same as this one.
 */
static int sct_rewrite(struct sct_task *task, struct pt_regs *regs,
		       const struct sct_verdict *verdict)
{
	int reg = task->carried ? task->reg[verdict->param] : verdict->param;
	u64 at;

	/* Not in a register: the call would run as it is. */
	if (reg < 0)
		return -EPERM;
	task->rewrote = verdict->param;
	if (!verdict->path) {
		sct_change(task, regs, reg, verdict->value,
			   task->call.desc->params[verdict->param].ignored);
		return 0;
	}
	at = -1ULL - verdict->param;
	if (task->call.desc->abi == SCT_ABI_COMPAT)
		at = (u32)at;
	sct_change(task, regs, reg, at, 0);
	return sct_call_replace(&task->call, u64_to_user_ptr(at), verdict->path);
}

/* Lets a call run as its caller made it, and comes back for its end. */
static __always_inline long sct_run_as_is(struct sct_task *task, long nr)
{
	task->nr = nr;
	task->state = SCT_RUNNING;
	task->epoch = sct_rules_epoch();
	set_syscall_work(SCT);
	return nr;
}

/* The same, with what was changed of it. */
static long sct_run(struct sct_task *task, struct pt_regs *regs)
{
	if (unlikely(task->changed))
		sct_set_args(regs, task->entry.abi, task->args);
	return sct_run_as_is(task, task->nr);
}

/*
 * Nothing was done about a call, nor will be: if it is interrupted and made anew, it is
 * judged as a new one. Its names are kept up to its end, as it may ask for them more
 * than once.
 *
 * The table is held for the names too: while it is, the hooks stay armed, so that the
 * call gets the names that were judged even if the rules go.
 */
static __always_inline long sct_pass(struct sct_task *task, const struct sct_chain *chain,
				     long nr)
{
	if (likely(task->call.fetched)) {
		task->state = chain->unmatched;
		return nr;
	}
	sct_table_put(task->table);
	task->table = NULL;
	return nr;
}

/* The call is allowed. What must outlive this hook is kept in @task. */
static long sct_allow(struct sct_task *task, struct pt_regs *regs, bool acted)
{
	struct sct_call *call = &task->call;

	/* As if no rule had been there: see sct_pass(). */
	if (!acted && !task->changed && !task->chain->nr[SCT_AFTER] &&
	    !sct_carrier_waits(task)) {
		if (!call->more) {
			task->rare = 0;
			task->carrier = NULL;
			return sct_pass(task, task->chain, task->nr);
		}
		if (!sct_call_has_seen(call)) {
			sct_task_reset(task);
			return task->nr;
		}
	}

	/* Its parameters as they are now: an exec leaves none behind. */
	if (task->chain->nr[SCT_AFTER])
		sct_call_fetch_all(call);
	if (unlikely(sct_call_names_objects(call)))
		sct_call_fetch_objects(call);
	if (unlikely(call->starved) && task->chain->decides) {
		int err = call->starved;

		sct_task_reset(task);
		return sct_refuse(regs, err);
	}
	return sct_run(task, regs);
}

/* Does what was decided. @acted: a rule has matched, of this call or of its carrier. */
static long sct_act(struct sct_task *task, struct pt_regs *regs,
		    const struct sct_verdict *verdict, bool acted)
{
	int ret;

	task->acted = verdict->acted;
	task->by = verdict->by;
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
		ret = sct_rewrite(task, regs, verdict);
		if (!ret)
			break;
		sct_task_reset(task);
		return sct_refuse(regs, ret);
	default:
		break;
	}
	return sct_allow(task, regs, acted);
}

/* The kernel goes on with what it kept of the call: nothing is given to it, or taken back. */
static bool sct_is_continued(const struct sct_task *task)
{
	return task->nr == (task->entry.abi == SCT_ABI_COMPAT ? SCT_COMPAT_RESTART :
								__NR_restart_syscall);
}

static void sct_keep_change(const struct sct_task *task, struct sct_verdict *verdict)
{
	bool rewrites = verdict->decision == SCT_REWRITE;

	if (rewrites && task->rewritten && verdict->by->rule == task->by->rule) {
		verdict->decision = SCT_ALLOW;
	} else if (rewrites || (task->rewritten && !verdict->decision)) {
		verdict->decision = SCT_FAIL;
		verdict->value = -EPERM;
	}
}

/* Takes down what is known of a call. */
static __always_inline void sct_begin(struct sct_task *task, struct sct_table *table,
				      const struct sct_chain *chain)
{
	task->table = table;
	task->chain = chain;
	task->exec_id = current->self_exec_id;
}

/* The call itself. */
static __always_inline void sct_begin_call(struct sct_task *task, struct pt_regs *regs,
					   const struct sct_chain *chain)
{
	struct sct_call *call = &task->call;

	call->want = &chain->want;
	sct_call_set_desc(call, chain->desc, chain->head);
	if (unlikely(!chain->is_plain)) {
		sct_call_take_args(call, regs);
		return;
	}
	/* As they stand; what the call doesn't have, nobody looks at. */
	call->args[0] = regs->di;
	call->args[1] = regs->si;
	call->args[2] = regs->dx;
}

/*
 * The same of a call that another carries, whose parameters are @args by now: what a
 * rule has made of them is not taken back any more.
 */
static void sct_begin_sub(struct sct_task *task, struct pt_regs *regs,
			  const struct sct_chain *chain, const unsigned long *args,
			  const struct sct_sub *sub)
{
	struct sct_call *call = &task->call;

	sct_call_release(call);
	task->rewritten = false;
	task->carrier = task->chain;
	task->chain = chain;
	call->want = &chain->want;
	sct_call_init(call, sub->desc, sub->args);
	call->sid = task->nr;
	call->sub = sub->sub;
	call->carried_at = args[4];
	memcpy(call->carried, sub->words, sizeof(call->carried));
	call->carried_len = sub->nr_words * sizeof(sub->words[0]);
	call->carried_asked = sub->asked * sizeof(sub->words[0]);
	if (call->carried_asked)
		sct_call_note_seen();
	task->carried = true;
	memcpy(task->reg, sub->reg, sizeof(task->reg));
	/* What was read is what runs: the caller's memory may change. */
	if (sub->nr >= 0) {
		sct_frame_take(&task->entry, regs);
		memcpy(task->args, sub->args, sizeof(task->args));
		task->nr = sub->nr;
		task->changed = true;
	}
}

/* There is no memory for what is to be known of a call. */
static long sct_skip(struct pt_regs *regs, struct sct_table *table, bool decides, bool logs,
		     long nr)
{
	sct_table_put(table);
	if (!decides || logs)
		sct_judge_skip();
	return decides ? sct_refuse(regs, -ENOMEM) : nr;
}

/* The rules of the call that @nr carries, by its first parameter; NULL where it has none. */
static const struct sct_chain *sct_carried(const struct sct_table *table, long nr,
					   unsigned long first)
{
	const struct sct_syscall *desc = sct_mux_call(nr, first);

	return desc ? table->chains[SCT_ABI_COMPAT][desc->nr] : NULL;
}

/* Reads what is carried. What the rules of the carrier have seen of it, is what counts. */
static int sct_read_carried(struct sct_task *task, const unsigned long *args,
			    struct sct_sub *sub)
{
	int ret;

	if (task->chain)
		task->state = SCT_RUNNING;
	ret = sct_demux(task->nr, args, sub);
	task->state = SCT_IDLE;
	return ret;
}

/*
 * Behind the rules of a call that carries another one, where they let it run: those of
 * the one that it carries. Which one that is, is read when they are done with it, also
 * when they have stopped it for a while, or made another one of it.
 */
static long sct_act_mux(struct sct_task *task, struct pt_regs *regs,
			struct sct_verdict *verdict, bool acted)
{
	const struct sct_chain *carried;
	unsigned long args[6];
	struct sct_sub sub;
	long ret = task->nr;
	int err;

	if (verdict->decision == SCT_REWRITE) {
		task->by = verdict->by;
		err = sct_rewrite(task, regs, verdict);
		verdict->decision = err ? SCT_FAIL : SCT_ALLOW;
		verdict->value = err;
	} else if (verdict->decision == SCT_SUSPEND && is_global_init(current)) {
		verdict->decision = SCT_ALLOW;
	}
	syscall_get_arguments(current, regs, args);
	if (task->changed)
		memcpy(args, task->args, sizeof(args));
	carried = sct_carried(task->table, task->nr, args[0]);
	if (verdict->decision || !carried)
		return sct_act(task, regs, verdict, acted);

	err = sct_read_carried(task, args, &sub);
	if (!err) {
		task->carrier_acted = verdict->acted;
		sct_begin_sub(task, regs, carried, args, &sub);
		sct_judge_before(carried, &task->call, verdict, false);
		acted |= !!verdict->acted;
	} else if (!task->chain) {
		sct_task_reset(task);
		return err == -EFAULT ? sct_refuse(regs, err) : ret;
	}
	ret = sct_act(task, regs, verdict, acted);
	/* What can't be read does not run. What it would do, no rule could tell. */
	return err == -EFAULT && ret != -1 ? sct_refuse(regs, err) : ret;
}

static bool sct_is_mux(enum sct_abi abi, long nr)
{
	return abi == SCT_ABI_COMPAT && (nr == SCT_SOCKETCALL || nr == SCT_IPC);
}

/*
 * A call that may carry another one: its rules, and behind them those of the one
 * that it carries. @chain may be NULL.
 */
static noinline long sct_enter_mux(struct pt_regs *regs, struct sct_table *table,
				   const struct sct_chain *chain, long nr)
{
	const struct sct_chain *carried = sct_carried(table, nr, regs->bx);
	struct sct_verdict verdict = {};
	struct sct_task *task;

	if (!chain && !carried) {
		sct_table_put(table);
		return nr;
	}
	task = sct_task_get(current->sct);
	if (!task)
		return sct_skip(regs, table,
				(chain && chain->decides) || (carried && carried->decides),
				(chain && chain->logs) || (carried && carried->logs), nr);
	sct_begin(task, table, chain);
	task->nr = nr;
	if (chain) {
		sct_begin_call(task, regs, chain);
		sct_judge_before(chain, &task->call, &verdict, false);
	}
	return sct_act_mux(task, regs, &verdict, verdict.acted);
}

/* Whether the rules of the call that carries this one say what they have said. */
static bool sct_carrier_agrees(const struct sct_task *task)
{
	const struct sct_chain *chain = task->carrier;
	struct sct_verdict verdict;
	struct sct_call *call;
	bool starved;

	if (!chain || !chain->nr[SCT_BEFORE])
		return true;
	call = kzalloc(sizeof(*call), GFP_KERNEL_ACCOUNT);
	if (!call)
		return false;
	call->want = &chain->want;
	sct_call_init(call, chain->desc, task->entry.args);
	sct_judge_before(chain, call, &verdict, true);
	starved = call->starved;
	sct_call_release(call);
	kfree(call);
	return !starved && verdict.acted == task->carrier_acted;
}

/*
 * A call that was judged is made anew: decided again, as who makes it may be another by
 * now. What the same rules say of it was done and logged already. Where others match, it
 * is a new call to them.
 */
static long sct_judge_again(struct sct_task *task, struct pt_regs *regs)
{
	struct sct_verdict verdict;

	if (unlikely(task->carried) && !sct_carrier_agrees(task)) {
		long nr = task->entry.nr;

		sct_task_reset(task);
		return __sct_rare_enter(regs, nr);
	}
	if (!sct_is_continued(task))
		sct_change_back(task);
	sct_judge_before(task->chain, &task->call, &verdict, true);
	if (verdict.acted != task->acted)
		sct_judge_before(task->chain, &task->call, &verdict, false);
	else if (verdict.decision == SCT_SUSPEND && task->stood)
		verdict.decision = SCT_ALLOW;
	if (sct_is_continued(task))
		sct_keep_change(task, &verdict);
	if (!task->carried && sct_is_mux(task->call.desc->abi, task->nr))
		return sct_act_mux(task, regs, &verdict, true);
	return sct_act(task, regs, &verdict, true);
}

/* Something is to be done about a call: a rule has matched, or one is yet to come. */
static noinline long sct_take_up(struct sct_task *task, struct pt_regs *regs,
				 const struct sct_link *link, long nr)
{
	struct sct_verdict verdict;

	task->nr = nr;
	sct_judge_rest(task->chain, link, &task->call, &verdict, false);
	return sct_act(task, regs, &verdict, verdict.acted);
}

/* A call was logged, and more is known of it than names, or could not be had. */
static noinline long sct_take_logged(struct sct_task *task, struct pt_regs *regs)
{
	struct sct_verdict verdict = { .acted = task->acted };
	const struct sct_chain *chain = task->chain;

	if (unlikely(task->call.starved))
		sct_starve(chain->decides, chain->logs, &task->call, &verdict, false);
	return sct_act(task, regs, &verdict, true);
}

/* A rule matches that only logs. */
static __always_inline long sct_log_and_run(struct sct_task *task, const struct sct_link *link,
					    long nr)
{
	sct_judge_log(link, &task->call);
	task->acted = link->mark;
	if (likely(!task->call.more))
		return sct_run_as_is(task, nr);
	task->nr = nr;
	return sct_take_logged(task, current_pt_regs());
}

static noinline long sct_take_log(struct sct_task *task, const struct sct_link *link, long nr)
{
	return sct_log_and_run(task, link, nr);
}

/*
 * A number that was found to be in range, in the range for speculation as well. With a
 * size that is a power of two it takes one instruction, where array_index_nospec() takes
 * three. Hidden from the compiler, which knows by now that it changes nothing.
 */
static __always_inline unsigned long sct_bounded(unsigned long nr)
{
	BUILD_BUG_ON_NOT_POWER_OF_2(SCT_WATCH_SIZE);
	OPTIMIZER_HIDE_VAR(nr);
	return nr & (SCT_WATCH_SIZE - 1);
}

/**
 * __sct_rare_enter - judge a call, where that is rare: it is made anew, its caller is a
 *	32-bit one, or its task is new here
 * @regs: the caller's registers
 * @nr: the call's number
 *
 * Context: as __sct_syscall_enter().
 * Return: the same.
 */
long __sct_rare_enter(struct pt_regs *regs, long nr)
{
	enum sct_abi abi = in_ia32_syscall() ? SCT_ABI_COMPAT : SCT_ABI_NATIVE;
	const struct sct_chain *chain;
	struct sct_table *table;
	struct sct_task *task;

	/* Only the low bits have been looked at. */
	if (unlikely((unsigned long)nr >= SCT_WATCH_SIZE))
		return nr;
	nr = sct_bounded(nr);
	task = sct_task_again(regs);
	if (task)
		return sct_judge_again(task, regs);
	table = sct_table_get();
	if (!table)
		return nr;
	chain = table->chains[abi][nr];
	if (sct_is_mux(abi, nr))
		return sct_enter_mux(regs, table, chain, nr);
	/* What is watched may be so for the table before this one. */
	if (!chain) {
		sct_table_put(table);
		return nr;
	}
	task = sct_task_get(current->sct);
	if (!task)
		return sct_skip(regs, table, chain->decides, chain->logs, nr);
	sct_begin(task, table, chain);
	sct_begin_call(task, regs, chain);
	return sct_take_up(task, regs, sct_judge_first(chain, SCT_BEFORE, &task->call), nr);
}

/* A call that rules name: all of them are asked. */
static noinline long sct_enter_native(struct pt_regs *regs, long nr, struct sct_task *task,
				      const struct sct_chain *chain)
{
	const struct sct_link *link;

	sct_begin_call(task, regs, chain);
	link = sct_first(chain, SCT_BEFORE, &task->call);
	if (likely(!link && !task->call.more && chain->unmatched))
		return sct_pass(task, chain, nr);
	if (link && link->only_logs)
		return sct_take_log(task, link, nr);
	return sct_take_up(task, regs, link, nr);
}

/*
 * Fetches a text ahead of the call, as sct_call_fetch() does it: what was looked at is
 * what the call uses, and what the rules are asked about. Returns its first bytes; 0 where
 * they tell nothing: it is empty, or tests let calls read for themselves; or it could not
 * be read, and then nothing is kept. Who asks for it reads it again, and keeps the error.
 */
static __always_inline unsigned long sct_fetch_ahead(struct sct_call *call,
						     const struct pt_regs *regs,
						     const struct sct_text *text)
{
	unsigned long at = ((const unsigned long *)regs)[text->reg];
	struct filename *name;
	unsigned long word;

	/* What is kept in memory needs no register while the name is fetched. */
	call->args[text->param] = at;
	name = getname_unseen((const char __user *)at, LOOKUP_EMPTY);
	if (IS_ERR(name))
		return 0;
	sct_call_note_seen();
	call->names[text->param] = name;
	call->fetched = text->bit;
	word = load_unaligned_zeropad(name->name);
	if (unlikely(!(u8)word || sct_is_unsafe()))
		return 0;
	call->last = name;
	call->last_at = (const char __user *)call->args[text->param];
	return word;
}

/* One that rules may have done with by one look at a name. */
static noinline long sct_enter_quick(struct pt_regs *regs, long nr, struct sct_task *task,
				     const struct sct_chain *chain)
{
	const struct sct_quick *quick = &chain->quick;
	unsigned long word;

	word = sct_fetch_ahead(&task->call, regs, &chain->text);
	if (unlikely(!word ||
		     !sct_quick_no(quick, task->call.names[quick->param]->name, word)))
		return sct_enter_native(current_pt_regs(), nr, task, chain);
	task->state = chain->unmatched;
	return nr;
}

/* One that is logged by the first of its rules, whatever it is. */
static noinline long sct_enter_logged(struct pt_regs *regs, long nr, struct sct_task *task,
				      const struct sct_chain *chain)
{
	sct_begin_call(task, regs, chain);
	if (likely(chain->text.bit))
		sct_fetch_ahead(&task->call, regs, &chain->text);
	return sct_log_and_run(task, chain->links, nr);
}

/* One whose rules wait for its result. */
static noinline long sct_enter_later(struct pt_regs *regs, long nr, struct sct_task *task,
				     const struct sct_chain *chain)
{
	sct_begin_call(task, regs, chain);
	if (chain->text.bit)
		sct_fetch_ahead(&task->call, regs, &chain->text);
	/* For want of memory it may come to nothing: that is to be told. */
	if (unlikely(task->call.fetched != chain->text.bit))
		return sct_take_up(task, current_pt_regs(), NULL, nr);
	task->acted = 0;
	return sct_run_as_is(task, nr);
}

/**
 * __sct_syscall_enter - judge a call that a rule may name
 * @regs: the caller's registers
 * @nr: the call's number
 *
 * It calls nobody and saves no register: who does that, it leaves the rest to.
 *
 * Context: Entry from user mode; may sleep.
 * Return: @nr, or another number that the call is to run as; -1 where it is refused.
 */
long __sct_syscall_enter(struct pt_regs *regs, long nr)
{
	struct sct_task *task = current->sct;
	const struct sct_chain *chain;
	struct sct_table *table;

	/* Only the low bits have been looked at. And 32-bit callers have their own hook. */
	if (unlikely((unsigned long)nr >= SCT_WATCH_SIZE || in_ia32_syscall()))
		return nr;
	if (unlikely(!task || task->busy))
		return __sct_rare_enter(regs, nr);
	nr = sct_bounded(nr);

	/* As sct_table_get() does it, but for calls that the table doesn't name. */
	rcu_read_lock();
	table = rcu_dereference(sct_current);
	chain = table ? table->chains[SCT_ABI_NATIVE][nr] : NULL;
	if (unlikely(!chain)) {
		rcu_read_unlock();
		return nr;
	}
	percpu_ref_get(&table->ref);
	rcu_read_unlock();

	sct_begin(task, table, chain);
	if (chain->way == SCT_WAY_QUICK)
		return sct_enter_quick(regs, nr, task, chain);
	if (chain->way == SCT_WAY_LOG)
		return sct_enter_logged(regs, nr, task, chain);
	if (chain->way == SCT_WAY_LATER)
		return sct_enter_later(regs, nr, task, chain);
	return sct_enter_native(regs, nr, task, chain);
}

/* A name that isn't the last one that a rule looked at, or that none did. */
static noinline struct filename *sct_getname_slow(const struct sct_task *task,
						  const char __user *name, int flags)
{
	struct filename *seen = NULL;

	/* The names of a call that waits are not those of one that runs meanwhile. */
	if (task && task->state <= SCT_RUNNING && !sct_is_unsafe())
		seen = sct_call_reuse(&task->call, name, flags & LOOKUP_EMPTY);
	return seen ?: getname_unseen(name, flags);
}

/**
 * sct_getname - getname_flags() of a call that a rule has looked at
 * @name: where userspace keeps the name
 * @flags: LOOKUP_EMPTY where the name may be empty
 *
 * Return: the name that a rule saw at this address, in this call, or the error that it
 * got; where no rule looked, as getname_flags(). It has a reference for the caller.
 */
struct filename *sct_getname(const char __user *name, int flags)
{
	struct sct_task *task = current->sct;
	struct sct_table *table;
	struct filename *last;

	if (unlikely(!task))
		return getname_unseen(name, flags);
	last = task->call.last;
	if (unlikely(!last || task->call.last_at != name))
		return sct_getname_slow(task, name, flags);
	if (task->state != SCT_ONCE) {
		atomic_inc(&last->refcnt);
		return last;
	}
	/* It was all that was kept, and nobody asks for it again: the call is forgotten. */
	task->call.fetched = 0;
	task->call.last = NULL;
	task->state = SCT_IDLE;
	clear_syscall_work(SCT);
	table = task->table;
	task->table = NULL;
	sct_table_put(table);
	return last;
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
