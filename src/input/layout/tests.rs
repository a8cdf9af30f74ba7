//! Small pages, set here glyph by glyph, and what is read from them.

use super::page::{Area, Facts, Glyph, ImageRef, Page, Rule, RuleKind, SmallText, usual_ink};
use crate::env::Env;
use crate::input::{ReadOptions, Source};
use crate::model::{Document, Kind, Role};

mod books;
mod named;
mod pages;
mod places;

/// Points of an em of text, and from line to line.
const EM: f32 = 10.0;
const PITCH: f32 = 14.0;

/// A page that is being set; what stands at `y` has its top there.
struct Setter(Page);

impl Setter {
    fn new() -> Setter {
        Setter(Page { number: 1, width: 600.0, height: 800.0, ..Page::default() })
    }

    fn glyph(&mut self, c: char, x: f32, base: f32, size: f32) -> &mut Glyph {
        let advance = if c.is_ascii() { 0.5 * size } else { size };
        let text = SmallText::from(c);
        let ink = usual_ink(&text, x, base, advance, size);
        let order = self.0.glyphs.len() as u32;
        self.0.glyphs.push(Glyph {
            text,
            x,
            y: base,
            advance,
            size,
            ink,
            font: Default::default(),
            bold: false,
            italic: false,
            vertical: false,
            angle: 0,
            color: 0,
            tag: None,
            artifact: false,
            order,
        });
        self.0.glyphs.last_mut().expect("one was pushed")
    }

    /// A line across.
    fn line(&mut self, text: &str, x: f32, y: f32, size: f32) {
        let mut x = x;
        for c in text.chars() {
            x += self.glyph(c, x, y + 0.88 * size, size).advance;
        }
    }

    /// A line from the top down.
    fn down(&mut self, text: &str, x: f32, y: f32, size: f32) {
        for (at, c) in text.chars().enumerate() {
            let glyph = self.glyph(c, x, y + at as f32 * size, size);
            (glyph.vertical, glyph.advance) = (true, size);
            glyph.ink = Area::new(x - 0.46 * size, glyph.y + 0.04 * size, x + 0.46 * size, glyph.y + 0.96 * size);
        }
    }

    /// Lines of one paragraph, the first indented by so many cells, each as long as `measure` says for its height; gives the
    /// height below.
    fn lines(&mut self, text: &str, y: f32, indent: usize, measure: impl Fn(f32) -> (f32, usize)) -> f32 {
        let (mut rest, mut y, mut indent) = (text.chars().collect::<Vec<_>>(), y, indent);
        while !rest.is_empty() {
            let (x, cells) = measure(y);
            let tail = rest.split_off(rest.len().min(cells - indent));
            self.line(&rest.iter().collect::<String>(), x + indent as f32 * EM, y, EM);
            (rest, y, indent) = (tail, y + PITCH, 0);
        }
        y
    }

    /// An indented paragraph in a column.
    fn paragraph(&mut self, text: &str, x: f32, y: f32, cells: usize) -> f32 {
        self.lines(text, y, 2, |_| (x, cells))
    }

    fn drawn(&mut self, area: Area, kind: RuleKind) {
        let order = self.0.glyphs.len() as u32;
        self.0.rules.push(Rule { area, kind, color: 0, order });
    }

    fn read(self) -> String {
        read(vec![self])
    }
}

/// What is read from pages that follow one another.
fn read(pages: Vec<Setter>) -> String {
    read_with(pages, Facts::default())
}

fn read_with(pages: Vec<Setter>, facts: Facts) -> String {
    let (env, options) = (Env::for_tests(), ReadOptions::default());
    let source = Source { name: "a.pdf", bytes: b"", options: &options, env: &env, inside: false, drawings: None, looks: None };
    let mut document = Document::default();
    let numbered = |(at, page): (usize, Setter)| super::sheet(Page { number: at as u32 + 1, ..page.0 }, false);
    super::document(pages.into_iter().enumerate().map(numbered).collect(), facts, &source, &mut document);
    document.balance().expect("what was read is there");
    document.blocks.iter().map(|block| format!("{}{}\n", sign(&block.kind), said(block))).collect()
}

