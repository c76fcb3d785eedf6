/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's command line and its configuration say of SCT
 */

#ifndef _SCT_BOOT_H
#define _SCT_BOOT_H

#include <linux/types.h>

bool sct_is_off(void);

#endif /* _SCT_BOOT_H */
