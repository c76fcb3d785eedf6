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

tree: ## lay SCT over your own Linux 6.12: make tree KSRC=DIR
	@lab/tree apply '$(KSRC)'

tree-clean: ## take it out again: make tree-clean KSRC=DIR
	@lab/tree clean '$(KSRC)'

clean: ## forget the cache: sources, build folders
	@lab/clean

.PHONY: help run kernel shell test fuzz tree tree-clean clean
