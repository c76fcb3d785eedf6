/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a rule of SCT has seen of a call is what the call uses
 *
 * A rule looks at the caller's memory, at its descriptors and at the objects that
 * its names lead to. Another thread may change all of them before the call looks
 * for itself. These hooks stand where it does: they give it the bytes, the text
 * and the file that were judged, and have the object judged that a name led to.
 * With no rule in force that looks at such a thing each is a jump that is not taken.
 */

#ifndef _LINUX_SCT_SEEN_H
#define _LINUX_SCT_SEEN_H

#include <linux/err.h>
#include <linux/errno.h>
#include <linux/limits.h>
#include <linux/types.h>

/* No rule has seen the text: no length and no error is this. */
#define SCT_UNSEEN	LONG_MIN

struct dentry;
struct file;
struct filename;
struct path;
struct qstr;

#ifdef CONFIG_SCT

#include <linux/compiler.h>
#include <linux/jump_label.h>
#include <linux/sched.h>
#include <linux/thread_info.h>

/* For each kind of thing, whether a rule in force may look at it: see watch.c. */
DECLARE_STATIC_KEY_FALSE(sct_sees_texts);
DECLARE_STATIC_KEY_FALSE(sct_sees_bytes);
DECLARE_STATIC_KEY_FALSE(sct_sees_files);
DECLARE_STATIC_KEY_FALSE(sct_sees_objects);

unsigned long __sct_copied(void *to, const void __user *from, unsigned long n,
			   unsigned long left);
long __sct_strnlen(const char __user *str, long count);
long __sct_strncpy(char *to, const char __user *from, long count);
long strncpy_from_user_unseen(char *to, const char __user *from, long count);
struct file *__sct_reuse_file(unsigned int fd, fmode_t mask);
struct file *__sct_reuse_slot(unsigned int slot);
int __sct_confirm(const struct filename *name, int dfd, const struct path *path,
		  const struct qstr *last);
int __sct_confirm_entry(const struct filename *name, int dfd, const struct path *dir,
			struct dentry *dentry);
bool __sct_confirms(const struct filename *name);

static __always_inline bool sct_has_work(void)
{
	/* The bit is this task's own; test_syscall_work() takes all to a register. */
	return data_race(current_thread_info()->syscall_work & SYSCALL_WORK_SCT);
}

