# SPDX-License-Identifier: BSD-2-Clause
# Captures in, what they show out; and whether tshark counts the same.
if OS_LINUX
TESTS += %D%/run.sh
# The numbers do not depend on how we were built, and tshark is slow.
if !SANITIZERS
TESTS += %D%/tshark.sh
endif
endif
GOLDEN_FILES = %D%/TESTLIST %D%/TSHARK %D%/control.py %D%/convert.py \
	%D%/counts.py %D%/hand.py %D%/inject.py %D%/make %D%/packets.py \
	%D%/relay.py %D%/run.sh %D%/talk.py %D%/tshark.sh
EXTRA_DIST += $(GOLDEN_FILES)

dist-hook: dist-golden
dist-golden:
	$(MKDIR_P) $(distdir)/%D%
	cp $(srcdir)/%D%/*.pcap $(srcdir)/%D%/*.pcap.gz \
		$(srcdir)/%D%/*.pcapng $(srcdir)/%D%/*.out $(distdir)/%D%
.PHONY: dist-golden
