/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SCT watches and governs system calls by rule: its hooks
 *
 * See Documentation/admin-guide/sct/. With no rule in force a hook is a jump
 * that is not taken.
 */

#ifndef _LINUX_SCT_H
#define _LINUX_SCT_H

struct filename;
struct ksignal;
struct pt_regs;
struct task_struct;

#ifdef CONFIG_SCT

#include <linux/bits.h>
#include <linux/compiler.h>
#include <linux/jump_label.h>
#include <linux/sched.h>
#include <linux/sct_seen.h>
#include <linux/thread_info.h>

DECLARE_STATIC_KEY_FALSE(sct_active);

/*
 * A power of two above every number of a call that debugfs sct/syscalls has. One
 * that is higher, and -1, meets the place of another, and is told from it there.
 */
#define SCT_WATCH_SIZE	512

#define SCT_WATCH_NATIVE	BIT(0)
#define SCT_WATCH_COMPAT	BIT(1)

/*
 * The callers whose call of each number a rule in force names. A byte for both
 * kinds: a call that nobody names costs one load. Each kind has hooks of its own, so
 * that a call doesn't pay for one of the other kind that has its number.
 */
extern u8 sct_watched[SCT_WATCH_SIZE];

long __sct_syscall_enter(struct pt_regs *regs, long nr);
long __sct_rare_enter(struct pt_regs *regs, long nr);
void __sct_syscall_exit(struct pt_regs *regs);
void __sct_signal(struct pt_regs *regs, const struct ksignal *ksig);
struct filename *sct_getname(const char __user *name, int flags);
void sct_fork(struct task_struct *task);
void __sct_exit(struct task_struct *task, long code);

/**
 * sct_syscall_enter - judge a system call before it runs, unless its caller is a 32-bit one
 * @regs: the caller's registers
 * @nr: the call's number, after ptrace and seccomp had their say; -1 where they
 *	refused it
 *
 * Context: Entry from user mode, interrupts enabled, instrumentation allowed.
 * Return: @nr, or another number that the call is to run as; -1 where a rule refuses
 * the call, and its result is set in @regs.
 */
static __always_inline long sct_syscall_enter(struct pt_regs *regs, long nr)
{
	if (static_branch_unlikely(&sct_active)) {
		const u8 *watched = &sct_watched[nr & (SCT_WATCH_SIZE - 1)];

		/*
		 * Few callers are of 32 bits; sct_compat_enter() judges their calls. It
		 * is one bit that is read, once: READ_ONCE() would take it to a register.
		 */
		if (unlikely(data_race(*watched & SCT_WATCH_NATIVE)))
			return __sct_syscall_enter(regs, nr);
	}
	return nr;
}

/**
 * sct_compat_enter - the same for a call by a 32-bit entry, behind sct_syscall_enter()
 * @regs: the caller's registers
 * @nr: the call's number
 *
 * Context: as sct_syscall_enter().
 * Return: the same.
 */
static __always_inline long sct_compat_enter(struct pt_regs *regs, long nr)
{
	if (static_branch_unlikely(&sct_active)) {
		u8 watched = READ_ONCE(sct_watched[nr & (SCT_WATCH_SIZE - 1)]);

		if (unlikely(watched & SCT_WATCH_COMPAT))
			return __sct_rare_enter(regs, nr);
	}
	return nr;
}

/**
 * sct_syscall_exit - the end of a system call that a rule has looked at
 * @regs: the caller's registers, with the call's result
 * @work: the work of this exit; only SCT itself sets SYSCALL_WORK_SCT
 *
 * Context: Exit to user mode, interrupts enabled.
 * Return: true where nobody else has work.
 */
static __always_inline bool sct_syscall_exit(struct pt_regs *regs, unsigned long work)
{
	if (work & SYSCALL_WORK_SCT)
		__sct_syscall_exit(regs);
	return work == SYSCALL_WORK_SCT;
}

/**
 * sct_signal - a signal's handler is about to be called
 * @regs: the caller's registers; a call that the signal interrupted is not yet
 *	restarted there, nor has it failed
 * @ksig: the signal
 *
 * Context: Exit to user mode, interrupts enabled.
 */
static inline void sct_signal(struct pt_regs *regs, const struct ksignal *ksig)
{
	if (static_branch_unlikely(&sct_active) && unlikely(current->sct))
		__sct_signal(regs, ksig);
}

/*
 * getname_flags() of a name that no rule has seen; see fs/namei.c. Inline, it would have
 * its registers saved before it is known which of the two it is.
 */
noinline struct filename *getname_unseen(const char __user *name, int flags);

/**
 * sct_exit - a task ends
 * @task: current
 * @code: why: the low seven bits are the signal that kills it
 */
static inline void sct_exit(struct task_struct *task, long code)
{
	if (unlikely(task->sct || (code & 0x7f)))
		__sct_exit(task, code);
}

#else /* CONFIG_SCT */

static __always_inline long sct_syscall_enter(struct pt_regs *regs, long nr)
{
	return nr;
}

static __always_inline long sct_compat_enter(struct pt_regs *regs, long nr)
{
	return nr;
}

static __always_inline bool sct_syscall_exit(struct pt_regs *regs, unsigned long work)
{
	return false;
}

static inline void sct_signal(struct pt_regs *regs, const struct ksignal *ksig)
{
}

#define getname_unseen	getname_flags

static inline void sct_fork(struct task_struct *task)
{
}

static inline void sct_exit(struct task_struct *task, long code)
{
}

#endif /* CONFIG_SCT */

#endif /* _LINUX_SCT_H */
