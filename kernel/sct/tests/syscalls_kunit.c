// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit tests of the system calls that a rule may name
 *
 * They run on the tables of the kernel that is booted. What depends on its
 * configuration is looked up among the calls that no configuration leaves out.
 */

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/string.h>

#include "../flags.h"
#include "../syscalls.h"

static const struct sct_syscall *find(enum sct_abi abi, const char *name)
{
	return sct_syscall_by_name(abi, name, strlen(name));
}

/* A table of the 32-bit calls is there only where the kernel serves them. */
static bool has_abi(enum sct_abi abi)
{
	return abi == SCT_ABI_NATIVE || SCT_MAX_COMPAT > 0;
}

/* The call behind @call, those of one ABI after those of the other; from NULL, the first. */
static const struct sct_syscall *next_call(const struct sct_syscall *call)
{
	enum sct_abi abi = call ? call->abi : 0;
	unsigned int nr = call ? call->nr + 1 : 0;

	for (; abi < SCT_NR_ABIS; abi++, nr = 0) {
		for (; nr < SCT_NR_MAX; nr++) {
			call = sct_syscall_by_nr(abi, nr);
			if (call)
				return call;
		}
	}
	return NULL;
}

/* Numbers */

struct number_case {
	enum sct_abi abi;
	unsigned int nr;
	const char *name;
};

static const struct number_case number_cases[] = {
	{ SCT_ABI_NATIVE,   0, "read" },
	{ SCT_ABI_NATIVE,   2, "open" },
	{ SCT_ABI_NATIVE,   4, "stat" },
	{ SCT_ABI_NATIVE,   9, "mmap" },
	{ SCT_ABI_NATIVE,  17, "pread64" },
	{ SCT_ABI_NATIVE,  59, "execve" },
	{ SCT_ABI_NATIVE,  87, "unlink" },
	{ SCT_ABI_NATIVE, 101, "ptrace" },
	{ SCT_ABI_NATIVE, 165, "mount" },
	{ SCT_ABI_NATIVE, 257, "openat" },
	{ SCT_ABI_NATIVE, 262, "newfstatat" },
	{ SCT_ABI_NATIVE, 424, "pidfd_send_signal" },
	{ SCT_ABI_COMPAT,   3, "read" },
	{ SCT_ABI_COMPAT,   5, "open" },
	{ SCT_ABI_COMPAT,  10, "unlink" },
	{ SCT_ABI_COMPAT,  11, "execve" },
	{ SCT_ABI_COMPAT,  26, "ptrace" },
	{ SCT_ABI_COMPAT,  90, "mmap" },
	{ SCT_ABI_COMPAT, 102, "socketcall" },
	{ SCT_ABI_COMPAT, 106, "stat" },
	{ SCT_ABI_COMPAT, 180, "pread64" },
	{ SCT_ABI_COMPAT, 192, "mmap2" },
	{ SCT_ABI_COMPAT, 295, "openat" },
	{ SCT_ABI_COMPAT, 424, "pidfd_send_signal" },
};

static void number_desc(const struct number_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s %s is %u",
		 sct_abi_name(c->abi), c->name, c->nr);
}

KUNIT_ARRAY_PARAM(number, number_cases, number_desc);

static void test_number(struct kunit *test)
{
	const struct number_case *c = test->param_value;
	const struct sct_syscall *call;

	if (!has_abi(c->abi))
		kunit_skip(test, "no 32-bit calls in this kernel");
	call = sct_syscall_by_nr(c->abi, c->nr);
	KUNIT_ASSERT_NOT_NULL(test, call);
	KUNIT_EXPECT_STREQ(test, call->name, c->name);
	KUNIT_EXPECT_EQ(test, call->nr, c->nr);
	KUNIT_EXPECT_EQ(test, call->abi, c->abi);
	KUNIT_EXPECT_PTR_EQ(test, find(c->abi, c->name), call);
}

/* Parameters */

struct param_case {
	enum sct_abi abi;
	const char *call;
	unsigned int param;
	const char *name;
	enum sct_kind kind;
	u8 size;
};

#define N SCT_ABI_NATIVE
#define C SCT_ABI_COMPAT

