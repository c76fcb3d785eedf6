// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a rule has seen is what the call uses: bytes, texts and files
 *
 * All of it is kept in struct sct_call, from the first look of a rule to the call's
 * end. Who reads the caller's memory or descriptors for the call asks here first.
 * Only the task itself does, so nothing needs a lock.
 */

#include <linux/bitops.h>
#include <linux/bits.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sct_seen.h>
#include <linux/string.h>

#include "seen.h"
#include "task.h"

#define SCT_ALL_BEHIND	GENMASK(5, 0)
/* Behind those of the parameters: what ipc has in memory. */
#define SCT_CARRIED	6

#ifdef CONFIG_SCT_KUNIT_TEST
bool sct_unsafe;
#endif

/**
 * struct sct_range - bytes of the caller's memory that a rule has looked at
 * @from: their address
 * @len: how many it saw
 * @asked: how many it wanted to see
 * @data: those that it saw
 */
struct sct_range {
	unsigned long from;
	size_t len;
	size_t asked;
	const char *data;
};

/**
 * sct_seen - what rules have seen of the call that current makes
 *
 * Context: Any; an interrupt's reading of user memory is not the call's.
 * Return: its task, judged or running; NULL where there is none.
 */
struct sct_task *sct_seen(void)
{
	struct sct_task *task = current->sct;

	/* A call that waits to be made anew lets go of what it saw. */
	if (!task || task->state > SCT_RUNNING)
		return NULL;
	/* A new program has a memory of its own. */
	if (!in_task() || task->exec_id != current->self_exec_id || sct_is_unsafe())
		return NULL;
	return task;
}

/* What could not be read before may not be read later, where that was decided on. */
static bool sct_keeps_holes(const struct sct_task *task)
{
	return task->state != SCT_IDLE && task->chain->decides;
}

static void sct_text_range(const struct sct_call *call, unsigned int param,
			   struct sct_range *range)
{
	const struct filename *name = call->names[param];

	range->data = IS_ERR(name) ? NULL : name->name;
	range->len = range->data ? strlen(range->data) + 1 : 0;
	range->asked = range->len ?: 1;
}

static bool sct_find_range(const struct sct_call *call, unsigned int param,
			   struct sct_range *range)
{
	const struct sct_bytes *bytes;

	if (param == SCT_CARRIED) {
		range->from = call->carried_at;
		range->len = call->carried_len;
		range->asked = call->carried_asked;
		range->data = (const char *)call->carried;
		return true;
	}
	range->from = call->args[param];
	if (call->fetched & BIT(param)) {
		sct_text_range(call, param, range);
		return true;
	}
	if (!(call->had & BIT(SCT_DATUM_BEHIND + param)))
		return false;
	bytes = call->data[SCT_DATUM_BEHIND + param];
	range->data = bytes ? bytes->data : NULL;
	range->asked = call->asked[param];
	/* Zeros behind the end of a struct are nobody's memory. */
	range->len = bytes ? min_t(size_t, bytes->len, range->asked) : 0;
	return true;
}

/* Lays a range over a copy of @got bytes from @at; how many of these count. */
static size_t sct_lay(void *to, unsigned long at, size_t got, const struct sct_range *range,
		      bool holes)
{
	unsigned long seen = range->from + range->len;
	unsigned long begin = max(at, range->from);
	unsigned long end = min(at + got, seen);

	if (begin < end)
		memcpy(to + (begin - at), range->data + (begin - range->from), end - begin);
	begin = max(at, seen);
	end = min(at + got, range->from + range->asked);
	if (!holes || begin >= end)
		return got;
	/* As if it could not be read now either: copy_from_user() leaves zeros. */
	memset(to + (begin - at), 0, at + got - begin);
	return begin - at;
}

/**
 * __sct_copied - see sct_copied()
 * @to: where to
 * @from: where from
 * @n: how many bytes should be copied
 * @left: how many could not be
 *
 * Return: as sct_copied().
 */
unsigned long __sct_copied(void *to, const void __user *from, unsigned long n,
			   unsigned long left)
{
	const struct sct_task *task = sct_seen();
	unsigned long at = (unsigned long)from;
	size_t got = n - left;
	struct sct_range range;
	unsigned long params;
	unsigned int i;
	bool holes;

	if (!task || !got)
		return left;
	params = (task->call.fetched | task->call.had) & SCT_ALL_BEHIND;
	if (task->call.carried_asked)
		params |= BIT(SCT_CARRIED);
	if (likely(!params))
		return left;

	holes = sct_keeps_holes(task);
	for_each_set_bit(i, &params, SCT_CARRIED + 1) {
		if (sct_find_range(&task->call, i, &range))
			got = sct_lay(to, at, got, &range, holes);
	}
	/* Of two that overlap, the parameter that is read has the last word. */
	for_each_set_bit(i, &params, 6) {
		if (task->call.args[i] == at && sct_find_range(&task->call, i, &range))
			got = sct_lay(to, at, got, &range, holes);
	}
	return n - got;
}

