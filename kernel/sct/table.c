// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of a table: built by a load, published whole, freed when the last
 * call that met it has ended
 */

#include <linux/err.h>
#include <linux/jhash.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "call.h"
#include "plan.h"
#include "watch.h"
#include "seal.h"
#include "sysfs.h"
#include "table.h"

#define SCT_NAME_BITS	12

/* See table.h. */
DEFINE_MUTEX(sct_table_lock);

struct sct_table __rcu *sct_current __read_mostly;	/* written under sct_table_lock */
static u64 sct_generation;			/* under sct_table_lock */
static bool sct_enabled = true;			/* under sct_table_lock */
u32 sct_epoch __read_mostly;			/* the same */
static atomic_t sct_nr_tables;			/* published and not yet freed */
static atomic_t sct_nr_see[SCT_NR_SEES];	/* of these, those that may look at each */

/* A rule's place among the names of the table that is being built. */
struct sct_name {
	struct hlist_node node;
	const struct sct_rule *rule;
};

static struct hlist_head *sct_name_bucket(const struct sct_table *table, const char *name)
{
	u32 hash = jhash(name, strlen(name), 0);

	return &table->names[hash & (BIT(SCT_NAME_BITS) - 1)];
}

static const struct sct_rule *sct_table_find(const struct sct_table *table,
					     const char *name)
{
	struct sct_name *entry;

	hlist_for_each_entry(entry, sct_name_bucket(table, name), node) {
		if (!strcmp(entry->rule->name, name))
			return entry->rule;
	}
	return NULL;
}

/**
 * sct_table_add - add a rule to a table that is being built
 * @table: the table
 * @rule: the rule; the table takes a reference of its own
 *
 * Return: 0; -EEXIST where a rule of that name is there already; -ENOSPC where
 * there are SCT_MAX_RULES; -E2BIG where they would take more than SCT_MAX_TABLE
 * bytes; -ENOMEM.
 */
int sct_table_add(struct sct_table *table, struct sct_rule *rule)
{
	struct sct_name *name;

	if (sct_table_find(table, rule->name))
		return -EEXIST;
	if (table->nr_rules == SCT_MAX_RULES)
		return -ENOSPC;
	if (rule->memory > SCT_MAX_TABLE - table->memory)
		return -E2BIG;

	if (table->nr_rules == table->size) {
		u32 size = table->size ? 2 * table->size : 16;
		struct sct_rule **rules;

		rules = kvrealloc(table->rules, size * sizeof(*rules), GFP_KERNEL_ACCOUNT);
		if (!rules)
			return -ENOMEM;
		table->rules = rules;
		table->size = size;
	}
	name = kmalloc(sizeof(*name), GFP_KERNEL_ACCOUNT);
	if (!name)
		return -ENOMEM;

	name->rule = rule;
	hlist_add_head(&name->node, sct_name_bucket(table, rule->name));
	table->rules[table->nr_rules++] = sct_rule_get(rule);
	table->sees |= sct_rule_sees(rule);
	table->memory += rule->memory;
	return 0;
}

static void sct_free_names(struct sct_table *table)
{
	struct hlist_node *next;
	struct sct_name *entry;
	int i;

	if (!table->names)
		return;
	for (i = 0; i < BIT(SCT_NAME_BITS); i++) {
		hlist_for_each_entry_safe(entry, next, &table->names[i], node)
			kfree(entry);
	}
	kvfree(table->names);
	table->names = NULL;
}

static void sct_chain_free(struct sct_chain *chain)
{
	unsigned int when;

	if (!chain)
		return;
	for (when = 0; when < SCT_NR_WHENS; when++)
		sct_plan_put(chain->plan[when]);
	kvfree(chain);
}

