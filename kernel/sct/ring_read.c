// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCT: the readers of the rings
 *
 * A reader writes nothing that others look at. Why a copy that it takes is right,
 * and why it counts every loss once, is told in ring.c.
 */

#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kcsan-checks.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/barrier.h>

#include "ring.h"
#include "ring_area.h"

/**
 * struct sct_cursor - where a reader stands on one CPU
 * @ring: the ring of this CPU
 * @pos: position of the entry whose header is held, or of what to look at next
 * @expected: number of the first event not yet handed out or told as lost;
 *	sct_ring_has_more() looks at it without a lock
 * @limit: number of the first event that is not wanted, U64_MAX for all
 * @settled: if nothing is there: events below it that were not seen are lost
 * @seq: number of the entry at @pos
 * @time: time of the entry at @pos
 * @slack: how far to keep off the tail if overtaken before an entry is taken
 * @skip: entries before this position are given up
 * @len: length of the entry at @pos, 0 where no header is held
 * @cpu: the CPU
 */
struct sct_cursor {
	struct sct_ring *ring;
	u64 pos;
	u64 expected;
	u64 limit;
	u64 settled;
	u64 seq;
	u64 time;
	u64 slack;
	u64 skip;
	u32 len;
	u16 cpu;
};

/**
 * struct sct_ring_reader - one who reads a set of rings
 * @entry: the entry handed out last
 * @nr: cursors in @cursor
 * @cursor: one for each possible CPU
 */
struct sct_ring_reader {
	struct sct_entry *entry;
	unsigned int nr;
	struct sct_cursor cursor[] __counted_by(nr);
};

static inline const void *sct_area_at(const struct sct_area *area, u64 pos)
{
	return area->bytes + (pos & area->mask);
}

static inline u64 sct_area_room(const struct sct_area *area, u64 pos)
{
	return area->mask + 1 - (pos & area->mask);
}

/*
 * Copies @len bytes from @pos in @area. False if the entry there was overwritten in the
 * meantime, and @to holds garbage.
 */
static __always_inline bool sct_ring_copy(const struct sct_ring *ring,
					  const struct sct_area *area, u64 pos,
					  void *to, size_t len)
{
	/* A writer may store here right now; if it does, the check tells: see 1. */
	data_race(memcpy(to, sct_area_at(area, pos), len)); /* LMM(sct_ring_copy:A) */

	/* Copy, then look at the tail. Pairs with sct_ring_open:C, sct_ring_pad:B. */
	smp_rmb(); /* LMM(sct_ring_copy:B) */

	return READ_ONCE(ring->tail) <= pos; /* LMM(sct_ring_copy:C) */
}

/* Moves @c over all that was cleared, and forgets the header held if it was. */
static void sct_cursor_skip_cleared(struct sct_cursor *c)
{
	u64 pos, seq;

	/* The position first: see 4. Pairs with sct_rings_clear:B. */
	pos = smp_load_acquire(&c->ring->clear_pos); /* LMM(sct_cursor_skip_cleared:A) */
	seq = READ_ONCE(c->ring->clear_seq);

	if (c->expected < seq) {
		WRITE_ONCE(c->expected, seq);
		if (c->seq < seq)
			c->len = 0;
	}
	if (c->pos < pos)
		c->pos = pos;
}

/*
 * The area that @c is to look at. If it is new to @c, it goes where it begins, and
 * the entries are looked at again. Who has got a position from the ring calls this
 * afterwards.
 */
static const struct sct_area *sct_cursor_area(struct sct_cursor *c)
{
	const struct sct_area *area = rcu_dereference(c->ring->area);

	if (c->pos < area->base) {
		c->pos = area->base;
		c->len = 0;
	}
	return area;
}

/*
 * Puts @c on the oldest entry that is left. If that did not do since the last entry
 * was taken, some distance from it, up to half of the area: an area that entries are
 * overwritten in is always more than half full.
 */
static void sct_cursor_overtaken(struct sct_cursor *c)
{
	const struct sct_area *area;
	u64 tail, size;

	/* A tail in a new area, then that area: see 6. Pairs with sct_ring_swap:B. */
	tail = smp_load_acquire(&c->ring->tail); /* LMM(sct_cursor_overtaken:A) */
	area = rcu_dereference(c->ring->area);
	size = area->mask + 1;

	c->len = 0;
	/* It was no writer that was faster, but the area is a new one. */
	if (c->pos < area->base)
		return;

	c->slack = min(c->slack, size / 2);
	c->pos = tail;
	c->skip = c->pos + c->slack;
	c->slack = c->slack ? min(2 * c->slack, size / 2) : size / 64;
}

