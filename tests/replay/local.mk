# SPDX-License-Identifier: BSD-2-Clause
# Saved facts in, verdict out.
if OS_LINUX
TESTS += %D%/run.sh
endif
EXTRA_DIST += %D%/run.sh

# Cases are found by their names: a new one needs no line here.
dist-hook: dist-replay
dist-replay:
	$(MKDIR_P) $(distdir)/%D%
	cp $(srcdir)/%D%/*.facts $(srcdir)/%D%/*.expected $(distdir)/%D%
.PHONY: dist-replay
