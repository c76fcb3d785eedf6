// SPDX-License-Identifier: GPL-2.0
/*
 * What becomes of a call that a rule decides on: it is killed, stopped, changed, or
 * its result is another
 */

#include <kselftest_harness.h>

#include <pthread.h>
#include <ucontext.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/user.h>

#include "sct_test.h"
#include "sct_run.h"

#define VICTIM	"PARAMS[1] == \"victim\""
#define FD	77	/* of the file that rules on descriptors mean */

FIXTURE(action) {
	struct sct_place at;
	struct run *run;
};

FIXTURE_SETUP(action)
{
	sct_setup(_metadata, &self->at);
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
	set_name(self->run, "victim");
}

FIXTURE_TEARDOWN_PARENT(action)
{
	sct_teardown(&self->at);
}

static void handle(int sig)
{
	run->signals++;
	run->seen = sct_exists("victim");
}

static bool holds(const char *name, const char *expected)
{
	size_t len = 0;
	char *text = sct_read_len(name, &len);
	bool same = text && len == strlen(expected) && !memcmp(text, expected, len);

	free(text);
	return same;
}

/* With all registers set: a call is known again by them. */
static long unlink_at(const char *name)
{
	return sct_call(SYS_unlink, name, 0L, 0L, 0L, 0L, 0L);
}

static int unlink_name(struct run *r)
{
	r->ret = unlink_at(r->name);
	r->step = 1;
	return 0;
}

/* KILL */

static long open_truncating(void) { return sct_call(SYS_open, "victim", O_WRONLY | O_TRUNC); }
static long creat_over(void) { return sct_call(SYS_creat, "victim", 0600); }
static long truncate_it(void) { return sct_call(SYS_truncate, "victim", 2L); }
static long ftruncate_it(void) { return sct_call(SYS_ftruncate, FD, 2L); }
static long write_to_it(void) { return sct_call(SYS_write, FD, "new", 3L); }
static long pwrite_to_it(void) { return sct_call(SYS_pwrite64, FD, "new", 3L, 1L); }
static long rename_over(void) { return sct_call(SYS_rename, "other", "victim"); }
static long unlink_it(void) { return sct_call(SYS_unlink, "victim"); }

static long openat_truncating(void)
{
	return sct_call(SYS_openat, AT_FDCWD, "victim", O_RDWR | O_TRUNC);
}

static const struct change {
	const char *call;
	const char *filter;
	long (*make)(void);
} changes[] = {
	{ "open", VICTIM, open_truncating },
	{ "openat", "PARAMS[2] == \"victim\"", openat_truncating },
	{ "creat", VICTIM, creat_over },
	{ "truncate", VICTIM, truncate_it },
	{ "ftruncate", "PARAMS[1] == 77", ftruncate_it },
	{ "write", "PARAMS[1] == 77", write_to_it },
	{ "pwrite64", "PARAMS[1] == 77", pwrite_to_it },
	{ "rename", "PARAMS[2] == \"victim\"", rename_over },
	{ "unlink", VICTIM, unlink_it },
};

static int make_change(void *arg)
{
	const struct change *c = arg;
	int fd = open("victim", O_RDWR);

	if (fd < 0 || dup2(fd, FD) != FD)
		return 100;
	return c->make() < 0 ? 101 : 0;
}

TEST_F_TIMEOUT(action, killed_call_leaves_the_file_to_the_byte, SCT_TIMEOUT)
{
	static const char old[] = "what\0\nit held";
	size_t i;

	for (i = 0; i < ARRAY_SIZE(changes); i++) {
		const struct change *c = &changes[i];

		ASSERT_EQ(0, sct_put("victim", O_CREAT | O_TRUNC, old));
		ASSERT_EQ(0, sct_put("other", O_CREAT | O_TRUNC, "other"));
		ASSERT_LOADED(sct_loadf(RULE("r", "%s", "%s", "type = KILL", "before"),
					c->call, c->filter));
		EXPECT_EQ(128 + SIGKILL, sct_child(make_change, (void *)c)) TH_LOG("%s", c->call);
		/* The rule would mean the test as well. */
		ASSERT_LOADED(sct_load(""));
		EXPECT_TRUE(holds("victim", old)) TH_LOG("%s", c->call);
		EXPECT_EQ(0, sct_child(make_change, (void *)c)) TH_LOG("%s, allowed", c->call);
		EXPECT_FALSE(holds("victim", old)) TH_LOG("%s, allowed", c->call);
	}
}

