// SPDX-License-Identifier: GPL-2.0
/*
 * Threads and processes that change, as fast as they can, what a call is about: the
 * address of a socket, the text of a name, the links on the way to a file, the file
 * behind a descriptor
 *
 * Not one forbidden call gets through, and the log shows what was used. With SCT's care
 * switched off some do, which shows that this can fail.
 */

#include <kselftest_harness.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/xattr.h>

#include "sct_test.h"
#include "sct_attack.h"

/* What every side sees. */
struct arena {
	bool stop;
	pid_t victim;
	union {
		struct sockaddr_in in;
		char text[16];
		unsigned int word;
		struct {
			unsigned int args[3];
			struct sockaddr_in to[2];
		};
	};
};

static struct arena *arena;
static int fds[3];

static bool stopped(void)
{
	return __atomic_load_n(&arena->stop, __ATOMIC_RELAXED);
}

/* Attackers: each changes one thing to and fro. */
static void set_port(bool forbidden)
{
	__atomic_store_n(&arena->in.sin_port, htons(forbidden ? 7002 : 7001), __ATOMIC_RELAXED);
}

static void set_text(bool forbidden)
{
	__atomic_store_n(&arena->text[5], forbidden ? 'f' : 'a', __ATOMIC_RELAXED);
}

static void set_word(bool forbidden)
{
	__atomic_store_n(&arena->word, forbidden ? 2 : 1, __ATOMIC_RELAXED);
}

/* socketcall's parameters, which are in memory themselves: another address. */
static void set_args(bool forbidden)
{
	__atomic_store_n(&arena->args[1], (unsigned int)(long)&arena->to[forbidden],
			 __ATOMIC_RELAXED);
}

static void set_type(bool forbidden)
{
	__atomic_store_n(&arena->args[1], forbidden ? 2 : 1, __ATOMIC_RELAXED);
}

/* From another process, as a supervisor would. */
static void set_port_remotely(bool forbidden)
{
	unsigned short port = htons(forbidden ? 7002 : 7001);
	struct iovec mine = { &port, sizeof(port) };
	struct iovec his = { &arena->in.sin_port, sizeof(port) };

	syscall(SYS_process_vm_writev, arena->victim, &mine, 1, &his, 1, 0);
}

static void set_link(bool forbidden)
{
	syscall(SYS_renameat2, AT_FDCWD, "l", AT_FDCWD, "l2", 2 /* exchange */);
}

/* A link that is the last of a name, to a file. */
static void set_last_link(bool forbidden)
{
	syscall(SYS_renameat2, AT_FDCWD, "lx", AT_FDCWD, "lx2", 2 /* exchange */);
}

static void set_file(bool forbidden)
{
	dup2(fds[1 + forbidden], fds[0]);
}

/* Calls: 1 where something forbidden was done, 0 where something allowed was, or -errno */
static long do_bind(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in in = {};
	socklen_t len = sizeof(in);
	long ret;

	ret = sct_call(SYS_bind, fd, &arena->in, sizeof(in));
	getsockname(fd, (void *)&in, &len);
	close(fd);
	return ret ?: in.sin_port == htons(7002);
}