static const struct param_case param_cases[] = {
	{ N, "stat",	 0, "filename",	   SCT_KIND_STRING,   8 },
	{ N, "stat",	 1, "statbuf",	   SCT_KIND_POINTER,  8 },
	{ N, "unlink",	 0, "pathname",	   SCT_KIND_STRING,   8 },
	{ N, "openat",	 0, "dfd",	   SCT_KIND_SIGNED,   4 },
	{ N, "openat",	 1, "filename",	   SCT_KIND_STRING,   8 },
	{ N, "openat",	 2, "flags",	   SCT_KIND_SIGNED,   4 },
	{ N, "openat",	 3, "mode",	   SCT_KIND_MODE,     2 },
	{ N, "mkdir",	 1, "mode",	   SCT_KIND_MODE,     2 },
	{ N, "mmap",	 0, "addr",	   SCT_KIND_UNSIGNED, 8 },
	{ N, "mmap",	 5, "off",	   SCT_KIND_UNSIGNED, 8 },
	{ N, "ptrace",	 0, "request",	   SCT_KIND_SIGNED,   8 },
	{ N, "lseek",	 1, "offset",	   SCT_KIND_SIGNED,   8 },
	{ N, "pread64",	 3, "pos",	   SCT_KIND_SIGNED,   8 },
	{ N, "setuid",	 0, "uid",	   SCT_KIND_UNSIGNED, 4 },
	{ N, "kill",	 0, "pid",	   SCT_KIND_SIGNED,   4 },
	{ N, "capget",	 0, "header",	   SCT_KIND_POINTER,  8 },
	{ N, "execve",	 1, "argv",	   SCT_KIND_POINTER,  8 },
	/* text that isn't const, and const bytes that aren't text */
	{ N, "mount",	 0, "dev_name",	   SCT_KIND_STRING,   8 },
	{ N, "mount",	 1, "dir_name",	   SCT_KIND_STRING,   8 },
	{ N, "mount",	 2, "type",	   SCT_KIND_STRING,   8 },
	{ N, "mount",	 4, "data",	   SCT_KIND_POINTER,  8 },
	{ N, "umount2",	 0, "name",	   SCT_KIND_STRING,   8 },
	{ N, "utime",	 0, "filename",	   SCT_KIND_STRING,   8 },
	{ N, "utimes",	 0, "filename",	   SCT_KIND_STRING,   8 },
	{ N, "write",	 1, "buf",	   SCT_KIND_BUFFER,   8 },
	{ N, "pwrite64", 1, "buf",	   SCT_KIND_BUFFER,   8 },
	{ N, "read",	 1, "buf",	   SCT_KIND_POINTER,  8 },
	{ N, "getcwd",	 0, "buf",	   SCT_KIND_POINTER,  8 },
	{ N, "readlink", 0, "path",	   SCT_KIND_STRING,   8 },
	{ N, "readlink", 1, "buf",	   SCT_KIND_POINTER,  8 },
	{ N, "sethostname", 0, "name",	   SCT_KIND_BUFFER,   8 },

	/* entries of their own */
	{ C, "stat",	 0, "filename",	   SCT_KIND_STRING,   4 },
	{ C, "open",	 2, "mode",	   SCT_KIND_MODE,     2 },
	{ C, "ptrace",	 0, "request",	   SCT_KIND_SIGNED,   4 },
	{ C, "ptrace",	 3, "data",	   SCT_KIND_SIGNED,   4 },
	{ C, "lseek",	 1, "offset",	   SCT_KIND_SIGNED,   4 },
	{ C, "pread64",	 1, "ubuf",	   SCT_KIND_POINTER,  4 },
	{ C, "pread64",	 2, "count",	   SCT_KIND_UNSIGNED, 4 },
	{ C, "pread64",	 3, "poslo",	   SCT_KIND_UNSIGNED, 4 },
	{ C, "pread64",	 4, "poshi",	   SCT_KIND_UNSIGNED, 4 },
	{ C, "pwrite64", 1, "ubuf",	   SCT_KIND_BUFFER,   4 },
	{ C, "execve",	 1, "argv",	   SCT_KIND_POINTER,  4 },
	/* native entries that 32-bit callers share */
	{ C, "unlink",	 0, "pathname",	   SCT_KIND_STRING,   4 },
	{ C, "write",	 1, "buf",	   SCT_KIND_BUFFER,   4 },
	{ C, "write",	 2, "count",	   SCT_KIND_UNSIGNED, 4 },
	{ C, "mmap2",	 0, "addr",	   SCT_KIND_UNSIGNED, 4 },
	{ C, "mount",	 2, "type",	   SCT_KIND_STRING,   4 },
	{ C, "umount",	 0, "name",	   SCT_KIND_STRING,   4 },
};

