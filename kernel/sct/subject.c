// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who makes a call: the caller, or the ancestor that a filter looks at
 */

#include <linux/audit.h>
#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs_struct.h>
#include <linux/mnt_namespace.h>
#include <linux/nsproxy.h>
#include <linux/path.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/tty.h>
#include <linux/tty_driver.h>
#include <linux/uidgid.h>

#include <net/net_namespace.h>

#include "call.h"

/**
 * sct_call_caller - who makes a call
 * @call: the call
 *
 * Return: the task; it lives as long as the call.
 */
struct task_struct *sct_call_caller(const struct sct_call *call)
{
	return call->caller ?: current;
}

static struct task_struct *sct_subject(const struct sct_call *call)
{
	return call->task ?: sct_call_caller(call);
}

/*
 * Whose program, folders and namespaces a call uses. A thread that works on requests of
 * io_uring has those of who made the ring; the first thread of its process, which is the
 * caller, may be elsewhere, or dead.
 */
static struct task_struct *sct_context(const struct sct_call *call)
{
	if (!call->task && current->flags & PF_IO_WORKER)
		return current;
	return sct_subject(call);
}

/* In the initial namespace ids are what the kernel holds: nothing is to be mapped. */
static u64 sct_cred_number(const struct cred *cred, enum sct_var var)
{
	switch (var) {
	case SCT_VAR_UID:
		return __kuid_val(cred->uid);
	case SCT_VAR_EUID:
		return __kuid_val(cred->euid);
	case SCT_VAR_SUID:
		return __kuid_val(cred->suid);
	case SCT_VAR_FSUID:
		return __kuid_val(cred->fsuid);
	case SCT_VAR_GID:
		return __kgid_val(cred->gid);
	case SCT_VAR_EGID:
		return __kgid_val(cred->egid);
	case SCT_VAR_SGID:
		return __kgid_val(cred->sgid);
	default:
		return __kgid_val(cred->fsgid);
	}
}

/* A namespace by its inode, as /proc/PID/ns shows it; 0 for a task that is ending. */
static u64 sct_namespace(struct task_struct *task, enum sct_var var)
{
	struct pid_namespace *pidns;
	u64 number = 0;

	if (var == SCT_VAR_PIDNS) {
		rcu_read_lock();
		pidns = task_active_pid_ns(task);
		if (pidns)
			number = pidns->ns.inum;
		rcu_read_unlock();
		return number;
	}

	task_lock(task);
	if (task->nsproxy && var == SCT_VAR_MNTNS)
		number = from_mnt_ns(task->nsproxy->mnt_ns)->inum;
	else if (task->nsproxy && IS_ENABLED(CONFIG_NET))
		number = task->nsproxy->net_ns->ns.inum;
	task_unlock(task);
	return number;
}

/**
 * sct_call_number - the value of a variable that is a number
 * @call: the call
 * @var: the variable
 *
 * Ids are those of the initial namespaces, where the rules were written.
 *
 * Context: The caller's task.
 * Return: the value, extended to 64 bits as its type says.
 */
u64 sct_call_number(const struct sct_call *call, enum sct_var var)
{
	struct task_struct *task = sct_subject(call);
	u64 number;

	switch (var) {
	case SCT_VAR_PID:
		return task_tgid_nr(task);
	case SCT_VAR_TID:
		return task_pid_nr(task);
	case SCT_VAR_PPID:
		return task_ppid_nr(task);
	case SCT_VAR_UID ... SCT_VAR_FSGID:
		if (!call->task)
			return sct_cred_number(current_cred(), var);
		rcu_read_lock();
		number = sct_cred_number(__task_cred(task), var);
		rcu_read_unlock();
		return number;
	case SCT_VAR_LOGINUID:
		return __kuid_val(audit_get_loginuid(task));
	case SCT_VAR_SESSIONID:
		return audit_get_sessionid(task);
	case SCT_VAR_PIDNS:
	case SCT_VAR_MNTNS:
	case SCT_VAR_NETNS:
		return sct_namespace(sct_context(call), var);
	case SCT_VAR_SID:
		return call->sid;
	case SCT_VAR_RETVAL:
		return call->retval;
	default:
		return 0;
	}
}

static const char *sct_exe(struct sct_call *call, struct task_struct *task,
			   enum sct_datum which)
{
	struct file *file = get_task_exe_file(task);
	const char *name;

	if (!file) {
		sct_call_keep(call, which, NULL, 0);
		return NULL;
	}
	name = sct_call_keep_path(call, which, &file->f_path);
	fput(file);
	return name;
}

static const char *sct_cwd(struct sct_call *call, struct task_struct *task,
			   enum sct_datum which)
{
	struct path pwd = {};
	const char *name;

	task_lock(task);
	if (task->fs)
		get_fs_pwd(task->fs, &pwd);
	task_unlock(task);
	if (!pwd.mnt) {
		sct_call_keep(call, which, NULL, 0);
		return NULL;
	}
	name = sct_call_keep_path(call, which, &pwd);
	path_put(&pwd);
	return name;
}

static struct tty_struct *sct_get_tty(struct task_struct *task)
{
	struct tty_struct *tty;
	unsigned long flags;

	if (!lock_task_sighand(task, &flags))
		return NULL;
	tty = tty_kref_get(task->signal->tty);
	unlock_task_sighand(task, &flags);
	return tty;
}

