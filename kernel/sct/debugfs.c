// SPDX-License-Identifier: GPL-2.0-only
/*
 * The folder sct of debugfs: log, log_pipe, log_json, log_json_once, stats, syscalls
 *
 * See Documentation/ABI/testing/debugfs-sct. Here records become text.
 */

#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/seq_buf.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "boot.h"
#include "format.h"
#include "json.h"
#include "limits.h"
#include "log.h"
#include "record.h"
#include "seal.h"
#include "seen.h"
#include "stats.h"
#include "syscalls.h"

/* Bytes of lines that are made before they are handed out, as far as they are asked for. */
#define SCT_BATCH	SZ_4K

/**
 * struct sct_log_file - an open log, log_pipe, log_json or log_json_once
 * @lock: serialises readers that share the file
 * @reader: where in the rings it is
 * @line: the line that was made last, in @buf
 * @size: most bytes of a line
 * @used: bytes of the lines being handed out
 * @pos: bytes of them that were handed out
 * @json: lines are objects of JSON
 * @whole: until it is closed, records hold all that JSON shows
 * @scratch: memory to make them, SCT_MAX_LINE bytes
 * @buf: memory of the lines: SCT_BATCH bytes and @size for the last of them
 */
struct sct_log_file {
	struct mutex lock;	/* one read at a time */
	struct sct_ring_reader *reader;
	struct seq_buf line;
	size_t size;
	size_t used;
	size_t pos;
	bool json;
	bool whole;
	char *scratch;
	char *buf;
};

static int sct_log_file_open(struct inode *inode, struct file *file,
			     enum sct_read_from from, bool bounded, bool json)
{
	size_t size = json ? SCT_MAX_JSON : SCT_MAX_LINE;
	struct sct_log_file *lf;
	int ret;

	ret = sct_may_look() ?: sct_log_prepare();
	if (ret)
		return ret;
	lf = kzalloc(sizeof(*lf), GFP_KERNEL_ACCOUNT);
	if (!lf)
		return -ENOMEM;
	lf->json = json;
	/* Who reads what was written already changes no record. */
	lf->whole = json && !bounded;
	lf->size = size;
	lf->buf = kvmalloc(SCT_BATCH + (json ? SCT_JSON_BYTES : size), GFP_KERNEL_ACCOUNT);
	lf->scratch = json && lf->buf ? lf->buf + SCT_BATCH + size : NULL;
	/* First, so that what the reader gets is whole. */
	if (lf->whole)
		atomic_inc(&sct_log_whole);
	lf->reader = sct_ring_reader_open(&sct_log, from, bounded);
	if (!lf->buf || !lf->reader) {
		if (lf->reader)
			sct_ring_reader_close(lf->reader);
		if (lf->whole)
			atomic_dec(&sct_log_whole);
		kvfree(lf->buf);
		kfree(lf);
		return -ENOMEM;
	}
	mutex_init(&lf->lock);
	file->private_data = lf;
	return stream_open(inode, file);
}

