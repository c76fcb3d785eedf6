// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs: the file stats, a line a rule; then the ring's
 */

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "log.h"
#include "record.h"
#include "ring_area.h"
#include "stats.h"
#include "table.h"

static u64 sct_sum(const struct sct_rule *rule, enum sct_stat what)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu_ptr(rule->stats, cpu)->count[what];
	return sum;
}

/*
 * How many records of each format the log holds, by the format's id. Who drives out
 * whose events is no writer's business: it is counted here, when somebody asks.
 */
static int sct_count_records(struct sct_ring_reader *reader, struct xarray *kept)
{
	const struct sct_entry *entry;
	u64 lost;
	int ret;

	while (sct_ring_read(reader, &entry, &lost)) {
		u32 id = ((const struct sct_record *)entry->data)->format;
		void *count = xa_load(kept, id);

		count = xa_mk_value(count ? xa_to_value(count) + 1 : 1);
		ret = xa_err(xa_store(kept, id, count, GFP_KERNEL_ACCOUNT));
		if (ret)
			return ret;
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	return 0;
}

static int sct_count_kept(struct xarray *kept)
{
	struct sct_ring_reader *reader = sct_ring_reader_alloc(1);
	int ret = 0, cpu;

	if (!reader)
		return -ENOMEM;
	xa_destroy(kept);
	/* One after the other: who wants no order need not compare. */
	for_each_possible_cpu(cpu) {
		sct_ring_reader_reset(reader, per_cpu_ptr(sct_log.rings, cpu), true);
		ret = sct_count_records(reader, kept);
		if (ret)
			break;
	}
	sct_ring_reader_close(reader);
	return ret;
}

static u64 sct_kept(struct xarray *kept, const struct sct_rule *rule)
{
	unsigned int i;
	u64 sum = 0;

	for (i = 0; i < rule->nr_logs; i++) {
		void *count = xa_load(kept, rule->logs[i]->id);

		sum += count ? xa_to_value(count) : 0;
	}
	return sum;
}

static void sct_show_rule(struct seq_file *m, const struct sct_rule *rule)
{
	static const char *const names[SCT_NR_STATS] = {
		"matched", "logged", "limited", "failed", "killed", "suspended", "rewritten",
		"nanoseconds",
	};
	u64 n;
	int i;

	seq_puts(m, rule->name);
	for (i = 0; i < SCT_NR_STATS; i++) {
		n = sct_sum(rule, i);
		/* Counted in cycles: turning them is not for the caller to pay. */
		if (i == SCT_STAT_CYCLES)
			n = tsc_khz ? mul_u64_u32_div(n, USEC_PER_SEC, tsc_khz) : 0;
		seq_printf(m, " %s=%llu", names[i], n);
	}
	seq_printf(m, " kept=%llu\n", sct_kept(m->private, rule));
}

static int sct_stats_show(struct seq_file *m, void *v)
{
	u64 written, lost, overwritten;
	struct sct_table *table;
	u32 i;

	table = sct_table_get();
	for (i = 0; table && i < table->nr_rules; i++)
		sct_show_rule(m, table->rules[i]);
	if (table)
		sct_table_put(table);

	sct_rings_stats(&sct_log, &written, &lost, &overwritten);
	seq_printf(m, "ring written=%llu lost=%llu overwritten=%llu\n", written, lost,
		   overwritten);
	return 0;
}

static void sct_kept_free(struct xarray *kept)
{
	xa_destroy(kept);
	kfree(kept);
}

/**
 * sct_stats_open - begin to read the counters
 * @inode: the file
 * @file: the file
 *
 * Context: Process context, may sleep.
 * Return: 0; -ENOMEM.
 */
int sct_stats_open(struct inode *inode, struct file *file)
{
	struct xarray *kept = kzalloc(sizeof(*kept), GFP_KERNEL_ACCOUNT);
	int ret = sct_log_prepare();

	if (!kept || ret) {
		kfree(kept);
		return -ENOMEM;
	}
	xa_init(kept);
	ret = single_open(file, sct_stats_show, kept);
	if (ret)
		sct_kept_free(kept);
	return ret;
}

/**
 * sct_stats_read - read the counters
 * @file: the file
 * @buf: where to
 * @size: bytes of it
 * @pos: where in the file
 *
 * Context: Process context, may sleep.
 * Return: as seq_read(); -ENOMEM; -EINTR where the caller is killed.
 */
ssize_t sct_stats_read(struct file *file, char __user *buf, size_t size, loff_t *pos)
{
	struct seq_file *m = file->private_data;
	int ret = 0;

	/* Counted here, as the text may be made several times until there is room for it. */
	if (!*pos || xa_empty(m->private)) {
		mutex_lock(&m->lock);
		ret = sct_count_kept(m->private);
		mutex_unlock(&m->lock);
	}
	return ret ?: seq_read(file, buf, size, pos);
}

/**
 * sct_stats_release - end reading the counters
 * @inode: the file
 * @file: the file
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int sct_stats_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	sct_kept_free(m->private);
	return single_release(inode, file);
}
