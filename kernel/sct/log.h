/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The log: the rings, and the formats that their records name
 */

#ifndef _SCT_LOG_H
#define _SCT_LOG_H

#include <linux/atomic.h>
#include <linux/poll.h>
#include <linux/wait.h>

#include "ring.h"

extern struct sct_ring_set sct_log;
extern wait_queue_head_t sct_log_wait;

/* Who has log_json open: it shows more than the formats do. */
extern atomic_t sct_log_whole;

int sct_log_prepare(void);
unsigned long sct_log_kb(void);
int sct_log_resize(u64 kb);
void sct_log_clear(void);

/**
 * sct_log_wake - a record was written: wake who follows the log
 *
 * Context: Task context.
 */
static inline void sct_log_wake(void)
{
	/* The barrier in it pairs with that of prepare_to_wait() in a reader. */
	if (wq_has_sleeper(&sct_log_wait))
		wake_up_interruptible_poll(&sct_log_wait, EPOLLIN | EPOLLRDNORM);
}

#endif /* _SCT_LOG_H */
