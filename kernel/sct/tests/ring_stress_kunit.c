// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of rings under load: writers on all CPUs, readers, and who changes the
 * size, at the same time
 *
 * A writer counts its events as the ring does, and fills each with words that follow
 * from that number and the CPU, so a reader sees any word that is not of its event.
 */

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/sizes.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "rings.h"

#define STRESS_FOLLOWERS	2
#define STRESS_READERS		(STRESS_FOLLOWERS + 1)
#define STRESS_RESIZERS		2

static const struct stress_case {
	const char *name;
	size_t bytes;
	u64 events;	/* for each CPU */
	unsigned int burst;	/* events between two pauses of a writer */
	bool lose;	/* some can't be recorded */
	bool clear;	/* clear all the time */
	unsigned int resizers;
	unsigned int steps;	/* how often they double the size at most */
} stress_cases[] = {
	{ "tiny rings, overtaken all the time", SZ_1K, 150000, 5000, true, false, 0, 0 },
	{ "small rings, overtaken now and then", SZ_32K, 50000, 250, true, false, 0, 0 },
	{ "large rings, none lost", SZ_4M, 20000, 5000, false, false, 0, 0 },
	{ "large rings, cleared all the time, none lost", SZ_4M, 20000, 1000, false, true, 0, 0 },
	{ "tiny rings, resized", SZ_1K, 150000, 500, true, false, 1, 5 },
	{ "rings of all sizes", SZ_4K, 100000, 250, true, false, 1, 8 },
	{ "two change the size at once", SZ_1K, 100000, 250, true, false, 2, 7 },
	{ "large rings, resized, none lost", SZ_8M, 20000, 1000, false, false, 1, 1 },
};

KUNIT_ARRAY_PARAM_DESC(stress, stress_cases, name);

struct stress {
	const struct stress_case *c;
	struct sct_ring_set *set;
	bool written;		/* all writers are done; set with release */
};

struct stress_thread {
	struct stress *s;
	struct sct_ring_reader *r;	/* NULL: opens one after another */
	struct task_struct *task;
	struct completion done;
	unsigned int pause_us;
	u64 *next;		/* by CPU: the number after the last one seen */
	u64 untold;		/* told lost at an end, not seen as a gap yet */
	u64 read;
	u64 lost;
	u64 bad;
};

static u64 stress_word(u64 n, u64 cpu, size_t i)
{
	return (n << 32 | cpu << 24 | i) * 0x9e3779b97f4a7c15ULL;
}

static int stress_write(void *data)
{
	struct stress_thread *t = data;
	struct sct_ring_set *set = t->s->set;
	u64 n, *p, cpu = raw_smp_processor_id();
	size_t i, words;

	for (n = 0; n < t->s->c->events; n++) {
		words = 2 + (u32)(n * 2654435761U) % 24;
		if (t->s->c->lose && n % 61 == 60) {
			sct_ring_lose(set);
		} else if (t->s->c->lose && !t->s->c->resizers && n % 97 == 96) {
			t->bad += !!ring_reserve(set, set->max_data + 1);
		} else {
			p = ring_reserve(set, words * sizeof(*p));
			if (!p) {
				t->bad++;
				continue;
			}
			p[0] = n;
			for (i = 1; i < words; i++)
				p[i] = stress_word(n, cpu, i);
			ring_commit(set);
		}
		/*
		 * Lets readers come close, to be overtaken again. Not all writers at
		 * once: while this one sleeps, readers are here and others write.
		 */
		if ((n + cpu) % t->s->c->burst == 0)
			fsleep(1000 * (1 + (n / t->s->c->burst + cpu) % 3));
	}
	complete(&t->done);
	return 0;
}

static void stress_check(struct stress_thread *t, const struct sct_entry *e, u64 lost)
{
	const u64 *p = (const u64 *)e->data;
	size_t i, words = (e->len - HEADER) / sizeof(*p);
	u64 gap = e->seq - t->next[e->cpu] - lost;

	/* All that was missed is told with this event, or was at an end before it. */
	if (!t->s->c->clear && gap > t->untold)
		t->bad++;
	if (e->seq < t->next[e->cpu] || p[0] != e->seq)
		t->bad++;
	for (i = 1; i < words; i++)
		if (p[i] != stress_word(e->seq, e->cpu, i))
			t->bad++;
	t->untold -= min(gap, t->untold);
	t->next[e->cpu] = e->seq + 1;
	t->read++;
}

/* Reads to where there is nothing more for now. */
static void stress_read_all(struct stress_thread *t, struct sct_ring_reader *r)
{
	const struct sct_entry *e;
	u64 lost;

	while (sct_ring_read(r, &e, &lost) > 0) {
		stress_check(t, e, lost);
		t->lost += lost;
		if (t->pause_us && t->read % 8 == 0)
			fsleep(t->pause_us);
		cond_resched();
	}
	t->lost += lost;
	t->untold += lost;
}

static int stress_follow(void *data)
{
	struct stress_thread *t = data;
	bool last;

	do {
		/* What was written before is there to read: then this is the end. */
		last = smp_load_acquire(&t->s->written);
		stress_read_all(t, t->r);
		cond_resched();
	} while (!last);
	complete(&t->done);
	return 0;
}

/* One reader after another: bounded ones, which must end, and ones that follow. */
static int stress_open(void *data)
{
	struct stress_thread *t = data;
	struct sct_ring_reader *r;
	bool new = false;

	while (!READ_ONCE(t->s->written)) {
		r = sct_ring_reader_open(t->s->set, new ? SCT_READ_NEW : SCT_READ_OLDEST, !new);
		if (!r)
			break;
		memset(t->next, 0, nr_cpu_ids * sizeof(*t->next));
		/* Where a new one begins is not known here. */
		t->untold = new ? S64_MAX : 0;
		stress_read_all(t, r);
		sct_ring_reader_close(r);
		new = !new;
		cond_resched();
	}
	complete(&t->done);
	return 0;
}

