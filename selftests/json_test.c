// SPDX-License-Identifier: GPL-2.0
/*
 * log_json: one valid object a line, whatever a caller puts in it
 */

#include <kselftest_harness.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include "sct_test.h"

#define SCT_LOG_JSON	SCT_DEBUG "log_json"

FIXTURE(json) {
	struct sct_place at;
	int fd;
};

/* The format shows next to nothing: the objects show all the same. */
FIXTURE_SETUP(json)
{
	sct_setup(_metadata, &self->at);
	if (_metadata->exit_code)
		return;
	ASSERT_LOADED(sct_load(RULE("r.1", "unlink", MINE, LOG("gone"), "before")));
	self->fd = open(SCT_LOG_JSON, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ASSERT_LE(0, self->fd);
}

FIXTURE_TEARDOWN_PARENT(json)
{
	sct_teardown(&self->at);
}

/* What there is now, with a NUL behind it; to be freed. */
static char *take(int fd)
{
	size_t size = 1 << 20, n = 0;
	char *buf = malloc(size);
	ssize_t got;

	while (buf && (got = read(fd, buf + n, size - n - 1)) > 0) {
		n += got;
		if (n == size - 1)
			buf = realloc(buf, size *= 2);
	}
	if (buf)
		buf[n] = '\0';
	return buf;
}

/* The end of a value of JSON, by the letter of RFC 8259; NULL where it is none. */
static const char *value_end(const char *p);

static const char *utf8_end(const unsigned char *p)
{
	int n = *p < 0x80 ? 1 : *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf5 ? 4 : 0;
	int i;

	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return NULL;
	}
	if (!n || (*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] >= 0xa0) ||
	    (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] >= 0x90))
		return NULL;
	return (const char *)p + n;
}

static const char *string_end(const char *p)
{
	int i;

	if (*p++ != '"')
		return NULL;
	while (p && *p != '"') {
		if ((unsigned char)*p < ' ')
			return NULL;
		if (*p != '\\') {
			p = utf8_end((const unsigned char *)p);
			continue;
		}
		if (!p[1] || !strchr("\"\\/bfnrtu", p[1]))
			return NULL;
		p += 2;
		for (i = 0; p[-1] == 'u' && i < 4; i++) {
			if (!isxdigit((unsigned char)p[i]))
				return NULL;
		}
		p += i;
	}
	return p ? p + 1 : NULL;
}

static const char *number_end(const char *p)
{
	p += *p == '-';
	if (!isdigit(*p) || (*p == '0' && isdigit(p[1])))
		return NULL;
	return p + strspn(p, "0123456789");
}

/* An array or an object, without blanks. */
static const char *list_end(const char *p, char end)
{
	if (p[1] == end)
		return p + 2;
	do {
		p++;
		if (end == '}') {
			p = string_end(p);
			if (!p || *p++ != ':')
				return NULL;
		}
		p = value_end(p);
	} while (p && *p == ',');
	return p && *p == end ? p + 1 : NULL;
}

static const char *value_end(const char *p)
{
	if (*p == '"')
		return string_end(p);
	if (*p == '{')
		return list_end(p, '}');
	if (*p == '[')
		return list_end(p, ']');
	if (!strncmp(p, "null", 4))
		return p + 4;
	return number_end(p);
}

/* Each line is one object; how many there are, or -1. */
static int objects(const char *text)
{
	int n = 0;

	for (; *text; n++) {
		if (*text != '{')
			return -1;
		text = value_end(text);
		if (!text || *text++ != '\n')
			return -1;
	}
	return n;
}

