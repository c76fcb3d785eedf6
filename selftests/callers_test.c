// SPDX-License-Identifier: GPL-2.0
/*
 * Who calls: threads, children of vfork, programs that take others' places, other ids,
 * other namespaces; tasks that are older than the rule, that signals interrupt, or that
 * die in the middle
 *
 * Whoever makes a call is judged as who he is in that moment, by the rules of that
 * moment.
 */

#include <kselftest_harness.h>

#include <linux/aio_abi.h>
#include <sys/fsuid.h>
#include <sys/statvfs.h>

#include "sct_test.h"
#include "sct_attack.h"
#include "sct_run.h"

#define USER	1001
#define OWNER	1002

FIXTURE(callers) {
	struct sct_place at;
	struct run *run;
};

FIXTURE_SETUP(callers)
{
	sct_setup(_metadata, &self->at);
	self->run = run_new();
	ASSERT_NE(NULL, self->run);
}

FIXTURE_TEARDOWN_PARENT(callers)
{
	sct_teardown(&self->at);
}

/*
 * What a new program does that a test has become: two calls, and the answers in one
 * number. Its name is in the first argument.
 */
static __attribute__((constructor)) void be_another(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[0], "sct_other"))
		return;
	prctl(PR_SET_NAME, SCT_COMM);
	_exit(sct_call(SYS_rmdir, argv[1]) == -EXDEV ? 7 : 8);
}

static long become(const char *program, const char *arg)
{
	const char *argv[3] = {};

	argv[0] = "sct_other";
	argv[1] = arg;
	return sct_call(SYS_execve, program, argv, argv + 2);
}

static char self_exe[PATH_MAX];

static bool find_self(void)
{
	ssize_t len = readlink("/proc/self/exe", self_exe, sizeof(self_exe) - 1);

	return len > 0;
}

/* A thread that is not the first becomes another program. */
static void *become_in_thread(void *arg)
{
	struct run *r = arg;

	r->nr = syscall(SYS_gettid);
	r->ret = become(self_exe, "none");
	return NULL;
}

static void *stay(void *arg)
{
	for (;;)
		pause();
	return NULL;
}

static int exec_beside(struct run *r)
{
	pthread_t threads[3];
	int i;

	for (i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, stay, NULL);
	pthread_create(&threads[2], NULL, become_in_thread, r);
	pthread_join(threads[2], NULL);
	return r->ret == -EXDEV ? 9 : 10;
}

static const char on_exec[] =
	RULE("e", "execve", MINE " && TID != PID", "%s } action { " LOG("%%tid"), "before")
	RULE("a", "execve", "RETVAL == 0", LOG("%%tid %%pid %%retval"), "after")
	RULE("r", "rmdir", MINE " && TID == PID", FAIL("EXDEV"), "before");

TEST_F(callers, thread_that_becomes_another_program)
{
	struct run *r = self->run;
	char expected[128];
	pid_t pid;

	ASSERT_TRUE(find_self());
	ASSERT_LOADED(sct_load(RULE("e", "execve", MINE " && TID != PID", LOG("%tid"), "before")
			       RULE("a", "execve", "RETVAL == 0", LOG("%tid %pid %retval"),
				    "after")
			       RULE("r", "rmdir", MINE " && TID == PID", FAIL("EXDEV"),
				    "before")));
	pid = start(exec_beside, r);
	EXPECT_EQ(7, finish(pid));
	/* It has the number of the first thread then. */
	snprintf(expected, sizeof(expected), "%ld\n%d %d 0\n", r->nr, pid, pid);
	EXPECT_LOG(expected);
}

TEST_F(callers, thread_that_may_not_become_another_program)
{
	ASSERT_TRUE(find_self());
	ASSERT_LOADED(sct_loadf(on_exec, FAIL("EXDEV")));
	EXPECT_EQ(9, finish(start(exec_beside, self->run)));
	ASSERT_LOADED(sct_loadf(on_exec, "type = KILL"));
	EXPECT_EQ(128 + SIGKILL, finish(start(exec_beside, self->run)));
}