fn sign(kind: &Kind) -> &'static str {
    match kind {
        Kind::Heading(_) => "# ",
        Kind::Furniture(_) => "~ ",
        Kind::Paragraph(Role::Masthead) => "= ",
        Kind::Paragraph(Role::Byline) => "by ",
        Kind::Figure(_) | Kind::Paragraph(Role::Caption) => "^ ",
        _ => "",
    }
}

fn said(block: &crate::model::Block) -> String {
    let Kind::Table(table) = &block.kind else { return block.text.as_str().to_owned() };
    let cell = |cell: &crate::model::Cell| cell.blocks.iter().map(said).collect::<String>();
    let row = |row: &crate::model::Row| row.cells.iter().map(cell).collect::<Vec<_>>().join("|");
    table.rows.iter().map(row).collect::<Vec<_>>().join("/")
}

/// Running text of so many characters, with a comma every nine, that begins with a word of its own.
fn words(first: &str, count: usize) -> String {
    let pool: Vec<char> = "山河日月风雨花木鸟鱼东西南北春夏秋冬来往高低远近天地人家".chars().collect();
    let mut text: String = first.into();
    for at in text.chars().count()..count - 1 {
        text.push(if at % 9 == 8 { '，' } else { pool[(at * 7 + count) % pool.len()] });
    }
    text + "。"
}

#[test]
fn a_large_initial_begins_its_paragraph() {
    let mut page = Setter::new();
    page.line("河岸的柳树", 60.0, 40.0, 24.0);
    let text = words("那年春天", 80);
    page.line("那", 40.0, 80.0, 26.0);
    let rest: String = text.chars().skip(1).collect();
    let y = page.lines(&rest, 80.0, 0, |y| if y < 80.0 + 2.0 * PITCH { (70.0, 17) } else { (40.0, 20) });
    let next = words("后来", 50);
    page.paragraph(&next, 40.0, y, 20);
    assert_eq!(page.read(), format!("# 河岸的柳树\n{text}\n{next}\n"));
}

#[test]
fn a_headline_over_the_middle_columns_heads_those_beside_it() {
    let mut page = Setter::new();
    let texts = [words("一", 96), words("二", 60), words("三", 96)];
    page.paragraph(&texts[0], 40.0, 40.0, 12);
    page.line("渡口通车了", 190.0, 40.0, 20.0);
    page.paragraph(&texts[1], 190.0, 70.0, 12);
    page.paragraph(&texts[2], 340.0, 40.0, 12);
    let expected = format!("# 渡口通车了\n{}\n{}\n{}\n", texts[0], texts[1], texts[2]);
    assert_eq!(page.read(), expected);
}

#[test]
fn a_vertical_headline_heads_the_text_at_its_left() {
    let mut page = Setter::new();
    let texts = [words("一", 96), words("二", 96)];
    page.paragraph(&texts[0], 40.0, 40.0, 12);
    page.paragraph(&texts[1], 190.0, 40.0, 12);
    page.down("渡口通车", 340.0, 42.0, 22.0);
    assert_eq!(page.read(), format!("# 渡口通车\n{}\n{}\n", texts[0], texts[1]));
}

#[test]
fn columns_run_on_round_what_they_make_room_for() {
    // A picture over the gap between two columns: lines beside it are short for its sake.
    let mut page = Setter::new();
    page.line("渡口通车", 120.0, 30.0, 22.0);
    let picture = Area::new(100.0, 130.0, 230.0, 200.0);
    page.0.images.push(ImageRef { area: picture, media: None, tag: None, artifact: false, order: 0 });
    let beside = |y: f32| y > 115.0 && y < 205.0;
    let texts = [words("一", 150), words("二", 150)];
    page.lines(&texts[0], 70.0, 2, |y| if beside(y) { (40.0, 5) } else { (40.0, 12) });
    page.lines(&texts[1], 70.0, 2, |y| if beside(y) { (240.0, 6) } else { (180.0, 12) });
    assert_eq!(page.read(), format!("# 渡口通车\n{}\n{}\n", texts[0], texts[1]));
}

