// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of rings that change their size: what fits stays, and what does not is
 * told, to the event, while others write and read
 */

#include <kunit/test.h>
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/limits.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/sizes.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "rings.h"

#define ENTRY		(HEADER + SMALL)

KUNIT_DEFINE_ACTION_WRAPPER(free_mark, sct_ring_mark_free, struct sct_ring_mark *);

/* What is counted entry by entry has to come from one CPU. */
static void stay_here(struct kunit *test)
{
	unsigned int cpu = raw_smp_processor_id();

	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
}

static void put(struct kunit *test, struct sct_ring_set *set, u64 n, size_t len)
{
	u64 *p = sct_ring_reserve(set, len);

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, n * 7 + 1, len);
	*p = n;
	sct_ring_commit(set);
}

static void put_many(struct kunit *test, struct sct_ring_set *set, u64 from, u64 n)
{
	while (n--)
		put(test, set, from++, SMALL);
}

/* The next entry is event @n of @len bytes, and @lost were lost before it. */
static void expect_entry(struct kunit *test, struct sct_ring_reader *r, u64 n,
			 size_t len, u64 lost)
{
	const struct sct_entry *e = NULL;
	u64 told = U64_MAX;
	ssize_t got = sct_ring_read(r, &e, &told);

	KUNIT_ASSERT_EQ_MSG(test, got, len, "event %llu", n);
	KUNIT_ASSERT_EQ_MSG(test, told, lost, "event %llu", n);
	KUNIT_ASSERT_EQ(test, e->seq, n);
	KUNIT_ASSERT_EQ(test, *(u64 *)e->data, n);
	KUNIT_ASSERT_NULL(test, memchr_inv(e->data + SMALL, n * 7 + 1, len - SMALL));
}

/* Events @from to @to without the last, and @lost before the first of them. */
static void expect_many(struct kunit *test, struct sct_ring_reader *r, u64 from, u64 to,
			u64 lost)
{
	for (; from < to; from++, lost = 0)
		expect_entry(test, r, from, SMALL, lost);
}

/* Nothing more, twice: @lost is told the first time and not again. */
static void expect_end(struct kunit *test, struct sct_ring_reader *r, u64 lost)
{
	const struct sct_entry *e = NULL;
	u64 told = U64_MAX;

	KUNIT_ASSERT_EQ(test, sct_ring_has_more(r), lost != 0);
	KUNIT_ASSERT_EQ(test, sct_ring_read(r, &e, &told), 0);
	KUNIT_ASSERT_EQ(test, told, lost);
	KUNIT_ASSERT_FALSE(test, sct_ring_has_more(r));
	KUNIT_ASSERT_EQ(test, sct_ring_read(r, &e, &told), 0);
	KUNIT_ASSERT_EQ(test, told, 0);
}

static void expect_stats(struct kunit *test, struct sct_ring_set *set, u64 written, u64 lost,
			 u64 left)
{
	u64 has_written, has_lost, overwritten;

	sct_rings_stats(set, &has_written, &has_lost, &overwritten);
	KUNIT_ASSERT_EQ(test, has_written, written);
	KUNIT_ASSERT_EQ(test, has_lost, lost);
	KUNIT_ASSERT_EQ(test, has_written - overwritten, left);
}

/* Sizes. */

static const struct size_case {
	const char *name;
	size_t bytes;
	int err;
} size_cases[] = {
	{ "nothing", 0, -EINVAL },
	{ "below the least", SCT_RING_MIN / 2, -EINVAL },
	{ "no power of two", SCT_RING_MIN + 4096, -EINVAL },
	{ "above the most", SCT_RING_MAX * 2UL, -EINVAL },
	{ "all there is", SIZE_MAX, -EINVAL },
	{ "least", SCT_RING_MIN, 0 },
	{ "the same", SZ_128K, 0 },
	{ "a megabyte", SZ_1M, 0 },
};

KUNIT_ARRAY_PARAM_DESC(size, size_cases, name);

static void resize_size(struct kunit *test)
{
	const struct size_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, SZ_128K);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);
	size_t bytes = c->err ? SZ_128K : c->bytes;

	stay_here(test);
	put_many(test, set, 0, 100);
	KUNIT_ASSERT_EQ(test, sct_rings_resize(set, c->bytes), c->err);
	KUNIT_EXPECT_EQ(test, set->max_data, min(bytes / 4, SCT_ENTRY_MAX) - HEADER);
	expect_many(test, r, 0, 100, 0);
	put(test, set, 100, set->max_data);
	KUNIT_EXPECT_NULL(test, sct_ring_reserve(set, set->max_data + 1));
	expect_entry(test, r, 100, set->max_data, 0);
	expect_end(test, r, 1);
}