static int sct_log_open(struct inode *inode, struct file *file)
{
	int ret;

	if ((file->f_mode & FMODE_WRITE) && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	ret = sct_log_prepare();
	if (ret)
		return ret;
	if ((file->f_mode & FMODE_WRITE) && (file->f_flags & O_TRUNC)) {
		ret = sct_may_change("the log");
		if (ret)
			return ret;
		sct_log_clear();
	}
	return sct_log_file_open(inode, file, SCT_READ_OLDEST, true, false);
}

static int sct_log_pipe_open(struct inode *inode, struct file *file)
{
	return sct_log_file_open(inode, file, SCT_READ_NEW, false, false);
}

static int sct_log_json_open(struct inode *inode, struct file *file)
{
	return sct_log_file_open(inode, file, SCT_READ_NEW, false, true);
}

static int sct_log_json_once_open(struct inode *inode, struct file *file)
{
	return sct_log_file_open(inode, file, SCT_READ_OLDEST, true, true);
}

static int sct_log_release(struct inode *inode, struct file *file)
{
	struct sct_log_file *lf = file->private_data;

	if (lf->whole)
		atomic_dec(&sct_log_whole);
	sct_ring_reader_close(lf->reader);
	kvfree(lf->buf);
	kfree(lf);
	return 0;
}

static void sct_put_lost(struct sct_log_file *lf, u64 lost, const struct sct_entry *next)
{
	if (lf->json)
		sct_json_lost(&lf->line, lost, next);
	else
		seq_buf_printf(&lf->line, "-- %llu events lost --\n", lost);
}

static void sct_put_event(struct sct_log_file *lf, const struct sct_entry *entry)
{
	const struct sct_record *rec = (const struct sct_record *)entry->data;
	const struct sct_format *format = sct_format_find(rec->format);

	if (WARN_ON_ONCE(!format))
		return;
	if (lf->json)
		sct_json_print(&lf->line, entry, format, lf->scratch);
	else
		sct_record_print(&lf->line, rec, format);
}

/*
 * Makes text of the next event, and of a loss before it, behind the lines that are there.
 * Return: false where there is none.
 */
static bool sct_next_line(struct sct_log_file *lf)
{
	const struct sct_entry *entry;
	u64 lost = 0;
	ssize_t len;

	seq_buf_init(&lf->line, lf->buf + lf->used, lf->size);
	len = sct_ring_read(lf->reader, &entry, &lost);
	if (lost)
		sct_put_lost(lf, lost, len > 0 ? entry : NULL);
	if (len > 0)
		sct_put_event(lf, entry);
	lf->used += seq_buf_used(&lf->line);
	return lf->line.len;
}

/* Makes lines, up to @count bytes or a little more. Return: false where there are none. */
static bool sct_next_lines(struct sct_log_file *lf, size_t count)
{
	lf->used = 0;
	lf->pos = 0;

	/* A format is there as long as the record was: see sct_reap(). */
	rcu_read_lock();
	while (lf->used < min_t(size_t, count, SCT_BATCH) && sct_next_line(lf))
		;
	rcu_read_unlock();
	return lf->used;
}

/* Hands out what there is now, as much as fits. */
static ssize_t sct_log_copy(struct sct_log_file *lf, char __user *buf, size_t count)
{
	size_t done = 0;

	while (done < count) {
		size_t n = lf->used - lf->pos;

		if (!n) {
			if (!sct_next_lines(lf, count - done))
				break;
			continue;
		}
		n = min(n, count - done);
		if (copy_to_user(buf + done, lf->buf + lf->pos, n))
			return done ?: -EFAULT;
		lf->pos += n;
		done += n;
		if (signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

static ssize_t sct_log_read(struct file *file, char __user *buf, size_t count, loff_t *pos)
{
	struct sct_log_file *lf = file->private_data;
	ssize_t ret;

	if (mutex_lock_interruptible(&lf->lock))
		return -ERESTARTSYS;
	ret = sct_log_copy(lf, buf, count);
	mutex_unlock(&lf->lock);
	return ret;
}

static ssize_t sct_log_pipe_read(struct file *file, char __user *buf, size_t count,
				 loff_t *pos)
{
	struct sct_log_file *lf = file->private_data;
	ssize_t ret;

	while (count) {
		ret = sct_log_read(file, buf, count, pos);
		if (ret)
			return ret;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		ret = wait_event_interruptible(sct_log_wait,
					       sct_ring_has_more(lf->reader));
		if (ret)
			return ret;
	}
	return 0;
}

static __poll_t sct_log_pipe_poll(struct file *file, poll_table *wait)
{
	struct sct_log_file *lf = file->private_data;
	__poll_t mask = 0;

	poll_wait(file, &sct_log_wait, wait);
	mutex_lock(&lf->lock);
	if (lf->pos < lf->used || sct_ring_has_more(lf->reader))
		mask = EPOLLIN | EPOLLRDNORM;
	mutex_unlock(&lf->lock);
	return mask;
}

/* Opening with > has emptied it; there is nothing to write. */
static ssize_t sct_log_write(struct file *file, const char __user *buf, size_t count,
			     loff_t *pos)
{
	return count;
}

static const struct file_operations sct_log_fops = {
	.owner = THIS_MODULE,
	.open = sct_log_open,
	.release = sct_log_release,
	.read = sct_log_read,
	.write = sct_log_write,
};

static const struct file_operations sct_log_pipe_fops = {
	.owner = THIS_MODULE,
	.open = sct_log_pipe_open,
	.release = sct_log_release,
	.read = sct_log_pipe_read,
	.poll = sct_log_pipe_poll,
};

static const struct file_operations sct_log_json_fops = {
	.owner = THIS_MODULE,
	.open = sct_log_json_open,
	.release = sct_log_release,
	.read = sct_log_pipe_read,
	.poll = sct_log_pipe_poll,
};

static const struct file_operations sct_log_json_once_fops = {
	.owner = THIS_MODULE,
	.open = sct_log_json_once_open,
	.release = sct_log_release,
	.read = sct_log_read,
};

static int sct_syscalls_open(struct inode *inode, struct file *file)
{
	return sct_may_look() ?: seq_open(file, &sct_syscalls_sops);
}

static const struct file_operations sct_syscalls_fops = {
	.owner = THIS_MODULE,
	.open = sct_syscalls_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = seq_release,
};

static int sct_may_open_stats(struct inode *inode, struct file *file)
{
	return sct_may_look() ?: sct_stats_open(inode, file);
}

static const struct file_operations sct_stats_fops = {
	.owner = THIS_MODULE,
	.open = sct_may_open_stats,
	.read = sct_stats_read,
	.llseek = seq_lseek,
	.release = sct_stats_release,
};

static int sct_buffer_kb_get(void *data, u64 *kb)
{
	*kb = sct_log_kb();
	return sct_may_look();
}

static int sct_buffer_kb_set(void *data, u64 kb)
{
	int ret;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	ret = sct_may_change("buffer_kb");
	return ret ?: sct_log_resize(kb);
}
DEFINE_DEBUGFS_ATTRIBUTE(sct_buffer_kb_fops, sct_buffer_kb_get, sct_buffer_kb_set, "%llu\n");

static int __init sct_debugfs_init(void)
{
	struct dentry *dir;

	if (sct_is_off())
		return 0;
	dir = debugfs_create_dir("sct", NULL);
	/*
	 * Only files that nobody can write to by their mode may be read under lockdown. Root
	 * empties the log nevertheless, where there is none.
	 */
	debugfs_create_file("log", 0400, dir, NULL, &sct_log_fops);
	debugfs_create_file("log_pipe", 0400, dir, NULL, &sct_log_pipe_fops);
	debugfs_create_file("log_json", 0400, dir, NULL, &sct_log_json_fops);
	debugfs_create_file("log_json_once", 0400, dir, NULL, &sct_log_json_once_fops);
	debugfs_create_file_unsafe("buffer_kb", 0600, dir, NULL, &sct_buffer_kb_fops);
	debugfs_create_file("stats", 0400, dir, NULL, &sct_stats_fops);
	debugfs_create_file("syscalls", 0400, dir, NULL, &sct_syscalls_fops);
#ifdef CONFIG_SCT_KUNIT_TEST
	debugfs_create_bool("unsafe", 0600, dir, &sct_unsafe);
#endif
	return 0;
}
late_initcall(sct_debugfs_init);
