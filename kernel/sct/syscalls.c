// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which system calls a rule may name, for each ABI, and their parameters
 *
 * Numbers and names are the ones that userspace knows; they come from the
 * tables in arch/, at build time. Names and types of the parameters come from
 * the kernel's own struct syscall_metadata, at boot: the two meet at the symbol
 * of the entry (sys_newstat, compat_sys_newstat).
 *
 * A call that is in the table but not in this kernel can be named too: whoever
 * makes it enters the kernel like any other and gets -ENOSYS, and a rule may
 * want to know. Its parameters are then unknown (SCT_SYSCALL_ABSENT).
 */

#include <linux/aio_abi.h>
#include <linux/array_size.h>
#include <linux/bsearch.h>
#include <linux/build_bug.h>
#include <linux/capability.h>
#include <linux/compat.h>
#include <linux/compiler.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/key.h>
#include <linux/mqueue.h>
#include <linux/nospec.h>
#include <linux/overflow.h>
#include <linux/printk.h>
#include <linux/quota.h>
#include <linux/seq_file.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/types.h>

#include <uapi/linux/landlock.h>

#include <kunit/visibility.h>
#include <trace/syscall.h>

#include "params.h"
#include "syscalls.h"

/**
 * struct sct_row - a line of a table in arch/
 * @nr: the number
 * @name: as userspace calls it
 * @entry: symbol of what serves it, empty where nothing does
 */
struct sct_row {
	u16 nr;
	const char *name;
	const char *entry;
};

static const struct sct_row sct_native_rows[] __initconst = {
#include "syscalls_native.h"
};

static struct sct_syscall sct_native[SCT_MAX_NATIVE] __ro_after_init;
static u16 sct_native_by_name[SCT_MAX_NATIVE] __ro_after_init;

#ifdef CONFIG_IA32_EMULATION

static const struct sct_row sct_compat_rows[] __initconst = {
#include "syscalls_compat.h"
	{ IA32_NR_syscalls, "semop", "sys_semop" },
	{ IA32_NR_syscalls + 1, "semtimedop", "sys_semtimedop_time32" },
	{ IA32_NR_syscalls + 2, "accept", "sys_accept" },
};

/* What socketcall and ipc carry. */
static const char *const sct_socket_calls[] __initconst = {
	"socket", "bind", "connect", "listen", "accept", "accept4", "getsockname", "getpeername",
	"socketpair", "sendto", "recvfrom", "shutdown", "setsockopt", "getsockopt", "sendmsg",
	"recvmsg", "recvmmsg", "sendmmsg",
};

static const char *const sct_ipc_calls[] __initconst = {
	"semop", "semget", "semctl", "semtimedop", "msgsnd", "msgrcv", "msgget", "msgctl",
	"shmat", "shmdt", "shmget", "shmctl",
};

static struct sct_syscall sct_compat[SCT_MAX_COMPAT] __ro_after_init;
static u16 sct_compat_by_name[SCT_MAX_COMPAT] __ro_after_init;

#endif /* CONFIG_IA32_EMULATION */

/**
 * struct sct_abi_table - the calls of one ABI
 * @abi: its name
 * @calls: by number; one without a name is a gap
 * @nr_calls: how many @calls has, gaps included
 * @by_name: the numbers of those that are no gap, in the order of their names
 * @nr_names: how many @by_name has
 */
struct sct_abi_table {
	const char *abi;
	struct sct_syscall *calls;
	unsigned int nr_calls;
	u16 *by_name;
	unsigned int nr_names;
};

static struct sct_abi_table sct_tables[SCT_NR_ABIS + 1] __ro_after_init = {
	[SCT_ABI_NATIVE] = {
		.abi		= "native",
		.calls		= sct_native,
		.nr_calls	= ARRAY_SIZE(sct_native),
		.by_name	= sct_native_by_name,
	},
	[SCT_ABI_COMPAT] = {
		.abi		= "compat",
#ifdef CONFIG_IA32_EMULATION
		.calls		= sct_compat,
		.nr_calls	= ARRAY_SIZE(sct_compat),
		.by_name	= sct_compat_by_name,
#endif
	},
	[SCT_ABI_URING] = {
		.abi		= "io_uring",
		.calls		= sct_native,
		.nr_calls	= ARRAY_SIZE(sct_native),
	},
};

