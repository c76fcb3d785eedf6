// SPDX-License-Identifier: GPL-2.0
/*
 * What a rule has seen behind a pointer is what the call uses
 *
 * The memory is another each time that it is read: it holds something that is
 * allowed when the rule looks, and something forbidden when the call does. Each
 * attack is made twice: with SCT's care switched off, to see that it works, and as
 * SCT is.
 */

#include <kselftest_harness.h>

#include <arpa/inet.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <linux/openat2.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/xattr.h>

#include "sct_test.h"
#include "sct_attack.h"

/* What the call used. */
enum used { NEITHER, ALLOWED, FORBIDDEN };

static enum used which(long value, long allowed, long forbidden)
{
	return value == allowed ? ALLOWED : value == forbidden ? FORBIDDEN : NEITHER;
}

/* A socket's address: ::ffff:127.0.0.1, or .2 */
static void fill_in6(void *at, bool forbidden)
{
	struct sockaddr_in6 *in6 = at;

	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(7001);
	in6->sin6_addr.s6_addr32[2] = htonl(0xffff);
	in6->sin6_addr.s6_addr32[3] = htonl(forbidden ? 0x7f000002 : 0x7f000001);
}

static enum used used_in6(int fd, bool peer)
{
	struct sockaddr_in6 in6 = {};
	socklen_t len = sizeof(in6);

	if (peer ? getpeername(fd, (void *)&in6, &len) : getsockname(fd, (void *)&in6, &len))
		return NEITHER;
	return which(ntohl(in6.sin6_addr.s6_addr32[3]), 0x7f000001, 0x7f000002);
}

static long made;

static enum used make_bind(void *at)
{
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	enum used used;

	made = sct_call(SYS_bind, fd, at, sizeof(struct sockaddr_in6));
	used = made ? NEITHER : used_in6(fd, false);
	close(fd);
	return used;
}

static enum used make_connect(void *at)
{
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	enum used used;

	made = sct_call(SYS_connect, fd, at, sizeof(struct sockaddr_in6));
	used = made ? NEITHER : used_in6(fd, true);
	close(fd);
	return used;
}

static enum used make_sendto(void *at)
{
	enum used used = NEITHER;
	int to[2], fd, i;
	char c;

	fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	for (i = 0; i < 2; i++) {
		struct sockaddr_in6 in6 = {};

		fill_in6(&in6, i);
		to[i] = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		bind(to[i], (void *)&in6, sizeof(in6));
	}
	made = sct_call(SYS_sendto, fd, "x", 1, 0, at, sizeof(struct sockaddr_in6));
	for (i = 0; i < 2; i++) {
		if (made == 1 && recv(to[i], &c, 1, MSG_DONTWAIT) == 1)
			used = i ? FORBIDDEN : ALLOWED;
		close(to[i]);
	}
	close(fd);
	return used;
}

static struct iovec two[2] = { { "a", 1 }, { "b", 1 } };

static void fill_msg(void *at, bool forbidden)
{
	struct msghdr *msg = at;

	msg->msg_iov = two;
	msg->msg_iovlen = forbidden ? 2 : 1;
}

static enum used make_sendmsg(void *at)
{
	int fds[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, fds))
		return NEITHER;
	made = sct_call(SYS_sendmsg, fds[0], at, 0);
	close(fds[0]);
	close(fds[1]);
	return which(made, 1, 2);
}

static void fill_how(void *at, bool forbidden)
{
	struct open_how *how = at;

	how->flags = O_RDWR | O_CREAT;
	how->mode = forbidden ? 0666 : 0600;
}

static enum used make_openat2(void *at)
{
	struct stat st = {};

	remove("new");
	made = sct_call(SYS_openat2, AT_FDCWD, "new", at, sizeof(struct open_how));
	if (made >= 0) {
		fstat(made, &st);
		close(made);
		made = 0;
	}
	return which(st.st_mode & 0777, 0600, 0666);
}

static void fill_rlimit(void *at, bool forbidden)
{
	struct rlimit *limit = at;

	limit->rlim_cur = 1000;
	limit->rlim_max = forbidden ? 2000 : 1000;
}

static enum used make_prlimit(void *at)
{
	struct rlimit limit = { .rlim_cur = 1000, .rlim_max = 3000 }, keep;

	getrlimit(RLIMIT_NOFILE, &keep);
	made = sct_call(SYS_prlimit64, 0, RLIMIT_NOFILE, at, NULL);
	getrlimit(RLIMIT_NOFILE, &limit);
	setrlimit(RLIMIT_NOFILE, &keep);
	return made ? NEITHER : which(limit.rlim_max, 1000, 2000);
}