/* More than any machine has: all stays as it was. */
static void resize_without_memory(struct kunit *test)
{
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);

	stay_here(test);
	put_many(test, set, 0, 40);
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, 1UL << 45), -ENOMEM);
	KUNIT_EXPECT_EQ(test, set->max_data, SZ_256 - HEADER);
	expect_stats(test, set, 40, 0, SZ_1K / ENTRY);
	expect_many(test, r, 40 - SZ_1K / ENTRY, 40, 40 - SZ_1K / ENTRY);
	put_many(test, set, 40, 1);
	expect_entry(test, r, 40, SMALL, 0);
	expect_end(test, r, 0);
}

/* What stays. One reader stands at the begin, one in the middle, one at the end. */

static const struct keep_case {
	const char *name;
	size_t from;
	size_t to;
	u64 events;	/* before */
	u64 read;	/* how many of them the one in the middle has seen or been told of */
} keep_cases[] = {
	{ "empty, larger", SZ_1K, SZ_4K, 0, 0 },
	{ "empty, smaller", SZ_4K, SZ_1K, 0, 0 },
	{ "one event, larger", SZ_1K, SZ_2K, 1, 1 },
	{ "one event, smaller", SZ_1K, SZ_512, 1, 0 },
	{ "half full, larger", SZ_1K, SZ_2K, 16, 7 },
	{ "half full, half the size", SZ_1K, SZ_512, 16, 7 },
	{ "more than half, half the size", SZ_1K, SZ_512, 17, 0 },
	{ "full, larger", SZ_1K, SZ_64K, 32, 31 },
	{ "full, smaller", SZ_1K, SZ_256, 32, 3 },
	{ "full, smaller, the reader is behind the border", SZ_1K, SZ_256, 32, 28 },
	{ "wrapped, larger", SZ_1K, SZ_2K, 45, 20 },
	{ "wrapped, smaller", SZ_1K, SZ_512, 45, 20 },
	{ "wrapped often, smaller, the reader has seen all", SZ_4K, SZ_256, 1000, 1000 },
	{ "wrapped often, larger, the reader is overtaken", SZ_256, SZ_4K, 1000, 10 },
};

KUNIT_ARRAY_PARAM_DESC(keep, keep_cases, name);

static void resize_keep(struct kunit *test)
{
	const struct keep_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, c->from);
	struct sct_ring_reader *begin, *middle, *end, *bounded, *later;
	u64 n = c->events, left, gone, i;

	stay_here(test);
	begin = new_reader(test, set, SCT_READ_OLDEST, false);
	middle = new_reader(test, set, SCT_READ_OLDEST, false);
	for (i = 0; i < n; i++) {
		put(test, set, i, SMALL);
		if (i < c->read)
			expect_entry(test, middle, i, SMALL, 0);
	}
	end = new_reader(test, set, SCT_READ_NEW, false);
	bounded = new_reader(test, set, SCT_READ_OLDEST, true);

	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, c->to), 0);

	left = min3(n, c->from / ENTRY, c->to / ENTRY);
	gone = n - left;
	expect_stats(test, set, n, 0, left);
	later = new_reader(test, set, SCT_READ_OLDEST, false);
	expect_many(test, later, gone, n, gone);
	expect_end(test, later, 0);
	expect_many(test, begin, gone, n, gone);
	if (c->read < n)
		expect_many(test, middle, max(gone, c->read), n,
			    gone - min(gone, c->read));
	expect_end(test, middle, 0);
	expect_end(test, end, 0);

	/* And on, once round what is there now. */
	for (i = n; i < n + 3 * c->to / ENTRY; i++) {
		put(test, set, i, SMALL);
		expect_entry(test, begin, i, SMALL, 0);
		expect_entry(test, end, i, SMALL, 0);
	}
	left = c->to / ENTRY;
	expect_stats(test, set, i, 0, left);
	expect_many(test, middle, i - left, i, i - left - n);
	expect_end(test, middle, 0);
	/* That has ended, and is told what it had not read. */
	expect_end(test, bounded, n);
}

