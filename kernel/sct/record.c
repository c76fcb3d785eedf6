// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records: written when a call is made, turned into text when the log is read
 */

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/string.h>

#include "log.h"
#include "print.h"
#include "record.h"
#include "ring.h"

/* Fetches what the record will hold: in the ring nothing may fault. */
static size_t sct_strings_size(struct sct_call *call, u16 len[6],
			       const char *strings[6])
{
	size_t size = 0;
	unsigned int i;

	for (i = 0; i < 6; i++) {
		len[i] = SCT_NO_STRING;
		if (i >= call->desc->nr_params ||
		    call->desc->params[i].kind != SCT_KIND_STRING)
			continue;
		strings[i] = sct_call_string(call, i);
		if (!strings[i])
			continue;
		len[i] = strlen(strings[i]);
		size += len[i];
	}
	return size;
}

static void sct_record_task(struct sct_record *rec)
{
	const struct cred *cred = current_cred();

	rec->pid = task_tgid_nr(current);
	rec->tid = task_pid_nr(current);
	rec->ppid = task_ppid_nr(current);
	rec->uid = from_kuid(&init_user_ns, cred->uid);
	rec->euid = from_kuid(&init_user_ns, cred->euid);
	rec->suid = from_kuid(&init_user_ns, cred->suid);
	rec->fsuid = from_kuid(&init_user_ns, cred->fsuid);
	rec->gid = from_kgid(&init_user_ns, cred->gid);
	rec->egid = from_kgid(&init_user_ns, cred->egid);
	rec->sgid = from_kgid(&init_user_ns, cred->sgid);
	rec->fsgid = from_kgid(&init_user_ns, cred->fsgid);
	/* Another thread may rename this one meanwhile: either name will do. */
	data_race(memcpy(rec->comm, current->comm, sizeof(rec->comm)));
}

/**
 * sct_record_write - record a call
 * @call: the call
 * @format: how it will print
 *
 * Context: The caller's task; may sleep to fetch a string. Where there is no room
 * the event is lost, and readers are told.
 */
void sct_record_write(struct sct_call *call, struct sct_format *format)
{
	struct sct_record *rec;
	const char *strings[6];
	size_t size, at = 0;
	unsigned int i;
	u16 len[6];

	size = sct_strings_size(call, len, strings);
	rec = sct_ring_reserve(&sct_log, sizeof(*rec) + size);
	if (!rec) {
		sct_log_wake();
		return;
	}

	rec->format = format->id;
	rec->nr = call->desc->nr;
	rec->abi = call->desc->abi;
	rec->when = call->when;
	sct_record_task(rec);
	memcpy(rec->args, call->args, sizeof(rec->args));
	memcpy(rec->len, len, sizeof(rec->len));
	rec->retval = call->retval;
	for (i = 0; size && i < 6; i++) {
		if (len[i] == SCT_NO_STRING)
			continue;
		memcpy(rec->strings + at, strings[i], len[i]);
		at += len[i];
	}
	/* Before the record is there: who sees it must find the format kept. */
	if (!READ_ONCE(format->logged))
		WRITE_ONCE(format->logged, true);
	sct_ring_commit(&sct_log);
	sct_log_wake();
}

static void sct_print_param(struct seq_buf *s, const struct sct_record *rec,
			    const struct sct_syscall *desc, unsigned int place)
{
	u64 arg = rec->args[place];
	unsigned int i;
	size_t at = 0;

	switch (desc->params[place].kind) {
	case SCT_KIND_SIGNED:
		seq_buf_printf(s, "%lld", arg);
		break;
	case SCT_KIND_UNSIGNED:
		seq_buf_printf(s, "%llu", arg);
		break;
	case SCT_KIND_MODE:
		seq_buf_printf(s, "%#llo", arg);
		break;
	case SCT_KIND_POINTER:
		if (arg)
			seq_buf_printf(s, "%#llx", arg);
		else
			seq_buf_puts(s, "<NULL>");
		break;
	case SCT_KIND_STRING:
		for (i = 0; i < place; i++)
			at += rec->len[i] == SCT_NO_STRING ? 0 : rec->len[i];
		if (rec->len[place] != SCT_NO_STRING)
			sct_print_string(s, rec->strings + at, rec->len[place]);
		else if (arg)
			seq_buf_printf(s, "<%#llx>", arg);
		else
			seq_buf_puts(s, "<NULL>");
		break;
	}
}

