// SPDX-License-Identifier: GPL-2.0
/*
 * A plugin of qemu's emulator that tells which lines of memory more than one CPU wrote
 * to while it was in SCT's hook
 *
 * Arguments: hook=ADDRESS, of the hook's function. What stands between a call of it and the
 * instruction behind that call is looked at, on each CPU. Every store there is taken down
 * by its line of 64 bytes and by the instruction that made it. At the end, a line for each
 * CPU, "cpu N calls N stores N", and one for each instruction that wrote to a line which several
 * CPUs wrote to: "at ADDRESS line ADDRESS times N writers N". Writers are those that wrote
 * to the line in one of ten calls at least: an interrupt may come in the middle of a call.
 *
 * qemu's header is in no package of Debian: what is used of it stands here, as qemu 7.2
 * has it (plugin API 1).
 */

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;

enum { CB_NO_REGS };
enum { MEM_R = 1, MEM_W, MEM_RW };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
					   void (*cb)(qemu_plugin_id_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    void (*cb)(unsigned int, void *), int flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
				      void (*cb)(unsigned int, qemu_plugin_meminfo_t, uint64_t,
						 void *),
				      int flags, int rw, void *data);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t id, void (*cb)(qemu_plugin_id_t, void *),
				    void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t idx);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);
void qemu_plugin_outs(const char *string);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

#define MAX_CPUS	8
#define SLOTS		(1 << 20)

/* Places behind calls of the hook. */
static uint64_t hook, behind[16];
static unsigned int nr_behind;
static bool inside[MAX_CPUS];
static unsigned long calls[MAX_CPUS], nr_stores[MAX_CPUS];

/* A line of memory, and an instruction that wrote to it. Emulated CPUs take turns. */
static struct store {
	uint64_t line;
	uint64_t at;
	unsigned long times;
} stores[SLOTS];

static struct line {
	uint64_t line;
	bool used;
	unsigned int times[MAX_CPUS];
} lines[SLOTS];

static size_t slot(uint64_t a, uint64_t b)
{
	return ((a * 0x9e3779b97f4a7c15ULL) ^ (b * 0xc2b2ae3d27d4eb4fULL)) >> 44;
}

static struct line *find_line(uint64_t line)
{
	size_t i;

	for (i = slot(line, 0); lines[i].used && lines[i].line != line;)
		i = (i + 1) % SLOTS;
	lines[i].line = line;
	lines[i].used = true;
	return &lines[i];
}

static void note(unsigned int cpu, uint64_t line, uint64_t at)
{
	size_t i;

	for (i = slot(line, at); stores[i].at && (stores[i].line != line || stores[i].at != at);)
		i = (i + 1) % SLOTS;
	stores[i].line = line;
	stores[i].at = at;
	stores[i].times++;
	find_line(line)->times[cpu]++;
}

/* The kernel's addresses: what two of them name at once is not written to here. */
static void on_store(unsigned int cpu, qemu_plugin_meminfo_t info, uint64_t vaddr, void *at)
{
	if (cpu >= MAX_CPUS || !inside[cpu] || !qemu_plugin_mem_is_store(info))
		return;
	nr_stores[cpu]++;
	note(cpu, vaddr >> 6, (uint64_t)at);
}

static void on_enter(unsigned int cpu, void *data)
{
	if (cpu < MAX_CPUS) {
		inside[cpu] = true;
		calls[cpu]++;
	}
}

static void on_leave(unsigned int cpu, void *data)
{
	if (cpu < MAX_CPUS)
		inside[cpu] = false;
}

static bool is_behind(uint64_t at)
{
	unsigned int i;

	for (i = 0; i < nr_behind; i++) {
		if (behind[i] == at)
			return true;
	}
	return false;
}

/* Of "call hook": where it returns to. */
static void see_call(const struct qemu_plugin_insn *insn, uint64_t at)
{
	const uint8_t *code = qemu_plugin_insn_data(insn);
	int32_t far;

	if (qemu_plugin_insn_size(insn) != 5 || code[0] != 0xe8)
		return;
	memcpy(&far, code + 1, sizeof(far));
	if (at + 5 + far == hook && !is_behind(at + 5) && nr_behind < 16)
		behind[nr_behind++] = at + 5;
}

static void on_translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb), i;

	for (i = 0; i < n; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t at = qemu_plugin_insn_vaddr(insn);

		/* The kernel's alone. */
		if ((int64_t)at >= 0)
			continue;
		see_call(insn, at);
		if (at == hook)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_enter, CB_NO_REGS, NULL);
		if (is_behind(at))
			qemu_plugin_register_vcpu_insn_exec_cb(insn, on_leave, CB_NO_REGS, NULL);
		qemu_plugin_register_vcpu_mem_cb(insn, on_store, CB_NO_REGS, MEM_RW, (void *)at);
	}
}

static unsigned int nr_writers(const struct line *line)
{
	unsigned int cpu, n = 0;

	for (cpu = 0; cpu < MAX_CPUS; cpu++)
		n += line->times[cpu] && line->times[cpu] >= calls[cpu] / 10;
	return n;
}

static void at_exit(qemu_plugin_id_t id, void *data)
{
	unsigned int cpu, writers;
	char text[160];
	size_t i;

	for (cpu = 0; cpu < MAX_CPUS; cpu++) {
		if (!calls[cpu])
			continue;
		snprintf(text, sizeof(text), "cpu %u calls %lu stores %lu\n", cpu,
			 calls[cpu], nr_stores[cpu]);
		qemu_plugin_outs(text);
	}
	for (i = 0; i < SLOTS; i++) {
		if (!stores[i].at)
			continue;
		writers = nr_writers(find_line(stores[i].line));
		if (writers < 2)
			continue;
		snprintf(text, sizeof(text), "at %016" PRIx64 " line %#" PRIx64 " times %lu writers %u\n",
			 stores[i].at, stores[i].line << 6, stores[i].times, writers);
		qemu_plugin_outs(text);
	}
}

__attribute__((visibility("default")))
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "hook=", 5))
			hook = strtoull(argv[i] + 5, NULL, 16);
	}
	if (!hook)
		return -1;
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_translate);
	qemu_plugin_register_atexit_cb(id, at_exit, NULL);
	return 0;
}
