// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCT: rings of events, one for each CPU, that any number of readers see whole
 */

#include <linux/align.h>
#include <linux/bug.h>
#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kcsan-checks.h>
#include <linux/lockdep.h>
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include <asm/barrier.h>

#include <kunit/visibility.h>

#include "ring.h"

/**
 * DOC: SCT ring
 *
 * Data structure
 * --------------
 * Each CPU has an area of a power of two bytes and seven numbers that only grow:
 * four of them positions in the stream of all bytes ever written here, three of
 * them counts of events. Position p stands at byte p modulo the size of the area.
 *
 *   @tail	the first entry that may still be read; what is before it is
 *		overwritten, or about to be
 *   @head	the end of the last entry that is complete
 *   @next	the end of the last entry that was begun: @head, or more while
 *		an entry is being written
 *   @seq	how many events have taken their number
 *   @done	how many events are settled: each number below it belongs to
 *		an entry before @head, or to an event that was lost
 *   @clear_seq	events with numbers below it were taken away by sct_rings_clear()
 *   @clear_pos	no entry before it has another number than those
 *
 *                  tail                      head      next
 *                   v                         v         v
 *     --+-----------+--------+------+---------+---------+--- - -
 *       | overwritten  entry | entry |  entry  | written |
 *     --+-----------+--------+------+---------+---------+--- - -
 *                   |<------------- at most the size -->|
 *
 * All but @clear_pos and @clear_seq are written by this CPU alone, by tasks, with
 * preemption disabled from reserve to commit. So there is one writer at a time,
 * the next one sees all that it did, and plain stores will do.
 *
 * Entries are multiples of 8 bytes, and so is the area. An entry does not wrap: if
 * it does not fit before the end of the area, a pad is put there. What is left is
 * 8 bytes or more, and the part of the header that a pad uses is 8 bytes, so that
 * a pad always fits. An entry is no longer than a quarter of the area, so that
 * @tail never has to pass @head to make room.
 *
 * A reader keeps its own position and writes nothing that others look at. It
 * copies first and asks then whether it was overtaken, that is, whether @tail
 * has passed the entry. If so the copy is dropped, and the reader goes on at
 * @tail, which is the beginning of an entry. Since every event takes a number,
 * what it missed is the number found there less the number it expected.
 *
 * The oldest entry is the next to be overwritten, so a reader that looks at many
 * CPUs could lose the race for it for as long as a writer is fast. If it is overtaken
 * again before it got an entry, it keeps off @tail, by more each time: it gives up
 * entries that it might not get anyway, and has room for a while. They are told
 * as lost like the others.
 *
 * Memory barriers
 * ---------------
 * Lines that matter are labeled LMM(function:letter), as in
 * kernel/printk/printk_ringbuffer.c. "Reads from" means that a load returns the
 * value of that store, or of a later one; all that is loaded by itself (the
 * numbers above) is one aligned machine word and only grows. The pairs:
 *
 *   sct_ring_commit:A (or sct_ring_pad:C) / sct_cursor_peek:B
 *     write the entry, then move @head past it
 *
 *   sct_ring_reserve:C (or sct_ring_pad:B) / sct_ring_copy:B
 *     move @tail past old entries, then write over them
 *
 *   sct_ring_commit:B (or sct_ring_count_lost:B) / sct_cursor_peek:A
 *     move @head past the entry, then count it in @done
 *
 *   sct_ring_reserve:C / sct_ring_begin:A
 *     take the number from @seq, then move @next past the entry
 *
 *   sct_rings_clear:B / sct_cursor_skip_cleared:A
 *     store @clear_seq, then @clear_pos
 *
 *   sct_ring_count_lost:C / sct_rings_stats:A
 *     count the event in @done, then in @lost
 *
 * What they give:
 *
 * 1. A copy that passes the check is the entry, whole and unchanged.
 *
 *    The reader copies an entry at p only when it has loaded a @head above p
 *    (sct_cursor_peek:B). That load reads from the commit of the entry or a
 *    later one, so all bytes of the entry, written before sct_ring_commit:A,
 *    are there. Suppose that one byte of the copy (sct_ring_copy:A) reads from
 *    a store of a later entry, or pad, that was put over it. The writer stored
 *    that after sct_ring_reserve:C (sct_ring_pad:B), and had before stored a
 *    @tail beyond p (sct_ring_push_tail:A). The reader loads @tail after
 *    sct_ring_copy:B (sct_ring_copy:C), so it gets that @tail or a later one, sees
 *    that p is below, and drops the copy.
 *
 *    The loads of the copy race with those stores, and are meant to: until the
 *    check has passed nothing is done with what they returned. data_race()
 *    says so to KCSAN. In particular a length is used only after the check.
 *
 * 2. Positions of readers are always the beginning of an entry or of a pad, or
 *    the end of all.
 *
 *    They are values of @tail, @next or @clear_pos (a former @next), or the end
 *    of an entry whose header passed the check. @tail moves from one entry to
 *    the next by lengths that this CPU itself wrote. A reader's position may
 *    be beyond the @head that it loads, where it got it from a newer @tail or
 *    from @next; then there is nothing to read for it yet.
 *
 * 3. Loss is exact.
 *
 *    Between two entries it is the gap of the numbers, less what was cleared.
 *    Where no entry follows it is @done less the number expected: every number
 *    below the loaded @done (sct_cursor_peek:A) that has an entry has it below
 *    the @head that is loaded after it (sct_cursor_peek:B), because the writer
 *    stored that @head first. The reader's position has reached that @head, so
 *    it has seen these entries, or was overtaken by them. All other numbers
 *    below @done were lost. A number not below @done is left for later.
 *
 * 4. A reader that begins at the new end, and a clear, miss and repeat nothing.
 *
 *    sct_ring_begin() loads @next (sct_ring_begin:A), then @seq (:B). All
 *    entries before this @next have numbers below this @seq, because the writer
 *    took the number first. Entries behind it may have numbers below @seq as
 *    well, if they were begun between the two loads. They are known by their
 *    number and passed over, so that the border is the number and nothing else.
 *    A position that is too low costs time only; and a reader that sees a new
 *    @clear_pos sees the new @clear_seq too, so that it does not take for lost
 *    what it passes over.
 *
 * 5. An event has one time and one number, and on one CPU both grow together.
 *    Between CPUs there is no other order than the time. So a reader that
 *    follows may get an event of one CPU with a time a little before that of an
 *    event of another CPU that it already has: it was committed later. A
 *    reader that begins when the writers are done gets all in order of time.
 */

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

