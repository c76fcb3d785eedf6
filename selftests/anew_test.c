// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that are made anew where something is another than before: the object that the
 * name leads to, the caller's user, the rule that matches
 *
 * What the same rules say is said once. What others say counts as if the call were new.
 */

#include <kselftest_harness.h>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "sct_test.h"
#include "sct_run.h"

FIXTURE(anew) {
	struct sct_place at;
	struct run *run;
};

static void exchange(void)
{
	syscall(SYS_renameat2, AT_FDCWD, "l", AT_FDCWD, "l2", 2 /* RENAME_EXCHANGE */);
}

static void exchange_links(int sig)
{
	exchange();
	run->signals++;
}

static void become_user(int sig)
{
	syscall(SYS_setresuid, -1L, 1L, -1L);
	run->signals++;
}

FIXTURE_SETUP(anew)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
	self->run->flags = SA_RESTART;
	ASSERT_EQ(0, mkfifo("f", 0666));
	ASSERT_TRUE(sct_make("secret"));
	ASSERT_EQ(0, symlink("f", "l") || symlink("secret", "l2"));
}

FIXTURE_TEARDOWN_PARENT(anew)
{
	sct_teardown(&self->at);
}

static int open_name(struct run *r)
{
	r->ret = sct_call(SYS_open, r->name, O_RDONLY);
	r->seen = r->ret >= 0 && (fcntl(r->ret, F_GETFL) & O_ACCMODE) == O_RDONLY;
	return 0;
}

static pid_t wait_at(struct run *r, const char *name)
{
	pid_t pid;

	set_name(r, name);
	pid = start(open_name, r);
	return WAIT(is_blocked(pid, SYS_open)) ? pid : -1;
}

#define BY_PATH(rule, name, action) \
	"rule { syscall_name = open rule_name = " rule "\n" \
	"filter_expression { PATH[filename] == \"%s/" name "\" && " MINE " }\n" \
	"action { " action " } }\n"

TEST_F_TIMEOUT(anew, log_names_the_object_it_comes_to, SCT_TIMEOUT)
{
	char expected[128];
	pid_t pid;

	self->run->handler = exchange_links;
	ASSERT_LOADED(sct_loadf(BY_PATH("s", "secret", LOG("%%path1")), self->at.dir));
	pid = wait_at(self->run, "l");
	ASSERT_LT(0, pid);
	EXPECT_LOG("");
	EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_LE(0, self->run->ret);
	snprintf(expected, sizeof(expected), "\"%s/secret\"\n", self->at.dir);
	EXPECT_LOG(expected);
}

TEST_F_TIMEOUT(anew, log_has_both_objects, SCT_TIMEOUT)
{
	char expected[256];
	pid_t pid;

	self->run->handler = exchange_links;
	ASSERT_LOADED(sct_load(RULE("s", "open", MINE " && PARAMS[filename] == \"l\"",
				    LOG("%path1"), "before")));
	pid = wait_at(self->run, "l");
	ASSERT_LT(0, pid);
	EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	snprintf(expected, sizeof(expected), "\"%s/f\"\n\"%s/secret\"\n", self->at.dir,
		 self->at.dir);
	EXPECT_LOG(expected);
}

/* Nothing is another: one call, one line, however often it is made anew. */
TEST_F_TIMEOUT(anew, the_same_is_logged_once, SCT_TIMEOUT)
{
	char expected[128];
	pid_t pid;
	int fd, i;

	self->run->handler = count_run;
	ASSERT_LOADED(sct_loadf(BY_PATH("f", "f", LOG("%%path1")), self->at.dir));
	pid = wait_at(self->run, "l");
	ASSERT_LT(0, pid);
	for (i = 0; i < 3; i++) {
		EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
		EXPECT_TRUE(WAIT(is_blocked(pid, SYS_open)));
	}
	fd = open("f", O_WRONLY | O_CLOEXEC);
	EXPECT_EQ(0, finish(pid));
	close(fd);
	snprintf(expected, sizeof(expected), "\"%s/f\"\n", self->at.dir);
	EXPECT_LOG(expected);
}

