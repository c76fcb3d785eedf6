// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that carry others, socketcall and ipc: whatever their own rules do, the rules of
 * the call that is carried hold for what runs
 */

#include <kselftest_harness.h>

#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "sct_test.h"
#include "sct_run.h"

#ifdef __x86_64__

#define KEY	4711
#define FD	77	/* as rules may name it */

enum { NR32_SOCKETCALL = 102, NR32_IPC = 117 };
enum { CALL_SOCKET = 1, CALL_LISTEN = 4, CALL_ACCEPT = 5, CALL_SHUTDOWN = 13, CALL_ACCEPT4 = 18 };
enum { CALL_SEMGET = 2, CALL_MSGRCV = 12 };

#define REWRITE(param, value) "type = REWRITE param = " #param " value = " value

FIXTURE(carrier) {
	struct sct_place at;
	struct run *run;
};

FIXTURE_SETUP(carrier)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
	self->run->args[0] = -1;
	self->run->args[1] = 5;
	if (sct_int80(NR32_SOCKETCALL, 99, 0, 0, 0, 0) == -ENOSYS)
		SKIP(sct_teardown(&self->at); return, "a kernel without 32-bit calls");
}

FIXTURE_TEARDOWN_PARENT(carrier)
{
	sct_teardown(&self->at);
}

static int call_socket(struct run *r)
{
	r->ret = sct_int80(NR32_SOCKETCALL, r->nr, (long)r->args, 0, 0, 0);
	r->seen = r->ret >= 0 && fcntl(r->ret, F_GETFD) == FD_CLOEXEC;
	return 0;
}

static int call_semget(struct run *r)
{
	r->ret = sct_int80(NR32_IPC, CALL_SEMGET, r->args[0], 0, 0, 0);
	return 0;
}

/* How often a process stops before it ends. */
static int count_stops(pid_t pid)
{
	int status, stops = 0;

	while (waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status) && ++stops < 5)
		kill(pid, SIGCONT);
	return stops;
}

/* Who goes on behind a SUSPEND of the one is not past the rules of the other. */
TEST_F_TIMEOUT(carrier, that_stops_goes_on_to_the_other_rules, SCT_TIMEOUT)
{
	ASSERT_LOADED(sct_load(RULE("c", "socketcall, ipc", MINE,
				    LOG("%sname") " } action { type = SUSPEND", "before")
			       RULE("l", "listen", MINE, FAIL("EXDEV"), "before")
			       RULE("s", "semget", MINE, FAIL("EXDEV"), "before")));
	self->run->nr = CALL_LISTEN;
	EXPECT_EQ(1, count_stops(start(call_socket, self->run)));
	EXPECT_EQ(-EXDEV, self->run->ret);
	EXPECT_EQ(1, count_stops(start(call_semget, self->run)));
	EXPECT_EQ(-EXDEV, self->run->ret);
	EXPECT_LOG("socketcall\nipc\n");
}

TEST_F_TIMEOUT(carrier, both_stop_once_each, SCT_TIMEOUT)
{
	ASSERT_LOADED(sct_load(RULE("c", "socketcall", MINE, "type = SUSPEND", "before")
			       RULE("l", "listen", MINE, "type = SUSPEND } action { "
				    LOG("%params"), "before")
			       RULE("a", "listen", MINE, LOG("%retval"), "after")
			       RULE("e", "socketcall", MINE, LOG("%param1 %retval"), "after")));
	self->run->nr = CALL_LISTEN;
	EXPECT_EQ(2, count_stops(start(call_socket, self->run)));
	EXPECT_EQ(-EBADF, self->run->ret);
	EXPECT_LOG("-1, 5\n-9\n4 -9\n");
}

/* What is carried is what the caller has in memory when it goes on, and that is judged. */
TEST_F_TIMEOUT(carrier, memory_changes_while_it_stands, SCT_TIMEOUT)
{
	int status;
	pid_t pid;

	ASSERT_LOADED(sct_load(RULE("c", "socketcall", MINE, "type = SUSPEND", "before")
			       RULE("l", "listen", MINE " && PARAMS[2] == 6", FAIL("EXDEV"),
				    "before")));
	self->run->nr = CALL_LISTEN;
	pid = start(call_socket, self->run);
	ASSERT_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ASSERT_TRUE(WIFSTOPPED(status));
	self->run->args[1] = 6;
	kill(pid, SIGCONT);
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EXDEV, self->run->ret);
}

/* A rule makes another call of it: the rules of that one are asked. */
TEST_F(carrier, becomes_another_call)
{
	ASSERT_LOADED(sct_load(RULE("c", "socketcall", MINE " && PARAMS[1] == 4",
				    REWRITE(1, "13"), "before")
			       RULE("l", "listen", MINE, LOG("%sname"), "before")
			       RULE("s", "shutdown", MINE, FAIL("EXDEV"), "before")));
	self->run->nr = CALL_LISTEN;
	call_socket(self->run);
	EXPECT_EQ(-EXDEV, self->run->ret);
	self->run->nr = CALL_SHUTDOWN;
	call_socket(self->run);
	EXPECT_EQ(-EXDEV, self->run->ret);
	EXPECT_LOG("");
}