/* The same in a child that has this memory, while its parent waits. */
static long do_bind_in_child(void)
{
	static long ret;
	pid_t pid = vfork();

	if (!pid) {
		ret = do_bind();
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	return ret;
}

static long is_connected(int fd, long ret)
{
	struct sockaddr_in in = {};
	socklen_t len = sizeof(in);

	getpeername(fd, (void *)&in, &len);
	close(fd);
	return ret ?: in.sin_port == htons(7002);
}

static long do_connect(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return is_connected(fd, sct_call(SYS_connect, fd, &arena->in, sizeof(arena->in)));
}

static long do_socketcall(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	arena->args[0] = fd;
	return is_connected(fd, sct_int80(102, 3, (long)arena->args, 0, 0, 0));
}

/* What a program would do that checks before it calls. */
static long do_checked_socketcall(void)
{
	if (__atomic_load_n(&arena->args[1], __ATOMIC_RELAXED) == (unsigned long)&arena->to[1])
		return -EXDEV;
	return do_socketcall();
}

static long do_setxattr(void)
{
	long ret = sct_call(SYS_setxattr, "x", arena->text, "v", 1, 0);
	bool forbidden = !removexattr("x", "user.f");

	removexattr("x", "user.a");
	return ret ?: forbidden;
}

static long do_semctl(void)
{
	long ret = sct_int80(117, 3 | 1 << 16, fds[0], 0, 16 | 0x100, (long)&arena->word);

	return ret ?: semctl(fds[0], 0, GETVAL) == 2;
}

/* As libc5 did it: address and type of the message are in memory. */
static long do_msgrcv(void)
{
	struct { long type; char text[4]; } sent = { 1, "abc" };
	long ret;

	msgsnd(fds[0], &sent, 4, IPC_NOWAIT);
	sent.type = 2;
	msgsnd(fds[0], &sent, 4, IPC_NOWAIT);
	arena->args[0] = (unsigned long)&arena->to;
	ret = sct_int80(117, 12, fds[0], 4, IPC_NOWAIT, (long)arena->args);
	while (msgrcv(fds[0], &sent, 4, 0, IPC_NOWAIT) >= 0)
		;
	return ret < 0 ? ret : *(int *)arena->to == 2;
}

static long do_unlink(void)
{
	long ret = sct_call(SYS_unlink, "l/x");
	bool forbidden = !sct_exists("secret/x");

	if (!ret)
		sct_make(forbidden ? "secret/x" : "open/x");
	return ret ?: forbidden;
}

static long do_mkdir(void)
{
	long ret = sct_call(SYS_mkdir, "l/new", 0700);
	bool forbidden = sct_exists("secret/new");

	if (!ret)
		rmdir(forbidden ? "secret/new" : "open/new");
	return ret ?: forbidden;
}

static long open_name(const char *name)
{
	long fd = sct_call(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT, 0600);
	struct stat st = {}, secret = {};

	if (fd < 0)
		return fd;
	fstat(fd, &st);
	stat("secret/x", &secret);
	close(fd);
	return st.st_ino == secret.st_ino;
}

static long do_open(void)
{
	return open_name("l/x");
}

static long do_open_last(void)
{
	return open_name("lx");
}

static long do_access(void)
{
	/* It is in one of the two folders only. */
	return sct_call(SYS_access, "l/only", F_OK) ?: 1;
}

static long chmod_name(const char *name)
{
	struct stat st = {};
	long ret = sct_call(SYS_chmod, name, 0640);

	stat("secret/x", &st);
	chmod("secret/x", 0600);
	return ret ?: (st.st_mode & 0777) == 0640;
}

static long do_chmod(void)
{
	return chmod_name("l/x");
}

static long do_chmod_last(void)
{
	return chmod_name("lx");
}

static long do_fchmod(void)
{
	struct stat st = {};
	long ret = sct_call(SYS_fchmod, fds[0], 0640);

	fstat(fds[2], &st);
	fchmod(fds[2], 0600);
	return ret ?: (st.st_mode & 0777) == 0640;
}

FIXTURE(race) {
	struct sct_place at;
};

/* Who changes it: a thread, another process, or one that has the same memory. */
enum who { THREAD, PROCESS, SIBLING };

/**
 * struct plan - an attack
 * @call: the call
 * @filter: what is forbidden; %s is the test's folder
 * @change: changes what the call is about, to something forbidden and back
 * @who: who does it
 * @make: makes the call
 * @log: what shows it in a line of the log
 * @which: which calls those are: not what the test itself does there
 * @shown: what is in that text where it was something forbidden
 * @checked: makes it behind a check of the program's own, where the kernel's can't be
 *	switched off; or NULL
 */
struct plan {
	const char *call;
	const char *filter;
	void (*change)(bool forbidden);
	enum who who;
	long (*make)(void);
	const char *log;
	const char *which;
	const char *shown;
	long (*checked)(void);
};

FIXTURE_VARIANT(race) {
	struct plan plan;
};

#define SECRET(param, name)	"PATH[" param "] == \"%s/secret/" name "\""

#define PORT_7002		"PARAMS[2]->sin_port == htons(7002)"
#define SHOWS_PORT		"%param2", MINE, "htons(7002)"
#define SHOWS_PATH(param, which) "%path" param, which, "/secret/"
#define COMPAT			"ABI == \"compat\""

FIXTURE_VARIANT_ADD(race, bind) { {
	"bind", PORT_7002, set_port, THREAD, do_bind, SHOWS_PORT
} };
FIXTURE_VARIANT_ADD(race, connect) { {
	"connect", PORT_7002, set_port, THREAD, do_connect, SHOWS_PORT
} };
FIXTURE_VARIANT_ADD(race, connect_remotely) { {
	"connect", PORT_7002, set_port_remotely, PROCESS, do_connect, SHOWS_PORT
} };
FIXTURE_VARIANT_ADD(race, setxattr) { {
	"setxattr", "PARAMS[name] == \"user.f\"", set_text, THREAD, do_setxattr,
	"%param2", MINE, "user.f"
} };
FIXTURE_VARIANT_ADD(race, connect_by_sibling) { {
	"connect", PORT_7002, set_port, SIBLING, do_connect, SHOWS_PORT
} };
FIXTURE_VARIANT_ADD(race, bind_of_vfork) { {
	"bind", PORT_7002, set_port, THREAD, do_bind_in_child, SHOWS_PORT
} };
#ifdef __x86_64__
FIXTURE_VARIANT_ADD(race, semctl) { {
	"semctl", COMPAT " && PARAMS[arg] == 2", set_word, THREAD, do_semctl,
	"<%param4>", COMPAT, "<2>"
} };
FIXTURE_VARIANT_ADD(race, msgrcv) { {
	"msgrcv", COMPAT " && PARAMS[msgtyp] == 2", set_type, THREAD, do_msgrcv,
	"<%param4>", COMPAT, "<2>"
} };
FIXTURE_VARIANT_ADD(race, socketcall) { {
	"connect", PORT_7002, set_args, THREAD, do_socketcall, SHOWS_PORT,
	do_checked_socketcall
} };
#endif
FIXTURE_VARIANT_ADD(race, unlink) { {
	"unlink", SECRET("1", "x"), set_link, PROCESS, do_unlink, SHOWS_PATH("1", MINE)
} };
FIXTURE_VARIANT_ADD(race, mkdir) { {
	"mkdir", SECRET("1", "new"), set_link, PROCESS, do_mkdir, SHOWS_PATH("1", MINE)
} };
FIXTURE_VARIANT_ADD(race, open) { {
	"openat", SECRET("2", "x"), set_link, PROCESS, do_open,
	SHOWS_PATH("2", "PARAMS[flags] & O_CREAT")
} };
FIXTURE_VARIANT_ADD(race, open_last) { {
	"openat", SECRET("2", "x"), set_last_link, PROCESS, do_open_last,
	SHOWS_PATH("2", "PARAMS[flags] & O_CREAT")
} };
FIXTURE_VARIANT_ADD(race, access) { {
	"access", SECRET("1", "only"), set_link, PROCESS, do_access, SHOWS_PATH("1", MINE)
} };
FIXTURE_VARIANT_ADD(race, chmod) { {
	"chmod", SECRET("1", "x"), set_link, PROCESS, do_chmod,
	SHOWS_PATH("1", "PARAMS[mode] == 0640")
} };
FIXTURE_VARIANT_ADD(race, chmod_last) { {
	"chmod", SECRET("1", "x"), set_last_link, PROCESS, do_chmod_last,
	SHOWS_PATH("1", "PARAMS[mode] == 0640")
} };
FIXTURE_VARIANT_ADD(race, fchmod) { {
	"fchmod", SECRET("1", "x"), set_file, THREAD, do_fchmod,
	SHOWS_PATH("1", "PARAMS[mode] == 0640")
} };

static void *change(void *arg)
{
	void (*set)(bool forbidden) = arg;
	unsigned int seed = 1;

	while (!stopped()) {
		set(true);
		sct_relax(&seed);
		set(false);
		sct_relax(&seed);
	}
	return NULL;
}

FIXTURE_SETUP(race)
{
	const struct sockaddr_in in = {
		.sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) },
	};

	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	if (strstr(variant->plan.filter, "->") && access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	arena = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	ASSERT_NE(MAP_FAILED, arena);
	arena->victim = getpid();
	ASSERT_EQ(0, mkdir("open", 0700) || mkdir("secret", 0700));
	ASSERT_EQ(0, symlink("open", "l") || symlink("secret", "l2"));
	ASSERT_EQ(0, symlink("open/x", "lx") || symlink("secret/x", "lx2"));
	ASSERT_TRUE(sct_make("open/x") && sct_make("secret/x") && sct_make("x") &&
		    sct_make("secret/only"));
	if (variant->plan.change == set_text) {
		put_text(arena->text, "user.a");
	} else if (variant->plan.change == set_word) {
		fds[0] = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
	} else if (variant->plan.change == set_type) {
		fds[0] = msgget(IPC_PRIVATE, 0600);
	} else if (variant->plan.change == set_file) {
		fds[0] = open("open/x", O_RDWR | O_CLOEXEC);
		fds[1] = open("open/x", O_RDWR | O_CLOEXEC);
		fds[2] = open("secret/x", O_RDWR | O_CLOEXEC);
	} else if (variant->plan.change == set_args) {
		arena->args[2] = sizeof(in);
		arena->to[0] = in;
		arena->to[1] = in;
		arena->to[0].sin_port = htons(7001);
		arena->to[1].sin_port = htons(7002);
	} else {
		arena->in = in;
	}
	variant->plan.change(false);
}

