// SPDX-License-Identifier: GPL-2.0-only
/*
 * PATH and INODE: the object that a parameter names, as an absolute path or by its
 * numbers
 *
 * Links, ".", "..", the working directory and directory descriptors are resolved
 * as the call itself would do it, with the caller's rights. An object that isn't
 * there yet has the path of its directory and its own name.
 */

#include <linux/audit.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kdev_t.h>
#include <linux/namei.h>
#include <linux/path.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>

#include "../../fs/internal.h"
#include "call.h"

/*
 * The path from the root of the mount namespace: a caller in a chroot can't make
 * it look like another. What has no place in a tree (a pipe, a file that was
 * unmounted) has a name of its own.
 */
static char *sct_path_name(const struct path *path, char *buf)
{
	const struct dentry *dentry = path->dentry;
	char *name;

	if (dentry->d_op && dentry->d_op->d_dname &&
	    (!IS_ROOT(dentry) || dentry != path->mnt->mnt_root))
		return d_path(path, buf, PATH_MAX);
	name = d_absolute_path(path, buf, PATH_MAX);
	if (name == ERR_PTR(-EINVAL))
		name = d_path(path, buf, PATH_MAX);
	return name;
}

/**
 * sct_object_path - the path of an object
 * @path: the object, or its directory
 * @last: NULL; where @path is the directory, the object's name there
 * @buf: where to, PATH_MAX bytes
 *
 * Context: Any that may look at a dentry: no walk, no allocation.
 * Return: the path, somewhere in @buf; an ERR_PTR where there is none.
 */
const char *sct_object_path(const struct path *path, const struct qstr *last, char *buf)
{
	char *name = sct_path_name(path, buf);
	size_t used;

	if (IS_ERR(name) || !last)
		return name;
	/* The root ends in a slash already. */
	used = strlen(name);
	if (used == 1)
		used = 0;
	if (used + 1 + last->len >= PATH_MAX)
		return ERR_PTR(-ENAMETOOLONG);
	memmove(buf, name, used);
	buf[used] = '/';
	memcpy(buf + used + 1, last->name, last->len);
	buf[used + 1 + last->len] = '\0';
	return buf;
}

static const char *sct_keep_name(struct sct_call *call, enum sct_datum which,
				 const struct path *path, const struct qstr *last)
{
	const struct sct_bytes *bytes = NULL;
	char *buf = __getname();
	const char *name;

	if (!buf) {
		call->starved = -ENOMEM;
		return NULL;
	}
	name = sct_object_path(path, last, buf);
	/* It is there, and no rule can say what it is called. */
	if (name == ERR_PTR(-ENAMETOOLONG))
		call->starved = -ENAMETOOLONG;
	bytes = sct_call_keep(call, which, IS_ERR(name) ? NULL : name,
			      IS_ERR(name) ? 0 : strlen(name));
	__putname(buf);
	return bytes ? bytes->data : NULL;
}

/**
 * sct_call_keep_path - keep the name of an object with a call
 * @call: the call
 * @which: what it is of the call
 * @path: the object
 *
 * Context: Process context, may sleep.
 * Return: its absolute path; NULL where it has none, or without memory.
 */
const char *sct_call_keep_path(struct sct_call *call, enum sct_datum which,
			       const struct path *path)
{
	return sct_keep_name(call, which, path, NULL);
}

/*
 * The object of a descriptor, with a reference. The call gets this very file, or none:
 * see sct_reuse_file().
 */
static bool sct_descriptor_object(struct sct_call *call, unsigned int param,
				  struct path *path)
{
	int fd = call->args[param];

	if (fd == AT_FDCWD) {
		get_fs_pwd(current->fs, path);
		return true;
	}
	if (!(call->opened & BIT(param))) {
		call->slots &= ~BIT(param);
		call->files[param] = call->file ? call->file(call, param) : fget_raw(fd);
		call->opened |= BIT(param);
		sct_call_note_seen();
	}
	if (!call->files[param])
		return false;
	*path = call->files[param]->f_path;
	path_get(path);
	return true;
}

static const char *sct_descriptor_path(struct sct_call *call, unsigned int param)
{
	enum sct_datum which = SCT_DATUM_PATH + param;
	struct path path;
	const char *name;

	if (!sct_descriptor_object(call, param, &path)) {
		sct_call_keep(call, which, NULL, 0);
		return NULL;
	}
	name = sct_call_keep_path(call, which, &path);
	path_put(&path);
	return name;
}

/* Whether the call follows a link at the end of the path. */
static bool sct_follows(const struct sct_call *call, const struct sct_param *param,
			const char *name)
{
	u64 flags = param->end_flags ? call->args[param->end_flags - 1] : 0;

	/* A slash behind a name makes it a directory's: links are followed. */
	if (*name && name[strlen(name) - 1] == '/' && param->end != SCT_END_NOFOLLOW)
		return true;
	switch (param->end) {
	case SCT_END_NOFOLLOW:
		return false;
	case SCT_END_UNLESS:
		return !(flags & param->end_mask);
	case SCT_END_IF:
		return flags & param->end_mask;
	case SCT_END_OPEN:
		return !(flags & O_NOFOLLOW) &&
		       (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL);
	default:
		return true;
	}
}

