// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making plans
 *
 * Of each rule's guards the one is taken that fewest rules share: what is found by it
 * is closest to what matches. Guards that ask about the same operand are made an index.
 * Where many rules share a guard, as UID == 0, the rules of its bucket are planned in
 * turn, by their other guards.
 */

#include <linux/errno.h>
#include <linux/hash.h>
#include <linux/jhash.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "plan.h"
#include "table.h"

/* Operands with an index of their own in one list of steps. */
#define SCT_MAX_GROUPS	16

/* Indexes that lead to one another. */
#define SCT_MAX_LEVELS	3

/* Values that one guard may ask for; and all of a list, beside a few for each rule. */
#define SCT_MAX_VALUES	256
#define SCT_SPARE_WISHES	1024

/**
 * struct sct_job - rules that are to be planned
 * @first: the first of them, among the work's @who
 * @nr: how many there are
 * @bucket: whose steps they become, among the plan's; SCT_NO_BUCKET for its root
 * @level: how many indexes lead there
 * @used: the indexes that do
 */
struct sct_job {
	u32 first;
	u32 nr;
	u32 bucket;
	u32 level;
	u32 used[SCT_MAX_LEVELS];
};

/**
 * struct sct_choice - by which guard a rule is found
 * @group: the group of its subject; SCT_MAX_GROUPS where it is asked always
 * @guard: the guard
 */
struct sct_choice {
	u32 group;
	struct sct_guard guard;
};

/**
 * struct sct_group - rules that are found by the same operand
 * @subject: the operand
 * @nr: how many rules there are
 * @nr_wishes: how many values they ask for
 * @index: 1 + the number of their index, once its step is there
 */
struct sct_group {
	struct sct_subject subject;
	u32 nr;
	u32 nr_wishes;
	u32 index;
};

/**
 * struct sct_work - a plan that is being made
 * @plan: the plan
 * @links: the rules
 * @jobs: what is to be planned
 * @nr_jobs: how many there are
 * @size_jobs: how many there is room for
 * @who: places of rules, those of one job behind the other
 * @nr_who: how many there are
 * @size_who: how many there is room for
 * @size_indexes: of the plan's, how many there is room for
 * @size_buckets: the same
 * @size_steps: the same
 * @counts: how many rules ask for a value, by a hash of it
 * @bits: of the hash
 * @choices: of each rule of the job
 * @groups: the job's
 * @nr_groups: how many there are
 */
struct sct_work {
	struct sct_plan *plan;
	const struct sct_link *links;
	struct sct_job *jobs;
	u32 nr_jobs, size_jobs;
	u32 *who;
	u32 nr_who, size_who;
	u32 size_indexes, size_buckets, size_steps;
	u32 *counts;
	u32 bits;
	struct sct_choice *choices;
	struct sct_group groups[SCT_MAX_GROUPS];
	u32 nr_groups;
};

/* Makes room for @more at the end of an array; NULL without memory, and it stays. */
static void *sct_grow(void **array, u32 nr, u32 more, u32 *size, size_t each)
{
	u32 wanted = *size ?: 16;
	void *grown;

	while (wanted < nr + more)
		wanted *= 2;
	if (wanted != *size) {
		grown = kvrealloc(*array, wanted * each, GFP_KERNEL_ACCOUNT);
		if (!grown)
			return NULL;
		*array = grown;
		*size = wanted;
	}
	return *array + nr * each;
}

#define SCT_GROW(array, nr, more, size) \
	((typeof(array))sct_grow((void **)&(array), nr, more, &(size), sizeof(*(array))))

static const struct sct_filter *sct_work_filter(const struct sct_work *work,
						const struct sct_job *job, u32 i)
{
	return work->links[work->who[job->first + i]].filter;
}

/* Whether a guard may tell rules apart: those before in the way have not used it. */
static bool sct_is_usable(const struct sct_work *work, const struct sct_job *job,
			  const struct sct_guard *guard)
{
	u32 i;

	if (guard->nr > SCT_MAX_VALUES)
		return false;
	for (i = 0; i < job->level; i++) {
		if (sct_same_subject(&work->plan->indexes[job->used[i]].subject,
				     &guard->subject))
			return false;
	}
	return true;
}

