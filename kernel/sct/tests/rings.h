/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rings and readers that go with the test
 */

#ifndef _SCT_TESTS_RINGS_H
#define _SCT_TESTS_RINGS_H

#include <kunit/test.h>
#include <linux/align.h>
#include <linux/limits.h>
#include <linux/percpu.h>
#include <linux/slab.h>

#include "../ring.h"
#include "../ring_write.h"

#define HEADER		sizeof(struct sct_entry)

/* An entry of 32 bytes, the smallest there is: it fills any ring without a pad. */
#define SMALL		8

KUNIT_DEFINE_ACTION_WRAPPER(destroy_rings, sct_rings_destroy, struct sct_ring_set *);
KUNIT_DEFINE_ACTION_WRAPPER(close_reader, sct_ring_reader_close, struct sct_ring_reader *);

static struct sct_ring_set *new_rings(struct kunit *test, size_t bytes)
{
	struct sct_ring_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, set);
	KUNIT_ASSERT_EQ(test, sct_rings_init_sized(set, bytes), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, destroy_rings, set), 0);
	return set;
}

static struct sct_ring_reader *new_reader(struct kunit *test, struct sct_ring_set *set,
					  enum sct_read_from from, bool bounded)
{
	struct sct_ring_reader *r = sct_ring_reader_open(set, from, bounded);

	KUNIT_ASSERT_NOT_NULL(test, r);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, close_reader, r), 0);
	return r;
}

/* Begins an event of any length on this CPU; NULL if it is out of range. */
static inline void *ring_reserve(struct sct_ring_set *set, size_t len)
{
	u8 *data = sct_ring_open(sct_ring_enter(set), len);

	/* No bytes of an older event behind the last one of this. */
	if (data && !IS_ALIGNED(len, 8))
		*(u64 *)(data + ALIGN_DOWN(len, 8)) = 0;
	return data;
}

static inline void ring_commit(struct sct_ring_set *set)
{
	sct_ring_close(this_cpu_ptr(set->rings));
}

/* Nothing more, twice: @lost is told the first time and not again. */
static inline void expect_end(struct kunit *test, struct sct_ring_reader *r, u64 lost)
{
	const struct sct_entry *e = NULL;
	u64 told = U64_MAX;

	KUNIT_ASSERT_EQ(test, sct_ring_has_more(r), lost != 0);
	KUNIT_ASSERT_EQ(test, sct_ring_read(r, &e, &told), 0);
	KUNIT_ASSERT_EQ(test, told, lost);
	KUNIT_ASSERT_FALSE(test, sct_ring_has_more(r));
	KUNIT_ASSERT_EQ(test, sct_ring_read(r, &e, &told), 0);
	KUNIT_ASSERT_EQ(test, told, 0);
	KUNIT_ASSERT_NULL(test, e);
}

#endif /* _SCT_TESTS_RINGS_H */
