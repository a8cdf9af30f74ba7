//! Pages and what is read from them, in the native form.

use super::*;
use crate::env::Env;
use crate::model::{Rule, native};

fn read(html: &str, article: bool) -> Document {
    let mut document = Document::default();
    let mut sink = Sink::new();
    page(html, "a.html", &How { article, ..How::default() }, &mut NoShelf, &mut document, &Env::for_tests(), &mut sink);
    assert_eq!(document.balance(), Ok(()), "{html}\n{}", native::write(&document));
    document
}

#[track_caller]
fn check(html: &str, expected: &str) {
    assert_eq!(native::write(&read(html, false)), expected, "{html}");
}

#[test]
fn white_space_before_a_line_of_its_own_is_no_text() {
    check(
        "<pre>江湾镇的渡口昨日照常开船，客人不少。<br>&nbsp;船长说：好。</pre>",
        "body :: 江湾镇的渡口昨日照常开船，客人不少。\nbody :: 船长说：好。\n",
    );
}

#[test]
fn an_end_tag_that_says_it_is_whole_ends_its_element() {
    let xhtml = "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>甲</title/></head><body><p>乙</p></body></html>";
    check(xhtml, "body :: 乙\n");
}

#[test]
fn a_label_is_that_of_one_item() {
    let items = "<ol><li class=labelled><ol><li class=labelled><span class=label>一、</span><p>甲</p></li></ol></li></ol>";
    let document = read(&format!("<meta name=generator content=chongpai>{items}"), false);
    assert_eq!(document.balance(), Ok(()));
}

#[test]
fn what_a_player_holds_is_no_note() {
    let document =
        read("<p>甲<a epub:type=noteref href='#n'>1</a></p><audio><aside id=n role=doc-footnote>乙</aside></audio>", false);
    assert_eq!(document.balance(), Ok(()));
    assert!(!native::write(&document).contains('乙'));
}

#[test]
fn a_mark_stands_around_no_note() {
    let document = read("<p>甲</p><a class=noteref href='#n'>乙<span id=n>丙</span></a>", false);
    assert_eq!(document.balance(), Ok(()));
    assert!(native::write(&document).contains("乙丙"));
}

#[test]
fn words_in_a_mark_of_ours_are_kept() {
    let own = "<meta name=generator content='chongpai 1'><p>甲<span class=missing>乙</span>丙</p><span class=missing>丁</span>";
    let native = native::write(&read(own, false));
    assert!(["甲", "乙", "丙", "丁"].iter().all(|word| native.contains(word)), "{native}");
}

#[test]
fn blocks_are_what_the_elements_say() {
    check(
        "<h2> 渡口 <br>记</h2><p>甲</p>乙<div>丙<p>丁</div>戊",
        "heading 2 :: 渡口\\n记\nbody :: 甲\nbody :: 乙\nbody :: 丙\nbody :: 丁\nbody :: 戊\n",
    );
    check("<blockquote><p>引</p></blockquote><hr><p>后", "quote\n  body :: 引\nseparator\nbody :: 后\n");
    check(
        "<details><summary>题</summary>文</details><dl><dt>名<dd>义</dl>",
        "body :: 题\nbody :: 文\nbody :: {strong|名}\nbody :: 义\n",
    );
    check(
        "<dl><dt>船来了，两岸的人都出来看。</dl><dl><dt>甲<dt>乙<dd>丙</dl>",
        "body :: 船来了，两岸的人都出来看。\nbody :: {strong|甲}\nbody :: {strong|乙}\nbody :: 丙\n",
    );
    check("<figure><img src='a%20b.png' alt='渡 船'><figcaption>图一</figcaption></figure>", "figure 0 :: 图一\n");
}

#[test]
fn properties_come_from_elements_and_styles() {
    check(
        "<style>.d{text-emphasis:dot}.b{font-weight:bold}</style><p>甲<b>乙<span style='font-weight:normal'>丙</span></b><span class=b>丁</span>\
         <i class=d>戊</i><u>己</u><del>庚</del><sup>2</sup><sub>3</sub><code>x</code><a href='http://a.example/'>辛</a><a href='#b'>壬</a>",
        "body :: 甲{strong|乙}丙{strong|丁}{dots|戊}{underline|己}{strike|庚}{superscript|2}{subscript|3}{code|x}{link http://a.example/|辛}壬\n",
    );
    check("<b><p>甲</p><p>乙</p></b>", "body :: {strong|甲}\nbody :: {strong|乙}\n");
}