/* Every size after every other, with a reader that has read half. */
static void resize_often(struct kunit *test)
{
	struct sct_ring_set *set = new_rings(test, SZ_256);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);
	u64 n = 0, next = 0, lost;
	const struct sct_entry *e;
	unsigned int i, k;

	stay_here(test);
	for (i = 0; i < 400; i++) {
		for (k = 0; k < i % 37; k++, n++)
			put(test, set, n, SMALL + 8 * (n * 2654435761U % 4));
		KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_256 << (i * 5 % 7)), 0);
		for (k = 0; k < i % 23 && sct_ring_read(r, &e, &lost) > 0; k++) {
			KUNIT_ASSERT_EQ(test, e->seq, next + lost);
			KUNIT_ASSERT_EQ(test, *(u64 *)e->data, e->seq);
			KUNIT_ASSERT_EQ(test, e->len, ENTRY + 8 * (e->seq * 2654435761U % 4));
			next = e->seq + 1;
		}
	}
	while (sct_ring_read(r, &e, &lost) > 0) {
		KUNIT_ASSERT_EQ(test, e->seq, next + lost);
		next = e->seq + 1;
	}
	KUNIT_EXPECT_EQ(test, next + lost, n);
}

/* What is too long for the smaller ring goes; the rest stays, in its order. */
static void resize_long(struct kunit *test)
{
	struct sct_ring_set *set = new_rings(test, SZ_4K);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);

	stay_here(test);
	put(test, set, 0, SMALL);
	put(test, set, 1, set->max_data);
	put(test, set, 2, SZ_256 - HEADER);
	put(test, set, 3, SZ_256 - HEADER + 8);
	sct_ring_lose(set);
	put(test, set, 5, SMALL);
	put(test, set, 6, set->max_data);
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_1K), 0);
	expect_stats(test, set, 6, 1, 3);
	expect_entry(test, r, 0, SMALL, 0);
	expect_entry(test, r, 2, SZ_256 - HEADER, 1);
	expect_entry(test, r, 5, SMALL, 2);
	expect_end(test, r, 1);
	put(test, set, 7, SMALL);
	expect_entry(test, r, 7, SMALL, 0);

	/* And longer ones than there could be when the reader was opened. */
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_1M), 0);
	put(test, set, 8, set->max_data);
	KUNIT_EXPECT_EQ(test, set->max_data, SCT_ENTRY_MAX - HEADER);
	expect_entry(test, r, 8, set->max_data, 0);
	expect_end(test, r, 0);
}

/* What was cleared does not come back, and is no loss. */
static void resize_clear(struct kunit *test)
{
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);
	struct sct_ring_reader *later;

	stay_here(test);
	put_many(test, set, 0, 20);
	sct_rings_clear(set);
	put_many(test, set, 20, 3);
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_4K), 0);
	expect_many(test, r, 20, 22, 0);
	later = new_reader(test, set, SCT_READ_OLDEST, false);
	expect_many(test, later, 20, 23, 0);

	sct_rings_clear(set);
	expect_end(test, r, 0);
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_512), 0);
	expect_end(test, r, 0);
	put_many(test, set, 23, 2);
	expect_many(test, r, 23, 25, 0);
	expect_many(test, later, 23, 25, 0);
	expect_end(test, r, 0);
}

/* A mark is not passed as long as one event from before it is there. */
static void resize_mark(struct kunit *test)
{
	struct sct_ring_mark *mark = sct_ring_mark_alloc(GFP_KERNEL);
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	u64 n;

	KUNIT_ASSERT_NOT_NULL(test, mark);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_mark, mark), 0);
	stay_here(test);
	put_many(test, set, 0, 10);
	sct_ring_mark_set(set, mark);
	KUNIT_EXPECT_FALSE(test, sct_ring_mark_passed(set, mark));
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_4K), 0);
	KUNIT_EXPECT_FALSE(test, sct_ring_mark_passed(set, mark));
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_512), 0);
	KUNIT_EXPECT_FALSE(test, sct_ring_mark_passed(set, mark));
	/* 16 fit: after 15 more one from before is there. */
	for (n = 10; n < 25; n++)
		put(test, set, n, SMALL);
	KUNIT_EXPECT_FALSE(test, sct_ring_mark_passed(set, mark));
	put(test, set, n, SMALL);
	KUNIT_EXPECT_TRUE(test, sct_ring_mark_passed(set, mark));

	/* One set after the change; and clearing passes any. */
	sct_ring_mark_set(set, mark);
	KUNIT_EXPECT_FALSE(test, sct_ring_mark_passed(set, mark));
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_1K), 0);
	sct_rings_clear(set);
	KUNIT_EXPECT_TRUE(test, sct_ring_mark_passed(set, mark));

	/* Nothing is brought along. */
	sct_ring_mark_set(set, mark);
	KUNIT_ASSERT_EQ(test, sct_rings_resize_sized(set, SZ_512), 0);
	KUNIT_EXPECT_TRUE(test, sct_ring_mark_passed(set, mark));
}

