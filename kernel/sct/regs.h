/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The registers that hold a call's parameters, to be set: <asm/syscall.h> only
 * reads them
 */

#ifndef _SCT_REGS_H
#define _SCT_REGS_H

#include <linux/ptrace.h>

#include "syscalls.h"

static inline void sct_set_args(struct pt_regs *regs, enum sct_abi abi,
				const unsigned long *args)
{
	if (abi == SCT_ABI_COMPAT) {
		regs->bx = (u32)args[0];
		regs->cx = (u32)args[1];
		regs->dx = (u32)args[2];
		regs->si = (u32)args[3];
		regs->di = (u32)args[4];
		regs->bp = (u32)args[5];
	} else {
		regs->di = args[0];
		regs->si = args[1];
		regs->dx = args[2];
		regs->r10 = args[3];
		regs->r8 = args[4];
		regs->r9 = args[5];
	}
}

#endif /* _SCT_REGS_H */