#[test]
fn an_article_runs_round_another_in_its_corner() {
    let mut page = Setter::new();
    page.line("渡口通车", 200.0, 20.0, 26.0);
    let texts = [words("一", 58), words("二", 58), words("三", 190), words("四", 60), words("五", 60)];
    page.paragraph(&texts[0], 40.0, 60.0, 12);
    page.paragraph(&texts[1], 190.0, 60.0, 12);
    page.paragraph(&texts[2], 340.0, 60.0, 12);
    page.line("石桥修好了", 130.0, 150.0, 18.0);
    page.paragraph(&texts[3], 40.0, 180.0, 12);
    page.paragraph(&texts[4], 190.0, 180.0, 12);
    let [one, two, three, four, five] = texts;
    assert_eq!(page.read(), format!("# 渡口通车\n{one}\n{two}\n{three}\n# 石桥修好了\n{four}\n{five}\n"));
}

#[test]
fn a_folio_printed_over_a_line_is_none_of_its_words() {
    let mut page = Setter::new();
    let text = words("那年", 158);
    page.paragraph(&text, 40.0, 100.0, 20);
    // In the middle of the second line, on its baseline.
    page.line("12", 145.0, 100.0 + PITCH, EM);
    assert_eq!(page.read(), format!("~ 12\n{text}\n"));
}

#[test]
fn text_set_aside_does_not_part_the_text_round_it() {
    let mut page = Setter::new();
    page.line("渡口通车", 120.0, 30.0, 22.0);
    let text = words("一", 240);
    page.lines(&text, 70.0, 2, |y| if y > 120.0 && y < 180.0 { (40.0, 10) } else { (40.0, 20) });
    page.line("桥是全镇人", 160.0, 130.0, 12.0);
    page.line("十年的盼望", 160.0, 150.0, 12.0);
    assert_eq!(page.read(), format!("# 渡口通车\n{text}\n桥是全镇人十年的盼望\n"));
}

#[test]
fn numbers_in_vertical_lines_stand_in_them() {
    let mut page = Setter::new();
    for (at, line) in
        ["桥在一九八八年初春动工建造", "到了夏天已经看得见桥面和栏", "这一年的秋天它终于通了车"].iter().enumerate()
    {
        page.down(line, 500.0 - 16.0 * at as f32, 40.0, EM);
    }
    // A year laid on its side, and a day of two digits in one cell.
    page.down("次年", 452.0, 40.0, EM);
    for (at, c) in "1989".chars().enumerate() {
        let glyph = page.glyph(c, 448.2, 60.0 + 5.0 * at as f32, EM);
        glyph.angle = 90;
        glyph.ink = Area::new(448.2, glyph.y, 455.2, glyph.y + 5.0);
    }
    page.down("年", 452.0, 80.0, EM);
    page.line("12", 447.0, 90.0, EM);
    page.down("日竣工。", 452.0, 100.0, EM);
    let read = page.read();
    assert!(read.contains("次年1989年12日竣工。"), "{read}");
}

#[test]
fn a_jump_may_stand_before_and_behind_the_text_of_its_line() {
    let mut page = Setter::new();
    let text = words("的", 60);
    page.lines(&format!("（上接第一版）{text}"), 40.0, 0, |_| (40.0, 20));
    let next = words("后来", 47);
    page.paragraph(&format!("{next}（下转第三版）"), 40.0, 40.0 + 4.0 * PITCH, 20);
    assert_eq!(page.read(), format!("~ （上接第一版）\n{text}\n{next}\n~ （下转第三版）\n"));
}

#[test]
fn rows_and_columns_without_rulings_are_a_table() {
    let mut page = Setter::new();
    page.line("今日菜价", 40.0, 20.0, 20.0);
    let rows = [["白菜", "1.20", "1.35"], ["萝卜", "0.95", "1.00"], ["小青菜", "2.40", "2.10"], ["葱", "3.05", "2.98"]];
    for (at, row) in rows.iter().enumerate() {
        for (text, x) in row.iter().zip([40.0, 120.0, 200.0]) {
            page.line(text, x, 60.0 + 15.0 * at as f32, EM);
        }
    }
    let text = words("据市场", 70);
    page.paragraph(&text, 40.0, 140.0, 20);
    let expected = "白菜|1.20|1.35/萝卜|0.95|1.00/小青菜|2.40|2.10/葱|3.05|2.98";
    assert_eq!(page.read(), format!("# 今日菜价\n{expected}\n{text}\n"));
}

#[test]
fn columns_of_text_are_no_table() {
    let mut page = Setter::new();
    let texts = [words("一", 90), words("二", 90), words("三", 90)];
    for (at, text) in texts.iter().enumerate() {
        page.paragraph(text, 40.0 + 100.0 * at as f32, 40.0, 8);
    }
    assert_eq!(page.read(), texts.concat().replace("。二", "。\n二").replace("。三", "。\n三") + "\n");
}

