/*
 * replay.c - a fuzz target as an ordinary test: run every file of the corpus folders named on the command line, and every
 * file cut short and with a byte changed in a few places.  The real thing: clang -fsanitize=fuzzer (test/fuzz/meson.build).
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE = 4 << 20, CUTS = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exact size, so that a sanitizer sees a read beyond it. */
static void run(const uint8_t *bytes, size_t n, size_t flip)
{
	uint8_t *copy = malloc(n ? n : 1);
	if (!copy)
		abort();
	memcpy(copy, bytes, n);
	if (flip < n)
		copy[flip] ^= (uint8_t)(1 + flip % 255);
	LLVMFuzzerTestOneInput(copy, n);
	free(copy);
}

static int file(const char *folder, const char *name, uint8_t *bytes)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "rb");
	if (!f)
		return 0;
	size_t n = fread(bytes, 1, MAX_FILE, f);
	fclose(f);
	run(bytes, n, SIZE_MAX);
	for (size_t i = 0; i < CUTS; i++) {
		run(bytes, n * i / CUTS, SIZE_MAX);
		run(bytes, n, n * i / CUTS);
	}
	return 1;
}

int main(int argc, char **argv)
{
	int files = 0;
	uint8_t *bytes = malloc(MAX_FILE);
	if (!bytes)
		abort();
	for (int i = 1; i < argc; i++) {
		DIR *d = opendir(argv[i]);
		for (struct dirent *e; d && (e = readdir(d));)
			if (e->d_name[0] != '.')
				files += file(argv[i], e->d_name, bytes);
		if (d)
			closedir(d);
	}
	free(bytes);
	printf("%d files\n", files);
	return files ? 0 : 1;
}
