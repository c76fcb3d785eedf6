/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SCT: rings of events, one for each CPU, that any number of readers see whole
 *
 * How it works, and why it is right, is told in ring.c.
 */
#ifndef _SCT_RING_H
#define _SCT_RING_H

#include <linux/kconfig.h>
#include <linux/mutex.h>
#include <linux/sizes.h>
#include <linux/stddef.h>
#include <linux/types.h>

/* Bytes of one CPU's ring that sct_rings_init() and sct_rings_resize() accept. */
#define SCT_RING_MIN		SZ_64K
#define SCT_RING_MAX		SZ_256M

/*
 * Most bytes of one entry, header included, however large the ring. It bounds
 * the time for which a writer keeps preemption disabled, and a reader's buffer.
 */
#define SCT_ENTRY_MAX		SZ_64K

/* struct sct_entry.flags: a filler up to the end of the area; readers never get one */
#define SCT_ENTRY_PAD		BIT(0)

/**
 * struct sct_entry - what stands in a ring before the bytes of one event
 * @len: bytes of the whole entry, this header included, a multiple of 8
 * @cpu: the CPU that wrote it; filled in for readers, 0 in the ring
 * @flags: SCT_ENTRY_PAD, or 0. A pad has only @len, @cpu and @flags.
 * @seq: number of the event on this CPU, from 0. Every event takes one, those
 *	that could not be recorded too, so a gap says exactly how many were lost.
 * @time: when it was begun, in cycles: see sct_ring_age(); on one CPU it never goes
 *	back
 * @data: the caller's bytes. Where the length asked for was no multiple of 8,
 *	the bytes up to the next one are zero unless the caller wrote there.
 */
struct sct_entry {
	u32 len;
	u16 cpu;
	u16 flags;
	u64 seq;
	u64 time;
	u8 data[] __aligned(8);
};

struct sct_ring;

/**
 * struct sct_ring_set - the rings of all possible CPUs
 * @rings: one ring for each CPU
 * @max_data: most bytes that sct_ring_open() gives
 * @lock: serializes sct_rings_clear() and sct_rings_resize(); neither writers nor
 *	readers take it
 */
struct sct_ring_set {
	struct sct_ring __percpu *rings;
	size_t max_data;
	struct mutex lock;	/* of sct_rings_clear(), sct_rings_resize() */
};

/**
 * struct sct_ring_mark - a moment in the life of every ring of a set
 * @pos: for each CPU, the end of the last entry that was begun before the moment
 */
struct sct_ring_mark {
	DECLARE_FLEX_ARRAY(u64, pos);
};

/**
 * enum sct_read_from - where a reader begins
 * @SCT_READ_OLDEST: the oldest event that is still there
 * @SCT_READ_NEW: the first event that is begun after the reader was opened
 */
enum sct_read_from {
	SCT_READ_OLDEST,
	SCT_READ_NEW,
};

struct sct_ring_reader;

int sct_rings_init(struct sct_ring_set *set, size_t bytes_per_cpu);
void sct_rings_destroy(struct sct_ring_set *set);
int sct_rings_resize(struct sct_ring_set *set, size_t bytes_per_cpu);
void sct_rings_clear(struct sct_ring_set *set);
void sct_rings_stats(struct sct_ring_set *set, u64 *written, u64 *lost,
		     u64 *overwritten);

void sct_ring_lose(struct sct_ring_set *set);

struct sct_ring_reader *sct_ring_reader_open(struct sct_ring_set *set,
					     enum sct_read_from from, bool bounded);
void sct_ring_reader_close(struct sct_ring_reader *r);
ssize_t sct_ring_read(struct sct_ring_reader *r, const struct sct_entry **entry,
		      u64 *lost);
bool sct_ring_has_more(const struct sct_ring_reader *r);
u64 sct_ring_age(const struct sct_entry *entry);

struct sct_ring_mark *sct_ring_mark_alloc(gfp_t gfp);
void sct_ring_mark_free(struct sct_ring_mark *mark);
void sct_ring_mark_set(struct sct_ring_set *set, struct sct_ring_mark *mark);
bool sct_ring_mark_passed(struct sct_ring_set *set, const struct sct_ring_mark *mark);

#if IS_ENABLED(CONFIG_KUNIT)
int sct_rings_init_sized(struct sct_ring_set *set, size_t bytes_per_cpu);
int sct_rings_resize_sized(struct sct_ring_set *set, size_t bytes_per_cpu);
#endif

#endif /* _SCT_RING_H */
