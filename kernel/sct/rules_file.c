// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files rules and error_log of /sys/kernel/sct
 *
 * Both are kernfs nodes of their own: a sysfs attribute takes and gives a page,
 * and knows neither open nor close. A table is larger than a page, and close says
 * that it is whole.
 */

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/kernfs.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "errlog.h"
#include "limits.h"
#include "load.h"
#include "rules_file.h"
#include "seal.h"
#include "table.h"
#include "../../fs/kernfs/kernfs-internal.h"

/**
 * struct sct_rules_file - an open file rules
 * @table: what a reader reads: the table in force at open; NULL for none
 * @load: what a writer writes; NULL where the file is open for reading only
 * @written: bytes written, which is where the next write must begin
 * @failed: a write failed, if only before sct_rules_write() was called
 */
struct sct_rules_file {
	struct sct_table *table;
	struct sct_load *load;
	loff_t written;
	bool failed;
};

/*
 * One load at a time. Who opened the file and who wrote to it is remembered: where
 * a signal kills one of them, the text is not whole, whoever closes the file in
 * the end. A shell opens it and each of several programs may write a part.
 */
#define SCT_MAX_LOADERS	16		/* alive at the same time */

static DEFINE_SPINLOCK(sct_loader_lock);
static bool sct_loading;		/* under sct_loader_lock */
static bool sct_loader_dead;		/* under sct_loader_lock */
static struct pid *sct_loaders[SCT_MAX_LOADERS];	/* under sct_loader_lock */

static int sct_loader_begin(void)
{
	int ret = -EBUSY;

	spin_lock(&sct_loader_lock);
	if (!sct_loading) {
		WRITE_ONCE(sct_loading, true);
		sct_loader_dead = false;
		sct_loaders[0] = get_pid(task_tgid(current));
		ret = 0;
	}
	spin_unlock(&sct_loader_lock);
	return ret;
}

/* Who has ended can't be killed any more; had it been, it would be known. */
static bool sct_has_ended(struct pid *pid)
{
	struct task_struct *task;
	bool ended;

	rcu_read_lock();
	task = pid_task(pid, PIDTYPE_TGID);
	ended = !task || !atomic_read(&task->signal->live);
	rcu_read_unlock();
	return ended;
}

/* Return: 0; -EBUSY where too many processes write to the file. */
static int sct_loader_writes(void)
{
	struct pid *own = task_tgid(current);
	struct pid **place = NULL;
	int i;

	spin_lock(&sct_loader_lock);
	for (i = 0; i < SCT_MAX_LOADERS; i++) {
		if (sct_loaders[i] == own)
			goto out;
		if (!place && (!sct_loaders[i] || sct_has_ended(sct_loaders[i])))
			place = &sct_loaders[i];
	}
	if (place) {
		put_pid(*place);
		*place = get_pid(own);
	}
out:
	spin_unlock(&sct_loader_lock);
	return i < SCT_MAX_LOADERS || place ? 0 : -EBUSY;
}

/* Return: whether the load may be completed. */
static bool sct_loader_whole(void)
{
	bool dead;

	spin_lock(&sct_loader_lock);
	dead = sct_loader_dead;
	spin_unlock(&sct_loader_lock);
	return !dead;
}

static void sct_loader_end(void)
{
	int i;

	spin_lock(&sct_loader_lock);
	for (i = 0; i < SCT_MAX_LOADERS; i++) {
		put_pid(sct_loaders[i]);
		sct_loaders[i] = NULL;
	}
	WRITE_ONCE(sct_loading, false);
	spin_unlock(&sct_loader_lock);
}

/**
 * sct_loader_killed - a signal kills a process: was it loading rules?
 * @task: current, in do_exit(), before its files are closed
 */
void sct_loader_killed(struct task_struct *task)
{
	struct pid *own = task_tgid(task);
	int i;

	/* A thread may be killed alone (by seccomp), and the process lives on. */
	if (!(task->signal->flags & SIGNAL_GROUP_EXIT) &&
	    atomic_read(&task->signal->live) > 1)
		return;
	/* What it opened or wrote itself is in the past: it sees that. */
	if (!READ_ONCE(sct_loading))
		return;
	spin_lock(&sct_loader_lock);
	for (i = 0; i < SCT_MAX_LOADERS; i++) {
		if (sct_loaders[i] == own)
			sct_loader_dead = true;
	}
	spin_unlock(&sct_loader_lock);
}

/* Those of kernfs, but for one; set once, at boot. */
static struct file_operations sct_rules_fops __ro_after_init;

/*
 * kernfs refuses a write that is too large, or that it has no memory for, without a word
 * to us. Opened with >, a load of which nothing came would empty the table at its end.
 */
static ssize_t sct_rules_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	const struct seq_file *m = iocb->ki_filp->private_data;
	const struct kernfs_open_file *of = m->private;
	struct sct_rules_file *rf = of->priv;
	ssize_t ret = kernfs_file_fops.write_iter(iocb, iter);

	if (ret < 0)
		WRITE_ONCE(rf->failed, true);
	return ret;
}