/* The characters of a string of JSON, as UTF-8, in @buf. */
static const char *unjson(const char *p, char *buf)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	unsigned int c;

	for (p++; *p != '"'; p++) {
		if (*p != '\\') {
			*buf++ = *p;
		} else if (*++p != 'u') {
			*buf++ = to[strchr(from, *p) - from];
		} else {
			char hex[5] = { p[1], p[2], p[3], p[4] };

			c = strtoul(hex, NULL, 16);
			p += 4;
			if (c >= 0x800) {
				*buf++ = 0xe0 | c >> 12;
				*buf++ = 0x80 | (c >> 6 & 0x3f);
				*buf++ = 0x80 | (c & 0x3f);
			} else if (c >= 0x80) {
				*buf++ = 0xc0 | c >> 6;
				*buf++ = 0x80 | (c & 0x3f);
			} else {
				*buf++ = c;
			}
		}
	}
	*buf = '\0';
	return p + 1;
}

/* What a literal of C that the log prints is, in @buf. */
static bool unquote(const char *p, char *buf)
{
	static const char from[] = "abefnrtv\\\"", to[] = "\a\b\033\f\n\r\t\v\\\"";

	if (*p++ != '"')
		return false;
	while (*p && *p != '"') {
		unsigned int c;

		if (*p != '\\') {
			*buf++ = *p++;
		} else if (sscanf(p + 1, "%3o", &c) == 1) {
			*buf++ = c;
			p += 4;
		} else {
			const char *at = strchr(from, p[1]);

			if (!at)
				return false;
			*buf++ = to[at - from];
			p += 2;
		}
	}
	*buf = '\0';
	return *p == '"' && !p[1];
}

/* Whether @text has the member @key: a value of JSON as it stands. */
static bool has(const char *text, const char *key, const char *value)
{
	char member[512];

	snprintf(member, sizeof(member), "\"%s\":%s", key, value);
	text = strstr(text, member);
	if (!text)
		return false;
	text += strlen(member);
	return *text == ',' || *text == '}';
}

#define EXPECT_HAS(text, key, value) do { \
	bool __has = has(text, key, value); \
	\
	EXPECT_TRUE(__has) \
		TH_LOG("no \"%s\":%s in %s", key, value, text); \
} while (0)