FIXTURE_TEARDOWN_PARENT(race)
{
	if (sct_can_be_unsafe())
		sct_set_unsafe(false);
	sct_teardown(&self->at);
}

struct score {
	long allowed, refused, forbidden;
};

static int change_as_sibling(void *arg)
{
	change(arg);
	return 0;
}

/* The process that changes it; 0 where that is a thread of this one, -1 where there is none. */
static pid_t start_change(const struct plan *plan, pthread_t *thread)
{
	static char stack[65536];
	pid_t pid;

	fflush(NULL);
	switch (plan->who) {
	case THREAD:
		return pthread_create(thread, NULL, change, plan->change) ? -1 : 0;
	case SIBLING:
		return clone(change_as_sibling, stack + sizeof(stack), CLONE_VM | SIGCHLD,
			     plan->change);
	default:
		pid = fork();
		if (pid)
			return pid;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		change(plan->change);
		_exit(0);
	}
}

static void end_change(pid_t pid, pthread_t thread)
{
	__atomic_store_n(&arena->stop, true, __ATOMIC_RELAXED);
	if (!pid)
		pthread_join(thread, NULL);
	else
		waitpid(pid, NULL, 0);
	arena->stop = false;
}

/* Where @ms are over, the tries were made, or something forbidden was done. */
static struct score fight(const struct plan *plan, long (*make)(void), long ms)
{
	long until = sct_ms() + ms, tries;
	struct score score = {};
	unsigned int seed = 2;
	pthread_t thread;
	pid_t pid;

