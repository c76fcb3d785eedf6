/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of /sys/kernel/sct are told
 */

#ifndef _SCT_SYSFS_H
#define _SCT_SYSFS_H

void sct_generation_changed(void);

#endif /* _SCT_SYSFS_H */
