/*
 * letters.h - characters as they are compared when names and texts are looked for: one form for those that only look
 * different.
 */
#ifndef BASE_LETTERS_H
#define BASE_LETTERS_H

#include <stdint.h>

/* The next character of valid UTF-8; moves *s past it.  Never past the final NUL, whatever the bytes are. */
uint32_t letter_next(const char **s);

/* Full width to half width, capitals to small letters; 0 for what separates: blanks, punctuation, brackets, controls. */
uint32_t letter_fold(uint32_t c);

#endif
