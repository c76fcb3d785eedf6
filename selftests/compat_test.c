// SPDX-License-Identifier: GPL-2.0
/*
 * 32-bit callers: int 0x80 from 64-bit code, and 32-bit programs by each entry
 */

#include <kselftest_harness.h>

#include <libgen.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/shm.h>

#include "sct_test.h"

#ifdef __x86_64__

#define VICTIM	"PARAMS[1] == \"victim\""
#define NO_CALL	(-ENOSYS)	/* what a number of no call gets */

/* Numbers of the 32-bit table that differ from the 64-bit one's. */
enum {
	NR32_waitpid	= 7,
	NR32_unlink	= 10,
	NR32_lseek	= 19,
	NR32_rename	= 38,
	NR32_mkdir	= 39,
	NR32_getppid	= 64,
	NR32_getpriority = 96,
	NR32_socketcall	= 102,
	NR32_openat	= 295,
};

FIXTURE(compat) {
	struct sct_place at;
	char program[PATH_MAX];
};

FIXTURE_SETUP(compat)
{
	char self_path[PATH_MAX] = "";

	ASSERT_LT(0, readlink("/proc/self/exe", self_path, sizeof(self_path) - 1));
	snprintf(self->program, sizeof(self->program), "%s/sct_compat32", dirname(self_path));
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	if (sct_int80(NR32_getppid, 0, 0, 0, 0, 0) == NO_CALL)
		SKIP(sct_teardown(&self->at); return, "a kernel without 32-bit calls");
}

FIXTURE_TEARDOWN_PARENT(compat)
{
	sct_teardown(&self->at);
}

TEST_F(compat, one_rule_sees_both_tables)
{
	static const char rules[] =
		RULE("r", "unlink", VICTIM, LOG("%abi %sid %sname %params"), "before")
		RULE("c", "unlink", VICTIM " && ABI == \"compat\"", LOG("%sid %retval"), "after")
		RULE("n", "unlink", VICTIM " && SID == 87", LOG("%abi %retval"), "after");

	ASSERT_LOADED(sct_load(rules));
	ASSERT_TRUE(sct_make("victim"));
	EXPECT_EQ(0, sct_int80(NR32_unlink, (long)sct_low("victim"), 0, 0, 0, 0));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "victim"));
	EXPECT_LOG("compat 10 unlink \"victim\"\n10 0\n"
		   "native 87 unlink \"victim\"\nnative -2\n");
}

/* The number of one table is another call's in the other. */
TEST_F(compat, number_is_the_one_of_its_table)
{
	static const char rules[] =
		RULE("m", "mprotect, lseek, mkdir, getpid", MINE, LOG("%sname"), "before");

	ASSERT_LOADED(sct_load(rules));
	/* 10 is mprotect, 39 getpid of a 64-bit caller; here unlink and mkdir. */
	EXPECT_EQ(-ENOENT, sct_int80(NR32_unlink, (long)sct_low("victim"), 0, 0, 0, 0));
	EXPECT_EQ(0, sct_int80(NR32_mkdir, (long)sct_low("d"), 0755, 0, 0, 0));
	EXPECT_LOG("mkdir\n");
}

TEST_F(compat, refused_call_does_not_run)
{
	static const char rules[] =
		RULE("u", "unlink", VICTIM, FAIL("EROFS"), "before")
		RULE("m", "mkdir", VICTIM, FAIL("ENOSPC"), "before")
		RULE("n", "rename", "PARAMS[2] == \"victim\"", FAIL("0"), "before")
		RULE("o", "openat", "PARAMS[2] == \"victim\"", FAIL("-13"), "before")
		RULE("p", "getppid", MINE, FAIL("EPERM"), "before");
	long low = (long)sct_low("victim");

	ASSERT_LOADED(sct_load(rules));
	EXPECT_EQ(-ENOSPC, sct_int80(NR32_mkdir, low, 0755, 0, 0, 0));
	EXPECT_EQ(-EACCES, sct_int80(NR32_openat, AT_FDCWD, low, O_CREAT, 0644, 0));
	EXPECT_FALSE(sct_exists("victim"));
	ASSERT_TRUE(sct_make("other"));
	EXPECT_EQ(0, sct_int80(NR32_rename, (long)sct_low("other"), low, 0, 0, 0));
	EXPECT_TRUE(sct_exists("other"));
	EXPECT_FALSE(sct_exists("victim"));
	/* By another name: the rule on openat is in the way. */
	ASSERT_EQ(0, sct_call(SYS_link, "other", "victim"));
	EXPECT_EQ(-EROFS, sct_int80(NR32_unlink, low, 0, 0, 0, 0));
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_EQ(-EPERM, sct_int80(NR32_getppid, 0, 0, 0, 0, 0));
}