#[test]
fn a_paragraph_goes_on_behind_the_notes_of_its_column() {
    let mut page = Setter::new();
    let text = words("那年", 300);
    let (first, rest): (String, String) = (text.chars().take(178).collect(), text.chars().skip(178).collect());
    let y = page.paragraph(&first, 40.0, 60.0, 20);
    page.drawn(Area::new(40.0, y + 4.0, 100.0, y + 4.5), RuleKind::Line);
    page.line("①见卷首的说明，并参看次年的", 56.0, y + 10.0, 8.0);
    page.line("第三封信。", 40.0, y + 22.0, 8.0);
    page.line("②同上。", 56.0, y + 34.0, 8.0);
    page.lines(&rest, 60.0, 0, |_| (280.0, 20));
    assert_eq!(page.read(), format!("{text}\n①见卷首的说明，并参看次年的第三封信。\n②同上。\n"));
}

#[test]
fn short_news_begin_with_their_marks() {
    let mut page = Setter::new();
    let texts = [words("▲河东", 40), words("▲河西", 38), words("▲山前", 41)];
    let mut y = 60.0;
    page.line("简讯", 40.0, 20.0, 20.0);
    for text in &texts {
        y = page.lines(text, y, 0, |_| (40.0, 20));
    }
    let next = words("后来", 70);
    page.paragraph(&next, 40.0, y, 20);
    assert_eq!(page.read(), format!("# 简讯\n{}\n{next}\n", texts.join("\n")));
}

#[test]
fn a_line_that_fills_its_measure_names_no_writer() {
    let mut page = Setter::new();
    let text = "他们说那是一位作者的有温度、可信赖的书，人人都爱读，读完了也不肯放下来。";
    let y = page.paragraph(text, 40.0, 40.0, 9);
    page.paragraph(&words("后来", 70), 40.0, y, 9);
    assert!(page.read().starts_with(&format!("{text}\n")));
}

#[test]
fn the_row_above_a_line_is_the_head_of_its_page() {
    let mut page = Setter::new();
    page.line("2021年5月6日", 40.0, 20.0, EM);
    page.line("民生周刊", 260.0, 14.0, 18.0);
    page.line("责编：王青　电话：88001234", 400.0, 20.0, EM);
    page.drawn(Area::new(40.0, 38.0, 560.0, 39.0), RuleKind::Line);
    page.line("渡口通车", 120.0, 60.0, 22.0);
    let text = words("一", 150);
    page.paragraph(&text, 40.0, 100.0, 40);
    let read = page.read();
    assert!(read.ends_with(&format!("# 渡口通车\n{text}\n")) && read.matches("~ ").count() == 3, "{read}");
}

#[test]
fn names_and_keywords_in_a_row_are_one_line() {
    let mut page = Setter::new();
    page.line("渡口与船", 120.0, 30.0, 22.0);
    for (at, name) in ["罗三省", "孙", "萌", "刘", "洋"].into_iter().enumerate() {
        page.line(name, 110.0 + 22.0 * at as f32 + if at > 0 { 20.0 } else { 0.0 }, 66.0, EM);
    }
    let texts = [words("一", 150), words("二", 200)];
    let below = page.paragraph(&texts[0], 40.0, 90.0, 32);
    page.line("关键词：渡口", 60.0, below, EM);
    page.line("河岸的桥", 60.0 + 7.1 * EM, below, EM);
    page.line("船", 60.0 + 12.2 * EM, below, EM);
    page.line("一、引言", 170.0, below + 4.0 * EM, 14.0);
    page.paragraph(&texts[1], 40.0, below + 6.0 * EM, 32);
    let read = page.read();
    assert!(read.contains("罗三省　孙　萌　刘　洋\n"), "{read}");
    assert!(read.contains("关键词：渡口　河岸的桥　船\n"), "{read}");
}

