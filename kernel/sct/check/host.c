// SPDX-License-Identifier: GPL-2.0-only
/*
 * check_rules VMLINUX: load the rules that are built into VMLINUX as it would
 * itself at boot, and fail where it would refuse them
 *
 * This side has libc and the image; kernel.c has the rest.
 */

#include <elf.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

static const char *name;	/* of the image's file */
static const char *image;
static size_t size;

void sct_host_say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
}

void sct_host_die(const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "check_rules: %s: ", name);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(2);
}

/* Zeroed, as what asks for memory may ask for that. */
void *sct_host_alloc(unsigned long bytes)
{
	void *p = calloc(1, bytes ? bytes : 1);

	if (!p)
		sct_host_die("out of memory");
	return p;
}

void *sct_host_realloc(void *p, unsigned long bytes)
{
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		sct_host_die("out of memory");
	return p;
}

void sct_host_free(void *p)
{
	free(p);
}

/* @len bytes of the file that begin at @at. */
static const void *part(unsigned long at, unsigned long len)
{
	if (at > size || len > size - at)
		sct_host_die("is not whole");
	return image + at;
}

static const Elf64_Shdr *section(unsigned int i)
{
	const Elf64_Ehdr *header = part(0, sizeof(*header));

	return part(header->e_shoff + i * sizeof(Elf64_Shdr), sizeof(Elf64_Shdr));
}

/* What the kernel has at @address when it starts. */
const void *sct_image_at(unsigned long address)
{
	const Elf64_Ehdr *header = part(0, sizeof(*header));

	for (unsigned int i = 0; i < header->e_phnum; i++) {
		const Elf64_Phdr *segment = part(header->e_phoff + i * sizeof(*segment),
						 sizeof(*segment));

		if (segment->p_type == PT_LOAD && address >= segment->p_vaddr &&
		    address - segment->p_vaddr < segment->p_filesz)
			return part(segment->p_offset + address - segment->p_vaddr, 1);
	}
	sct_host_die("has nothing at %#lx", address);
}

/* The address of a symbol. */
unsigned long sct_image_symbol(const char *wanted)
{
	const Elf64_Ehdr *header = part(0, sizeof(*header));

	for (unsigned int i = 0; i < header->e_shnum; i++) {
		const Elf64_Shdr *symtab = section(i);
		const Elf64_Shdr *strtab;
		const Elf64_Sym *sym;

		if (symtab->sh_type != SHT_SYMTAB)
			continue;
		strtab = section(symtab->sh_link);
		sym = part(symtab->sh_offset, symtab->sh_size);
		for (size_t n = symtab->sh_size / sizeof(*sym); n; n--, sym++) {
			const char *text = part(strtab->sh_offset + sym->st_name, 1);

			if (sym->st_shndx != SHN_UNDEF && !strcmp(text, wanted))
				return sym->st_value;
		}
	}
	sct_host_die("has no symbol %s", wanted);
}

int main(int argc, char **argv)
{
	const Elf64_Ehdr *header;
	struct stat st;
	int fd;

	if (argc != 2) {
		fprintf(stderr, "usage: check_rules VMLINUX\n");
		return 2;
	}
	name = argv[1];
	fd = open(name, O_RDONLY);
	if (fd < 0 || fstat(fd, &st))
		sct_host_die("can't be read");
	size = st.st_size;
	image = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (image == MAP_FAILED)
		sct_host_die("can't be read");
	header = part(0, sizeof(*header));
	if (memcmp(header->e_ident, ELFMAG, SELFMAG) || header->e_ident[EI_CLASS] != ELFCLASS64)
		sct_host_die("is no kernel");
	return sct_check_rules();
}
