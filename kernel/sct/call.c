// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is known of a call: its parameters, and who makes it
 */

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/namei.h>
#include <linux/sched.h>
#include <linux/uidgid.h>

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
	call->when = SCT_BEFORE;
	call->fetched = 0;
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
	return IS_ERR(name) ? NULL : name->name;
}

/**
 * sct_call_fetch_all - fetch all strings that the call's parameters point to
 * @call: the call
 *
 * Context: as sct_call_fetch().
 */
void sct_call_fetch_all(struct sct_call *call)
{
	unsigned int i;

	for (i = 0; i < call->desc->nr_params; i++) {
		if (call->desc->params[i].kind == SCT_KIND_STRING)
			sct_call_string(call, i);
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
	const struct cred *cred = current_cred();

	switch (var) {
	case SCT_VAR_PID:
		return task_tgid_nr(current);
	case SCT_VAR_TID:
		return task_pid_nr(current);
	case SCT_VAR_PPID:
		return task_ppid_nr(current);
	case SCT_VAR_UID:
		return from_kuid(&init_user_ns, cred->uid);
	case SCT_VAR_EUID:
		return from_kuid(&init_user_ns, cred->euid);
	case SCT_VAR_SUID:
		return from_kuid(&init_user_ns, cred->suid);
	case SCT_VAR_FSUID:
		return from_kuid(&init_user_ns, cred->fsuid);
	case SCT_VAR_GID:
		return from_kgid(&init_user_ns, cred->gid);
	case SCT_VAR_EGID:
		return from_kgid(&init_user_ns, cred->egid);
	case SCT_VAR_SGID:
		return from_kgid(&init_user_ns, cred->sgid);
	case SCT_VAR_FSGID:
		return from_kgid(&init_user_ns, cred->fsgid);
	case SCT_VAR_SID:
		return call->desc->nr;
	case SCT_VAR_RETVAL:
		return call->retval;
	default:
		return 0;
	}
}

/**
 * sct_call_text - the value of a variable that is a string
 * @call: the call
 * @var: the variable
 *
 * Context: The caller's task.
 * Return: the value; NULL where there is none.
 */
const char *sct_call_text(const struct sct_call *call, enum sct_var var)
{
	switch (var) {
	case SCT_VAR_COMM:
		/*
		 * Another thread may write it meanwhile. Either name will do, and
		 * it always ends in a NUL.
		 */
		return current->comm;
	case SCT_VAR_ABI:
		return sct_abi_name(call->desc->abi);
	case SCT_VAR_SNAME:
		return call->desc->name;
	default:
		return NULL;
	}
}