static const char by_user[] =
	RULE("other", "open", MINE " && PARAMS[1] == \"f\" && EUID == 1",
	     LOG("other %euid"), "before")
	RULE("any", "open", MINE " && PARAMS[1] == \"f\"", LOG("any %euid"), "before")
	RULE("after", "open", MINE " && PARAMS[1] == \"f\"", LOG("after %euid"), "after");

TEST_F_TIMEOUT(anew, another_user_meets_another_rule, SCT_TIMEOUT)
{
	pid_t pid;
	int fd;

	self->run->handler = become_user;
	ASSERT_LOADED(sct_load(by_user));
	pid = wait_at(self->run, "f");
	ASSERT_LT(0, pid);
	EXPECT_LOG("any 0\n");
	EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
	EXPECT_TRUE(WAIT(is_blocked(pid, SYS_open)));
	fd = open("f", O_WRONLY | O_CLOEXEC);
	EXPECT_EQ(0, finish(pid));
	close(fd);
	EXPECT_LOG("any 0\nother 1\nafter 1\n");
}

TEST_F_TIMEOUT(anew, each_rule_stops_it_once, SCT_TIMEOUT)
{
	int status, stops;
	pid_t pid;

	ASSERT_LOADED(sct_loadf(BY_PATH("f", "f", "type = SUSPEND")
				BY_PATH("s", "secret", "type = SUSPEND"),
				self->at.dir, self->at.dir));
	set_name(self->run, "l");
	pid = start(open_name, self->run);
	for (stops = 0; waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status);) {
		stops++;
		if (stops == 1)
			exchange();
		kill(pid, SIGCONT);
	}
	EXPECT_EQ(2, stops);
	EXPECT_LE(0, self->run->ret);
}

TEST_F_TIMEOUT(anew, refused_where_it_comes_to, SCT_TIMEOUT)
{
	char expected[128];
	pid_t pid;

	self->run->handler = exchange_links;
	ASSERT_LOADED(sct_loadf(BY_PATH("s", "secret",
					LOG("%%path1") " } action { " FAIL("EXDEV")),
				self->at.dir));
	pid = wait_at(self->run, "l");
	ASSERT_LT(0, pid);
	EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EXDEV, self->run->ret);
	snprintf(expected, sizeof(expected), "\"%s/secret\"\n", self->at.dir);
	EXPECT_LOG(expected);
}

/* The address of a socket, whose queue is full. */
static void put_address(struct run *r, const char *name)
{
	struct sockaddr_un *un = (void *)r->args;

	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, name, strlen(name) + 1);
}

static int listen_at(struct run *r, const char *name)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	put_address(r, name);
	return bind(fd, (void *)r->args, 4) || listen(fd, 0) ? -1 : fd;
}

static int connect_there(struct run *r)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	r->ret = sct_call(SYS_connect, fd, r->args, 4L);
	return 0;
}

static void change_address(int sig)
{
	put_address(run, "b");
	run->signals++;
}

TEST_F_TIMEOUT(anew, another_address_is_judged, SCT_TIMEOUT)
{
	int a = listen_at(self->run, "a"), b = listen_at(self->run, "b"), i;
	pid_t pid;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	ASSERT_TRUE(a >= 0 && b >= 0);
	put_address(self->run, "a");
	connect_there(self->run);
	ASSERT_EQ(0, self->run->ret);
	ASSERT_LOADED(sct_load(RULE("b", "connect",
				    MINE " && ((struct sockaddr_un *)PARAMS[2])->sun_path == \"b\"",
				    FAIL("EXDEV") " } action { " LOG("no %param2"), "before")
			       RULE("l", "connect", MINE, LOG("%param2"), "before")));
	for (i = 0; i < 2; i++) {
		self->run->handler = i ? change_address : count_run;
		put_address(self->run, "a");
		pid = start(connect_there, self->run);
		ASSERT_TRUE(WAIT(is_blocked(pid, SYS_connect)));
		EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
		if (!i) {
			EXPECT_TRUE(WAIT(is_blocked(pid, SYS_connect)));
			close(accept(a, NULL, NULL));
		}
		EXPECT_EQ(0, finish(pid));
		EXPECT_EQ(i ? -EXDEV : 0, self->run->ret);
	}
	EXPECT_LOG("{sa_family=AF_UNIX, sun_path=\"a\"}\n{sa_family=AF_UNIX, sun_path=\"a\"}\n"
		   "no {sa_family=AF_UNIX, sun_path=\"b\"}\n");
	close(a);
	close(b);
}

