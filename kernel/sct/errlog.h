/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The last failed loads, for the file error_log
 */

#ifndef _SCT_ERRLOG_H
#define _SCT_ERRLOG_H

#include <linux/seq_file.h>

#include "error.h"

void sct_errlog_add(const struct sct_error *err);
void sct_errlog_note(const char *what);
void sct_errlog_clear(void);
int sct_errlog_show(struct seq_file *m, void *v);

#endif /* _SCT_ERRLOG_H */