static void *wait_for_ever(void *arg)
{
	for (;;)
		pause();
	return NULL;
}

static void *unlink_in_thread(void *arg)
{
	unlink_name(arg);
	return NULL;
}

static int threads_one_killed(struct run *r)
{
	pthread_t thread[3];
	int i;

	for (i = 0; i < 3; i++)
		pthread_create(&thread[i], NULL, i == 1 ? unlink_in_thread : wait_for_ever, r);
	wait_for_ever(NULL);
	return 0;
}

TEST_F(action, kill_takes_the_whole_process)
{
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("r", "unlink", VICTIM, "type = KILL", "before")));
	EXPECT_EQ(128 + SIGKILL, finish(start(threads_one_killed, self->run)));
	EXPECT_EQ(0, self->run->step);
	EXPECT_TRUE(sct_exists("victim"));
}

static int vfork_killed(struct run *r)
{
	int status;
	pid_t pid;

	pid = vfork();
	if (!pid) {
		syscall(SYS_unlink, r->name);
		_exit(1);
	}
	r->step = 1;
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 2;
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? 0 : 3;
}

TEST_F(action, kill_of_a_vfork_child_leaves_its_parent)
{
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("r", "unlink", VICTIM, "type = KILL", "before")));
	EXPECT_EQ(0, finish(start(vfork_killed, self->run)));
	EXPECT_EQ(1, self->run->step);
	EXPECT_TRUE(sct_exists("victim"));
}

static const char kill_by_term[] =
	RULE("r", "unlink", VICTIM, "type = KILL signal = SIGTERM } action { "
	     LOG("%params"), "before")
	RULE("a", "unlink", VICTIM, LOG("never"), "after");

static int term_handled(struct run *r)
{
	set_handler(SIGTERM, handle, 0);
	return unlink_name(r);
}

static int term_restarting(struct run *r)
{
	set_handler(SIGTERM, handle, SA_RESTART);
	return unlink_name(r);
}

static int term_ignored(struct run *r)
{
	signal(SIGTERM, SIG_IGN);
	return unlink_name(r);
}

static int term_blocked(struct run *r)
{
	sigset_t set;

	set_handler(SIGTERM, handle, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	unlink_name(r);
	if (r->signals)
		return 1;
	sigpending(&set);
	if (!sigismember(&set, SIGTERM))
		return 2;
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	return 0;
}

/* It is the init of a process namespace, and of it only; signals of its own it is spared. */
static int namespace_init(struct run *r)
{
	pid_t pid = sct_call(SYS_clone, CLONE_NEWPID | SIGCHLD, 0, 0, 0, 0);

	if (!pid)
		_exit(getpid() == 1 ? unlink_name(r) : 77);
	return pid < 0 ? 78 : finish(pid);
}

static const struct {
	const char *what;
	int (*fn)(struct run *r);
	int signals;
} terms[] = {
	{ "handled", term_handled, 1 },
	{ "handled, restarting", term_restarting, 1 },
	{ "ignored", term_ignored, 0 },
	{ "blocked", term_blocked, 1 },
	{ "init of a namespace", namespace_init, 0 },
};

TEST_F(action, kill_by_a_signal_that_does_not_kill)
{
	size_t i;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(kill_by_term));
	for (i = 0; i < ARRAY_SIZE(terms); i++) {
		self->run->ret = 1;
		self->run->signals = 0;
		EXPECT_EQ(0, finish(start(terms[i].fn, self->run))) TH_LOG("%s", terms[i].what);
		EXPECT_EQ(-EPERM, self->run->ret) TH_LOG("%s", terms[i].what);
		EXPECT_EQ(terms[i].signals, self->run->signals) TH_LOG("%s", terms[i].what);
		EXPECT_TRUE(sct_exists("victim")) TH_LOG("%s", terms[i].what);
		EXPECT_LOG_CLEAR("\"victim\"\n");
	}
}

TEST_F(action, kill_of_a_namespace_s_init)
{
	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("r", "unlink", VICTIM, "type = KILL", "before")));
	EXPECT_EQ(128 + SIGKILL, finish(start(namespace_init, self->run)) & 255);
	EXPECT_EQ(0, self->run->step);
	EXPECT_TRUE(sct_exists("victim"));
}

