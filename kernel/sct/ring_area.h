/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the writer and the readers of a ring share; ring.c tells how
 */

#ifndef _SCT_RING_AREA_H
#define _SCT_RING_AREA_H

#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/minmax.h>
#include <linux/rcupdate.h>
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

/**
 * struct sct_area - the memory of a ring, as readers find it
 * @bytes: the memory
 * @mask: its bytes less one
 * @base: where the stream begins in it: no position from before is of this area
 * @end: the end of what was brought along when it was put in place. What comes
 *	behind is below &sct_ring.head.
 *
 * But for the bytes it never changes once readers can find it.
 */
struct sct_area {
	u8 *bytes;
	u64 mask;
	u64 base;
	u64 end;
};

/*
 * The first two lines are written by this CPU only, and the second one is looked
 * at by nobody else but sct_rings_stats(). The third is for those who clear, and
 * who change the size.
 */
struct sct_ring {
	u8 *bytes;			/* of the area, for who writes */
	u32 mask;			/* bytes of the area less one */
	u32 max_data;			/* most bytes that an event may take */
	u64 head;
	u64 next;
	u64 tail;
	u64 seq;
	u64 done;
	u64 time;			/* of the last entry */

	u64 overwritten ____cacheline_aligned_in_smp;	/* entries */
	u64 lost;			/* events */

	u64 clear_pos ____cacheline_aligned_in_smp;	/* under lock of the set */
	u64 clear_seq;			/* under lock of the set */
	struct sct_area __rcu *area;	/* for who reads; changes under lock of the set */
};

static __always_inline void *sct_ring_at(const struct sct_ring *ring, u64 pos)
{
	return ring->bytes + (pos & ring->mask);
}

/* Bytes from @pos to the end of the area. */
static __always_inline u64 sct_ring_room(const struct sct_ring *ring, u64 pos)
{
	return (u64)ring->mask + 1 - (pos & ring->mask);
}

/* Most bytes of an entry in an area of @bytes, header included. */
static inline size_t sct_ring_entry_max(size_t bytes)
{
	return min_t(size_t, bytes / 4, SCT_ENTRY_MAX);
}

/* The border between what was begun before now and what comes: see 4. */
static inline void sct_ring_begin(const struct sct_ring *ring, u64 *pos, u64 *seq)
{
	/* Entries before this position ... */
	*pos = smp_load_acquire(&ring->next); /* LMM(sct_ring_begin:A) */

	/* ... have numbers below this one. Pairs with sct_ring_open:C. */
	*seq = READ_ONCE(ring->seq); /* LMM(sct_ring_begin:B) */
}

/* ring.c */
struct sct_area *sct_area_alloc(size_t bytes, int node);
void sct_area_free(struct sct_area *area);
void sct_ring_use(struct sct_ring *ring, struct sct_area *area);
bool sct_ring_append(struct sct_ring *ring, const struct sct_entry *entry);

/* ring_read.c */
struct sct_ring_reader *sct_ring_reader_alloc(unsigned int nr);
void sct_ring_reader_reset(struct sct_ring_reader *r, struct sct_ring *ring, bool bounded);

#endif /* _SCT_RING_AREA_H */