static __always_inline void *sct_ring_at(const struct sct_ring *ring, u64 pos)
{
	return ring->area + (pos & ring->mask);
}

/* Bytes from @pos to the end of the area. */
static __always_inline u64 sct_ring_room(const struct sct_ring *ring, u64 pos)
{
	return ring->mask + 1 - (pos & ring->mask);
}

/*
 * Gives up old entries until what ends at @end has room. The caller orders this
 * before its stores to the area.
 */
static __always_inline void sct_ring_push_tail(struct sct_ring *ring, u64 end)
{
	/* Positions begin at the size of the area: this is never below zero. */
	u64 keep = end - ring->mask - 1;
	u64 tail = ring->tail;
	u64 gone;

	if (tail >= keep)
		return;

	gone = ring->overwritten;
	do {
		/* Written by this CPU, so its length can be trusted. */
		const struct sct_entry *old = sct_ring_at(ring, tail);

		gone += !(old->flags & SCT_ENTRY_PAD);
		tail += old->len;
	} while (tail < keep);

	WRITE_ONCE(ring->overwritten, gone);
	WRITE_ONCE(ring->tail, tail); /* LMM(sct_ring_push_tail:A) */
}

/* Fills the area from @head to its end. Returns the new head. */
static noinline u64 sct_ring_pad(struct sct_ring *ring, u64 head)
{
	struct sct_entry *pad = sct_ring_at(ring, head);
	u64 room = sct_ring_room(ring, head);

	sct_ring_push_tail(ring, head + room); /* LMM(sct_ring_pad:A) */

	/* The tail is moved before old bytes are written over: see 1. */
	smp_wmb(); /* LMM(sct_ring_pad:B) */

	/* Only this much is sure to be left before the end of the area. */
	pad->len = room;
	pad->cpu = 0;
	pad->flags = SCT_ENTRY_PAD;

	/* As sct_ring_commit:A. */
	smp_store_release(&ring->head, head + room); /* LMM(sct_ring_pad:C) */
	return head + room;
}