static u32 *sct_count_of(const struct sct_work *work, const struct sct_filter *filter,
			 const struct sct_guard *guard, u32 i)
{
	struct sct_value value = sct_guard_value(filter, guard, i);
	const struct sct_subject *subject = &guard->subject;
	u64 key = sct_value_key(subject->kind, &value);
	u32 what = jhash_3words(subject->kind | subject->op << 8 | subject->arg << 16,
				subject->mask, subject->access, 0);

	return &work->counts[hash_64(key ^ ((u64)what << 32), work->bits)];
}

/* How many rules ask for each value. Two values may share a count: no harm is done. */
static int sct_count_values(struct sct_work *work, const struct sct_job *job)
{
	struct sct_guard guard;
	u32 i, j, at;

	work->bits = order_base_2(4 * job->nr);
	work->counts = kvcalloc(BIT(work->bits), sizeof(*work->counts), GFP_KERNEL_ACCOUNT);
	work->choices = kvcalloc(job->nr, sizeof(*work->choices), GFP_KERNEL_ACCOUNT);
	if (!work->counts || !work->choices)
		return -ENOMEM;
	for (i = 0; i < job->nr; i++) {
		const struct sct_filter *filter = sct_work_filter(work, job, i);

		at = 0;
		while (filter && sct_guard_next(filter, &at, &guard)) {
			for (j = 0; sct_is_usable(work, job, &guard) && j < guard.nr; j++)
				(*sct_count_of(work, filter, &guard, j))++;
		}
	}
	return 0;
}

/* The group of a subject; SCT_MAX_GROUPS where there is no room for one more. */
static u32 sct_group_of(struct sct_work *work, const struct sct_subject *subject)
{
	u32 i;

	for (i = 0; i < work->nr_groups; i++) {
		if (sct_same_subject(&work->groups[i].subject, subject))
			return i;
	}
	if (i < SCT_MAX_GROUPS)
		work->groups[work->nr_groups++] = (struct sct_group){ .subject = *subject };
	return i;
}

/* Of a rule's guards the one that fewest share; of equal ones the cheapest. */
static void sct_choose(struct sct_work *work, const struct sct_job *job, u32 i)
{
	const struct sct_filter *filter = sct_work_filter(work, job, i);
	struct sct_choice *choice = &work->choices[i];
	u32 best = U32_MAX, shared, at = 0, j;
	struct sct_guard guard;

	choice->group = SCT_MAX_GROUPS;
	while (filter && sct_guard_next(filter, &at, &guard)) {
		if (!sct_is_usable(work, job, &guard))
			continue;
		shared = 0;
		for (j = 0; j < guard.nr; j++)
			shared = max(shared, *sct_count_of(work, filter, &guard, j));
		if (shared > best ||
		    (shared == best && guard.subject.cost >= choice->guard.subject.cost))
			continue;
		best = shared;
		choice->guard = guard;
	}
	if (best == U32_MAX)
		return;
	choice->group = sct_group_of(work, &choice->guard.subject);
	if (choice->group < SCT_MAX_GROUPS) {
		work->groups[choice->group].nr++;
		work->groups[choice->group].nr_wishes += choice->guard.nr;
	}
}

static bool sct_has_index(const struct sct_work *work, const struct sct_job *job, u32 group)
{
	return group < SCT_MAX_GROUPS && work->groups[group].nr >= SCT_PLAN_MIN &&
	       work->groups[group].nr_wishes <= 4 * job->nr + SCT_SPARE_WISHES;
}

static void sct_fill_wishes(const struct sct_work *work, const struct sct_job *job,
			    u32 group, struct sct_wish *wish)
{
	u32 i, j;

	for (i = 0; i < job->nr; i++) {
		const struct sct_filter *filter = sct_work_filter(work, job, i);
		const struct sct_choice *choice = &work->choices[i];

		if (choice->group != group)
			continue;
		for (j = 0; j < choice->guard.nr; j++, wish++) {
			wish->value = sct_guard_value(filter, &choice->guard, j);
			wish->key = sct_value_key(choice->guard.subject.kind, &wish->value);
			wish->who = work->who[job->first + i];
		}
	}
}