static void fill_timespec(void *at, bool forbidden)
{
	struct timespec *ts = at;

	ts->tv_nsec = forbidden ? 2000000000 : 1;
}

static enum used make_nanosleep(void *at)
{
	made = sct_call(SYS_nanosleep, at, NULL);
	return which(made, 0, -EINVAL);
}

static void fill_itimer(void *at, bool forbidden)
{
	struct itimerval *timer = at;

	timer->it_value.tv_sec = forbidden ? 2000 : 1000;
}

static enum used make_setitimer(void *at)
{
	struct itimerval now = {}, none = {};

	made = sct_call(SYS_setitimer, ITIMER_REAL, at, NULL);
	getitimer(ITIMER_REAL, &now);
	setitimer(ITIMER_REAL, &none, NULL);
	return which((now.it_value.tv_sec + 1) / 1000, 1, 2);
}

static void fill_linger(void *at, bool forbidden)
{
	struct timeval *tv = at;

	tv->tv_sec = 1;
	tv->tv_usec = forbidden ? 400000 : 0;
}

static enum used make_setsockopt(void *at)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct timeval tv = { .tv_usec = 1 };
	socklen_t len = sizeof(tv);

	made = sct_call(SYS_setsockopt, fd, SOL_SOCKET, SO_RCVTIMEO, at, sizeof(tv));
	getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, &len);
	close(fd);
	return made ? NEITHER : which(tv.tv_usec, 0, 400000);
}

/* An option that is a text. */
static void fill_congestion(void *at, bool forbidden)
{
	memset(at, 0, 16);
	memcpy(at, forbidden ? "cubic" : "reno", 5);
}

static enum used make_congestion(void *at)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = 16;
	char name[16] = "";

	made = sct_call(SYS_setsockopt, fd, IPPROTO_TCP, TCP_CONGESTION, at, 16L);
	getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, &len);
	close(fd);
	if (made)
		return NEITHER;
	return !strcmp(name, "reno") ? ALLOWED : !strcmp(name, "cubic") ? FORBIDDEN : NEITHER;
}

static void fill_mqattr(void *at, bool forbidden)
{
	struct mq_attr *attr = at;

	attr->mq_maxmsg = forbidden ? 2 : 1;
	attr->mq_msgsize = 8;
}

static enum used make_mq_open(void *at)
{
	struct mq_attr attr = {};

	syscall(SYS_mq_unlink, "sct_pin");
	made = sct_call(SYS_mq_open, "sct_pin", O_RDWR | O_CREAT, 0600, at);
	if (made >= 0) {
		syscall(SYS_mq_getsetattr, made, NULL, &attr);
		close(made);
		made = 0;
	}
	return which(attr.mq_maxmsg, 1, 2);
}

/* A lock of the file's byte 8 for reading, or of byte 9. */
static void fill_flock(void *at, bool forbidden)
{
	struct flock *lock = at;

	lock->l_type = F_RDLCK;
	lock->l_start = forbidden ? 9 : 8;
	lock->l_len = 1;
}

static int sees_lock(void *arg)
{
	struct flock lock = { .l_type = F_WRLCK, .l_len = 0 };

	if (fcntl(*(int *)arg, F_GETLK, &lock))
		return NEITHER;
	return lock.l_type == F_UNLCK ? NEITHER : which(lock.l_start, 8, 9);
}

static enum used make_fcntl(void *at)
{
	int fd = open("locked", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	enum used used;

	made = sct_call(SYS_fcntl, fd, F_SETLK, at);
	used = sct_child(sees_lock, &fd);
	close(fd);
	return used;
}

/* Texts: the first 8 bytes are the same. */
static void fill_xattr(void *at, bool forbidden)
{
	put_text(at, forbidden ? "user.sctf" : "user.scta");
}

static enum used make_setxattr(void *at)
{
	char c;

	remove("x");
	sct_make("x");
	made = sct_call(SYS_setxattr, "x", at, "v", 1, 0);
	if (getxattr("x", "user.scta", &c, 1) == 1)
		return ALLOWED;
	return getxattr("x", "user.sctf", &c, 1) == 1 ? FORBIDDEN : NEITHER;
}

static void fill_memfd(void *at, bool forbidden)
{
	put_text(at, forbidden ? "sct_pin_" : "sct_pin_longer");
}

static enum used make_memfd(void *at)
{
	char path[40], to[64] = "";