#[test]
fn a_masthead_stays_between_the_name_and_text_without_a_headline() {
    let mut page = Setter::new();
    page.line("河畔日报", 150.0, 30.0, 24.0);
    page.line("2021年5月6日　星期四", 46.0, 70.0, 8.0);
    page.line("CN 51-0037　第210期", 46.0, 82.0, 8.0);
    let texts = [words("一", 200), words("二", 260)];
    let below = page.paragraph(&texts[0], 40.0, 110.0, 14);
    page.paragraph(&texts[1], 40.0, below, 14);
    page.paragraph(&texts[1], 200.0, 66.0, 14);
    let read = page.read();
    let starts: Vec<String> = read.lines().map(|line| line.chars().take(4).collect()).collect();
    assert_eq!(starts[..4], ["# 河畔", "= 20", "= CN", &texts[0].chars().take(4).collect::<String>()], "{read}");
}

#[test]
fn a_masthead_in_a_column_has_the_name_above_it_and_no_headline_beside_it() {
    let mut page = Setter::new();
    page.line("河畔日报", 40.0, 30.0, 30.0);
    page.line("2021年5月6日　星期四", 46.0, 70.0, 8.0);
    page.line("CN 51-0037　第210期", 46.0, 82.0, 8.0);
    page.drawn(Area::new(40.0, 94.0, 160.0, 95.0), RuleKind::Line);
    let texts = [words("一", 300), words("二", 160)];
    page.paragraph(&texts[0], 40.0, 130.0, 12);
    page.line("山前", 60.0, 104.0, 20.0);
    page.line("渡口通车", 260.0, 30.0, 24.0);
    page.paragraph(&texts[1], 200.0, 66.0, 30);
    let read = page.read();
    let heads: Vec<&str> = read.lines().filter(|line| line.starts_with("# ")).collect();
    assert_eq!(heads, ["# 山前", "# 渡口通车"], "{read}");
    assert!(read.starts_with("= 河畔日报\n= "), "{read}");
}

#[test]
fn articles_side_by_side_keep_their_headlines_above_what_stands_across() {
    let mut page = Setter::new();
    page.line("渡口通车", 80.0, 30.0, 24.0);
    page.line("石桥修好了", 380.0, 30.0, 24.0);
    let texts = [words("一", 58), words("二", 58), words("三", 58), words("四", 58)];
    for (at, text) in texts.iter().enumerate() {
        page.paragraph(text, 40.0 + 140.0 * at as f32, 70.0, 12);
    }
    let picture = Area::new(40.0, 170.0, 580.0, 300.0);
    page.0.images.push(ImageRef { area: picture, media: None, tag: None, artifact: false, order: 0 });
    let [one, two, three, four] = texts;
    assert_eq!(page.read(), format!("# 渡口通车\n{one}\n{two}\n# 石桥修好了\n{three}\n{four}\n"));
}

#[test]
fn entries_whose_lines_hang_begin_at_the_edge() {
    let mut page = Setter::new();
    let texts = [words("甲", 50), words("乙", 70), words("丙", 35)];
    let mut y = 60.0;
    for text in &texts {
        let top = y;
        y = page.lines(text, y, 0, |y| if y == top { (40.0, 20) } else { (60.0, 18) });
    }
    assert_eq!(page.read(), format!("{}\n{}\n{}\n", texts[0], texts[1], texts[2]));
}

#[test]
fn verses_of_one_length_are_lines_of_their_own() {
    let mut page = Setter::new();
    page.line("渡口", 60.0, 30.0, 20.0);
    let verses = ["河水东流不肯停，", "小舟横在旧沙汀。", "老翁收网归来晚，", "一树灯花照客亭。"];
    for (at, verse) in verses.iter().enumerate() {
        page.line(verse, 60.0, 70.0 + PITCH * at as f32, EM);
    }
    assert_eq!(page.read(), format!("# 渡口\n{}\n", verses.join("\n")));
}

#[test]
fn a_line_that_was_spread_to_its_measure_is_whole() {
    let mut page = Setter::new();
    for (text, x) in [("GitHub", 40.0), ("Copilot", 125.0)] {
        page.line(text, x, 40.0, EM);
    }
    page.line("Workflow来写河岸边的故事", 40.0, 40.0 + PITCH, EM);
    page.line("河水涨了船也不来人们在桥", 40.0, 40.0 + 2.0 * PITCH, EM);
    page.line("头等。", 40.0, 40.0 + 3.0 * PITCH, EM);
    let next = words("那年", 46);
    page.paragraph(&next, 180.0, 40.0, 12);
    let whole = "GitHub Copilot Workflow来写河岸边的故事河水涨了船也不来人们在桥头等。";
    assert_eq!(page.read(), format!("{whole}\n{next}\n"));
}