/*
 * Makes @c hold the header of the next entry of its CPU. False if there is none
 * now; then @c->settled is set.
 *
 * The header was there when it was looked at. The entry may be overwritten since.
 */
static bool sct_cursor_peek(struct sct_cursor *c)
{
	const struct sct_ring *ring = c->ring;
	const struct sct_area *area;
	struct sct_entry h;
	u64 done, head;

	sct_cursor_skip_cleared(c);
	if (c->len)
		return true;

	for (;;) {
		/* Settled numbers first, then the entries: see 3. */
		done = smp_load_acquire(&ring->done); /* LMM(sct_cursor_peek:A) */

		/*
		 * Pairs with sct_ring_close:A, and with sct_ring_swap:B. See 2 for the
		 * other direction.
		 */
		head = smp_load_acquire(&ring->head); /* LMM(sct_cursor_peek:B) */
		area = sct_cursor_area(c);
		if (c->pos >= max(head, area->end))
			break;

		/* Of a pad at the very end there may be no more than this. */
		if (!sct_ring_copy(ring, area, c->pos, &h,
				   likely(sct_area_room(area, c->pos) >= sizeof(h)) ?
				   sizeof(h) : SCT_PAD_HEADER)) {
			sct_cursor_overtaken(c);
			continue;
		}

		if ((h.flags & SCT_ENTRY_PAD) || h.seq < c->expected ||
		    c->pos < c->skip) {
			c->pos += h.len;
			continue;
		}

		if (h.seq >= c->limit)
			break;

		c->seq = h.seq;
		c->time = h.time;
		c->len = h.len;
		return true;
	}

	c->settled = min(done, c->limit);
	return false;
}

/*
 * Copies the entry whose header @c holds and moves @c behind it. False if it was
 * overwritten first.
 */
static bool sct_cursor_take(struct sct_cursor *c, struct sct_entry *entry, u64 *lost)
{
	const struct sct_area *area = sct_cursor_area(c);

	/* The header that was held was of another area. */
	if (!c->len)
		return false;
	if (!sct_ring_copy(c->ring, area, c->pos, entry, c->len)) {
		sct_cursor_overtaken(c);
		return false;
	}

	entry->cpu = c->cpu;
	*lost = c->seq - c->expected;
	WRITE_ONCE(c->expected, c->seq + 1);
	c->pos += c->len;
	c->len = 0;
	c->slack = 0;
	return true;
}

/* Events below c->settled that no entry came for. Tells each of them once. */
static u64 sct_cursor_lost_at_end(struct sct_cursor *c)
{
	u64 lost = 0;

	if (c->settled > c->expected) {
		lost = c->settled - c->expected;
		WRITE_ONCE(c->expected, c->settled);
	}
	return lost;
}

/* The CPU whose next entry is the oldest; of equal ones the lower. NULL: none. */
static struct sct_cursor *sct_reader_first(struct sct_ring_reader *r)
{
	struct sct_cursor *first = NULL;
	unsigned int i;

	for (i = 0; i < r->nr; i++) {
		struct sct_cursor *c = &r->cursor[i];

		if (sct_cursor_peek(c) && (!first || c->time < first->time))
			first = c;
	}
	return first;
}

/**
 * sct_ring_read - the next event, in order of time over all CPUs
 * @r: the reader
 * @entry: set to the event, in the reader's own memory; holds until the next
 *	call with @r. Unchanged if 0 is returned.
 * @lost: set to a number of events that were lost, 0 for none
 *
 * Lost is what was overwritten before this reader came to it, what it gave up to
 * get away from a fast writer, and what could not be recorded. For a reader that
 * began with the oldest, that includes all that was overwritten before it was
 * opened, but nothing that sct_rings_clear() took away.
 *
 * With an event, @lost counts those of the same CPU since the last event of that
 * CPU. If 0 is returned, it counts those of all CPUs that no later event will
 * tell of. Each lost event is told to each reader exactly once.
 *
 * A reader that follows can get an event of one CPU that is slightly older than
 * one of another CPU that it got before.
 *
 * Context: Any but NMI; does not sleep, so that what an event refers to can be
 *	looked up in the RCU section in which it was read. Calls with one reader
 *	must not overlap.
 * Return: bytes in (*entry)->data, which is the length asked for, rounded up to a
 *	multiple of 8; 0 if there is no event now, for a bounded reader none ever.
 */
