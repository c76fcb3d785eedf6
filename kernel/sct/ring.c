// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCT: rings of events, one for each CPU, that any number of readers see whole
 *
 * Here they are made, written (see ring_write.h too) and cleared; ring_read.c reads
 * them, ring_resize.c changes their size.
 */

#include <linux/align.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched/clock.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include <asm/barrier.h>
#include <asm/tsc.h>

#include <kunit/visibility.h>

#include "ring_write.h"

/**
 * DOC: SCT ring
 *
 * Data structure
 * --------------
 * Each CPU has an area of a power of two bytes and seven numbers that only grow:
 * four of them positions in the stream of all bytes ever written here, three of
 * them counts of events. Position p stands at byte p modulo the size of the area.
 *
 * @tail
 *   the first entry that may still be read; what is before it is overwritten,
 *   or about to be
 * @head
 *   the end of the last entry that is complete
 * @next
 *   the end of the last entry that was begun: @head, or more while an entry is
 *   being written
 * @seq
 *   how many events have taken their number
 * @done
 *   how many events are settled: each number below it belongs to an entry
 *   before @head, or to an event that was lost
 * @clear_seq
 *   events with numbers below it were taken away by sct_rings_clear()
 * @clear_pos
 *   no entry before it has another number than those
 *
 * In the order of the stream::
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
 * the next one sees all that it did, and plain stores will do. Who changes the
 * size of the area is such a task too: see 6.
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
 *   sct_ring_close:A (or sct_ring_pad:C) / sct_cursor_peek:B
 *     write the entry, then move @head past it
 *
 *   sct_ring_open:C (or sct_ring_pad:B) / sct_ring_copy:B
 *     move @tail past old entries, then write over them
 *
 *   sct_ring_close:B (or sct_ring_count_lost:B) / sct_cursor_peek:A
 *     move @head past the entry, then count it in @done
 *
 *   sct_ring_open:C / sct_ring_begin:A
 *     take the number from @seq, then move @next past the entry
 *
 *   sct_rings_clear:B / sct_cursor_skip_cleared:A
 *     store @clear_seq, then @clear_pos
 *
 *   sct_ring_swap:B / sct_cursor_peek:B, sct_cursor_overtaken:A, sct_ring_begin:A
 *     put the new area in place, then move @next, @head and @tail into it
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
 *    later one, so all bytes of the entry, written before sct_ring_close:A,
 *    are there. Suppose that one byte of the copy (sct_ring_copy:A) reads from
 *    a store of a later entry, or pad, that was put over it. The writer stored
 *    that after sct_ring_open:C (sct_ring_pad:B), and had before stored a
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
 *
 * 6. The size of the area changes under writers and readers (ring_resize.c), and
 *    all of the above holds.
 *
 *    The entries are copied into the new area as a reader gets them, and laid out
 *    from its beginning. The last of them are copied, and the areas swapped, by
 *    a task of this CPU with preemption disabled, so no entry is open and none
 *    can be begun; a CPU that is not online has no tasks. Numbers of events stay,
 *    but positions move on: @base, where the new area begins, is beyond every
 *    position that there was, which all are at most @head at the swap. So a reader
 *    that comes with an old position is before @base, goes there, and finds the
 *    entries that it has not seen by their numbers. What was not copied is a gap.
 *
 *    A position in the new area was loaded from @next, @head or @tail, or from a
 *    @clear_pos that was such a @next, by a load that orders what follows; all
 *    are stored behind sct_ring_swap:B. So who has such a position finds the new
 *    area, or a later one, whose @base is beyond it again. Who has an old position
 *    and finds the old area reads there what stays as it is for as long as its
 *    RCU read section lasts, and is told by @tail at worst that it was overtaken.
 *    Who finds the new area, but loaded the old @head, knows from @end what is there.
 */

