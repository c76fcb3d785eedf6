// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stand-ins for the files of kernel/sct/ that belong to the kernel: hooks, log,
 * error_log, and the call that a filter is asked about
 */

#include "errlog.h"
#include "format.h"
#include "fuzz.h"
#include "watch.h"

struct fuzz_kernel fuzz_kernel;

void fuzz_bug(const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, what);
	abort();
}

/* Hooks */

void sct_hooks_arm(u8 sees)
{
	fuzz_kernel.armed++;
}

void sct_hooks_disarm(void)
{
	FUZZ_CHECK(fuzz_kernel.armed > 0);
	fuzz_kernel.armed--;
}

/* The log */

int sct_format_register(struct sct_format *format)
{
	void *slot = fuzz_alloc(1);

	if (!slot)
		return -ENOMEM;
	fuzz_free(slot);
	FUZZ_CHECK(!format->id);
	format->id = 1;
	return 0;
}

void sct_format_retire(struct sct_format *format)
{
	sct_format_free(format);
}

void sct_formats_reap(void)
{
}

/* error_log */

void sct_errlog_add(const struct sct_error *err)
{
	if (fuzz_kernel.nr_errors < FUZZ_MAX_ERRORS)
		fuzz_kernel.errors[fuzz_kernel.nr_errors] = *err;
	fuzz_kernel.nr_errors++;
}

/* A call */