TEST_F(action, kill_by_a_signal_that_stops)
{
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("r", "unlink", VICTIM, "type = KILL signal = SIGSTOP",
				    "before")));
	pid = start(unlink_name, self->run);
	EXPECT_TRUE(wait_state(pid, 'T'));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EPERM, self->run->ret);
	EXPECT_TRUE(sct_exists("victim"));
}

/* SUSPEND */

static const char suspend[] =
	RULE("b", "unlink", VICTIM, "type = SUSPEND } action { " LOG("b %params"), "before")
	RULE("a", "unlink", VICTIM, LOG("a %params %retval"), "after");

#define SUSPENDED_ONCE	"b \"victim\"\na \"victim\" 0\n"

TEST_F(action, suspended_call_runs_once_when_it_goes_on)
{
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(suspend));
	pid = start(unlink_name, self->run);
	ASSERT_TRUE(wait_state(pid, 'T'));
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_EQ(0, self->run->step);
	EXPECT_LOG("b \"victim\"\n");
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(0, self->run->ret);
	EXPECT_FALSE(sct_exists("victim"));
	EXPECT_LOG(SUSPENDED_ONCE);
}

static int unlink_often(struct run *r)
{
	int i;

	for (i = 0; i < 3; i++) {
		r->ret = unlink_at(r->name);
		r->step = i + 1;
	}
	return 0;
}

TEST_F(action, suspended_several_times_in_a_row)
{
	pid_t pid;
	int i;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(suspend));
	pid = start(unlink_often, self->run);
	for (i = 0; i < 3; i++) {
		ASSERT_TRUE(wait_state(pid, 'T'));
		EXPECT_EQ(i, self->run->step);
		EXPECT_EQ(!i, sct_exists("victim"));
		EXPECT_EQ(0, kill(pid, SIGCONT));
		/* It must have gone on before it can stand again. */
		while (self->run->step == i && !usleep(1000))
			;
		EXPECT_EQ(i ? -ENOENT : 0, self->run->ret);
	}
	EXPECT_EQ(0, finish(pid));
	EXPECT_LOG("b \"victim\"\na \"victim\" 0\n"
		   "b \"victim\"\na \"victim\" -2\nb \"victim\"\na \"victim\" -2\n");
}

TEST_F(action, killed_while_it_stands)
{
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(suspend));
	pid = start(unlink_name, self->run);
	ASSERT_TRUE(wait_state(pid, 'T'));
	EXPECT_EQ(0, kill(pid, SIGKILL));
	EXPECT_EQ(128 + SIGKILL, finish(pid));
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_LOG("b \"victim\"\n");
}

static int unlink_with_handlers(struct run *r)
{
	set_handler(SIGCONT, handle, 0);
	set_handler(SIGTERM, handle, 0);
	return unlink_name(r);
}

TEST_F(action, handlers_run_before_the_suspended_call)
{
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(suspend));
	pid = start(unlink_with_handlers, self->run);
	ASSERT_TRUE(wait_state(pid, 'T'));
	EXPECT_EQ(0, kill(pid, SIGTERM));
	EXPECT_EQ('T', state_of(pid));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(2, self->run->signals);
	EXPECT_TRUE(self->run->seen);
	EXPECT_EQ(0, self->run->ret);
	EXPECT_LOG(SUSPENDED_ONCE);
}

/* Another process writes where the name is: what the call is by then is judged. */
TEST_F(action, name_changes_while_the_call_stands)
{
	static const char *const names[] = { "other", "secret" };
	size_t i;
	pid_t pid;

	ASSERT_LOADED(sct_load(suspend));
	ASSERT_LOADED(sct_add(RULE("s", "unlink", "PARAMS[1] == \"secret\"", FAIL("EROFS"),
				   "before")));
	ASSERT_TRUE(sct_make("victim"));
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		ASSERT_TRUE(sct_make(names[i]));
		set_name(self->run, "victim");
		pid = start(unlink_name, self->run);
		ASSERT_TRUE(wait_state(pid, 'T'));
		set_name(self->run, names[i]);
		EXPECT_EQ(0, kill(pid, SIGCONT));
		EXPECT_EQ(0, finish(pid));
		EXPECT_EQ(i ? -EROFS : 0, self->run->ret);
		EXPECT_TRUE(sct_exists("victim"));
		EXPECT_EQ(i, sct_exists(names[i])) TH_LOG("%s", names[i]);
		EXPECT_LOG_CLEAR("b \"victim\"\n");
	}
}

