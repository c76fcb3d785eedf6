// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of a rule
 */

#include <linux/percpu.h>
#include <linux/slab.h>

#include "rule.h"

/**
 * sct_rule_alloc - a rule that watches nothing
 *
 * Return: the rule, to be put with sct_rule_put(); NULL without memory.
 */
struct sct_rule *sct_rule_alloc(void)
{
	struct sct_rule *rule = kzalloc(sizeof(*rule), GFP_KERNEL_ACCOUNT);

	if (!rule)
		return NULL;
	rule->stats = alloc_percpu_gfp(struct sct_stats, GFP_KERNEL_ACCOUNT);
	if (!rule->stats) {
		kfree(rule);
		return NULL;
	}
	refcount_set(&rule->refs, 1);
	return rule;
}

/**
 * sct_rule_put - let go of a rule
 * @rule: the rule; the last one to let go frees it
 *
 * Context: May sleep. Its formats live on while the ring holds records of them.
 */
void sct_rule_put(struct sct_rule *rule)
{
	unsigned int i;

	if (!refcount_dec_and_test(&rule->refs))
		return;

	for (i = 0; i < rule->nr_binds; i++) {
		if (!rule->binds[i].shared)
			kvfree(rule->binds[i].filter);
	}
	kvfree(rule->binds);
	for (i = 0; i < rule->nr_logs; i++)
		sct_format_retire(rule->logs[i]);
	free_percpu(rule->stats);
	kfree(rule->path);
	kvfree(rule->text);
	kfree(rule->name);
	kfree(rule);
}
