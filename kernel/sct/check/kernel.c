// SPDX-License-Identifier: GPL-2.0-only
/*
 * What SCT's files ask of the kernel when they read rules, for check_rules; and
 * the load itself
 */

#include <linux/cpumask.h>
#include <linux/jhash.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/percpu-refcount.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/stringhash.h>
#include <linux/workqueue.h>

#include <trace/syscall.h>

#include "../errlog.h"
#include "../format.h"
#include "../load.h"
#include "../syscalls.h"
#include "../watch.h"
#include "check.h"

/* Memory: all of it is zeroed, and none is ever refused. */

kmem_buckets kmalloc_caches[NR_KMALLOC_TYPES];

void *__kmalloc_noprof(size_t size, gfp_t flags)
{
	return sct_host_alloc(size);
}

void *__kmalloc_cache_noprof(struct kmem_cache *cache, gfp_t flags, size_t size)
{
	return sct_host_alloc(size);
}

void *__kmalloc_large_noprof(size_t size, gfp_t flags)
{
	return sct_host_alloc(size);
}

void *__kvmalloc_node_noprof(DECL_BUCKET_PARAMS(size, b), gfp_t flags, int node)
{
	return sct_host_alloc(size);
}

void *kvrealloc_noprof(const void *p, size_t size, gfp_t flags)
{
	return sct_host_realloc((void *)p, size);
}

void kfree(const void *p)
{
	sct_host_free((void *)p);
}

void kvfree(const void *p)
{
	sct_host_free((void *)p);
}

void *kvmemdup(const void *src, size_t len, gfp_t gfp)
{
	return memcpy(sct_host_alloc(len), src, len);
}

void *kmemdup_array(const void *src, size_t count, size_t element_size, gfp_t gfp)
{
	return kvmemdup(src, count * element_size, gfp);
}

char *kmemdup_nul(const char *s, size_t len, gfp_t gfp)
{
	return memcpy(sct_host_alloc(len + 1), s, len);
}

char *kstrdup(const char *s, gfp_t gfp)
{
	return kmemdup_nul(s, strlen(s), gfp);
}

void __percpu *pcpu_alloc_noprof(size_t size, size_t align, bool reserved, gfp_t gfp)
{
	return (void __percpu *)sct_host_alloc(size);
}

void free_percpu(void __percpu *p)
{
	sct_host_free((void __force *)p);
}

/* One CPU. */
struct cpumask __cpu_possible_mask = { .bits = { 1 } };

/* One thread: no lock is ever held by another, and no table has other users. */

void mutex_lock(struct mutex *lock)
{
}

void mutex_unlock(struct mutex *lock)
{
}

void __lockfunc _raw_spin_lock(raw_spinlock_t *lock)
{
}

/*
 * A load behind a commit takes the table before it as its base, and counts that: in one
 * number, as where there is no part for each CPU.
 */
int percpu_ref_init(struct percpu_ref *ref, percpu_ref_func_t *release, unsigned int flags,
		    gfp_t gfp)
{
	struct percpu_ref_data *data = sct_host_alloc(sizeof(*data));

	atomic_long_set(&data->count, 1);
	data->release = release;
	data->ref = ref;
	ref->data = data;
	ref->percpu_count_ptr = __PERCPU_REF_ATOMIC;
	return 0;
}

void percpu_ref_kill_and_confirm(struct percpu_ref *ref, percpu_ref_func_t *confirm_kill)
{
}

void percpu_ref_exit(struct percpu_ref *ref)
{
	sct_host_free(ref->data);
	ref->data = NULL;
}

void refcount_warn_saturate(refcount_t *r, enum refcount_saturation_type t)
{
	sct_host_die("loads rules that are put twice");
}

int __cond_resched(void)
{
	return 0;
}

struct workqueue_struct *system_unbound_wq;

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	return true;
}

/* Text: libc prints what SCT's files print. */

int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	return n < (int)size ? n : size ? size - 1 : 0;
}

int scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}

int _printk(const char *fmt, ...)
{
	char text[512];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(text, sizeof(text), printk_skip_level(fmt), args);
	va_end(args);
	sct_host_say("%s", text);
	return n;
}

