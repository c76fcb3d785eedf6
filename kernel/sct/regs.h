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
		/* Whole registers: 64-bit code may call so too, and keeps what it has. */
		regs->bx = args[0];
		regs->cx = args[1];
		regs->dx = args[2];
		regs->si = args[3];
		regs->di = args[4];
		regs->bp = args[5];
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
