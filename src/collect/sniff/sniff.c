/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/sniff/sniff.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "facts/code.h"
#include "wire/capture/capture_write.h"
#include "collect/sniff/confined.h"
#include "collect/sniff/sniff_source.h"
#include "port/clock.h"
#include "port/file/draft.h"
#include "port/file/file.h"

#define CLOCK_EVERY 64		/* packets: then look at the clock */
#define STATUS_EVERY 200	/* ms */
#define LAST_BLOCK 150	/* ms: for packets that came before the end */
#define NEVER INT64_MAX

static const uint16_t smtp_port = 25;

/**
 * struct sniff - What was opened
 * @output:	-w's
 * @how:	It is confined; empty if that is not known
 * @write_rc:	Why -w's file is no longer written; 0 while it is
 * @unwritten:	Packets that did not get into it
 * @error:	Of what ended it
 * @start, @end: On clock_now()'s scale
 * @next:	When the next status is due
 * @ending:	@end is that of the last block
 */
struct sniff {
	const struct sniff_options *options;
	struct sniff_source source;
	int output;
	struct capture_write *write;
	struct watch *watch;
	struct confined_how how;
	int write_rc;
	uint64_t unwritten;
	char error[CAPTURE_ERROR_TEXT];
	int64_t started;
	int64_t start;
	int64_t end;
	int64_t next;
	bool ending;
};

static const uint16_t *ports_of(const struct sniff_options *options,
				size_t *count)
{
	*count = options->port_count ? options->port_count : 1;
	return options->port_count ? options->ports : &smtp_port;
}

static const char *name_of(const struct sniff_options *options)
{
	if (options->file)
		return strcmp(options->file, "-") ? options->file :
						    "standard input";
	return options->interface ? options->interface : "all interfaces";
}

/* -w: write a relevant packet. */
static void keep(void *user, const struct packet *packet)
{
	struct sniff *sniff = user;
	int rc = sniff->write_rc;

	if (!rc)
		rc = capture_write_packet(sniff->write, packet);
	if (rc)
		sniff->unwritten++;
	if (rc != -EPROTOTYPE)
		sniff->write_rc = rc;
}

static void pass_event(void *user, const struct traffic_event *event)
{
	const struct sniff *sniff = user;

	sniff->options->event(sniff->options->user, event);
}

static void not_written(const struct sniff_options *options, int rc,
			char *error)
{
	snprintf(error, CAPTURE_ERROR_TEXT, "write to %.150s: %s",
		 options->write, strerror(-rc));
}

/* -w's file; the old one stays until it is known that a capture is read. */
static int draft_write(const struct sniff_options *options,
		       struct draft **draft, char *error)
{
	int rc;

	if (!options->write)
		return 0;
	/* "-" is standard output here. */
	if (options->file && strcmp(options->write, "-") &&
	    file_same(options->file, options->write)) {
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "-w %.150s: that is the file which is read",
			 options->write);
		return -EINVAL;
	}
	/* The file contains mail. */
	rc = draft_open(options->write, true, -1, draft);
	if (rc)
		not_written(options, rc, error);
	return rc;
}

static void close_all(struct sniff *sniff)
{
	if (!sniff)
		return;
	sniff_source_close(&sniff->source);
	capture_write_close(sniff->write);
	watch_free(sniff->watch);
	free(sniff);
}

static int open_all(const struct sniff_options *options, int output,
		    struct sniff **result, char *error)
{
	struct sniff *sniff = memory_zeroed(1, sizeof(*sniff));
	struct watch_options watch = {
		.show_addresses = options->show_addresses,
		.event = options->event ? pass_event : NULL,
		.packet = options->write ? keep : NULL,
		.user = sniff,
	};
	int rc;

	snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
	if (!sniff)
		return -ENOMEM;
	sniff->options = options;
	watch.ports = ports_of(options, &watch.port_count);
	sniff->watch = watch_new(&watch);
	rc = sniff->watch ? 0 : -ENOMEM;
	if (!rc)
		rc = sniff_source_open(&sniff->source, options, watch.ports,
				       watch.port_count, error);
	sniff->output = output;
	if (!rc && options->write)
		rc = capture_write_open(output, &sniff->write);
	if (rc)
		close_all(sniff);
	else
		*result = sniff;
	return rc;
}

/* What run() reads and writes. */
static void list_use(const struct sniff *sniff, struct sandbox_use *use)
{
	use->read = sniff->source.input;
	use->receive = capture_socket(sniff->source.capture);
	/* Events are printed, perhaps into a file. */
	use->writes_file = true;
	if (sniff->write)
		use->write[use->write_count++] = sniff->output;
}

