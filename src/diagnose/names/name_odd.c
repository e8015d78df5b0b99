/* SPDX-License-Identifier: BSD-2-Clause */
/* Names that some programs do not accept. */
#include "diagnose/names/name_rules.h"

#include <string.h>

#include "base/text.h"

#define NETBIOS_NAME_MAX 15	/* RFC 1001, section 14.1 */
#define LABEL_MAX 63

/* What is wrong with a label, RFC 952 and RFC 1123, section 2.1; or NULL. */
static const char *label_oddness(const char *label, size_t length)
{
	if (!length)
		return "has an empty part between its dots";
	if (length > LABEL_MAX)
		return "has a part of more than 63 characters, and DNS takes "
		       "no more";
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)label[i] >= 0x80 || label[i] == '\\')
			return "has a character beyond ASCII, which DNS "
			       "carries in its xn-- form only";
		if (label[i] == '_')
			return "has an underscore, which no host's name may "
			       "have: some servers and clients refuse it";
		if (!text_is_alnum(label[i]) && label[i] != '-')
			return "has a character that no host's name may have";
	}
	if (label[0] == '-' || label[length - 1] == '-')
		return "has a part that starts or ends with a hyphen, which "
		       "no host's name may";
	return NULL;
}

static bool is_asked_by_netbios(const struct name_scene *s)
{
	for (size_t i = 0; i < s->sources.count; i++)
		if (name_source_is(&s->sources.items[i], "netbios"))
			return true;
	return false;
}

static const char *oddness_of(const struct name_scene *s)
{
	const char *rest = s->name, *odd = NULL;

	while (*rest && !odd) {
		size_t length = strcspn(rest, ".");

		odd = label_oddness(rest, length);
		rest += length;
		rest += *rest == '.';
	}
	if (!odd && !strchr(s->name, '.') &&
	    strlen(s->name) > NETBIOS_NAME_MAX &&
	    (s->proxy || is_asked_by_netbios(s)))
		return "is longer than the 15 characters that NetBIOS takes";
	return odd;
}

bool name_is_odd(const struct name_scene *scene, struct draft *draft)
{
	const char *odd = scene->sources.literal ? NULL : oddness_of(scene);

	terms_set(&draft->terms, "oddness", odd);
	draft->confidence = name_resolves(scene) ? CONFIDENCE_POSSIBLE :
						   CONFIDENCE_LIKELY;
	return odd;
}