	made = sct_call(SYS_memfd_create, at, 0);
	if (made < 0)
		return NEITHER;
	snprintf(path, sizeof(path), "/proc/self/fd/%ld", made);
	if (readlink(path, to, sizeof(to) - 1) < 0)
		return NEITHER;
	close(made);
	made = 0;
	if (!strcmp(to, "/memfd:sct_pin_longer (deleted)"))
		return ALLOWED;
	return !strcmp(to, "/memfd:sct_pin_ (deleted)") ? FORBIDDEN : NEITHER;
}

static void fill_key(void *at, bool forbidden)
{
	put_text(at, forbidden ? "sct_pin_f" : "sct_pin_allowed");
}

static enum used make_add_key(void *at)
{
	char text[64] = "";
	char *name;

	made = sct_call(SYS_add_key, "user", at, "v", 1, -2 /* of the process */);
	if (made < 0)
		return NEITHER;
	syscall(SYS_keyctl, 6 /* describe */, made, text, sizeof(text) - 1);
	made = 0;
	name = strrchr(text, ';');
	if (!name)
		return NEITHER;
	if (!strcmp(name, ";sct_pin_allowed"))
		return ALLOWED;
	return !strcmp(name, ";sct_pin_f") ? FORBIDDEN : NEITHER;
}

#ifdef __x86_64__
static enum used make_int80_connect(void *at)
{
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	enum used used;

	made = sct_int80(362, fd, (long)at, sizeof(struct sockaddr_in6), 0, 0);
	used = made ? NEITHER : used_in6(fd, true);
	close(fd);
	return used;
}

static enum used make_socketcall(void *at)
{
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	unsigned int *args = (void *)sct_low("room for three");
	enum used used;

	args[0] = fd;
	args[1] = (long)at;
	args[2] = sizeof(struct sockaddr_in6);
	made = sct_int80(102, 3, (long)args, 0, 0, 0);
	used = made ? NEITHER : used_in6(fd, true);
	munmap((void *)((long)args & ~(PAGE - 1L)), PAGE);
	close(fd);
	return used;
}
#endif

FIXTURE(pin) {
	struct sct_place at;
	struct sct_flip flip;
};

/**
 * struct plan - an attack
 * @call: the call
 * @filter: what is forbidden
 * @split: bytes of the object that are the same in both, at least
 * @size: bytes of the object
 * @fill: makes an object
 * @make: makes the call with it, and tells which of the two it used
 */
struct plan {
	const char *call;
	const char *filter;
	size_t split;
	size_t size;
	void (*fill)(void *at, bool forbidden);
	enum used (*make)(void *at);
};

FIXTURE_VARIANT(pin) {
	struct plan plan;
};

#define IN6	"sin6_addr.in6_u.u6_addr32[3] == ipaddr(\"127.0.0.2\")"

FIXTURE_VARIANT_ADD(pin, bind) { {
	"bind", "PARAMS[2]->" IN6,
	16, 28, fill_in6, make_bind
} };
FIXTURE_VARIANT_ADD(pin, connect) { {
	"connect", "PARAMS[2]->" IN6,
	16, 28, fill_in6, make_connect
} };
FIXTURE_VARIANT_ADD(pin, sendto) { {
	"sendto", "PARAMS[5]->" IN6,
	16, 28, fill_in6, make_sendto
} };
FIXTURE_VARIANT_ADD(pin, sendmsg) { {
	"sendmsg", "PARAMS[msg]->msg_iovlen == 2",
	24, sizeof(struct msghdr), fill_msg, make_sendmsg
} };
FIXTURE_VARIANT_ADD(pin, openat2) { {
	"openat2", "PARAMS[how]->mode == 0666",
	8, sizeof(struct open_how), fill_how, make_openat2
} };
FIXTURE_VARIANT_ADD(pin, prlimit) { {
	"prlimit64", "PARAMS[new_rlim]->rlim_max == 2000",
	8, 16, fill_rlimit, make_prlimit
} };
FIXTURE_VARIANT_ADD(pin, nanosleep) { {
	"nanosleep", "PARAMS[1]->tv_nsec == 2000000000",
	8, 16, fill_timespec, make_nanosleep
} };
FIXTURE_VARIANT_ADD(pin, setitimer) { {
	"setitimer", "PARAMS[2]->it_value.tv_sec == 2000",
	16, 32, fill_itimer, make_setitimer
} };
FIXTURE_VARIANT_ADD(pin, congestion) { {
	"setsockopt", "((struct ifreq *)PARAMS[optval])->ifr_ifrn.ifrn_name == \"cubic\"",
	8, 16, fill_congestion, make_congestion
} };
FIXTURE_VARIANT_ADD(pin, setsockopt) { {
	"setsockopt", "((struct __kernel_sock_timeval *)PARAMS[optval])->tv_usec == 400000",
	8, 16, fill_linger, make_setsockopt
} };
FIXTURE_VARIANT_ADD(pin, mq_open) { {
	"mq_open", "PARAMS[u_attr]->mq_maxmsg == 2",
	8, sizeof(struct mq_attr), fill_mqattr, make_mq_open
} };
FIXTURE_VARIANT_ADD(pin, fcntl) { {
	"fcntl", "((struct flock *)PARAMS[arg])->l_start == 9",
	8, sizeof(struct flock), fill_flock, make_fcntl
} };
FIXTURE_VARIANT_ADD(pin, setxattr) { {
	"setxattr", "PARAMS[name] == \"user.sctf\"",
	8, 16, fill_xattr, make_setxattr
} };
FIXTURE_VARIANT_ADD(pin, memfd) { {
	"memfd_create", "PARAMS[uname] == \"sct_pin_\"",
	8, 24, fill_memfd, make_memfd
} };
FIXTURE_VARIANT_ADD(pin, add_key) { {
	"add_key", "PARAMS[_description] == \"sct_pin_f\"",
	8, 24, fill_key, make_add_key
} };
#ifdef __x86_64__
FIXTURE_VARIANT_ADD(pin, int80_connect) { {
	"connect", "PARAMS[2]->" IN6,
	16, 28, fill_in6, make_int80_connect
} };
FIXTURE_VARIANT_ADD(pin, socketcall) { {
	"connect", "PARAMS[2]->" IN6,
	16, 28, fill_in6, make_socketcall
} };
#endif

FIXTURE_SETUP(pin)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	if (access("/sys/kernel/btf/vmlinux", F_OK) && !strstr(variant->plan.filter, "\" "))
		if (strstr(variant->plan.filter, "->"))
			SKIP(return, "the kernel has no type information");
}

