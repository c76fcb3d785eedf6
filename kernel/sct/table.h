/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of rules: built, published, never changed after
 */

#ifndef _SCT_TABLE_H
#define _SCT_TABLE_H

#include <linux/mutex.h>
#include <linux/percpu-refcount.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "error.h"
#include "rule.h"
#include "syscalls.h"

/**
 * struct sct_link - a rule in the chain of a call
 * @rule: the rule
 * @filter: its condition, compiled for this call; NULL where it always holds
 * @param: place of the parameter that it rewrites
 */
struct sct_link {
	const struct sct_rule *rule;
	const struct sct_filter *filter;
	u8 param;
};

/**
 * struct sct_chain - the rules of one call, in the table's order
 * @nr: how many links there are for each enum sct_when
 * @decides: one of the rules may refuse the call
 * @want: what they look at of what the parameters point to
 * @links: those of before, then those of after
 */
struct sct_chain {
	u32 nr[SCT_NR_WHENS];
	bool decides;
	struct sct_want want;
	struct sct_link links[];
};

/**
 * struct sct_table - a table of rules
 * @ref: calls and open files that use it
 * @free: frees it, from a workqueue: the last to let go may hold anything
 * @nr_rules: how many of @rules there are
 * @size: how many there is room for; while it is built
 * @memory: bytes that the rules take
 * @names: the rules by name; while it is built
 * @rules: in the order of the file
 * @chains: for each call that a rule names, its rules
 *
 * A call takes a reference under RCU and may then sleep, on a page of its own
 * memory or in the call itself. The counter is one for each CPU, so calls on
 * several CPUs share no line that is written.
 */
struct sct_table {
	struct percpu_ref ref;
	struct work_struct free;
	u32 nr_rules;
	u32 size;
	size_t memory;
	struct hlist_head *names;
	struct sct_rule **rules;
	struct sct_chain *chains[SCT_NR_ABIS][SCT_NR_MAX];
};

/* Serialises those who change what is in force. Not taken by calls. */
extern struct mutex sct_table_lock;

struct sct_table *sct_table_new(const struct sct_table *base);
int sct_table_add(struct sct_table *table, struct sct_rule *rule);
int sct_table_finish(struct sct_table *table);
void sct_table_discard(struct sct_table *table);
void sct_table_publish(struct sct_table *table);

void sct_want_link(struct sct_want *want, const struct sct_syscall *desc,
		   const struct sct_link *link);

struct sct_table *sct_table_get(void);
void sct_table_put(struct sct_table *table);
u64 sct_table_generation(void);
u32 sct_table_nr_rules(void);

bool sct_tables_busy(void);
bool sct_rules_enabled(void);
int sct_rules_enable(bool on);
u32 sct_rules_epoch(void);

#endif /* _SCT_TABLE_H */