/**
 * sct_abi_name - what rules and the log call an ABI
 * @abi: the ABI
 *
 * Context: Any.
 * Return: the name, a constant.
 */
const char *sct_abi_name(enum sct_abi abi)
{
	return sct_tables[abi].abi;
}

/**
 * sct_syscall_by_nr - find a system call by its number
 * @abi: the ABI that the number belongs to
 * @nr: the number, as the caller gave it: any value
 *
 * Context: Any. On the way of every call that a rule names.
 * Return: the call, which lives forever; NULL where the ABI has none of it.
 */
const struct sct_syscall *sct_syscall_by_nr(enum sct_abi abi, unsigned int nr)
{
	const struct sct_abi_table *table = &sct_tables[abi];
	const struct sct_syscall *call;

	if (nr >= table->nr_calls)
		return NULL;
	/* The number is userspace's: as careful as the dispatch of the call itself. */
	call = &table->calls[array_index_nospec(nr, table->nr_calls)];
	return call->name ? call : NULL;
}

struct sct_name_key {
	const struct sct_syscall *calls;
	const char *name;
	size_t len;
};

/* memcmp(), and not strncmp(): the name is a piece of a rule's text and may hold a NUL. */
static int sct_cmp_name(const void *key, const void *elem)
{
	const struct sct_name_key *wanted = key;
	const char *name = wanted->calls[*(const u16 *)elem].name;
	size_t len = strlen(name);
	int diff = memcmp(wanted->name, name, min(wanted->len, len));

	if (diff || wanted->len == len)
		return diff;
	return wanted->len < len ? -1 : 1;
}

/**
 * sct_syscall_by_name - find a system call by its name
 * @abi: the ABI
 * @name: the name as userspace knows it; needs no NUL at its end
 * @len: its length in bytes
 *
 * Context: Any.
 * Return: the call, which lives forever; NULL where the ABI has none of it.
 */
const struct sct_syscall *sct_syscall_by_name(enum sct_abi abi, const char *name, size_t len)
{
	const struct sct_abi_table *table = &sct_tables[abi];
	const struct sct_name_key key = { .calls = table->calls, .name = name, .len = len };
	const u16 *nr;

	nr = bsearch(&key, table->by_name, table->nr_names, sizeof(*nr), sct_cmp_name);
	return nr ? &table->calls[*nr] : NULL;
}

/* Types */

struct sct_ctype {
	const char *name;
	struct sct_param param;
};

/* The compiler knows best whether a type has a sign and how large it is. */
#define SCT_NUMBER(_type)						\
	{ #_type, { is_signed_type(_type) ? SCT_KIND_SIGNED : SCT_KIND_UNSIGNED, \
		    sizeof(_type) } }
#define SCT_OTHER(_type, _kind)		{ #_type, { _kind, sizeof(_type) } }