/* Five times a second: report the status, and write the buffered packets. */
static void tell_status(struct sniff *sniff, int64_t now)
{
	const struct sniff_options *options = sniff->options;
	struct capture_counts capture;
	struct watch_counts watch;

	if (now < sniff->next)
		return;
	sniff->next = now + STATUS_EVERY;
	if (sniff->write && !sniff->write_rc)
		sniff->write_rc = capture_write_flush(sniff->write);
	/* libpcap's counters wrap around, so they are read often. */
	sniff_source_counts(&sniff->source, &capture);
	watch = watch_counts(sniff->watch);
	if (options->status)
		options->status(options->user, &watch, &capture);
}

static bool is_enough(const struct sniff *sniff)
{
	struct watch_counts counts;

	if (!sniff->options->count)
		return false;
	counts = watch_counts(sniff->watch);
	return counts.ended + counts.requests >= sniff->options->count;
}

static bool is_stopped(const struct sniff *sniff)
{
	const struct sniff_options *options = sniff->options;

	return options->stopped ? options->stopped(options->user) :
				  confined_stopped();
}

/*
 * Is it time to end?  The kernel delivers packets in blocks, some time after
 * they came, so for a live capture one more block is awaited.
 */
static bool is_over(struct sniff *sniff, int64_t now)
{
	if (now < sniff->end && (sniff->ending || !is_stopped(sniff)))
		return false;
	if (sniff->ending || sniff->options->file)
		return true;
	sniff->ending = true;
	sniff->end = now + LAST_BLOCK;
	return false;
}

/* Read until the end.  Return: 0, or -errno with sniff->error set. */
static int watch_all(struct sniff *sniff)
{
	bool live = !sniff->options->file;
	struct packet packet;
	unsigned int since = CLOCK_EVERY;
	int64_t now = sniff->start;
	int wait, rc;

	for (;;) {
		if (since >= CLOCK_EVERY) {
			since = 0;
			now = clock_now();
			tell_status(sniff, now);
			if (is_over(sniff, now))
				return 0;
		}
		if (sniff->write_rc)
			return sniff->write_rc;
		wait = (int)((sniff->end < sniff->next ? sniff->end :
							 sniff->next) - now);
		rc = sniff_source_next(&sniff->source, &packet,
				       wait > 0 ? wait : 0, sniff->error);
		if (rc < 0 && rc != -EAGAIN)
			return rc == -ENODATA ? 0 : rc;
		since++;
		if (rc == 1)
			watch_packet(sniff->watch, &packet);
		else if (!rc)
			since = CLOCK_EVERY;
		if (!rc && live)
			watch_tick(sniff->watch, clock_wall_ns());
		if (is_enough(sniff))
			return 0;
	}
}

static json_t *port_list(const struct sniff_options *options)
{
	json_t *list = json_array();
	size_t count;
	const uint16_t *ports = ports_of(options, &count);
	char text[8];

	for (size_t i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "%u", ports[i]);
		json_array_append_new(list, json_string(text));
	}
	return list;
}

/* What is known before a packet has come. */
static json_t *describe(const struct sniff_options *options)
{
	return json_pack("{s:o, s:o, s:o}", "capture",
			 value_string(name_of(options)), "filter",
			 value_string(options->filter), "ports",
			 port_list(options));
}

static void set_count(json_t *value, const char *name, uint64_t count)
{
	json_object_set_new(value, name, json_integer((json_int_t)count));
}

static json_t *describe_run(struct sniff *sniff)
{
	json_t *value = describe(sniff->options);
	struct capture_counts counts;

	if (!value)
		return NULL;
	sniff_source_counts(&sniff->source, &counts);
	if (counts.known) {
		set_count(value, "dropped", counts.dropped);
		set_count(value, "dropped_by_interface",
			  counts.dropped_by_interface);
	}
	if (counts.left_out)
		set_count(value, "left_out", counts.left_out);
	if (sniff->options->write)
		set_count(value, "unwritten", sniff->unwritten);
	if (!sniff->options->file) {
		set_count(value, "started", (uint64_t)sniff->started);
		set_count(value, "duration",
			  (uint64_t)(clock_now() - sniff->start));
	}
	if (*sniff->how.text)
		json_object_set_new(value, "confined",
				    value_string(sniff->how.text));
	if (*sniff->how.text && !sniff->how.confined)
		json_object_set_new(value, "unconfined", json_true());
	return value;
}

