// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCT: rings of another size, under writers and readers
 *
 * Why nobody notices, but for what does not fit any more, is told in ring.c.
 */

#include <linux/align.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/lockdep.h>
#include <linux/log2.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/topology.h>
#include <linux/workqueue.h>

#include <asm/barrier.h>

#include <kunit/visibility.h>

#include "ring.h"
#include "ring_area.h"

/* Bytes that are copied without letting others run; an entry more at worst. */
#define SCT_MOVE_MOST	SZ_64K

/**
 * struct sct_move - one ring on its way to another area
 * @ring: the ring
 * @area: the new area, not in use yet; afterwards the old one
 * @reader: a reader of one ring
 */
struct sct_move {
	struct sct_ring *ring;
	struct sct_area *area;
	struct sct_ring_reader *reader;
};

/*
 * Makes @area that of @ring. Its entries are those of @to, another name for the same
 * area, whose positions begin elsewhere. Returns the old area.
 */
static struct sct_area *sct_ring_swap(struct sct_ring *ring, const struct sct_ring *to,
				      struct sct_area *area)
{
	struct sct_area *old = rcu_dereference_protected(ring->area, true);
	/* Beyond all positions that there are; @to's begin at the size, not at 0. */
	u64 delta = ALIGN(ring->head, area->mask + 1);

	lockdep_assert_preemption_disabled();
	WARN_ON_ONCE(ring->next != ring->head);

	area->base = delta + to->tail;
	area->end = delta + to->head;
	WRITE_ONCE(ring->overwritten,
		   ring->done - ring->lost - (to->done - to->overwritten));
	sct_ring_use(ring, area);
	rcu_assign_pointer(ring->area, area); /* LMM(sct_ring_swap:A) */

	/* Who has one of these positions, or a later one, finds the area: see 6. */
	smp_wmb(); /* LMM(sct_ring_swap:B) */

	WRITE_ONCE(ring->next, area->end);
	WRITE_ONCE(ring->head, area->end);
	WRITE_ONCE(ring->tail, area->base);
	return old;
}

/* Copies some entries. True if none are left. */
static bool sct_move_some(struct sct_move *m, struct sct_ring *to)
{
	const struct sct_entry *entry;
	size_t bytes = 0;
	u64 lost;

	while (bytes < SCT_MOVE_MOST) {
		if (sct_ring_read(m->reader, &entry, &lost) <= 0)
			return true;
		/* One that is too long now is missed like one that does not fit. */
		sct_ring_append(to, entry);
		bytes += entry->len;
	}
	return false;
}

/*
 * Runs on the CPU of the ring, or anywhere if that is not online. While it copies
 * others may write: it copies again what they wrote, and the last of it with
 * preemption disabled, so that they can't. They are never kept waiting for more
 * than a few entries.
 */
static long sct_ring_move(void *data)
{
	struct sct_move *m = data;
	struct sct_ring to = { .head = m->area->end, .next = m->area->end,
			       .tail = m->area->base };
	/* If writers get so much more time than this, their newest events go. */
	unsigned long rounds = 4 * (m->ring->mask / SCT_MOVE_MOST) + 64;

	sct_ring_use(&to, m->area);
	sct_ring_reader_reset(m->reader, m->ring, false);
	for (;;) {
		while (rounds && !sct_move_some(m, &to)) {
			rounds--;
			cond_resched();
		}
		preempt_disable();
		if (sct_move_some(m, &to) || !rounds)
			break;
		preempt_enable();
		rounds--;
	}
	m->area = sct_ring_swap(m->ring, &to, m->area);
	preempt_enable();
	return 0;
}

static void sct_move_all(struct sct_ring_set *set, struct sct_area **areas,
			 struct sct_ring_reader *reader)
{
	struct sct_move m = { .reader = reader };
	unsigned int cpu;

	cpus_read_lock();
	for_each_possible_cpu(cpu) {
		m.ring = per_cpu_ptr(set->rings, cpu);
		m.area = areas[cpu];
		if (cpu_online(cpu))
			work_on_cpu(cpu, sct_ring_move, &m);
		else
			sct_ring_move(&m);
		areas[cpu] = m.area;
	}
	cpus_read_unlock();

	/* Readers may still look at the old ones. */
	synchronize_rcu();
}

static bool sct_areas_alloc(struct sct_area **areas, size_t bytes)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		areas[cpu] = sct_area_alloc(bytes, cpu_to_node(cpu));
		if (!areas[cpu])
			return false;
		cond_resched();
	}
	return true;
}

static int sct_rings_move(struct sct_ring_set *set, size_t bytes)
{
	struct sct_area **areas = kvcalloc(nr_cpu_ids, sizeof(*areas), GFP_KERNEL_ACCOUNT);
	struct sct_ring_reader *reader = sct_ring_reader_alloc(1);
	unsigned int cpu;
	int ret = -ENOMEM;

	if (areas && reader && sct_areas_alloc(areas, bytes)) {
		sct_move_all(set, areas, reader);
		WRITE_ONCE(set->max_data, sct_ring_entry_max(bytes) - sizeof(struct sct_entry));
		ret = 0;
	}
	if (areas)
		for_each_possible_cpu(cpu)
			sct_area_free(areas[cpu]);
	kvfree(areas);
	sct_ring_reader_close(reader);
	return ret;
}

/*
 * As sct_rings_resize(), for any power of two that holds a few entries: tests wrap
 * small rings in no time.
 */
VISIBLE_IF_KUNIT int sct_rings_resize_sized(struct sct_ring_set *set, size_t bytes_per_cpu)
{
	size_t now;
	int ret = 0;

	if (!is_power_of_2(bytes_per_cpu) || bytes_per_cpu < 8 * sizeof(struct sct_entry))
		return -EINVAL;

	mutex_lock(&set->lock);
	/* All have the same size. */
	now = (size_t)per_cpu_ptr(set->rings, cpumask_first(cpu_possible_mask))->mask + 1;
	if (bytes_per_cpu != now)
		ret = sct_rings_move(set, bytes_per_cpu);
	mutex_unlock(&set->lock);
	return ret;
}

/**
 * sct_rings_resize - change the size of the rings of all possible CPUs
 * @set: the rings, in use or not
 * @bytes_per_cpu: size of each, a power of two, %SCT_RING_MIN to %SCT_RING_MAX
 *
 * Writers and readers go on. The newest events of each CPU stay, as many as fit;
 * readers that have not read the others are told that they are lost, in place. So is
 * what is longer than an event in a ring of that size can be, and on a CPU whose
 * writers leave the copying no time, what they wrote last. Between the change of
 * the first CPU and that of the last, rings have different sizes.
 *
 * The new rings are there before the old ones are given up.
 *
 * Context: May sleep, and waits for a grace period. Takes the set's lock and
 *	cpus_read_lock(); not from a CPU hotplug callback.
 * Return: 0, -EINVAL for a size that is not allowed, -ENOMEM. After an error all
 *	is as it was.
 */
int sct_rings_resize(struct sct_ring_set *set, size_t bytes_per_cpu)
{
	if (bytes_per_cpu < SCT_RING_MIN || bytes_per_cpu > SCT_RING_MAX)
		return -EINVAL;
	return sct_rings_resize_sized(set, bytes_per_cpu);
}