/* The terminal as its device is called: "tty1", "pts/0"; "" for none. */
static const char *sct_tty(struct sct_call *call, struct task_struct *task,
			   enum sct_datum which)
{
	struct tty_struct *tty = sct_get_tty(task);
	const struct sct_bytes *bytes;
	char name[64] = "";

	if (tty && tty->driver->type == TTY_DRIVER_TYPE_PTY &&
	    tty->driver->subtype == PTY_TYPE_SLAVE && !strcmp(tty->driver->name, "pts"))
		snprintf(name, sizeof(name), "pts/%d", tty->index);
	else if (tty)
		strscpy(name, tty_name(tty));
	tty_kref_put(tty);

	bytes = sct_call_keep(call, which, name, strlen(name));
	return bytes ? bytes->data : NULL;
}

static const char *sct_cgroup(struct sct_call *call, struct task_struct *task,
			      enum sct_datum which)
{
	const struct sct_bytes *bytes = NULL;
#ifdef CONFIG_CGROUPS
	char *buf = __getname();
	int len;

	if (!buf) {
		call->starved = -ENOMEM;
		return NULL;
	}
	rcu_read_lock();
	len = cgroup_path(task_dfl_cgroup(task), buf, PATH_MAX);
	rcu_read_unlock();
	bytes = sct_call_keep(call, which, len < 0 ? NULL : buf, len < 0 ? 0 : strlen(buf));
	__putname(buf);
#endif
	return bytes ? bytes->data : NULL;
}

static const char *sct_comm(struct sct_call *call, unsigned int side)
{
	struct task_struct *leader;
	char comm[TASK_COMM_LEN];

	/*
	 * Another thread may write it meanwhile. Either name will do, and it always
	 * ends in a NUL.
	 */
	if (!call->task)
		return sct_call_caller(call)->comm;
	rcu_read_lock();
	/* A thread that is gone may have outlived its leader. */
	leader = pid_alive(call->task) ? call->task->group_leader : call->task;
	/* Either name will do of one that is being changed. */
	data_race(strscpy(comm, leader->comm));
	rcu_read_unlock();
	return sct_call_copy(call, side, comm, sizeof(comm));
}

/* What takes work to make is kept with the call, or where an ancestor's, for a moment. */
static const char *sct_made_text(struct sct_call *call, enum sct_datum which,
				 unsigned int side)
{
	enum sct_datum at = call->task ? SCT_DATUM_SIDE + side : which;
	struct task_struct *task = sct_subject(call);

	if (!call->task && (call->had & BIT(which)))
		return call->data[which] ? call->data[which]->data : NULL;
	switch (which) {
	case SCT_DATUM_EXE:
		return sct_exe(call, sct_context(call), at);
	case SCT_DATUM_CWD:
		return sct_cwd(call, sct_context(call), at);
	case SCT_DATUM_TTY:
		return sct_tty(call, task, at);
	default:
		return sct_cgroup(call, task, at);
	}
}

/**
 * sct_call_text - the value of a variable that is a string
 * @call: the call
 * @var: the variable
 * @side: 0 where it is the left side of an operator, 1 where it is the right one
 *
 * Context: The caller's task; may sleep.
 * Return: the value, until the next for the same side; NULL where there is none.
 */
const char *sct_call_text(struct sct_call *call, enum sct_var var, unsigned int side)
{
	switch (var) {
	case SCT_VAR_COMM:
		return sct_comm(call, side);
	case SCT_VAR_EXE:
		return sct_made_text(call, SCT_DATUM_EXE, side);
	case SCT_VAR_CWD:
		return sct_made_text(call, SCT_DATUM_CWD, side);
	case SCT_VAR_TTY:
		return sct_made_text(call, SCT_DATUM_TTY, side);
	case SCT_VAR_CGROUP:
		return sct_made_text(call, SCT_DATUM_CGROUP, side);
	case SCT_VAR_ABI:
		return sct_abi_name(call->abi);
	case SCT_VAR_SNAME:
		return call->desc->name;
	default:
		return NULL;
	}
}

/**
 * sct_call_ancestor - look at the parent of who was looked at
 * @call: the call
 *
 * Context: The caller's task; may sleep.
 * Return: false where there is none, and the same is looked at as before.
 */
bool sct_call_ancestor(struct sct_call *call)
{
	struct task_struct *task = sct_subject(call), *parent;

	/* There may be many, and nobody waits for the answer any more. */
	if (fatal_signal_pending(current))
		return false;
	rcu_read_lock();
	/* A dead task's parent may be gone too; this one's lives as long as we look. */
	parent = pid_alive(task) ? rcu_dereference(task->real_parent) : NULL;
	/* What the first task of all is, nobody wants to know. */
	if (parent && (!task_pid_nr(parent) || parent == task))
		parent = NULL;
	if (parent)
		get_task_struct(parent);
	rcu_read_unlock();
	if (!parent)
		return false;

	if (call->task)
		put_task_struct(call->task);
	call->task = parent;
	cond_resched();
	return true;
}

/**
 * sct_call_self - look at the caller again
 * @call: the call
 *
 * Context: The caller's task.
 */
void sct_call_self(struct sct_call *call)
{
	if (call->task)
		put_task_struct(call->task);
	call->task = NULL;
}
