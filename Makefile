# SPDX-License-Identifier: MIT
# lscb: one non-recursive makefile.  make help says what there is.

MODE ?= release
CC ?= cc
OUT := build/$(MODE)
VERSION := $(shell cat VERSION)

warnings := -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion \
	-Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wvla
flags_release := -O3 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
flags_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
flags_debug := -O0 -g
flags_lint := -O2 -Werror
flags_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer \
	-DSTREAM_BYTES=8192 -Wno-format-nonliteral
link_release := -pie -Wl,-z,relro,-z,now
link_asan := -fsanitize=address,undefined
link_fuzz := -fsanitize=fuzzer,address,undefined

ALL_CPPFLAGS := -D_GNU_SOURCE -DLSCB_VERSION='"$(VERSION)"' \
	-Ifilters/lib $(CPPFLAGS)
ALL_CFLAGS := -std=c11 $(warnings) $(flags_$(MODE)) $(CFLAGS)
ALL_LDFLAGS := $(link_$(MODE)) $(LDFLAGS)
LIBS := -lcsv -lz -lminizip -lexpat -lcrypto -lutf8proc -lm -pthread

PREFIX ?= /usr/local
BINDIR = $(PREFIX)/bin
LIBEXECDIR = $(PREFIX)/libexec/lscb
DATADIR = $(PREFIX)/share/lscb
MANDIR = $(PREFIX)/share/man

lib_objects := $(patsubst %.c,$(OUT)/%.o,$(wildcard filters/lib/*.c))
filters := $(notdir $(wildcard filters/lscb-*))
programs := $(addprefix $(OUT)/bin/,$(filters))
unit_programs := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*.c))
bench_programs := $(patsubst tests/bench/%.c,$(OUT)/bench/%,$(wildcard tests/bench/*.c))
attack_programs := $(patsubst tests/attacks/%.c,$(OUT)/attacks/%,$(wildcard tests/attacks/*.c))
fuzz_programs := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(filter-out %/replay.c,$(wildcard tests/fuzz/*.c)))
cores := $(shell nproc)

.PHONY: all
all: $(programs)	## build the filters (build/release/bin)

.PHONY: demo
demo:	## a fictional board, its night, its report: everything in demo/
	@sh pipelines/setup build
	@$(MAKE) -s -j $(cores) all
	@pipelines/demo demo

.PHONY: test
test:	## build and run every test; the last line counts them
	@sh pipelines/setup test
	@tests/run

.PHONY: unit
unit: ## the C unit tests alone, under ASan and UBSan
	@tests/run unit

.PHONY: check-asan
check-asan:	## the tests of filters and pipelines on an ASan and UBSan build
	@$(MAKE) -s -j $(cores) MODE=asan all
	@LSCB_BIN=$(CURDIR)/build/asan/bin tests/run bats

.PHONY: check-valgrind
check-valgrind:	## the unit tests and the bad inputs under valgrind
	@sh pipelines/setup valgrind
	@$(MAKE) -s -j $(cores) MODE=debug all unit-programs
	@tests/valgrind

.PHONY: bench
bench:	## BENCH_ROWS=5000000: beside DuckDB and Miller, seconds and memory
	@sh pipelines/setup build
	@sh pipelines/setup bench || echo "bench: peers that are not there are left out" >&2
	@$(MAKE) -s -j $(cores) all bench-programs
	@tests/bench/run

.PHONY: fuzz
fuzz:	## FUZZ_TIME=3600 FUZZ_TARGETS=: look for bytes that break a reader
	@sh pipelines/setup fuzz
	@$(MAKE) -s -j $(cores) MODE=fuzz CC=clang-14 fuzz-programs
	@tests/fuzz/run

.PHONY: lint
lint:	## shellcheck, mandoc, and the compiler with -Werror
	@sh pipelines/setup test
	@$(MAKE) -s -j $(cores) MODE=lint all bench-programs attack-programs
	@tests/run lint

$(OUT)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/liblscb.a: $(lib_objects)
	@rm -f $@
	ar rcs $@ $^

# A filter is every .c file of its folder, and the library.
.SECONDEXPANSION:
$(programs): $(OUT)/bin/%: $$(addprefix $(OUT)/,$$(addsuffix .o,$$(basename $$(wildcard filters/$$*/*.c)))) $(OUT)/liblscb.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $(OUT)/$*.new $(filter %.o,$^) $(OUT)/liblscb.a $(LIBS)
	@mv -f $(OUT)/$*.new $@	# whoever runs it meanwhile has one whole

.PHONY: unit-programs
unit-programs: $(unit_programs)

# This one makes the n-th allocation fail.
$(OUT)/unit/nomem: ALL_LDFLAGS += -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

$(unit_programs): $(OUT)/unit/%: $(OUT)/tests/unit/%.o $(OUT)/liblscb.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# Preloaded into the filters by tests/fault: never with a sanitizer of its own.
build/test-tools/shim.so: tests/fault/shim.c Makefile
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(warnings) -O1 -g -fPIC -shared -o $@ $<

