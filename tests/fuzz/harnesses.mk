# SPDX-License-Identifier: MIT
# The harnesses with clang's libFuzzer, for tests/fuzz/run, which calls GNU make with it in
# the folder of the build. What they share is compiled once, into one archive, and again
# only where a source has changed.
include Makefile

FUZZ_CHECKS = -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_FLAGS = $(DEFS) -I. $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(PCRE2_CFLAGS) $(SODIUM_CFLAGS) \
	$(INIH_CFLAGS) $(CURL_CFLAGS) $(QPDF_CFLAGS) -std=c11 -O1 -g $(FUZZ_CHECKS)
FUZZ_LIBS = $(JANSSON_LIBS) $(PCRE2_LIBS) $(SODIUM_LIBS) $(INIH_LIBS) $(CURL_LIBS) $(QPDF_LIBS) $(ZLIB_LIBS) -lm
FUZZ_OBJECTS = $(patsubst %.c,fuzz/objects/%.o,$(filter %.c,$(libforms_a_SOURCES) \
	$(libnet_a_SOURCES) $(libinspect_a_SOURCES) $(libinput_a_SOURCES) $(libsearch_a_SOURCES) $(libbase_a_SOURCES)))

harnesses: $(FUZZERS:%=fuzz/%)
.PHONY: harnesses
.SECONDARY:

fuzz/objects/%.o: $(srcdir)/%.c
	@mkdir -p $(@D)
	@$(CLANG) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link -MMD -c -o $@ $<

fuzz/house.a: $(FUZZ_OBJECTS)
	@rm -f $@; ar cr $@ $^

fuzz/%: fuzz/objects/tests/fuzz/fuzz_%.o fuzz/house.a
	@$(CLANG) -fsanitize=fuzzer $(FUZZ_CHECKS) -o $@ $^ $(FUZZ_LIBS)

-include $(FUZZ_OBJECTS:.o=.d) $(FUZZERS:%=fuzz/objects/tests/fuzz/fuzz_%.d)