#undef N
#undef C

static void param_desc(const struct param_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s %s parameter %u",
		 sct_abi_name(c->abi), c->call, c->param + 1);
}

KUNIT_ARRAY_PARAM(param, param_cases, param_desc);

static void test_param(struct kunit *test)
{
	const struct param_case *c = test->param_value;
	const struct sct_syscall *call;

	if (!has_abi(c->abi))
		kunit_skip(test, "no 32-bit calls in this kernel");
	call = find(c->abi, c->call);
	KUNIT_ASSERT_NOT_NULL(test, call);
	if (call->flags & SCT_SYSCALL_ABSENT)
		kunit_skip(test, "not in this kernel");
	KUNIT_ASSERT_GT(test, call->nr_params, c->param);
	KUNIT_EXPECT_STREQ(test, call->names[c->param], c->name);
	KUNIT_EXPECT_EQ(test, call->params[c->param].kind, c->kind);
	KUNIT_EXPECT_EQ(test, call->params[c->param].size, c->size);
}

/* Types */

struct type_case {
	const char *type;
	int err;
	enum sct_kind kind;
	u8 size;
};

#define CLANG_USER "__attribute__((btf_type_tag(\"user\")))"

static const struct type_case type_cases[] = {
	{ "int",			 0, SCT_KIND_SIGNED,   4 },
	{ "const int",			 0, SCT_KIND_SIGNED,   4 },
	{ "unsigned",			 0, SCT_KIND_UNSIGNED, 4 },
	{ "unsigned  long",		 0, SCT_KIND_UNSIGNED, 8 },
	{ "const clockid_t",		 0, SCT_KIND_SIGNED,   4 },
#ifdef CONFIG_HAVE_UID16
	{ "old_uid_t",			 0, SCT_KIND_UNSIGNED, 2 },
#endif
	{ "umode_t",			 0, SCT_KIND_MODE,     2 },
	{ "const char *",		 0, SCT_KIND_STRING,   8 },
	{ "const char*",		 0, SCT_KIND_STRING,   8 },
	{ "char const *",		 0, SCT_KIND_STRING,   8 },
	{ "const char " CLANG_USER " *", 0, SCT_KIND_STRING,   8 },
	{ "char *",			 0, SCT_KIND_POINTER,  8 },
	{ "char *const",		 0, SCT_KIND_POINTER,  8 },
	{ "unsigned char *",		 0, SCT_KIND_POINTER,  8 },
	{ "const char *const *",	 0, SCT_KIND_POINTER,  8 },
	{ "const char " CLANG_USER " *const " CLANG_USER " *", 0, SCT_KIND_POINTER, 8 },
	{ "const struct timespec *",	 0, SCT_KIND_POINTER,  8 },
	{ "cap_user_header_t",		 0, SCT_KIND_POINTER,  8 },
	{ "const cap_user_data_t",	 0, SCT_KIND_POINTER,  8 },
	{ "int32_like_t",		 -EINVAL },
	{ "in",				 -EINVAL },
	{ "int int",			 -EINVAL },
	{ "struct timespec",		 -EINVAL },
	{ "int [2]",			 -EINVAL },
	{ "*",				 -EINVAL },
	{ "",				 -EINVAL },
	{ "struct a_name_that_is_longer_than_any_that_a_system_call_of_linux_has *", -EINVAL },
};

static void type_desc(const struct type_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "'%s'", c->type);
}

KUNIT_ARRAY_PARAM(type, type_cases, type_desc);

static void test_type(struct kunit *test)
{
	const struct type_case *c = test->param_value;
	struct sct_param param;

	KUNIT_ASSERT_EQ(test, sct_type_param(c->type, &param), c->err);
	if (c->err)
		return;
	KUNIT_EXPECT_EQ(test, param.kind, c->kind);
	KUNIT_EXPECT_EQ(test, param.size, c->size);
}

/* What holds for every call of the booted kernel */

static void test_all_types_known(struct kunit *test)
{
	const struct sct_syscall *call;
	unsigned int described = 0;

	for (call = next_call(NULL); call; call = next_call(call)) {
		KUNIT_EXPECT_FALSE_MSG(test, call->flags & SCT_SYSCALL_UNTYPED,
				       "%s %s has a type that SCT does not know",
				       sct_abi_name(call->abi), call->name);
		if (call->flags)
			KUNIT_EXPECT_EQ(test, call->nr_params, 0);
		else
			described++;
	}
	/* The smallest of kernels has that many; none would mean that no entry was met. */
	KUNIT_EXPECT_GT(test, described, 150);
}