TEST_F(callers, thread_that_is_stopped_before_it_becomes_another_program)
{
	struct run *r = self->run;
	char expected[128];
	pid_t pid;

	ASSERT_TRUE(find_self());
	ASSERT_LOADED(sct_loadf(on_exec, "type = SUSPEND"));
	pid = start(exec_beside, r);
	ASSERT_TRUE(wait_state(pid, 'T'));
	EXPECT_EQ(0, kill(pid, SIGCONT));
	EXPECT_EQ(7, finish(pid));
	snprintf(expected, sizeof(expected), "%ld\n%d %d 0\n", r->nr, pid, pid);
	EXPECT_LOG_CLEAR(expected);

	pid = start(exec_beside, r);
	ASSERT_TRUE(wait_state(pid, 'T'));
	EXPECT_EQ(0, kill(pid, SIGKILL));
	EXPECT_EQ(128 + SIGKILL, finish(pid));
}

/* Those that the new program ends are in the middle of calls that rules wait for. */
static void *read_pipe(void *arg)
{
	char c;

	sct_call(SYS_read, *(int *)arg, &c, 1);
	return NULL;
}

static void *stop_before_mkdir(void *arg)
{
	sct_call(SYS_mkdir, "dir", 0700);
	return NULL;
}

static int exec_over(struct run *r)
{
	pthread_t threads[2];
	int fds[2];

	if (pipe(fds))
		return 1;
	pthread_create(&threads[0], NULL, read_pipe, &fds[0]);
	pthread_create(&threads[1], NULL, stop_before_mkdir, NULL);
	/* Goes on when the whole process does. */
	while (!__atomic_load_n(&r->go, __ATOMIC_ACQUIRE))
		usleep(1000);
	become_in_thread(r);
	return 2;
}

TEST_F(callers, threads_that_end_in_the_middle)
{
	struct run *r = self->run;
	pid_t pid;
	int i;

	ASSERT_TRUE(find_self());
	ASSERT_LOADED(sct_loadf(RULE("a", "read", MINE " && PID != %d", LOG("%%retval"), "after")
				RULE("s", "mkdir", MINE, "type = SUSPEND", "before")
				RULE("r", "rmdir", MINE, FAIL("EXDEV"), "before"), getpid()));
	for (i = 0; i < sct_scaled(10); i++) {
		r->go = 1;
		pid = start(exec_over, r);
		/* It stands where mkdir was faster than execve. */
		if (WAIT(state_of(pid) == 'T' || state_of(pid) == 'Z'))
			kill(pid, SIGCONT);
		EXPECT_EQ(7, finish(pid));
	}
	EXPECT_LOG("");
}

/* A child of vfork is somebody else, in the memory of its parent. */
static int vfork_twice(struct run *r)
{
	static char name[16];
	int status;
	pid_t pid;

	set_name(r, "child");
	pid = vfork();
	if (!pid) {
		put_text(name, "parent");
		r->ret = sct_call(SYS_rmdir, "child");
		_exit(0);
	}
	waitpid(pid, &status, 0);
	r->inner[0] = sct_call(SYS_rmdir, "child");
	/* What the child has left there is what the parent asks for. */
	r->inner[1] = sct_call(SYS_rmdir, name);
	return 0;
}

TEST_F(callers, child_of_vfork)
{
	struct run *r = self->run;
	pid_t pid;

	ASSERT_LOADED(sct_loadf(RULE("c", "rmdir", MINE " && PPID != %d && PARAMS[1] == \"child\"",
				     FAIL("EXDEV"), "before")
				RULE("p", "rmdir", MINE " && PPID == %d && PARAMS[1] == \"parent\"",
				     FAIL("ELOOP"), "before"), getpid(), getpid()));
	pid = start(vfork_twice, r);
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(-EXDEV, r->ret);
	EXPECT_EQ(-ENOENT, r->inner[0]);
	EXPECT_EQ(-ELOOP, r->inner[1]);
}

/* A program with another's rights: it has them from the end of execve on. */
static bool copy_self(const char *to)
{
	static char buf[1 << 16];
	int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	ssize_t n;

	while ((n = read(in, buf, sizeof(buf))) > 0) {
		if (write(out, buf, n) != n)
			return false;
	}
	close(in);
	return !n && !fchown(out, OWNER, OWNER) && !fchmod(out, 04755) && !close(out);
}

