/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How often a rule has matched, and what came of it
 */

#ifndef _SCT_STATS_H
#define _SCT_STATS_H

#include <linux/percpu.h>
#include <linux/types.h>

#include <asm/tsc.h>

/* In the order of the file. */
enum sct_stat {
	SCT_STAT_MATCHED,
	SCT_STAT_LOGGED,
	SCT_STAT_LIMITED,
	SCT_STAT_FAILED,
	SCT_STAT_KILLED,
	SCT_STAT_SUSPENDED,
	SCT_STAT_REWRITTEN,
	SCT_STAT_CYCLES,
	SCT_NR_STATS
};

/**
 * struct sct_stats - the counters of a rule, on one CPU
 * @count: by enum sct_stat
 */
struct sct_stats {
	u64 count[SCT_NR_STATS];
};

struct file;
struct inode;

int sct_stats_open(struct inode *inode, struct file *file);
ssize_t sct_stats_read(struct file *file, char __user *buf, size_t size, loff_t *pos);
int sct_stats_release(struct inode *inode, struct file *file);

/**
 * sct_count - count something of a rule
 * @stats: the rule's
 * @what: what
 * @n: how often
 *
 * Context: Task context. No line is shared between CPUs.
 */
static inline void sct_count(struct sct_stats __percpu *stats, enum sct_stat what, u64 n)
{
	this_cpu_add(stats->count[what], n);
}

#endif /* _SCT_STATS_H */