FIXTURE_TEARDOWN_PARENT(pin)
{
	if (sct_can_be_unsafe())
		sct_set_unsafe(false);
	sct_teardown(&self->at);
}

static const char rules[] =
	RULE("no", "%s", "%s && " MINE, FAIL("EXDEV"), "before")
	RULE("seen", "%s", "%s && " MINE, LOG("forbidden"), "after");

/* One call whose memory holds one thing when the rule looks, another when the call does. */
static enum used attack(struct sct_flip *flip, const struct plan *plan, bool forbidden_first)
{
	char objects[2][512] = {};

	plan->fill(objects[0], false);
	plan->fill(objects[1], true);
	flip_arm(flip, objects[forbidden_first], objects[!forbidden_first], plan->size);
	return plan->make(flip->at);
}

/* Without SCT's care the attack works: the test can fail. */
TEST_F_TIMEOUT(pin, the_attack_works_without_care, SCT_TIMEOUT)
{
	if (!sct_can_be_unsafe())
		SKIP(return, "no " SCT_UNSAFE ": a kernel that is not built for tests");
	if (!flip_init(&self->flip, variant->plan.split))
		SKIP(return, "userfaultfd: %s", strerror(errno));
	ASSERT_LOADED(sct_loadf(rules, variant->plan.call, variant->plan.filter, variant->plan.call,
				variant->plan.filter));
	ASSERT_EQ(0, sct_set_unsafe(true));
	EXPECT_EQ(FORBIDDEN, attack(&self->flip, &variant->plan, false))
		TH_LOG("%ld", made);
	EXPECT_LT(0, self->flip.given);
}

TEST_F_TIMEOUT(pin, what_was_seen_is_what_is_used, SCT_TIMEOUT)
{
	int i;

	if (!flip_init(&self->flip, variant->plan.split))
		SKIP(return, "userfaultfd: %s", strerror(errno));
	ASSERT_LOADED_SAFE(sct_loadf(rules, variant->plan.call, variant->plan.filter,
				     variant->plan.call, variant->plan.filter));
	for (i = 0; i < sct_scaled(100); i++) {
		ASSERT_EQ(ALLOWED, attack(&self->flip, &variant->plan, false)) TH_LOG("%ld", made);
		attack(&self->flip, &variant->plan, true);
		ASSERT_EQ(-EXDEV, made);
	}
	EXPECT_LOG("");
}

/*
 * What can't be read when the rule looks can be read when the call does: the rule
 * reads a page behind it that springs a trap.
 */
static struct sct_trap trap;
static char *hole;