/* Counts one event as lost. Preemption is disabled, no entry is open. */
static void sct_ring_count_lost(struct sct_ring *ring)
{
	u64 seq = ring->seq + 1;

	WRITE_ONCE(ring->seq, seq); /* LMM(sct_ring_count_lost:A) */

	/* Entries with lower numbers are before the head that was stored: see 3. */
	smp_store_release(&ring->done, seq); /* LMM(sct_ring_count_lost:B) */

	/* So that nobody finds more events lost than there were. */
	smp_store_release(&ring->lost, ring->lost + 1); /* LMM(sct_ring_count_lost:C) */
}

/* An entry is open on this CPU already: somebody broke the rules for writers. */
static __always_inline bool sct_ring_is_open(const struct sct_ring *ring)
{
	return ring->next != ring->head;
}

/* For what can't be written. Enables preemption again. */
static noinline void *sct_ring_refuse(struct sct_ring *ring)
{
	/* A number taken now would break the order that 3 rests on. */
	if (!WARN_ON_ONCE(sct_ring_is_open(ring)))
		sct_ring_count_lost(ring);
	preempt_enable();
	return NULL;
}

/**
 * sct_ring_reserve - begin an event on this CPU
 * @set: the rings
 * @len: bytes that the caller is going to write, 1 to &sct_ring_set.max_data
 *
 * The caller writes its bytes, then calls sct_ring_commit() from the same CPU.
 * Oldest events are overwritten to make room.
 *
 * Context: Task context only, never an interrupt, a softirq or an NMI. If an
 *	area is returned, preemption is disabled until sct_ring_commit(): the caller
 *	must not sleep, touch memory that may fault, or begin another event.
 * Return: @len bytes, aligned to 8; NULL if @len is out of range. The event is
 *	then counted as lost, preemption is as it was, and there is nothing to commit.
 */
void *sct_ring_reserve(struct sct_ring_set *set, size_t len)
{
	struct sct_ring *ring;
	struct sct_entry *e;
	u64 head, seq, now;
	u32 need;

	preempt_disable();
	lockdep_assert(in_task());
	now = local_clock();
	ring = this_cpu_ptr(set->rings);
	head = ring->head;

	/* A length of 0 goes round to the largest. */
	if (unlikely(len - 1 >= set->max_data || sct_ring_is_open(ring)))
		return sct_ring_refuse(ring);

	need = sizeof(*e) + ALIGN(len, 8);
	if (unlikely(need > sct_ring_room(ring, head)))
		head = sct_ring_pad(ring, head);

	sct_ring_push_tail(ring, head + need); /* LMM(sct_ring_reserve:A) */
	seq = ring->seq;
	WRITE_ONCE(ring->seq, seq + 1); /* LMM(sct_ring_reserve:B) */

	/*
	 * The tail is moved before old bytes are written over, see 1, and the
	 * number is taken before the entry is part of the stream, see 4.
	 */
	smp_wmb(); /* LMM(sct_ring_reserve:C) */

	WRITE_ONCE(ring->next, head + need); /* LMM(sct_ring_reserve:D) */

	e = sct_ring_at(ring, head);
	/* No bytes of an older event behind the last one of this. */
	*(u64 *)((u8 *)e + need - sizeof(u64)) = 0;
	e->len = need;
	e->cpu = 0;
	e->flags = 0;
	e->seq = seq;
	/* The clock of one CPU does not go back; the merge counts on it. */
	ring->time = max(now, ring->time);
	e->time = ring->time;
	return e->data;
}

