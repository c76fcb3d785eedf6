// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records: written when a call is made
 */

#include <linux/align.h>
#include <linux/audit.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "log.h"
#include "record.h"
#include "ring.h"

/* A parameter or its path each, and the texts of the caller. */
#define SCT_MAX_FIELDS	14

/**
 * struct sct_parts - what a record will hold behind its fixed part
 * @field: the head of each field
 * @data: its bytes
 * @nr: how many fields there are
 * @size: bytes of them all
 */
struct sct_parts {
	struct sct_field field[SCT_MAX_FIELDS];
	const char *data[SCT_MAX_FIELDS];
	unsigned int nr;
	size_t size;
};

static struct sct_field *sct_add_part(struct sct_parts *parts, enum sct_datum which,
				      const char *data, size_t len)
{
	struct sct_field *field = &parts->field[parts->nr];

	parts->data[parts->nr++] = data;
	*field = (struct sct_field){ .which = which, .len = len };
	parts->size += ALIGN(sizeof(*field) + len, sizeof(u32));
	return field;
}

static void sct_add_text_part(struct sct_parts *parts, enum sct_datum which, const char *text)
{
	if (text)
		sct_add_part(parts, which, text, strlen(text));
}

static void sct_add_param(struct sct_parts *parts, struct sct_call *call, unsigned int param)
{
	const struct sct_param *p = &call->desc->params[param];
	const struct sct_bytes *bytes;
	struct sct_field *field;

	if (p->kind == SCT_KIND_STRING)
		return sct_add_text_part(parts, SCT_DATUM_BEHIND + param,
					 sct_call_string(call, param));
	if (p->kind != SCT_KIND_BUFFER && !(call->want && call->want->types[param]))
		return;
	bytes = sct_call_buffer(call, param);
	if (!bytes) {
		field = sct_add_part(parts, SCT_DATUM_BEHIND + param, NULL, 0);
		field->state = SCT_FIELD_UNREADABLE;
		return;
	}
	if (p->kind == SCT_KIND_BUFFER) {
		field = sct_add_part(parts, SCT_DATUM_BEHIND + param, bytes->data,
				     min_t(u32, bytes->len, SCT_SHOWN_BYTES));
		if (p->other && call->args[p->other - 1] > field->len)
			field->state = SCT_FIELD_MORE;
		return;
	}
	field = sct_add_part(parts, SCT_DATUM_BEHIND + param, bytes->data,
			     min_t(u32, bytes->len, SCT_SHOWN_STRUCT));
	field->type = call->want->types[param];
}

/* Fetches what the record will hold: in the ring nothing may fault. */
static void sct_gather(struct sct_parts *parts, struct sct_call *call,
		       const struct sct_format *format)
{
	unsigned int i;

	parts->nr = 0;
	parts->size = 0;
	for (i = 0; i < call->desc->nr_params; i++) {
		if (format->params & BIT(i))
			sct_add_param(parts, call, i);
		if ((format->paths & BIT(i)) &&
		    (call->desc->params[i].is & (SCT_PARAM_PATH | SCT_PARAM_FD)))
			sct_add_text_part(parts, SCT_DATUM_PATH + i, sct_call_path(call, i));
	}
	if (format->has_exe)
		sct_add_text_part(parts, SCT_DATUM_EXE, sct_call_text(call, SCT_VAR_EXE, 0));
	if (format->has_cwd)
		sct_add_text_part(parts, SCT_DATUM_CWD, sct_call_text(call, SCT_VAR_CWD, 0));
}

static void sct_put_parts(struct sct_record *rec, const struct sct_parts *parts)
{
	char *at = rec->fields;
	unsigned int i;

	rec->nr_fields = parts->nr;
	for (i = 0; i < parts->nr; i++) {
		const struct sct_field *field = &parts->field[i];

		memcpy(at, field, sizeof(*field));
		if (field->len)
			memcpy(at + sizeof(*field), parts->data[i], field->len);
		at += ALIGN(sizeof(*field) + field->len, sizeof(u32));
	}
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
	rec->loginuid = from_kuid(&init_user_ns, audit_get_loginuid(current));
	/* Another thread may rename this one meanwhile: either name will do. */
	data_race(memcpy(rec->comm, current->comm, sizeof(rec->comm)));
}

/**
 * sct_record_write - record a call
 * @call: the call
 * @format: how it will print
 *
 * Context: The caller's task; may sleep to fetch what the format shows. Where there
 * is no room the event is lost, and readers are told.
 */
void sct_record_write(struct sct_call *call, struct sct_format *format)
{
	struct sct_record *rec;
	struct sct_parts parts;

	sct_gather(&parts, call, format);
	rec = sct_ring_reserve(&sct_log, sizeof(*rec) + parts.size);
	if (!rec) {
		sct_log_wake();
		return;
	}

	rec->format = format->id;
	rec->nr = call->desc->nr;
	rec->sid = call->sid;
	rec->sub = call->sub;
	rec->abi = call->desc->abi;
	rec->when = call->when;
	rec->cpu = smp_processor_id();
	sct_record_task(rec);
	memcpy(rec->args, call->args, sizeof(rec->args));
	rec->retval = call->retval;
	rec->time = format->has_time ? ktime_get_real_ns() : 0;
	sct_put_parts(rec, &parts);
	/* Before the record is there: who sees it must find the format kept. */
	if (!READ_ONCE(format->logged))
		WRITE_ONCE(format->logged, true);
	sct_ring_commit(&sct_log);
	sct_log_wake();
}