/* The rules of one bucket: planned in turn if they are many. */
static int sct_fill_bucket(struct sct_work *work, const struct sct_job *job, u32 index,
			   const struct sct_wish *wishes, u32 nr)
{
	struct sct_plan *plan = work->plan;
	struct sct_bucket *bucket = &plan->buckets[wishes->bucket];
	struct sct_step *steps;
	struct sct_job *next;
	u32 *who, i, n = 0;

	if (nr >= SCT_PLAN_MIN && job->level + 1 < SCT_MAX_LEVELS) {
		who = SCT_GROW(work->who, work->nr_who, nr, work->size_who);
		next = SCT_GROW(work->jobs, work->nr_jobs, 1, work->size_jobs);
		if (!who || !next)
			return -ENOMEM;
		/* One rule may ask for a value twice. */
		for (i = 0; i < nr; i++) {
			if (!i || wishes[i].who != wishes[i - 1].who)
				who[n++] = wishes[i].who;
		}
		*next = *job;
		next->first = work->nr_who;
		next->nr = n;
		next->bucket = wishes->bucket;
		next->used[next->level++] = index;
		work->nr_who += n;
		work->nr_jobs++;
		return 0;
	}

	steps = SCT_GROW(plan->steps, plan->nr_steps, nr, work->size_steps);
	if (!steps)
		return -ENOMEM;
	for (i = 0; i < nr; i++) {
		if (!i || wishes[i].who != wishes[i - 1].who)
			steps[n++] = (struct sct_step){ .at = wishes[i].who };
	}
	bucket->first = plan->nr_steps;
	bucket->nr = n;
	plan->nr_steps += n;
	return 0;
}

static int sct_fill_buckets(struct sct_work *work, const struct sct_job *job, u32 index,
			    const struct sct_wish *wishes, u32 nr)
{
	/* Jobs are moved when there are more of them. */
	const struct sct_job from = *job;
	u32 i, begin;
	int ret;

	for (begin = 0; begin < nr; begin = i) {
		for (i = begin + 1; i < nr && wishes[i].bucket == wishes[begin].bucket; i++)
			;
		ret = sct_fill_bucket(work, &from, index, &wishes[begin], i - begin);
		if (ret)
			return ret;
	}
	return 0;
}

static int sct_make_index(struct sct_work *work, const struct sct_job *job, u32 group)
{
	u32 nr = work->groups[group].nr_wishes, nr_buckets, index, i;
	struct sct_plan *plan = work->plan;
	struct sct_index *made;
	struct sct_wish *wishes;
	int ret = -ENOMEM;

	wishes = kvcalloc(nr, sizeof(*wishes), GFP_KERNEL_ACCOUNT);
	made = SCT_GROW(plan->indexes, plan->nr_indexes, 1, work->size_indexes);
	if (!wishes || !made)
		goto out;
	sct_fill_wishes(work, job, group, wishes);
	*made = (struct sct_index){ .subject = work->groups[group].subject };
	index = plan->nr_indexes++;
	nr_buckets = sct_wishes_sort(made->subject.kind, wishes, nr);
	if (!SCT_GROW(plan->buckets, plan->nr_buckets, nr_buckets, work->size_buckets))
		goto out;
	for (i = 0; i < nr; i++)
		wishes[i].bucket += plan->nr_buckets;
	plan->nr_buckets += nr_buckets;
	work->groups[group].index = index + 1;
	ret = sct_index_make(made, wishes, nr, nr_buckets);
	plan->size += made->size;
	if (!ret)
		ret = sct_fill_buckets(work, job, index, wishes, nr);
out:
	kvfree(wishes);
	return ret;
}

/* The job's own steps: a rule, or an index where the first of its rules is. */
static int sct_fill_steps(struct sct_work *work, const struct sct_job *job)
{
	struct sct_plan *plan = work->plan;
	struct sct_bucket *bucket;
	struct sct_step *steps;
	u32 i, n = 0;

	steps = SCT_GROW(plan->steps, plan->nr_steps, job->nr, work->size_steps);
	if (!steps)
		return -ENOMEM;
	for (i = 0; i < job->nr; i++) {
		u32 group = work->choices[i].group;
		struct sct_step step = { .at = work->who[job->first + i] };

		if (sct_has_index(work, job, group)) {
			step.index = work->groups[group].index;
			work->groups[group].index = 0;
			if (!step.index)
				continue;
		}
		steps[n++] = step;
	}
	bucket = job->bucket == SCT_NO_BUCKET ? &plan->root : &plan->buckets[job->bucket];
	bucket->first = plan->nr_steps;
	bucket->nr = n;
	plan->nr_steps += n;
	return 0;
}

