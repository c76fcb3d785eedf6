// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of rings that change their size: what fits stays, and what does not is
 * told, to the event
 */

#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/limits.h>
#include <linux/module.h>
#include <linux/sched.h>
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
	u64 *p = ring_reserve(set, len);

	KUNIT_ASSERT_NOT_NULL(test, p);
	memset(p, n * 7 + 1, len);
	*p = n;
	ring_commit(set);
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
	KUNIT_EXPECT_NULL(test, ring_reserve(set, set->max_data + 1));
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

static struct kunit_case sct_ring_resize_cases[] = {
	KUNIT_CASE_PARAM(resize_size, size_gen_params),
	KUNIT_CASE(resize_without_memory),
	KUNIT_CASE_PARAM(resize_keep, keep_gen_params),
	KUNIT_CASE(resize_often),
	KUNIT_CASE(resize_long),
	KUNIT_CASE(resize_clear),
	KUNIT_CASE(resize_mark),
	{}
};

static struct kunit_suite sct_ring_resize_suite = {
	.name = "sct_ring_resize",
	.test_cases = sct_ring_resize_cases,
};

kunit_test_suite(sct_ring_resize_suite);

MODULE_DESCRIPTION("KUnit tests of SCT's rings that change their size");
MODULE_LICENSE("GPL");