/* The text that was seen at an address; an ERR_PTR where it could not be read. */
static const struct filename *sct_seen_text(const char __user *at)
{
	const struct sct_task *task = sct_seen();
	const struct sct_call *call;
	unsigned int i;

	if (!task)
		return NULL;
	call = &task->call;
	for (i = 0; call->fetched >> i; i++) {
		if (!(call->fetched & BIT(i)) || u64_to_user_ptr(call->args[i]) != at)
			continue;
		/* Who only logs keeps nobody from reading. */
		if (IS_ERR(call->names[i]) && !sct_keeps_holes(task))
			return NULL;
		return call->names[i];
	}
	return NULL;
}

/**
 * __sct_strnlen - see sct_strnlen()
 * @str: the text
 * @count: most bytes that count
 *
 * Return: as sct_strnlen().
 */
long __sct_strnlen(const char __user *str, long count)
{
	const struct filename *name = sct_seen_text(str);

	if (!name)
		return SCT_UNSEEN;
	return IS_ERR(name) ? 0 : min_t(size_t, strlen(name->name), count) + 1;
}

/* The bytes of a struct that were seen around an address. */
static bool sct_seen_around(const struct sct_task *task, unsigned long at,
			    struct sct_range *range)
{
	unsigned long left = task->call.had & SCT_ALL_BEHIND;

	for (; left; left &= left - 1) {
		if (sct_find_range(&task->call, __ffs(left), range) && at >= range->from &&
		    at - range->from < max(range->len, range->asked))
			return true;
	}
	return false;
}

/* A text that a call takes out of what rules have seen as bytes: an option of a socket. */
static long sct_strncpy_bytes(char *to, const char __user *from, long count)
{
	const struct sct_task *task = sct_seen();
	unsigned long at = (unsigned long)from;
	struct sct_range range;
	long seen, len, rest;

	if (!task || !sct_seen_around(task, at, &range))
		return SCT_UNSEEN;
	at -= range.from;
	seen = at < range.len ? min_t(long, range.len - at, count) : 0;
	len = strnlen(range.data + at, seen);
	memcpy(to, range.data + at, min(len + 1, seen));
	if (len < seen || seen == count)
		return len;
	/* It goes on behind them, unless that could not be read. */
	if (at + seen < range.asked && sct_keeps_holes(task))
		return -EFAULT;
	rest = strncpy_from_user_unseen(to + seen, from + seen, count - seen);
	return rest < 0 ? rest : seen + rest;
}

/**
 * __sct_strncpy - see sct_strncpy()
 * @to: where to
 * @from: the text
 * @count: most bytes that are copied
 *
 * Return: as sct_strncpy().
 */
long __sct_strncpy(char *to, const char __user *from, long count)
{
	const struct filename *name = sct_seen_text(from);
	size_t bytes;

	if (!name)
		return sct_strncpy_bytes(to, from, count);
	if (IS_ERR(name))
		return -EFAULT;
	bytes = strlen(name->name);
	memcpy(to, name->name, min_t(size_t, bytes + 1, count));
	return min_t(size_t, bytes, count);
}

/* The file that was seen behind a parameter of this number, a descriptor or a slot. */
static struct file *sct_seen_file(unsigned int number, bool is_slot)
{
	const struct sct_task *task = sct_seen();
	const struct sct_call *call;
	unsigned int left;

	if (!task)
		return ERR_PTR(-ENOENT);
	call = &task->call;
	left = is_slot ? call->opened & call->slots : call->opened & ~call->slots;
	for (; left; left &= left - 1) {
		unsigned int param = __ffs(left);

		if ((unsigned int)call->args[param] == number)
			return call->files[param];
	}
	return ERR_PTR(-ENOENT);
}

/**
 * __sct_reuse_file - see sct_reuse_file()
 * @fd: the descriptor
 * @mask: modes of a file that the caller doesn't take
 *
 * Return: as sct_reuse_file().
 */
struct file *__sct_reuse_file(unsigned int fd, fmode_t mask)
{
	struct file *file = sct_seen_file(fd, false);

	if (IS_ERR_OR_NULL(file))
		return file;
	return file->f_mode & mask ? NULL : get_file(file);
}

/**
 * __sct_reuse_slot - see sct_reuse_slot()
 * @slot: the place in the ring's table
 *
 * Return: as sct_reuse_slot().
 */
struct file *__sct_reuse_slot(unsigned int slot)
{
	return sct_seen_file(slot, true);
}