static int exec_with_rights(struct run *r)
{
	if (setresgid(USER, USER, USER) || setresuid(USER, USER, USER))
		return 1;
	return become("./rights", "none") == -EACCES ? 2 : 3;
}

TEST_F(callers, program_with_the_rights_of_another_user)
{
	struct statvfs fs;

	ASSERT_EQ(0, statvfs(".", &fs));
	if (fs.f_flag & ST_NOSUID)
		SKIP(return, "/tmp takes no such programs");
	ASSERT_TRUE(copy_self("rights"));
	ASSERT_LOADED(sct_load(""
		RULE("b", "execve", "PARAMS[1] == \"./rights\" && UID == 1001 && EUID == 1001",
		     LOG("b %uid %euid %suid"), "before")
		RULE("a", "execve", "UID == 1001 && EUID == 1002 && SUID == 1002",
		     LOG("a %uid %euid %suid"), "after")
		RULE("w", "execve", "UID == 1001 && EUID == 1001", LOG("wrong"), "after")
		RULE("n", "rmdir", "EUID == 1001", FAIL("ELOOP"), "before")
		RULE("r", "rmdir", "UID == 1001 && EUID == 1002 && FSUID == 1002 && " MINE,
		     FAIL("EXDEV"), "before")));
	EXPECT_EQ(7, finish(start(exec_with_rights, self->run)));
	EXPECT_LOG_CLEAR("b 1001 1001 1001\na 1001 1002 1002\n");

	/* By the user alone it is refused before it has them. */
	ASSERT_LOADED(sct_load(RULE("x", "execve", "UID == 1001 && EUID == 1001", FAIL("EACCES"),
				    "before")));
	EXPECT_EQ(2, finish(start(exec_with_rights, self->run)));
}

/* Ids belong to a thread. */
struct other {
	pthread_barrier_t turn;
	long own, others;
};

static void *take_other_ids(void *arg)
{
	struct other *o = arg;

	sct_call(SYS_setresuid, USER, USER, USER);
	pthread_barrier_wait(&o->turn);
	o->others = sct_call(SYS_rmdir, "none");
	pthread_barrier_wait(&o->turn);
	return NULL;
}

static int ids_of_threads(struct run *r)
{
	struct other o;
	pthread_t thread;

	pthread_barrier_init(&o.turn, NULL, 2);
	pthread_create(&thread, NULL, take_other_ids, &o);
	pthread_barrier_wait(&o.turn);
	o.own = sct_call(SYS_rmdir, "none");
	pthread_barrier_wait(&o.turn);
	pthread_join(thread, NULL);
	r->inner[0] = o.own;
	r->inner[1] = o.others;
	return 0;
}

TEST_F(callers, ids_of_another_thread_do_not_count)
{
	struct run *r = self->run;

	ASSERT_LOADED(sct_load(RULE("o", "rmdir", MINE " && EUID == 0", FAIL("EXDEV"), "before")
			       RULE("t", "rmdir", MINE " && EUID == 1001 && UID == 1001",
				    FAIL("ELOOP"), "before")));
	EXPECT_EQ(0, finish(start(ids_of_threads, r)));
	EXPECT_EQ(-EXDEV, r->inner[0]);
	EXPECT_EQ(-ELOOP, r->inner[1]);
}

/*
 * Other ids in the middle of a call: setresuid() of the C library has every thread take
 * them, in a signal's handler.
 */
static void *read_in_thread(void *arg)
{
	struct run *r = arg;
	char c;

	r->nr = syscall(SYS_gettid);
	r->ret = sct_call(SYS_read, r->args[0], &c, 1);
	return NULL;
}

static int change_while_it_reads(struct run *r)
{
	pthread_t thread;
	int fds[2];

	if (pipe(fds))
		return 1;
	r->args[0] = fds[0];
	pthread_create(&thread, NULL, read_in_thread, r);
	while (!__atomic_load_n(&r->nr, __ATOMIC_ACQUIRE) || !is_blocked(r->nr, SYS_read))
		usleep(1000);
	if (setresuid(USER, USER, USER))
		return 2;
	usleep(20000);
	if (write(fds[1], "x", 1) != 1)
		return 3;
	pthread_join(thread, NULL);
	return 0;
}