ssize_t sct_ring_read(struct sct_ring_reader *r, const struct sct_entry **entry,
		      u64 *lost)
{
	struct sct_cursor *c;
	unsigned int i;

	/* No area goes that one of the cursors looks at. */
	guard(rcu)();
	while ((c = sct_reader_first(r))) {
		/* If it is overtaken, that of another CPU may come first now. */
		if (!sct_cursor_take(c, r->entry, lost))
			continue;
		*entry = r->entry;
		return r->entry->len - sizeof(**entry);
	}

	*lost = 0;
	for (i = 0; i < r->nr; i++)
		*lost += sct_cursor_lost_at_end(&r->cursor[i]);
	return 0;
}

/**
 * sct_ring_has_more - would sct_ring_read() have something to tell
 * @r: the reader
 *
 * It changes nothing and takes nothing for granted, so it may be called while
 * another task reads: as the condition of a wait, for instance.
 *
 * Context: Any but NMI.
 * Return: true if there is an event, or a loss that was not told yet.
 */
bool sct_ring_has_more(const struct sct_ring_reader *r)
{
	unsigned int i;

	for (i = 0; i < r->nr; i++) {
		const struct sct_cursor *c = &r->cursor[i];
		u64 settled = min(READ_ONCE(c->ring->done), c->limit);

		/* What is settled is there to be read or to be told as lost: see 3. */
		if (settled > READ_ONCE(c->expected) &&
		    settled > READ_ONCE(c->ring->clear_seq))
			return true;
	}
	return false;
}

static void sct_cursor_open(struct sct_cursor *c, struct sct_ring *ring,
			    enum sct_read_from from, bool bounded)
{
	c->ring = ring;
	/* All that is settled now is complete and before the head: see 3. */
	c->limit = bounded ? smp_load_acquire(&ring->done) : U64_MAX;

	if (from == SCT_READ_NEW) {
		sct_ring_begin(ring, &c->pos, &c->expected);
	} else {
		/* As sct_cursor_overtaken:A. */
		c->pos = smp_load_acquire(&ring->tail);
		c->expected = 0;
	}
}

/**
 * sct_ring_reader_alloc - memory for a reader
 * @nr: how many rings it will read
 *
 * Context: May sleep.
 * Return: the reader, for sct_ring_reader_close(); NULL if memory ran out.
 */
struct sct_ring_reader *sct_ring_reader_alloc(unsigned int nr)
{
	struct sct_ring_reader *r;

	r = kvzalloc(struct_size(r, cursor, nr), GFP_KERNEL_ACCOUNT);
	if (!r)
		return NULL;

	/* Rings can get larger, and their entries longer. */
	r->entry = kvmalloc(SCT_ENTRY_MAX, GFP_KERNEL_ACCOUNT);
	if (!r->entry) {
		kvfree(r);
		return NULL;
	}
	r->nr = nr;
	return r;
}

/**
 * sct_ring_reader_reset - begin to read one ring
 * @r: a reader of one ring
 * @ring: the ring, from its oldest entry on
 * @bounded: end with what is complete now, whatever is written later
 *
 * Context: Any.
 */
void sct_ring_reader_reset(struct sct_ring_reader *r, struct sct_ring *ring, bool bounded)
{
	r->cursor[0] = (struct sct_cursor){};
	sct_cursor_open(&r->cursor[0], ring, SCT_READ_OLDEST, bounded);
}

/**
 * sct_ring_reader_open - begin to read
 * @set: the rings; they must stay until the reader is closed
 * @from: where to begin
 * @bounded: end with what is complete now, whatever is written later
 *
 * Context: May sleep.
 * Return: the reader, for sct_ring_reader_close(); NULL if memory ran out.
 */
struct sct_ring_reader *sct_ring_reader_open(struct sct_ring_set *set,
					     enum sct_read_from from, bool bounded)
{
	struct sct_ring_reader *r = sct_ring_reader_alloc(num_possible_cpus());
	unsigned int cpu, i = 0;

	if (!r)
		return NULL;

	for_each_possible_cpu(cpu) {
		struct sct_cursor *c = &r->cursor[i++];

		c->cpu = cpu;
		sct_cursor_open(c, per_cpu_ptr(set->rings, cpu), from, bounded);
	}
	return r;
}

/**
 * sct_ring_reader_close - end reading
 * @r: the reader, or NULL
 *
 * Context: May sleep.
 */
void sct_ring_reader_close(struct sct_ring_reader *r)
{
	if (!r)
		return;
	kvfree(r->entry);
	kvfree(r);
}