/* Whether a rule has looked at something of the call that this task makes. */
#define sct_may_have_seen(_what) \
	(static_branch_unlikely(&sct_sees_##_what) && unlikely(sct_has_work()))

/* get_user() of what a rule may have seen: only a copy becomes what the rule saw. */
#define sct_get_user(_x, _from)	(copy_from_user(&(_x), _from, sizeof(_x)) ? -EFAULT : 0)

#else /* CONFIG_SCT */

#define sct_may_have_seen(_what)	((void)#_what, false)

#define sct_get_user(_x, _from)	get_user(_x, _from)

#define strncpy_from_user_unseen	strncpy_from_user

static inline unsigned long __sct_copied(void *to, const void __user *from,
					 unsigned long n, unsigned long left)
{
	return left;
}

static inline long __sct_strnlen(const char __user *str, long count)
{
	return SCT_UNSEEN;
}

static inline long __sct_strncpy(char *to, const char __user *from, long count)
{
	return SCT_UNSEEN;
}

static inline struct file *__sct_reuse_file(unsigned int fd, fmode_t mask)
{
	return ERR_PTR(-ENOENT);
}

static inline struct file *__sct_reuse_slot(unsigned int slot)
{
	return ERR_PTR(-ENOENT);
}

static inline int __sct_confirm(const struct filename *name, int dfd,
				const struct path *path, const struct qstr *last)
{
	return 0;
}

static inline int __sct_confirm_entry(const struct filename *name, int dfd,
				      const struct path *dir, struct dentry *dentry)
{
	return 0;
}

static inline bool __sct_confirms(const struct filename *name)
{
	return false;
}

#endif /* CONFIG_SCT */

/**
 * sct_copied - bytes were copied from the caller's memory
 * @to: where to
 * @from: where from
 * @n: how many should be
 * @left: how many could not be
 *
 * Those that a rule has seen become what the rule saw. Those that it wanted to see
 * and could not, the call can't have either.
 *
 * Context: Any.
 * Return: how many could not be copied.
 */
static __always_inline unsigned long
sct_copied(void *to, const void __user *from, unsigned long n, unsigned long left)
{
	return sct_may_have_seen(bytes) ? __sct_copied(to, from, n, left) : left;
}

/**
 * sct_strnlen - the length of a text of the caller that a rule has seen
 * @str: the text
 * @count: most bytes that count
 *
 * Return: the length, as strnlen_user() returns it; SCT_UNSEEN where no rule has seen
 * the text.
 */
static __always_inline long sct_strnlen(const char __user *str, long count)
{
	return sct_may_have_seen(texts) ? __sct_strnlen(str, count) : SCT_UNSEEN;
}

/**
 * sct_strncpy - copy a text of the caller that a rule has seen
 * @to: where to
 * @from: the text
 * @count: most bytes that are copied
 *
 * Return: what strncpy_from_user() returns; SCT_UNSEEN where no rule has seen the text,
 * and nothing was copied.
 */
static __always_inline long sct_strncpy(char *to, const char __user *from, long count)
{
	return sct_may_have_seen(texts) || sct_may_have_seen(bytes) ?
	       __sct_strncpy(to, from, count) : SCT_UNSEEN;
}

/**
 * sct_reuse_file - the file behind a descriptor that a rule has seen
 * @fd: the descriptor
 * @mask: modes of a file that the caller doesn't take
 *
 * Return: the file, with a reference; NULL where the descriptor was not open when the
 * rule looked, or the file is one that is not taken; an ERR_PTR where no rule has
 * seen it.
 */
static __always_inline struct file *sct_reuse_file(unsigned int fd, fmode_t mask)
{
	return sct_may_have_seen(files) ? __sct_reuse_file(fd, mask) : ERR_PTR(-ENOENT);
}

/**
 * sct_reuse_slot - the file in a place of a ring's table that a rule has seen
 * @slot: the place
 *
 * Return: the file, which the request that is issued holds; NULL where the place was
 * empty when the rule looked; an ERR_PTR where no rule has seen it.
 */
static __always_inline struct file *sct_reuse_slot(unsigned int slot)
{
	return sct_may_have_seen(files) ? __sct_reuse_slot(slot) : ERR_PTR(-ENOENT);
}

/**
 * sct_confirm - a name has led to an object: is it the one that was judged?
 * @name: the name
 * @dfd: the directory that it began at
 * @path: the object, held; or its directory
 * @last: NULL; where @path is the directory, the object's name there, no link
 *
 * Where it is another, the rules judge once more.
 *
 * Context: May sleep, and only look at the object; locks of the directory may be
 * held.
 * Return: 0; the error that the call is to fail with.
 */
static __always_inline int sct_confirm(const struct filename *name, int dfd,
				       const struct path *path, const struct qstr *last)
{
	return sct_may_have_seen(objects) ? __sct_confirm(name, dfd, path, last) : 0;
}

/**
 * sct_confirm_entry - what stands behind the last name, which was looked up
 * @name: the name
 * @dfd: the directory that it began at
 * @dir: the directory that it led to
 * @dentry: the object there, or that there is none
 *
 * Context: The directory's lock is held.
 * Return: as sct_confirm().
 */
static __always_inline int sct_confirm_entry(const struct filename *name, int dfd,
					     const struct path *dir, struct dentry *dentry)
{
	return sct_may_have_seen(objects) ? __sct_confirm_entry(name, dfd, dir, dentry) : 0;
}

/**
 * sct_confirms - whether sct_confirm() is waited for
 * @name: a name
 *
 * Return: true where the object that it leads to must not be touched before.
 */
static __always_inline bool sct_confirms(const struct filename *name)
{
	return sct_may_have_seen(objects) && __sct_confirms(name);
}

#endif /* _LINUX_SCT_SEEN_H */