/**
 * sct_ring_commit - show the event that was begun on this CPU to readers
 * @set: the rings that sct_ring_reserve() was called with
 *
 * Waking them is left to the caller. It has to put a full barrier between this and
 * its look for sleepers, as wq_has_sleeper() does.
 *
 * Context: As sct_ring_reserve() left it. Enables preemption.
 */
void sct_ring_commit(struct sct_ring_set *set)
{
	struct sct_ring *ring = this_cpu_ptr(set->rings);

	/* The entry is complete before the head says so: see 1. */
	smp_store_release(&ring->head, ring->next); /* LMM(sct_ring_commit:A) */

	/* And the head includes it before it counts as settled: see 3. */
	smp_store_release(&ring->done, ring->seq); /* LMM(sct_ring_commit:B) */
	preempt_enable();
}

/**
 * sct_ring_lose - count an event that could not be recorded
 * @set: the rings
 *
 * It takes a number, so that readers are told of it in its place.
 *
 * Context: Task context, not between sct_ring_reserve() and sct_ring_commit().
 */
void sct_ring_lose(struct sct_ring_set *set)
{
	preempt_disable();
	lockdep_assert(in_task());
	sct_ring_refuse(this_cpu_ptr(set->rings));
}

/* The border between what was begun before now and what comes: see 4. */
static void sct_ring_begin(const struct sct_ring *ring, u64 *pos, u64 *seq)
{
	/* Entries before this position ... */
	*pos = smp_load_acquire(&ring->next); /* LMM(sct_ring_begin:A) */

	/* ... have numbers below this one. Pairs with sct_ring_reserve:C. */
	*seq = READ_ONCE(ring->seq); /* LMM(sct_ring_begin:B) */
}

/**
 * sct_rings_clear - take away what is there
 * @set: the rings
 *
 * Events begun before are not handed out any more, neither to readers that are
 * opened later nor to those that are open; nor are they told as lost, or what
 * was lost of them. A read that is under way may still return one of them.
 *
 * Context: May sleep.
 */
void sct_rings_clear(struct sct_ring_set *set)
{
	unsigned int cpu;
	u64 pos, seq;

	/* Two who clear at once must not move the border back. */
	mutex_lock(&set->clear_lock);
	for_each_possible_cpu(cpu) {
		struct sct_ring *ring = per_cpu_ptr(set->rings, cpu);

		sct_ring_begin(ring, &pos, &seq);
		WRITE_ONCE(ring->clear_seq, seq); /* LMM(sct_rings_clear:A) */

		/* Who jumps to the position knows the number: see 4. */
		smp_store_release(&ring->clear_pos, pos); /* LMM(sct_rings_clear:B) */
	}
	mutex_unlock(&set->clear_lock);
}

/**
 * sct_rings_stats - what the rings did since they were made
 * @set: the rings
 * @written: events recorded, over all CPUs
 * @lost: events that could not be recorded (sct_ring_lose(), or too long)
 * @overwritten: of those written, how many are overwritten by now
 *
 * While writers run the three are of slightly different moments.
 *
 * Context: Any.
 */
void sct_rings_stats(struct sct_ring_set *set, u64 *written, u64 *lost,
		     u64 *overwritten)
{
	unsigned int cpu;

	*written = 0;
	*lost = 0;
	*overwritten = 0;
	for_each_possible_cpu(cpu) {
		const struct sct_ring *ring = per_cpu_ptr(set->rings, cpu);
		u64 n;

		*overwritten += READ_ONCE(ring->overwritten);
		/* What is counted here is in done. Pairs with sct_ring_count_lost:C. */
		n = smp_load_acquire(&ring->lost); /* LMM(sct_rings_stats:A) */
		*lost += n;
		*written += READ_ONCE(ring->done) - n; /* LMM(sct_rings_stats:B) */
	}
}