#[test]
fn breaks_part_paragraphs_or_lines() {
    check(
        "<div>　　第一段。<br><br>　　第二段。<br>　　第三段。</div>",
        "body :: 第一段。\nbody :: 第二段。\nbody :: 第三段。\n",
    );
    check("<p>江湾镇<br>石桥村<br>三号</p>", "body :: 江湾镇\\n石桥村\\n三号\n");
    check(
        "<p>早上第一班船离了岸，船上有二十个人。<br>下午雨停了，渡口又排起了队，一直排到天黑。</p>",
        "body :: 早上第一班船离了岸，船上有二十个人。\nbody :: 下午雨停了，渡口又排起了队，一直排到天黑。\n",
    );
    check("<p><img src=a.png><br> 图1　渡船</p>", "figure 0\nbody :: 图1　渡船\n");
}

#[test]
fn lists_have_the_labels_of_a_browser() {
    check(
        "<ol start=3 type=a><li>甲<li value=7>乙</ol><ol reversed><li>丙<li>丁</ol><ul><li>戊<ol><li>己</ol></ul>",
        "list ordered\n  item :: c.\n    body :: 甲\n  item :: g.\n    body :: 乙\nlist ordered\n  item :: 2.\n    body :: 丙\n  item :: 1.\n    body :: 丁\n\
         list\n  item\n    body :: 戊\n    list ordered\n      item :: 1.\n        body :: 己\n",
    );
}

#[test]
fn tables_are_tables_unless_they_are_layout() {
    check(
        "<table><caption>表一</caption><tr><th colspan=2>头</th></tr><tr><td rowspan=9>甲<td align=right>乙</table>",
        "table :: 表一\n  row header\n    cell 2x1 start\n      body :: 头\n  row\n    cell 1x1 start\n      body :: 甲\n    cell 1x1 end\n      body :: 乙\n",
    );
    check("<table><tr><td>甲<tr><td><table><tr><td>乙</table>丙</table>", "body :: 甲\nbody :: 乙\nbody :: 丙\n");
}

#[test]
fn ruby_stands_over_its_base() {
    check("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>。", "body :: {ruby かん|漢}{ruby じ|字}。\n");
    check("<p><ruby><rb>漢</rb><rb>字</rb><rt>かん</rt><rt>じ</rt></ruby>", "body :: {ruby かん|漢}{ruby じ|字}\n");
    check("<p><ruby>渡口<rt>dùkǒu</rt><rt>ferry</rt></ruby>", "body :: {ruby dùkǒu|{ruby ferry|渡口}}\n");
}

#[test]
fn notes_are_found_by_their_links() {
    let noted = "body :: 渡口{note 0}在江边。\nnote :: 1\n  body :: 旧称江湾渡。\n";
    check("<p>渡口<sup><a id=r1 href='#n1'>[1]</a></sup>在江边。<p id=n1><a href='#r1'>[1]</a> 旧称江湾渡。", noted);
    check(
        "<p>渡口<a epub:type=noteref href='#n1'>1</a>在江边。<aside epub:type=footnote id=n1><p>旧称江湾渡。</p></aside>",
        noted,
    );
    check(
        "<p>渡口<a href='#_ftn1' name='_ftnref1'>[1]</a>在江边。<hr><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> 旧称江湾渡。</div>",
        "body :: 渡口{note 0}在江边。\nseparator\nnote :: 1\n  body :: 旧称江湾渡。\n",
    );
    check(
        "<p><a href='#c1'>1</a> <a href='#c2'>2</a><h2 id=c1>一</h2><h2 id=c2>二</h2>",
        "body :: 1 2\nheading 2 :: 一\nheading 2 :: 二\n",
    );
}

#[test]
fn what_is_hidden_is_recorded_and_left_out() {
    let document = read(
        "<p>看得见的一行字。<span hidden>看不见</span></p><p style='display:none'>也看不见</p><select><option>选</select>",
        false,
    );
    assert_eq!(native::write(&document), "body :: 看得见的一行字。\n");
    let removed: Vec<_> = document.log.edits().iter().map(|edit| (edit.rule, edit.evidence.as_ref())).collect();
    assert_eq!(removed, [(Rule::Hidden, "hidden"), (Rule::Hidden, "hidden"), (Rule::Hidden, "a control")]);
    check("<div style='display:none'><p>整页都由脚本显示出来。</div>", "body :: 整页都由脚本显示出来。\n");
}

#[test]
fn pages_of_word_keep_their_labels() {
    check(
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>（一）<span>&nbsp;&nbsp; </span></span><![endif]>甲<o:p></o:p></p>\
         <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>（二）</span>乙</p><p>丙<o:p>&nbsp;</o:p></p>",
        "list ordered\n  item :: （一）\n    body :: 甲\n  item :: （二）\n    body :: 乙\nbody :: 丙\n",
    );
}