__printf(3, 4)
static bool hasf(const char *text, const char *key, const char *fmt, ...)
{
	char value[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(value, sizeof(value), fmt, args);
	va_end(args);
	return has(text, key, value);
}

TEST_F(json, an_object_has_it_all)
{
	struct timespec now;
	struct tm tm = {};
	char *text, *at;
	long us;

	clock_gettime(CLOCK_REALTIME, &now);
	sct_call(SYS_unlink, "file");
	text = take(self->fd);
	ASSERT_NE(NULL, text);
	EXPECT_EQ(1, objects(text)) TH_LOG("%s", text);

	EXPECT_HAS(text, "rule", "\"r.1\"");
	EXPECT_HAS(text, "when", "\"before\"");
	EXPECT_HAS(text, "syscall", "\"unlink\"");
	EXPECT_HAS(text, "abi", "\"native\"");
	EXPECT_HAS(text, "comm", "\"" SCT_COMM "\"");
	EXPECT_HAS(text, "params", "[\"\\\"file\\\"\"]");
	EXPECT_HAS(text, "retval", "null");
	EXPECT_HAS(text, "message", "\"gone\"");
	EXPECT_TRUE(hasf(text, "pid", "%d", getpid()));
	EXPECT_TRUE(hasf(text, "tid", "%ld", syscall(SYS_gettid)));
	EXPECT_TRUE(hasf(text, "ppid", "%d", getppid()));
	EXPECT_TRUE(hasf(text, "uid", "%u", getuid()));
	EXPECT_TRUE(hasf(text, "egid", "%u", getegid()));
	EXPECT_NE(NULL, strstr(text, "\"loginuid\":"));
	EXPECT_NE(NULL, strstr(text, "\"sequence\":"));
	EXPECT_NE(NULL, strstr(text, "\"cpu\":"));
	EXPECT_EQ(NULL, strstr(text, "comm_bytes"));

	ASSERT_EQ(0, strncmp(text, "{\"time\":\"", 9)) TH_LOG("%s", text);
	at = strptime(text + 9, "%Y-%m-%dT%H:%M:%S", &tm);
	ASSERT_NE(NULL, at);
	ASSERT_EQ('.', *at);
	us = strtol(at + 1, &at, 10);
	EXPECT_EQ(0, strncmp(at, "Z\",", 3));
	EXPECT_GE(10, timegm(&tm) - now.tv_sec);
	EXPECT_LE(now.tv_sec * 1000000 + now.tv_nsec / 1000, timegm(&tm) * 1000000 + us);
	free(text);
}

TEST_F(json, what_a_format_shows_is_not_changed)
{
	char *text;

	sct_call(SYS_unlink, "file");
	EXPECT_LOG("gone\n");

	ASSERT_LOADED(sct_load(RULE("r", "unlink", MINE, LOG("%pid\n\"é\" %% %params"),
				    "after")));
	sct_call(SYS_unlink, "fil\"e");
	text = take(self->fd);
	ASSERT_NE(NULL, text);
	EXPECT_EQ(2, objects(text)) TH_LOG("%s", text);
	EXPECT_TRUE(hasf(text, "message",
			 "\"%d\\n\\\"é\\\" %% \\\"fil\\\\\\\"e\\\"\"", getpid()))
		TH_LOG("%s", text);
	EXPECT_HAS(text, "when", "\"after\"");
	EXPECT_HAS(text, "retval", "-2");
	free(text);
}

/* A log_format of bytes that are no UTF-8 makes lines that are. */
TEST_F(json, odd_bytes_of_a_format)
{
	char *text;

	ASSERT_LOADED(sct_load(RULE("r", "unlink", MINE,
				    LOG("\377 \303\251\303 \355\240\200"), "before")));
	sct_call(SYS_unlink, "file");
	text = take(self->fd);
	ASSERT_NE(NULL, text);
	EXPECT_EQ(1, objects(text)) TH_LOG("%s", text);
	EXPECT_HAS(text, "message", "\"\\ufffd \303\251\\ufffd \\ufffd\\ufffd\\ufffd\"");
	free(text);
}

static const char * const names[] = {
	"plain", "with blank", "", "new\nline", "quote\"d", "back\\slash", "tab\tbed",
	"\001\002\037\177", "\377\376", "a\377b", "\0011\001f", "\303\251t\303\251",
	"\303", "\342\200\250", "\302\205next", "\033[31mred", "'single'", "a\rb",
	"%s%n%params", "\"", "\\", "\\\"", "\n", "\\n", "trailing\\", "\\u0041", "\\377",
	"\355\240\200", "\355\260\200", "\364\220\200\200", "\300\257", "\360\237\230\200",
	"\"}\n{\"lost\":1}", "x\"],\"uid\":0,\"y\":[\"",
};

TEST_F_TIMEOUT(json, no_name_is_lost_in_a_parameter, SCT_TIMEOUT)
{
	char literal[1024], name[256];
	const char *params;
	char *text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		sct_call(SYS_unlink, names[i]);
		text = take(self->fd);
		ASSERT_NE(NULL, text);
		EXPECT_EQ(1, objects(text)) TH_LOG("%s", text);
		params = strstr(text, "\"params\":[");
		ASSERT_NE(NULL, params);
		EXPECT_EQ(0, strncmp(unjson(params + 10, literal), "],", 2)) TH_LOG("%s", text);
		EXPECT_TRUE(unquote(literal, name)) TH_LOG("%s", literal);
		EXPECT_STREQ(names[i], name) TH_LOG("%s", text);
		free(text);
	}
}

TEST_F_TIMEOUT(json, every_byte_of_a_name, SCT_TIMEOUT)
{
	char path[3], literal[64], name[16];
	const char *params;
	char *text;
	int c;

	for (c = 1; c < 256; c++) {
		snprintf(path, sizeof(path), "%cx", c);
		sct_call(SYS_unlink, path);
		text = take(self->fd);
		ASSERT_NE(NULL, text);
		EXPECT_EQ(1, objects(text)) TH_LOG("%s", text);
		params = strstr(text, "\"params\":[");
		ASSERT_NE(NULL, params);
		unjson(params + 10, literal);
		EXPECT_TRUE(unquote(literal, name)) TH_LOG("%s", literal);
		EXPECT_STREQ(path, name);
		free(text);
	}
}