static void open_hole(void)
{
	mprotect(hole, PAGE, PROT_READ);
}

FIXTURE(hole) {
	struct sct_place at;
};

FIXTURE_SETUP(hole)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	if (!trap_init(&trap))
		SKIP(return, "userfaultfd: %s", strerror(errno));
	hole = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, hole);
	ASSERT_TRUE(sct_make("x"));
}

FIXTURE_TEARDOWN_PARENT(hole)
{
	if (sct_can_be_unsafe())
		sct_set_unsafe(false);
	sct_teardown(&self->at);
}

static long set_forbidden(void)
{
	put_text(trap.data, "x");
	mprotect(hole, PAGE, PROT_READ | PROT_WRITE);
	put_text(hole, "user.sctf");
	mprotect(hole, PAGE, PROT_NONE);
	trap_arm(&trap, open_hole);
	return sct_call(SYS_setxattr, trap.page, hole, "v", 1, 0);
}

TEST_F_TIMEOUT(hole, a_text, SCT_TIMEOUT)
{
	ASSERT_LOADED(sct_load(RULE("no", "setxattr",
				    "PARAMS[name] == \"user.sctf\" || PARAMS[pathname] == \"z\"",
				    FAIL("EXDEV"), "before")));
	if (sct_can_be_unsafe()) {
		ASSERT_EQ(0, sct_set_unsafe(true));
		EXPECT_EQ(0, set_forbidden());
		ASSERT_EQ(0, sct_set_unsafe(false));
	}
	EXPECT_EQ(-EFAULT, set_forbidden());
	EXPECT_EQ(1, trap.sprung);
}

/* The first member on a page that is there, the second on one that is not yet. */
static long open_forbidden(void)
{
	struct open_how how = { .flags = O_RDWR | O_CREAT, .mode = 0666 };
	char *at = hole - 8;
	long fd;

	remove("new");
	put_text(trap.data, "new");
	mprotect(hole, PAGE, PROT_READ | PROT_WRITE);
	memcpy(at, &how, sizeof(how));
	mprotect(hole, PAGE, PROT_NONE);
	trap_arm(&trap, open_hole);
	fd = sct_call(SYS_openat2, AT_FDCWD, trap.page, at, sizeof(how));
	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

TEST_F_TIMEOUT(hole, a_struct, SCT_TIMEOUT)
{
	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	hole += PAGE;
	ASSERT_LOADED(sct_load(RULE("no", "openat2",
				    "PARAMS[how]->mode == 0666 || PARAMS[filename] == \"z\"",
				    FAIL("EXDEV"), "before")));
	if (sct_can_be_unsafe()) {
		ASSERT_EQ(0, sct_set_unsafe(true));
		EXPECT_EQ(0, open_forbidden());
		ASSERT_EQ(0, sct_set_unsafe(false));
	}
	EXPECT_EQ(-EFAULT, open_forbidden());
	EXPECT_EQ(1, trap.sprung);

	/* Who only logs keeps nobody from it. */
	ASSERT_LOADED(sct_load(RULE("log", "openat2",
				    "PARAMS[how]->mode == 0666 || PARAMS[filename] == \"z\"",
				    LOG("%%path2"), "before")));
	EXPECT_EQ(0, open_forbidden());
}

/* What can never be read is nobody's business: the call is given as much as it asks for. */
TEST_F_TIMEOUT(hole, a_struct_that_ends_early, SCT_TIMEOUT)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), on = 1;
	char *at = hole + PAGE - sizeof(on);

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	ASSERT_EQ(0, munmap(hole + PAGE, PAGE));
	memcpy(at, &on, sizeof(on));
	ASSERT_LOADED(sct_load(RULE("no", "setsockopt",
				    "((struct open_how *)PARAMS[optval])->resolve == 5",
				    FAIL("EXDEV"), "before")));
	EXPECT_EQ(0, sct_call(SYS_setsockopt, fd, SOL_SOCKET, SO_PASSCRED, at, sizeof(on)));
	close(fd);
}

/* Whether the kernel has it: what is not there has no parameters. */
static bool is_served(const char *call)
{
	char *syscalls = sct_read(SCT_DEBUG "syscalls"), *at, name[64];
	bool served = false;

	snprintf(name, sizeof(name), " %s(", call);
	for (at = syscalls; at && (at = strstr(at, name)); at++)
		served |= strncmp(at + strlen(name), "...)", 4);
	free(syscalls);
	return served;
}