/* That a name leads nowhere is an answer. Anything else may lead somewhere later. */
static void sct_note_failure(struct sct_call *call, int err)
{
	switch (err) {
	case 0:
	case -ENOENT:
	case -ENOTDIR:
	case -EACCES:
	case -EPERM:
	case -ELOOP:
	case -ENAMETOOLONG:
	case -EBADF:
	case -EINVAL:
	case -EXDEV:
		break;
	default:
		/* A signal: the call is made anew, and judged then. */
		call->starved = signal_pending(current) ? -ERESTARTNOINTR : err;
		break;
	}
}

/* Looks a name up from a copy: the call's own stays as it is. */
static int sct_lookup(struct sct_call *call, int dfd, const char *name, unsigned int flags,
		      struct path *path)
{
	struct audit_context *audit = audit_context();
	struct filename *copy;
	int ret;

	/* The walk might wait for the lock that is held. */
	if (call->held) {
		call->starved = -EBUSY;
		return -EBUSY;
	}
	/* This walk is not the call's: what audit tells of that has nothing of it. */
	audit_set_context(current, NULL);
	copy = getname_kernel(name);
	ret = PTR_ERR_OR_ZERO(copy);
	if (!ret) {
		ret = filename_lookup(dfd, copy, flags, path, NULL);
		putname(copy);
	}
	audit_set_context(current, audit);
	sct_note_failure(call, ret);
	return ret;
}

/* The directory's path and the last part of the name, which need not exist. */
static const char *sct_parent_path(struct sct_call *call, unsigned int param, int dfd,
				   const char *name, size_t last, size_t len)
{
	const struct qstr part = QSTR_INIT(name + last, len);
	enum sct_datum which = SCT_DATUM_PATH + param;
	struct path dir;
	const char *ret;
	char *parent;
	int err;

	parent = last ? kmemdup_nul(name, last, GFP_KERNEL_ACCOUNT) :
			kstrdup(".", GFP_KERNEL_ACCOUNT);
	if (!parent) {
		call->starved = -ENOMEM;
		return NULL;
	}
	err = sct_lookup(call, dfd, parent, LOOKUP_FOLLOW | LOOKUP_DIRECTORY, &dir);
	kfree(parent);
	if (err) {
		sct_call_keep(call, which, NULL, 0);
		return NULL;
	}
	ret = sct_keep_name(call, which, &dir, &part);
	path_put(&dir);
	return ret;
}

/* Where the last part of a name is, and whether it is one that must be looked up. */
struct sct_last {
	size_t at;
	size_t len;
	bool special;
};

static struct sct_last sct_last_part(const char *name)
{
	struct sct_last last = {};
	size_t end = strlen(name);

	while (end && name[end - 1] == '/')
		end--;
	for (last.at = end; last.at && name[last.at - 1] != '/'; )
		last.at--;
	last.len = end - last.at;
	last.special = !last.len || (last.len <= 2 && !strncmp(name + last.at, "..", last.len));
	return last;
}

/*
 * What a link at the end of a name leads to, as a name for the same directory. A
 * link may lead to what isn't there yet.
 */
static char *sct_read_link(struct sct_call *call, int dfd, const char *name)
{
	DEFINE_DELAYED_CALL(done);
	const struct sct_last last = sct_last_part(name);
	const char *target;
	struct path path;
	char *next = NULL;

	if (sct_lookup(call, dfd, name, 0, &path))
		return NULL;
	/*
	 * One that jumps, as /proc/self/fd/0 does, has no text, and can do so only in a
	 * walk. It has come to be since the name led nowhere: the walk of the call will
	 * tell what is behind it.
	 */
	if (d_is_symlink(path.dentry) && !d_inode(path.dentry)->i_op->readlink) {
		target = vfs_get_link(path.dentry, &done);
		if (IS_ERR(target)) {
			sct_note_failure(call, PTR_ERR(target));
		} else {
			next = kasprintf(GFP_KERNEL_ACCOUNT, "%.*s%s",
					 *target == '/' ? 0 : (int)last.at, name, target);
			if (!next)
				call->starved = -ENOMEM;
		}
		do_delayed_call(&done);
	}
	path_put(&path);
	return next;
}

static const char *sct_name_path(struct sct_call *call, unsigned int param, int dfd,
				 const char *name, bool follow)
{
	enum sct_datum which = SCT_DATUM_PATH + param;
	const struct sct_last last = sct_last_part(name);
	struct path path;
	const char *ret;
	int err;

	if (!follow && !last.special)
		return sct_parent_path(call, param, dfd, name, last.at, last.len);
	err = sct_lookup(call, dfd, name, LOOKUP_FOLLOW, &path);
	if (!err) {
		ret = sct_call_keep_path(call, which, &path);
		path_put(&path);
		return ret;
	}
	if (err != -ENOENT || last.special) {
		sct_call_keep(call, which, NULL, 0);
		return NULL;
	}
	return sct_parent_path(call, param, dfd, name, last.at, last.len);
}

