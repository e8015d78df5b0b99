/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/memory.h"
#include "collect/process/command.h"
#include "collect/process/version_resource.h"
#include "facts/value.h"
#include "port/wide.h"

#define PATH_LENGTH 32768	/* units; no path of Windows is longer */
#define LINE_BYTES 65536	/* a command line's 32767 units and its head */
#define VERSION_MAX (1 << 20)	/* bytes of a version resource */

/* Of NtQueryInformationProcess(). */
enum {
	PROCESS_BASIC_INFORMATION = 0,
	PROCESS_COMMAND_LINE = 60,	/* Windows 8.1 and later */
};

/*
 * Offsets in the memory of a 64-bit process; a 32-bit process has these blocks
 * too, besides its own.  Not documented, and the same since Windows XP.
 */
enum {
	BASIC_PEB = 8,			/* in the basic information */
	PEB_PARAMETERS = 0x20,		/* in the PEB */
	PARAMETERS_LINE = 0x70,		/* in the parameters */
	STRING_SIZE = 16,		/* length, room, address */
};

int64_t image_started(HANDLE process)
{
	FILETIME created, ended, kernel, user;
	int64_t since_1601;

	if (!win32->GetProcessTimes(process, &created, &ended, &kernel, &user))
		return -1;
	since_1601 = (int64_t)created.dwHighDateTime << 32 |
		     created.dwLowDateTime;
	return since_1601 / 10000000 - 11644473600;
}

static bool read_u64(struct cursor *c, uint64_t *value)
{
	uint32_t low, high;

	if (!cursor_le32(c, &low) || !cursor_le32(c, &high))
		return false;
	*value = (uint64_t)high << 32 | low;
	return true;
}

static json_t *split(const void *bytes, size_t length)
{
	char *line = wide_text(bytes, length / sizeof(WCHAR));
	json_t *args = line ? command_split(line, strlen(line)) : NULL;

	free(line);
	return args;
}

/* The string's head, and behind it the string that its address points to. */
static json_t *ask_line(HANDLE process, unsigned char *buffer)
{
	ULONG returned = 0;
	struct cursor c;
	uint16_t length;

	if (win32->NtQueryInformationProcess(process, PROCESS_COMMAND_LINE,
					     buffer, LINE_BYTES,
					     &returned) < 0)
		return NULL;
	c = cursor_over(buffer,
			returned < LINE_BYTES ? returned : LINE_BYTES);
	if (!cursor_le16(&c, &length) || !cursor_skip(&c, STRING_SIZE - 2) ||
	    cursor_left(&c) < length)
		return NULL;
	return split(buffer + STRING_SIZE, length);
}

static bool read_memory(HANDLE process, uint64_t at, void *to, size_t size)
{
	SIZE_T read = 0;

	return at && win32->ReadProcessMemory(process,
					      (const void *)(uintptr_t)at, to,
					      size, &read) && read == size;
}

static bool read_pointer(HANDLE process, uint64_t at, uint64_t *value)
{
	unsigned char bytes[8];
	struct cursor c = cursor_over(bytes, sizeof(bytes));

	return read_memory(process, at, bytes, sizeof(bytes)) &&
	       read_u64(&c, value);
}

static json_t *read_line(HANDLE process, unsigned char *buffer)
{
	unsigned char basic[48], string[STRING_SIZE];
	struct cursor b = cursor_over(basic, sizeof(basic));
	struct cursor s = cursor_over(string, sizeof(string));
	uint64_t peb, parameters, line;
	uint16_t length;

	if (win32->NtQueryInformationProcess(process, PROCESS_BASIC_INFORMATION,
					     basic, sizeof(basic), NULL) < 0 ||
	    !cursor_skip(&b, BASIC_PEB) || !read_u64(&b, &peb) ||
	    !read_pointer(process, peb + PEB_PARAMETERS, &parameters) ||
	    !read_memory(process, parameters + PARAMETERS_LINE, string,
			 sizeof(string)) ||
	    !cursor_le16(&s, &length) || !cursor_skip(&s, 6) ||
	    !read_u64(&s, &line) || !read_memory(process, line, buffer, length))
		return NULL;
	return split(buffer, length);
}

json_t *image_args(HANDLE process, uint32_t pid)
{
	unsigned char *buffer = memory_new(LINE_BYTES);
	json_t *args = buffer ? ask_line(process, buffer) : NULL;
	HANDLE reader = NULL;

	if (buffer && !args && sizeof(void *) == 8)
		reader = win32->OpenProcess(PROCESS_QUERY_INFORMATION |
						    PROCESS_VM_READ,
					    FALSE, pid);
	if (reader) {
		args = read_line(reader, buffer);
		win32->CloseHandle(reader);
	}
	free(buffer);
	return args;
}

static void add_text(json_t *value, const char *member,
		     const struct cursor *text)
{
	const void *wide = text->bytes + text->at;

	if (cursor_left(text))
		json_object_set_new(value, member,
				    value_wide_n(wide, cursor_left(text) /
							       sizeof(WCHAR)));
}

static void add_version(const WCHAR *file, json_t *value)
{
	DWORD unused, size = win32->GetFileVersionInfoSizeW(file, &unused);
	void *info = size && size <= VERSION_MAX ? memory_zeroed(1, size) : NULL;
	struct version_texts texts;

	if (info && win32->GetFileVersionInfoW(file, 0, size, info)) {
		version_resource_parse(info, size, &texts);
		add_text(value, "product", &texts.product);
		add_text(value, "company", &texts.company);
	}
	free(info);
}

void image_describe(HANDLE process, json_t *value)
{
	WCHAR *path = memory_new(PATH_LENGTH * sizeof(*path));
	DWORD length = PATH_LENGTH;

	if (path &&
	    win32->QueryFullProcessImageNameW(process, 0, path, &length)) {
		json_object_set_new(value, "exe", value_wide(path));
		add_version(path, value);
	}
	free(path);
}