static bool is_power_of_2_up_to(u8 size, u8 max)
{
	return size && size <= max && !(size & (size - 1));
}

static void test_all_params_complete(struct kunit *test)
{
	const struct sct_syscall *call;

	for (call = next_call(NULL); call; call = next_call(call)) {
		for (unsigned int i = 0; i < call->nr_params; i++) {
			const struct sct_param *param = &call->params[i];
			const u8 word = call->abi == SCT_ABI_COMPAT ? 4 : 8;

			KUNIT_EXPECT_TRUE_MSG(test, is_power_of_2_up_to(param->size, word),
					      "%s %s: %s has %u bytes", sct_abi_name(call->abi),
					      call->name, call->names[i], param->size);
			KUNIT_EXPECT_LE(test, param->kind, SCT_KIND_STRING);
			if (param->kind >= SCT_KIND_POINTER)
				KUNIT_EXPECT_EQ(test, param->size, word);
			KUNIT_EXPECT_GT(test, strlen(call->names[i]), 0);
		}
	}
}

static bool is_length(const char *name)
{
	size_t len = strlen(name);

	return !strcmp(name, "count") || !strcmp(name, "size") ||
	       (len >= 3 && !strcmp(name + len - 3, "len"));
}

/* A const char * before a length is a buffer, and needs a line in sct_exceptions. */
static void test_no_string_has_a_length(struct kunit *test)
{
	const struct sct_syscall *call;

	for (call = next_call(NULL); call; call = next_call(call)) {
		for (unsigned int i = 0; i + 1 < call->nr_params; i++) {
			if (call->params[i].kind != SCT_KIND_STRING)
				continue;
			KUNIT_EXPECT_FALSE_MSG(test, is_length(call->names[i + 1]),
					       "%s %s: %s is as long as %s says",
					       sct_abi_name(call->abi), call->name,
					       call->names[i], call->names[i + 1]);
		}
	}
}

/* What may be AT_FDCWD is another directory when another thread has changed it. */
static void test_cwd_is_loose(struct kunit *test)
{
	const struct sct_syscall *call;
	unsigned int found = 0;

	for (call = next_call(NULL); call; call = next_call(call)) {
		for (unsigned int i = 0; i < call->nr_params; i++) {
			if (call->params[i].flags != SCT_FLAGS_DIRFD)
				continue;
			KUNIT_EXPECT_TRUE_MSG(test, call->params[i].is & SCT_PARAM_LOOSE,
					      "%s %s: %s", sct_abi_name(call->abi), call->name,
					      call->names[i]);
			found++;
		}
	}
	KUNIT_EXPECT_GT(test, found, 10);
}

struct fact_case {
	enum sct_abi abi;
	const char *call;
	const char *param;
	u8 is;
	u8 not;
	u8 sized;
	const char *other;
};