/* The name of a process: itself where it is UTF-8, and its bytes where it isn't. */
TEST_F_TIMEOUT(json, no_name_is_lost_in_comm, SCT_TIMEOUT)
{
	char got[64], hex[64], *text;
	const char *comm;
	size_t i, j;

	ASSERT_LOADED(sct_load(RULE("r", "getpriority", "PARAMS[1] == 77", LOG("x"), "before")));
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		char name[16] = "";
		const char *p;

		snprintf(name, sizeof(name), "%s", names[i]);
		ASSERT_EQ(0, prctl(PR_SET_NAME, name));
		sct_call(SYS_getpriority, 77, 0);
		text = take(self->fd);
		ASSERT_NE(NULL, text);
		EXPECT_EQ(1, objects(text)) TH_LOG("%s", text);
		comm = strstr(text, "\"comm\":");
		ASSERT_NE(NULL, comm);
		unjson(comm + 7, got);

		for (p = name; p && *p;)
			p = utf8_end((const unsigned char *)p);
		if (p) {
			EXPECT_STREQ(name, got) TH_LOG("%s", text);
			EXPECT_EQ(NULL, strstr(text, "comm_bytes"));
		} else {
			hex[0] = '"';
			for (j = 0; name[j]; j++)
				sprintf(hex + 1 + 2 * j, "%02x\"", (unsigned char)name[j]);
			EXPECT_NE(NULL, strstr(got, "\357\277\275"));
			EXPECT_HAS(text, "comm_bytes", hex);
		}
		free(text);
	}
	ASSERT_EQ(0, prctl(PR_SET_NAME, SCT_COMM));
}

TEST_F(json, longest_names)
{
	static const char worst[] = { '"', '\\', '\001', '\377' };
	char path[PATH_MAX], *text;
	size_t i;

	ASSERT_LOADED(sct_load(RULE("r", "rename", MINE, LOG("%params %params"), "before")));
	for (i = 0; i < sizeof(worst); i++) {
		memset(path, worst[i], sizeof(path) - 1);
		path[sizeof(path) - 1] = '\0';
		sct_call(SYS_rename, path, path);
		text = take(self->fd);
		ASSERT_NE(NULL, text);
		EXPECT_EQ(1, objects(text));
		EXPECT_NE(NULL, strstr(text, "\"retval\":null,\"message\":\""));
		free(text);
	}
}

#define ADDRESS \
	"\"{sa_family=AF_INET, sin_port=htons(25), sin_addr=inet_addr(\\\"127.0.0.1\\\")}\""

#define PORT	"((struct sockaddr_in *)PARAMS[2])->sin_port"