/* The end of what ended it: "FILE: …", "write to FILE: …". */
static void set_detail(const struct sniff *sniff, json_t *value, int rc,
		       bool writing)
{
	const struct sniff_options *options = sniff->options;
	char text[2 * CAPTURE_ERROR_TEXT];

	if (writing)
		snprintf(text, sizeof(text), "write to %.200s: %s; what it "
			 "has until there is whole", options->write,
			 strerror(-rc));
	else if (options->file)
		snprintf(text, sizeof(text), "%.200s: %s", name_of(options),
			 sniff->error);
	else
		snprintf(text, sizeof(text), "%s", sniff->error);
	if (value)
		json_object_set_new(value, "detail", value_string(text));
}

static void run(struct sniff *sniff, struct facts *facts)
{
	int64_t duration = sniff->options->duration_ms;
	struct fact_code code = {0};
	bool writing = false;
	json_t *value;
	int rc, closed;

	sniff->started = clock_wall();
	sniff->start = clock_now();
	sniff->end = duration ? sniff->start + duration : NEVER;
	sniff->next = sniff->start;
	rc = sniff_source_start(&sniff->source, sniff->error);
	if (!rc) {
		confined_begin();
		rc = watch_all(sniff);
	} else if (rc == -EINTR && is_stopped(sniff))
		rc = 0;
	if (!rc && memory_failed()) {
		snprintf(sniff->error, sizeof(sniff->error),
			 "out of memory: not all traffic was followed");
		rc = -ENOMEM;
	}
	/* Packets may still be buffered. */
	closed = capture_write_close(sniff->write);
	sniff->write = NULL;
	if (!sniff->write_rc)
		sniff->write_rc = closed;
	if (sniff->write_rc) {
		rc = sniff->write_rc;
		writing = true;
	}
	value = describe_run(sniff);
	if (rc) {
		set_detail(sniff, value, rc, writing);
		code = code_errno(-rc);
	}
	watch_finish(sniff->watch, facts, value, rc ? FACT_FAILED : FACT_SEEN,
		     rc ? &code : NULL);
}

/** struct job - For confined_run() */
struct job {
	const struct sniff_options *options;
	struct draft *draft;
	struct sniff *sniff;
};

static int job_open(void *user, char *error)
{
	struct job *job = user;

	return open_all(job->options,
			job->draft ? draft_output(job->draft) : -1,
			&job->sniff, error);
}

static int job_begun(void *user, char *error)
{
	struct job *job = user;
	int rc = job->draft ? draft_finish(job->draft) : 0;

	if (rc)
		not_written(job->options, rc, error);
	return rc;
}

static void job_uses(void *user, struct sandbox_use *use)
{
	const struct job *job = user;

	list_use(job->sniff, use);
}

static void job_run(void *user, const struct confined_how *how,
		    struct facts *facts)
{
	struct job *job = user;

	job->sniff->how = *how;
	run(job->sniff, facts);
}

static void job_close(void *user)
{
	struct job *job = user;

	close_all(job->sniff);
}

int sniff_collect(const struct sniff_options *options, struct facts *facts,
		  char *error)
{
	struct job job = {.options = options};
	int rc = draft_write(options, &job.draft, error), closed;

	if (rc)
		return rc;
	rc = confined_run(&(struct confined){
			.open = job_open,
			.output = job.draft ? draft_output(job.draft) : -1,
			.uses = job_uses,
			.begun = job_begun,
			.run = job_run,
			.close = job_close,
			.user = &job,
			.limit = options->duration_ms ?
					 options->duration_ms + LAST_BLOCK : 0,
			.unconfined = options->unconfined,
		}, facts, error);
	closed = draft_close(job.draft);
	if (closed && !rc)
		not_written(options, closed, error);
	return rc ? rc : closed;
}

void sniff_not_watched(const struct sniff_options *options, int rc,
		       const char *error, struct facts *facts)
{
	json_t *value = describe(options);
	struct fact_code code = code_errno(-rc);
	enum fact_status status = rc == -EOPNOTSUPP ? FACT_UNSUPPORTED :
						      code_errno_status(rc);

	if (value)
		json_object_set_new(value, "detail", value_string(error));
	/* That it is not heard from is our own word, not the system's. */
	facts_add(facts, FACT_CAPTURE, status, "capture",
		  rc == -ECHILD ? NULL : &code, value,
		  "capture from %s", name_of(options));
}
