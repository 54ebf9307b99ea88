/* Official papers: what they say is escaped, what is not known is left to be filled in. */
#include "test/test.h"

#include <string.h>
#include "core/paper.h"

static struct cx cx;

static int setup(void **state)
{
	(void)state;
	cx.mem = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(cx.mem);
	return 0;
}

static void says_what_it_is_given(void **state)
{
	(void)state;
	struct paper p = paper_new(&cx, "责令限期整改指令书");
	p.issuer = "青岭县应急管理局";
	p.no = "青应急责改〔2023〕7号";
	p.to = "青岭新岭矿业有限公司";
	p.day = "2023-10-05";
	paper_para(&p, "现责令%s于%s前整改完毕。", "你单位", paper_day(&cx, "2023-10-15"));
	paper_sign_line(&p, "检查人员");
	const char *html = paper_html(&p);
	assert_non_null(strstr(html, "<div class=\"issuer\">青岭县应急管理局</div>"));
	assert_non_null(strstr(html, "青应急责改〔2023〕7号"));
	assert_non_null(strstr(html, "<p class=\"to\">青岭新岭矿业有限公司：</p>"));
	assert_non_null(strstr(html, "现责令你单位于2023年10月15日前整改完毕。"));
	assert_non_null(strstr(html, "检查人员（签名）："));
	assert_non_null(strstr(html, "<p class=\"day\">2023年10月5日</p>"));
	assert_null(strstr(html, "抄送"));
}

static void text_is_text(void **state)
{
	(void)state;
	static const char *const heads[] = {"矿山", "<b>"}, *const cells[] = {"\"一\"&<script>alert(1)</script>", NULL};
	struct paper p = paper_new(&cx, "<i>");
	p.to = "a<b";
	paper_para(&p, "%s", "<img src=x>\n第二行");
	paper_heading(&p, "<h1>");
	paper_table(&p, 2, heads);
	paper_row(&p, 2, cells);
	paper_table_end(&p);
	const char *html = paper_html(&p);
	assert_null(strstr(html, "<script"));
	assert_null(strstr(html, "<img"));
	assert_null(strstr(html, "<i>"));
	assert_null(strstr(html, "<b>"));
	assert_non_null(strstr(html, "&quot;一&quot;&amp;&lt;script&gt;"));
	assert_non_null(strstr(html, "&lt;img src=x&gt;<br>第二行"));
	assert_non_null(strstr(html, "<td class=\"cell\"></td>"));
}

static void days_and_moments(void **state)
{
	(void)state;
	assert_string_equal(paper_day(&cx, "2024-02-29"), "2024年2月29日");
	assert_string_equal(paper_day(&cx, ""), "　　　　年　　月　　日");
	assert_string_equal(paper_day(&cx, NULL), "　　　　年　　月　　日");
	assert_string_equal(paper_time(&cx, 1698206700), "2023年10月25日12时05分");
	assert_string_equal(paper_time(&cx, 0), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_it_is_given),
		cmocka_unit_test(text_is_text),
		cmocka_unit_test(days_and_moments),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