#[test]
fn latin_lines_that_were_spread_are_whole() {
    let mut page = Setter::new();
    // Twelve em of measure; the first and the third line have few words.
    let rows = ["Somebody built near", "was an old one, and many", "Grandmother remembered", "had built it there once,"];
    for (at, row) in rows.into_iter().enumerate() {
        let (left, y) = (if at == 0 { 50.0 } else { 40.0 }, 40.0 + at as f32 * PITCH);
        let words: Vec<&str> = row.split(' ').collect();
        let wide = |word: &str| 0.5 * EM * word.chars().count() as f32;
        let ink: f32 = words.iter().map(|word| wide(word)).sum();
        let gap = (160.0 - left - ink) / (words.len() - 1) as f32;
        let mut x = left;
        for word in words {
            page.line(word, x, y, EM);
            x += wide(word) + gap;
        }
    }
    page.line("and he was gone.", 40.0, 40.0 + 4.0 * PITCH, EM);
    assert_eq!(page.read(), format!("{} and he was gone.\n", rows.join(" ")));
}

#[test]
fn head_and_foot_of_a_page_in_columns_need_no_other_page() {
    let check = |foot: &str, furniture: bool| {
        let mut page = Setter::new();
        page.line("要闻 3", 40.0, 20.0, 8.0);
        page.line("江湾日报 2021年5月6日", 356.0, 20.0, 8.0);
        page.line("渡口通车", 180.0, 60.0, 24.0);
        let texts = [words("一", 58), words("二", 58), words("三", 58)];
        for (at, text) in texts.iter().enumerate() {
            page.paragraph(text, 40.0 + 140.0 * at as f32, 100.0, 12);
        }
        page.line(foot, 40.0, 770.0, 8.0);
        let (marked, last) =
            if furniture { (format!("~ {foot}\n"), String::new()) } else { (String::new(), format!("{foot}\n")) };
        let [one, two, three] = texts;
        let expected = format!("~ 要闻 3\n~ 江湾日报 2021年5月6日\n{marked}# 渡口通车\n{one}\n{two}\n{three}\n{last}");
        assert_eq!(page.read(), expected);
    };
    check("新闻热线 7654321", true);
    // What says nothing of the kind is text, and read behind all columns.
    check("插图由江湾画社所作", false);
}

#[test]
fn folios_at_the_edge_of_contents_go_with_their_titles() {
    let mut page = Setter::new();
    for (at, (title, folio)) in [("端午将至", "02版"), ("桥头的灯", "03版"), ("河岸新居", "05版")].iter().enumerate()
    {
        page.line(title, 40.0, 60.0 + 16.0 * at as f32, EM);
        page.line(folio, 400.0, 60.0 + 16.0 * at as f32, EM);
    }
    assert_eq!(page.read(), "端午将至\u{3000}02版\n桥头的灯\u{3000}03版\n河岸新居\u{3000}05版\n");
}

#[test]
fn the_label_of_a_column_beside_a_headline_belongs_to_it() {
    let mut page = Setter::new();
    page.line("民生", 40.0, 34.0, EM);
    page.line("关注", 40.0, 46.0, EM);
    page.line("渡口通车", 160.0, 34.0, 24.0);
    let texts = [words("一", 58), words("二", 58), words("三", 58)];
    for (at, text) in texts.iter().enumerate() {
        page.paragraph(text, 40.0 + 140.0 * at as f32, 80.0, 12);
    }
    assert_eq!(page.read(), format!("民生关注\n# 渡口通车\n{}\n{}\n{}\n", texts[0], texts[1], texts[2]));
}

#[test]
fn a_subhead_under_a_title_is_another_heading() {
    let mut page = Setter::new();
    page.line("堤上的人家", 90.0, 30.0, 24.0);
    page.line("第一年", 40.0, 90.0, 13.0);
    let text = words("雨季", 70);
    page.paragraph(&text, 40.0, 112.0, 20);
    assert_eq!(page.read(), format!("# 堤上的人家\n# 第一年\n{text}\n"));
}