TEST_F(carrier, parameters_come_from_elsewhere)
{
	ASSERT_LOADED(sct_loadf(RULE("c", "socketcall", MINE, REWRITE(2, "%#lx"), "before")
				RULE("l", "listen", MINE " && PARAMS[2] == 9", FAIL("EXDEV"),
				     "before"), (unsigned long)&self->run->args[4]));
	self->run->args[4] = -1;
	self->run->args[5] = 9;
	self->run->nr = CALL_LISTEN;
	call_socket(self->run);
	EXPECT_EQ(-EXDEV, self->run->ret);
	self->run->args[5] = 8;
	call_socket(self->run);
	EXPECT_EQ(-EBADF, self->run->ret);
}

TEST_F(carrier, rewritten_ipc_is_judged)
{
	int id = semget(KEY, 1, IPC_CREAT | 0600);

	ASSERT_LE(0, id);
	ASSERT_LOADED(sct_loadf(RULE("c", "ipc", MINE " && PARAMS[2] == 815", REWRITE(2, "%d"),
				     "before")
				RULE("s", "semget", MINE, LOG("%%params"), "before"), KEY));
	self->run->args[0] = 815;
	call_semget(self->run);
	EXPECT_EQ(id, self->run->ret);
	EXPECT_LOG("4711, 0, 000\n");
	ASSERT_LOADED(sct_loadf(RULE("c", "ipc", MINE " && PARAMS[2] == 815", REWRITE(2, "%d"),
				     "before")
				RULE("s", "semget", MINE " && PARAMS[1] == %d", FAIL("EXDEV"),
				     "before"), KEY, KEY));
	call_semget(self->run);
	EXPECT_EQ(-EXDEV, self->run->ret);
	semctl(id, 0, IPC_RMID);
}

static struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "socket" };

static bool listens(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return dup2(fd, FD) == FD && !bind(FD, (struct sockaddr *)&name, sizeof(name)) &&
	       !listen(FD, 1);
}

/* A call that waits, and a signal's handler, behind which it is made anew. */
static pid_t accept_behind(struct run *r, void (*handler)(int sig))
{
	pid_t pid;

	r->handler = handler;
	r->flags = SA_RESTART;
	r->nr = CALL_ACCEPT;
	r->args[0] = FD;
	r->args[1] = 0;
	r->args[3] = SOCK_CLOEXEC;
	pid = start(call_socket, r);
	return WAIT(is_blocked(pid, NR32_SOCKETCALL)) && interrupt(r, pid, SIGUSR1) ? pid : -1;
}

/* It waits once more, and has a connection then. */
static bool is_accepted(struct run *r, pid_t pid)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	return WAIT(is_blocked(pid, NR32_SOCKETCALL)) &&
	       !connect(fd, (struct sockaddr *)&name, sizeof(name)) && !finish(pid) && r->ret > 0;
}

static void become_user(int sig)
{
	syscall(SYS_setresuid, -1L, 1L, -1L);
	run->signals++;
}

/* Made anew, it is the call that a rule has made of it. */
TEST_F_TIMEOUT(carrier, stays_another_call, SCT_TIMEOUT)
{
	struct run *r = self->run;
	pid_t pid;

	ASSERT_TRUE(listens());
	ASSERT_LOADED(sct_load(RULE("c", "socketcall", MINE " && PARAMS[1] == 5", REWRITE(1, "18"),
				    "before")
			       RULE("a", "accept4", "PARAMS[1] == 77", LOG("%params"), "before")));
	pid = accept_behind(r, count_run);
	ASSERT_LT(0, pid);
	ASSERT_TRUE(is_accepted(r, pid));
	EXPECT_TRUE(r->seen);
	EXPECT_LOG("77, <NULL>, <NULL>, SOCK_CLOEXEC\n");
}

/* Unless its caller is another by then, and the rule not about him. */
TEST_F_TIMEOUT(carrier, is_another_call_for_one_user_only, SCT_TIMEOUT)
{
	struct run *r = self->run;
	pid_t pid;

	ASSERT_TRUE(listens());
	ASSERT_LOADED(sct_load(RULE("c", "socketcall", MINE " && PARAMS[1] == 5 && EUID == 0",
				    REWRITE(1, "18"), "before")
			       RULE("a", "accept4, accept", "PARAMS[1] == 77", LOG("%sname"),
				    "before")));
	pid = accept_behind(r, become_user);
	ASSERT_LT(0, pid);
	ASSERT_TRUE(is_accepted(r, pid));
	EXPECT_FALSE(r->seen);
	EXPECT_LOG("accept4\naccept\n");
}

