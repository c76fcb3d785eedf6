// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the rings: what is read is what was written, and loss is exact
 */

#include <kunit/test.h>
#include <linux/bitmap.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "rings.h"

KUNIT_DEFINE_ACTION_WRAPPER(free_mark, sct_ring_mark_free, struct sct_ring_mark *);

static struct sct_ring_mark *new_mark(struct kunit *test)
{
	struct sct_ring_mark *mark = sct_ring_mark_alloc(GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mark);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_mark, mark), 0);
	return mark;
}

/* What is counted entry by entry has to come from one CPU. */
static unsigned int stay_here(struct kunit *test)
{
	unsigned int cpu = raw_smp_processor_id();

	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
	return cpu;
}

/* Byte @i of the payload of event @n: neighbours differ in both directions. */
static u8 pattern(u64 n, size_t i)
{
	return n * 167 + i * 13 + (i >> 8) + 1;
}

static bool put(struct sct_ring_set *set, u64 n, size_t len)
{
	u8 *p = ring_reserve(set, len);
	size_t i;

	if (!p)
		return false;
	for (i = 0; i < len; i++)
		p[i] = pattern(n, i);
	ring_commit(set);
	return true;
}

static void put_many(struct kunit *test, struct sct_ring_set *set, u64 from, u64 n,
		     size_t len)
{
	while (n--)
		KUNIT_ASSERT_TRUE(test, put(set, from++, len));
}

/* The next entry is event @n of @len bytes, and @lost were lost before it. */
static void expect_entry(struct kunit *test, struct sct_ring_reader *r, u64 n,
			 size_t len, u64 lost)
{
	const struct sct_entry *e = NULL;
	u64 told = U64_MAX;
	ssize_t got = sct_ring_read(r, &e, &told);
	size_t i;

	KUNIT_ASSERT_EQ_MSG(test, got, ALIGN(len, 8), "event %llu of %zu bytes", n, len);
	KUNIT_ASSERT_EQ(test, told, lost);
	KUNIT_ASSERT_EQ(test, e->len, got + HEADER);
	KUNIT_ASSERT_EQ(test, e->seq, n);
	KUNIT_ASSERT_EQ(test, e->flags, 0);
	for (i = 0; i < got; i++)
		if (e->data[i] != (i < len ? pattern(n, i) : 0))
			break;
	KUNIT_ASSERT_EQ_MSG(test, i, got, "event %llu of %zu bytes", n, len);
}

/* Sizes of rings. */

static const struct size_case {
	const char *name;
	size_t bytes;
	int err;
} size_cases[] = {
	{ "nothing", 0, -EINVAL },
	{ "below the least", SCT_RING_MIN / 2, -EINVAL },
	{ "no power of two", SCT_RING_MIN + 4096, -EINVAL },
	{ "three times the least", SCT_RING_MIN * 3, -EINVAL },
	{ "above the most", SCT_RING_MAX * 2UL, -EINVAL },
	{ "all there is", SIZE_MAX, -EINVAL },
	{ "least", SCT_RING_MIN, 0 },
	{ "a megabyte", SZ_1M, 0 },
};

KUNIT_ARRAY_PARAM_DESC(size, size_cases, name);

static void ring_size(struct kunit *test)
{
	const struct size_case *c = test->param_value;
	struct sct_ring_set set = {};

	KUNIT_EXPECT_EQ(test, sct_rings_init(&set, c->bytes), c->err);
	/* After a failure as well, and twice. */
	sct_rings_destroy(&set);
	sct_rings_destroy(&set);
}

/* Every length, from 1 to the most. */

static const struct fill_case {
	const char *name;
	size_t bytes;
	size_t step;
	size_t max;	/* what the longest length must be */
} fill_cases[] = {
	{ "256 bytes", 256, 1, 64 - HEADER },
	{ "512 bytes", 512, 1, 128 - HEADER },
	{ "4 KiB", SZ_4K, 1, SZ_1K - HEADER },
	{ "64 KiB", SZ_64K, 331, SZ_16K - HEADER },
	{ "512 KiB, where an entry stops growing", SZ_512K, 4999, SZ_64K - HEADER },
};

KUNIT_ARRAY_PARAM_DESC(fill, fill_cases, name);