TEST_F(callers, ids_that_change_in_the_middle_of_a_call)
{
	struct run *r = self->run;

	/* The result is that of who has it. */
	ASSERT_LOADED(sct_load(RULE("b", "read", MINE " && TID != PID", LOG("%euid"), "before")
			       RULE("a", "read", MINE " && TID != PID", LOG("%euid %retval"),
				    "after")));
	r->nr = 0;
	EXPECT_EQ(0, finish(start(change_while_it_reads, r)));
	EXPECT_EQ(1, r->ret);
	EXPECT_LOG_CLEAR("0\n1001 1\n");

	/* Made anew, the call is judged as that of who makes it. */
	ASSERT_LOADED(sct_load(RULE("b", "read", MINE " && TID != PID && EUID == 1001",
				    FAIL("EXDEV"), "before")));
	r->nr = 0;
	EXPECT_EQ(0, finish(start(change_while_it_reads, r)));
	EXPECT_EQ(-EXDEV, r->ret);
}

/* The call that a task is in when a rule comes is past it; the next one is not. */
static int read_then_remove(struct run *r)
{
	char c;

	r->inner[0] = sct_call(SYS_read, r->args[0], &c, 1);
	r->inner[1] = sct_call(SYS_rmdir, "none");
	return 0;
}

TEST_F(callers, tasks_that_are_older_than_the_rule)
{
	struct run *r = self->run;
	int fds[2];
	pid_t pid;

	ASSERT_EQ(0, pipe(fds));
	r->args[0] = fds[0];
	pid = start(read_then_remove, r);
	ASSERT_TRUE(WAIT(is_blocked(pid, SYS_read)));
	ASSERT_LOADED(sct_loadf(RULE("a", "read", MINE " && PID == %1$d", LOG("read"), "after")
				RULE("b", "read", MINE " && PID == %1$d", FAIL("EXDEV"), "before")
				RULE("r", "rmdir", MINE " && PID == %1$d", FAIL("EXDEV"),
				     "before"), pid));
	ASSERT_EQ(1, write(fds[1], "x", 1));
	EXPECT_EQ(0, finish(pid));
	EXPECT_EQ(1, r->inner[0]);
	EXPECT_EQ(-EXDEV, r->inner[1]);
	EXPECT_LOG("");
}

