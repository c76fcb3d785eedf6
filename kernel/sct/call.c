// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parameters of a call, and what they point to: fetched once
 */

#include <linux/err.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "call.h"

/* A parameter as the callee declares it, extended to 64 bits. */
static u64 sct_extend(const struct sct_param *param, unsigned long raw)
{
	bool is_signed = param->kind == SCT_KIND_SIGNED;

	switch (param->size) {
	case 1:
		return is_signed ? (u64)(s8)raw : (u8)raw;
	case 2:
		return is_signed ? (u64)(s16)raw : (u16)raw;
	case 4:
		return is_signed ? (u64)(s32)raw : (u32)raw;
	default:
		return raw;
	}
}

/**
 * sct_call_init - a call that has not run
 * @call: where to
 * @desc: what is called
 * @regs: the six registers that hold parameters, in order
 */
void sct_call_init(struct sct_call *call, const struct sct_syscall *desc,
		   const unsigned long *regs)
{
	unsigned int i;

	call->desc = desc;
	call->sid = desc->nr;
	call->sub = 0;
	call->when = SCT_BEFORE;
	call->starved = 0;
	call->fetched = 0;
	call->had = 0;
	call->instead = NULL;
	call->want = NULL;
	call->task = NULL;
	call->retval = 0;
	for (i = 0; i < desc->nr_params; i++)
		call->args[i] = sct_extend(&desc->params[i], regs[i]);
	for (; i < ARRAY_SIZE(call->args); i++)
		call->args[i] = 0;
}

/**
 * sct_call_fetch - fetch a string that a parameter points to
 * @call: the call
 * @param: the parameter's place
 *
 * It is fetched as the call itself would do it. The call then gets this very
 * object: what another thread writes to the memory in between, nobody sees. That
 * holds for failure too: memory that could not be read when a rule looked stays
 * so for the call.
 *
 * Context: Task context, may sleep. Killable where the memory never comes.
 * Return: the string; NULL where it can't be read.
 */
const char *sct_call_fetch(struct sct_call *call, unsigned int param)
{
	struct filename *name;

	name = getname_flags(u64_to_user_ptr(call->args[param]), LOOKUP_EMPTY);
	call->names[param] = name;
	call->fetched |= BIT(param);
	if (unlikely(name == ERR_PTR(-ENOMEM)))
		call->starved = -ENOMEM;
	return IS_ERR(name) ? NULL : name->name;
}

static struct sct_bytes *sct_bytes_alloc(struct sct_call *call, size_t len)
{
	struct sct_bytes *bytes;

	bytes = kmalloc(struct_size(bytes, data, len + 1), GFP_KERNEL_ACCOUNT);
	if (bytes)
		bytes->data[len] = '\0';
	else
		call->starved = -ENOMEM;
	return bytes;
}

static const struct sct_bytes *sct_call_set(struct sct_call *call, enum sct_datum which,
					    struct sct_bytes *bytes)
{
	if (call->had & BIT(which))
		kfree(call->data[which]);
	call->data[which] = bytes;
	call->had |= BIT(which);
	return bytes;
}

/**
 * sct_call_keep - keep bytes with a call
 * @call: the call
 * @which: what they are
 * @text: the bytes; NULL where they can't be had, which is kept too
 * @len: how many
 *
 * Context: Process context, may sleep.
 * Return: the bytes as they are kept; NULL where there are none, or without memory.
 */
const struct sct_bytes *sct_call_keep(struct sct_call *call, enum sct_datum which,
				      const char *text, size_t len)
{
	struct sct_bytes *bytes = text ? sct_bytes_alloc(call, len) : NULL;

	if (bytes) {
		bytes->len = len;
		memcpy(bytes->data, text, len);
	}
	return sct_call_set(call, which, bytes);
}

/**
 * sct_call_copy - a text for one operation
 * @call: the call
 * @side: 0 where it is the operator's left side, 1 where it is the right one
 * @text: the text; it ends with a NUL or after @len bytes
 * @len: most bytes of it
 *
 * Context: Process context, may sleep.
 * Return: a copy that ends with a NUL and lives until the next for the same side;
 * NULL without memory.
 */
const char *sct_call_copy(struct sct_call *call, unsigned int side, const char *text,
			  size_t len)
{
	const struct sct_bytes *bytes;

	bytes = sct_call_keep(call, SCT_DATUM_SIDE + side, text, strnlen(text, len));
	return bytes ? bytes->data : NULL;
}

static const struct sct_bytes *sct_call_behind(struct sct_call *call, unsigned int param,
					       size_t size)
{
	const void __user *from = u64_to_user_ptr(call->args[param]);
	struct sct_bytes *bytes;
	size_t left;

	if (!from)
		return sct_call_set(call, SCT_DATUM_BEHIND + param, NULL);
	bytes = sct_bytes_alloc(call, size);
	if (!bytes)
		return sct_call_set(call, SCT_DATUM_BEHIND + param, NULL);
	left = copy_from_user(bytes->data, from, size);
	bytes->len = size - left;
	bytes->data[bytes->len] = '\0';
	/* Where nothing could be read there is nothing; a struct may end early. */
	if (size && left == size) {
		kfree(bytes);
		bytes = NULL;
	}
	return sct_call_set(call, SCT_DATUM_BEHIND + param, bytes);
}

/* How many bytes the caller says there are behind a parameter. */
static size_t sct_call_length(const struct sct_call *call, unsigned int param, size_t most)
{
	u8 other = call->desc->params[param].other;

	return other ? min_t(u64, most, call->args[other - 1]) : most;
}

