/*
 * letters.h - characters as they are compared when names and texts are looked for: one form for those that only look
 * different.
 */
#ifndef BASE_LETTERS_H
#define BASE_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

/* The next character of valid UTF-8; moves *s past it.  Never past the final NUL, whatever the bytes are. */
uint32_t letter_next(const char **s);

/* Full width to half width, capitals to small letters; 0 for what separates: blanks, punctuation, brackets, controls. */
uint32_t letter_fold(uint32_t c);

/* Is this UTF-8 as RFC 3629 has it: no stray bytes, nothing longer than needed, no surrogates? */
bool letters_valid(const char *s);

/*
 * Take out of valid UTF-8, in place, what nobody sees and what only misleads: control characters but for tab and line
 * ends, marks that turn the direction of what follows, byte order marks.
 */
void letters_clean(char *s);

/* Is there nothing but blanks, the wide one of Chinese among them? */
bool letters_blank(const char *s);

#endif
