//! Pages of books and manuals: one column, listings, tables, contents.

use super::super::page::{Area, RuleKind};
use super::{EM, PITCH, Setter, read, words};

/// A column of forty cells, with paragraphs enough to show its measure.
fn column(page: &mut Setter, y: f32) -> f32 {
    (0..4).fold(y, |y, at| page.lines(&words(["渡口", "石桥", "河岸", "柳树"][at], 130), y, 0, |_| (40.0, 40)) + EM)
}

fn below(text: &str, needle: &str) -> usize {
    text.find(needle).unwrap_or_else(|| panic!("{needle} is in\n{text}"))
}

#[test]
fn a_listing_on_a_ground_is_read_where_it_stands() {
    let mut page = Setter::new();
    let y = column(&mut page, 40.0);
    page.line("先看一看水位。", 40.0, y, EM);
    page.drawn(Area::new(38.0, y + PITCH, 440.0, y + 3.4 * PITCH), RuleKind::FilledBox);
    page.line("$ level --now", 44.0, y + 1.4 * PITCH, EM);
    page.line("$ level --all", 44.0, y + 2.4 * PITCH, EM);
    let y = y + 4.0 * PITCH;
    page.line("再看一看天气。", 40.0, y, EM);
    let text = page.read();
    let places = ["先看一看水位。\n", "$ level --now", "$ level --all", "\n再看一看天气。\n"].map(|part| below(&text, part));
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn a_paragraph_goes_on_over_a_listing() {
    let mut page = Setter::new();
    let y = column(&mut page, 40.0);
    let text: String = words("水位", 100);
    let chars: Vec<char> = text.chars().collect();
    let (first, rest): (String, String) = (chars[..40].iter().collect(), chars[40..].iter().collect());
    page.line(&first, 40.0, y, EM);
    page.drawn(Area::new(38.0, y + PITCH, 440.0, y + 2.4 * PITCH), RuleKind::FilledBox);
    page.line("$ level --now", 44.0, y + 1.4 * PITCH, EM);
    page.lines(&rest, y + 3.0 * PITCH, 0, |_| (40.0, 40));
    let read = page.read();
    assert!(read.contains(&text), "{read}");
}

#[test]
fn dots_that_lead_to_nothing_are_an_ellipsis() {
    let mut page = Setter::new();
    let mut y = column(&mut page, 40.0);
    for text in ["水位还在涨。. . . . . .", "天气还是不好。. . . . . .", "船还没有来。. . . . . ."] {
        page.line(text, 60.0, y, EM);
        y += PITCH;
    }
    let text = page.read();
    assert!(!text.contains("contents") && text.contains("\n水位还在涨。"), "{text}");
}

#[test]
fn lines_of_contents_are_put_together() {
    let mut page = Setter::new();
    let y = column(&mut page, 40.0) + EM;
    let rows = [("1", "渡口", "1"), ("1.1", "渡船", "3"), ("1.2", "石桥", "12"), ("1.3", "柳树", "15")];
    for (at, (number, title, folio)) in rows.into_iter().enumerate() {
        let y = y + PITCH * at as f32;
        page.line(number, 40.0, y, EM);
        page.line(title, 70.0, y, EM);
        // Chapters have no dots.
        let dots = if at > 0 { 30 } else { 0 };
        (0..dots).for_each(|dot| page.line(".", 110.0 + 10.0 * dot as f32, y, EM));
        page.line(folio, 440.0 - 5.0 * folio.len() as f32, y, EM);
    }
    page.lines(&words("后来", 130), y + 6.0 * PITCH, 0, |_| (40.0, 40));
    let text = page.read();
    for (number, title, folio) in rows {
        let whole = |line: &str| line.starts_with(number) && line.contains(title) && line.ends_with(folio);
        assert!(text.lines().any(whole), "{number} {title} in\n{text}");
    }
}

/// A page of text with a table of rules above, under its head and below, each word of it at its x.
fn threeline(head: &[(f32, &str, f32)], short: &[(f32, f32)], rows: &[(f32, &[(f32, &str)])]) -> String {
    let mut page = Setter::new();
    let rule = |page: &mut Setter, from: f32, to: f32, y: f32| page.drawn(Area::new(from, y, to, y + 0.5), RuleKind::Line);
    page.paragraph(&words("江湾", 200), 50.0, 60.0, 46);
    let high = if short.is_empty() { 20.0 } else { 40.0 };
    rule(&mut page, 50.0, 510.0, 200.0);
    head.iter().for_each(|&(x, word, y)| page.line(word, x, 205.0 + y, EM));
    short.iter().for_each(|&(from, to)| rule(&mut page, from, to, 220.0));
    rule(&mut page, 50.0, 510.0, 200.0 + high);
    let mut end = 0.0;
    for (y, cells) in rows {
        end = 205.0 + high + y;
        cells.iter().for_each(|&(x, word)| page.line(word, x, end, EM));
    }
    rule(&mut page, 50.0, 510.0, end + 15.0);
    page.paragraph(&words("河口", 200), 50.0, end + 40.0, 46);
    page.read().lines().find(|line| line.contains('|')).unwrap_or_default().to_owned()
}

#[test]
fn a_table_may_have_three_rules() {
    let head = [(60.0, "县别", 0.0), (130.0, "样本", 0.0), (190.0, "男", 0.0), (240.0, "女", 0.0)];
    let rows: [(f32, &[(f32, &str)]); 2] = [
        (0.0, &[(60.0, "青石"), (130.0, "128"), (190.0, "66"), (240.0, "62")]),
        (16.0, &[(60.0, "柳河"), (130.0, "141"), (190.0, "80"), (240.0, "61")]),
    ];
    assert_eq!(threeline(&head, &[], &rows), "县别|样本|男|女/青石|128|66|62/柳河|141|80|61");
    // Cells of several lines, parted by white.
    let head = [(60.0, "阶段", 0.0), (130.0, "特征", 0.0), (340.0, "材料", 0.0)];
    let rows: [(f32, &[(f32, &str)]); 4] = [
        (0.0, &[(60.0, "萌芽"), (130.0, "以口述为主，尚无文字"), (340.0, "碑刻")]),
        (14.0, &[(60.0, "期"), (130.0, "记录")]),
        (34.0, &[(60.0, "形成"), (130.0, "出现手抄本，内容趋于"), (340.0, "艺文志所收")]),
        (48.0, &[(60.0, "期"), (130.0, "固定"), (340.0, "抄本")]),
    ];
    let told = "阶段|特征|材料/萌芽期|以口述为主，尚无文字记录|碑刻/形成期|出现手抄本，内容趋于固定|艺文志所收抄本";
    assert_eq!(threeline(&head, &[], &rows), told);
    // Two words over two columns each.
    let head = [
        (60.0, "品种", 8.0),
        (150.0, "旱地", 0.0),
        (270.0, "水浇地", 0.0),
        (130.0, "株高", 20.0),
        (190.0, "产量", 20.0),
        (250.0, "株高", 20.0),
        (310.0, "产量", 20.0),
    ];
    let rows: [(f32, &[(f32, &str)]); 2] = [
        (0.0, &[(60.0, "青麦"), (130.0, "82"), (190.0, "371"), (250.0, "88"), (310.0, "455")]),
        (16.0, &[(60.0, "柳麦"), (130.0, "91"), (190.0, "392"), (250.0, "95"), (310.0, "461")]),
    ];
    let told = "品种|旱地|水浇地/株高|产量|株高|产量/青麦|82|371|88|455/柳麦|91|392|95|461";
    assert_eq!(threeline(&head, &[(125.0, 225.0), (245.0, 345.0)], &rows), told);
    assert_eq!(threeline(&head, &[(125.0, 345.0)], &rows), told);
    // Articles stand between rules of one length, too.
    let text = words("江", 16);
    let columns: Vec<(f32, &str)> = [60.0, 230.0, 400.0].map(|x| (x, text.as_str())).to_vec();
    let prose: Vec<(f32, &[(f32, &str)])> = (0..6).map(|at| (14.0 * at as f32, &columns[..])).collect();
    assert_eq!(threeline(&[(200.0, "渡口开了新船", 0.0)], &[], &prose), "");
}

#[test]
fn a_table_may_be_open_at_its_sides() {
    let mut page = Setter::new();
    let y = column(&mut page, 40.0) + PITCH;
    let rows = [["名称", "用途"], ["渡船", "过河"], ["石桥", "走人"], ["柳树", "遮阴"]];
    for (at, row) in rows.iter().enumerate() {
        let y = y + 16.0 * at as f32;
        page.line(row[0], 46.0, y + 3.0, EM);
        page.line(row[1], 246.0, y + 3.0, EM);
    }
    for at in 0..=rows.len() {
        let y = y + 16.0 * at as f32;
        page.drawn(Area::new(40.0, y, 440.0, y + 0.4), RuleKind::Line);
    }
    page.drawn(Area::new(240.0, y, 240.4, y + 64.0), RuleKind::Line);
    let text = page.read();
    assert!(text.contains("名称|用途/渡船|过河/石桥|走人/柳树|遮阴"), "{text}");
}

#[test]
fn short_paragraphs_of_one_column_are_parted() {
    let mut page = Setter::new();
    let y = column(&mut page, 40.0);
    page.line("名册和账本要放在一处。", 40.0, y + EM, EM);
    page.line("旧的账本放在另外一处。", 40.0, y + EM + PITCH, EM);
    let text = page.read();
    assert!(text.contains("放在一处。\n旧的账本"), "{text}");
}

#[test]
fn items_of_one_list_are_parted() {
    let mut page = Setter::new();
    let y = column(&mut page, 40.0) + EM;
    for (at, item) in ["1. 先把船拉上岸。", "2. 再补好船底。", "3. 最后上一遍油。"].into_iter().enumerate()
    {
        page.line(item, 60.0, y + PITCH * at as f32, EM);
    }
    let text = page.read();
    assert!(text.contains("拉上岸。\n2. 再补好船底。\n3. "), "{text}");
}

#[test]
fn a_letter_of_a_word_mark_stands_lower() {
    let mut page = Setter::new();
    page.line("T", 40.0, 40.0, EM);
    page.line("E", 43.5, 42.6, EM);
    page.line("X", 47.0, 40.0, EM);
    page.line("的概念", 54.0, 40.0, EM);
    assert!(read(vec![page]).contains("TEX的概念"));
}

/// Rows of words, each with the x at which its pieces stand.
fn rows(page: &mut Setter, y: f32, rows: &[&[(f32, &str)]]) {
    for (at, row) in rows.iter().enumerate() {
        row.iter().for_each(|&(x, text)| page.line(text, x, y + PITCH * at as f32, EM));
    }
}

#[test]
fn numbers_that_rise_behind_titles_are_folios() {
    let mut page = Setter::new();
    let titles = [(40.0, "序"), (40.0, "第一章　渡口"), (60.0, "一　老船工"), (60.0, "二　摆渡"), (40.0, "附录")];
    let check = |folios: [&str; 5], joined: bool| {
        let mut page = Setter::new();
        for (at, ((x, title), folio)) in titles.into_iter().zip(folios).enumerate() {
            page.line(title, x, 120.0 + 1.5 * PITCH * at as f32, EM);
            page.line(folio, 420.0 - 5.0 * folio.len() as f32, 120.0 + 1.5 * PITCH * at as f32, EM);
        }
        let text = page.read();
        let whole = |(at, (_, title)): (usize, &(f32, &str))| text.contains(&format!("{title}\u{3000}{}\n", folios[at]));
        assert_eq!(titles.iter().enumerate().all(whole), joined, "{text}");
    };
    check(["1", "3", "5", "21", "121"], true);
    check(["1", "31", "5", "21", "12"], false);
    // Authors stand between.
    rows(
        &mut page,
        120.0,
        &[
            &[(40.0, "渡口的雨"), (250.0, "林见川"), (410.0, "4")],
            &[(40.0, "石桥"), (250.0, "周水生"), (410.0, "9")],
            &[(40.0, "河岸的柳树"), (250.0, "陈大有"), (405.0, "12")],
            &[(40.0, "编后"), (405.0, "30")],
        ],
    );
    assert_eq!(page.read(), "渡口的雨　林见川　4\n石桥　周水生　9\n河岸的柳树　陈大有　12\n编后　30\n");
}

#[test]
fn references_stand_behind_the_words_of_an_index() {
    let entries = [("白沙渡", "12, 45, 101"), ("摆渡", "9–20, 88"), ("茶馆", "23"), ("老船工", "21, 23"), ("当铺", "37")];
    let mut page = Setter::new();
    for (at, (word, refs)) in entries.into_iter().enumerate() {
        let y = 60.0 + PITCH * at as f32;
        page.line(word, 40.0, y, EM);
        page.line(refs, 40.0 + (word.chars().count() as f32 + 1.0) * EM, y, EM);
    }
    let lines: String = entries.iter().map(|(word, refs)| format!("{word}\u{3000}{refs}\n")).collect();
    assert_eq!(page.read(), lines);
}

#[test]
fn words_of_a_few_rows_have_one_gap() {
    let mut page = Setter::new();
    let y = column(&mut page, 40.0);
    let words: [&[(f32, &str)]; 2] =
        [&[(40.0, "关键词"), (80.0, "渡口"), (110.0, "船工")], &[(40.0, "分类号"), (80.0, "K892")]];
    rows(&mut page, y, &words);
    column(&mut page, y + 4.0 * PITCH);
    let text = page.read();
    assert!(text.contains("\n关键词　渡口　船工\n分类号　K892\n"), "{text}");
}

#[test]
fn verses_among_paragraphs_are_lines() {
    let mut page = Setter::new();
    let y = column(&mut page, 40.0);
    let verses = ["一篙撑破水中天，", "两岸青山到眼前。", "莫道渡头风浪恶，", "早将生计付长年。"];
    verses.iter().enumerate().for_each(|(at, verse)| page.line(verse, 80.0, y + PITCH * at as f32, EM));
    column(&mut page, y + 4.0 * PITCH);
    let text = page.read();
    assert!(text.contains(&format!("\n{}\n", verses.join("\n"))), "{text}");
}

#[test]
fn the_last_row_of_a_table_is_no_foot() {
    let pages = |cut: usize| {
        let mut page = Setter::new();
        let (top, height) = (60.0, 20.0);
        // Rows down to the foot of the page.
        for row in 0..34 {
            let y = top + height * row as f32;
            for column in 0..3 {
                let x = 40.0 + 120.0 * column as f32;
                page.drawn(Area::new(x, y, x + 120.0, y + height), RuleKind::StrokedBox);
            }
            page.line(&format!("{}", cut + row), 50.0, y + 5.0, EM);
            page.line("石桥", 170.0, y + 5.0, EM);
            page.line(&format!("{}", 7 * row + 3), 290.0, y + 5.0, EM);
        }
        page
    };
    let text = read(vec![pages(1), pages(35)]);
    assert!(!text.contains('~'), "{text}");
}