/* One that the kernel goes on with, behind a stop, as another call: restart_syscall. */
static int poll_there(struct run *r)
{
	r->ret = sct_call(SYS_poll, r->args, 1L, -1L);
	return 0;
}

/* Pipes: nothing comes from the first, nor from the second, something from the last. */
static int pipes[3][2];

static bool have_pipes(void)
{
	return !pipe(pipes[0]) && !pipe(pipes[1]) && !pipe(pipes[2]) &&
	       write(pipes[2][1], "x", 1) == 1;
}

/* A process that waits for the first of them. */
static pid_t wait_for_first(struct run *r, short revents)
{
	struct pollfd *to = (void *)r->args;
	pid_t pid;

	*to = (struct pollfd){ .fd = pipes[0][0], .events = POLLIN, .revents = revents };
	pid = start(poll_there, r);
	return WAIT(is_blocked(pid, SYS_poll)) ? pid : -1;
}

static bool stop(pid_t pid)
{
	int status;

	kill(pid, SIGSTOP);
	return waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status);
}

/* Its memory is another by then, and nobody would know it by that call's number. */
TEST_F_TIMEOUT(anew, memory_of_one_that_goes_on, SCT_TIMEOUT)
{
	struct pollfd *to = (void *)self->run->args;
	int loud;
	pid_t pid;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	ASSERT_TRUE(have_pipes());
	loud = pipes[2][0];
	ASSERT_LOADED(sct_loadf(RULE("no", "poll", "PARAMS[ufds]->fd == %d && " MINE,
				     FAIL("EXDEV") " } action { " LOG("no"), "before")
				RULE("a", "poll", MINE, LOG("%%retval"), "after"), loud));
	pid = wait_for_first(self->run, 0);
	ASSERT_LT(0, pid);
	ASSERT_TRUE(stop(pid));
	to->fd = loud;
	kill(pid, SIGCONT);
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EXDEV, self->run->ret);
	EXPECT_LOG_CLEAR("no\n");

	/* What the kernel itself writes there doesn't end it either. */
	pid = wait_for_first(self->run, POLLIN);
	ASSERT_LT(0, pid);
	ASSERT_TRUE(stop(pid));
	kill(pid, SIGCONT);
	ASSERT_TRUE(WAIT(is_blocked(pid, SYS_restart_syscall)));
	ASSERT_EQ(1, write(pipes[0][1], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, self->run->ret);
	EXPECT_LOG("1\n");
}

static void go_on_elsewhere(int sig)
{
	struct pollfd *to = (void *)run->args;

	to->fd = run->args[7];
	run->inner[0] = sct_call(SYS_restart_syscall);
	run->signals++;
}

/* No handler goes on with it by itself, as the kernel would. */
TEST_F_TIMEOUT(anew, a_handler_does_not_go_on_with_it, SCT_TIMEOUT)
{
	int loud;
	pid_t pid;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	ASSERT_TRUE(have_pipes());
	loud = pipes[2][0];
	ASSERT_LOADED(sct_loadf(RULE("no", "poll", "PARAMS[ufds]->fd == %d && " MINE,
				     FAIL("EXDEV"), "before"), loud));
	self->run->handler = go_on_elsewhere;
	self->run->args[7] = loud;
	pid = wait_for_first(self->run, 0);
	ASSERT_LT(0, pid);
	EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EINTR, self->run->ret);
	EXPECT_EQ(-EINTR, self->run->inner[0]);
}

