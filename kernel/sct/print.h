/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How values of a user print
 */

#ifndef _SCT_PRINT_H
#define _SCT_PRINT_H

#include <linux/seq_buf.h>

void sct_print_string(struct seq_buf *s, const char *str, size_t len);

#endif /* _SCT_PRINT_H */