static void ring_fill(struct kunit *test)
{
	const struct fill_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, c->bytes);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);
	size_t len;
	u64 n = 0;

	stay_here(test);
	KUNIT_ASSERT_EQ(test, set->max_data, c->max);

	for (len = 1; len <= c->max; len += c->step, n++) {
		KUNIT_ASSERT_TRUE(test, put(set, n, len));
		expect_entry(test, r, n, len, 0);
	}
	KUNIT_ASSERT_TRUE(test, put(set, n, c->max));
	expect_entry(test, r, n, c->max, 0);
	expect_end(test, r, 0);
}

/* Every length at every offset, so also across every kind of end. */

#define WRAP_RING	512
#define WRAP_MOST	128	/* bytes of an entry, header included */
#define WRAP_LEAST	32

struct wrap {
	struct sct_ring_set *set;
	struct sct_ring_reader *r;
	size_t offset;		/* where the next entry begins, or the pad before it */
	u64 n;
};

static void wrap_put(struct kunit *test, struct wrap *w, size_t len)
{
	size_t need = HEADER + ALIGN(len, 8);

	KUNIT_ASSERT_TRUE(test, put(w->set, w->n, len));
	expect_entry(test, w->r, w->n, len, 0);
	w->n++;
	if (w->offset + need > WRAP_RING)
		w->offset = 0;
	w->offset = (w->offset + need) % WRAP_RING;
}

/* Writes entries until the next one begins at @offset, 0 or WRAP_LEAST and up. */
static void wrap_go_to(struct kunit *test, struct wrap *w, size_t offset)
{
	while (w->offset != offset) {
		size_t room = WRAP_RING - w->offset;
		size_t step;

		if (offset >= w->offset + WRAP_LEAST)	/* on this lap */
			step = offset - w->offset;
		else if (room >= WRAP_LEAST)		/* to the end, or nearly */
			step = room;
		else					/* a pad, then from the start */
			step = max_t(size_t, offset, WRAP_LEAST);

		if (step > WRAP_MOST)
			step = step < WRAP_MOST + WRAP_LEAST ? WRAP_LEAST : WRAP_MOST;
		wrap_put(test, w, step - HEADER);
	}
}

static void ring_wrap(struct kunit *test)
{
	struct wrap w = { .set = new_rings(test, WRAP_RING) };
	size_t offset, len;

	stay_here(test);
	w.r = new_reader(test, w.set, SCT_READ_OLDEST, false);

	for (offset = 0; offset < WRAP_RING; offset += 8) {
		/* No entry ends there. */
		if (offset && offset < WRAP_LEAST)
			continue;
		for (len = 1; len <= WRAP_MOST - HEADER; len++) {
			wrap_go_to(test, &w, offset);
			wrap_put(test, &w, len);
		}
	}
	expect_end(test, w.r, 0);
}

/* A reader that was overtaken gets what is left, and the exact number of the rest. */

static const struct overtaken_case {
	const char *name;
	u64 first;	/* events written, and read, before */
	u64 more;	/* events written then */
	size_t len;
	u64 least;	/* how many must be left, and how many can be */
	u64 most;
} overtaken_cases[] = {
	{ "just not", 0, 32, 8, 32, 32 },
	{ "by one", 0, 33, 8, 32, 32 },
	{ "by one, on the way", 5, 33, 8, 32, 32 },
	{ "by one lap", 0, 64, 8, 32, 32 },
	{ "by many laps", 7, 1000, 8, 32, 32 },
	{ "with pads", 0, 1000, 16, 24, 25 },
	{ "with pads, on the way", 11, 1003, 16, 24, 25 },
	{ "longest entries", 0, 100, 232, 4, 4 },
	{ "entries of a fifth", 0, 100, 176, 4, 5 },
	{ "entries of a fifth, on the way", 3, 101, 176, 4, 5 },
};

KUNIT_ARRAY_PARAM_DESC(overtaken, overtaken_cases, name);

static void ring_overtaken(struct kunit *test)
{
	const struct overtaken_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);
	struct sct_ring_reader *late;
	const struct sct_entry *e;
	u64 i, lost, kept, total = c->first + c->more;

	stay_here(test);
	put_many(test, set, 0, c->first, c->len);
	for (i = 0; i < c->first; i++)
		expect_entry(test, r, i, c->len, 0);
	KUNIT_ASSERT_FALSE(test, sct_ring_has_more(r));
	put_many(test, set, c->first, c->more, c->len);
	KUNIT_ASSERT_TRUE(test, sct_ring_has_more(r));

	/* Somebody who comes now is told what was overwritten before, once. */
	late = new_reader(test, set, SCT_READ_OLDEST, true);
	KUNIT_ASSERT_GT(test, sct_ring_read(late, &e, &lost), 0);
	KUNIT_ASSERT_EQ(test, e->seq, lost);
	kept = total - lost;
	KUNIT_EXPECT_GE(test, kept, c->least);
	KUNIT_EXPECT_LE(test, kept, c->most);

	expect_entry(test, r, lost, c->len, lost - c->first);
	for (i = lost + 1; i < total; i++) {
		expect_entry(test, r, i, c->len, 0);
		expect_entry(test, late, i, c->len, 0);
	}
	expect_end(test, r, 0);
	expect_end(test, late, 0);
}