static int sct_rules_open(struct kernfs_open_file *of)
{
	bool write = of->file->f_mode & FMODE_WRITE;
	struct sct_rules_file *rf;
	int ret;

	if (sct_may_look() || (write && !capable(CAP_SYS_ADMIN)))
		return -EPERM;
	ret = write ? sct_may_change("rules") : 0;
	if (ret)
		return ret;
	rf = kzalloc(sizeof(*rf), GFP_KERNEL_ACCOUNT);
	if (!rf)
		return -ENOMEM;

	if (write) {
		ret = sct_loader_begin();
		if (ret) {
			kfree(rf);
			return ret;
		}
		/* O_TRUNC is gone from the flags when open(2) returns. */
		rf->load = sct_load_begin(of->file->f_flags & O_TRUNC);
		if (!rf->load) {
			sct_loader_end();
			kfree(rf);
			return -ENOMEM;
		}
	}
	rf->table = sct_table_get();
	of->priv = rf;
	if (write)
		of->file->f_op = &sct_rules_fops;
	return 0;
}

static void sct_rules_release(struct kernfs_open_file *of)
{
	struct sct_rules_file *rf = of->priv;

	if (rf->load) {
		/* Not told again where that load has failed already. */
		if (READ_ONCE(rf->failed))
			sct_load_refuse(rf->load, -EIO,
					"a write failed; expected writes of less than 4 MiB, and memory for them");
		if (sct_loader_whole())
			sct_load_end(rf->load);
		else if (sct_load_pending(rf->load))
			sct_errlog_note("load given up: a signal killed its writer; load it again");
		sct_load_free(rf->load);
		sct_loader_end();
	}
	if (rf->table)
		sct_table_put(rf->table);
	kfree(rf);
}

static ssize_t sct_rules_write(struct kernfs_open_file *of, char *buf, size_t bytes,
			       loff_t off)
{
	struct sct_rules_file *rf = of->priv;
	int ret;

	if (off != rf->written && !(of->file->f_flags & O_APPEND))
		return sct_load_refuse(rf->load, -ESPIPE,
				       "write at another place than the end; expected one write behind the other");
	ret = sct_loader_writes();
	if (ret)
		return sct_load_refuse(rf->load, ret,
				       "too many programs write to one load; expected 16 at most");
	ret = sct_load_write(rf->load, buf, bytes);
	if (ret)
		return ret;
	rf->written += bytes;
	return bytes;
}

static void *sct_rules_start(struct seq_file *m, loff_t *pos)
{
	const struct kernfs_open_file *of = m->private;
	const struct sct_rules_file *rf = of->priv;

	if (!rf->table || *pos >= rf->table->nr_rules)
		return NULL;
	return rf->table->rules[*pos];
}

static void *sct_rules_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return sct_rules_start(m, pos);
}

static void sct_rules_stop(struct seq_file *m, void *v)
{
}

static int sct_rules_show(struct seq_file *m, void *v)
{
	const struct sct_rule *rule = v;

	seq_write(m, rule->text, rule->text_len);
	return 0;
}

static const struct kernfs_ops sct_rules_ops = {
	.open = sct_rules_open,
	.release = sct_rules_release,
	.write = sct_rules_write,
	.atomic_write_len = SCT_MAX_WRITE,
	.seq_start = sct_rules_start,
	.seq_next = sct_rules_next,
	.seq_stop = sct_rules_stop,
	.seq_show = sct_rules_show,
};

static int sct_error_log_open(struct kernfs_open_file *of)
{
	if (!(of->file->f_mode & FMODE_WRITE))
		return sct_may_look();
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (of->file->f_flags & O_TRUNC)
		sct_errlog_clear();
	return 0;
}

/* Opening with > has emptied it; there is nothing to write. */
static ssize_t sct_error_log_write(struct kernfs_open_file *of, char *buf, size_t bytes,
				   loff_t off)
{
	return bytes;
}

static const struct kernfs_ops sct_error_log_ops = {
	.open = sct_error_log_open,
	.write = sct_error_log_write,
	.seq_show = sct_errlog_show,
};

static int __init sct_create(struct kernfs_node *dir, const char *name,
			     const struct kernfs_ops *ops, struct lock_class_key *key)
{
	struct kernfs_node *kn;

	kn = __kernfs_create_file(dir, name, 0600, GLOBAL_ROOT_UID, GLOBAL_ROOT_GID, 0,
				  ops, NULL, NULL, key);
	return PTR_ERR_OR_ZERO(kn);
}

/**
 * sct_rules_files_create - create the files
 * @dir: the folder /sys/kernel/sct
 *
 * Return: 0, or the error of kernfs.
 */
int __init sct_rules_files_create(struct kernfs_node *dir)
{
	static struct lock_class_key rules_key, error_log_key;
	int ret;

	sct_rules_fops = kernfs_file_fops;
	sct_rules_fops.write_iter = sct_rules_write_iter;
	ret = sct_create(dir, "rules", &sct_rules_ops, &rules_key);
	if (ret)
		return ret;
	return sct_create(dir, "error_log", &sct_error_log_ops, &error_log_key);
}
