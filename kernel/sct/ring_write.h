/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How an event is written to the ring of this CPU; ring.c tells why it is right
 *
 * In a header, so that it becomes one with who writes the event: half of all that
 * an event costs would be calls otherwise.
 */

#ifndef _SCT_RING_WRITE_H
#define _SCT_RING_WRITE_H

#include <linux/align.h>
#include <linux/bug.h>
#include <linux/lockdep.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/preempt.h>

#include <asm/barrier.h>
#include <asm/tsc.h>

#include "ring_area.h"

u64 sct_ring_pad(struct sct_ring *ring, u64 head);
void *sct_ring_refuse(struct sct_ring *ring);
u64 sct_ring_slow_clock(void);

/**
 * sct_ring_clock - the time of an event
 *
 * Context: Preemption is disabled.
 * Return: cycles of the TSC, or as many as it would count: see ring.c.
 */
static __always_inline u64 sct_ring_clock(void)
{
	return likely(!check_tsc_unstable()) ? rdtsc() : sct_ring_slow_clock();
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

/* An entry is open on this CPU already: somebody broke the rules for writers. */
static __always_inline bool sct_ring_is_open(const struct sct_ring *ring)
{
	return ring->next != ring->head;
}

/**
 * sct_ring_enter - the ring of this CPU, to begin an event
 * @set: the rings
 *
 * Context: Task context only, never an interrupt, a softirq or an NMI. Disables
 *	preemption, up to sct_ring_close() or an sct_ring_open() that fails: the caller
 *	must not sleep, touch memory that may fault, or begin another event.
 * Return: the ring, for sct_ring_open().
 */
static __always_inline struct sct_ring *sct_ring_enter(const struct sct_ring_set *set)
{
	preempt_disable();
	lockdep_assert(in_task());
	return this_cpu_ptr(set->rings);
}

/**
 * sct_ring_open - begin an event
 * @ring: of sct_ring_enter()
 * @len: bytes that the caller is going to write, 1 to &sct_ring_set.max_data
 *
 * Oldest events are overwritten to make room.
 *
 * Context: As sct_ring_enter() left it.
 * Return: @len bytes, up to a multiple of 8, all of which the caller is going to
 *	write; NULL if @len is out of range. The event is then counted as lost,
 *	preemption is as it was, and there is nothing to close.
 */
static __always_inline void *sct_ring_open(struct sct_ring *ring, size_t len)
{
	u64 now = sct_ring_clock();
	u64 head = ring->head;
	struct sct_entry *e;
	u64 seq;
	u32 need;

	/* A length of 0 goes round to the largest. */
	if (unlikely(len - 1 >= ring->max_data || sct_ring_is_open(ring)))
		return sct_ring_refuse(ring);

	need = sizeof(*e) + ALIGN(len, 8);
	if (unlikely(need > sct_ring_room(ring, head)))
		head = sct_ring_pad(ring, head);

	sct_ring_push_tail(ring, head + need); /* LMM(sct_ring_open:A) */
	seq = ring->seq;
	WRITE_ONCE(ring->seq, seq + 1); /* LMM(sct_ring_open:B) */

	/*
	 * The tail is moved before old bytes are written over, see 1, and the
	 * number is taken before the entry is part of the stream, see 4.
	 */
	smp_wmb(); /* LMM(sct_ring_open:C) */

	WRITE_ONCE(ring->next, head + need); /* LMM(sct_ring_open:D) */

	e = sct_ring_at(ring, head);
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
 * sct_ring_close - show an event to readers
 * @ring: of sct_ring_enter(); an event was begun
 *
 * Waking them is left to the caller. It has to put a full barrier between this and
 * its look for sleepers, as wq_has_sleeper() does.
 *
 * Context: As sct_ring_open() left it. Enables preemption.
 */
static __always_inline void sct_ring_close(struct sct_ring *ring)
{
	/* The entry is complete before the head says so: see 1. */
	smp_store_release(&ring->head, ring->next); /* LMM(sct_ring_close:A) */

	/* And the head includes it before it counts as settled: see 3. */
	smp_store_release(&ring->done, ring->seq); /* LMM(sct_ring_close:B) */
	preempt_enable();
}

#endif /* _SCT_RING_WRITE_H */
