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
        "body :: 船来了，两岸的人都出来看。\nline :: {strong|甲}\nline :: {strong|乙}\nbody :: 丙\n",
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
    check("<meta name=generator content=chongpai><table><caption>表一</caption><tr><th></table>", "caption :: 表一\n");
}

#[test]
fn ruby_stands_over_its_base() {
    check("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>。", "body :: {ruby かん|漢}{ruby じ|字}。\n");
    check("<p><ruby><rb>漢</rb><rb>字</rb><rt>かん</rt><rt>じ</rt></ruby>", "body :: {ruby かん|漢}{ruby じ|字}\n");
    check("<p><ruby>渡口<rt>dùkǒu</rt><rt>ferry</rt></ruby>", "body :: {ruby dùkǒu|{ruby ferry|渡口}}\n");
}

#[test]
fn formulas_say_their_shape_in_a_line() {
    let sum = |a: &str, b: &str| format!("<mrow><mi>{a}</mi><mo>+</mo><mi>{b}</mi></mrow>");
    check(
        &format!(
            "<p>设<math><mfrac>{}<mi>c</mi></mfrac><mo>=</mo><msup><mi>x</mi><mn>2</mn></msup><msqrt><mi>y</mi><mo>+</mo><mn>1</mn>\
             </msqrt></math>。</p>",
            sum("a", "b")
        ),
        "body :: 设(a+b)/c=x^2√(y+1)。\n",
    );
    check(
        &format!(
            "<p><math><msup><mfenced>{}</mfenced>{}</msup><mroot><mn>8</mn><mn>3</mn></mroot><mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr>\
             <mtr><mtd>3</mtd><mtd>4</mtd></mtr></mtable></math></p>",
            sum("x", "y"),
            sum("n", "m")
        ),
        "body :: (x+y)^(n+m)√[3]8(1,2;3,4)\n",
    );
}

#[test]
fn notes_without_a_way_back_repeat_their_marks() {
    let notes = |html: &str| read(html, false).notes.len();
    assert_eq!(notes("<p>修桥<sup><a href='#n'>[1]</a></sup>。</p><p id=n>[1] 桥名。</p>"), 1);
    assert_eq!(notes("<p><a href='#n'>1</a> 修桥</p><p id=n>1 修桥的人。</p>"), 0);
    assert_eq!(notes("<p>修桥<a href='#n'>1</a></p><p id=n>1 修桥的人。</p>"), 0);
    assert_eq!(notes("<p>修桥<sup><a href='#n'>[1]</a></sup>。</p><p id=n>桥名。</p>"), 0);
}

#[test]
fn a_picture_with_a_note_in_it_is_its_mark() {
    let document = read("<p>修桥<img class=reader-footnote alt='桥名。' src=n.png>的人<img alt='桥' src=b.png></p>", false);
    assert_eq!((document.notes.len(), document.media.len()), (1, 1));
    assert_eq!(document.notes[0].blocks[0].text.as_str(), "桥名。");
}

#[test]
fn items_without_labels_are_paragraphs() {
    check("<ol style='list-style:none'><li>一、修桥<li>二、修路</ol>", "body :: 一、修桥\nbody :: 二、修路\n");
    check("<ul style='list-style:disc'><li>修桥</ul>", "list\n  item\n    body :: 修桥\n");
}

#[test]
fn a_table_in_a_cell_of_a_ruled_one_stays_there() {
    let table = |border: &str| {
        format!("<table {border}><tr><th>甲<th>乙<tr><td>一<table><tr><td>丙<td>丁<tr><td>戊<td>己</table><td>二</table>")
    };
    assert!(native::write(&read(&table("border=1"), false)).starts_with("table\n"));
    assert!(native::write(&read(&table(""), false)).starts_with("body :: 甲"));
}

#[test]
fn what_is_hidden_in_a_line_leaves_it_whole() {
    check("<p>镇里今<span style='display:none'>暗</span>天修桥。</p>", "body :: 镇里今天修桥。\n");
    check("<p>镇里<div hidden>暗</div>修桥。", "body :: 镇里\nbody :: 修桥。\n");
}