/* Structs and buffers too, before and after the call, whatever the format shows. */
TEST_F(json, parameters_of_every_kind)
{
	static const char * const when[] = { "before", "after" };
	static const char address[] = ADDRESS;
	struct sockaddr_in sin = {
		.sin_family = AF_INET,
		.sin_port = htons(25),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	char *text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(when); i++) {
		ASSERT_LOADED(sct_loadf(RULE("r", "connect, write, openat", MINE, LOG("x"), "%s"),
					when[i]));
		/* The load's own calls. */
		free(take(self->fd));
		sct_call(SYS_connect, -1, &sin, sizeof(sin));
		sct_call(SYS_write, -1, "by\n\377tes", 7);
		sct_call(SYS_openat, AT_FDCWD, "none", O_WRONLY | O_APPEND, 0);
		text = take(self->fd);
		ASSERT_NE(NULL, text);
		EXPECT_EQ(3, objects(text)) TH_LOG("%s", text);
		if (!access("/sys/kernel/btf/vmlinux", F_OK))
			EXPECT_NE(NULL, strstr(text, address)) TH_LOG("%s", text);
		EXPECT_HAS(text, "params", "[\"-1\",\"\\\"by\\\\n\\\\377tes\\\"\",\"7\"]");
		EXPECT_HAS(text, "params",
			   "[\"AT_FDCWD\",\"\\\"none\\\"\",\"O_WRONLY|O_APPEND\",\"0\"]");
		free(text);
	}

	/* A filter that looks at a part of the struct, and no parameters. */
	if (!access("/sys/kernel/btf/vmlinux", F_OK)) {
		ASSERT_LOADED(sct_load(RULE("r", "connect", MINE " && " PORT " == htons(25)",
					    LOG("x"), "before")));
		sct_call(SYS_connect, -1, &sin, sizeof(sin));
		text = take(self->fd);
		EXPECT_NE(NULL, strstr(text, address)) TH_LOG("%s", text);
		free(text);
	}

	ASSERT_LOADED(sct_load(RULE("r", "unlink, getppid", MINE, LOG("x"), "before")));
	/* The load's own calls, by the rule before. */
	free(take(self->fd));
	sct_call(SYS_unlink, NULL);
	sct_call(SYS_unlink, 16);
	sct_call(SYS_getppid);
	text = take(self->fd);
	EXPECT_EQ(3, objects(text)) TH_LOG("%s", text);
	EXPECT_HAS(text, "params", "[\"<NULL>\"]");
	EXPECT_HAS(text, "params", "[\"<0x10>\"]");
	EXPECT_HAS(text, "params", "[]");
	free(text);
}

/* Numbers that a double can't hold are numbers all the same. */
TEST_F(json, large_numbers)
{
	char *text;
	void *at;

	ASSERT_LOADED(sct_load(RULE("r", "mmap", MINE, LOG("x"), "after")));
	at = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, at);
	text = take(self->fd);
	EXPECT_TRUE(hasf(text, "retval", "%lu", (unsigned long)at)) TH_LOG("%s", text);
	free(text);

	ASSERT_LOADED(sct_load(RULE("r", "lseek", MINE, LOG("x"), "before")));
	sct_call(SYS_lseek, -1, 9007199254740993, SEEK_SET);
	text = take(self->fd);
	EXPECT_HAS(text, "params", "[\"-1\",\"9007199254740993\",\"SEEK_SET\"]");
	free(text);
}

TEST_F(json, each_reader_gets_all_since_it_opened)
{
	char *text[3];
	int fd[3], i;

	for (i = 0; i < 3; i++) {
		char name[8];

		fd[i] = open(SCT_LOG_JSON, O_RDONLY | O_NONBLOCK);
		ASSERT_LE(0, fd[i]);
		snprintf(name, sizeof(name), "n%d", i);
		sct_call(SYS_unlink, name);
	}
	for (i = 0; i < 3; i++) {
		text[i] = take(fd[i]);
		ASSERT_NE(NULL, text[i]);
		EXPECT_EQ(3 - i, objects(text[i]));
	}
	EXPECT_EQ(0, strcmp(text[0] + strlen(text[0]) - strlen(text[1]), text[1]));
	EXPECT_EQ(0, strcmp(text[1] + strlen(text[1]) - strlen(text[2]), text[2]));

	/* One that closes takes nothing from the others. */
	close(fd[0]);
	sct_call(SYS_unlink, "late");
	for (i = 0; i < 3; i++) {
		free(text[i]);
		if (!i)
			continue;
		text[i] = take(fd[i]);
		EXPECT_EQ(1, objects(text[i]));
		EXPECT_HAS(text[i], "params", "[\"\\\"late\\\"\"]");
		free(text[i]);
		close(fd[i]);
	}
}