/* Every type that isn't spelt as a pointer and that a system call takes. */
static const struct sct_ctype sct_types[] = {
	SCT_NUMBER(int),
	SCT_NUMBER(long),
	{ "unsigned", { SCT_KIND_UNSIGNED, sizeof(unsigned int) } },
	SCT_NUMBER(unsigned int),
	SCT_NUMBER(unsigned long),
	SCT_NUMBER(u32),
	SCT_NUMBER(u64),
	SCT_NUMBER(__s32),
	SCT_NUMBER(__u32),
	SCT_NUMBER(__u64),
	/* __bitwise: not to be compared with a number, which SCT_NUMBER() does */
	{ "rwf_t", { SCT_KIND_SIGNED, sizeof(rwf_t) } },
	SCT_NUMBER(aio_context_t),
	SCT_NUMBER(clockid_t),
	SCT_NUMBER(enum landlock_rule_type),
	SCT_NUMBER(gid_t),
	SCT_NUMBER(key_serial_t),
	SCT_NUMBER(key_t),
	SCT_NUMBER(loff_t),
	SCT_NUMBER(mqd_t),
	SCT_NUMBER(off_t),
	SCT_NUMBER(old_sigset_t),
	SCT_NUMBER(pid_t),
	SCT_NUMBER(qid_t),
	SCT_NUMBER(size_t),
	SCT_NUMBER(timer_t),
	SCT_NUMBER(uid_t),
	SCT_OTHER(__sighandler_t, SCT_KIND_POINTER),
	SCT_OTHER(cap_user_data_t, SCT_KIND_POINTER),
	SCT_OTHER(cap_user_header_t, SCT_KIND_POINTER),
	SCT_OTHER(umode_t, SCT_KIND_MODE),
#ifdef CONFIG_HAVE_UID16
	SCT_NUMBER(old_gid_t),
	SCT_NUMBER(old_uid_t),
#endif
#ifdef CONFIG_COMPAT
	SCT_NUMBER(compat_aio_context_t),
	SCT_NUMBER(compat_long_t),
	SCT_NUMBER(compat_off_t),
	SCT_NUMBER(compat_pid_t),
	SCT_NUMBER(compat_size_t),
	SCT_NUMBER(compat_ssize_t),
	SCT_NUMBER(compat_ulong_t),
	SCT_OTHER(compat_mode_t, SCT_KIND_MODE),
	SCT_OTHER(compat_uptr_t, SCT_KIND_POINTER),
#endif
};

/* Behind the attribute that @type begins with, and the blanks that follow it. */
static const char *sct_skip_attribute(const char *type)
{
	int depth = 0;

	type += strcspn(type, "(");
	for (; *type; type++) {
		if (*type == '(')
			depth++;
		else if (*type == ')' && !--depth)
			return skip_spaces(type + 1);
	}
	return type;
}

static size_t sct_word_len(const char *text)
{
	size_t len = 0;

	while (isalnum(text[len]) || text[len] == '_')
		len++;
	return len;
}

static bool sct_word_is(const char *text, size_t len, const char *word)
{
	return strlen(word) == len && !memcmp(text, word, len);
}

/**
 * sct_spell - take a type apart
 * @type: the type as the kernel's source spells it, macros expanded
 * @s: where to leave the parts
 *
 * gcc leaves nothing of __user, clang an __attribute__((btf_type_tag("user"))),
 * so a type can't just be compared.
 *
 * Context: Any.
 * Return: 0, or -EINVAL where it is no type, or one that is not spelt in words.
 */
int sct_spell(const char *type, struct sct_spelling *s)
{
	size_t used = 0, len;

	*s = (struct sct_spelling) {};
	for (type = skip_spaces(type); *type; type = skip_spaces(type + len)) {
		len = 1;
		if (*type == '*') {
			s->stars++;
			continue;
		}
		len = sct_word_len(type);
		if (!len)
			return -EINVAL;
		if (sct_word_is(type, len, "__attribute__")) {
			len = sct_skip_attribute(type) - type;
		} else if (sct_word_is(type, len, "const")) {
			s->is_const |= !s->stars;
		} else {
			if (used + len + 2 > sizeof(s->base))
				return -EINVAL;
			if (used)
				s->base[used++] = ' ';
			memcpy(s->base + used, type, len);
			used += len;
		}
	}
	return used ? 0 : -EINVAL;
}

/**
 * sct_type_param - how to read the value of a parameter of a type
 * @type: the type as the kernel's source spells it, macros expanded
 * @param: where to leave the answer, for a native caller
 *
 * A const char * is taken for a string, a char * for a pointer; params.c has those
 * that differ.
 *
 * Context: Any. Part of building the tables; tests call it by itself.
 * Return: 0, or -EINVAL where the type is not known.
 */
VISIBLE_IF_KUNIT int sct_type_param(const char *type, struct sct_param *param)
{
	struct sct_spelling s;

	if (sct_spell(type, &s))
		return -EINVAL;
	if (s.stars) {
		param->kind = SCT_KIND_POINTER;
		param->size = sizeof(void *);
		if (s.stars == 1 && s.is_const && !strcmp(s.base, "char"))
			param->kind = SCT_KIND_STRING;
		return 0;
	}
	for (unsigned int i = 0; i < ARRAY_SIZE(sct_types); i++) {
		if (!strcmp(s.base, sct_types[i].name)) {
			*param = sct_types[i].param;
			return 0;
		}
	}
	return -EINVAL;
}