static int sct_do_job(struct sct_work *work, u32 which)
{
	struct sct_job job = work->jobs[which];
	u32 i;
	int ret;

	work->nr_groups = 0;
	ret = sct_count_values(work, &job);
	for (i = 0; !ret && i < job.nr; i++)
		sct_choose(work, &job, i);
	for (i = 0; !ret && i < work->nr_groups; i++) {
		if (sct_has_index(work, &job, i))
			ret = sct_make_index(work, &job, i);
	}
	if (!ret)
		ret = sct_fill_steps(work, &job);
	kvfree(work->counts);
	kvfree(work->choices);
	work->counts = NULL;
	work->choices = NULL;
	return ret;
}

/* All rules, in the order of the table. */
static int sct_begin_work(struct sct_work *work, u32 nr)
{
	u32 *who = SCT_GROW(work->who, 0, nr, work->size_who);
	struct sct_job *job = SCT_GROW(work->jobs, 0, 1, work->size_jobs);
	u32 i;

	if (!who || !job)
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		who[i] = i;
	work->nr_who = nr;
	work->nr_jobs = 1;
	*job = (struct sct_job){ .nr = nr, .bucket = SCT_NO_BUCKET };
	return 0;
}

/* Gives back what was taken in advance. */
static void sct_trim(struct sct_plan *plan)
{
	void *steps = kvmemdup(plan->steps, plan->nr_steps * sizeof(*plan->steps),
			       GFP_KERNEL_ACCOUNT);
	void *buckets = kvmemdup(plan->buckets, plan->nr_buckets * sizeof(*plan->buckets),
				 GFP_KERNEL_ACCOUNT);

	if (steps) {
		kvfree(plan->steps);
		plan->steps = steps;
	}
	if (buckets) {
		kvfree(plan->buckets);
		plan->buckets = buckets;
	}
	plan->size += sizeof(*plan) + plan->nr_steps * sizeof(*plan->steps) +
		      plan->nr_buckets * sizeof(*plan->buckets) +
		      plan->nr_indexes * sizeof(*plan->indexes);
}

/**
 * sct_plan_make - make a plan
 * @links: rules of one call, in their order
 * @nr: how many there are
 *
 * Context: Process context, may sleep.
 * Return: the plan, for sct_plan_put(); NULL where no index helps; an ERR_PTR: -ENOMEM.
 */
struct sct_plan *sct_plan_make(const struct sct_link *links, u32 nr)
{
	struct sct_work *work;
	struct sct_plan *plan;
	int ret = -ENOMEM;
	u32 i;

	if (nr < SCT_PLAN_MIN)
		return NULL;
	work = kzalloc(sizeof(*work), GFP_KERNEL_ACCOUNT);
	plan = kzalloc(sizeof(*plan), GFP_KERNEL_ACCOUNT);
	if (!work || !plan)
		goto out;
	plan->refs = 1;
	work->plan = plan;
	work->links = links;
	ret = sct_begin_work(work, nr);
	for (i = 0; !ret && i < work->nr_jobs; i++)
		ret = sct_do_job(work, i);
	if (!ret)
		sct_trim(plan);
out:
	if (work) {
		kvfree(work->jobs);
		kvfree(work->who);
	}
	kfree(work);
	if (plan && (ret || !plan->nr_indexes)) {
		sct_plan_put(plan);
		plan = NULL;
	}
	return ret ? ERR_PTR(ret) : plan;
}

/**
 * sct_plan_put - let go of a plan
 * @plan: the plan, or NULL
 *
 * Context: Process context; those who hold it do it one after the other.
 */
void sct_plan_put(struct sct_plan *plan)
{
	u32 i;

	if (!plan || --plan->refs)
		return;
	for (i = 0; i < plan->nr_indexes; i++)
		sct_index_free(&plan->indexes[i]);
	kvfree(plan->indexes);
	kvfree(plan->buckets);
	kvfree(plan->steps);
	kfree(plan);
}