static int stress_resize(void *data)
{
	struct stress_thread *t = data;
	const struct stress_case *c = t->s->c;
	u32 seed = 1;

	while (!READ_ONCE(t->s->written)) {
		seed = seed * 1664525 + 1013904223;
		if (sct_rings_resize_sized(t->s->set, c->bytes << (seed >> 16) % (c->steps + 1)))
			t->bad++;
		t->read++;
		cond_resched();
	}
	complete(&t->done);
	return 0;
}

static void stress_start(struct kunit *test, struct stress_thread *t, int (*fn)(void *),
			 int cpu)
{
	struct task_struct *task = kthread_create(fn, t, "sct_ring_stress");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	init_completion(&t->done);
	if (cpu >= 0)
		kthread_bind(task, cpu);
	t->task = get_task_struct(task);
	wake_up_process(task);
}

static void stress_stop(struct stress_thread *t)
{
	wait_for_completion(&t->done);
	/* So that no code of a module is left running. */
	kthread_stop(t->task);
	put_task_struct(t->task);
}

/* How many entries can be read. */
static u64 count_entries(struct kunit *test, struct sct_ring_set *set)
{
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, true);
	const struct sct_entry *e;
	u64 lost, n = 0;

	while (sct_ring_read(r, &e, &lost) > 0)
		n++;
	return n;
}

static void stress_verdict(struct kunit *test, struct stress *s,
			   const struct stress_thread *rd, u64 total)
{
	const struct stress_case *c = s->c;
	u64 written, lost, overwritten;
	unsigned int i;

	sct_rings_stats(s->set, &written, &lost, &overwritten);
	KUNIT_EXPECT_EQ(test, written + lost, total);
	if (!c->clear)
		KUNIT_EXPECT_EQ(test, written - overwritten, count_entries(test, s->set));
	for (i = 0; i < STRESS_READERS; i++) {
		kunit_info(test, "reader %u: %llu read, %llu lost", i, rd[i].read, rd[i].lost);
		KUNIT_EXPECT_EQ(test, rd[i].bad, 0);
		if (!c->lose)
			KUNIT_EXPECT_EQ(test, rd[i].lost, 0);
		if (!c->clear && rd[i].r)
			KUNIT_EXPECT_EQ(test, rd[i].read + rd[i].lost, total);
	}
	/* The slow one was overtaken, or this tried nothing. */
	if (c->lose)
		KUNIT_EXPECT_GT(test, rd[1].lost, lost);
}

/* Waits for a writer; the rings are cleared meanwhile where the case has it. */
static void stress_await(const struct stress *s, struct stress_thread *writer)
{
	while (s->c->clear && !completion_done(&writer->done)) {
		sct_rings_clear(s->set);
		/* Something has to be there for the next one. */
		udelay(8);
		cond_resched();
	}
	stress_stop(writer);
}

static void ring_stress(struct kunit *test)
{
	const struct stress_case *c = test->param_value;
	struct stress s = { .c = c, .set = new_rings(test, c->bytes) };
	struct stress_thread *w, rd[STRESS_READERS] = {}, rs[STRESS_RESIZERS] = {};
	unsigned int i, cpu, nr = 0;

	w = kunit_kcalloc(test, nr_cpu_ids, sizeof(*w), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, w);
	for (i = 0; i < STRESS_READERS; i++) {
		rd[i].s = &s;
		rd[i].next = kunit_kcalloc(test, nr_cpu_ids, sizeof(u64), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, rd[i].next);
		if (i < STRESS_FOLLOWERS)
			rd[i].r = new_reader(test, s.set, SCT_READ_NEW, false);
	}
	rd[1].pause_us = 200;

	for (i = 0; i < STRESS_READERS; i++)
		stress_start(test, &rd[i], rd[i].r ? stress_follow : stress_open, -1);
	for (i = 0; i < c->resizers; i++) {
		rs[i].s = &s;
		stress_start(test, &rs[i], stress_resize, -1);
	}
	for_each_online_cpu(cpu) {
		w[nr].s = &s;
		stress_start(test, &w[nr++], stress_write, cpu);
	}
	for (i = 0; i < nr; i++)
		stress_await(&s, &w[i]);
	/* Who sees this sees all events: see stress_follow(). */
	smp_store_release(&s.written, true);
	for (i = 0; i < c->resizers; i++)
		stress_stop(&rs[i]);
	for (i = 0; i < STRESS_READERS; i++)
		stress_stop(&rd[i]);

	stress_verdict(test, &s, rd, nr * c->events);
	for (i = 0; i < nr; i++)
		KUNIT_EXPECT_EQ(test, w[i].bad, 0);
	for (i = 0; i < c->resizers; i++) {
		kunit_info(test, "resized %llu times", rs[i].read);
		KUNIT_EXPECT_EQ(test, rs[i].bad, 0);
		KUNIT_EXPECT_GT(test, rs[i].read, 1);
	}
}

static struct kunit_case sct_ring_stress_cases[] = {
	KUNIT_CASE_PARAM_ATTR(ring_stress, stress_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	{}
};

static struct kunit_suite sct_ring_stress_suite = {
	.name = "sct_ring_stress",
	.test_cases = sct_ring_stress_cases,
};

kunit_test_suite(sct_ring_stress_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's rings under load");
MODULE_LICENSE("GPL");
