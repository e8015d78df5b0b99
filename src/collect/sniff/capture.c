#include "collect/sniff/capture.h"

#include <stdlib.h>

#include "collect/sniff/capture_source.h"

struct capture {
	const struct capture_source *source;
	void *state;
};

struct capture *capture_new(const struct capture_source *source, void *state)
{
	struct capture *capture = malloc(sizeof(*capture));

	if (capture)
		*capture = (struct capture){source, state};
	return capture;
}

int capture_next(struct capture *capture, struct packet *packet, int wait,
		 char *error)
{
	return capture->source->next(capture->state, packet, wait, error);
}

void capture_counts(struct capture *capture, struct capture_counts *counts)
{
	capture->source->counts(capture->state, counts);
}

int capture_link(const struct capture *capture)
{
	return capture->source->link(capture->state);
}

void capture_close(struct capture *capture)
{
	if (!capture)
		return;
	capture->source->close(capture->state);
	free(capture);
}