/* What a caller doesn't have of a struct is 0 to the call, whatever lies behind. */
TEST_F_TIMEOUT(hole, a_struct_of_an_older_program, SCT_TIMEOUT)
{
	/* handled_access_fs and handled_access_net */
	__u64 landlock[2] = { 1, 1 };
	/* ..., sched_util_min and sched_util_max */
	__u32 sched[14] = { 48, [12] = 7 };
	char *at = hole + PAGE - 8;
	long fd;

	if (access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "the kernel has no type information");
	ASSERT_EQ(0, munmap(hole + PAGE, PAGE));
	ASSERT_LOADED(sct_load(RULE("no", "sched_setattr",
				    "PARAMS[uattr]->sched_util_min == 7",
				    FAIL("EXDEV"), "before")));
	EXPECT_EQ(0, sct_call(SYS_sched_setattr, 0, sched, 0));
	sched[0] = 0;
	EXPECT_EQ(0, sct_call(SYS_sched_setattr, 0, sched, 0));
	sched[0] = sizeof(sched);
	EXPECT_EQ(-EXDEV, sct_call(SYS_sched_setattr, 0, sched, 0));

	if (!is_served("landlock_create_ruleset"))
		SKIP(return, "the kernel has no landlock");
	ASSERT_LOADED(sct_load(RULE("no", "landlock_create_ruleset",
				    "PARAMS[attr]->handled_access_net != 0",
				    FAIL("EXDEV"), "before")));
	EXPECT_EQ(-EXDEV, sct_call(SYS_landlock_create_ruleset, landlock, 16L, 0));
	fd = sct_call(SYS_landlock_create_ruleset, landlock, 8L, 0);
	EXPECT_NE(-EXDEV, fd);
	if (fd >= 0)
		close(fd);

	/* Nor does anything have to be there. */
	memcpy(at, landlock, 8);
	ASSERT_LOADED(sct_load(RULE("no", "landlock_create_ruleset",
				    "PARAMS[attr]->handled_access_net == 0",
				    FAIL("EXDEV"), "before")));
	EXPECT_EQ(-EXDEV, sct_call(SYS_landlock_create_ruleset, at, 8L, 0));
}