#[test]
fn a_title_down_the_margin_of_two_pages_is_furniture() {
    let texts = [words("山路", 60), words("水路", 75)];
    let page = |text: &str| {
        let mut page = Setter::new();
        let chars: Vec<char> = text.chars().collect();
        for (at, line) in chars.chunks(20).enumerate() {
            page.down(&line.iter().collect::<String>(), 400.0 - at as f32 * 18.0, 100.0, EM);
        }
        page.down("江岸月刊", 20.0, 300.0, 8.0);
        page
    };
    let found = read(texts.iter().map(|text| page(text)).collect());
    assert_eq!(found.matches("~ 江岸月刊").count(), 2, "{found}");
}

#[test]
fn what_stands_behind_the_text_parts_nothing() {
    let mut page = Setter::new();
    page.line("河岸的柳树", 60.0, 20.0, 24.0);
    let text = words("那年", 130);
    page.paragraph(&text, 40.0, 60.0, 20);
    let area = Area::new(100.0, 70.0, 180.0, 110.0);
    page.0.images.push(ImageRef { area, media: None, tag: None, artifact: false, order: 0 });
    assert_eq!(page.read(), format!("# 河岸的柳树\n{text}\n"));
}

#[test]
fn a_credit_in_brackets_ends_the_paragraph_whose_last_line_is_full() {
    let check = |y: f32, x: f32, joined: bool| {
        let mut page = Setter::new();
        page.line("河岸的柳树", 60.0, 20.0, 24.0);
        let text = words("那年", 98);
        page.paragraph(&text, 40.0, 60.0, 20);
        page.line("（本报记者\u{3000}何山）", x, y, EM);
        let found = page.read();
        let expected = format!("{text}（本报记者\u{3000}何山）\n");
        assert_eq!(found.contains(&expected), joined, "{found}");
    };
    check(60.0 + 5.0 * PITCH, 40.0, true);
    check(60.0 + 5.0 * PITCH, 120.0, false);
    check(60.0 + 7.0 * PITCH, 40.0, false);
}

#[test]
fn text_under_a_caption_is_the_column_that_goes_on() {
    let mut page = Setter::new();
    let area = Area::new(40.0, 30.0, 240.0, 120.0);
    page.0.images.push(ImageRef { area, media: None, tag: None, artifact: false, order: 0 });
    page.line("图为渡口清晨。", 40.0, 122.0, 8.0);
    let text: Vec<char> = words("人们", 180).chars().collect();
    page.line(&text[..20].iter().collect::<String>(), 40.0, 136.0, EM);
    for (at, line) in text[20..].chunks(20).enumerate() {
        page.line(&line.iter().collect::<String>(), 260.0, 30.0 + at as f32 * PITCH, EM);
    }
    let found = page.read();
    assert!(found.contains("^ 图为渡口清晨。\n"), "{found}");
}

#[test]
fn a_smaller_headline_right_above_a_title_is_its_kicker() {
    let mut page = Setter::new();
    page.line("堤上纪事之二", 40.0, 30.0, 13.0);
    page.line("风从水面来，人在堤上走", 80.0, 52.0, 24.0);
    let text = words("雨季", 70);
    page.paragraph(&text, 40.0, 92.0, 30);
    assert_eq!(page.read(), format!("堤上纪事之二\n# 风从水面来，人在堤上走\n{text}\n"));
}

#[test]
fn a_letter_spaced_headline_is_one() {
    let mut page = Setter::new();
    for (at, c) in "丰收的日子".chars().enumerate() {
        page.line(&c.to_string(), 100.0 + 60.0 * at as f32, 30.0, 30.0);
    }
    let texts = [words("一", 96), words("二", 96)];
    page.paragraph(&texts[0], 40.0, 90.0, 20);
    page.paragraph(&texts[1], 260.0, 90.0, 20);
    assert_eq!(page.read(), format!("# 丰收的日子\n{}\n{}\n", texts[0], texts[1]));
}

#[test]
fn a_number_in_the_midst_of_its_column_stands_apart() {
    let mut page = Setter::new();
    page.line("河岸的柳树", 60.0, 20.0, 24.0);
    // The last line before the number is full.
    let texts = [words("一年", 98), words("二年", 98)];
    let y = page.paragraph(&texts[0], 40.0, 60.0, 20);
    page.line("二", 135.0, y, EM);
    page.paragraph(&texts[1], 40.0, y + PITCH, 20);
    assert_eq!(page.read(), format!("# 河岸的柳树\n{}\n二\n{}\n", texts[0], texts[1]));
}