/* The rest of SCT, beside quiet.c: no hooks, and no log. */

void sct_hooks_arm(u8 sees)
{
}

void sct_hooks_disarm(void)
{
}

/* Names of files are hashed so in the kernel; here any hash will do. */
u64 hashlen_string(const void *salt, const char *name)
{
	size_t len = strlen(name);

	return hashlen_create(jhash(name, len, 0), len);
}

u64 get_random_u64(void)
{
	return 0;
}

int sct_format_register(struct sct_format *format)
{
	return 0;
}

void sct_format_retire(struct sct_format *format)
{
}

void sct_formats_reap(void)
{
}

/* The name of the file of rules, as CONFIG_SCT_BUILTIN_RULES has it. */
static const char *sct_rules_name;

/* Errors, and warnings. */
void sct_errlog_add(const struct sct_error *err)
{
	sct_host_say("%s:%u:%u: %s\n    %s\n    %*s^\n", sct_rules_name, err->line, err->column,
		     err->what, err->source, (int)err->caret, "");
}

/*
 * The section of that name, at its end; the rest of the array is filled with one
 * that no call has.
 */
#define SCT_MAX_METAS	1024

struct syscall_metadata *__start_syscalls_metadata[SCT_MAX_METAS];
asm(".globl __stop_syscalls_metadata");
asm(".set __stop_syscalls_metadata, __start_syscalls_metadata + 8 * " __stringify(SCT_MAX_METAS));

/* An array of strings of the image, made one of this program. */
static const char **sct_image_strings(const char *const *array, unsigned int nr)
{
	const char **strings = sct_host_alloc(nr * sizeof(*strings));

	if (nr)
		array = sct_image_at((unsigned long)array);
	for (unsigned int i = 0; i < nr; i++)
		strings[i] = sct_image_at((unsigned long)array[i]);
	return strings;
}

static struct syscall_metadata *sct_image_meta(const struct syscall_metadata *from)
{
	struct syscall_metadata *meta = sct_host_alloc(sizeof(*meta));

	meta->name = sct_image_at((unsigned long)from->name);
	meta->nb_args = from->nb_args;
	meta->types = sct_image_strings(from->types, from->nb_args);
	meta->args = sct_image_strings(from->args, from->nb_args);
	return meta;
}

static void sct_image_metas(void)
{
	static struct syscall_metadata none = { .name = "none" };
	unsigned long start = sct_image_symbol("__start_syscalls_metadata");
	size_t nr = (sct_image_symbol("__stop_syscalls_metadata") - start) / sizeof(void *);
	const struct syscall_metadata *const *metas = sct_image_at(start);

	if (nr > SCT_MAX_METAS)
		sct_host_die("has %zu descriptions of calls; expected at most %u", nr,
			     SCT_MAX_METAS);
	for (size_t i = 0; i < SCT_MAX_METAS - nr; i++)
		__start_syscalls_metadata[i] = &none;
	for (size_t i = 0; i < nr; i++)
		__start_syscalls_metadata[SCT_MAX_METAS - nr + i] =
			sct_image_meta(sct_image_at((unsigned long)metas[i]));
}

/**
 * sct_check_rules - load the built-in rules of the image
 *
 * As boot.c does.
 *
 * Return: the status of the program: 0, or 1 where the rules are wrong, and all
 * is said.
 */
int sct_check_rules(void)
{
	unsigned long start = sct_image_symbol("sct_builtin_rules");
	size_t len = sct_image_symbol("sct_builtin_rules_end") - start;
	struct sct_load *load;
	int ret;

	sct_rules_name = sct_image_at(sct_image_symbol("sct_builtin_name"));
	sct_image_metas();
	ret = sct_syscalls_init();
	if (ret)
		sct_host_die("has no calls: error %d", ret);
	load = sct_load_begin(true);
	if (!ret && len)
		ret = sct_load_write(load, sct_image_at(start), len);
	if (!ret)
		ret = sct_load_end(load);
	return ret ? 1 : 0;
}