TEST_F(action, other_rules_judge_a_call_that_stands)
{
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(suspend));
	pid = start(unlink_name, self->run);
	ASSERT_TRUE(wait_state(pid, 'T'));
	ASSERT_LOADED(sct_load(RULE("r", "unlink", VICTIM, FAIL("EROFS"), "before")));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EROFS, self->run->ret);
	EXPECT_TRUE(sct_exists("victim"));
}

static int unlink_two_names(struct run *r)
{
	int i;

	for (i = 0; i < 2; i++) {
		set_name(r, i ? "victim2" : "victim");
		r->ret = unlink_at(r->name);
		r->step = i + 1;
		while (!i && !r->signals)
			usleep(1000);
	}
	return 0;
}

/* While rules are held the call runs unseen. The next from there is another call. */
TEST_F(action, call_after_one_that_rules_lost_is_judged)
{
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_TRUE(sct_make("victim2"));
	ASSERT_LOADED(sct_load(RULE("b", "unlink", "PARAMS[1] startswith \"victim\"",
				    "type = SUSPEND } action { " LOG("%params"), "before")));
	pid = start(unlink_two_names, self->run);
	ASSERT_TRUE(wait_state(pid, 'T'));
	ASSERT_EQ(0, sct_put(SCT_DIR "enabled", 0, "0\n"));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	while (!self->run->step && state_of(pid) != 'T' && !usleep(1000))
		;
	EXPECT_EQ(0, self->run->ret);
	EXPECT_FALSE(sct_exists("victim"));
	ASSERT_EQ(0, sct_put(SCT_DIR "enabled", 0, "1\n"));
	/* A file of the first name must not be what the second call deletes. */
	ASSERT_TRUE(sct_make("victim"));
	self->run->signals = 1;
	while (self->run->step < 2 && state_of(pid) != 'T' && !usleep(1000))
		;
	EXPECT_EQ('T', state_of(pid));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_FALSE(sct_exists("victim2"));
	EXPECT_LOG("\"victim\"\n\"victim2\"\n");
}

static int exec_true(struct run *r)
{
	char *const argv[] = { "true", NULL };
	char *const envp[] = { NULL };

	sct_call(SYS_execve, "prog", argv, envp);
	return 99;
}

TEST_F(action, suspended_execve)
{
	pid_t pid;

	ASSERT_EQ(0, symlink("/bin/true", "prog"));
	ASSERT_LOADED(sct_load(RULE("b", "execve", "PARAMS[1] == \"prog\"",
				    "type = SUSPEND } action { " LOG("b"), "before")
			       RULE("a", "execve", "PARAMS[1] == \"prog\"",
				    LOG("a %param1 %retval"), "after")));
	pid = start(exec_true, self->run);
	ASSERT_TRUE(wait_state(pid, 'T'));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_LOG("b\na \"prog\" 0\n");
}

/* Two threads stop their process again and again; each call runs once. */
#define STOPS	20

struct maker {
	pthread_t thread;
	int id;
	long bad;
};

static void *make_folders(void *arg)
{
	struct maker *m = arg;
	char name[64];
	long i;

	for (i = 0; i < sct_scaled(STOPS); i++) {
		snprintf(name, sizeof(name), "dir%d.%ld", m->id, i);
		m->bad += sct_call(SYS_mkdir, name, 0700) != 0;
	}
	return NULL;
}

static int make_folders_twice(struct run *r)
{
	struct maker makers[2] = { { .id = 0 }, { .id = 1 } };
	int i;

	for (i = 0; i < 2; i++)
		pthread_create(&makers[i].thread, NULL, make_folders, &makers[i]);
	for (i = 0; i < 2; i++) {
		pthread_join(makers[i].thread, NULL);
		r->ret += makers[i].bad;
	}
	return 0;
}