/**
 * sct_ring_pad - fill the area up to its end
 * @ring: this CPU's
 * @head: the end of what was written
 *
 * Context: As sct_ring_open().
 * Return: the new head.
 */
u64 sct_ring_pad(struct sct_ring *ring, u64 head)
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

	/* As sct_ring_close:A. */
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

/**
 * sct_ring_refuse - an event that can't be written
 * @ring: this CPU's
 *
 * Context: Preemption is disabled; it is enabled again.
 * Return: NULL.
 */
void *sct_ring_refuse(struct sct_ring *ring)
{
	/* A number taken now would break the order that 3 rests on. */
	if (!WARN_ON_ONCE(sct_ring_is_open(ring)))
		sct_ring_count_lost(ring);
	preempt_enable();
	return NULL;
}

/*
 * The clock of events counts cycles of the TSC, so that who makes a call need not
 * turn them into anything. Where the kernel finds that those of several CPUs differ,
 * or stand still, it goes on by what the kernel makes do with.
 */
static u64 sct_clock_ahead __ro_after_init;

static u64 sct_ns_to_cycles(u64 ns)
{
	return tsc_khz ? mul_u64_u32_div(ns, tsc_khz, USEC_PER_SEC) : ns;
}

/**
 * sct_ring_slow_clock - the clock of events where the TSC is none
 *
 * Context: Any, with preemption disabled.
 * Return: what sct_ring_clock() does.
 */
u64 sct_ring_slow_clock(void)
{
	return sct_ns_to_cycles(local_clock()) + sct_clock_ahead;
}

/* The TSC has counted since before the kernel's clock began. */
static int __init sct_clock_init(void)
{
	sct_clock_ahead = rdtsc() - sct_ns_to_cycles(local_clock());
	return 0;
}
core_initcall(sct_clock_init);

/**
 * sct_ring_age - how long ago an event was
 * @entry: the event
 *
 * Context: Any.
 * Return: nanoseconds.
 */
u64 sct_ring_age(const struct sct_entry *entry)
{
	u64 now, cycles;

	preempt_disable();
	now = sct_ring_clock();
	preempt_enable();
	/* It may be of a CPU whose clock is a little ahead. */
	cycles = now - min(now, entry->time);
	return tsc_khz ? mul_u64_u32_div(cycles, USEC_PER_SEC, tsc_khz) : cycles;
}

/**
 * sct_ring_append - put a copy of an entry behind the others
 * @ring: a ring that nobody else looks at
 * @entry: the entry, of another ring. &sct_ring.done counts it, &sct_ring.overwritten
 *	what is overwritten for it.
 *
 * Context: Any; calls with one ring must not overlap.
 * Return: false if it is too long for this ring.
 */
bool sct_ring_append(struct sct_ring *ring, const struct sct_entry *entry)
{
	u64 head = ring->head;
	struct sct_entry *e;

	if (entry->len > sizeof(*e) + ring->max_data)
		return false;

	if (entry->len > sct_ring_room(ring, head))
		head = sct_ring_pad(ring, head);
	sct_ring_push_tail(ring, head + entry->len);
	e = sct_ring_at(ring, head);
	memcpy(e, entry, entry->len);
	e->cpu = 0;
	ring->head = head + entry->len;
	ring->next = ring->head;
	ring->done++;
	return true;
}

/**
 * sct_ring_lose - count an event that could not be recorded
 * @set: the rings
 *
 * It takes a number, so that readers are told of it in its place.
 *
 * Context: Task context, not between sct_ring_open() and sct_ring_close().
 */