	pid = start_change(plan, &thread);
	if (pid < 0)
		return score;
	for (tries = 0; tries < SCT_MOST_TRIES && sct_ms() < until && !score.forbidden;
	     tries++) {
		long ret;

		sct_relax(&seed);
		ret = make();
		score.allowed += !ret || ret == -ENOENT || ret == -EEXIST;
		score.refused += ret == -EXDEV;
		score.forbidden += ret == 1;
	}
	end_change(pid, thread);
	return score;
}

TEST_F_TIMEOUT(race, nothing_forbidden_is_done, SCT_SOAK)
{
	char filter[256];
	struct score score;

	snprintf(filter, sizeof(filter), variant->plan.filter, self->at.dir);
	ASSERT_LOADED(sct_loadf(RULE("no", "%s", "%s && " MINE, FAIL("EXDEV"), "before"),
				variant->plan.call, filter));
	score = fight(&variant->plan, variant->plan.make, sct_scaled(2000));
	TH_LOG("%ld allowed, %ld refused, %ld forbidden", score.allowed, score.refused,
	       score.forbidden);
	EXPECT_EQ(0, score.forbidden);
	EXPECT_LT(0, score.allowed);
	EXPECT_LT(0, score.refused);
}

/* Where it never works, nothing was shown; but luck is no error of the kernel's. */
TEST_F_TIMEOUT(race, without_care_something_is, SCT_SOAK)
{
	const struct plan *plan = &variant->plan;
	struct score score = {};
	char filter[256];
	int i;

	if (!plan->checked && !sct_can_be_unsafe())
		SKIP(return, "no " SCT_UNSAFE ": a kernel that is not built for tests");
	snprintf(filter, sizeof(filter), plan->filter, self->at.dir);
	if (!plan->checked) {
		ASSERT_LOADED(sct_loadf(RULE("no", "%s", "%s && " MINE, FAIL("EXDEV"), "before"),
					plan->call, filter));
		ASSERT_EQ(0, sct_set_unsafe(true));
	}
	for (i = 0; i < 5 && !score.forbidden; i++)
		score = fight(plan, plan->checked ?: plan->make, sct_scaled(2000));
	if (!score.forbidden)
		SKIP(return, "no luck in %ld tries", score.allowed + score.refused);
}

