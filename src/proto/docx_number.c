#include "proto/docx_number.h"

#include <string.h>

#include "proto/doc_build.h"

static const char *const digits_plain[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
static const char *const places_plain[] = {"", "十", "百", "千", "万"};
static const char *const digits_legal[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
static const char *const places_legal[] = {"", "拾", "佰", "仟", "万"};
static const char *const digits_trad[] = {"零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"};
static const char *const places_trad[] = {"", "拾", "佰", "仟", "萬"};
static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"};
static const char *const branches[] = {"子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"};

static void decimal(struct buf *out, long n)
{
	buf_printf(out, "%ld", n);
}

static void decimal_zero(struct buf *out, long n)
{
	buf_printf(out, "%02ld", n);
}

static void count_in(struct buf *out, long n, const char *const *digits, const char *const *places, const char *zero)
{
	bool ten_alone = places == places_plain;        /* 十二, but 壹拾贰 */
	bool gap = false, begun = false;
	if (n <= 0 || n > 99999) {
		if (n == 0)
			buf_puts(out, zero);
		else
			decimal(out, n);
		return;
	}
	long unit = 10000;
	for (int place = 4; place >= 0; place--, unit /= 10) {
		long d = n / unit % 10;
		if (d == 0) {
			gap = begun;
			continue;
		}
		if (gap)
			buf_puts(out, "零");
		if (!(ten_alone && place == 1 && d == 1 && !begun))
			buf_puts(out, digits[d]);
		buf_puts(out, places[place]);
		begun = true;
		gap = false;
	}
}

static void chinese(struct buf *out, long n)
{
	count_in(out, n, digits_plain, places_plain, "〇");
}

static void chinese_legal(struct buf *out, long n)
{
	count_in(out, n, digits_legal, places_legal, "零");
}

static void chinese_trad(struct buf *out, long n)
{
	count_in(out, n, digits_trad, places_trad, "零");
}

static void chinese_digits(struct buf *out, long n)
{
	long unit = 1;
	if (n < 0) {
		decimal(out, n);
		return;
	}
	while (n / unit >= 10)
		unit *= 10;
	for (; unit > 0; unit /= 10)
		buf_puts(out, digits_plain[n / unit % 10]);
}

/* A row of characters that stands for 1 to most; beyond, plain digits. */
static void from_row(struct buf *out, long n, uint32_t first, long most)
{
	if (n < 1 || n > most)
		decimal(out, n);
	else
		utf8_put(out, first + (uint32_t)n - 1);
}

static void circled(struct buf *out, long n)
{
	if (n > 20 && n <= 35)
		utf8_put(out, 0x3251 + (uint32_t)n - 21);
	else
		from_row(out, n, 0x2460, 20);
}

static void circled_chinese(struct buf *out, long n)
{
	from_row(out, n, 0x3280, 10);
}

static void in_parentheses(struct buf *out, long n)
{
	from_row(out, n, 0x2474, 20);
}

static void with_stop(struct buf *out, long n)
{
	from_row(out, n, 0x2488, 20);
}

static void full_width(struct buf *out, long n)
{
	char s[24];
	int len = 0;
	if (n < 0) {
		decimal(out, n);
		return;
	}
	do
		s[len++] = (char)(n % 10);
	while ((n /= 10) > 0);
	while (len > 0)
		utf8_put(out, 0xff10 + (uint32_t)s[--len]);
}

static void letters(struct buf *out, long n, char first)
{
	if (n < 1 || n > 26 * 20) {
		decimal(out, n);
		return;
	}
	char c = (char)(first + (n - 1) % 26);
	for (long i = 0; i <= (n - 1) / 26; i++)
		buf_add(out, &c, 1);
}

static void lower_letter(struct buf *out, long n)
{
	letters(out, n, 'a');
}

static void upper_letter(struct buf *out, long n)
{
	letters(out, n, 'A');
}

static void roman(struct buf *out, long n, const char *const *signs)
{
	static const int worth[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
	if (n < 1 || n > 3999) {
		decimal(out, n);
		return;
	}
	for (int i = 0; i < 13; i++)
		for (; n >= worth[i]; n -= worth[i])
			buf_puts(out, signs[i]);
}

static void lower_roman(struct buf *out, long n)
{
	static const char *const signs[] = {"m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"};
	roman(out, n, signs);
}

static void upper_roman(struct buf *out, long n)
{
	static const char *const signs[] = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
	roman(out, n, signs);
}

static void stem(struct buf *out, long n)
{
	n >= 1 && n <= 10 ? buf_puts(out, stems[n - 1]) : decimal(out, n);
}

static void branch(struct buf *out, long n)
{
	n >= 1 && n <= 12 ? buf_puts(out, branches[n - 1]) : decimal(out, n);
}

static void nothing(struct buf *out, long n)
{
	(void)out;
	(void)n;
}

static const struct {
	const char *name;
	void (*write)(struct buf *out, long n);
} formats[] = {
	{"decimal", decimal},
	{"none", nothing},
	{"chineseCounting", chinese},
	{"chineseCountingThousand", chinese},
	{"japaneseCounting", chinese},
	{"taiwaneseCounting", chinese},
	{"taiwaneseCountingThousand", chinese},
	{"ideographDigital", chinese_digits},
	{"japaneseDigitalTenThousand", chinese_digits},
	{"taiwaneseDigital", chinese_digits},
	{"chineseLegalSimplified", chinese_legal},
	{"ideographLegalTraditional", chinese_trad},
	{"ideographTraditional", stem},
	{"ideographZodiac", branch},
	{"decimalEnclosedCircle", circled},
	{"decimalEnclosedCircleChinese", circled},
	{"ideographEnclosedCircle", circled_chinese},
	{"decimalEnclosedParen", in_parentheses},
	{"decimalEnclosedFullstop", with_stop},
	{"decimalZero", decimal_zero},
	{"decimalFullWidth", full_width},
	{"decimalFullWidth2", full_width},
	{"lowerLetter", lower_letter},
	{"upperLetter", upper_letter},
	{"lowerRoman", lower_roman},
	{"upperRoman", upper_roman},
};

void docx_number(struct buf *out, const char *format, long n)
{
	for (size_t i = 0; format && i < sizeof formats / sizeof *formats; i++)
		if (strcmp(format, formats[i].name) == 0) {
			formats[i].write(out, n);
			return;
		}
	decimal(out, n);
}