void sct_ring_lose(struct sct_ring_set *set)
{
	sct_ring_refuse(sct_ring_enter(set));
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
	mutex_lock(&set->lock);
	for_each_possible_cpu(cpu) {
		struct sct_ring *ring = per_cpu_ptr(set->rings, cpu);

		sct_ring_begin(ring, &pos, &seq);
		WRITE_ONCE(ring->clear_seq, seq); /* LMM(sct_rings_clear:A) */

		/* Who jumps to the position knows the number: see 4. */
		smp_store_release(&ring->clear_pos, pos); /* LMM(sct_rings_clear:B) */
	}
	mutex_unlock(&set->lock);
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
 * Events count as earlier whose sct_ring_open() happened before this call, in
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

/* Is no entry left that was begun when @ring->next was not beyond @pos? */
static bool sct_ring_passed(const struct sct_ring *ring, u64 pos)
{
	const struct sct_area *area;
	u64 tail;

	if (READ_ONCE(ring->clear_pos) >= pos)
		return true;

	/* A tail in a new area, then that area: see 6. */
	tail = smp_load_acquire(&ring->tail);
	rcu_read_lock();
	area = rcu_dereference(ring->area);
	/* Before the area: what was brought along may have been begun before. */
	if (pos <= area->base)
		pos = area->end;
	rcu_read_unlock();
	return tail >= pos;
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
 *	After a change of the size it may be false again for a while, since it is
 *	not known any more which of the events that were kept were before the mark.
 */
bool sct_ring_mark_passed(struct sct_ring_set *set, const struct sct_ring_mark *mark)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		if (!sct_ring_passed(per_cpu_ptr(set->rings, cpu), mark->pos[cpu]))
			return false;
	}
	return true;
}

/**
 * sct_area_alloc - memory for a ring
 * @bytes: a power of two
 * @node: where the CPU is that will write there
 *
 * Context: May sleep.
 * Return: the area, for sct_area_free(); NULL if memory ran out.
 */
struct sct_area *sct_area_alloc(size_t bytes, int node)
{
	struct sct_area *area = kzalloc(sizeof(*area), GFP_KERNEL_ACCOUNT);

	if (!area)
		return NULL;
	/* Whoever asks for more than there is gets an error, not an OOM kill. */
	area->bytes = __vmalloc_node(bytes, 1, GFP_KERNEL_ACCOUNT | __GFP_ZERO |
				     __GFP_RETRY_MAYFAIL | __GFP_NOWARN, node,
				     __builtin_return_address(0));
	if (!area->bytes) {
		kfree(area);
		return NULL;
	}
	area->mask = bytes - 1;
	/* Positions begin at the size of the area: see sct_ring_push_tail(). */
	area->base = bytes;
	area->end = bytes;
	return area;
}

/**
 * sct_area_free - the end of a ring's memory
 * @area: the area, or NULL; no reader can find it any more
 *
 * Context: May sleep.
 */
void sct_area_free(struct sct_area *area)
{
	if (area)
		vfree(area->bytes);
	kfree(area);
}

/**
 * sct_ring_use - let the writer of a ring use an area
 * @ring: the ring
 * @area: the area
 *
 * Context: Nobody writes to the ring at the same time.
 */
void sct_ring_use(struct sct_ring *ring, struct sct_area *area)
{
	size_t bytes = area->mask + 1;

	ring->bytes = area->bytes;
	ring->mask = area->mask;
	ring->max_data = sct_ring_entry_max(bytes) - sizeof(struct sct_entry);
}

static int sct_ring_init_one(struct sct_ring *ring, size_t bytes, int node)
{
	struct sct_area *area = sct_area_alloc(bytes, node);

	if (!area)
		return -ENOMEM;

	sct_ring_use(ring, area);
	ring->head = area->end;
	ring->next = area->end;
	ring->tail = area->base;
	RCU_INIT_POINTER(ring->area, area);
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

	mutex_init(&set->lock);
	set->max_data = sct_ring_entry_max(bytes_per_cpu) - sizeof(struct sct_entry);

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
		sct_area_free(rcu_dereference_protected(per_cpu_ptr(set->rings, cpu)->area, true));
	free_percpu(set->rings);
	set->rings = NULL;
	mutex_destroy(&set->lock);
}