/* Each of several readers sees every event, from where it began. */
static void ring_readers(struct kunit *test)
{
	struct sct_ring_set *set = new_rings(test, SZ_4K);
	struct sct_ring_reader *r[6];
	u64 from[ARRAY_SIZE(r)], at[ARRAY_SIZE(r)];
	u64 n;
	int i;

	stay_here(test);
	for (i = 0; i < ARRAY_SIZE(r); i++) {
		/* The even ones begin with what is there, the odd ones do not. */
		r[i] = new_reader(test, set, i & 1 ? SCT_READ_NEW : SCT_READ_OLDEST, false);
		from[i] = i & 1 ? i * 10 : 0;
		at[i] = from[i];
		put_many(test, set, i * 10, 10, SMALL + i);
	}

	/* All in turn, so that none takes anything away from another. */
	for (n = 0; n < 60; n++)
		for (i = 0; i < ARRAY_SIZE(r); i++)
			if (at[i] < 60) {
				expect_entry(test, r[i], at[i], SMALL + at[i] / 10, 0);
				at[i]++;
			}
	for (i = 0; i < ARRAY_SIZE(r); i++)
		expect_end(test, r[i], 0);
}

/* Clearing. */

static const struct clear_case {
	const char *name;
	u64 before;	/* events before the clear, of which some are read, ... */
	u64 read;
	u64 lost;	/* ... then events lost before, and after it */
	u64 lost_after;
	u64 after;
} clear_cases[] = {
	{ "empty rings", 0, 0, 0, 0, 0 },
	{ "empty rings, then events", 0, 0, 0, 0, 3 },
	{ "all that is there", 10, 0, 0, 0, 0 },
	{ "a follower that is behind", 10, 4, 0, 0, 5 },
	{ "a follower that is not", 10, 10, 0, 0, 5 },
	{ "rings that have wrapped", 200, 0, 0, 0, 5 },
	{ "rings that have wrapped, a follower", 200, 3, 0, 0, 32 },
	{ "what was lost before", 10, 2, 7, 0, 4 },
	{ "what was lost before, nothing after", 10, 10, 7, 0, 0 },
	{ "not what is lost after", 10, 2, 7, 5, 4 },
	{ "not what is lost after, at the end", 10, 2, 7, 5, 0 },
};

KUNIT_ARRAY_PARAM_DESC(clear, clear_cases, name);

static void ring_clear(struct kunit *test)
{
	const struct clear_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	struct sct_ring_reader *r[4];
	u64 i, first = c->before + c->lost + c->lost_after;
	int k;

	stay_here(test);
	r[0] = new_reader(test, set, SCT_READ_OLDEST, false);
	for (i = 0; i < c->before; i++) {
		put_many(test, set, i, 1, SMALL);
		if (i < c->read)
			expect_entry(test, r[0], i, SMALL, 0);
	}
	for (i = 0; i < c->lost; i++)
		sct_ring_lose(set);

	r[1] = new_reader(test, set, SCT_READ_OLDEST, false);
	KUNIT_ASSERT_EQ(test, sct_ring_has_more(r[1]), c->before + c->lost > 0);
	r[2] = new_reader(test, set, SCT_READ_OLDEST, true);

	sct_rings_clear(set);
	r[3] = new_reader(test, set, SCT_READ_OLDEST, false);
	expect_end(test, r[2], 0);

	for (i = 0; i < c->lost_after; i++)
		sct_ring_lose(set);
	put_many(test, set, first, c->after, SMALL);

	expect_end(test, r[2], 0);
	for (k = 0; k < ARRAY_SIZE(r); k++) {
		if (k == 2)
			continue;
		for (i = 0; i < c->after; i++)
			expect_entry(test, r[k], first + i, SMALL, i ? 0 : c->lost_after);
		expect_end(test, r[k], c->after ? 0 : c->lost_after);
	}
}