/*
 * Copies @len bytes from @pos. False if the entry there was overwritten in the
 * meantime, and @to holds garbage.
 */
static bool sct_ring_copy(const struct sct_ring *ring, u64 pos, void *to, size_t len)
{
	/* A writer may store here right now; if it does, the check tells: see 1. */
	data_race(memcpy(to, sct_ring_at(ring, pos), len)); /* LMM(sct_ring_copy:A) */

	/* Copy, then look at the tail. Pairs with sct_ring_reserve:C, sct_ring_pad:B. */
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
 * Puts @c on the oldest entry that is left. If that did not do since the last entry
 * was taken, some distance from it, up to half of the area: an area that entries are
 * overwritten in is always more than half full.
 */
static void sct_cursor_overtaken(struct sct_cursor *c)
{
	u64 size = c->ring->mask + 1;

	c->len = 0;
	c->pos = READ_ONCE(c->ring->tail);
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
	struct sct_entry h;
	u64 done;

	sct_cursor_skip_cleared(c);
	if (c->len)
		return true;

	for (;;) {
		/* Settled numbers first, then the entries: see 3. */
		done = smp_load_acquire(&ring->done); /* LMM(sct_cursor_peek:A) */

		/* Pairs with sct_ring_commit:A. See 2 for the other direction. */
		if (c->pos >= smp_load_acquire(&ring->head)) /* LMM(sct_cursor_peek:B) */
			break;

		if (!sct_ring_copy(ring, c->pos, &h,
				   min(sizeof(h), sct_ring_room(ring, c->pos)))) {
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
	if (!sct_ring_copy(c->ring, c->pos, entry, c->len)) {
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
		c->pos = READ_ONCE(ring->tail);
		c->expected = 0;
	}
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
	struct sct_ring_reader *r;
	unsigned int cpu, i = 0;

	r = kvzalloc(struct_size(r, cursor, num_possible_cpus()), GFP_KERNEL_ACCOUNT);
	if (!r)
		return NULL;

	r->entry = kvmalloc(sizeof(*r->entry) + set->max_data, GFP_KERNEL_ACCOUNT);
	if (!r->entry) {
		kvfree(r);
		return NULL;
	}

	r->nr = num_possible_cpus();
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

/**
 * sct_ring_mark_alloc - memory for a mark
 * @gfp: how to allocate it
 *
 * Context: As @gfp says.
 * Return: the mark, for sct_ring_mark_free(); NULL if memory ran out. It must be
 *	set before it is asked.
 */
struct sct_ring_mark *sct_ring_mark_alloc(gfp_t gfp)
{
	struct sct_ring_mark *mark;

	return kvzalloc(struct_size(mark, pos, nr_cpu_ids), gfp);
}

/**
 * sct_ring_mark_free - the end of a mark
 * @mark: the mark, or NULL
 *
 * Context: Any but NMI.
 */
void sct_ring_mark_free(struct sct_ring_mark *mark)
{
	kvfree(mark);
}

/**
 * sct_ring_mark_set - remember where the rings are
 * @set: the rings
 * @mark: set to here
 *
 * Events count as earlier whose sct_ring_reserve() happened before this call, in
 * the sense of the memory model: the caller has seen something that their
 * writer did afterwards, or knows that a grace period has passed. Whether they
 * are committed does not matter.
 *
 * Context: Any.
 */
void sct_ring_mark_set(struct sct_ring_set *set, struct sct_ring_mark *mark)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		mark->pos[cpu] = READ_ONCE(per_cpu_ptr(set->rings, cpu)->next);
}

/**
 * sct_ring_mark_passed - are all events from before the mark gone
 * @set: the rings that the mark was set with
 * @mark: the mark
 *
 * This is about the rings. A reader may still have a copy of an event, so what the
 * copy refers to needs a protection of its own: look it up by a number that
 * may be gone, under the lock or RCU that the one who frees it respects.
 *
 * Context: Any.
 * Return: true if every event begun before the mark is overwritten or cleared.
 *	Once true it stays true.
 */
bool sct_ring_mark_passed(struct sct_ring_set *set, const struct sct_ring_mark *mark)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		const struct sct_ring *ring = per_cpu_ptr(set->rings, cpu);

		if (READ_ONCE(ring->tail) < mark->pos[cpu] &&
		    READ_ONCE(ring->clear_pos) < mark->pos[cpu])
			return false;
	}
	return true;
}

static int sct_ring_init_one(struct sct_ring *ring, size_t bytes, int node)
{
	/* Whoever asks for more than there is gets an error, not an OOM kill. */
	ring->area = __vmalloc_node(bytes, 1, GFP_KERNEL_ACCOUNT | __GFP_ZERO |
				    __GFP_RETRY_MAYFAIL | __GFP_NOWARN, node,
				    __builtin_return_address(0));
	if (!ring->area)
		return -ENOMEM;

	ring->mask = bytes - 1;
	ring->head = bytes;
	ring->next = bytes;
	ring->tail = bytes;
	return 0;
}

/*
 * As sct_rings_init(), for any power of two that holds a few entries: tests wrap
 * small rings in no time.
 */
VISIBLE_IF_KUNIT int sct_rings_init_sized(struct sct_ring_set *set, size_t bytes_per_cpu)
{
	unsigned int cpu;
	int err;

	if (!is_power_of_2(bytes_per_cpu) || bytes_per_cpu < 8 * sizeof(struct sct_entry))
		return -EINVAL;

	set->rings = alloc_percpu_gfp(struct sct_ring, GFP_KERNEL_ACCOUNT);
	if (!set->rings)
		return -ENOMEM;

	mutex_init(&set->clear_lock);
	set->max_data = min(bytes_per_cpu / 4, SCT_ENTRY_MAX) - sizeof(struct sct_entry);

	for_each_possible_cpu(cpu) {
		err = sct_ring_init_one(per_cpu_ptr(set->rings, cpu), bytes_per_cpu,
					cpu_to_node(cpu));
		if (err) {
			sct_rings_destroy(set);
			return err;
		}
	}
	return 0;
}

/**
 * sct_rings_init - make the rings of all possible CPUs
 * @set: what to fill in
 * @bytes_per_cpu: size of each, a power of two, %SCT_RING_MIN to %SCT_RING_MAX
 *
 * Rings of CPUs that are not online are made as well: what a CPU wrote can be
 * read after it went, and it finds its ring when it comes back.
 *
 * Context: May sleep.
 * Return: 0, -EINVAL for a size that is not allowed, -ENOMEM.
 */
int sct_rings_init(struct sct_ring_set *set, size_t bytes_per_cpu)
{
	if (bytes_per_cpu < SCT_RING_MIN || bytes_per_cpu > SCT_RING_MAX)
		return -EINVAL;
	return sct_rings_init_sized(set, bytes_per_cpu);
}

/**
 * sct_rings_destroy - give the memory of the rings back
 * @set: the rings, nothing if they were given back already. No writer can still
 *	be between reserve and commit or come later, and all readers are closed.
 *
 * Context: May sleep.
 */
void sct_rings_destroy(struct sct_ring_set *set)
{
	unsigned int cpu;

	if (!set->rings)
		return;

	for_each_possible_cpu(cpu)
		vfree(per_cpu_ptr(set->rings, cpu)->area);
	free_percpu(set->rings);
	set->rings = NULL;
	mutex_destroy(&set->clear_lock);
}