/*
 * Writers on all CPUs, readers, and one or two who change the size all the time. A
 * writer counts its events as the ring does, and fills each with words that follow
 * from that number and the CPU.
 */

#define FOLLOWERS	2
#define READERS		(FOLLOWERS + 1)

static const struct stress_case {
	const char *name;
	size_t least;		/* bytes of the rings */
	unsigned int steps;	/* how often it is doubled at most */
	unsigned int resizers;
	u64 events;		/* for each CPU */
	unsigned int burst;	/* events between two pauses of a writer */
	bool loses;		/* events must be lost, or must not be */
} stress_cases[] = {
	{ "tiny rings", SZ_1K, 5, 1, 150000, 500, true },
	{ "rings of all sizes", SZ_4K, 8, 1, 100000, 250, true },
	{ "two change it at once", SZ_1K, 7, 2, 100000, 250, true },
	{ "large rings, none lost", SZ_8M, 1, 1, 20000, 1000, false },
};

KUNIT_ARRAY_PARAM_DESC(stress, stress_cases, name);

struct stress {
	const struct stress_case *c;
	struct sct_ring_set *set;
	bool written;		/* all writers are done; set with release */
};

struct thread {
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

static u64 word(u64 n, u64 cpu, size_t i)
{
	return (n << 32 | cpu << 24 | i) * 0x9e3779b97f4a7c15ULL;
}

static int stress_write(void *data)
{
	struct thread *t = data;
	struct sct_ring_set *set = t->s->set;
	u64 n, *p, cpu = raw_smp_processor_id();
	size_t i, words;

	for (n = 0; n < t->s->c->events; n++) {
		words = 2 + (u32)(n * 2654435761U) % 24;
		if (t->s->c->loses && n % 61 == 60) {
			sct_ring_lose(set);
		} else {
			p = sct_ring_reserve(set, words * sizeof(*p));
			if (!p) {
				t->bad++;
				continue;
			}
			p[0] = n;
			for (i = 1; i < words; i++)
				p[i] = word(n, cpu, i);
			sct_ring_commit(set);
		}
		if ((n + cpu) % t->s->c->burst == 0)
			fsleep(1000);
	}
	complete(&t->done);
	return 0;
}

static void stress_check(struct thread *t, const struct sct_entry *e, u64 lost)
{
	const u64 *p = (const u64 *)e->data;
	size_t i, words = (e->len - HEADER) / sizeof(*p);
	u64 gap = e->seq - t->next[e->cpu] - lost;

	/* All that was missed is told with this event, or was at an end before it. */
	if (gap > t->untold || e->seq < t->next[e->cpu] || p[0] != e->seq)
		t->bad++;
	for (i = 1; i < words; i++)
		if (p[i] != word(e->seq, e->cpu, i))
			t->bad++;
	t->untold -= min(gap, t->untold);
	t->next[e->cpu] = e->seq + 1;
	t->read++;
}

/* Reads to where there is nothing more for now. */
static void read_all(struct thread *t, struct sct_ring_reader *r)
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
	struct thread *t = data;
	bool last;

	do {
		/* What was written before is there to read: then this is the end. */
		last = smp_load_acquire(&t->s->written);
		read_all(t, t->r);
		cond_resched();
	} while (!last);
	complete(&t->done);
	return 0;
}

/* One reader after another: bounded ones, which must end, and ones that follow. */
static int stress_open(void *data)
{
	struct thread *t = data;
	struct sct_ring_reader *r;
	bool new = false;

	while (!READ_ONCE(t->s->written)) {
		r = sct_ring_reader_open(t->s->set, new ? SCT_READ_NEW : SCT_READ_OLDEST, !new);
		if (!r)
			break;
		memset(t->next, 0, nr_cpu_ids * sizeof(*t->next));
		/* Where a new one begins is not known here. */
		t->untold = new ? S64_MAX : 0;
		read_all(t, r);
		sct_ring_reader_close(r);
		new = !new;
		cond_resched();
	}
	complete(&t->done);
	return 0;
}