/// An article of the web among what stands around it.
const ARTICLE: &str = "<title>江湾镇修好两座旧桥_地方新闻_江湾网</title><meta name=author content=林见川><body>\
    <div class=top><a href=/>首页</a> <a href=/a>要闻</a> <a href=/b>地方</a></div><div class=path>您的位置：<a href=/>首页</a> &gt; 正文</div>\
    <div class=wrap><h1>江湾镇修好两座旧桥</h1><div class=info>2024-03-08 09:30 来源：江湾网 <span class=share>分享到：微信</span></div>\
    <div class=TRS_Editor><p>　　本报讯 3月6日，第一班车过了石桥。桥面加宽了两米，两边装上了栏杆，夜里也有灯，村里人说走起来放心多了。</p>\
    <p>　　镇里说，今年还要再修三座，钱已经到位；工期从四月开始，赶在汛期以前完工，不耽误村民下地和孩子上学。</p><p>　　（责任编辑：王小明）</p></div>\
    <div class=related><h3>相关阅读</h3><ul><li><a href=1>渡口的新船什么时候下水</a><li><a href=2>镇上今年修哪几条路</a></ul></div></div>\
    <div class=footer>江湾网 版权所有 备案号 0001</div></body>";

#[test]
fn the_article_is_kept_and_what_stands_around_it_recorded() {
    let document = read(ARTICLE, true);
    let native = native::write(&document);
    let lines: Vec<&str> = native.lines().map(|line| line.split_once(" :: ").map_or(line, |(_, text)| text)).collect();
    assert_eq!(lines[0], "江湾镇修好两座旧桥");
    assert_eq!(lines[1], "2024-03-08 09:30 来源：江湾网");
    assert!(lines[2].starts_with("本报讯") && lines[4] == "（责任编辑：王小明）" && lines.len() == 5, "{native}");
    assert_eq!(document.meta.title.as_deref(), Some("江湾镇修好两座旧桥"));
    assert_eq!(document.meta.creators, ["林见川"]);
    let whole = native::write(&read(ARTICLE, false));
    assert!(whole.contains("版权所有") && whole.contains("相关阅读"), "{whole}");
}

#[test]
fn what_teases_other_articles_is_no_text() {
    let teaser = |title: &str| {
        format!(
            "<div class=item><a href=/1><h4>{title}</h4></a><p>从码头到街市，记录了几代人的生活，也留下了许多未解的谜，老人们至今还在讲。</p></div>"
        )
    };
    let list: String = ["古镇百年", "渡口人家", "春茶时节"].map(teaser).concat();
    let page = format!(
        "<title>石桥通车</title><body><div class=zt><h3>专题</h3>{list}</div><div class=bd><h1>石桥通车</h1>\
         <p>3月6日，第一班车过了石桥。桥面加宽了两米，两边装上了栏杆，夜里也有灯，村里人说走起来放心多了。</p>\
         <p>镇里说，今年还要再修三座，钱已经到位；工期从四月开始，赶在汛期以前完工，不耽误村民下地和孩子上学。</p>\
         <p>老人说，桥上原有石狮三十六只，如今找回了三十只，余下的还在河里。</p></div></body>"
    );
    let native = native::write(&read(&page, true));
    assert!(native.contains("赶在汛期以前完工") && !native.contains("古镇百年") && !native.contains("码头"), "{native}");
}

#[test]
fn a_short_notice_lies_in_the_frame_of_its_editor() {
    let page = "<title>停水公告_江湾网</title><body><div class=nav><a href=/>首页</a> <a href=/a>公告</a></div><table><tr><td>\
        <div class=TRS_Editor><div>停水公告</div><div>4月2日21时起停水。</div><div>江湾自来水公司</div></div></td></tr></table>\
        <div class=rel><h3>最新</h3><ul><li><a href=/1>关于票价的通知</a></li></ul></div></body>";
    let lines = native::write(&read(page, true));
    assert_eq!(lines, "body :: 停水公告\nbody :: 4月2日21时起停水。\nbody :: 江湾自来水公司\n");
    assert!(native::write(&read(page, false)).contains("首页"));
}

#[test]
fn a_label_that_is_left_out_is_not_read() {
    let prose = "从码头到街市，记录了几代人的生活，也留下了许多未解的谜，老人们至今还在讲。".repeat(2);
    let page = format!(
        "<div class=TRS_Editor><p>{prose}</p><p>{prose}</p></div>\
         <p style='mso-list:l0 level1 lfo1'>北，船，桥，路，河，井，都在图里。<span style='mso-list:Ignore'>1.</span></p>"
    );
    read(&page, true);
    read(&page.replace("TRS_Editor", "TRS_Editor style='display:none'"), true);
}

#[test]
fn hostile_pages_end() {
    for open in [
        "<div>",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "<ruby>",
        "<a href=#x>",
        "<blockquote>",
        "<pre>",
        "<dl><dd>",
        "<figure>",
    ] {
        let document = read(&format!("{}江湾", open.repeat(100_000 / open.len())), true);
        assert_eq!(document.tally().count(), 2, "{open}");
    }
}
