// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log's memory: rings from the first use on, and formats for as long as a
 * record names them
 */

#include <linux/compiler.h>
#include <linux/list.h>
#include <linux/log2.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>

#include <asm/barrier.h>

#include "format.h"
#include "limits.h"
#include "log.h"

struct sct_ring_set sct_log;
DECLARE_WAIT_QUEUE_HEAD(sct_log_wait);
atomic_t sct_log_whole;

static DEFINE_MUTEX(sct_log_lock);	/* serialises sct_log_prepare(), sct_log_resize() */
static bool sct_log_ready;		/* set once, with release */
static size_t sct_log_bytes = SCT_RING_BYTES;	/* of each ring, written under sct_log_lock */

/**
 * sct_log_prepare - have the rings
 *
 * Who never loads a rule that logs never pays for them.
 *
 * Context: Process context, may sleep; takes sct_log_lock.
 * Return: 0; -ENOMEM.
 */
int sct_log_prepare(void)
{
	int ret = 0;

	/* Who makes a system call does not wait for who changes the size. Pairs below. */
	if (smp_load_acquire(&sct_log_ready))
		return 0;
	mutex_lock(&sct_log_lock);
	if (!sct_log_ready)
		ret = sct_rings_init(&sct_log, sct_log_bytes);
	if (!ret) {
		/* Who sees this sees the rings. */
		smp_store_release(&sct_log_ready, true);
	}
	mutex_unlock(&sct_log_lock);
	return ret;
}

/**
 * sct_log_kb - the size of each ring
 *
 * Context: Any.
 * Return: KiB.
 */
unsigned long sct_log_kb(void)
{
	return READ_ONCE(sct_log_bytes) / SZ_1K;
}

/**
 * sct_log_resize - change the size of each ring
 * @kb: KiB, rounded up to a power of two
 *
 * Where there are no rings yet, they will have that size. Otherwise the newest events
 * of each stay, and readers are told of the others.
 *
 * Context: Process context, may sleep; takes sct_log_lock.
 * Return: 0; -EINVAL below %SCT_RING_MIN or above %SCT_RING_MAX; -ENOMEM. After an
 * error all is as it was.
 */
int sct_log_resize(u64 kb)
{
	size_t bytes;
	int ret = 0;

	if (kb < SCT_RING_MIN / SZ_1K || kb > SCT_RING_MAX / SZ_1K)
		return -EINVAL;
	bytes = roundup_pow_of_two(kb * SZ_1K);
	mutex_lock(&sct_log_lock);
	if (sct_log_ready)
		ret = sct_rings_resize(&sct_log, bytes);
	if (!ret)
		WRITE_ONCE(sct_log_bytes, bytes);
	mutex_unlock(&sct_log_lock);
	sct_formats_reap();
	return ret;
}

/**
 * sct_log_clear - empty the log
 *
 * Context: Process context, may sleep.
 */
void sct_log_clear(void)
{
	sct_rings_clear(&sct_log);
	sct_formats_reap();
}

/*
 * Formats. Every LOG action's is here under its id, from the load on. When its
 * rule is gone it is retired; with those retired at the same time it forms a
 * batch, which waits until the rings have moved past the moment.
 */
static DEFINE_XARRAY_ALLOC1(sct_formats);
static u32 sct_next_format;

static DEFINE_MUTEX(sct_retired_lock);
static LIST_HEAD(sct_retired);		/* of no batch yet; under sct_retired_lock */
static LIST_HEAD(sct_batches);		/* under sct_retired_lock */

/**
 * struct sct_batch - formats whose rules went at the same time
 * @list: in sct_batches
 * @formats: the formats
 * @mark: how far the rings had come
 */
struct sct_batch {
	struct list_head list;
	struct list_head formats;
	struct sct_ring_mark *mark;
};

/**
 * sct_format_register - give a format an id by which records name it
 * @format: the format
 *
 * Context: Process context, may sleep. Call it once, before the rule is in a
 * table.
 * Return: 0; -ENOMEM; -EBUSY where there are no ids left.
 */
int sct_format_register(struct sct_format *format)
{
	int ret = sct_log_prepare();

	if (ret)
		return ret;
	ret = xa_alloc_cyclic(&sct_formats, &format->id, format, xa_limit_32b,
			      &sct_next_format, GFP_KERNEL_ACCOUNT);
	return ret < 0 ? ret : 0;
}

/**
 * sct_format_find - the format that a record names
 * @id: its id
 *
 * Context: In the RCU read section in which the record was read from the ring.
 * Return: the format.
 */
const struct sct_format *sct_format_find(u32 id)
{
	return xa_load(&sct_formats, id);
}

/**
 * sct_format_retire - a rule is gone: keep its format while a record names it
 * @format: the format; no record of it will be written any more
 *
 * Context: Process context, may sleep. Call sct_formats_reap() afterwards.
 */
void sct_format_retire(struct sct_format *format)
{
	if (!format->logged) {
		if (format->id)
			xa_erase(&sct_formats, format->id);
		sct_format_free(format);
		return;
	}
	mutex_lock(&sct_retired_lock);
	list_add_tail(&format->retired, &sct_retired);
	mutex_unlock(&sct_retired_lock);
}

/* Makes a batch of what is retired. Without memory the next one takes it along. */
static void sct_make_batch(void)
{
	struct sct_batch *batch;

	lockdep_assert_held(&sct_retired_lock);
	if (list_empty(&sct_retired))
		return;
	batch = kzalloc(sizeof(*batch), GFP_KERNEL);
	if (!batch)
		return;
	batch->mark = sct_ring_mark_alloc(GFP_KERNEL);
	if (!batch->mark) {
		kfree(batch);
		return;
	}
	sct_ring_mark_set(&sct_log, batch->mark);
	INIT_LIST_HEAD(&batch->formats);
	list_splice_init(&sct_retired, &batch->formats);
	list_add_tail(&batch->list, &sct_batches);
}

static void sct_free_batch(struct sct_batch *batch)
{
	struct sct_format *format, *next;

	list_for_each_entry_safe(format, next, &batch->formats, retired) {
		xa_erase(&sct_formats, format->id);
		sct_format_free(format);
	}
	sct_ring_mark_free(batch->mark);
	kfree(batch);
}

static void sct_reap(struct work_struct *work)
{
	struct sct_batch *batch, *next;
	LIST_HEAD(passed);

	mutex_lock(&sct_retired_lock);
	sct_make_batch();
	list_for_each_entry_safe(batch, next, &sct_batches, list) {
		if (sct_ring_mark_passed(&sct_log, batch->mark))
			list_move(&batch->list, &passed);
	}
	mutex_unlock(&sct_retired_lock);
	if (list_empty(&passed))
		return;

	/*
	 * A reader may have copied a record before it was overwritten, and look
	 * for its format now: both happen in one RCU read section.
	 */
	synchronize_rcu();
	list_for_each_entry_safe(batch, next, &passed, list)
		sct_free_batch(batch);
}

static DECLARE_WORK(sct_reap_work, sct_reap);

/**
 * sct_formats_reap - free the retired formats that no record names any more
 *
 * Context: Any; a work does it.
 */
void sct_formats_reap(void)
{
	queue_work(system_unbound_wq, &sct_reap_work);
}
