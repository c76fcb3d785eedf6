/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One system call on its way through SCT
 *
 * A native call and a 32-bit call become the same struct sct_call. Above this
 * point nobody asks where it came from.
 */

#ifndef _SCT_CALL_H
#define _SCT_CALL_H

#include <linux/bits.h>
#include <linux/fs.h>
#include <linux/types.h>

#include "expr.h"
#include "syscalls.h"

#define SCT_FILTER_STACK	64	/* values that wait for an operator */

enum sct_when {
	SCT_BEFORE,
	SCT_AFTER,
	SCT_NR_WHENS
};

/**
 * struct sct_call - a call and what was fetched for it
 * @desc: the call's description
 * @args: its parameters, extended to 64 bits as the callee declares them
 * @retval: its result, once it has run: as userspace sees it, -errno on error
 * @when: whether it has run
 * @fetched: which of @names were fetched, a bit each
 * @names: the strings that its parameters point to, or an ERR_PTR where they
 *	can't be read. Each is fetched once; whoever asks again gets the same,
 *	the call itself included (sct_reusename()).
 * @stack: where filters compute. Here because on the kernel's stack it would be
 *	cleared for each of them (CONFIG_INIT_STACK_ALL_ZERO).
 */
struct sct_call {
	const struct sct_syscall *desc;
	u64 args[6];
	s64 retval;
	u8 when;
	u8 fetched;
	struct filename *names[6];
	u64 stack[SCT_FILTER_STACK];
};

void sct_call_init(struct sct_call *call, const struct sct_syscall *desc,
		   const unsigned long *regs);
const char *sct_call_fetch(struct sct_call *call, unsigned int param);
void sct_call_fetch_all(struct sct_call *call);
struct filename *sct_call_reuse(const struct sct_call *call, const char __user *uptr,
				bool empty_ok);
void sct_call_release(struct sct_call *call);

u64 sct_call_number(const struct sct_call *call, enum sct_var var);
const char *sct_call_text(const struct sct_call *call, enum sct_var var);

/**
 * sct_call_string - a string that a parameter points to
 * @call: the call
 * @param: the parameter's place, from 0; it is of kind SCT_KIND_STRING
 *
 * Context: Task context, may sleep (user memory).
 * Return: the string, which lives as long as the call; NULL where it can't be
 * read.
 */
static inline const char *sct_call_string(struct sct_call *call, unsigned int param)
{
	if (call->fetched & BIT(param))
		return IS_ERR(call->names[param]) ? NULL : call->names[param]->name;
	return sct_call_fetch(call, param);
}

#endif /* _SCT_CALL_H */
