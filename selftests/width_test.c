// SPDX-License-Identifier: GPL-2.0
/*
 * Registers that hold more than the call takes of them: what a rule compares is what the
 * call uses, whatever stands above
 */

#include <kselftest_harness.h>

#include <linux/io_uring.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "sct_test.h"

#define ABOVE	0x100000000

FIXTURE(width) {
	struct sct_place at;
};

FIXTURE_SETUP(width)
{
	sct_setup(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(width)
{
	sct_teardown(&self->at);
}

#define REFUSES(call, filter, ...) \
	ASSERT_LOADED(sct_loadf(RULE("no", call, MINE " && " filter, FAIL("EXDEV") ALSO, \
				     "before"), __VA_ARGS__))
#define ALSO	" } action { " LOG("%%sname %%params")

/* The call works as without the bits above: the attack is one. */
TEST_F(width, vectors)
{
	char text[] = "text";
	struct iovec iov = { text, 4 };
	int fd = open("file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	char line[64];

	ASSERT_LE(0, fd);
	EXPECT_EQ(4, sct_call(SYS_writev, fd | ABOVE, &iov, 1 | ABOVE));
	REFUSES("readv, writev, preadv, pwritev, preadv2, pwritev2", "PARAMS[fd] == %d", fd);
	EXPECT_EQ(-EXDEV, sct_call(SYS_writev, fd | ABOVE, &iov, 1L));
	EXPECT_EQ(-EXDEV, sct_call(SYS_readv, fd | ABOVE, &iov, 1L));
	EXPECT_EQ(-EXDEV, sct_call(SYS_preadv2, fd | ABOVE, &iov, 1L, 0L, 0L, 0));
	REFUSES("writev", "PARAMS[vlen] == %d", 1);
	EXPECT_EQ(-EXDEV, sct_call(SYS_writev, (long)fd, &iov, 1 | ABOVE));
	if (access("/sys/kernel/btf/vmlinux", F_OK))
		return;
	/* The log shows what would have been used. */
	ASSERT_EQ(0, sct_clear_log());
	EXPECT_EQ(-EXDEV, sct_call(SYS_writev, fd | ABOVE, &iov, 1 | ABOVE));
	snprintf(line, sizeof(line), "writev %d, {iov_base=%p, iov_len=4}, 1\n", fd, text);
	EXPECT_LOG(line);
	close(fd);
}

TEST_F(width, mapping_of_a_file)
{
	int fd = open("file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	long at;

	ASSERT_LE(0, fd);
	ASSERT_EQ(0, ftruncate(fd, 4096));
	at = sct_call(SYS_mmap, NULL, 4096L, PROT_READ, MAP_PRIVATE, fd | ABOVE, 0L);
	EXPECT_LT(0, at);
	REFUSES("mmap", "PARAMS[fd] == %d", fd);
	EXPECT_EQ(-EXDEV, sct_call(SYS_mmap, NULL, 4096L, PROT_READ, MAP_PRIVATE, fd | ABOVE, 0L));
	/* And none is none, however wide. */
	REFUSES("mmap", "PARAMS[fd] == %d && PARAMS[len] == 8192", -1);
	EXPECT_EQ(-EXDEV, sct_call(SYS_mmap, NULL, 8192L, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS,
				   0xffffffffL, 0L));
	EXPECT_EQ(-EXDEV, sct_call(SYS_mmap, NULL, 8192L, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS,
				   -1L, 0L));
	close(fd);
}

TEST_F(width, process_that_is_traced)
{
	pid_t pid = fork();
	int status;

	ASSERT_LE(0, pid);
	if (!pid) {
		pause();
		_exit(0);
	}
	REFUSES("ptrace", "PARAMS[request] == PTRACE_ATTACH && PARAMS[pid] == %d", pid);
	EXPECT_EQ(-EXDEV, sct_call(SYS_ptrace, PTRACE_ATTACH, pid | ABOVE, 0L, 0L));
	ASSERT_LOADED(sct_load(""));
	EXPECT_EQ(0, sct_call(SYS_ptrace, PTRACE_ATTACH, pid | ABOVE, 0L, 0L));
	kill(pid, SIGKILL);
	waitpid(pid, &status, __WALL);
}

TEST_F(width, flags_of_a_new_process)
{
	long pid = sct_call(SYS_clone, SIGCHLD | ABOVE, 0L, 0L, 0L, 0L);

	if (!pid)
		_exit(0);
	EXPECT_LT(0, pid);
	waitpid(pid, NULL, 0);
	REFUSES("clone", "PARAMS[clone_flags] == %d", SIGCHLD);
	pid = sct_call(SYS_clone, SIGCHLD | ABOVE, 0L, 0L, 0L, 0L);
	if (!pid)
		_exit(0);
	EXPECT_EQ(-EXDEV, pid);
}

/* A bit beside the command says how the ring is named. */
TEST_F(width, command_of_a_ring)
{
	unsigned int beside = 1U << 31;
	long plain = sct_call(SYS_io_uring_register, -1, beside | IORING_REGISTER_FILES, NULL, 0);

	if (plain == -ENOSYS)
		SKIP(return, "a kernel without io_uring");
	REFUSES("io_uring_register", "PARAMS[opcode] == %d", IORING_REGISTER_FILES);
	EXPECT_EQ(-EXDEV, sct_call(SYS_io_uring_register, -1, IORING_REGISTER_FILES, NULL, 0));
	EXPECT_EQ(-EXDEV, sct_call(SYS_io_uring_register, -1, beside | IORING_REGISTER_FILES,
				   NULL, 0));
}

/* How much of it is taken, the command says: a load tells so, and a mask helps. */
TEST_F(width, words_that_a_command_may_cut)
{
	int fd = open("file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	REFUSES("fcntl", "PARAMS[cmd] == F_SETFD && PARAMS[arg] == %d", 0);
	EXPECT_NE(NULL, strstr(sct_last_error(), "all 64 bits of arg of fcntl"));
	EXPECT_EQ(0, sct_call(SYS_fcntl, fd, F_SETFD, ABOVE));
	REFUSES("fcntl", "PARAMS[cmd] == F_SETFD && (PARAMS[arg] & 0xffffffff) == %d", 0);
	EXPECT_EQ(-EXDEV, sct_call(SYS_fcntl, fd, F_SETFD, ABOVE));
	EXPECT_EQ(-EXDEV, sct_call(SYS_fcntl, fd, F_SETFD, 0L));
	EXPECT_EQ(0, sct_call(SYS_fcntl, fd, F_SETFD, 1L));
	close(fd);
}

TEST_HARNESS_MAIN
