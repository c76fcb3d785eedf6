/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Classes of system calls that a rule may name in place of calls, as strace's
 */

#ifndef _SCT_CLASSES_H
#define _SCT_CLASSES_H

#include <linux/bits.h>
#include <linux/types.h>

#include "error.h"

#define SCT_CLASS_DESC		BIT(0)
#define SCT_CLASS_FILE		BIT(1)
#define SCT_CLASS_MEMORY	BIT(2)
#define SCT_CLASS_PROCESS	BIT(3)
#define SCT_CLASS_SIGNAL	BIT(4)
#define SCT_CLASS_IPC		BIT(5)
#define SCT_CLASS_NETWORK	BIT(6)
#define SCT_CLASS_CREDS		BIT(7)
#define SCT_CLASS_CLOCK		BIT(8)
#define SCT_CLASS_PURE		BIT(9)
#define SCT_CLASS_STAT		BIT(10)
#define SCT_CLASS_LSTAT		BIT(11)
#define SCT_CLASS_FSTAT		BIT(12)
#define SCT_CLASS_STATFS	BIT(13)
#define SCT_CLASS_FSTATFS	BIT(14)
#define SCT_CLASS_USTAT		BIT(15)	/* has no name: %%statfs has it too */

/**
 * struct sct_class_row - the classes of a system call
 * @call: its name as userspace has it
 * @classes: SCT_CLASS_*
 */
struct sct_class_row {
	const char *call;
	u32 classes;
};

u32 sct_class_find(const char *name, size_t len);
bool sct_class_has(u32 classes, const char *call);
void sct_class_nearest(struct sct_nearest *near);

#endif /* _SCT_CLASSES_H */