TEST_F_TIMEOUT(carrier, is_refused_for_another_user, SCT_TIMEOUT)
{
	pid_t pid;

	ASSERT_TRUE(listens());
	ASSERT_LOADED(sct_load(RULE("c", "socketcall", MINE " && EUID == 1", FAIL("EXDEV"),
				    "before")
			       RULE("a", "accept", "PARAMS[1] == 77", LOG("%sname"), "before")));
	pid = accept_behind(self->run, become_user);
	ASSERT_LT(0, pid);
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EXDEV, self->run->ret);
	EXPECT_LOG("accept\n");
}

/* Nothing of a carrier's rules is kept for the calls behind it, when they are gone. */
TEST_F(carrier, leaves_nothing_behind)
{
	int fd = open("file", O_RDWR | O_CREAT | O_CLOEXEC, 0600), i;

	for (i = 0; i < 4; i++) {
		ASSERT_LOADED(sct_load(RULE("c", "ipc, socketcall", "PARAMS[1] == 815",
					    LOG("c"), "before")
				       RULE("s", "semget", "PARAMS[1] == 815", LOG("s"),
					    "before")));
		EXPECT_EQ(-ENOENT, sct_int80(NR32_IPC, CALL_SEMGET, KEY, 1, 0, 0));
		ASSERT_LOADED(sct_load(RULE("l", "lseek", MINE " && PARAMS[2] == 4711",
					    REWRITE(2, "12"), "before")));
		usleep(100000);
		EXPECT_EQ(12, sct_call(SYS_lseek, fd, 4711L, SEEK_SET));
	}
	close(fd);
}

/* What no rule is about, has the error that it always had. */
TEST_F(carrier, that_would_fail_otherwise)
{
	ASSERT_LOADED(sct_load(RULE("s", "semget, msgrcv", MINE, LOG("%sname"), "before")));
	EXPECT_EQ(-EINVAL, sct_int80(NR32_IPC, CALL_MSGRCV, 0, 4, 0, 0));
	EXPECT_EQ(-ENOSYS, sct_int80(NR32_IPC, 99, 0, 4, 0, 8));
	EXPECT_LOG("");
}

/* msgrcv as libc5 called it: the message's address and its type are in memory. */
TEST_F(carrier, msgrcv_of_old)
{
	struct { int type; char text[4]; } *message = (void *)sct_low("type and text");
	struct { long type; char text[4]; } sent = { .text = "abc" };
	int id = msgget(IPC_PRIVATE, 0600);
	unsigned int *args = self->run->args;

	ASSERT_LE(0, id);
	for (sent.type = 1; sent.type < 4; sent.type++)
		ASSERT_EQ(0, msgsnd(id, &sent, 4, 0));
	ASSERT_LOADED(sct_load(RULE("no", "msgrcv", MINE " && PARAMS[msgtyp] == 2", FAIL("EXDEV"),
				    "before")
			       RULE("l", "msgrcv", MINE, LOG("%param4"), "before")));
	args[0] = (unsigned long)message;
	for (args[1] = 1; args[1] < 4; args[1]++) {
		EXPECT_EQ(args[1] == 2 ? -EXDEV : 4,
			  sct_int80(NR32_IPC, CALL_MSGRCV, id, 4, IPC_NOWAIT, (long)args));
	}
	EXPECT_EQ(3, message->type);
	EXPECT_EQ(-EFAULT, sct_int80(NR32_IPC, CALL_MSGRCV, id, 4, IPC_NOWAIT, 8));
	EXPECT_LOG("1\n3\n");
	msgctl(id, IPC_RMID, NULL);
}

/* No rule can tell what it would carry, but it is a call all the same. */
TEST_F(carrier, parameters_that_can_not_be_read)
{
	ASSERT_LOADED(sct_load(RULE("b", "socketcall", MINE, LOG("b %param1"), "before")
			       RULE("a", "socketcall", MINE, LOG("a %retval"), "after")
			       RULE("l", "listen", MINE, LOG("never"), "before")));
	EXPECT_EQ(-EFAULT, sct_int80(NR32_SOCKETCALL, CALL_LISTEN, 8, 0, 0, 0));
	EXPECT_LOG_CLEAR("b 4\na -14\n");
	ASSERT_LOADED(sct_load(RULE("l", "listen", MINE, LOG("never"), "before")));
	EXPECT_EQ(-EFAULT, sct_int80(NR32_SOCKETCALL, CALL_LISTEN, 8, 0, 0, 0));
	EXPECT_EQ(-EFAULT, sct_int80(NR32_SOCKETCALL, CALL_SOCKET, 8, 0, 0, 0));
	EXPECT_LOG("");
}

#else /* !__x86_64__ */

TEST(carrier)
{
	SKIP(return, "32-bit calls are tested on x86-64 only");
}

#endif

TEST_HARNESS_MAIN