/* What can't be kept, the load tells; what is kept it doesn't, nor what is only logged. */
static const struct {
	const char *call;
	const char *filter;
	const char *told;
	bool types;
} told[] = {
	{ "close", "PATH[fd] == \"/x\"", "PATH of fd of close" },
	{ "close_range", "PATH[fd] == \"/x\" || PATH[max_fd] == \"/x\"",
	  "PATH of fd of close_range, max_fd of close_range" },
	{ "dup3", "PATH[oldfd] == \"/x\" || PATH[newfd] == \"/x\"",
	  "PATH of oldfd of dup3, newfd of dup3" },
	{ "dup2", "PATH[newfd] == \"/x\"", "PATH of newfd of dup2" },
	{ "unlinkat", "PATH[dfd] == \"/x\"", "PATH of dfd of unlinkat" },
	{ "execveat", "PATH[fd] == \"/x\"", "PATH of fd of execveat" },
	{ "open_by_handle_at", "PATH[mountdirfd] == \"/x\"",
	  "PATH of mountdirfd of open_by_handle_at" },
	{ "linkat", "PATH[olddfd] == \"/x\" || PATH[newdfd] == \"/x\"",
	  "PATH of olddfd of linkat, newdfd of linkat" },
	{ "move_mount", "PATH[from_dfd] == \"/x\" || PATH[to_dfd] == \"/x\"",
	  "PATH of from_dfd of move_mount, to_dfd of move_mount" },
	{ "quotactl", "PATH[special] == \"/x\"", "PATH of special of quotactl" },
	{ "readv", "PARAMS[vec]->iov_len == 1", "memory behind vec of readv", true },
	{ "writev", "PARAMS[vec]->iov_len == 1", "memory behind vec of writev", true },
	{ "preadv", "PARAMS[vec]->iov_len == 1", "memory behind vec of preadv", true },
	{ "pwritev", "PARAMS[vec]->iov_len == 1", "memory behind vec of pwritev", true },
	{ "preadv2", "PARAMS[vec]->iov_len == 1", "memory behind vec of preadv2", true },
	{ "pwritev2", "PARAMS[vec]->iov_len == 1", "memory behind vec of pwritev2", true },
	{ "vmsplice", "PARAMS[uiov]->iov_len == 1", "memory behind uiov of vmsplice", true },
	{ "process_vm_readv", "PARAMS[lvec]->iov_len == 1 && PARAMS[rvec]->iov_len == 1",
	  "memory behind lvec of process_vm_readv, rvec of process_vm_readv", true },
	{ "process_vm_writev", "PARAMS[lvec]->iov_len == 1",
	  "memory behind lvec of process_vm_writev", true },
	{ "process_madvise", "PARAMS[vec]->iov_len == 1",
	  "memory behind vec of process_madvise", true },
	{ "settimeofday", "PARAMS[tv]->tv_sec == 1",
	  "memory behind tv of settimeofday", true },
	{ "utime", "PARAMS[times]->actime == 1", "memory behind times of utime", true },
	{ "utime", "PARAMS[t]->actime == 1", "memory behind t of 32-bit utime", true },
	{ "utimes", "PARAMS[t]->tv_sec == 1", "memory behind t of 32-bit utimes", true },
	{ "futimesat", "PARAMS[t]->tv_sec == 1", "memory behind t of 32-bit futimesat", true },
	{ "rt_sigaction", "PARAMS[act]->sa_flags == 1",
	  "memory behind act of 32-bit rt_sigaction", true },
	{ "sigaction", "PARAMS[act]->sa_flags == 1", "memory behind act of sigaction", true },
	{ "mq_notify", "PARAMS[u_notification]->sigev_signo == 1",
	  "memory behind u_notification of 32-bit mq_notify", true },
	{ "timer_create", "PARAMS[timer_event_spec]->sigev_signo == 1",
	  "memory behind timer_event_spec of 32-bit timer_create", true },
	{ "msgctl", "((struct msqid_ds *)PARAMS[uptr])->msg_qbytes == 1",
	  "memory behind uptr of 32-bit msgctl", true },
	{ "get_thread_area", "PARAMS[u_info]->entry_number == 1",
	  "memory behind u_info of 32-bit get_thread_area", true },
	{ "quotactl", "((struct if_dqblk *)PARAMS[addr])->dqb_valid == 1",
	  "memory behind addr of 32-bit quotactl", true },
	{ "sched_setattr", "PARAMS[uattr]->sched_policy == 1",
	  "memory behind uattr of sched_setattr", true },
	{ "perf_event_open", "PARAMS[attr_uptr]->type == 1",
	  "memory behind attr_uptr of perf_event_open", true },
	{ "statmount", "PARAMS[req]->mnt_id == 1", "memory behind req of statmount", true },
	{ "listmount", "PARAMS[req]->mnt_id == 1", "memory behind req of listmount", true },
	{ "msgsnd", "PARAMS[msgp]->mtype == 1", "memory behind msgp of msgsnd", true },
	{ "rseq", "PARAMS[rseq]->cpu_id == 1", "memory behind rseq of rseq", true },
	{ "set_robust_list", "PARAMS[head]->futex_offset == 1",
	  "memory behind head of set_robust_list", true },
	{ "write", "((struct timespec64 *)PARAMS[buf])->tv_sec == 1",
	  "memory behind buf of write", true },
	{ "pwrite64", "((struct timespec64 *)PARAMS[buf])->tv_sec == 1",
	  "memory behind buf of pwrite64", true },
	{ "sendto", "((struct timespec64 *)PARAMS[buff])->tv_sec == 1",
	  "memory behind buff of sendto", true },
	{ "mq_timedsend", "((struct timespec64 *)PARAMS[u_msg_ptr])->tv_sec == 1",
	  "memory behind u_msg_ptr of mq_timedsend", true },
	{ "ioctl", "((struct timespec64 *)PARAMS[arg])->tv_sec == 1",
	  "memory behind arg of ioctl", true },
	{ "prctl", "((struct timespec64 *)PARAMS[arg2])->tv_sec == 1",
	  "memory behind arg2 of prctl", true },
	{ "ptrace", "((struct timespec64 *)PARAMS[data])->tv_sec == 1",
	  "memory behind data of ptrace", true },
	{ "keyctl", "((struct timespec64 *)PARAMS[arg2])->tv_sec == 1",
	  "memory behind arg2 of keyctl", true },
	{ "unlinkat", "PATH[pathname] == \"/x\"" },
	{ "dup", "PATH[fildes] == \"/x\"" },
	{ "fchmod", "PATH[fd] == \"/x\"" },
	{ "set_thread_area", "PARAMS[u_info]->entry_number == 1", NULL, true },
	{ "clone3", "PARAMS[uargs]->flags == 1", NULL, true },
	{ "landlock_create_ruleset", "PARAMS[attr]->handled_access_fs == 1", NULL, true },
	{ "mount_setattr", "PARAMS[uattr]->attr_set == 1", NULL, true },
	{ "bpf", "PARAMS[uattr]->map_type == 1", NULL, true },
	{ "openat2", "PARAMS[how]->flags == 1", NULL, true },
	{ "setxattr", "((struct timespec64 *)PARAMS[value])->tv_sec == 1", NULL, true },
	{ "add_key", "((struct timespec64 *)PARAMS[_payload])->tv_sec == 1", NULL, true },
	{ "landlock_add_rule", "((struct timespec64 *)PARAMS[rule_attr])->tv_sec == 1",
	  NULL, true },
	{ "connect", "PARAMS[2]->sin_port == 1", NULL, true },
	{ "setsockopt", "((struct timespec64 *)PARAMS[optval])->tv_sec == 1", NULL, true },
	{ "fcntl", "((struct flock *)PARAMS[arg])->l_type == 1", NULL, true },
	{ "mount", "PARAMS[type] == \"ext4\" || PARAMS[dev_name] == \"x\"" },
};