static void sct_table_free(struct sct_table *table)
{
	unsigned int abi, nr;
	u32 i;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; nr < SCT_NR_MAX; nr++)
			sct_chain_free(table->chains[abi][nr]);
	}
	for (i = 0; i < table->nr_rules; i++)
		sct_rule_put(table->rules[i]);
	kvfree(table->rules);
	sct_free_names(table);
	kvfree(table);
}

/* A table is published, or freed then. */
static void sct_count_sees(const struct sct_table *table, int n)
{
	unsigned int i;

	for (i = 0; i < SCT_NR_SEES; i++) {
		if (table->sees & BIT(i))
			atomic_add(n, &sct_nr_see[i]);
	}
}

static void sct_table_free_work(struct work_struct *work)
{
	struct sct_table *table = container_of(work, struct sct_table, free);

	percpu_ref_exit(&table->ref);
	sct_count_sees(table, -1);
	sct_table_free(table);
	sct_formats_reap();
	atomic_dec(&sct_nr_tables);
	sct_hooks_settle();
}

/* The last reference is gone. That may be in softirq: free elsewhere. */
static void sct_table_release(struct percpu_ref *ref)
{
	struct sct_table *table = container_of(ref, struct sct_table, ref);

	queue_work(system_unbound_wq, &table->free);
}

/**
 * sct_table_new - begin to build a table
 * @base: the table whose rules it begins with, or NULL
 *
 * Return: the table, for sct_table_finish() or sct_table_discard(); NULL without
 * memory.
 */
struct sct_table *sct_table_new(const struct sct_table *base)
{
	struct sct_table *table = kvzalloc(sizeof(*table), GFP_KERNEL_ACCOUNT);
	u32 i;

	if (!table)
		return NULL;
	INIT_WORK(&table->free, sct_table_free_work);
	table->names = kvcalloc(BIT(SCT_NAME_BITS), sizeof(*table->names),
				GFP_KERNEL_ACCOUNT);
	if (!table->names)
		goto fail;

	for (i = 0; base && i < base->nr_rules; i++) {
		if (sct_table_add(table, base->rules[i]))
			goto fail;
	}
	return table;
fail:
	sct_table_free(table);
	return NULL;
}

/**
 * sct_table_discard - throw away a table that was not published
 * @table: the table, finished or not
 */
void sct_table_discard(struct sct_table *table)
{
	percpu_ref_exit(&table->ref);
	sct_table_free(table);
	sct_formats_reap();
}

/* How many links each chain will have. */
static u32 *sct_count_links(const struct sct_table *table)
{
	u32 *counts = kvcalloc(SCT_NR_ABIS * SCT_NR_MAX * SCT_NR_WHENS, sizeof(*counts),
			       GFP_KERNEL);
	u32 i, j;

	if (!counts)
		return NULL;
	for (i = 0; i < table->nr_rules; i++) {
		const struct sct_rule *rule = table->rules[i];

		for (j = 0; j < rule->nr_binds; j++) {
			const struct sct_syscall *desc = rule->binds[j].desc;

			counts[(desc->abi * SCT_NR_MAX + desc->nr) * SCT_NR_WHENS +
			       rule->when]++;
		}
	}
	return counts;
}

static int sct_alloc_chains(struct sct_table *table, const u32 *counts)
{
	unsigned int abi, nr;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; nr < SCT_NR_MAX; nr++, counts += SCT_NR_WHENS) {
			size_t links = counts[SCT_BEFORE] + counts[SCT_AFTER];
			struct sct_chain *chain;

			if (!links)
				continue;
			chain = kvzalloc(struct_size(chain, links, links),
					 GFP_KERNEL_ACCOUNT);
			if (!chain)
				return -ENOMEM;
			chain->nr[SCT_BEFORE] = counts[SCT_BEFORE];
			table->chains[abi][nr] = chain;
		}
	}
	return 0;
}