/* A bounded reader ends with what was complete when it was opened. */

static const struct bounded_case {
	const char *name;
	u64 before;	/* events when it is opened, and losses after them */
	u64 lost;
	u64 after;	/* events while it reads */
	u64 gets;	/* how many of the first it can get */
} bounded_cases[] = {
	{ "nothing there", 0, 0, 0, 0 },
	{ "nothing there, events later", 0, 0, 10, 0 },
	{ "some there", 10, 0, 0, 10 },
	{ "some there, events later", 10, 0, 22, 10 },
	{ "overtaken in part", 20, 0, 20, 12 },
	{ "overtaken but one", 20, 0, 31, 1 },
	{ "overtaken at once", 20, 0, 32, 0 },
	{ "overtaken by far", 20, 0, 1000, 0 },
	{ "loss at the end", 10, 4, 0, 10 },
	{ "loss at the end, events later", 10, 4, 22, 10 },
	{ "loss at the end, overtaken", 10, 4, 500, 0 },
	{ "only loss", 0, 4, 0, 0 },
};

KUNIT_ARRAY_PARAM_DESC(bounded, bounded_cases, name);

static void ring_bounded(struct kunit *test)
{
	const struct bounded_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	struct sct_ring_reader *r;
	u64 i, gone = c->before - c->gets;

	stay_here(test);
	put_many(test, set, 0, c->before, SMALL);
	for (i = 0; i < c->lost; i++)
		sct_ring_lose(set);
	r = new_reader(test, set, SCT_READ_OLDEST, true);
	put_many(test, set, c->before + c->lost, c->after, SMALL);

	for (i = gone; i < c->before; i++)
		expect_entry(test, r, i, SMALL, i == gone ? gone : 0);
	expect_end(test, r, c->lost + (c->gets ? 0 : gone));

	put_many(test, set, c->before + c->lost + c->after, 5, SMALL);
	expect_end(test, r, 0);
}

/* What can't be written is counted, and told in its place. */

static const struct too_long_case {
	const char *name;
	size_t len;
} too_long_cases[] = {
	{ "no bytes", 0 },
	{ "one too long", SZ_256 - HEADER + 1 },
	{ "as long as the ring", SZ_1K },
	{ "longer than 32 bits", BIT_ULL(32) + 8 },
	{ "longest there is", SIZE_MAX },
	{ "longest that is aligned", SIZE_MAX - 7 },
};

KUNIT_ARRAY_PARAM_DESC(too_long, too_long_cases, name);

static void ring_too_long(struct kunit *test)
{
	const struct too_long_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);
	int preempt = preempt_count();

	stay_here(test);
	put_many(test, set, 0, 1, SMALL);
	KUNIT_EXPECT_NULL(test, ring_reserve(set, c->len));
	KUNIT_EXPECT_EQ(test, preempt_count(), preempt);
	put_many(test, set, 2, 1, set->max_data);
	sct_ring_lose(set);
	KUNIT_EXPECT_NULL(test, ring_reserve(set, c->len));
	KUNIT_EXPECT_EQ(test, preempt_count(), preempt);

	expect_entry(test, r, 0, SMALL, 0);
	expect_entry(test, r, 2, set->max_data, 1);
	expect_end(test, r, 2);

	/* What was told at the end is not told again before the next event. */
	KUNIT_EXPECT_NULL(test, ring_reserve(set, c->len));
	put_many(test, set, 6, 1, SMALL);
	expect_entry(test, r, 6, SMALL, 1);
	expect_end(test, r, 0);
}

static void ring_stats(struct kunit *test)
{
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	u64 written, lost, overwritten;

	stay_here(test);
	sct_rings_stats(set, &written, &lost, &overwritten);
	KUNIT_EXPECT_EQ(test, written + lost + overwritten, 0);

	put_many(test, set, 0, 100, SMALL);
	sct_ring_lose(set);
	KUNIT_EXPECT_NULL(test, ring_reserve(set, set->max_data + 1));
	sct_rings_clear(set);
	sct_rings_stats(set, &written, &lost, &overwritten);
	KUNIT_EXPECT_EQ(test, written, 100);
	KUNIT_EXPECT_EQ(test, lost, 2);
	KUNIT_EXPECT_EQ(test, overwritten, 100 - SZ_1K / (SMALL + HEADER));

	/* 25 of 40 bytes and a pad of 24 replace all: pads do not count. */
	put_many(test, set, 102, 50, SMALL + 8);
	sct_rings_stats(set, &written, &lost, &overwritten);
	KUNIT_EXPECT_EQ(test, written, 150);
	KUNIT_EXPECT_EQ(test, overwritten, 150 - 25);
}