/* The kernel's own: the call that asks for it is judged, and not what is done then. */
TEST_F(callers, blocks_of_aio)
{
	struct iocb cb = { .aio_lio_opcode = IOCB_CMD_PWRITE, .aio_buf = (long)"text",
			   .aio_nbytes = 4 };
	struct iocb *list[] = { &cb };
	aio_context_t ctx = 0;
	struct stat st;

	cb.aio_fildes = open("file", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (sct_call(SYS_io_setup, 4, &ctx) == -ENOSYS)
		SKIP(return, "a kernel without AIO");
	ASSERT_LOADED(sct_loadf(RULE("w", "write, pwrite64, pwritev",
				     MINE " && PARAMS[fd] == %u", FAIL("EXDEV"), "before"),
				cb.aio_fildes));
	EXPECT_EQ(-EXDEV, sct_call(SYS_pwrite64, cb.aio_fildes, "text", 4L, 0L));
	/* Documentation/admin-guide/sct/security.rst says so. */
	EXPECT_EQ(1, sct_call(SYS_io_submit, ctx, 1, list));
	ASSERT_LOADED(sct_load(RULE("s", "io_submit", MINE, FAIL("EXDEV"), "before")));
	ASSERT_EQ(0, ftruncate(cb.aio_fildes, 0));
	EXPECT_EQ(-EXDEV, sct_call(SYS_io_submit, ctx, 1, list));
	ASSERT_EQ(0, fstat(cb.aio_fildes, &st));
	EXPECT_EQ(0, st.st_size);
	sct_call(SYS_io_destroy, ctx);
	close(cb.aio_fildes);
}

/* Containers: numbers are those of the first namespaces. */
struct inside {
	pid_t pid;
	uid_t uid;
	long first, second;
};

static int in_pid_namespace(void *arg)
{
	struct inside *in = arg;

	in->pid = getpid();
	in->first = sct_call(SYS_rmdir, "none");
	return 0;
}

TEST_F(callers, numbers_of_a_pid_namespace)
{
	struct inside *in = sct_shared(sizeof(*in));
	static char stack[65536];
	char line[64], ns[64] = "";
	int status;
	pid_t pid;

	ASSERT_NE(NULL, in);
	ASSERT_LT(0, readlink("/proc/self/ns/pid", ns, sizeof(ns)));
	/* Its number there is 1, which no rule is asked for. */
	ASSERT_LOADED(sct_loadf(RULE("one", "rmdir", MINE " && PID == 1", FAIL("ELOOP"), "before")
				RULE("r", "rmdir", MINE " && PPID == %d && PIDNS != %lu",
				     FAIL("EXDEV") " } action { " LOG("%%pid %%tid"), "before"),
				getpid(), strtoul(strchr(ns, '[') + 1, NULL, 10)));
	pid = clone(in_pid_namespace, stack + sizeof(stack), CLONE_NEWPID | SIGCHLD, in);
	ASSERT_LT(0, pid);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(1, in->pid);
	EXPECT_EQ(-EXDEV, in->first);
	snprintf(line, sizeof(line), "%d %d\n", pid, pid);
	EXPECT_LOG(line);
}

static int in_user_namespace(void *arg)
{
	struct inside *in = arg;

	if (setresgid(USER, USER, USER) || setresuid(USER, USER, USER) ||
	    prctl(PR_SET_DUMPABLE, 1) || unshare(CLONE_NEWUSER) ||
	    sct_put("/proc/self/uid_map", 0, "0 1001 1\n"))
		return 1;
	in->uid = getuid();
	in->first = sct_call(SYS_rmdir, "none");
	return 0;
}

TEST_F(callers, ids_of_a_user_namespace)
{
	struct inside *in = sct_shared(sizeof(*in));

	ASSERT_NE(NULL, in);
	ASSERT_LOADED(sct_load(RULE("root", "rmdir", MINE " && (UID == 0 || EUID == 0)",
				    FAIL("ELOOP"), "before")
			       RULE("r", "rmdir", MINE " && UID == 1001 && EUID == 1001",
				    FAIL("EXDEV") " } action { " LOG("%uid %euid"), "before")));
	EXPECT_EQ(0, sct_child(in_user_namespace, in));
	EXPECT_EQ(0, in->uid);
	EXPECT_EQ(-EXDEV, in->first);
	EXPECT_LOG("1001 1001\n");
}

static int in_mount_namespace(void *arg)
{
	struct inside *in = arg;

	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("one", "two", NULL, MS_BIND, NULL))
		return 1;
	in->first = sct_call(SYS_rmdir, "two/none");
	in->second = sct_call(SYS_rmdir, "one/none");
	return 0;
}

/* A path is that in the caller's namespace, by the mount that it came by. */
TEST_F(callers, paths_of_a_mount_namespace)
{
	struct inside *in = sct_shared(sizeof(*in));
	char ns[64] = "";

	ASSERT_NE(NULL, in);
	ASSERT_LT(0, readlink("/proc/self/ns/mnt", ns, sizeof(ns)));
	ASSERT_EQ(0, mkdir("one", 0700) || mkdir("two", 0700));
	ASSERT_LOADED(sct_loadf(RULE("r", "rmdir", "PATH[1] == \"%s/two/none\" && MNTNS != %lu",
				     FAIL("EXDEV"), "before"),
				self->at.dir, strtoul(strchr(ns, '[') + 1, NULL, 10)));
	EXPECT_EQ(0, sct_child(in_mount_namespace, in));
	EXPECT_EQ(-EXDEV, in->first);
	EXPECT_EQ(-ENOENT, in->second);
	EXPECT_EQ(-ENOENT, sct_call(SYS_rmdir, "two/none"));
}