static void sct_fill_chains(struct sct_table *table, u32 *counts)
{
	u32 i, j;

	memset(counts, 0, SCT_NR_ABIS * SCT_NR_MAX * SCT_NR_WHENS * sizeof(*counts));
	for (i = 0; i < table->nr_rules; i++) {
		const struct sct_rule *rule = table->rules[i];

		for (j = 0; j < rule->nr_binds; j++) {
			const struct sct_bind *bind = &rule->binds[j];
			u16 abi = bind->desc->abi, nr = bind->desc->nr;
			struct sct_chain *chain = table->chains[abi][nr];
			u32 place;

			chain->desc = bind->desc;
			place = counts[(abi * SCT_NR_MAX + nr) * SCT_NR_WHENS +
				       rule->when]++;
			if (rule->when == SCT_AFTER) {
				place += chain->nr[SCT_BEFORE];
				chain->nr[SCT_AFTER]++;
			}
			chain->links[place].rule = rule;
			chain->links[place].filter = bind->filter;
			chain->links[place].order = i;
			chain->links[place].param = bind->param;
			chain->decides |= rule->when == SCT_BEFORE && rule->decision;
			chain->logs |= rule->when == SCT_BEFORE && rule->nr_logs;
			sct_want_link(&chain->want, bind->desc, &chain->links[place]);
		}
	}
}

/* Whether another chain's plan fits, as of 32-bit callers of the same call. */
static bool sct_same_links(const struct sct_link *a, const struct sct_link *b, u32 nr)
{
	for (; nr; nr--, a++, b++) {
		if (a->rule != b->rule || a->filter != b->filter)
			return false;
	}
	return true;
}

static struct sct_plan *sct_find_plan(const struct sct_table *table,
				      const struct sct_chain *chain, unsigned int when)
{
	const struct sct_link *links = sct_chain_links(chain, when);
	const struct sct_syscall *desc = links->rule->binds[0].desc;
	const struct sct_chain *other = table->chains[desc->abi][desc->nr];

	if (other == chain || !other->plan[when] || other->nr[when] != chain->nr[when] ||
	    !sct_same_links(links, sct_chain_links(other, when), chain->nr[when]))
		return NULL;
	other->plan[when]->refs++;
	return other->plan[when];
}

static int sct_plan_chain(struct sct_table *table, struct sct_chain *chain)
{
	struct sct_plan *plan;
	unsigned int when;

	for (when = 0; when < SCT_NR_WHENS; when++) {
		if (chain->nr[when] < SCT_PLAN_MIN)
			continue;
		chain->plan[when] = sct_find_plan(table, chain, when);
		if (chain->plan[when])
			continue;
		plan = sct_plan_make(sct_chain_links(chain, when), chain->nr[when]);
		if (IS_ERR(plan))
			return PTR_ERR(plan);
		/* Rules do without, if more slowly. */
		if (plan && plan->size > SCT_MAX_TABLE - table->memory) {
			sct_plan_put(plan);
			continue;
		}
		chain->plan[when] = plan;
		table->memory += plan ? plan->size : 0;
		cond_resched();
	}
	return 0;
}

static int sct_plan_chains(struct sct_table *table)
{
	unsigned int abi, nr;
	int ret = 0;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (nr = 0; !ret && nr < SCT_NR_MAX; nr++) {
			if (!table->chains[abi][nr])
				continue;
			sct_chain_prepare(table->chains[abi][nr]);
			ret = sct_plan_chain(table, table->chains[abi][nr]);
			sct_chain_choose(table->chains[abi][nr]);
		}
	}
	return ret;
}

/**
 * sct_table_finish - a table is whole: make it ready to be published
 * @table: the table
 *
 * Context: Process context, may sleep.
 * Return: 0; -ENOMEM, and the table is to be discarded.
 */
int sct_table_finish(struct sct_table *table)
{
	u32 *counts = sct_count_links(table);
	int ret;

	if (!counts)
		return -ENOMEM;
	ret = sct_alloc_chains(table, counts);
	if (!ret) {
		sct_fill_chains(table, counts);
		ret = sct_plan_chains(table);
	}
	kvfree(counts);
	if (ret)
		return ret;

	sct_free_names(table);
	return percpu_ref_init(&table->ref, sct_table_release, 0, GFP_KERNEL);
}

