// SPDX-License-Identifier: GPL-2.0
/*
 * Ways round a rule on PATH: other names of the object
 *
 * They are tried against a rule on the text of the parameter too, which they do get
 * round.
 */

#include <kselftest_harness.h>

#include <linux/openat2.h>

#include "sct_test.h"
#include "sct_attack.h"
#include "sct_paths.h"

#ifndef AT_EMPTY_PATH
#define AT_EMPTY_PATH	0x1000
#endif

FIXTURE(path_attack) {
	struct sct_place at;
};

FIXTURE_SETUP(path_attack)
{
	set_up(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(path_attack)
{
	tear_down(&self->at);
}

/* A name of secret/x, and the directory that it begins at. */
struct name {
	const char *text;
	int dfd;
	bool follow;		/* it is one only where a link at the end is followed */
};

static int make_names(struct name *names, int secret, int file)
{
	static char text[32][PATH_MAX];
	char *p;
	int n = 0, i;

#define NAME(_dfd, _follow, ...) do { \
	snprintf(text[n], PATH_MAX, __VA_ARGS__); \
	names[n] = (struct name){ text[n], _dfd, _follow }; \
	n++; \
} while (0)
	NAME(AT_FDCWD, false, "secret/x");
	NAME(AT_FDCWD, false, "./secret/./x");
	NAME(AT_FDCWD, false, "secret//x");
	NAME(AT_FDCWD, false, "open/../secret/x");
	NAME(AT_FDCWD, false, "secret/../../%s/secret/x", strrchr(dir, '/') + 1);
	NAME(AT_FDCWD, false, "//tmp/./..%s//secret/x", dir);
	NAME(AT_FDCWD, false, "l2/x");
	NAME(AT_FDCWD, false, "l3/x");
	NAME(AT_FDCWD, false, "l/../l3/../secret/x");
	NAME(AT_FDCWD, true, "lx");
	NAME(AT_FDCWD, true, "labs");
	NAME(AT_FDCWD, false, "/proc/self/cwd/secret/x");
	NAME(AT_FDCWD, false, "/proc/self/root%s/secret/x", dir);
	NAME(AT_FDCWD, false, "/proc/thread-self/cwd/l2/x");
	NAME(AT_FDCWD, false, "/proc/self/fd/%d/x", secret);
	NAME(AT_FDCWD, false, "/dev/fd/%d/x", secret);
	NAME(AT_FDCWD, true, "/proc/self/fd/%d", file);
	NAME(secret, false, "x");
	NAME(secret, false, "../l2/x");
	NAME(secret, false, ".//x");
	NAME(file, false, "/proc/self/cwd/secret/x");
	/* As long as a name can be. */
	p = text[n];
	for (i = 0; i < (PATH_MAX - 16) / 2; i++)
		p += sprintf(p, "./");
	put_text(p, "secret/x");
	names[n++] = (struct name){ text[n], AT_FDCWD, false };
	names[n - 1].text = text[n - 1];
	return n;
}

/* The calls that take the name of an object, and leave it as it is when they fail. */
static long do_openat(int dfd, const char *name)
{
	long fd = sct_call(SYS_openat, dfd, name, O_RDONLY);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static long do_openat2(int dfd, const char *name)
{
	struct open_how how = { .flags = O_PATH };
	long fd = sct_call(SYS_openat2, dfd, name, &how, sizeof(how));

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static long do_stat(int dfd, const char *name)
{
	struct stat st;

	return sct_call(SYS_newfstatat, dfd, name, &st, 0);
}

static long do_access(int dfd, const char *name)
{
	return sct_call(SYS_faccessat, dfd, name, R_OK);
}

static long do_chmod(int dfd, const char *name)
{
	return sct_call(SYS_fchmodat, dfd, name, 0600);
}

static long do_utime(int dfd, const char *name)
{
	return sct_call(SYS_utimensat, dfd, name, NULL, 0);
}

static long do_unlink(int dfd, const char *name)
{
	long ret = sct_call(SYS_unlinkat, dfd, name, 0);

	sct_make("secret/x");
	return ret;
}

static long do_link(int dfd, const char *name)
{
	long ret = sct_call(SYS_linkat, dfd, name, AT_FDCWD, "linked", 0);

	remove("linked");
	return ret;
}

static long do_rename(int dfd, const char *name)
{
	long ret = sct_call(SYS_renameat, dfd, name, AT_FDCWD, "open/y");

	rename("open/y", "secret/x");
	return ret;
}

static long do_rename_to(int dfd, const char *name)
{
	sct_make("open/y");
	return sct_call(SYS_renameat, AT_FDCWD, "open/y", dfd, name);
}

/* Those that know no other directory than the working directory. */
static long do_open(int dfd, const char *name)
{
	long fd = sct_call(SYS_open, name, O_RDWR | O_CREAT, 0600);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static long do_truncate(int dfd, const char *name)
{
	return sct_call(SYS_truncate, name, 0);
}

static long do_statfs(int dfd, const char *name)
{
	char buf[256];

	return sct_call(SYS_statfs, name, buf);
}

static long do_setxattr(int dfd, const char *name)
{
	return sct_call(SYS_setxattr, name, "user.sct", "v", 1, 0);
}

static long do_readlink(int dfd, const char *name)
{
	char buf[8];
	long ret = sct_call(SYS_readlink, name, buf, sizeof(buf));

	/* It is no link, but that is known only where it is reached. */
	return ret == -EINVAL ? 0 : ret;
}

static long do_watch(int dfd, const char *name)
{
	int fd = syscall(SYS_inotify_init1, O_CLOEXEC);
	long ret = sct_call(SYS_inotify_add_watch, fd, name, 2 /* IN_MODIFY */);

	close(fd);
	return ret < 0 ? ret : 0;
}

FIXTURE(names) {
	struct sct_place at;
};

FIXTURE_VARIANT(names) {
	const char *call;
	const char *param;
	bool follows;
	long (*make)(int dfd, const char *name);
	bool here;		/* it takes no directory */
};

FIXTURE_VARIANT_ADD(names, openat) { "openat", "filename", true, do_openat };
FIXTURE_VARIANT_ADD(names, openat2) { "openat2", "filename", true, do_openat2 };
FIXTURE_VARIANT_ADD(names, stat) { "newfstatat", "filename", true, do_stat };
FIXTURE_VARIANT_ADD(names, access) { "faccessat", "filename", true, do_access };
FIXTURE_VARIANT_ADD(names, chmod) { "fchmodat", "filename", true, do_chmod };
FIXTURE_VARIANT_ADD(names, utime) { "utimensat", "filename", true, do_utime };
FIXTURE_VARIANT_ADD(names, unlink) { "unlinkat", "pathname", false, do_unlink };
FIXTURE_VARIANT_ADD(names, link) { "linkat", "oldname", false, do_link };
FIXTURE_VARIANT_ADD(names, rename) { "renameat", "oldname", false, do_rename };
FIXTURE_VARIANT_ADD(names, rename_to) { "renameat", "newname", false, do_rename_to };
FIXTURE_VARIANT_ADD(names, open) { "open", "filename", true, do_open, true };
FIXTURE_VARIANT_ADD(names, truncate) { "truncate", "path", true, do_truncate, true };
FIXTURE_VARIANT_ADD(names, statfs) { "statfs", "pathname", true, do_statfs, true };
FIXTURE_VARIANT_ADD(names, setxattr) { "setxattr", "pathname", true, do_setxattr, true };
FIXTURE_VARIANT_ADD(names, readlink) { "readlink", "path", false, do_readlink, true };
FIXTURE_VARIANT_ADD(names, watch) { "inotify_add_watch", "pathname", true, do_watch, true };

FIXTURE_SETUP(names)
{
	set_up(_metadata, &self->at);
}

FIXTURE_TEARDOWN_PARENT(names)
{
	tear_down(&self->at);
}

TEST_F_TIMEOUT(names, every_name_is_the_object, SCT_TIMEOUT)
{
	int secret = open("secret", O_PATH | O_DIRECTORY), file = open("secret/x", O_RDONLY);
	struct name names[32];
	char filter[256];
	int i, n;

	n = make_names(names, secret, file);
	/* The text is not the one that the plain rule knows. */
	snprintf(filter, sizeof(filter), "PARAMS[%s] == \"%s/secret/x\"", variant->param, dir);
	ASSERT_LOADED(sct_loadf(no, variant->call, filter));
	for (i = 0; i < n; i++) {
		if ((!names[i].follow || variant->follows) &&
		    (names[i].dfd == AT_FDCWD || !variant->here))
			EXPECT_EQ(0, variant->make(names[i].dfd, names[i].text))
				TH_LOG("a plain rule: %.80s", names[i].text);
	}
	close(file);
	file = open("secret/x", O_RDONLY);
	n = make_names(names, secret, file);
	snprintf(filter, sizeof(filter), "PATH[%s] == \"%s/secret/x\"", variant->param, dir);
	ASSERT_LOADED(sct_loadf(no, variant->call, filter));
	for (i = 0; i < n; i++) {
		if ((!names[i].follow || variant->follows) &&
		    (names[i].dfd == AT_FDCWD || !variant->here))
			EXPECT_EQ(-EXDEV, variant->make(names[i].dfd, names[i].text))
				TH_LOG("%.80s", names[i].text);
	}
	EXPECT_EQ(0, variant->make(AT_FDCWD, "open/x"));
}

/* Descriptors for names, and none at all. */
TEST_F_TIMEOUT(path_attack, empty_name, SCT_TIMEOUT)
{
	int file = open("secret/x", O_RDONLY);
	struct stat st;
	char buf[512];

	ASSERT_LOADED(sct_loadf(no, "newfstatat, statx, fchownat, utimensat",
				"PATH[filename] glob \"*/secret/x\""));
	EXPECT_EQ(-EXDEV, sct_call(SYS_newfstatat, file, "", &st, AT_EMPTY_PATH));
	EXPECT_EQ(-EXDEV, sct_call(SYS_newfstatat, file, NULL, &st, AT_EMPTY_PATH));
	EXPECT_EQ(-EXDEV, sct_call(SYS_statx, file, "", AT_EMPTY_PATH, 0, buf));
	EXPECT_EQ(-EXDEV, sct_call(SYS_statx, file, NULL, AT_EMPTY_PATH, 0, buf));
	EXPECT_EQ(-EXDEV, sct_call(SYS_fchownat, file, "", 0, 0, AT_EMPTY_PATH));
	EXPECT_EQ(-EXDEV, sct_call(SYS_utimensat, file, NULL, NULL, 0));
}

/* What a name means depends on more than its text: the rule judges where it led to. */
TEST_F_TIMEOUT(path_attack, resolve_in_root, SCT_TIMEOUT)
{
	struct open_how how = { .flags = O_RDONLY, .resolve = RESOLVE_IN_ROOT };
	int root = open(".", O_PATH | O_DIRECTORY);
	char filter[256];
	long fd;

	ASSERT_LOADED(sct_load(""));
	fd = sct_call(SYS_openat2, root, "/secret/x", &how, sizeof(how));
	ASSERT_LE(0, fd);
	close(fd);
	snprintf(filter, sizeof(filter), "PATH[filename] == \"%s/secret/x\"", dir);
	ASSERT_LOADED(sct_loadf(no, "openat2", filter));
	EXPECT_EQ(-EXDEV, sct_call(SYS_openat2, root, "/secret/x", &how, sizeof(how)));
	EXPECT_EQ(-EXDEV, sct_call(SYS_openat2, root, "/l2/x", &how, sizeof(how)));
	fd = sct_call(SYS_openat2, root, "/open/x", &how, sizeof(how));
	EXPECT_LE(0, fd);
}

static int in_chroot(void *arg)
{
	if (chroot(dir) || chdir("/"))
		return 1;
	return -sct_call(SYS_unlink, "/secret/x");
}

static int in_namespace(void *arg)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return 1;
	return -sct_call(SYS_unlink, in_dir("secret/x"));
}

/* What a name leads to in another tree of mounts has the path that it has there. */
static int behind_bind(void *arg)
{
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("secret", "open", NULL, MS_BIND, NULL))
		return 1;
	return -sct_call(SYS_unlink, "open/x");
}

TEST_F_TIMEOUT(path_attack, other_roots_and_mounts, SCT_TIMEOUT)
{
	char filter[256];

	snprintf(filter, sizeof(filter), "PATH[1] == \"%s/secret/x\"", dir);
	ASSERT_LOADED(sct_loadf(no, "unlink", filter));
	EXPECT_EQ(EXDEV, sct_child(in_chroot, NULL));
	EXPECT_EQ(EXDEV, sct_child(in_namespace, NULL));
	/* The path by which it was reached: this one the rule doesn't name. */
	EXPECT_EQ(0, sct_child(behind_bind, NULL));
	EXPECT_FALSE(sct_exists("secret/x"));
	sct_make("secret/x");
	snprintf(filter, sizeof(filter), "PATH[1] == \"%s/open/x\"", dir);
	ASSERT_LOADED(sct_loadf(no, "unlink", filter));
	EXPECT_EQ(EXDEV, sct_child(behind_bind, NULL));
	EXPECT_TRUE(sct_exists("secret/x"));
}

static int behind_overlay(void *arg)
{
	char options[512];

	snprintf(options, sizeof(options), "lowerdir=%s,upperdir=%s,workdir=%s",
		 in_dir("lower"), in_dir("u"), in_dir("w"));
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("overlay", "secret", "overlay", 0, options))
		return 1;
	symlink("../secret/x", "secret/ln");
	return -do_openat(AT_FDCWD, "secret/ln");
}

TEST_F_TIMEOUT(path_attack, overlay, SCT_TIMEOUT)
{
	char filter[256];

	ASSERT_EQ(0, mkdir("lower", 0777) || mkdir("u", 0777) || mkdir("w", 0777));
	sct_make("lower/x");
	snprintf(filter, sizeof(filter), "PATH[filename] == \"%s/secret/x\"", dir);
	ASSERT_LOADED(sct_loadf(no, "openat", filter));
	EXPECT_EQ(EXDEV, sct_child(behind_overlay, NULL));
}

/* A file without a name keeps the path that it had. */
TEST_F_TIMEOUT(path_attack, deleted_file, SCT_TIMEOUT)
{
	int file = open("secret/x", O_RDONLY);
	char filter[256], name[64];

	ASSERT_EQ(0, unlink("secret/x"));
	snprintf(filter, sizeof(filter), "PATH[filename] startswith \"%s/secret/x\"", dir);
	ASSERT_LOADED(sct_loadf(no, "openat", filter));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", file);
	EXPECT_EQ(-EXDEV, do_openat(AT_FDCWD, name));
}

/* Where no rule could say what an object is called, it is not touched. */
TEST_F_TIMEOUT(path_attack, deeper_than_a_path_is_long, SCT_TIMEOUT)
{
	char part[201], filter[256];
	int i, up;

	memset(part, 'd', 200);
	part[200] = '\0';
	ASSERT_EQ(0, chdir("secret"));
	for (i = 0; i < 22; i++)
		ASSERT_EQ(0, mkdir(part, 0777) || chdir(part));
	sct_make("x");
	snprintf(filter, sizeof(filter), "PATH[pathname] startswith \"%s/secret/\"", dir);
	ASSERT_LOADED(sct_loadf(no, "unlinkat", filter));
	EXPECT_EQ(-ENAMETOOLONG, sct_call(SYS_unlinkat, AT_FDCWD, "x", 0));
	ASSERT_LOADED(sct_load(""));
	remove("x");
	for (up = 0; up < i; up++)
		ASSERT_EQ(0, chdir("..") || rmdir(part));
	ASSERT_EQ(0, chdir(dir));
}

/* All names of a file are one object. */
TEST_F_TIMEOUT(path_attack, hard_links_and_binds_are_one_inode, SCT_TIMEOUT)
{
	int file = open("secret/x", O_RDONLY);
	char filter[256], inode[64];

	ASSERT_EQ(0, link("secret/x", "open/hard"));
	inode_of("secret/x", inode, sizeof(inode));
	snprintf(filter, sizeof(filter), "INODE[1] == \"%s\"", inode);
	ASSERT_LOADED(sct_loadf(no, "unlink, chmod, rename, fchmod", filter));
	EXPECT_EQ(-EXDEV, sct_call(SYS_unlink, "open/hard"));
	EXPECT_EQ(-EXDEV, sct_call(SYS_unlink, "l2/x"));
	EXPECT_EQ(-EXDEV, sct_call(SYS_chmod, "lx", 0600));
	EXPECT_EQ(-EXDEV, sct_call(SYS_rename, "open/hard", "open/z"));
	EXPECT_EQ(-EXDEV, sct_call(SYS_fchmod, file, 0600));
	EXPECT_EQ(EXDEV, sct_child(in_chroot, NULL));
	EXPECT_EQ(EXDEV, sct_child(behind_bind, NULL));
	EXPECT_EQ(0, sct_call(SYS_unlink, "open/x"));
	EXPECT_EQ(-ENOENT, sct_call(SYS_unlink, "open/x"));
	/* The link itself is no name of the file. */
	EXPECT_EQ(0, sct_call(SYS_unlink, "lx"));
}

TEST_HARNESS_MAIN
