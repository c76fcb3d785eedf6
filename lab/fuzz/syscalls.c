// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stand-in for SCT's own file of this name: some calls of both ABIs, with parameters
 * of every kind and size
 */

#include "syscalls.h"

#include <linux/string.h>

#define S(name, size)	{ name, "signed " #size, { SCT_KIND_SIGNED, size } }
#define U(name, size)	{ name, "unsigned " #size, { SCT_KIND_UNSIGNED, size } }
#define M(name)		{ name, "umode_t", { SCT_KIND_MODE, 2 } }
#define P(name)		{ name, "void *", { SCT_KIND_POINTER, 8 } }
#define B(name)		{ name, "const char *", { SCT_KIND_BUFFER, 8 } }
#define N(name, type)	{ name, type " *", { SCT_KIND_POINTER, 8, .is = SCT_PARAM_INPUT } }
#define F(name, size)	{ name, "int", { SCT_KIND_SIGNED, size, .is = SCT_PARAM_FD } }
#define T(name)		{ name, "const char *", \
			  { SCT_KIND_STRING, 8, .is = SCT_PARAM_PATH | SCT_PARAM_NAME } }
/* One that the call reads by itself, not by getname() */
#define R(name)		{ name, "const char *", { SCT_KIND_STRING, 8 } }

struct fuzz_param {
	const char *name;
	const char *type;
	struct sct_param param;
};

/**
 * struct fuzz_syscall - a call, of one ABI or both
 * @name: its name
 * @native: its number; -1 where the ABI has none of it
 * @compat: its number for 32-bit callers
 * @absent: nothing implements it
 * @params: its parameters
 */
struct fuzz_syscall {
	const char *name;
	int native;
	int compat;
	bool absent;
	struct fuzz_param params[6];
};

static const struct fuzz_syscall fuzz_syscalls[] = {
	{ "read", 0, 3, 0, { U("fd", 4), P("buf"), U("count", 8) } },
	{ "write", 1, 4, 0, { F("fd", 4), B("buf"), U("count", 8) } },
	{ "open", 2, 5, 0, { T("filename"), S("flags", 4), M("mode") } },
	{ "close", 3, 6, 0, { U("fd", 4) } },
	{ "stat", 4, 106, 0, { T("filename"), P("statbuf") } },
	{ "lseek", 8, 19, 0, { U("fd", 4), S("offset", 8), U("whence", 4) } },
	{ "mmap", 9, -1, 0, { U("addr", 8), U("len", 8), U("prot", 8),
			      U("flags", 8), U("fd", 8), U("off", 8) } },
	{ "mmap2", -1, 192, 0, { U("addr", 4), U("len", 4), U("prot", 4),
				 U("flags", 4), U("fd", 4), U("pgoff", 4) } },
	{ "mprotect", 10, 125, 0, { U("start", 8), U("len", 8), U("prot", 8) } },
	{ "ioctl", 16, 54, 0, { F("fd", 4), U("cmd", 4), N("arg", "struct odd") } },
	{ "pause", 34, 29, 0, { } },
	{ "getpid", 39, 20, 0, { } },
	{ "socket", 41, 359, 0, { S("family", 4), S("type", 4), S("protocol", 4) } },
	{ "connect", 42, 362, 0, { S("fd", 4), N("uservaddr", "struct sockaddr"),
				   S("addrlen", 4) } },
	{ "sendto", 44, 369, 0, { S("fd", 4), P("buff"), U("len", 8),
				  U("flags", 4), N("addr", "struct sockaddr"), S("addr_len", 4) } },
	{ "bind", 49, 361, 0, { S("fd", 4), N("umyaddr", "struct sockaddr"), S("addrlen", 4) } },
	{ "clone", 56, 120, 0, { U("clone_flags", 8), U("newsp", 8),
				 P("parent_tidptr"), P("child_tidptr"), U("tls", 8) } },
	{ "execve", 59, 11, 0, { T("filename"), P("argv"), P("envp") } },
	{ "exit", 60, 1, 0, { S("error_code", 4) } },
	{ "kill", 62, 37, 0, { S("pid", 4), S("sig", 4) } },
	{ "uname", 63, 122, 0, { N("name", "struct utsname") } },
	{ "fcntl", 72, 55, 0, { U("fd", 4), U("cmd", 4), U("arg", 8) } },
	{ "truncate", 76, 92, 0, { T("path"), S("length", 8) } },
	{ "chdir", 80, 12, 0, { T("filename") } },
	{ "rename", 82, 38, 0, { T("oldname"), T("newname") } },
	{ "mkdir", 83, 39, 0, { T("pathname"), M("mode") } },
	{ "rmdir", 84, 40, 0, { T("pathname") } },
	{ "unlink", 87, 10, 0, { T("pathname") } },
	{ "chmod", 90, 15, 0, { T("filename"), M("mode") } },
	{ "ptrace", 101, 26, 0, { S("request", 8), S("pid", 8), U("addr", 8),
				  U("data", 8) } },
	{ "chown16", -1, 182, 0, { T("filename"), U("user", 2), S("group", 2) } },
	{ "socketcall", -1, 102, 0, { S("call", 4), P("args") } },
	{ "ipc", -1, 117, 0, { U("call", 4), S("first", 4), U("second", 8),
			       U("third", 8), P("ptr"), S("fifth", 8) } },
	{ "mount", 165, 21, 0, { R("dev_name"), T("dir_name"), R("type"),
				 U("flags", 8), N("data", "struct longer") } },
	{ "tuxcall", 184, -1, 1, { } },
	{ "bdflush", -1, 134, 1, { } },
	{ "exit_group", 231, 252, 0, { S("error_code", 4) } },
	{ "openat", 257, 295, 0, { S("dfd", 4), T("filename"), S("flags", 4),
				   M("mode") } },
	{ "unlinkat", 263, 301, 0, { S("dfd", 4), T("pathname"), S("flag", 4) } },
	{ "renameat2", 316, 353, 0, { S("olddfd", 4), T("oldname"), S("newdfd", 4),
				      T("newname"), U("flags", 4) } },
	{ "dup2", 33, 63, 0, { F("oldfd", 4), U("newfd", 4) } },
	{ "nanosleep", 35, 162, 0, { N("rqtp", "struct odd"), P("rmtp") } },
	{ "getppid", 110, 64, 0, { } },
	{ "setpgid", 109, 57, 0, { S("pid", 4), S("pgid", 4) } },
	{ "getcwd", 79, 183, 0, { P("buf"), U("size", 8) } },
	{ "ftruncate", 77, 93, 0, { F("fd", 4), S("length", 8) } },
	{ "readlink", 89, 85, 0, { T("path"), P("buf"), S("bufsiz", 4) } },
	{ "rt_sigreturn", 15, 173, 0, { } },
	{ "restart_syscall", 219, 0, 0, { } },
	{ "semop", 65, IA32_NR_syscalls, 0, { S("semid", 4), P("sops"), U("nsops", 4) } },
	{ "tiny", 400, 400, 0, { U("u", 1), S("s", 1), U("U", 2), S("S", 2),
				 U("n", 4), S("N", 4) } },
};