/* What stands in the high halves is none of the call's business. */
TEST_F(compat, high_halves_of_the_registers_do_not_count)
{
	static const char rules[] =
		RULE("u", "unlink", VICTIM, FAIL("EROFS"), "before")
		RULE("g", "getpriority", "PARAMS[1] == 5 && PARAMS[2] == -7",
		     LOG("%params"), "before");
	static const long high = 0xdeadbeef00000000;
	long low = (long)sct_low("victim");

	ASSERT_LOADED(sct_load(rules));
	ASSERT_TRUE(sct_make("victim"));
	EXPECT_EQ(-EROFS, sct_int80(NR32_unlink, low | high, 0, 0, 0, 0));
	EXPECT_EQ(-EROFS, sct_int80(NR32_unlink | high, low, 0, 0, 0, 0));
	EXPECT_TRUE(sct_exists("victim"));
	sct_int80(NR32_getpriority, 5 | high, 0xfffffff9, 0, 0, 0);
	EXPECT_LOG("5, -7\n");
}

TEST_F(compat, signed_parameters_are_signed)
{
	static const char rules[] =
		RULE("l", "lseek", MINE " && PARAMS[2] == -5 && PARAMS[2] < 0",
		     LOG("%params %sid"), "before");

	ASSERT_LOADED(sct_load(rules));
	sct_int80(NR32_lseek, 99, 0xfffffffb, SEEK_SET, 0, 0);
	sct_int80(NR32_lseek, 99, 5, SEEK_SET, 0, 0);
	sct_call(SYS_lseek, 99, -5L, SEEK_SET);
	EXPECT_LOG("99, -5, SEEK_SET 19\n99, -5, SEEK_SET 8\n");
}

TEST_F(compat, negative_result_is_negative)
{
	ASSERT_LOADED(sct_load(RULE("a", "unlink", MINE " && RETVAL < 0 && RETVAL == -2",
				    LOG("%retval"), "after")));
	EXPECT_EQ(-ENOENT, sct_int80(NR32_unlink, (long)sct_low("victim"), 0, 0, 0, 0));
	EXPECT_LOG("-2\n");
}

/* Calls that a 64-bit program does not have. */
TEST_F(compat, calls_of_the_32_bit_table_only)
{
	static const char rules[] =
		RULE("w", "waitpid", MINE, FAIL("EPERM"), "before")
		RULE("s", "socketcall", MINE, LOG("%sid %sname %params"), "before");

	ASSERT_LOADED(sct_load(rules));
	EXPECT_EQ(-EPERM, sct_int80(NR32_waitpid, -1, 0, 0, 0, 0));
	EXPECT_EQ(-EINVAL, sct_int80(NR32_socketcall, 99, 0, 0, 0, 0));
	EXPECT_EQ(-ECHILD, sct_call(SYS_wait4, -1, NULL, 0, NULL));
	EXPECT_EQ(-EBADF, sct_call(SYS_sendto, -1, NULL, 0L, 0, NULL, 0));
	EXPECT_LOG("102 socketcall 99, <NULL>\n");
}

/* Rules of both look at the end of both. */
TEST_F(compat, end_of_a_call_and_of_the_one_that_it_carries)
{
	static const char rules[] =
		RULE("b", "socketcall", MINE, LOG("b %sname"), "before")
		RULE("s", "socketcall", MINE, LOG("s %sname %param1 %retval"), "after")
		RULE("l", "listen", MINE, LOG("l %sname %params") " } action { "
		     "type = RETURN value = 7", "after");
	unsigned int *args = (void *)sct_low("twelve bytes");

	args[0] = -1;
	args[1] = 5;
	ASSERT_LOADED(sct_load(rules));
	EXPECT_EQ(7, sct_int80(NR32_socketcall, 4, (long)args, 0, 0, 0));
	EXPECT_LOG("b socketcall\nl listen -1, 5\ns socketcall 4 7\n");
}