static const struct fact_case fact_cases[] = {
	{ SCT_ABI_NATIVE, "execveat", "fd", SCT_PARAM_LOOSE },
	{ SCT_ABI_NATIVE, "open_by_handle_at", "mountdirfd", SCT_PARAM_LOOSE },
	{ SCT_ABI_NATIVE, "openat", "dfd", SCT_PARAM_LOOSE },
	{ SCT_ABI_NATIVE, "dup2", "oldfd", SCT_PARAM_LOOSE },
	{ SCT_ABI_NATIVE, "fchmod", "fd", 0, SCT_PARAM_LOOSE },
	{ SCT_ABI_NATIVE, "quotactl", "addr", 0, SCT_PARAM_AGAIN },
	{ SCT_ABI_COMPAT, "quotactl", "addr", SCT_PARAM_AGAIN },
	{ SCT_ABI_COMPAT, "quotactl_fd", "addr", SCT_PARAM_AGAIN },
	{ SCT_ABI_COMPAT, "get_thread_area", "u_info", SCT_PARAM_AGAIN },
	{ SCT_ABI_COMPAT, "set_thread_area", "u_info", 0, SCT_PARAM_AGAIN },
	{ SCT_ABI_NATIVE, "set_robust_list", "head", SCT_PARAM_AGAIN },
	{ SCT_ABI_COMPAT, "set_robust_list", "head", SCT_PARAM_AGAIN },
	{ SCT_ABI_NATIVE, "rseq", "rseq", SCT_PARAM_AGAIN },
	{ SCT_ABI_NATIVE, "clone3", "uargs", 0, 0, SCT_SIZED_OTHER, "size" },
	{ SCT_ABI_COMPAT, "clone3", "uargs", 0, 0, SCT_SIZED_OTHER, "size" },
	{ SCT_ABI_NATIVE, "openat2", "how", 0, 0, SCT_SIZED_OTHER, "usize" },
	{ SCT_ABI_NATIVE, "mount_setattr", "uattr", 0, 0, SCT_SIZED_OTHER, "usize" },
	{ SCT_ABI_NATIVE, "landlock_create_ruleset", "attr", 0, 0, SCT_SIZED_OTHER, "size" },
	{ SCT_ABI_NATIVE, "bpf", "uattr", 0, 0, SCT_SIZED_OTHER, "size" },
	{ SCT_ABI_NATIVE, "sched_setattr", "uattr", SCT_PARAM_AGAIN, 0, SCT_SIZED_SCHED },
	{ SCT_ABI_NATIVE, "perf_event_open", "attr_uptr", SCT_PARAM_AGAIN, 0, SCT_SIZED_PERF },
	{ SCT_ABI_NATIVE, "statmount", "req", SCT_PARAM_AGAIN, 0, SCT_SIZED_MOUNT },
	{ SCT_ABI_NATIVE, "write", "buf", 0, 0, SCT_SIZED_NOT, "count" },
};

static void fact_desc(const struct fact_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s %s of %s", sct_abi_name(c->abi), c->param,
		 c->call);
}

KUNIT_ARRAY_PARAM(fact, fact_cases, fact_desc);

/* What params.c says of them. */
static void test_fact(struct kunit *test)
{
	const struct fact_case *c = test->param_value;
	const struct sct_syscall *call;
	unsigned int i;

	if (!has_abi(c->abi))
		kunit_skip(test, "no 32-bit calls in this kernel");
	call = find(c->abi, c->call);
	KUNIT_ASSERT_NOT_NULL(test, call);
	if (call->flags & SCT_SYSCALL_ABSENT)
		kunit_skip(test, "not in this kernel");
	for (i = 0; i < call->nr_params && strcmp(call->names[i], c->param); i++)
		;
	KUNIT_ASSERT_LT(test, i, call->nr_params);
	KUNIT_EXPECT_EQ(test, call->params[i].is & (c->is | c->not), c->is);
	KUNIT_EXPECT_EQ(test, call->params[i].sized, c->sized);
	if (!c->other)
		return;
	KUNIT_ASSERT_GT(test, call->params[i].other, 0);
	KUNIT_EXPECT_STREQ(test, call->names[call->params[i].other - 1], c->other);
}

static void test_found_by_own_name(struct kunit *test)
{
	const struct sct_syscall *call;
	unsigned int found = 0;

	for (call = next_call(NULL); call; call = next_call(call)) {
		KUNIT_EXPECT_PTR_EQ_MSG(test, find(call->abi, call->name), call, "%s %s",
					sct_abi_name(call->abi), call->name);
		found++;
	}
	KUNIT_EXPECT_GT(test, found, 350);
}

/* Lookup */

static void test_prefixes_differ(struct kunit *test)
{
	static const char * const names[] = { "open", "openat", "openat2", "dup", "dup2", "dup3" };

	for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
		const struct sct_syscall *call = find(SCT_ABI_NATIVE, names[i]);

		KUNIT_ASSERT_NOT_NULL_MSG(test, call, "%s", names[i]);
		KUNIT_EXPECT_STREQ(test, call->name, names[i]);
	}
	/* only so much of the text as the caller says is the name */
	KUNIT_EXPECT_PTR_EQ(test, sct_syscall_by_name(SCT_ABI_NATIVE, "openat2", 6),
			    find(SCT_ABI_NATIVE, "openat"));
	KUNIT_EXPECT_PTR_EQ(test, sct_syscall_by_name(SCT_ABI_NATIVE, "open, close", 4),
			    find(SCT_ABI_NATIVE, "open"));
}