.PHONY: shim
shim: build/test-tools/shim.so

# A fuzz target is one C file: with libFuzzer it searches (MODE=fuzz), with
# replay.c it is shown what is kept of that (MODE=asan).
.PHONY: fuzz-programs
fuzz-programs: $(fuzz_programs)

fuzz_main_fuzz :=
fuzz_main_asan := $(OUT)/tests/fuzz/replay.o
fuzz_typed := $(filter-out %/lscb-ingest.c,$(wildcard filters/lscb-ingest/*.c))
fuzz_areas := filters/lscb-deidentify/areas.c

$(fuzz_programs): $(OUT)/fuzz/%: $(OUT)/tests/fuzz/%.o $(fuzz_main_$(MODE)) $$(addprefix $(OUT)/,$$(addsuffix .o,$$(basename $$(fuzz_$$*)))) $(OUT)/liblscb.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

.PHONY: bench-programs
bench-programs: $(bench_programs)

$(bench_programs): $(OUT)/bench/%: $(OUT)/tests/bench/%.o
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $<

# Who attacks the tokens without the key.
.PHONY: attack-programs
attack-programs: $(attack_programs)

$(attack_programs): $(OUT)/attacks/%: $(OUT)/tests/attacks/%.o
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< -lcrypto

# What is installed: source and place of every file, so that uninstall
# removes those and no others.
scripts := nightly status check board-init agreement-draft rehearse-restore new-epoch demo $(addprefix stages/,$(notdir $(wildcard pipelines/stages/*)))
shell_libs := $(addprefix lib/,$(notdir $(wildcard pipelines/lib/*.bash)))
examples := $(addprefix examples/,$(notdir $(wildcard pipelines/examples/*)))
library := $(shell cd pipelines && find library -type f \( -name '*.rec' -o -name '*.csv' \) | LC_ALL=C sort)
agreements := $(addprefix agreements/,$(notdir $(wildcard sample-data/board/agreements/*.rec)))
pages1 := $(wildcard filters/lscb-*/*.1)
pages5 := $(wildcard filters/man/*.5)
pages7 := $(wildcard filters/man/*.7)

.PHONY: install
install: all	## PREFIX=/usr/local DESTDIR=: filters, pipelines, library, pages
	@set -e; put() { install -D -m "$$1" "$$2" "$(DESTDIR)$$3"; }; \
	for f in $(filters); do put 755 $(OUT)/bin/$$f $(BINDIR)/$$f; done; \
	for f in $(scripts) $(examples); do put 755 pipelines/$$f $(LIBEXECDIR)/$$f; done; \
	for f in $(shell_libs); do put 644 pipelines/$$f $(LIBEXECDIR)/$$f; done; \
	for f in $(library); do put 644 pipelines/$$f $(DATADIR)/$$f; done; \
	put 644 sample-data/board/board.rec $(DATADIR)/board/board.rec; \
	for f in $(agreements); do put 644 sample-data/board/$$f $(DATADIR)/board/$$f; done; \
	for f in $(pages1); do put 644 $$f $(MANDIR)/man1/$${f##*/}; done; \
	for f in $(pages5); do put 644 $$f $(MANDIR)/man5/$${f##*/}; done; \
	for f in $(pages7); do put 644 $$f $(MANDIR)/man7/$${f##*/}; done

.PHONY: uninstall
uninstall:	## the same files again, and the folders that were only ours
	@rm -f \
		$(addprefix "$(DESTDIR)$(BINDIR)"/,$(filters)) \
		$(addprefix "$(DESTDIR)$(LIBEXECDIR)"/,$(scripts) $(examples) $(shell_libs)) \
		$(addprefix "$(DESTDIR)$(DATADIR)"/,$(library) board/board.rec $(addprefix board/,$(agreements))) \
		$(addprefix "$(DESTDIR)$(MANDIR)"/man1/,$(notdir $(pages1))) \
		$(addprefix "$(DESTDIR)$(MANDIR)"/man5/,$(notdir $(pages5))) \
		$(addprefix "$(DESTDIR)$(MANDIR)"/man7/,$(notdir $(pages7)))
	@for d in "$(DESTDIR)$(LIBEXECDIR)" "$(DESTDIR)$(DATADIR)"; do \
		[ ! -d "$$d" ] || find "$$d" -depth -type d -empty -delete; done

.PHONY: dist
dist:	## build/lscb-VERSION.tar.gz of what is committed
	@mkdir -p build
	git archive --format=tar --prefix=lscb-$(VERSION)/ HEAD | \
		gzip -n -9 >build/lscb-$(VERSION).tar.gz
	@echo build/lscb-$(VERSION).tar.gz

.PHONY: clean
clean:	## remove build/ and demo/
	rm -rf build demo

.PHONY: help
help:	## this
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | \
		expand -t 20

.DELETE_ON_ERROR:
-include $(shell find build/$(MODE) -name '*.d' 2>/dev/null)
