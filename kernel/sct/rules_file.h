/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files rules and error_log of /sys/kernel/sct
 */

#ifndef _SCT_RULES_FILE_H
#define _SCT_RULES_FILE_H

#include <linux/init.h>

struct kernfs_node;
struct task_struct;

int sct_rules_files_create(struct kernfs_node *dir) __init;
void sct_loader_killed(struct task_struct *task);

#endif /* _SCT_RULES_FILE_H */