TEST_F_TIMEOUT(action, threads_that_are_suspended, SCT_TIMEOUT)
{
	long until = sct_ms() + 2 * PATIENCE;
	int status, stops = 0;
	char *log;
	pid_t pid;

	ASSERT_LOADED(sct_load(RULE("b", "mkdir", "PARAMS[1] startswith \"dir\"",
				    "type = SUSPEND } action { " LOG("b %params"), "before")
			       RULE("a", "mkdir", "PARAMS[1] startswith \"dir\"",
				    LOG("a %retval"), "after")));
	self->run->ret = 0;
	pid = start(make_folders_twice, self->run);
	for (;;) {
		pid_t got = waitpid(pid, &status, WUNTRACED | WNOHANG);

		if (got == pid && !WIFSTOPPED(status))
			break;
		if (!got && sct_ms() > until)
			break;
		if (got == pid && ++stops && kill(pid, SIGCONT))
			break;
		if (!got)
			usleep(200);
	}
	ASSERT_TRUE(WIFEXITED(status)) TH_LOG("it stands, after %d stops", stops);
	EXPECT_EQ(0, self->run->ret);
	EXPECT_LE(sct_scaled(STOPS), stops);
	log = sct_read(SCT_LOG);
	ASSERT_NE(NULL, log);
	EXPECT_EQ(2 * sct_scaled(STOPS), sct_count(log, "b \"dir"));
	EXPECT_EQ(2 * sct_scaled(STOPS), sct_count(log, "a 0\n"));
	free(log);
}

static int vfork_suspended(struct run *r)
{
	int status;
	pid_t pid;

	pid = vfork();
	if (!pid) {
		r->ret = syscall(SYS_unlink, r->name);
		_exit(5);
	}
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

/* Its pid is not known before: the log tells it. */
TEST_F(action, suspended_vfork_child)
{
	long until = sct_ms() + PATIENCE;
	char *log = NULL;
	pid_t pid, child;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(RULE("b", "unlink", VICTIM,
				    "type = SUSPEND } action { " LOG("%pid"), "before")));
	pid = start(vfork_suspended, self->run);
	do {
		free(log);
		usleep(1000);
		log = sct_read(SCT_LOG);
	} while (log && !*log && sct_ms() < until);
	ASSERT_NE(NULL, log);
	child = atoi(log);
	free(log);
	ASSERT_LT(0, child);
	ASSERT_TRUE(wait_state(child, 'T'));
	/* Its child may have come here first. */
	EXPECT_TRUE(wait_state(pid, 'D'));
	EXPECT_EQ(0, kill(child, SIGCONT));
	EXPECT_EQ(5, finish(pid));
	EXPECT_EQ(0, self->run->ret);
	EXPECT_FALSE(sct_exists("victim"));
}

#ifdef __x86_64__

/* A debugger comes to a call that stands. */

static int wait_stop(pid_t pid)
{
	int status;

	return waitpid(pid, &status, __WALL) == pid && WIFSTOPPED(status) ? 0 : -1;
}

static int attach(pid_t pid)
{
	return ptrace(PTRACE_ATTACH, pid, 0, 0) ? -1 : wait_stop(pid);
}

static int seize(pid_t pid)
{
	if (ptrace(PTRACE_SEIZE, pid, 0, 0) || ptrace(PTRACE_INTERRUPT, pid, 0, 0))
		return -1;
	return wait_stop(pid);
}

static const struct {
	const char *name;
	int (*come)(pid_t pid);
} debuggers[] = {
	{ "ATTACH", attach },
	{ "SEIZE", seize },
};

TEST_F(action, debugger_comes_to_a_suspended_call)
{
	struct user_regs_struct regs;
	size_t i;
	pid_t pid;

	ASSERT_LOADED(sct_load(suspend));
	for (i = 0; i < ARRAY_SIZE(debuggers); i++) {
		ASSERT_TRUE(sct_make("victim"));
		pid = start(unlink_name, self->run);
		ASSERT_TRUE(wait_state(pid, 'T'));
		ASSERT_EQ(0, debuggers[i].come(pid)) TH_LOG("%s", debuggers[i].name);
		ASSERT_EQ(0, ptrace(PTRACE_GETREGS, pid, 0, &regs));
		EXPECT_EQ(SYS_unlink, regs.orig_rax) TH_LOG("%s", debuggers[i].name);
		EXPECT_EQ((unsigned long)self->run->name, regs.rdi);
		EXPECT_TRUE(sct_exists("victim"));
		ASSERT_EQ(0, ptrace(PTRACE_DETACH, pid, 0, 0));
		EXPECT_EQ(0, kill(pid, SIGCONT));
		EXPECT_EQ(0, finish(pid)) TH_LOG("%s", debuggers[i].name);
		EXPECT_EQ(0, self->run->ret);
		EXPECT_FALSE(sct_exists("victim"));
		EXPECT_LOG_CLEAR(SUSPENDED_ONCE);
	}
}

