# SPDX-License-Identifier: MIT
# lscb: one non-recursive makefile.  make help says what there is.

MODE ?= release
CC ?= cc
OUT := build/$(MODE)

warnings := -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion \
	-Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wvla
flags_release := -O3 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
flags_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
flags_debug := -O0 -g
link_release := -pie -Wl,-z,relro,-z,now
link_asan := -fsanitize=address,undefined

ALL_CPPFLAGS := -D_GNU_SOURCE -DLSCB_VERSION='"$(shell cat VERSION)"' \
	-Ifilters/lib $(CPPFLAGS)
ALL_CFLAGS := -std=c11 $(warnings) $(flags_$(MODE)) $(CFLAGS)
ALL_LDFLAGS := $(link_$(MODE)) $(LDFLAGS)
LIBS := -lcsv -lz -lcrypto -lutf8proc -lm

lib_objects := $(patsubst %.c,$(OUT)/%.o,$(wildcard filters/lib/*.c))
filters := $(notdir $(wildcard filters/lscb-*))
programs := $(addprefix $(OUT)/bin/,$(filters))

.PHONY: all
all: $(programs)

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
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(OUT)/liblscb.a $(LIBS)

.PHONY: clean
clean:
	rm -rf build

.DELETE_ON_ERROR:
-include $(shell find build/$(MODE) -name '*.d' 2>/dev/null)