/* Building the tables */

static int __init sct_describe_param(struct sct_syscall *call, unsigned int i,
				     const struct syscall_metadata *meta)
{
	struct sct_param *param = &call->params[i];

	if (sct_type_param(meta->types[i], param)) {
		pr_warn("sct: %s of %s has a type that SCT does not know: %s\n",
			meta->args[i], meta->name, meta->types[i]);
		return -EINVAL;
	}
	/* A register of a 32-bit caller has no more, even where a native entry serves it. */
	if (call->abi == SCT_ABI_COMPAT)
		param->size = min_t(u8, param->size, sizeof(u32));
	return 0;
}

static void __init sct_describe_call(struct sct_syscall *call,
				     const struct syscall_metadata *meta)
{
	static_assert(ARRAY_SIZE(call->params) == SYSCALL_DEFINE_MAXARGS);

	if (!meta) {
		call->flags |= SCT_SYSCALL_ABSENT;
		return;
	}
	for (int i = 0; i < meta->nb_args; i++) {
		if (sct_describe_param(call, i, meta)) {
			call->flags |= SCT_SYSCALL_UNTYPED;
			return;
		}
	}
	call->nr_params = meta->nb_args;
	call->names = meta->args;
	call->types = meta->types;
	call->whole = call->abi == SCT_ABI_NATIVE;
	for (int i = 0; i < meta->nb_args; i++) {
		sct_param_refine(call, i);
		call->whole &= call->params[i].size == sizeof(u64);
		if (call->params[i].kind >= SCT_KIND_POINTER)
			call->pointers |= BIT(i);
	}
}

static int __init sct_cmp_meta(const void *a, const void *b)
{
	const struct syscall_metadata *const *first = a, *const *second = b;

	return strcmp((*first)->name, (*second)->name);
}

static int __init sct_cmp_entry(const void *key, const void *elem)
{
	const struct syscall_metadata *const *meta = elem;

	return strcmp(key, (*meta)->name);
}

static int __init sct_cmp_numbers(const void *a, const void *b, const void *priv)
{
	const struct sct_syscall *calls = priv;

	return strcmp(calls[*(const u16 *)a].name, calls[*(const u16 *)b].name);
}

static void __init sct_build_table(enum sct_abi abi,
				   const struct sct_row *rows, size_t nr_rows,
				   struct syscall_metadata **metas, size_t nr_metas)
{
	struct sct_abi_table *table = &sct_tables[abi];
	struct syscall_metadata **meta;
	struct sct_syscall *call;

	for (const struct sct_row *row = rows; row < rows + nr_rows; row++) {
		call = &table->calls[row->nr];
		call->name = row->name;
		call->nr = row->nr;
		call->abi = abi;
		meta = bsearch(row->entry, metas, nr_metas, sizeof(*metas), sct_cmp_entry);
		sct_describe_call(call, meta ? *meta : NULL);
		table->by_name[table->nr_names++] = row->nr;
	}
	sort_r(table->by_name, table->nr_names, sizeof(*table->by_name),
	       sct_cmp_numbers, NULL, table->calls);
}

#ifdef CONFIG_IA32_EMULATION

static void __init sct_set_mux(const char *const *names, size_t nr, u8 mux)
{
	for (size_t i = 0; i < nr; i++) {
		const struct sct_syscall *call;

		call = sct_syscall_by_name(SCT_ABI_COMPAT, names[i], strlen(names[i]));
		if (call)
			sct_compat[call->nr].mux = mux;
	}
}

static void __init sct_describe_subs(void)
{
	sct_set_mux(sct_socket_calls, ARRAY_SIZE(sct_socket_calls), SCT_SOCKETCALL);
	sct_set_mux(sct_ipc_calls, ARRAY_SIZE(sct_ipc_calls), SCT_IPC);
	/* SEMOP and SEMTIMEDOP of ipc(2), SYS_ACCEPT of socketcall(2). */
	sct_compat[IA32_NR_syscalls].sub = 1;
	sct_compat[IA32_NR_syscalls + 1].sub = 4;
	sct_compat[IA32_NR_syscalls + 2].sub = 5;
}