#[test]
fn a_cell_that_is_a_note_is_no_cell_as_well() {
    for table in ["<table><tr><td>船来了。<td>{}</table>", "<table border=1><tr><th>甲<th>乙<tr><td>船<td>{}</table>"] {
        let note = "<i id=n1></i>注释文<a href=#r1>回</a>";
        let page = format!("<p>前<a href=#n1 id=r1>1</a></p>{}", table.replace("{}", note));
        let document = read(&page, false);
        assert_eq!(document.notes.len(), 1, "{page}");
        assert_eq!(native::write(&document).matches("注释文").count(), 1, "{page}");
    }
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

/// The lines of a page whose article has this title, this before it, this in its middle and at its end, and this after it.
#[track_caller]
fn lines(title: &str, before: &str, middle: &str, end: &str, after: &str) -> Vec<String> {
    let page = format!(
        "<title>{title}</title><body><div class=nav><a href=/>首页</a> | <a href=/a>要闻</a></div><div class=wrap>{before}<div class=con>\
         <p>3月6日，镇里的人早早来到桥头，第一班车过了石桥。桥面加宽了两米，两边装上了栏杆，夜里也有灯，村里人说走起来放心多了。</p>{middle}\
         <p>镇里说，今年还要再修三座，钱已经到位；工期从四月开始，赶在汛期以前完工，不耽误村民下地和孩子上学。老人说，桥上原有石狮三十六只，余下的还在河里。</p>{end}</div>{after}</div>\
         <div class=footer>江湾网 版权所有</div></body>"
    );
    let native = native::write(&read(&page, true));
    let line = |line: &str| line.split_once(" :: ").map_or(line, |(_, text)| text).to_owned();
    native.lines().map(line).filter(|line| !line.starts_with("3月6日") && !line.starts_with("镇里说")).collect()
}

#[test]
fn a_line_that_says_the_title_is_the_headline_however_short() {
    let check = |title: &str, before: &str, expected: &[&str]| {
        assert_eq!(lines(title, before, "", "", ""), expected, "{title} {before}")
    };
    check("摆渡人", "<h1>摆渡人</h1>", &["摆渡人"]);
    check("摆渡人_散文_江湾网", "<div class=bt>摆渡人</div>", &["摆渡人"]);
    check(
        "石桥 - 江湾百科，镇里人写的百科",
        "<h1>石桥</h1><div>江湾百科，镇里人写的百科</div>",
        &["石桥", "江湾百科，镇里人写的百科"],
    );
    check("摆渡人 « 江湾博客", "<h1><a href=/>江湾博客</a></h1><h2>摆渡人</h2>", &["摆渡人"]);
    check("江湾日报-两座旧桥", "<div class=logo><h1>江湾日报</h1></div><span class=tit>两座旧桥</span><br>", &["两座旧桥"]);
    // A title that only names the site: what stands next to the text and looks like a headline.
    check("江湾网", "<p align=center><font size=5><b>两座旧桥修好了</b></font></p>", &["两座旧桥修好了"]);
    check("江湾网", "<div class=title>新闻中心</div>", &[]);
}

#[test]
fn what_stands_round_the_headline_is_of_the_article() {
    let title = "江湾镇修好两座旧桥_江湾网";
    let stack = "<div class=yinti>春天的江湾见闻</div><h1>江湾镇修好两座旧桥</h1><h4>赶在汛期以前</h4><p align=center>林见川</p>\
        <div class=tools>字号：大 中 小</div><div>手机看新闻</div>";
    let expected = ["春天的江湾见闻", "江湾镇修好两座旧桥", "赶在汛期以前", "林见川", "江湾镇人民政府", "2024年3月8日"];
    let after = "<p align=right>江湾镇人民政府</p><p align=right>2024年3月8日</p><p>扫一扫分享本页</p>";
    assert_eq!(lines(title, stack, "", "", after), expected);
    let after =
        "</div></div><p align=right>2003年10月写于江湾</p><p>（原载《江湾文学》2004年第2期）</p><p>网友评论</p><div><div>";
    let signed = ["江湾镇修好两座旧桥", "2003年10月写于江湾", "（原载《江湾文学》2004年第2期）"];
    assert_eq!(lines(title, "<h1>江湾镇修好两座旧桥</h1>", "", "", after), signed);
    let row = |text: &str| format!("<tr><td align=center>{text}</td></tr>");
    let table = format!("<table>{}{}</table>", row("<b>江湾镇修好两座旧桥</b>"), row("日期：2024-03-08 作者：林见川"));
    assert_eq!(lines(title, &table, "", "", ""), ["江湾镇修好两座旧桥", "日期：2024-03-08 作者：林见川"]);
}

#[test]
fn lines_of_the_article_are_no_navigation() {
    let link = |text: &str, href: &str| format!("<li><a href={href}>{text}</a></li>");
    let list =
        |links: [&str; 3], end: &str| format!("<ul>{}</ul>", links.map(|text| link(text, &format!("/{text}{end}"))).concat());
    let kept =
        |middle: &str, end: &str| lines("江湾镇修好两座旧桥_江湾网", "<h1>江湾镇修好两座旧桥</h1>", middle, end, "").len() > 1;
    assert!(kept("", &list(["桥梁名录", "工期安排", "图纸"], ".pdf")));
    assert!(kept("", &list(["附件1：桥梁名录", "附件2：工期安排", "附件3：图纸"], "")));
    assert!(kept("", &list(["第一章 春水", "第二章 渡口", "第三章 石桥"], ".html")));
    assert!(kept(&list(["东街", "西街", "渡口"], ""), ""));
    for line in ["举报电话：0123-4567", "字体：三号仿宋", "下一页见附表", "阅读原文件请联系镇里"] {
        assert!(kept("", &format!("<p>{line}</p>")), "{line}");
    }
    assert!(kept("<p><b>延伸阅读</b></p><p>石桥始建于清代。</p>", ""));
    let pages = "<p>[1] <a href=2>[2]</a> <a href=3>[3]</a> <a href=2>下一页</a></p>";
    assert!(!kept("", pages) && !kept(pages, ""));
    assert!(!kept("", &list(["渡口的新船什么时候下水", "镇上今年要修哪几条路", "春茶采摘从今天开始"], ".html")));
    let dated = "<h3>相关报道：</h3><ul><li><a href=1>渡口的新船</a> 2024-03-01 08:10</li><li><a href=2>镇上修路</a> 2024-03-02</li></ul>";
    assert!(!kept("", dated) && !kept(dated, ""));
    let comments = "<div><h3>网友评论</h3><div>镇里人 2024-3-9：修得好，走起来放心多了，大家都很高兴。</div></div>";
    assert_eq!(lines("江湾镇修好两座旧桥", "<h1>江湾镇修好两座旧桥</h1>", "", "", comments).len(), 1);
    assert!(!kept("", "<br><a href=1>上一則</a> | <a href=2>下一則</a>"));
    assert!(!kept("<p><a href=1>回首頁</a> | <a href=2>下一則</a></p>", ""));
}

#[test]
fn the_article_of_a_short_page_stands_under_its_title() {
    let page = |title: &str, text: &str| {
        let page = format!(
            "<title>{title}_江湾网</title><body><div class=menu><a href=/>首页</a> | <a href=/a>要闻</a></div><div class=wrap><h1>{title}</h1>\
             <div class=info>2024-03-08 来源：江湾网</div>{text}</div><div class=rt><h3>热点</h3><ul><li><a href=1>渡口的新船下水</a>\
             <li><a href=2>镇上修路</a></ul></div><div class=bottom>江湾网 版权所有</div></body>"
        );
        native::write(&read(&page, true)).lines().count()
    };
    assert_eq!(page("停水通知", "<div class=con><p>明日八时至十八时东街停水，请提前储水。</p></div>"), 3);
    // A list of links is no article: all of the page stays.
    assert!(page("通知公告", "<ul><li><a href=3>关于停水的通知</a> 03-08<li><a href=4>关于修路的通知</a> 03-07</ul>") > 5);
}

#[test]
fn a_table_of_contents_of_the_page_is_marked() {
    let marked = |html: &str| -> Vec<String> {
        let document = read(html, false);
        let lines = document.blocks.iter().filter(|block| block.hints.contents);
        lines.map(|block| block.text.as_str().to_owned()).collect()
    };
    let text = "<h2 id=a>源流</h2><p>江湾的水从三座山里来，汇在石桥底下。</p><h2 id=b>两岸</h2><p>东岸种茶，西岸烧窑。</p>";
    let link = |place: &str, text: &str| format!("<li><a href='#{place}'>{text}</a></li>");
    let list = format!("<ol>{}{}{}</ol>", link("a", "源流"), link("b", "两岸"), link("b", "茶"));
    assert_eq!(marked(&format!("<div><h2>目录</h2></div>{list}{text}")), ["目录", "1. 源流", "2. 两岸", "3. 茶"]);
    assert_eq!(marked(&format!("<nav id=TOC>{list}</nav>{text}")).len(), 3);
    assert!(marked(&format!("<p>江湾</p>{list}{text}")).is_empty());
    // A page that is nothing else keeps it.
    assert!(marked(&format!("<h2>目录</h2>{list}<p>完</p>")).is_empty());
}

#[test]
fn links_to_an_editor_go_and_headings_stay() {
    let edit = "<span class=mw-editsection>[<a href=/e>编辑</a> | <a href=/s>编辑源代码</a>]</span>";
    let expected = "heading 2 :: 源流\nbody :: 水从山里来。\n";
    for html in [format!("<h2>源流{edit}</h2><p>水从山里来。"), format!("<div><h2>源流</h2>{edit}</div><p>水从山里来。")]
    {
        assert_eq!(native::write(&read(&html, true)), expected);
    }
    assert!(native::write(&read("<h2><a href=/b>编辑</a>部的故事</h2><p>水从山里来。", true)).contains("编辑"));
}

#[test]
fn white_space_between_the_parts_of_a_formula_is_layout() {
    let row = |parts: &str| format!("<mrow>\n <mo>[</mo> <mi> {parts} </mi>\n <mo>]</mo> </mrow>");
    check(
        &format!("<p>令 <math> <msub> {} <mrow> <mi>i</mi> <mi>j</mi> </mrow> </msub> </math> 为</p>", row("A")),
        "body :: 令 [A]_(ij) 为\n",
    );
}

#[test]
fn posts_of_a_thread_are_treated_alike() {
    let post = |at: usize, name: &str, text: &str| {
        format!(
            "<div id=post_{at} class=post><div class=by><a href=/u/{at}>{name}</a> 2024-3-{at} 10:0{at}</div><div class=text>{text}</div>\
             <div class=do>{at}楼 | <a href=/r>回复</a> | <a href=/j>举报</a></div></div>"
        )
    };
    let long = "桥面加宽了两米，两边装上了栏杆，夜里也有灯，村里人说走起来放心多了。";
    let posts = [
        ("船工", long.repeat(3)),
        ("茶农", "同意楼上。".to_owned()),
        ("石匠", long.to_owned()),
        ("过客", "路过，顶。".to_owned()),
    ];
    let posts: String = posts.iter().enumerate().map(|(at, (name, text))| post(at + 1, name, text)).collect();
    let page = format!(
        "<title>说说石桥 - 江湾论坛</title><body><div class=hd><a href=/l>登录</a> <a href=/r>注册</a></div><h1>说说石桥</h1>\
         <div class=list>{posts}</div><div class=ft>江湾论坛</div></body>"
    );
    let native = native::write(&read(&page, true));
    for word in ["说说石桥", "船工", "茶农", "石匠", "过客", "2024-3-4", "同意楼上。", "路过，顶。"] {
        assert!(native.contains(word), "{word}: {native}");
    }
    assert!(!native.contains("举报") && !native.contains("楼 |") && !native.contains("登录"), "{native}");
}

#[test]
fn terms_among_others_are_lines() {
    check(
        "<dl><dt>面积</dt><dd>百里</dd><dt>人口</dt><dd>三千</dd></dl>",
        "line :: {strong|面积}\nbody :: 百里\nline :: {strong|人口}\nbody :: 三千\n",
    );
    check("<dl><dt>（一）源流</dt><dd>水从山里来。</dd></dl>", "body :: {strong|（一）源流}\nbody :: 水从山里来。\n");
}

#[test]
fn lines_marked_up_as_terms_for_their_looks_are_plain() {
    check(
        "<dl><dt>船在渡口等了一天。</dt><dt>先说这几条船的来历，再说桥：</dt><dd>int ships = 3;</dd></dl>",
        "body :: 船在渡口等了一天。\nbody :: 先说这几条船的来历，再说桥：\nbody :: int ships = 3;\n",
    );
    check(
        "<dl><dt>甲</dt><dt>乙</dt><dt>丙</dt><dt>丁</dt><dd>末</dd></dl>",
        "body :: 甲\nbody :: {strong|乙}\nline :: {strong|丙}\nline :: {strong|丁}\nbody :: 末\n",
    );
}

#[test]
fn parts_of_one_text_that_are_made_alike_stay_together() {
    let prose = "<dt>从码头到街市，记录了几代人的生活，也留下了许多未解的谜，老人们至今还在讲；船有三条，桥有两座。</dt>";
    let page = format!(
        "<title>渡口</title><body><dl><dt><b>二 船</b></dt>{prose}<dt><font>(1)</font> 船谱</dt></dl><center><table border=1><tr><td>00<td>01</table></center>\
         <dl>{}</dl></body>",
        prose.repeat(5)
    );
    let native = native::write(&read(&page, true));
    assert!(native.contains("二 船") && native.contains("(1) 船谱"), "{native}");
}

#[test]
fn a_line_beside_the_article_is_whole_or_gone() {
    let prose = "<p>从码头到街市，记录了几代人的生活，也留下了许多未解的谜，老人们至今还在讲。</p>".repeat(4);
    let beside =
        "<p><b>江湾渡口</b>的船，<font>九月起</font>改在上午开，下午停航检修，请过河的旅客早些到码头候船，以免耽误行程。</p>";
    let page = format!("<title>渡口</title><body><div><div class=article>{prose}</div></div><div>{beside}</div></body>");
    let native = native::write(&read(&page, true));
    assert!(native.contains("{strong|江湾渡口}的船，九月起改在上午开") || !native.contains("改在上午开"), "{native}");
}

#[test]
fn what_a_table_over_the_article_says_of_it_is_no_text() {
    let facts = "<table><tr><td><b>发文机关：</b></td><td>江湾县人民政府</td><td><b>主题分类：</b></td>\
        <td>城乡建设、环境保护\\气象、水文、测绘、地震</td></tr></table>";
    assert_eq!(lines("关于修桥的通知", &format!("{facts}<h1>关于修桥的通知</h1>"), "", "", ""), ["关于修桥的通知"]);
}

#[test]
fn an_item_that_holds_an_article_is_a_box() {
    check(
        "<ul><li><h3>渡口</h3><p>船来了。</p><p>人都出来看。</p></li></ul>",
        "heading 3 :: 渡口\nbody :: 船来了。\nbody :: 人都出来看。\n",
    );
}

#[test]
fn what_a_class_says_below_the_headline_is_its_deck() {
    let expected = "heading 1 :: 石桥修好了\ndeck :: （走基层）\nbody :: 水退了。\n";
    check("<h1>石桥修好了</h1><h4 class=sub>（走基层）</h4><p>水退了。", expected);
    check("<h1>石桥</h1><h4>源流</h4><p>水退了。", "heading 1 :: 石桥\nheading 4 :: 源流\nbody :: 水退了。\n");
}

#[test]
fn comments_and_neighbours_are_no_source_lines() {
    let title = "江湾镇修好两座旧桥_江湾网";
    let head = "<h1>江湾镇修好两座旧桥</h1>";
    let next = "<div class=up>上一条：<a href=1>镇上发布修路计划</a></div>";
    let comment = "<div class=index_comment><h3>评论(1)</h3><ul><li>写得真好，谢谢记者，辛苦了。</li></ul></div>";
    for after in [next, comment] {
        assert_eq!(lines(title, head, "", "", after), ["江湾镇修好两座旧桥"], "{after}");
    }
    let said = "<div class=info>江湾日报记者 林见川</div>";
    assert_eq!(lines(title, &format!("{head}{said}"), "", "", "").len(), 2);
    let button = "<div>2024-03-05 08:00　来源：<a href=/>江湾网</a> <a href=/r>举报</a></div>";
    let line = lines(title, &format!("{head}{button}"), "", "", "").remove(1);
    assert!(line.contains("江湾网") && !line.contains("举报"), "{line}");
    // An advertisement's place that holds the article.
    let whole = |id: &str| {
        lines(
            title,
            "",
            &format!("<div id={id} class=articalContent><p>{}</p></div>", "桥上有灯，夜里不怕。".repeat(12)),
            "",
            "",
        )
        .len()
    };
    assert_eq!(whole("keyword_ad_area2"), whole("words"));
}

#[test]
fn a_page_in_a_box_that_is_named_for_its_head_has_an_article() {
    let prose = "<p>镇上的两座旧桥昨天修好了，桥面加宽了两米，两边装上了栏杆，夜里也有灯。</p>";
    let links =
        "<li><a href=1>渡口的新船什么时候下水</a></li><li><a href=2>镇上今年要修哪几条路</a></li><li><a href=3>春茶</a></li>";
    let page = |class: &str, text: &str, tail: &str| {
        let page = format!(
            "<title>江湾镇修好旧桥_江湾网</title><body><div class='{class}'><ul class=top>{links}</ul><h1>江湾镇修好旧桥</h1>\
             <div class=in>{text}</div>{tail}</div></body>"
        );
        native::write(&read(&page, true))
    };
    let whole = format!(
        "heading 1 :: 江湾镇修好旧桥\n{}",
        "body :: 镇上的两座旧桥昨天修好了，桥面加宽了两米，两边装上了栏杆，夜里也有灯。\n".repeat(6)
    );
    assert_eq!(page("page_header", &prose.repeat(6), ""), whole);
    // What the site says of itself, and words that it wants to be found by.
    assert_eq!(
        page(
            "page",
            &prose.repeat(6),
            "<p>版权所有 江湾网　地址：江湾镇东街一号　电话：1234567　江ICP备1234号　技术支持：石桥科技有限公司</p>"
        ),
        whole
    );
    let words = format!("<div>{}</div>", "石桥渡船 春茶图片 江湾下载 ".repeat(60));
    assert_eq!(page("page", &prose.repeat(6), &words), whole);
    // Dated teasers whose writers are links.
    let teaser = |day: usize| {
        format!(
            "<div class=box><span>【水乡】渡口的旧事，还有谁记得？</span><a href=/u>船工</a><span>2024-03-0{day}</span></div>"
        )
    };
    let teasers = format!("<div id=members>{}{}{}</div>", teaser(1), teaser(2), teaser(3));
    assert_eq!(page("page", &prose.repeat(6), &teasers), whole);
    // The tail of a box that is named as the text.
    let tail = "<div class=follow><h2>江湾网公众号</h2><p>更多消息！扫描二维码关注江湾网</p></div><div class=tags>关键词：<a href=/t>桥</a></div>\
                <div class=list><h2>热门推荐</h2><i>收起</i></div>";
    let framed = format!("<div id=article_content><div class=article>{}</div>{}</div>", prose.repeat(3), tail.repeat(3));
    assert_eq!(page("page", &framed, "").lines().count(), 4);
}

#[test]
fn letters_in_a_font_of_symbols_are_signs() {
    check(
        "<p><span style='font-family:Wingdings'>l<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>渡船照常开。</p>\
         <p>检查结果：<span style='font-family:Wingdings'>þ</span>合格</p>",
        "body :: ●\u{a0} 渡船照常开。\nbody :: 检查结果：☑合格\n",
    );
}

#[test]
fn the_first_paragraph_with_the_class_of_a_title_is_the_title() {
    check(
        "<p class='c8 title'>读书会活动</p><p>渡船照常开，客人不少。</p><p class='title'>石桥</p>",
        "title :: 读书会活动\nbody :: 渡船照常开，客人不少。\nbody :: 石桥\n",
    );
}