/*
 * A mark has passed exactly when no reader can get an earlier event. What a new
 * reader gets first is asked after each event.
 */

static const struct mark_case {
	const char *name;
	u64 before;
	size_t len;
	bool open;	/* the last one before is not committed yet */
	bool clear;	/* instead of overwriting */
} mark_cases[] = {
	{ "nothing before", 0, 8, false, false },
	{ "one before", 1, 8, false, false },
	{ "a full ring before", 32, 8, false, false },
	{ "many laps before", 1000, 8, false, false },
	{ "with pads", 1003, 16, false, false },
	{ "long ones", 33, 232, false, false },
	{ "one that is open", 1, 8, true, false },
	{ "one that is open after others", 1003, 16, true, false },
	{ "cleared", 10, 8, false, true },
	{ "one that was open, cleared", 10, 8, true, true },
};

KUNIT_ARRAY_PARAM_DESC(mark, mark_cases, name);

static u64 oldest(struct kunit *test, struct sct_ring_set *set, u64 none)
{
	struct sct_ring_reader *r = sct_ring_reader_open(set, SCT_READ_OLDEST, true);
	const struct sct_entry *e;
	u64 lost, seq = none;

	KUNIT_ASSERT_NOT_NULL(test, r);
	if (sct_ring_read(r, &e, &lost) > 0)
		seq = e->seq;
	sct_ring_reader_close(r);
	return seq;
}

static void ring_mark(struct kunit *test)
{
	const struct mark_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	struct sct_ring_mark *mark = new_mark(test);
	u64 i, n = c->before;
	void *p;

	stay_here(test);
	put_many(test, set, 0, c->before - c->open, c->len);
	if (c->open) {
		p = ring_reserve(set, c->len);
		KUNIT_ASSERT_NOT_NULL(test, p);
		memset(p, 0, c->len);
		sct_ring_mark_set(set, mark);
		ring_commit(set);
	} else {
		sct_ring_mark_set(set, mark);
	}
	KUNIT_EXPECT_EQ(test, sct_ring_mark_passed(set, mark), !c->before);

	if (c->clear) {
		sct_rings_clear(set);
		KUNIT_EXPECT_TRUE(test, sct_ring_mark_passed(set, mark));
	}
	for (i = 0; i < 100; i++) {
		bool gone = oldest(test, set, n) >= c->before;

		KUNIT_ASSERT_EQ_MSG(test, sct_ring_mark_passed(set, mark), gone,
				    "%llu events after", i);
		put_many(test, set, n++, 1, c->len);
	}
	KUNIT_EXPECT_TRUE(test, sct_ring_mark_passed(set, mark));
}

/* Events of all CPUs in one order. */

#define MERGE_EVENTS	500
#define HELD_EVENTS	100

struct merge_put {
	struct sct_ring_set *set;
	u64 n;
};

static int merge_put(void *data)
{
	struct merge_put *m = data;
	u64 *p = ring_reserve(m->set, 2 * sizeof(u64));

	if (!p)
		return -ENOBUFS;
	p[0] = m->n;
	p[1] = smp_processor_id();
	ring_commit(m->set);
	return 0;
}

static void ring_merge(struct kunit *test)
{
	struct merge_put m = { .set = new_rings(test, SZ_256K) };
	unsigned long *seen = kunit_kcalloc(test, BITS_TO_LONGS(MERGE_EVENTS),
					    sizeof(long), GFP_KERNEL);
	unsigned int cpu = nr_cpu_ids, last_cpu = 0;
	struct sct_ring_reader *r;
	const struct sct_entry *e;
	u64 lost, last = 0;

	KUNIT_ASSERT_NOT_NULL(test, seen);
	cpus_read_lock();
	for (m.n = 0; m.n < MERGE_EVENTS; m.n++) {
		/* Not evenly: now and then one writes two in a row. */
		if (m.n % 5)
			cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= nr_cpu_ids)
			cpu = cpumask_first(cpu_online_mask);
		if (smp_call_on_cpu(cpu, merge_put, &m, false))
			break;
	}
	cpus_read_unlock();
	KUNIT_ASSERT_EQ(test, m.n, MERGE_EVENTS);

	r = new_reader(test, m.set, SCT_READ_OLDEST, true);
	while (sct_ring_read(r, &e, &lost) > 0) {
		const u64 *p = (const u64 *)e->data;

		KUNIT_ASSERT_EQ(test, lost, 0);
		/* The clock may be coarse; then the lower CPU is first. */
		KUNIT_ASSERT_GE(test, e->time, last);
		if (e->time == last)
			KUNIT_ASSERT_GE(test, e->cpu, last_cpu);
		KUNIT_ASSERT_LT(test, p[0], MERGE_EVENTS);
		KUNIT_ASSERT_EQ(test, e->cpu, p[1]);
		last_cpu = e->cpu;
		last = e->time;
		__set_bit(p[0], seen);
	}
	KUNIT_EXPECT_EQ(test, lost, 0);
	KUNIT_EXPECT_TRUE(test, bitmap_full(seen, MERGE_EVENTS));
}

