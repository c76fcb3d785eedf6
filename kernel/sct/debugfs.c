// SPDX-License-Identifier: GPL-2.0-only
/*
 * The folder sct of debugfs: log, log_pipe, stats, syscalls
 *
 * See Documentation/ABI/testing/debugfs-sct. Here records become text.
 */

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

#include "format.h"
#include "limits.h"
#include "log.h"
#include "record.h"
#include "seal.h"
#include "stats.h"
#include "syscalls.h"

/**
 * struct sct_log_file - an open log or log_pipe
 * @lock: serialises readers that share the file
 * @reader: where in the rings it is
 * @line: the line being handed out
 * @pos: bytes of it that were handed out
 * @buf: its memory, SCT_MAX_LINE bytes
 */
struct sct_log_file {
	struct mutex lock;	/* one read at a time */
	struct sct_ring_reader *reader;
	struct seq_buf line;
	size_t pos;
	char *buf;
};

static int sct_log_file_open(struct inode *inode, struct file *file,
			     enum sct_read_from from, bool bounded)
{
	struct sct_log_file *lf;
	int ret;

	ret = sct_log_prepare();
	if (ret)
		return ret;
	lf = kzalloc(sizeof(*lf), GFP_KERNEL_ACCOUNT);
	if (!lf)
		return -ENOMEM;
	lf->buf = kvmalloc(SCT_MAX_LINE, GFP_KERNEL_ACCOUNT);
	lf->reader = sct_ring_reader_open(&sct_log, from, bounded);
	if (!lf->buf || !lf->reader) {
		if (lf->reader)
			sct_ring_reader_close(lf->reader);
		kvfree(lf->buf);
		kfree(lf);
		return -ENOMEM;
	}
	mutex_init(&lf->lock);
	seq_buf_init(&lf->line, lf->buf, SCT_MAX_LINE);
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
	return sct_log_file_open(inode, file, SCT_READ_OLDEST, true);
}

static int sct_log_pipe_open(struct inode *inode, struct file *file)
{
	return sct_log_file_open(inode, file, SCT_READ_NEW, false);
}

static int sct_log_release(struct inode *inode, struct file *file)
{
	struct sct_log_file *lf = file->private_data;

	sct_ring_reader_close(lf->reader);
	kvfree(lf->buf);
	kfree(lf);
	return 0;
}

/*
 * Makes text of the next event, and of a loss before it. Return: false where there
 * is none.
 */
static bool sct_next_line(struct sct_log_file *lf)
{
	const struct sct_format *format;
	const struct sct_entry *entry;
	const struct sct_record *rec;
	struct seq_buf *s = &lf->line;
	u64 lost = 0;
	ssize_t len;

	seq_buf_clear(s);
	lf->pos = 0;

	/* The format is there as long as the record was: see sct_reap(). */
	rcu_read_lock();
	len = sct_ring_read(lf->reader, &entry, &lost);
	if (lost)
		seq_buf_printf(s, "-- %llu events lost --\n", lost);
	if (len > 0) {
		rec = (const struct sct_record *)entry->data;
		format = sct_format_find(rec->format);
		if (!WARN_ON_ONCE(!format))
			sct_record_print(s, rec, format);
	}
	rcu_read_unlock();
	return seq_buf_used(s);
}

/* Hands out what there is now, as much as fits. */
static ssize_t sct_log_copy(struct sct_log_file *lf, char __user *buf, size_t count)
{
	size_t done = 0;

	while (done < count) {
		size_t n = seq_buf_used(&lf->line) - lf->pos;

		if (!n) {
			if (!sct_next_line(lf))
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
	if (lf->pos < seq_buf_used(&lf->line) || sct_ring_has_more(lf->reader))
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

DEFINE_SEQ_ATTRIBUTE(sct_syscalls);
DEFINE_SHOW_ATTRIBUTE(sct_stats);

static int __init sct_debugfs_init(void)
{
	struct dentry *dir = debugfs_create_dir("sct", NULL);

	debugfs_create_file("log", 0600, dir, NULL, &sct_log_fops);
	debugfs_create_file("log_pipe", 0400, dir, NULL, &sct_log_pipe_fops);
	debugfs_create_file("stats", 0400, dir, NULL, &sct_stats_fops);
	debugfs_create_file("syscalls", 0400, dir, NULL, &sct_syscalls_fops);
	return 0;
}
late_initcall(sct_debugfs_init);
