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

#include <linux/bitops.h>
#include <linux/jump_label.h>
#include <linux/sched.h>
#include <linux/thread_info.h>

/* Numbers of calls; debugfs sct/syscalls has none that is higher. */
#define SCT_WATCH_BITS	512

DECLARE_STATIC_KEY_FALSE(sct_active);

/* The calls that a rule in force names: native ones, then 32-bit ones. */
extern unsigned long sct_watched[2][BITS_TO_LONGS(SCT_WATCH_BITS)];

long __sct_syscall_enter(struct pt_regs *regs, long nr);
void __sct_syscall_exit(struct pt_regs *regs);
void __sct_signal(struct pt_regs *regs, const struct ksignal *ksig);
struct filename *__sct_reusename(const char __user *name, int flags);
void sct_fork(struct task_struct *task);
void __sct_exit(struct task_struct *task, long code);

/**
 * sct_syscall_enter - judge a system call before it runs
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
		unsigned int bit = nr;	/* -1 is out of range */

		if (bit < SCT_WATCH_BITS &&
		    unlikely(arch_test_bit(bit, sct_watched[in_ia32_syscall()])))
			return __sct_syscall_enter(regs, nr);
	}
	return nr;
}

/**
 * sct_syscall_exit - the end of a system call that a rule waits for
 * @regs: the caller's registers, with the call's result
 * @work: the work of this exit; only sct_syscall_enter() sets SYSCALL_WORK_SCT
 *
 * Context: Exit to user mode, interrupts enabled.
 */
static inline void sct_syscall_exit(struct pt_regs *regs, unsigned long work)
{
	if (unlikely(work & SYSCALL_WORK_SCT))
		__sct_syscall_exit(regs);
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

/**
 * sct_reusename - the name that a rule saw at this address, in this call
 * @name: where userspace keeps the name
 * @flags: LOOKUP_EMPTY where the name may be empty
 *
 * Return: the name, with a reference for the caller, or an ERR_PTR where it could
 * not be read; NULL where no rule looked.
 */
static inline struct filename *sct_reusename(const char __user *name, int flags)
{
	if (static_branch_unlikely(&sct_active) && unlikely(current->sct))
		return __sct_reusename(name, flags);
	return NULL;
}

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

static inline void sct_syscall_exit(struct pt_regs *regs, unsigned long work)
{
}

static inline void sct_signal(struct pt_regs *regs, const struct ksignal *ksig)
{
}

static inline struct filename *sct_reusename(const char __user *name, int flags)
{
	return NULL;
}

static inline void sct_fork(struct task_struct *task)
{
}

static inline void sct_exit(struct task_struct *task, long code)
{
}

#endif /* CONFIG_SCT */

#endif /* _LINUX_SCT_H */
