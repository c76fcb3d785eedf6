/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An event as an object of JSON
 */

#ifndef _SCT_JSON_H
#define _SCT_JSON_H

#include <linux/seq_buf.h>
#include <linux/types.h>

#include "limits.h"
#include "record.h"
#include "ring.h"

/*
 * Bytes of the longest line. Most of it is message, SCT_MAX_LINE bytes, and the
 * parameters, which come from one entry of the ring. As the log prints them, no
 * more than twice as many are needed to escape them once more; a byte of a
 * log_format may take six. message_bytes takes two for each byte of message.
 */
#define SCT_MAX_JSON	(8 * SCT_MAX_LINE)

/* Memory that a line is made in, and what a part of it is first printed to. */
#define SCT_JSON_BYTES	(SCT_MAX_JSON + SCT_MAX_LINE)

void sct_json_string(struct seq_buf *s, const char *str, size_t len);
void sct_json_print(struct seq_buf *s, const struct sct_entry *entry,
		    const struct sct_format *format, char *scratch);
void sct_json_lost(struct seq_buf *s, u64 lost, const struct sct_entry *next);

#endif /* _SCT_JSON_H */