#[test]
fn stanzas_are_of_one_measure() {
    let mut page = Setter::new();
    let mut y = 40.0;
    let verses = ["船把岸推开", "岸把灯火推开", "我把一封旧信", "推向水面", "", "一只白鹭停在那里", "又飞走了", "只有风"];
    for verse in verses {
        page.line(verse, 40.0, y, EM);
        y += PITCH;
    }
    let text = words("一年", 98);
    page.paragraph(&text, 240.0, 40.0, 20);
    let found = page.read();
    assert!(found.starts_with(&verses.join("\n").replace("\n\n", "\n")), "{found}");
}

#[test]
fn paragraphs_without_indents_are_parted_by_a_little_white() {
    let mut page = Setter::new();
    page.line("河岸的柳树", 60.0, 20.0, 24.0);
    let texts = [words("那年", 60), words("后来", 60), words("如今", 50)];
    let mut y = 60.0;
    for text in &texts {
        y = page.lines(text, y, 0, |_| (40.0, 20)) + 0.25 * PITCH;
    }
    assert_eq!(page.read(), format!("# 河岸的柳树\n{}\n{}\n{}\n", texts[0], texts[1], texts[2]));
}

#[test]
fn who_wrote_it_may_stand_off_below_a_headline() {
    let check = |y: f32, expected: &str| {
        let mut page = Setter::new();
        page.line("渡口", 40.0, 40.0, 24.0);
        page.line("本报记者\u{3000}何山", 24.0, y, EM);
        let text = words("那年", 130);
        page.paragraph(&text, 140.0, 30.0, 20);
        let found = page.read();
        assert!(found.starts_with(expected), "{found}");
    };
    check(90.0, "# 渡口\nby 本报记者\u{3000}何山\n那年");
}

#[test]
fn a_quote_in_a_column_without_indents_heads_nothing() {
    let mut page = Setter::new();
    page.line("河岸的柳树", 60.0, 20.0, 24.0);
    let text = words("水边", 399);
    let chars: Vec<char> = text.chars().collect();
    for (at, line) in chars.chunks(20).enumerate() {
        let (x, row) = if at < 8 { (40.0, at) } else { (260.0, at - 8) };
        let y = 60.0 + row as f32 * PITCH + if (4..8).contains(&at) { 5.0 * PITCH } else { 0.0 };
        page.line(&line.iter().collect::<String>(), x, y, EM);
    }
    page.line("“等久了，人就不急了。”", 44.0, 60.0 + 5.0 * PITCH, 14.0);
    let found = page.read();
    assert!(found.contains(&text), "{found}");
}

#[test]
fn a_ruled_quote_inside_a_column_heads_nothing() {
    let mut page = Setter::new();
    page.line("渡口通车", 120.0, 20.0, 22.0);
    let texts = [words("一", 118), words("二", 118)];
    let (above, below) = texts[0].split_at(texts[0].char_indices().nth(58).map_or(0, |(at, _)| at));
    page.lines(above, 60.0, 2, |_| (40.0, 12));
    page.drawn(Area::new(40.0, 136.0, 160.0, 137.0), RuleKind::Line);
    page.line("水不会停", 60.0, 144.0, 15.0);
    page.drawn(Area::new(40.0, 166.0, 160.0, 167.0), RuleKind::Line);
    page.lines(below, 176.0, 0, |_| (40.0, 12));
    page.paragraph(&texts[1], 180.0, 60.0, 12);
    assert_eq!(page.read(), format!("# 渡口通车\n{}\n{}\n水不会停\n", texts[0], texts[1]));
}

#[test]
fn small_type_beside_a_picture_is_its_caption() {
    let mut page = Setter::new();
    page.line("渡口通车", 160.0, 20.0, 22.0);
    let text = words("一", 178);
    page.paragraph(&text, 40.0, 60.0, 12);
    let picture = Area::new(180.0, 60.0, 300.0, 160.0);
    page.0.images.push(ImageRef { area: picture, media: None, tag: None, artifact: false, order: 0 });
    page.line("桥头的灯亮了", 306.0, 100.0, 7.0);
    page.line("河岸有人家", 306.0, 110.0, 7.0);
    assert_eq!(page.read(), format!("# 渡口通车\n{text}\n^ 桥头的灯亮了河岸有人家\n"));
}