static void sct_print_params(struct seq_buf *s, const struct sct_record *rec,
			     const struct sct_syscall *desc)
{
	unsigned int i;

	for (i = 0; i < desc->nr_params; i++) {
		if (i)
			seq_buf_puts(s, ", ");
		sct_print_param(s, rec, desc, i);
	}
}

static void sct_print_macro(struct seq_buf *s, const struct sct_record *rec,
			    const struct sct_format *format, enum sct_macro macro)
{
	const struct sct_syscall *desc = sct_syscall_by_nr(rec->abi, rec->nr);

	switch (macro) {
	case SCT_MACRO_TEXT:
		break;
	case SCT_MACRO_RULEID:
		seq_buf_puts(s, format->rule);
		break;
	case SCT_MACRO_SID:
		seq_buf_printf(s, "%u", rec->nr);
		break;
	case SCT_MACRO_SNAME:
		seq_buf_puts(s, desc->name);
		break;
	case SCT_MACRO_PARAMS:
		sct_print_params(s, rec, desc);
		break;
	case SCT_MACRO_PARAM1 ... SCT_MACRO_PARAM6:
		if (macro - SCT_MACRO_PARAM1 < desc->nr_params)
			sct_print_param(s, rec, desc, macro - SCT_MACRO_PARAM1);
		break;
	case SCT_MACRO_PID:
		seq_buf_printf(s, "%d", rec->pid);
		break;
	case SCT_MACRO_TID:
		seq_buf_printf(s, "%d", rec->tid);
		break;
	case SCT_MACRO_PPID:
		seq_buf_printf(s, "%d", rec->ppid);
		break;
	case SCT_MACRO_UID:
		seq_buf_printf(s, "%u", rec->uid);
		break;
	case SCT_MACRO_EUID:
		seq_buf_printf(s, "%u", rec->euid);
		break;
	case SCT_MACRO_SUID:
		seq_buf_printf(s, "%u", rec->suid);
		break;
	case SCT_MACRO_FSUID:
		seq_buf_printf(s, "%u", rec->fsuid);
		break;
	case SCT_MACRO_GID:
		seq_buf_printf(s, "%u", rec->gid);
		break;
	case SCT_MACRO_EGID:
		seq_buf_printf(s, "%u", rec->egid);
		break;
	case SCT_MACRO_SGID:
		seq_buf_printf(s, "%u", rec->sgid);
		break;
	case SCT_MACRO_FSGID:
		seq_buf_printf(s, "%u", rec->fsgid);
		break;
	case SCT_MACRO_COMM:
		sct_print_string(s, rec->comm, strnlen(rec->comm, sizeof(rec->comm)));
		break;
	case SCT_MACRO_ABI:
		seq_buf_puts(s, sct_abi_name(rec->abi));
		break;
	case SCT_MACRO_RETVAL:
		seq_buf_printf(s, "%lld", rec->retval);
		break;
	}
}

/**
 * sct_record_print - turn a record into a line of text, with its newline
 * @s: where to
 * @rec: the record
 * @format: its format
 *
 * A line that doesn't fit is cut, and ends in "...".
 */
void sct_record_print(struct seq_buf *s, const struct sct_record *rec,
		      const struct sct_format *format)
{
	static const char cut[] = "...";
	u32 i;

	for (i = 0; i < format->nr; i++) {
		const struct sct_piece *piece = &format->pieces[i];
		size_t whole = s->len;

		if (piece->macro == SCT_MACRO_TEXT)
			seq_buf_putmem(s, format->text + piece->at, piece->len);
		else
			sct_print_macro(s, rec, format, piece->macro);

		/* Only what stood there before is known to be written. */
		if (seq_buf_has_overflowed(s) || !seq_buf_buffer_left(s)) {
			s->len = min(whole, s->size - sizeof(cut));
			seq_buf_puts(s, cut);
			break;
		}
	}
	seq_buf_putc(s, '\n');
}