/* The command has the version of its structs in it, which is no part of the command. */
TEST_F(compat, command_of_any_version)
{
	static const struct {
		const char *call;
		unsigned int sub;
		int nr;		/* of the call by itself */
	} calls[] = { { "shmctl", 24, 396 }, { "msgctl", 14, 402 } };
	unsigned int i, version;

	for (i = 0; i < ARRAY_SIZE(calls); i++) {
		int id = i ? msgget(IPC_PRIVATE, 0600) : shmget(IPC_PRIVATE, 4096, 0600);

		ASSERT_LE(0, id);
		ASSERT_LOADED(sct_loadf(RULE("no", "%s", MINE " && PARAMS[cmd] == IPC_RMID",
					     FAIL("EXDEV"), "before"), calls[i].call));
		for (version = 0; version <= 0x100; version += 0x100) {
			EXPECT_EQ(-EXDEV, sct_int80(117, calls[i].sub, id, IPC_RMID | version,
						    0, 0));
			EXPECT_EQ(-EXDEV, sct_int80(calls[i].nr, id, IPC_RMID | version, 0,
						    0, 0));
		}
		EXPECT_EQ(-EXDEV, sct_call(i ? SYS_msgctl : SYS_shmctl, id, IPC_RMID, 0L));
		ASSERT_LOADED(sct_load(""));
		EXPECT_EQ(0, sct_int80(117, calls[i].sub, id, IPC_RMID | 0x100, 0, 0));
	}
}

/* A call of ipc that no rule matched leaves nothing behind for the next call. */
TEST_F(compat, call_behind_one_that_was_carried)
{
	static const char rules[] =
		RULE("s", "semget", MINE " && PARAMS[1] == 4711", FAIL("EPERM"), "before")
		RULE("l", "lseek", MINE " && PARAMS[2] == 4711",
		     "type = REWRITE param = 2 value = 12", "before");
	int fd = open("file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	ASSERT_LOADED(sct_load(rules));
	EXPECT_EQ(-ENOENT, sct_int80(117 /* ipc */, 2 /* SEMGET */, 815, 1, 0, 0));
	EXPECT_EQ(12, sct_int80(NR32_lseek, fd, 4711, SEEK_SET, 0, 0));
	close(fd);
}

TEST_F(compat, bad_pointer_prints_as_its_address)
{
	ASSERT_LOADED(sct_load(RULE("u", "unlink", MINE, LOG("%params"), "before")));
	EXPECT_EQ(-EFAULT, sct_int80(NR32_unlink, 0xfffff000, 0, 0, 0, 0));
	EXPECT_EQ(-EFAULT, sct_int80(NR32_unlink, 0, 0, 0, 0, 0));
	EXPECT_LOG("<0xfffff000>\n<NULL>\n");
}

struct helper {
	const char *program;
	const char *how;
	const char *nr;
	const char *arg;
};

static int run_helper(void *arg)
{
	struct helper *h = arg;

	execl(h->program, "sct_compat32", h->how, h->nr, h->arg, NULL);
	return 250;
}

TEST_F(compat, program_of_32_bits_by_each_entry)
{
	static const char rules[] =
		RULE("no", "unlink", VICTIM, FAIL("EROFS"), "before")
		RULE("log", "unlink", "COMM == \"sct_compat32\"",
		     LOG("%comm %sid %sname %params"), "before")
		RULE("end", "unlink", "COMM == \"sct_compat32\"", LOG("%params %retval"), "after");
	static const char * const entries[] = { "int80", "vdso" };
	struct helper h = { .program = self->program, .nr = "10" };
	size_t i;

	if (access(self->program, X_OK))
		SKIP(return, "sct_compat32 was not built");

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(rules));
	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		h.how = entries[i];
		h.arg = "victim";
		EXPECT_EQ(EROFS, sct_child(run_helper, &h)) TH_LOG("%s", h.how);
		EXPECT_TRUE(sct_exists("victim"));
		EXPECT_LOG("");

		ASSERT_TRUE(sct_make("other"));
		h.arg = "other";
		EXPECT_EQ(0, sct_child(run_helper, &h)) TH_LOG("%s", h.how);
		EXPECT_FALSE(sct_exists("other"));
		EXPECT_LOG_CLEAR("\"sct_compat32\" 10 unlink \"other\"\n\"other\" 0\n");
	}
}

#else /* !__x86_64__ */

TEST(compat)
{
	SKIP(return, "32-bit calls are tested on x86-64 only");
}

#endif

TEST_HARNESS_MAIN