static int stress_resize(void *data)
{
	struct thread *t = data;
	const struct stress_case *c = t->s->c;
	u32 seed = 1;

	while (!READ_ONCE(t->s->written)) {
		seed = seed * 1664525 + 1013904223;
		if (sct_rings_resize_sized(t->s->set, c->least << (seed >> 16) % (c->steps + 1)))
			t->bad++;
		t->read++;
		cond_resched();
	}
	complete(&t->done);
	return 0;
}

static void stress_start(struct kunit *test, struct thread *t, int (*fn)(void *), int cpu)
{
	struct task_struct *task = kthread_create(fn, t, "sct_resize_stress");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	init_completion(&t->done);
	if (cpu >= 0)
		kthread_bind(task, cpu);
	t->task = get_task_struct(task);
	wake_up_process(task);
}

static void stress_stop(struct thread *t)
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

static void stress_verdict(struct kunit *test, struct stress *s, struct thread *rd, u64 total)
{
	u64 written, lost, overwritten;
	unsigned int i;

	sct_rings_stats(s->set, &written, &lost, &overwritten);
	KUNIT_EXPECT_EQ(test, written + lost, total);
	KUNIT_EXPECT_EQ(test, written - overwritten, count_entries(test, s->set));
	for (i = 0; i < READERS; i++) {
		kunit_info(test, "reader %u: %llu read, %llu lost", i, rd[i].read, rd[i].lost);
		KUNIT_EXPECT_EQ(test, rd[i].bad, 0);
		if (!s->c->loses)
			KUNIT_EXPECT_EQ(test, rd[i].lost, 0);
		if (rd[i].r)
			KUNIT_EXPECT_EQ(test, rd[i].read + rd[i].lost, total);
	}
	/* The slow one was overtaken, or this tried nothing. */
	if (s->c->loses)
		KUNIT_EXPECT_GT(test, rd[1].lost, lost);
}

static void resize_stress(struct kunit *test)
{
	const struct stress_case *c = test->param_value;
	struct stress s = { .c = c, .set = new_rings(test, c->least) };
	struct thread *w, rd[READERS] = {}, rs[2] = {};
	unsigned int i, cpu, nr = 0;

	w = kunit_kcalloc(test, nr_cpu_ids, sizeof(*w), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, w);
	for (i = 0; i < READERS; i++) {
		rd[i].s = &s;
		rd[i].next = kunit_kcalloc(test, nr_cpu_ids, sizeof(u64), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, rd[i].next);
		if (i < FOLLOWERS)
			rd[i].r = new_reader(test, s.set, SCT_READ_NEW, false);
	}
	rd[1].pause_us = 200;

	for (i = 0; i < READERS; i++)
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
		stress_stop(&w[i]);
	/* Who sees this sees all events: see stress_follow(). */
	smp_store_release(&s.written, true);
	for (i = 0; i < c->resizers; i++)
		stress_stop(&rs[i]);
	for (i = 0; i < READERS; i++)
		stress_stop(&rd[i]);

	stress_verdict(test, &s, rd, nr * c->events);
	for (i = 0; i < nr; i++)
		KUNIT_EXPECT_EQ(test, w[i].bad, 0);
	for (i = 0; i < c->resizers; i++) {
		kunit_info(test, "%llu times", rs[i].read);
		KUNIT_EXPECT_EQ(test, rs[i].bad, 0);
		KUNIT_EXPECT_GT(test, rs[i].read, 1);
	}
}

static struct kunit_case sct_ring_resize_cases[] = {
	KUNIT_CASE_PARAM(resize_size, size_gen_params),
	KUNIT_CASE(resize_without_memory),
	KUNIT_CASE_PARAM(resize_keep, keep_gen_params),
	KUNIT_CASE(resize_often),
	KUNIT_CASE(resize_long),
	KUNIT_CASE(resize_clear),
	KUNIT_CASE(resize_mark),
	KUNIT_CASE_PARAM_ATTR(resize_stress, stress_gen_params, { .speed = KUNIT_SPEED_SLOW }),
	{}
};

static struct kunit_suite sct_ring_resize_suite = {
	.name = "sct_ring_resize",
	.test_cases = sct_ring_resize_cases,
};

kunit_test_suite(sct_ring_resize_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's rings that change their size");
MODULE_LICENSE("GPL");