#endif /* CONFIG_IA32_EMULATION */

/**
 * sct_syscalls_init - describe every call
 *
 * The section of descriptions is gone after boot; what it points to stays. ftrace
 * walks it too, so it is sorted in a copy.
 *
 * Context: At boot, and first of all in check_rules.
 * Return: 0; -ENOMEM.
 */
int __init sct_syscalls_init(void)
{
	size_t nr_metas = __stop_syscalls_metadata - __start_syscalls_metadata;
	struct syscall_metadata **metas;

	metas = kmemdup_array(__start_syscalls_metadata, nr_metas, sizeof(*metas), GFP_KERNEL);
	if (!metas)
		return -ENOMEM;
	sort(metas, nr_metas, sizeof(*metas), sct_cmp_meta, NULL);

	sct_build_table(SCT_ABI_NATIVE, sct_native_rows, ARRAY_SIZE(sct_native_rows),
			metas, nr_metas);
#ifdef CONFIG_IA32_EMULATION
	sct_build_table(SCT_ABI_COMPAT, sct_compat_rows, ARRAY_SIZE(sct_compat_rows),
			metas, nr_metas);
	sct_describe_subs();
#endif
	kfree(metas);
	return 0;
}
core_initcall(sct_syscalls_init);

/*
 * debugfs: a line a call
 *
 *	native  87 unlink(const char *pathname)
 *
 * The position in the file counts the calls of both ABIs, gaps included.
 */

static void *sct_syscalls_seek(loff_t *pos)
{
	loff_t first = 0;

	for (enum sct_abi abi = 0; abi < SCT_NR_ABIS; abi++) {
		const struct sct_abi_table *table = &sct_tables[abi];

		for (; *pos - first < table->nr_calls; ++*pos) {
			if (table->calls[*pos - first].name)
				return &table->calls[*pos - first];
		}
		first += table->nr_calls;
	}
	return NULL;
}

static void *sct_syscalls_start(struct seq_file *m, loff_t *pos)
{
	return sct_syscalls_seek(pos);
}

static void *sct_syscalls_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return sct_syscalls_seek(pos);
}

static void sct_syscalls_stop(struct seq_file *m, void *v)
{
}

static void sct_put_param(struct seq_file *m, const char *type, const char *name)
{
	const char *attribute;

	while ((attribute = strstr(type, "__attribute__"))) {
		seq_write(m, type, attribute - type);
		type = sct_skip_attribute(attribute);
	}
	seq_puts(m, type);
	if (*type && type[strlen(type) - 1] != '*')
		seq_putc(m, ' ');
	seq_puts(m, name);
}

static int sct_syscalls_show(struct seq_file *m, void *v)
{
	const struct sct_syscall *call = v;

	if (call->sub)
		seq_printf(m, "%s %u:%u %s(", sct_abi_name(call->abi), call->mux, call->sub,
			   call->name);
	else
		seq_printf(m, "%s %3u %s(", sct_abi_name(call->abi), call->nr, call->name);
	for (unsigned int i = 0; i < call->nr_params; i++) {
		if (i)
			seq_puts(m, ", ");
		sct_put_param(m, call->types[i], call->names[i]);
	}
	seq_puts(m, call->flags ? "...)" : ")");
	if (call->flags & SCT_SYSCALL_ABSENT)
		seq_puts(m, "\t# not in this kernel: returns ENOSYS");
	if (call->flags & SCT_SYSCALL_UNTYPED)
		seq_puts(m, "\t# has a parameter of a type that SCT does not know");
	seq_putc(m, '\n');
	return 0;
}

const struct seq_operations sct_syscalls_sops = {
	.start	= sct_syscalls_start,
	.next	= sct_syscalls_next,
	.stop	= sct_syscalls_stop,
	.show	= sct_syscalls_show,
};