/*
 * While it hands out the event of one CPU, a reader holds the header of the next one
 * of another. That one may be gone when its turn comes.
 */

static const struct held_case {
	const char *name;
	u64 more;	/* events written on that CPU in the meantime */
	bool clear;
} held_cases[] = {
	{ "is still there", 0, false },
	{ "is the oldest left", 24, false },
	{ "is overwritten", 25, false },
	{ "is overwritten many times", HELD_EVENTS, false },
	{ "is cleared", 0, true },
	{ "is cleared and overwritten", HELD_EVENTS, true },
};

KUNIT_ARRAY_PARAM_DESC(held, held_cases, name);

static void held_put(struct kunit *test, struct sct_ring_set *set, unsigned int cpu, u64 n)
{
	struct merge_put m = { .set = set, .n = n };

	KUNIT_ASSERT_EQ(test, smp_call_on_cpu(cpu, merge_put, &m, false), 0);
}

static void ring_held(struct kunit *test)
{
	const struct held_case *c = test->param_value;
	struct sct_ring_set *set = new_rings(test, SZ_1K);
	struct sct_ring_reader *r = new_reader(test, set, SCT_READ_OLDEST, false);
	unsigned int one = cpumask_first(cpu_online_mask);
	unsigned int other = cpumask_next(one, cpu_online_mask);
	const struct sct_entry *e;
	u64 i, lost, read = 0, all = 0;

	if (other >= nr_cpu_ids)
		kunit_skip(test, "needs two CPUs");

	held_put(test, set, one, 0);
	held_put(test, set, other, 0);
	KUNIT_ASSERT_GT(test, sct_ring_read(r, &e, &lost), 0);
	if (e->cpu == other)	/* their clocks may differ */
		other = one;

	if (c->clear)
		sct_rings_clear(set);
	for (i = 1; i <= c->more; i++)
		held_put(test, set, other, i);

	while (sct_ring_read(r, &e, &lost) > 0) {
		KUNIT_ASSERT_EQ(test, e->cpu, other);
		KUNIT_ASSERT_EQ(test, e->seq, c->clear + all + lost);
		KUNIT_ASSERT_EQ(test, *(u64 *)e->data, e->seq);
		all += lost + 1;
		read++;
	}
	KUNIT_EXPECT_EQ(test, lost, 0);
	KUNIT_EXPECT_EQ(test, all, c->more + 1 - c->clear);
	KUNIT_EXPECT_EQ(test, read, min(all, SZ_1K / (2 * sizeof(u64) + HEADER)));
}

static struct kunit_case sct_ring_cases[] = {
	KUNIT_CASE_PARAM(ring_size, size_gen_params),
	KUNIT_CASE_PARAM(ring_fill, fill_gen_params),
	KUNIT_CASE_SLOW(ring_wrap),
	KUNIT_CASE_PARAM(ring_overtaken, overtaken_gen_params),
	KUNIT_CASE(ring_readers),
	KUNIT_CASE_PARAM(ring_clear, clear_gen_params),
	KUNIT_CASE_PARAM(ring_bounded, bounded_gen_params),
	KUNIT_CASE_PARAM(ring_too_long, too_long_gen_params),
	KUNIT_CASE(ring_stats),
	KUNIT_CASE_PARAM(ring_mark, mark_gen_params),
	KUNIT_CASE(ring_merge),
	KUNIT_CASE_PARAM(ring_held, held_gen_params),
	{}
};

static struct kunit_suite sct_ring_suite = {
	.name = "sct_ring",
	.test_cases = sct_ring_cases,
};

kunit_test_suite(sct_ring_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's rings");
MODULE_LICENSE("GPL");