TEST_F_TIMEOUT(hole, what_is_not_kept_is_told, SCT_TIMEOUT)
{
	bool types = !access("/sys/kernel/btf/vmlinux", F_OK);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(told); i++) {
		char name[32];

		if ((told[i].types && !types) || !is_served(told[i].call))
			continue;
		snprintf(name, sizeof(name), "told%u", i);
		ASSERT_LOADED(sct_loadf("rule { syscall_name = %s rule_name = %s when = before\n"
					"filter_expression { %s } action { type = FAIL } }",
					told[i].call, name, told[i].filter));
		if (told[i].told) {
			EXPECT_NE(NULL, strstr(sct_last_error(), name));
			EXPECT_NE(NULL, strstr(sct_last_error(), told[i].told))
				TH_LOG("%s: %s", told[i].filter, sct_last_error());
		} else {
			EXPECT_FALSE(strstr(sct_last_error(), name) &&
				     strstr(sct_last_error(), "decides on"))
				TH_LOG("%s: %s", told[i].filter, sct_last_error());
		}
		snprintf(name, sizeof(name), "logs%u", i);
		ASSERT_LOADED(sct_loadf("rule { syscall_name = %s rule_name = %s when = before\n"
					"filter_expression { %s } action { type = LOG } }",
					told[i].call, name, told[i].filter));
		EXPECT_FALSE(strstr(sct_last_error(), name) &&
			     strstr(sct_last_error(), "decides on"));
	}
}

#define LAST	"sin6_addr.in6_u.u6_addr8[15]"

/* Where the family is left out, it is that of the socket. */
TEST_F(hole, address_without_a_family)
{
	struct sockaddr_in6 in6 = {
		.sin6_port = htons(IPPROTO_ICMPV6), .sin6_addr.s6_addr[15] = 1,
	};
	int fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);

	if (fd < 0 || access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP(return, "no raw sockets, or no type information");
	ASSERT_LOADED(sct_load(RULE("no", "sendto",
				    MINE " && ((struct sockaddr_in6 *)PARAMS[5])->" LAST " == 2",
				    FAIL("EXDEV"), "before")));
	EXPECT_EQ(8, sct_call(SYS_sendto, fd, "\x80\0\0\0\0\0\0\0", 8L, 0, &in6, sizeof(in6)));
	in6.sin6_addr.s6_addr[15] = 2;
	EXPECT_EQ(-EXDEV, sct_call(SYS_sendto, fd, "\x80\0\0\0\0\0\0\0", 8L, 0, &in6,
				   sizeof(in6)));
	close(fd);
}

#ifdef __x86_64__
/* ipc() finds the last parameter of semctl in memory. */
TEST_F_TIMEOUT(hole, semctl_of_ipc, SCT_TIMEOUT)
{
	int id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600), round;
	unsigned int *at;

	at = (unsigned int *)sct_low("wo");
	ASSERT_NE(NULL, at);
	*at = 2;
	ASSERT_LOADED(sct_load(RULE("no", "semctl", "PARAMS[arg] == 2 && " MINE,
				    FAIL("EXDEV"), "before")));
	EXPECT_EQ(-EXDEV, sct_int80(117, 3 | 1 << 16, id, 0, 16 | 0x100 /* SETVAL */, (long)at));
	*at = 1;
	for (round = 0; round < 2; round++)
		EXPECT_EQ(0, sct_int80(117, 3 | round << 16, id, 0, 16 | round << 8, (long)at));
	EXPECT_EQ(1, semctl(id, 0, GETVAL));
	semctl(id, 0, IPC_RMID);
}
#endif

TEST_HARNESS_MAIN
