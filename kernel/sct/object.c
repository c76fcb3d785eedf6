// SPDX-License-Identifier: GPL-2.0-only
/*
 * The object that a name has led to: is it the one that was judged?
 *
 * PATH is found before the call, by a walk of its own (path.c). The call walks the
 * name once more, and says where it came to before it does anything there. Between
 * the two, a link or a directory may have been exchanged. Then the rules judge
 * again, with the object that the call holds.
 */

#include <linux/array_size.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sct_seen.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <asm/syscall.h>

#include "judge.h"
#include "seen.h"
#include "task.h"

/* The parameters whose object a rule asked for, and that this name may be. */
static u8 sct_judged_params(const struct sct_call *call, const struct filename *name, int dfd)
{
	u8 judged = 0, there = 0;
	unsigned int i;

	for (i = 0; call->fetched >> i; i++) {
		u8 other = call->desc->params[i].other;

		if (!(call->fetched & BIT(i)) || call->names[i] != name ||
		    !(call->had & (BIT(SCT_DATUM_PATH + i) | BIT(SCT_DATUM_INODE + i))))
			continue;
		judged |= BIT(i);
		if ((other ? (int)call->args[other - 1] : AT_FDCWD) == dfd)
			there |= BIT(i);
	}
	/* Two may be the same text at the same address: the directory tells them apart. */
	return there ?: judged;
}

/* What is to come of the call instead of its result. */
static int sct_refuse_late(struct sct_task *task, s64 result)
{
	task->refused = true;
	task->result = result;
	return result < 0 && result >= -MAX_ERRNO ? result : -EPERM;
}

/*
 * It is made anew when it goes on, and not stopped again by the same rules. A request of
 * io_uring can't be: it ends as one that a signal interrupts.
 */
static int sct_suspend_late(struct sct_task *task, bool same)
{
	if (task->call.abi == SCT_ABI_URING) {
		do_send_sig_info(SIGSTOP, SEND_SIG_PRIV, current, PIDTYPE_TGID);
		return sct_refuse_late(task, -EINTR);
	}
	if (task->stood && same)
		return 0;
	task->stood = true;
	do_send_sig_info(SIGSTOP, SEND_SIG_PRIV, current, PIDTYPE_PID);
	return -ERESTARTNOINTR;
}

/* Whether what a rule gave the call is what leads these names to another object. */
static bool sct_is_led(const struct sct_task *task, u8 params)
{
	const struct sct_param *param = task->call.desc->params;

	for (; params; params >>= 1, param++) {
		if ((params & 1) && (param->other == task->rewrote + 1 ||
				     param->end_flags == task->rewrote + 1))
			return true;
	}
	return false;
}

/* The call is under way, but has done nothing: its lookup fails, and so it ends. */
static int sct_act_late(struct sct_task *task, const struct sct_verdict *verdict, u8 params)
{
	bool same = verdict->acted == task->acted;

	task->acted = verdict->acted;
	switch (verdict->decision) {
	case SCT_FAIL:
	case SCT_RETURN:
		return sct_refuse_late(task, verdict->value);
	case SCT_KILL:
		if (!is_global_init(current))
			do_send_sig_info(verdict->value, SEND_SIG_PRIV, current, PIDTYPE_TGID);
		return sct_refuse_late(task, -EPERM);
	case SCT_SUSPEND:
		if (is_global_init(current))
			return 0;
		return sct_suspend_late(task, same);
	case SCT_REWRITE:
		/* Too late for another parameter than it has got. */
		if (task->rewritten && verdict->by->rule == task->by->rule)
			return 0;
		return sct_refuse_late(task, -EPERM);
	default:
		/* One that was meant for another object. */
		if (task->rewritten && !sct_is_led(task, params))
			return sct_refuse_late(task, -EPERM);
		return 0;
	}
}

/* Whether the object has now another path than when it was judged, which is kept. */
static bool sct_other_path(struct sct_call *call, unsigned int param, const char *now)
{
	enum sct_datum which = SCT_DATUM_PATH + param;
	const struct sct_bytes *was = call->data[which];

	if (!(call->had & BIT(which)) || (!was && !now) ||
	    (was && now && !strcmp(was->data, now)))
		return false;
	sct_call_keep(call, which, now, now ? strlen(now) : 0);
	return true;
}

/* The same of its numbers. */
static bool sct_other_inode(struct sct_call *call, unsigned int param, const struct path *now)
{
	enum sct_datum which = SCT_DATUM_INODE + param;
	struct sct_bytes *was = call->data[which];
	const char *text;
	bool other;

	if (!(call->had & BIT(which)))
		return false;
	/* What is kept anew frees what was kept. */
	call->had &= ~BIT(which);
	text = sct_call_keep_inode(call, param, now);
	other = was && text ? strcmp(was->data, text) : was || text;
	kfree(was);
	return other;
}