/* One that goes on, and is stopped by a rule then, goes on again as what it is by then. */
TEST_F_TIMEOUT(anew, memory_of_one_that_is_stopped_on_its_way, SCT_TIMEOUT)
{
	struct pollfd *to = (void *)self->run->args;
	int loud, status;
	pid_t pid;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	ASSERT_TRUE(have_pipes());
	loud = pipes[2][0];
	ASSERT_LOADED(sct_loadf(RULE("no", "poll", "PARAMS[ufds]->fd == %d && " MINE,
				     FAIL("EXDEV"), "before")
				RULE("s", "poll", "PARAMS[ufds]->fd == %d && " MINE,
				     "type = SUSPEND", "before"), loud,
				pipes[1][0]));
	pid = wait_for_first(self->run, 0);
	ASSERT_LT(0, pid);
	ASSERT_TRUE(stop(pid));
	to->fd = pipes[1][0];
	kill(pid, SIGCONT);
	ASSERT_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ASSERT_TRUE(WIFSTOPPED(status));
	to->fd = loud;
	kill(pid, SIGCONT);
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EXDEV, self->run->ret);
}

#ifdef __x86_64__
static int listen_once(struct run *r)
{
	r->args[0] = -1;
	r->args[1] = 5;
	r->ret = sct_int80(102 /* socketcall */, 4 /* LISTEN */, (long)r->args, 0, 0, 0);
	return 0;
}

/* Rules of the call that carries another have matched too: they are not asked again. */
TEST_F_TIMEOUT(anew, a_call_that_is_carried_stops_once, SCT_TIMEOUT)
{
	int status, stops = 0;
	char *stats;
	pid_t pid;

	ASSERT_LOADED(sct_load(RULE("c", "socketcall", MINE, LOG("c"), "before")
			       RULE("l", "listen", MINE, "type = SUSPEND } action { "
				    LOG("l"), "before")));
	pid = start(listen_once, self->run);
	while (waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status) && ++stops < 5)
		kill(pid, SIGCONT);
	EXPECT_EQ(1, stops);
	EXPECT_EQ(-EBADF, self->run->ret);
	EXPECT_LOG("c\nl\n");
	stats = sct_read("/sys/kernel/debug/sct/stats");
	EXPECT_EQ(1, sct_count(stats, "l matched=1 logged=1 ")) TH_LOG("%s", stats);
	EXPECT_EQ(1, sct_count(stats, " suspended=1 ")) TH_LOG("%s", stats);
	free(stats);
}
#endif

/* A parameter that a rule gave for another object is taken back. */
TEST_F_TIMEOUT(anew, is_not_rewritten_any_more, SCT_TIMEOUT)
{
	pid_t pid;

	self->run->handler = exchange_links;
	ASSERT_LOADED(sct_loadf(BY_PATH("f", "f", "type = REWRITE param = flags value = O_WRONLY"),
				self->at.dir));
	pid = wait_at(self->run, "l");
	ASSERT_LT(0, pid);
	EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_LE(0, self->run->ret);
	EXPECT_TRUE(self->run->seen);
}

/* The same for a path that a rule gave to another user. */
TEST_F_TIMEOUT(anew, another_path_is_taken_back, SCT_TIMEOUT)
{
	pid_t pid;

	self->run->handler = become_user;
	ASSERT_LOADED(sct_load(RULE("r", "open", MINE " && EUID == 0 && PARAMS[1] == \"secret\"",
				    "type = REWRITE param = filename value = \"f\"", "before")));
	pid = wait_at(self->run, "secret");
	ASSERT_LT(0, pid);
	EXPECT_TRUE(interrupt(self->run, pid, SIGUSR1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_LE(0, self->run->ret);
	EXPECT_TRUE(self->run->seen);
}

TEST_HARNESS_MAIN