static void test_unknown_names(struct kunit *test)
{
	static const char * const names[] = {
		"", "a", "ope", "opena", "openat22", "OPEN", "newstat", "sys_open", "zzz", "\xff",
	};

	for (enum sct_abi abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(names); i++)
			KUNIT_EXPECT_NULL_MSG(test, find(abi, names[i]), "'%s'", names[i]);
		/* a NUL in a rule's text */
		KUNIT_EXPECT_NULL(test, sct_syscall_by_name(abi, "open\0", 5));
		KUNIT_EXPECT_NULL(test, sct_syscall_by_name(abi, "open\0at", 7));
	}
}

static void test_unknown_numbers(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, sct_syscall_by_nr(SCT_ABI_NATIVE, SCT_MAX_NATIVE));
	KUNIT_EXPECT_NULL(test, sct_syscall_by_nr(SCT_ABI_NATIVE, 400));	/* a gap */
	KUNIT_EXPECT_NULL(test, sct_syscall_by_nr(SCT_ABI_NATIVE, -1));
	KUNIT_EXPECT_NULL(test, sct_syscall_by_nr(SCT_ABI_COMPAT, SCT_MAX_COMPAT));
	KUNIT_EXPECT_NULL(test, sct_syscall_by_nr(SCT_ABI_COMPAT, -1));
	/* the bit that marks an x32 call */
	KUNIT_EXPECT_NULL(test, sct_syscall_by_nr(SCT_ABI_NATIVE, 0x40000000));
}

static void test_of_one_abi_only(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, find(SCT_ABI_NATIVE, "socketcall"));
	KUNIT_EXPECT_NULL(test, find(SCT_ABI_NATIVE, "umount"));
	KUNIT_EXPECT_NULL(test, find(SCT_ABI_COMPAT, "newfstatat"));
	if (!has_abi(SCT_ABI_COMPAT))
		kunit_skip(test, "no 32-bit calls in this kernel");
	KUNIT_EXPECT_NOT_NULL(test, find(SCT_ABI_COMPAT, "socketcall"));
	KUNIT_EXPECT_NOT_NULL(test, find(SCT_ABI_COMPAT, "umount"));
}

static void test_absent_is_namable(struct kunit *test)
{
	const struct sct_syscall *call = find(SCT_ABI_NATIVE, "create_module");

	KUNIT_ASSERT_NOT_NULL(test, call);
	KUNIT_EXPECT_EQ(test, call->nr, 174);
	KUNIT_EXPECT_EQ(test, call->flags, SCT_SYSCALL_ABSENT);
	KUNIT_EXPECT_EQ(test, call->nr_params, 0);
}

/* A call without parameters is not one whose parameters are unknown. */
static void test_no_params_is_known(struct kunit *test)
{
	static const char * const names[] = { "getpid", "fork", "sync", "rt_sigreturn" };

	for (enum sct_abi abi = 0; abi < SCT_NR_ABIS; abi++) {
		if (!has_abi(abi))
			continue;
		for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {
			const struct sct_syscall *call = find(abi, names[i]);

			KUNIT_ASSERT_NOT_NULL_MSG(test, call, "%s", names[i]);
			KUNIT_EXPECT_EQ_MSG(test, call->flags, 0, "%s %s",
					    sct_abi_name(call->abi), call->name);
			KUNIT_EXPECT_EQ(test, call->nr_params, 0);
		}
	}
}

static struct kunit_case syscalls_cases[] = {
	KUNIT_CASE_PARAM(test_number, number_gen_params),
	KUNIT_CASE_PARAM(test_param, param_gen_params),
	KUNIT_CASE_PARAM(test_type, type_gen_params),
	KUNIT_CASE(test_all_types_known),
	KUNIT_CASE(test_all_params_complete),
	KUNIT_CASE(test_no_string_has_a_length),
	KUNIT_CASE(test_cwd_is_loose),
	KUNIT_CASE_PARAM(test_fact, fact_gen_params),
	KUNIT_CASE(test_found_by_own_name),
	KUNIT_CASE(test_prefixes_differ),
	KUNIT_CASE(test_unknown_names),
	KUNIT_CASE(test_unknown_numbers),
	KUNIT_CASE(test_of_one_abi_only),
	KUNIT_CASE(test_absent_is_namable),
	KUNIT_CASE(test_no_params_is_known),
	{}
};

static struct kunit_suite syscalls_suite = {
	.name = "sct_syscalls",
	.test_cases = syscalls_cases,
};

kunit_test_suite(syscalls_suite);

MODULE_DESCRIPTION("KUnit tests of the system calls that SCT knows");
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");
