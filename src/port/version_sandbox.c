#include "port/version.h"

#include <seccomp.h>
#include <stdio.h>

const char *version_sandbox(void)
{
	static char text[64];
	const struct scmp_version *seccomp = seccomp_version();

	/* libcap-ng has no call that tells; the build's is named. */
	snprintf(text, sizeof(text), SANDBOX_VERSION ", libseccomp %u.%u.%u",
		 seccomp->major, seccomp->minor, seccomp->micro);
	return text;
}
