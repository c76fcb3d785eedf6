// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs: the file stats, a line a rule; then the ring's
 */

#include <linux/math64.h>
#include <linux/seq_file.h>

#include "log.h"
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
	seq_putc(m, '\n');
}

/**
 * sct_stats_show - print the counters
 * @m: where to
 * @v: nothing
 *
 * Context: Process context, may sleep.
 * Return: 0.
 */
int sct_stats_show(struct seq_file *m, void *v)
{
	struct sct_table *table = sct_table_get();
	u64 written = 0, lost = 0, overwritten = 0;
	u32 i;

	for (i = 0; table && i < table->nr_rules; i++)
		sct_show_rule(m, table->rules[i]);
	if (table)
		sct_table_put(table);

	if (!sct_log_prepare())
		sct_rings_stats(&sct_log, &written, &lost, &overwritten);
	seq_printf(m, "ring written=%llu lost=%llu overwritten=%llu\n", written, lost,
		   overwritten);
	return 0;
}