/**
 * sct_call_struct - the struct that a parameter points to
 * @call: the call
 * @param: the parameter's place; it is an address
 * @size: bytes that are needed
 *
 * Fetched once, as far as any rule of the call looks.
 *
 * Context: Task context, may sleep (user memory).
 * Return: the bytes, fewer than @size where no more can be read; NULL where none
 * can.
 */
const struct sct_bytes *sct_call_struct(struct sct_call *call, unsigned int param,
					size_t size)
{
	if (call->had & BIT(SCT_DATUM_BEHIND + param))
		return call->data[SCT_DATUM_BEHIND + param];
	if (call->want)
		size = max_t(size_t, size, call->want->bytes[param]);
	return sct_call_behind(call, param, sct_call_length(call, param, size));
}

/**
 * sct_call_buffer - what the log shows of what a parameter points to
 * @call: the call
 * @param: the parameter's place
 *
 * Context: as sct_call_struct().
 * Return: the bytes; NULL where they can't be read, or the log shows none.
 */
const struct sct_bytes *sct_call_buffer(struct sct_call *call, unsigned int param)
{
	const struct sct_param *p = &call->desc->params[param];

	if (p->kind == SCT_KIND_BUFFER)
		return sct_call_struct(call, param, SCT_SHOWN_BYTES);
	if (call->want && call->want->types[param])
		return sct_call_struct(call, param, 0);
	return NULL;
}

/**
 * sct_call_fetch_all - fetch all that rules may ask of the call's parameters
 * @call: the call
 *
 * For what is asked after the call, when its memory may have changed.
 *
 * Context: as sct_call_fetch().
 */
void sct_call_fetch_all(struct sct_call *call)
{
	unsigned int i;

	for (i = 0; i < call->desc->nr_params; i++) {
		if (call->desc->params[i].kind == SCT_KIND_STRING)
			sct_call_string(call, i);
		else if (call->want && call->want->bytes[i])
			sct_call_struct(call, i, 0);
		if (call->want && (call->want->paths & BIT(i)))
			sct_call_path(call, i);
	}
}

/**
 * sct_call_reuse - the string that was fetched from an address
 * @call: the call
 * @uptr: the address
 * @empty_ok: the caller knows what to do with an empty one
 *
 * Return: the string, with a reference for the caller, or the error that it gave;
 * NULL where none was fetched from there.
 */
struct filename *sct_call_reuse(const struct sct_call *call, const char __user *uptr,
				bool empty_ok)
{
	unsigned int i;

	if (call->instead && call->instead_at == uptr) {
		atomic_inc(&call->instead->refcnt);
		return call->instead;
	}
	for (i = 0; call->fetched >> i; i++) {
		struct filename *name = call->names[i];

		if (!(call->fetched & BIT(i)) || u64_to_user_ptr(call->args[i]) != uptr)
			continue;
		if (IS_ERR(name))
			return name;
		if (!*name->name && !empty_ok)
			return ERR_PTR(-ENOENT);
		atomic_inc(&name->refcnt);
		return name;
	}
	return NULL;
}

/**
 * sct_call_replace - have the call use another path
 * @call: the call
 * @at: the address by which it will ask for it, in place of the caller's
 * @path: the path
 *
 * Context: Process context, may sleep.
 * Return: 0; -ENOMEM; -ENAMETOOLONG.
 */
int sct_call_replace(struct sct_call *call, const void __user *at, const char *path)
{
	struct filename *name = getname_kernel(path);

	if (IS_ERR(name))
		return PTR_ERR(name);
	if (call->instead)
		putname(call->instead);
	call->instead = name;
	call->instead_at = at;
	return 0;
}

static bool sct_same_name(const struct filename *a, const struct filename *b)
{
	if (IS_ERR(a) || IS_ERR(b))
		return a == b;
	return !strcmp(a->name, b->name);
}

static bool sct_same_bytes(const struct sct_bytes *a, const struct sct_bytes *b)
{
	if (!a || !b)
		return a == b;
	return a->len == b->len && !memcmp(a->data, b->data, a->len);
}

/**
 * sct_call_renew - fetch again what was fetched for a call
 * @call: the call, which the kernel makes anew
 *
 * What was kept belonged to the part of the call that a signal has ended; with its
 * audit context, for one. What else was found out about the caller is forgotten.
 *
 * Context: The caller's task, may sleep (user memory). No name of this call must be
 * given to who asks for one meanwhile.
 * Return: true where all is as it was.
 */
bool sct_call_renew(struct sct_call *call)
{
	u8 fetched = call->fetched;
	bool same = true;
	unsigned int i;

	for (i = 0; fetched >> i; i++) {
		struct filename *old = call->names[i];

		if (!(fetched & BIT(i)))
			continue;
		sct_call_fetch(call, i);
		same &= sct_same_name(old, call->names[i]);
		putname(old);
	}
	for (i = 0; i < SCT_NR_DATA; i++) {
		struct sct_bytes *old = call->data[i];

		if (!(call->had & BIT(i)))
			continue;
		call->had &= ~BIT(i);
		if (i < SCT_DATUM_PATH)
			same &= sct_same_bytes(old, sct_call_struct(call, i, old ? old->len : 0));
		kfree(old);
	}
	return same;
}

/**
 * sct_call_release - let go of all that was fetched
 * @call: the call
 */
void sct_call_release(struct sct_call *call)
{
	unsigned int i;

	for (i = 0; call->fetched >> i; i++) {
		if (call->fetched & BIT(i))
			putname(call->names[i]);
	}
	call->fetched = 0;
	if (call->instead)
		putname(call->instead);
	call->instead = NULL;
	for (i = 0; call->had >> i; i++) {
		if (call->had & BIT(i))
			kfree(call->data[i]);
	}
	call->had = 0;
}

