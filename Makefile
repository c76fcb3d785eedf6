# SPDX-License-Identifier: GPL-2.0
# The way in. Everything is done by the scripts in lab/.

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24
	@echo
	@echo 'What is fetched and built goes to $${SCT_CACHE:-$${XDG_CACHE_HOME:-~/.cache}/sct}.'

run: ## build the lab kernel, boot it, play the article's session; on a terminal a shell follows
	@lab/run

kernel: ## build the lab kernel (KERNEL=debug: the one that checks itself); the last line is the image's path
	@lab/build $(or $(KERNEL),lab)

shell: ## build the lab kernel and give a shell in it
	@lab/shell $(or $(KERNEL),lab)

test: ## everything: static checks, KUnit, kselftests in the lab and the debug kernel, the session
	@lab/test

fuzz: ## fuzz the parser of rules on the host for ten minutes, under ASan and UBSan
	@lab/fuzz/run 600

compat: ## the kernel's own selftests, without SCT, with it, with every call logged: do all give the same?
	@lab/compat/run

coverage: ## which lines of kernel/sct the tests run (a kernel of its own); fails below 92 %
	@lab/coverage/run

soak: ## ten million events (EVENTS=N), a million attacks on each rule, an hour of random calls (SOAK_MINUTES=N)
	@lab/soak/events $(EVENTS)
	@lab/soak/attacks
	@lab/soak/run

bench: ## count what SCT costs, beside its peers (half an hour); RECORD=1 renews the figures to hold, ONLY='sct/*' counts some
	@lab/bench/run $(if $(RECORD),--record) $(if $(ONLY),'$(ONLY)')

tree: ## lay SCT over your own Linux 6.12: make tree KSRC=DIR
	@lab/tree apply '$(KSRC)'

tree-clean: ## take it out again: make tree-clean KSRC=DIR
	@lab/tree clean '$(KSRC)'

deb: ## Debian packages of the kernel (CONFIG=FILE: of your own) and of the tools; the last lines are their paths
	@lab/deb '$(CONFIG)'

install: ## install the tools (prefix=/usr/local, DESTDIR=)
	@$(MAKE) --no-print-directory -C tools/sct install

dist: ## a series of mails for git am (REROLL=N); the last line is its folder
	@lab/dist

dist-check: ## build the kernel at each step of the series (FULL=1: all of it, for hours)
	@lab/dist-check

clean: ## forget the cache: sources, build folders
	@lab/clean

.PHONY: help run kernel shell test fuzz compat coverage soak bench tree tree-clean deb install dist dist-check clean