/* Where a line for what the call came to follows one for what it was given, it counts. */
static bool last_line_has(const char *log, const char *what)
{
	const char *end = log + strlen(log), *line = end;

	while (line > log && !(line < end - 1 && line[-1] == '\n'))
		line--;
	return strstr(line, what);
}

/* No rule refuses: the line of each call shows what it has used. */
TEST_F_TIMEOUT(race, the_log_tells_what_was_used, SCT_SOAK)
{
	long until = sct_ms() + sct_scaled(1000), last = until + 60000, seen[2] = {};
	const struct plan *plan = &variant->plan;
	unsigned int seed = 4;
	pthread_t thread;
	pid_t pid;

	ASSERT_LOADED(sct_loadf(RULE("l", "%s", "%s", LOG("%s"), "before"), plan->call,
				plan->which, plan->log));
	pid = start_change(plan, &thread);
	ASSERT_LE(0, pid);
	while (sct_ms() < (seen[0] && seen[1] ? until : last)) {
		long ret;
		char *log;

		sct_clear_log();
		sct_relax(&seed);
		ret = plan->make();
		log = sct_read(SCT_LOG);
		ASSERT_NE(NULL, log);
		/* Where there was nothing, nothing was used. */
		if (ret >= 0) {
			ASSERT_EQ(ret, *log ? last_line_has(log, plan->shown) : -1) {
				TH_LOG("%ld: %s", ret, log);
			}
		}
		seen[ret == 1]++;
		free(log);
	}
	end_change(pid, thread);
	EXPECT_LT(0, seen[0]);
	EXPECT_LT(0, seen[1]);
}

TEST_HARNESS_MAIN
