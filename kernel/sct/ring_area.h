/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the writer and the readers of a ring share; ring.c tells how
 */

#ifndef _SCT_RING_AREA_H
#define _SCT_RING_AREA_H

#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/sizes.h>
#include <linux/types.h>

#include <asm/barrier.h>

#include "ring.h"

/* Positions and counts are loaded with one access, and never run over. */
static_assert(sizeof(unsigned long) == sizeof(u64));

/* The part of a header that a pad has: 8 bytes fit wherever an entry can begin. */
#define SCT_PAD_HEADER	offsetof(struct sct_entry, seq)
static_assert(SCT_PAD_HEADER == 8);
static_assert(sizeof(struct sct_entry) == 24);
static_assert(CONFIG_NR_CPUS <= SZ_64K);

/*
 * The first two lines are written by this CPU only, and the second one is looked
 * at by nobody else but sct_rings_stats(). The third is for those who clear.
 */
struct sct_ring {
	u8 *area;
	u64 mask;			/* bytes of the area less one */
	u64 head;
	u64 next;
	u64 tail;
	u64 seq;
	u64 done;
	u64 time;			/* of the last entry */

	u64 overwritten ____cacheline_aligned_in_smp;	/* entries */
	u64 lost;			/* events */

	u64 clear_pos ____cacheline_aligned_in_smp;	/* under clear_lock */
	u64 clear_seq;			/* under clear_lock */
};

static __always_inline void *sct_ring_at(const struct sct_ring *ring, u64 pos)
{
	return ring->area + (pos & ring->mask);
}

/* Bytes from @pos to the end of the area. */
static __always_inline u64 sct_ring_room(const struct sct_ring *ring, u64 pos)
{
	return ring->mask + 1 - (pos & ring->mask);
}

/* The border between what was begun before now and what comes: see 4. */
static inline void sct_ring_begin(const struct sct_ring *ring, u64 *pos, u64 *seq)
{
	/* Entries before this position ... */
	*pos = smp_load_acquire(&ring->next); /* LMM(sct_ring_begin:A) */

	/* ... have numbers below this one. Pairs with sct_ring_reserve:C. */
	*seq = READ_ONCE(ring->seq); /* LMM(sct_ring_begin:B) */
}

#endif /* _SCT_RING_AREA_H */
