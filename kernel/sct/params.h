/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a system call does with a parameter, where its type doesn't tell
 */

#ifndef _SCT_PARAMS_H
#define _SCT_PARAMS_H

#include <linux/init.h>

#include "syscalls.h"

void __init sct_param_refine(struct sct_syscall *call, unsigned int place);

#endif /* _SCT_PARAMS_H */