static struct sct_syscall fuzz_calls[SCT_NR_ABIS][ARRAY_SIZE(fuzz_syscalls)];
static const char *fuzz_names[ARRAY_SIZE(fuzz_syscalls)][6];
static const char *fuzz_types[ARRAY_SIZE(fuzz_syscalls)][6];
static const struct sct_syscall *fuzz_by_nr[SCT_NR_ABIS][SCT_NR_MAX];

static void fuzz_describe(struct sct_syscall *call, size_t i, enum sct_abi abi)
{
	const struct fuzz_syscall *from = &fuzz_syscalls[i];
	int nr = abi == SCT_ABI_NATIVE ? from->native : from->compat;
	unsigned int n;

	if (nr < 0)
		return;
	call->name = from->name;
	call->nr = nr;
	call->abi = abi;
	fuzz_by_nr[abi][nr] = call;
	if (from->absent) {
		call->flags = SCT_SYSCALL_ABSENT;
		return;
	}
	if (abi == SCT_ABI_COMPAT && nr >= IA32_NR_syscalls) {
		call->mux = SCT_IPC;
		call->sub = 1;
	} else if (abi == SCT_ABI_COMPAT && nr >= 359 && nr <= 373) {
		call->mux = SCT_SOCKETCALL;
	}
	call->names = fuzz_names[i];
	call->types = fuzz_types[i];
	for (n = 0; n < 6 && from->params[n].name; n++) {
		fuzz_names[i][n] = from->params[n].name;
		fuzz_types[i][n] = from->params[n].type;
		call->params[n] = from->params[n].param;
		if (abi == SCT_ABI_COMPAT)
			call->params[n].size = min_t(u8, call->params[n].size, 4);
	}
	call->nr_params = n;
}

__attribute__((constructor)) static void fuzz_describe_all(void)
{
	unsigned int abi;
	size_t i;

	for (abi = 0; abi < SCT_NR_ABIS; abi++) {
		for (i = 0; i < ARRAY_SIZE(fuzz_syscalls); i++)
			fuzz_describe(&fuzz_calls[abi][i], i, abi);
	}
}

const char *sct_abi_name(enum sct_abi abi)
{
	return abi == SCT_ABI_NATIVE ? "native" : "compat";
}

const struct sct_syscall *sct_syscall_by_nr(enum sct_abi abi, unsigned int nr)
{
	return nr < SCT_NR_MAX ? fuzz_by_nr[abi][nr] : NULL;
}

const struct sct_syscall *sct_syscall_by_name(enum sct_abi abi, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fuzz_syscalls); i++) {
		const struct sct_syscall *call = &fuzz_calls[abi][i];

		if (call->name && strlen(call->name) == len && !memcmp(call->name, name, len))
			return call;
	}
	return NULL;
}