static int sct_judge_late(struct sct_task *task, u8 params)
{
	struct sct_verdict verdict;
	unsigned int i;

	/* What a rule asks for was fetched before: see sct_call_fetch_objects(). */
	task->call.held = true;
	sct_judge_object(task->chain, &task->call, params, &verdict);
	for (i = 0; i < ARRAY_SIZE(task->siblings); i++) {
		if (task->siblings[i] && !verdict.decision)
			sct_judge_object(task->siblings[i], &task->call, params, &verdict);
	}
	task->call.held = false;
	return sct_act_late(task, &verdict, params);
}

/* The path of the object, for each of @params. */
static int sct_confirm_path(struct sct_task *task, u8 params, const struct path *path,
			    const struct qstr *last, u8 *others)
{
	char *buf = __getname();
	const char *now;
	unsigned int i;

	if (!buf) {
		/* An event may be lost with it, unless the call is refused. */
		if (!task->chain->decides || task->chain->logs)
			sct_judge_skip();
		return task->chain->decides ? -ENOMEM : 0;
	}
	now = sct_object_path(path, last, buf);
	if (now == ERR_PTR(-ENAMETOOLONG) && task->chain->decides) {
		__putname(buf);
		return -ENAMETOOLONG;
	}
	if (IS_ERR(now))
		now = NULL;
	for (i = 0; params >> i; i++) {
		if ((params & BIT(i)) && sct_other_path(&task->call, i, now))
			*others |= BIT(i);
	}
	__putname(buf);
	return 0;
}

static void sct_confirm_inode(struct sct_task *task, u8 params, const struct path *path,
			      u8 *others)
{
	unsigned int i;

	for (i = 0; params >> i; i++) {
		if ((params & BIT(i)) && sct_other_inode(&task->call, i, path))
			*others |= BIT(i);
	}
}

/* Few rules ask for an object, but each name that is walked is asked about. */
static __always_inline bool sct_has_objects(void)
{
	const struct sct_task *task = current->sct;

	return task && (task->call.had & GENMASK(SCT_DATUM_EXE - 1, SCT_DATUM_PATH));
}

/* The parameters of a call that runs, to be confirmed. */
static u8 sct_to_confirm(const struct sct_task *task, const struct filename *name, int dfd)
{
	if (!task || task->state != SCT_RUNNING)
		return 0;
	return sct_judged_params(&task->call, name, dfd);
}

/**
 * __sct_confirm - see sct_confirm()
 * @name: the name
 * @dfd: the directory that it began at
 * @path: the object, held; or its directory
 * @last: NULL; where @path is the directory, the object's name there
 *
 * Return: as sct_confirm().
 */
int __sct_confirm(const struct filename *name, int dfd, const struct path *path,
		  const struct qstr *last)
{
	struct sct_task *task;
	u8 params, others = 0;
	int ret;

	if (likely(!sct_has_objects()))
		return 0;
	task = sct_seen();
	params = sct_to_confirm(task, name, dfd);
	if (!params)
		return 0;
	if (task->refused)
		return sct_refuse_late(task, task->result);
	ret = sct_confirm_path(task, params, path, last, &others);
	if (ret)
		return ret;
	/* Which object is behind the last name, is known when that was looked up. */
	if (!last)
		sct_confirm_inode(task, params, path, &others);
	return unlikely(others) ? sct_judge_late(task, others) : 0;
}

/**
 * __sct_confirm_entry - see sct_confirm_entry()
 * @name: the name
 * @dfd: the directory that it began at
 * @dir: the directory that it led to
 * @dentry: the object there, or that there is none
 *
 * Return: as sct_confirm_entry().
 */
int __sct_confirm_entry(const struct filename *name, int dfd, const struct path *dir,
			struct dentry *dentry)
{
	const struct path path = { .mnt = dir->mnt, .dentry = dentry };
	struct sct_task *task;
	u8 params, others = 0;

	if (likely(!sct_has_objects()))
		return 0;
	task = sct_seen();
	params = sct_to_confirm(task, name, dfd);
	if (!params)
		return 0;
	if (task->refused)
		return sct_refuse_late(task, task->result);
	sct_confirm_inode(task, params, d_is_positive(dentry) ? &path : NULL, &others);
	return unlikely(others) ? sct_judge_late(task, others) : 0;
}

/**
 * __sct_confirms - see sct_confirms()
 * @name: a name
 *
 * Return: as sct_confirms().
 */
bool __sct_confirms(const struct filename *name)
{
	return sct_has_objects() && sct_to_confirm(sct_seen(), name, AT_FDCWD);
}