static struct sct_table *sct_current_locked(void)
{
	return rcu_dereference_protected(sct_current, lockdep_is_held(&sct_table_lock));
}

/**
 * sct_table_publish - put a table in force
 * @table: a finished table; it belongs to the readers from now on
 *
 * Every call meets the table before or this one, whole. The bits of the calls
 * that either names are set while the pointer changes, so that no call slips
 * through in between.
 *
 * Context: Process context; sct_table_lock held. Doesn't wait for anybody.
 */
void sct_table_publish(struct sct_table *table)
{
	struct sct_table *old = sct_current_locked();

	sct_generation++;
	WRITE_ONCE(sct_epoch, sct_epoch + 1);
	atomic_inc(&sct_nr_tables);
	sct_count_sees(table, 1);
	if (sct_enabled)
		sct_watch_more(table);
	rcu_assign_pointer(sct_current, table);
	if (sct_enabled)
		sct_watch_only(table);
	if (old)
		percpu_ref_kill(&old->ref);
	sct_generation_changed();
}

/**
 * sct_table_generation - how many tables have been in force
 *
 * Return: the number; it grows by one with each.
 */
u64 sct_table_generation(void)
{
	u64 generation;

	mutex_lock(&sct_table_lock);
	generation = sct_generation;
	mutex_unlock(&sct_table_lock);
	return generation;
}

/**
 * sct_table_nr_rules - how many rules the table in force has
 *
 * Return: the number.
 */
u32 sct_table_nr_rules(void)
{
	struct sct_table *table;
	u32 nr = 0;

	rcu_read_lock();
	table = rcu_dereference(sct_current);
	if (table)
		nr = table->nr_rules;
	rcu_read_unlock();
	return nr;
}

/**
 * sct_tables_busy - whether a call may need the hooks
 *
 * Context: Process context; takes sct_table_lock.
 * Return: true where the table in force has rules, or a call still holds one that
 * was in force before.
 */
bool sct_tables_busy(void)
{
	struct sct_table *table;
	bool busy;

	mutex_lock(&sct_table_lock);
	table = sct_current_locked();
	busy = (table && table->nr_rules) || atomic_read(&sct_nr_tables) > 1;
	mutex_unlock(&sct_table_lock);
	return busy;
}

/**
 * sct_tables_see - what a call may need further hooks for
 *
 * Context: Process context, while no table is published.
 * Return: what the table in force and those that a call still holds may look at.
 */
u8 sct_tables_see(void)
{
	unsigned int i;
	u8 sees = 0;

	for (i = 0; i < SCT_NR_SEES; i++) {
		if (atomic_read(&sct_nr_see[i]))
			sees |= BIT(i);
	}
	return sees;
}

/**
 * sct_rules_enabled - whether rules are in force or held
 *
 * Return: true where they are in force.
 */
bool sct_rules_enabled(void)
{
	return READ_ONCE(sct_enabled);
}

/**
 * sct_rules_enable - put the rules in force, or hold them
 * @on: which
 *
 * Context: Process context; takes sct_table_lock. To put them in force, the
 * hooks must be armed.
 * Return: 0; -EPERM where the seal is set.
 */
int sct_rules_enable(bool on)
{
	int ret;

	mutex_lock(&sct_table_lock);
	ret = sct_may_change("enabled");
	if (ret) {
		mutex_unlock(&sct_table_lock);
		return ret;
	}
	WRITE_ONCE(sct_enabled, on);
	WRITE_ONCE(sct_epoch, sct_epoch + 1);
	sct_watch_only(on ? sct_current_locked() : NULL);
	mutex_unlock(&sct_table_lock);
	return 0;
}