/* What a debugger makes of the call is another call. */
TEST_F(action, debugger_changes_a_suspended_call)
{
	struct user_regs_struct regs;
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_TRUE(sct_make("secret"));
	ASSERT_LOADED(sct_load(RULE("s", "unlink", "PARAMS[1] == \"secret\"", FAIL("EROFS"),
				    "before")
			       RULE("b", "unlink", VICTIM, "type = SUSPEND", "before")));
	snprintf(self->run->name + 8, 8, "secret");
	pid = start(unlink_name, self->run);
	ASSERT_TRUE(wait_state(pid, 'T'));
	ASSERT_EQ(0, attach(pid));
	ASSERT_EQ(0, ptrace(PTRACE_GETREGS, pid, 0, &regs));
	regs.rdi += 8;
	ASSERT_EQ(0, ptrace(PTRACE_SETREGS, pid, 0, &regs));
	ASSERT_EQ(0, ptrace(PTRACE_DETACH, pid, 0, 0));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EROFS, self->run->ret);
	EXPECT_TRUE(sct_exists("secret"));
	EXPECT_TRUE(sct_exists("victim"));
}

static int unlink_by_int80(struct run *r)
{
	r->ret = sct_int80(10, (long)r->name, 0, 0, 0, 0);
	return 0;
}

TEST_F(action, suspended_32_bit_call)
{
	pid_t pid;

	ASSERT_TRUE(sct_make("victim"));
	ASSERT_LOADED(sct_load(suspend));
	pid = start(unlink_by_int80, self->run);
	ASSERT_TRUE(wait_state(pid, 'T'));
	EXPECT_TRUE(sct_exists("victim"));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(0, self->run->ret);
	EXPECT_LOG(SUSPENDED_ONCE);
}

/*
 * The first process of all is neither killed nor stopped. It makes a call for us, by
 * way of ptrace: only where it is the lab's, which is lost with its guest.
 */
#define ODD	4711	/* no getpriority() has it */

static long call_as_init(long nr, long arg)
{
	struct user_regs_struct saved, regs;
	long ret = 0;

	if (seize(1))
		return 1;
	if (ptrace(PTRACE_GETREGS, 1, 0, &saved))
		return 2;
	/* It waits in a call; that one begins anew afterwards. */
	if ((long)saved.orig_rax != SYS_wait4)
		ret = 3;
	regs = saved;
	regs.rip -= 2;
	saved.rip -= 2;
	saved.rax = saved.orig_rax;
	saved.orig_rax = -1;
	regs.rax = nr;
	regs.rdi = arg;
	regs.orig_rax = -1;
	if (!ret && (ptrace(PTRACE_SETREGS, 1, 0, &regs) || ptrace(PTRACE_SYSCALL, 1, 0, 0) ||
		     wait_stop(1) || ptrace(PTRACE_SYSCALL, 1, 0, 0) || wait_stop(1) ||
		     ptrace(PTRACE_GETREGS, 1, 0, &regs) ||
		     ptrace(PTRACE_SETREGS, 1, 0, &saved)))
		ret = 4;
	ptrace(PTRACE_DETACH, 1, 0, 0);
	return ret ?: (long)regs.rax;
}

TEST_F(action, first_process_is_neither_killed_nor_stopped)
{
	size_t len = 0;
	char *init = sct_read_len("/proc/1/cmdline", &len);

	if (!init || !memmem(init, len, "/run/lab/init", 13))
		SKIP(return, "process 1 is not the lab's");
	free(init);
	ASSERT_LOADED(sct_load(RULE("k", "getpriority", "PARAMS[1] == 4711 && PID == 1",
				    "type = KILL } action { " LOG("kill"), "before")));
	EXPECT_EQ(-EPERM, call_as_init(SYS_getpriority, ODD));
	EXPECT_TRUE(wait_state(1, 'S'));
	EXPECT_LOG_CLEAR("kill\n");
	ASSERT_LOADED(sct_load(RULE("s", "getpriority", "PARAMS[1] == 4711 && PID == 1",
				    "type = SUSPEND } action { " LOG("suspend"), "before")));
	EXPECT_EQ(-EINVAL, call_as_init(SYS_getpriority, ODD));
	EXPECT_TRUE(wait_state(1, 'S'));
	EXPECT_LOG("suspend\n");
}

#endif /* __x86_64__ */

TEST_HARNESS_MAIN