/* The same, through links whose end isn't there yet. */
static const char *sct_linked_path(struct sct_call *call, unsigned int param, int dfd,
				   const char *name)
{
	bool follow = sct_follows(call, &call->desc->params[param], name);
	char *link = NULL, *next;
	const char *ret;
	struct path path;
	int err, i;

	for (i = 0; follow && i < MAXSYMLINKS; i++) {
		err = sct_lookup(call, dfd, link ?: name, LOOKUP_FOLLOW, &path);
		if (!err)
			path_put(&path);
		if (err != -ENOENT)
			break;
		next = sct_read_link(call, dfd, link ?: name);
		if (!next)
			break;
		kfree(link);
		link = next;
	}
	ret = sct_name_path(call, param, dfd, link ?: name, follow);
	kfree(link);
	return ret;
}

/**
 * sct_call_path - the path of the object that a parameter names
 * @call: the call
 * @param: the parameter's place; a path or a descriptor
 *
 * Context: The caller's task, may sleep.
 * Return: the absolute path, which lives as long as the call; NULL where the
 * parameter names nothing.
 */
const char *sct_call_path(struct sct_call *call, unsigned int param)
{
	const struct sct_param *p = &call->desc->params[param];
	enum sct_datum which = SCT_DATUM_PATH + param;
	const char *name;
	int dfd;

	if (call->had & BIT(which))
		return call->data[which] ? call->data[which]->data : NULL;
	if (p->is & SCT_PARAM_FD)
		return sct_descriptor_path(call, param);

	dfd = p->other ? call->args[p->other - 1] : AT_FDCWD;
	name = sct_call_string(call, param);
	/* An empty one, or none, stands for the directory's descriptor (AT_EMPTY_PATH). */
	if (p->other && (name ? !*name : !call->args[param])) {
		const char *path = sct_call_path(call, p->other - 1);

		sct_call_keep(call, which, path, path ? strlen(path) : 0);
		return path;
	}
	if (!name || !*name) {
		sct_call_keep(call, which, NULL, 0);
		return NULL;
	}
	return sct_linked_path(call, param, dfd, name);
}

/**
 * sct_call_keep_inode - keep with a call which object a parameter names
 * @call: the call
 * @param: the parameter's place
 * @path: the object; NULL where there is none
 *
 * Context: Process context, may sleep; locks of its directory may be held.
 * Return: device and number, as stat -c %D:%i prints them; NULL where there is no
 * object, or without memory.
 */
const char *sct_call_keep_inode(struct sct_call *call, unsigned int param,
				const struct path *path)
{
	enum sct_datum which = SCT_DATUM_INODE + param;
	const struct sct_bytes *bytes;
	struct kstat stat;
	char text[40];
	int err;

	err = path ? vfs_getattr_nosec(path, &stat, STATX_INO, AT_STATX_DONT_SYNC) : -ENOENT;
	if (err) {
		if (path)
			sct_note_failure(call, err);
		sct_call_keep(call, which, NULL, 0);
		return NULL;
	}
	scnprintf(text, sizeof(text), "%x:%llu", (u32)new_encode_dev(stat.dev), stat.ino);
	bytes = sct_call_keep(call, which, text, strlen(text));
	return bytes ? bytes->data : NULL;
}

static bool sct_name_object(struct sct_call *call, unsigned int param, struct path *path)
{
	const struct sct_param *p = &call->desc->params[param];
	const char *name = sct_call_string(call, param);
	int dfd = p->other ? call->args[p->other - 1] : AT_FDCWD;

	if (p->other && (name ? !*name : !call->args[param]))
		return sct_descriptor_object(call, p->other - 1, path);
	return name && *name &&
	       !sct_lookup(call, dfd, name, sct_follows(call, p, name) ? LOOKUP_FOLLOW : 0, path);
}

/**
 * sct_call_inode - which object a parameter names
 * @call: the call
 * @param: the parameter's place; a path or a descriptor
 *
 * Context: The caller's task, may sleep.
 * Return: device and number, as sct_call_keep_inode(); NULL where the parameter names
 * nothing.
 */
const char *sct_call_inode(struct sct_call *call, unsigned int param)
{
	enum sct_datum which = SCT_DATUM_INODE + param;
	struct path path;
	const char *text;
	bool there;

	if (call->had & BIT(which))
		return call->data[which] ? call->data[which]->data : NULL;
	if (call->desc->params[param].is & SCT_PARAM_FD)
		there = sct_descriptor_object(call, param, &path);
	else
		there = sct_name_object(call, param, &path);
	text = sct_call_keep_inode(call, param, there ? &path : NULL);
	if (there)
		path_put(&path);
	return text;
}