static u64 fuzz_random(u64 *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static u64 fuzz_value(u64 *seed)
{
	static const u64 edges[] = {
		0, 1, 2, 5, 25, -1ULL, -2ULL, -1000ULL, S32_MAX, (u64)S32_MIN, U32_MAX,
		S64_MAX, (u64)S64_MIN, 0x40, 0100,
	};

	if (fuzz_random(seed) & 1)
		return edges[fuzz_random(seed) % ARRAY_SIZE(edges)];
	return fuzz_random(seed);
}

/* What a parameter of @param can hold, as sct_call_init() extends it. */
static u64 fuzz_extend(const struct sct_param *param, u64 n)
{
	unsigned int shift = 64 - 8 * param->size;

	FUZZ_CHECK(param->size && param->size <= 8);
	if (param->kind == SCT_KIND_SIGNED)
		return (s64)(n << shift) >> shift;
	return n << shift >> shift;
}

static struct filename *fuzz_name(u64 *seed)
{
	static const char *const names[] = {
		"", "/", "/etc/passwd", "/etc/shadow", "/tmp/a b", "a", "\xc3\xa9t\xc3\xa9",
	};
	const char *text = names[fuzz_random(seed) % ARRAY_SIZE(names)];
	struct filename *name;

	if (!(fuzz_random(seed) & 7))
		return ERR_PTR(-EFAULT);
	name = malloc(sizeof(*name));
	/* A block of its own: ASan sees who reads behind the NUL. */
	name->name = strdup(text);
	name->refcnt = 1;
	return name;
}

/* A call with values that @seed tells, in memory of its own. */
struct sct_call *fuzz_call_new(const struct sct_syscall *desc, u8 when, u64 seed)
{
	struct sct_call *call = malloc(sizeof(*call));
	unsigned int i;

	seed |= 1;
	memset(call, 0xa5, sizeof(*call));
	call->desc = desc;
	call->when = when;
	call->fetched = 0;
	call->had = 0;
	call->want = NULL;
	call->task = NULL;
	call->retval = fuzz_value(&seed);
	for (i = 0; i < 6; i++) {
		call->args[i] = 0;
		if (i >= desc->nr_params)
			continue;
		call->args[i] = fuzz_extend(&desc->params[i], fuzz_value(&seed));
		if (desc->params[i].kind != SCT_KIND_STRING)
			continue;
		call->names[i] = fuzz_name(&seed);
		call->fetched |= BIT(i);
	}
	return call;
}

void fuzz_call_free(struct sct_call *call)
{
	unsigned int i;

	FUZZ_CHECK(!call->task);
	for (i = 0; i < SCT_NR_DATA; i++) {
		if (call->had & BIT(i))
			free(call->data[i]);
	}
	for (i = 0; i < 6; i++) {
		if (!(call->fetched & BIT(i)) || IS_ERR(call->names[i]))
			continue;
		free((void *)call->names[i]->name);
		free(call->names[i]);
	}
	free(call);
}

/* Every string was given: nobody may fetch what is none. */
const char *sct_call_fetch(struct sct_call *call, unsigned int param)
{
	fuzz_bug("a string parameter is fetched", __FILE__, __LINE__);
}

static const struct sct_bytes *fuzz_keep(struct sct_call *call, enum sct_datum which,
					 const void *data, size_t len)
{
	struct sct_bytes *bytes = NULL;

	if (data) {
		bytes = malloc(sizeof(*bytes) + len + 1);
		bytes->len = len;
		memcpy(bytes->data, data, len);
		bytes->data[len] = '\0';
	}
	if (call->had & BIT(which))
		free(call->data[which]);
	call->data[which] = bytes;
	call->had |= BIT(which);
	return bytes;
}

/* What a parameter points to: bytes that depend on it, now and then too few. */
const struct sct_bytes *sct_call_struct(struct sct_call *call, unsigned int param, size_t size)
{
	u64 seed = call->args[param] | 1;
	unsigned char data[8192];
	size_t i;

	FUZZ_CHECK(param < call->desc->nr_params);
	FUZZ_CHECK(call->desc->params[param].kind != SCT_KIND_STRING);
	FUZZ_CHECK(size <= sizeof(data));
	if (call->had & BIT(SCT_DATUM_BEHIND + param))
		return call->data[SCT_DATUM_BEHIND + param];
	for (i = 0; i < size; i++)
		data[i] = i & 1 ? 0 : fuzz_random(&seed);
	if (call->args[param] & 2)
		size /= 2;
	return fuzz_keep(call, SCT_DATUM_BEHIND + param, call->args[param] ? data : NULL, size);
}

const char *sct_call_copy(struct sct_call *call, unsigned int side, const char *text, size_t len)
{
	FUZZ_CHECK(side < 2);
	return fuzz_keep(call, SCT_DATUM_SIDE + side, text, strnlen(text, len))->data;
}

const char *sct_call_path(struct sct_call *call, unsigned int param)
{
	const struct sct_bytes *bytes;

	FUZZ_CHECK(param < call->desc->nr_params);
	FUZZ_CHECK(call->desc->params[param].is & (SCT_PARAM_PATH | SCT_PARAM_FD));
	bytes = fuzz_keep(call, SCT_DATUM_PATH + param,
			  call->args[param] & 4 ? NULL : "/etc/passwd", 11);
	return bytes ? bytes->data : NULL;
}

const char *sct_call_inode(struct sct_call *call, unsigned int param)
{
	const struct sct_bytes *bytes;

	FUZZ_CHECK(param < call->desc->nr_params);
	FUZZ_CHECK(call->desc->params[param].is & (SCT_PARAM_PATH | SCT_PARAM_FD));
	bytes = fuzz_keep(call, SCT_DATUM_INODE + param,
			  call->args[param] & 4 ? NULL : "fe01:1573", 9);
	return bytes ? bytes->data : NULL;
}

u64 sct_call_number(const struct sct_call *call, enum sct_var var)
{
	FUZZ_CHECK(sct_var_type(var) < SCT_TYPE_STRING);
	switch (var) {
	case SCT_VAR_SID:
		return call->desc->nr;
	case SCT_VAR_RETVAL:
		FUZZ_CHECK(call->when == SCT_AFTER);
		return call->retval;
	default:
		return sct_var_type(var) == SCT_TYPE_U32 ? 1000 + var : (u64)var;
	}
}

const char *sct_call_text(struct sct_call *call, enum sct_var var, unsigned int side)
{
	FUZZ_CHECK(sct_var_type(var) == SCT_TYPE_STRING);
	FUZZ_CHECK(side < 2);
	switch (var) {
	case SCT_VAR_COMM:
		/* As the rules of the corpus want it, mostly. */
		return sct_call_copy(call, side, call->retval & 8 ? "x" : "sct_test", 16);
	case SCT_VAR_ABI:
		return sct_abi_name(call->desc->abi);
	case SCT_VAR_SNAME:
		return call->desc->name;
	default:
		return call->retval & 1 ? NULL : sct_call_copy(call, side, "/", 1);
	}
}

/* Three generations: their tasks are only told apart. */
bool sct_call_ancestor(struct sct_call *call)
{
	static char tasks[3];
	char *task = (char *)call->task;

	if (task == &tasks[2])
		return false;
	call->task = (struct task_struct *)(task ? task + 1 : tasks);
	return true;
}

void sct_call_self(struct sct_call *call)
{
	call->task = NULL;
}
