/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of rules: built, published, never changed after
 */

#ifndef _SCT_TABLE_H
#define _SCT_TABLE_H

#include <linux/mutex.h>
#include <linux/percpu-refcount.h>
#include <linux/rcupdate.h>
#include <linux/sct.h>
#include <linux/workqueue.h>

#include "error.h"
#include "quick.h"
#include "rule.h"
#include "syscalls.h"

/**
 * struct sct_text - which text of a call is fetched ahead, or shown
 * @bit: BIT(@param); 0 where none is
 * @param: the place of the parameter that points to it
 * @reg: where that address is in struct pt_regs, in words, of a native call
 */
struct sct_text {
	u8 bit;
	u8 param;
	u8 reg;
};

/**
 * struct sct_link - a rule in the chain of a call
 * @rule: the rule
 * @filter: its condition, compiled for this call; NULL where it always holds
 * @order: the rule's place in the table
 * @mark: a number that hardly any other rule has; it is odd
 * @param: place of the parameter that it rewrites
 * @only_logs: it logs, once, as often as it matches, and that ends the matter: no rule
 *	behind it is asked, nor is one of after where it is of before
 * @text: where a text is all that the log shows of what parameters point to, that
 */
struct sct_link {
	const struct sct_rule *rule;
	const struct sct_filter *filter;
	u32 order;
	u32 mark;
	u8 param;
	bool only_logs;
	struct sct_text text;
};

/* Of a call that a task makes, and SCT remembers. */
enum sct_state {
	SCT_IDLE,		/* no call is remembered */
	SCT_ONCE,		/* it runs; all that is kept is a name, which it takes once */
	SCT_BRIEF,		/* it runs; at its end what is kept is let go, no more */
	SCT_RUNNING,		/* the call runs */
	SCT_INTERRUPTED,	/* a signal came: it will be made anew, or fail */
	SCT_SUSPENDED,		/* it waits for SIGCONT, and will be made anew */
};

/* How a native call is judged: what its rules make possible. */
enum sct_way {
	SCT_WAY_FULL,		/* any */
	SCT_WAY_QUICK,		/* one look at a name mostly tells that no rule matches */
	SCT_WAY_LOG,		/* the first rule logs each call, and only logs */
	SCT_WAY_LATER,		/* all rules are of after, and look at one text at most */
};

/**
 * struct sct_chain - the rules of one call, in the table's order
 * @desc: the call
 * @head: of a call that has not run, see sct_call_head()
 * @unmatched: enum sct_state of a call that no rule matches before it runs, and of
 *	which only names are kept; SCT_IDLE where there are rules of after
 * @is_plain: it has three parameters at most, which are what the registers hold
 * @way: enum sct_way
 * @text: the text that is fetched ahead of all else, unless @way is SCT_WAY_FULL
 * @nr: how many links there are for each enum sct_when
 * @decides: one of the rules may refuse the call
 * @logs: one of them may log it before it runs
 * @plan: in which order they are asked, for each enum sct_when; NULL where that is one
 *	by one
 * @want: what they look at of what the parameters point to
 * @quick: of SCT_WAY_QUICK, what tells
 * @links: those of before, then those of after
 */
struct sct_chain {
	const struct sct_syscall *desc;
	u64 head;
	u8 unmatched;
	bool is_plain;
	u8 way;
	struct sct_text text;
	u32 nr[SCT_NR_WHENS];
	bool decides;
	bool logs;
	struct sct_plan *plan[SCT_NR_WHENS];
	struct sct_want want;
	struct sct_quick quick;
	struct sct_link links[];
};

static inline const struct sct_link *sct_chain_links(const struct sct_chain *chain,
						     enum sct_when when)
{
	return chain->links + (when == SCT_AFTER ? chain->nr[SCT_BEFORE] : 0);
}

/**
 * struct sct_table - a table of rules
 * @ref: calls and open files that use it
 * @free: frees it, from a workqueue: the last to let go may hold anything
 * @sees: what they may look at of a call that then runs, BIT(enum sct_sees) of each
 * @nr_rules: how many of @rules there are
 * @size: how many there is room for; while it is built
 * @memory: bytes that the rules and their plans take
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
	u8 sees;
	u32 nr_rules;
	u32 size;
	size_t memory;
	struct hlist_head *names;
	struct sct_rule **rules;
	struct sct_chain *chains[SCT_NR_ABIS][SCT_WATCH_SIZE];
};

/* Serialises those who change what is in force. Not taken by calls. */
extern struct mutex sct_table_lock;

struct sct_table *sct_table_new(const struct sct_table *base);
int sct_table_add(struct sct_table *table, struct sct_rule *rule);
int sct_table_finish(struct sct_table *table);
void sct_table_discard(struct sct_table *table);
void sct_table_publish(struct sct_table *table);

void sct_chain_prepare(struct sct_chain *chain);
void sct_chain_choose(struct sct_chain *chain);
void sct_text_set(struct sct_text *text, unsigned int param);

u8 sct_rule_sees(const struct sct_rule *rule);
void sct_want_link(struct sct_want *want, const struct sct_syscall *desc,
		   const struct sct_link *link);

u64 sct_table_generation(void);
u32 sct_table_nr_rules(void);

bool sct_tables_busy(void);
u8 sct_tables_see(void);
bool sct_rules_enabled(void);
int sct_rules_enable(bool on);

/* Both change under sct_table_lock. Whom a call meets, these two say: table.c */
extern struct sct_table __rcu *sct_current;
extern u32 sct_epoch;

/**
 * sct_table_get - the table in force
 *
 * Context: Any.
 * Return: the table, to be put with sct_table_put(); NULL before the first load.
 */
static inline struct sct_table *sct_table_get(void)
{
	struct sct_table *table;

	/*
	 * percpu_ref_kill() comes after the pointer has changed, and the counter
	 * can't reach zero before a grace period has passed: who finds the pointer
	 * may count.
	 */
	rcu_read_lock();
	table = rcu_dereference(sct_current);
	if (likely(table))
		percpu_ref_get(&table->ref);
	rcu_read_unlock();
	return table;
}

/**
 * sct_table_put - let go of a table
 * @table: the table
 *
 * Context: Any.
 */
static inline void sct_table_put(struct sct_table *table)
{
	percpu_ref_put(&table->ref);
}

/**
 * sct_rules_epoch - which rules are in force, since when
 *
 * Return: a number that is another one each time rules come, go, are held or are
 * put in force.
 */
static inline u32 sct_rules_epoch(void)
{
	return READ_ONCE(sct_epoch);
}

#endif /* _SCT_TABLE_H */