TEST_F(json, waits_and_polls)
{
	struct pollfd pfd = { .fd = self->fd, .events = POLLIN };
	char byte, buf[4096] = "";
	size_t n = 0;
	pid_t pid;
	int fd;

	EXPECT_EQ(-EAGAIN, sct_ret(read(pfd.fd, &byte, 1)));
	EXPECT_EQ(0, poll(&pfd, 1, 0));
	sct_call(SYS_unlink, "one");
	EXPECT_EQ(1, poll(&pfd, 1, 0));
	EXPECT_EQ(POLLIN, pfd.revents & POLLIN);

	/* A byte at a time, and still readable in between. */
	while (n < sizeof(buf) - 1 && read(pfd.fd, buf + n, 1) == 1) {
		if (buf[n++] == '\n')
			break;
		EXPECT_EQ(1, poll(&pfd, 1, 0));
	}
	EXPECT_EQ(1, objects(buf)) TH_LOG("%s", buf);
	EXPECT_EQ(0, poll(&pfd, 1, 0));

	fd = open(SCT_LOG_JSON, O_RDONLY);
	ASSERT_LE(0, fd);
	fflush(NULL);
	pid = fork();
	if (!pid) {
		usleep(100000);
		sct_call(SYS_unlink, "two");
		_exit(0);
	}
	memset(buf, 0, sizeof(buf));
	EXPECT_LT(0, read(fd, buf, sizeof(buf) - 1));
	EXPECT_EQ(1, objects(buf));
	EXPECT_HAS(buf, "params", "[\"\\\"two\\\"\"]");
	waitpid(pid, NULL, 0);
	close(fd);

	EXPECT_EQ(-EBADF, sct_ret(write(self->fd, "x", 1)));
}

/* A loss is an object of its own, and every event is either there or counted. */
TEST_F_TIMEOUT(json, losses_are_objects, SCT_TIMEOUT)
{
	char path[PATH_MAX], *text, *at;
	long lost = 0, events = 0, n = 0;

	memset(path, 'a', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	/* More than any ring of this test holds: 4 KiB an event. */
	for (n = 0; n < 4000; n++)
		sct_call(SYS_unlink, path);
	text = take(self->fd);
	ASSERT_NE(NULL, text);
	EXPECT_LT(0, objects(text));
	for (at = text; *at; at = strchr(at, '\n') + 1) {
		long some;

		if (sscanf(at, "{\"time\":\"%*[^\"]\",\"lost\":%ld", &some) != 1) {
			events++;
			continue;
		}
		lost += some;
		EXPECT_LT(0, some);
		*strchr(at, '\n') = '\0';
		EXPECT_EQ(NULL, strstr(at, "rule"));
		at[strlen(at)] = '\n';
	}
	EXPECT_LT(0, lost);
	EXPECT_LT(0, events);
	EXPECT_EQ(n, lost + events);
	free(text);
}

/* What others make of it, where they are there. */
TEST_F_TIMEOUT(json, known_readers_take_it, SCT_TIMEOUT)
{
	static const char * const readers[][2] = {
		{ "jq", "jq -e '.retval == null and (.params | length) == 1' out >/dev/null" },
		{ "jq", "test $(jq -c . out | wc -l) = $(wc -l <out)" },
		{ "python3", "python3 -c 'import json\n"
		  "for line in open(\"out\", \"rb\"): json.loads(line.decode())'" },
		{ "python3", "head -n 1 out | python3 -m json.tool >/dev/null" },
	};
	bool any = false;
	char buf[128];
	char *text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		sct_call(SYS_unlink, names[i]);
	text = take(self->fd);
	ASSERT_NE(NULL, text);
	EXPECT_EQ(ARRAY_SIZE(names), objects(text));
	ASSERT_EQ(0, sct_put("out", O_CREAT, text));
	free(text);

	for (i = 0; i < ARRAY_SIZE(readers); i++) {
		snprintf(buf, sizeof(buf), "command -v %s >/dev/null", readers[i][0]);
		if (system(buf))
			continue;
		any = true;
		EXPECT_EQ(0, system(readers[i][1])) TH_LOG("%s", readers[i][1]);
	}
	if (!any)
		SKIP(return, "neither jq nor python3");
}

TEST_HARNESS_MAIN