/* Signals at every moment: a call is judged once, and told once, whatever comes between. */
static int remove_on(struct run *r)
{
	struct itimerval often = { .it_interval.tv_usec = 300, .it_value.tv_usec = 300 };
	static const struct timespec wait = { .tv_nsec = 200000 };
	long i, n = sct_scaled(2000);

	set_handler(SIGALRM, count_run, SA_RESTART);
	setitimer(ITIMER_REAL, &often, NULL);
	r->ret = 0;
	for (i = 0; i < n; i++) {
		long ret = sct_call(SYS_rmdir, "none");

		r->ret += ret != -EXDEV;
		ret = sct_call(SYS_mkdir, "there", 0700);
		r->ret += ret != -EEXIST;
		ret = sct_call(SYS_nanosleep, &wait, NULL);
		r->ret += ret && ret != -EINTR;
	}
	r->inner[0] = n;
	return 0;
}

TEST_F_TIMEOUT(callers, signals_at_every_moment, SCT_TIMEOUT)
{
	struct run *r = self->run;
	unsigned int i, removed = 0, before = 0, after = 0;
	FILE *log;
	char line[64];

	ASSERT_EQ(0, mkdir("there", 0700));
	ASSERT_EQ(0, sct_put(SCT_DEBUG "buffer_kb", 0, "4096\n"));
	ASSERT_LOADED(sct_loadf(RULE("r", "rmdir", MINE, FAIL("EXDEV") " } action { " LOG("r"),
				     "before")
				RULE("b", "mkdir, nanosleep", MINE " && PID != %1$d", LOG("b"),
				     "before")
				RULE("a", "mkdir, nanosleep", MINE " && PID != %1$d", LOG("a"),
				     "after"), getpid()));
	for (i = 0; i < 2; i++)
		EXPECT_EQ(0, finish(start(remove_on, r)));
	EXPECT_EQ(0, r->ret);
	EXPECT_LT(10, r->signals);
	log = fopen(SCT_LOG, "r");
	ASSERT_NE(NULL, log);
	while (fgets(line, sizeof(line), log)) {
		removed += *line == 'r';
		before += *line == 'b';
		after += *line == 'a';
		EXPECT_NE('-', *line);
	}
	fclose(log);
	EXPECT_EQ(2 * r->inner[0], removed);
	EXPECT_EQ(4 * r->inner[0], before);
	EXPECT_EQ(4 * r->inner[0], after);
	sct_put(SCT_DEBUG "buffer_kb", 0, "256\n");
}

/* Callers die at any moment, of what they are judged by: nothing stays behind. */
static int live_dangerously(struct run *r)
{
	static const struct timespec wait = { .tv_nsec = 100000 };
	unsigned int seed = getpid();
	char name[32];

	for (;;) {
		snprintf(name, sizeof(name), "d%d", rand_r(&seed) % 8);
		sct_call(SYS_mkdir, name, 0700);
		sct_call(SYS_rmdir, name);
		sct_call(SYS_nanosleep, &wait, NULL);
		sct_call(SYS_getppid);
	}
	return 0;
}

TEST_F_TIMEOUT(callers, deaths_at_every_moment, SCT_TIMEOUT)
{
	pid_t pids[4];
	unsigned int seed = 3;
	int status, i, j;

	ASSERT_LOADED(sct_loadf(""
		RULE("b", "mkdir", MINE, LOG("%%params"), "before")
		RULE("a", "mkdir, rmdir, nanosleep", MINE " && PID != %1$d",
		     LOG("%%path1 %%retval"), "after")
		RULE("s", "rmdir", "PARAMS[1] == \"d3\" && PID %% 3 == 0 && PID != %1$d",
		     "type = SUSPEND", "before")
		RULE("w", "rmdir", "PARAMS[1] == \"d4\" && PID != %1$d",
		     "type = REWRITE param = 1 value = \"d5\"", "before")
		RULE("k", "getppid", MINE " && PID %% 7 == 0 && PID != %1$d", "type = KILL",
		     "before"), getpid()));
	for (i = 0; i < sct_scaled(100); i++) {
		for (j = 0; j < 4; j++)
			pids[j] = start(live_dangerously, self->run);
		usleep(rand_r(&seed) % 20000);
		for (j = 0; j < 4; j++) {
			if (rand_r(&seed) & 1)
				kill(pids[j], SIGCONT);
			kill(pids[j], SIGKILL);
			ASSERT_EQ(pids[j], waitpid(pids[j], &status, 0));
			ASSERT_TRUE(WIFSIGNALED(status));
		}
	}
	EXPECT_EQ(0, sct_load(""));
}

TEST_HARNESS_MAIN
