//! Pages that other makers laid out otherwise: turned, recognized, with marks and bars.

use super::*;

/// The same page, turned clockwise by so many quarters.
fn quarter(page: Setter, quarters: i16) -> Setter {
    let mut page = page.0;
    for _ in 0..quarters {
        let height = page.height;
        for glyph in &mut page.glyphs {
            (glyph.x, glyph.y) = (height - glyph.y, glyph.x);
            let Area { left, top, right, bottom } = glyph.ink;
            glyph.ink = Area::new(height - top, left, height - bottom, right);
            glyph.angle = if glyph.angle == 90 {
                180
            } else if glyph.angle == 180 {
                -90
            } else {
                glyph.angle + 90
            };
        }
        (page.width, page.height) = (page.height, page.width);
    }
    Setter(page)
}

#[test]
fn text_on_its_side_is_read_as_it_stands() {
    for quarters in 0..4 {
        let mut page = Setter::new();
        page.line("渡口通车", 120.0, 60.0, 22.0);
        let texts = [words("一", 96), words("二", 96)];
        let y = page.paragraph(&texts[0], 40.0, 100.0, 20);
        page.paragraph(&texts[1], 40.0, y, 20);
        let expected = format!("# 渡口通车\n{}\n{}\n", texts[0], texts[1]);
        assert_eq!(quarter(page, quarters).read(), expected, "{quarters} quarters");
    }
}

#[test]
fn lines_of_measured_sizes_are_one_paragraph() {
    let texts = [words("那年", 110), words("后来", 110)];
    let mut page = Setter::new();
    let mut y = 100.0;
    let mut at = 0;
    for text in &texts {
        let (mut rest, mut indent) = (text.chars().collect::<Vec<_>>(), 2);
        while !rest.is_empty() {
            let tail = rest.split_off(rest.len().min(20 - indent));
            let from = page.0.glyphs.len();
            page.line(&rest.iter().collect::<String>(), 40.0 + indent as f32 * EM, y, EM);
            // The em is guessed from the line's picture; where its characters stand is not.
            let size = EM * [0.94, 1.05, 0.98, 1.07, 0.92][at % 5];
            page.0.glyphs[from..].iter_mut().for_each(|glyph| glyph.size = size);
            (rest, y, indent, at) = (tail, y + PITCH, 0, at + 1);
        }
    }
    assert_eq!(page.read(), format!("{}\n{}\n", texts[0], texts[1]));
}

#[test]
fn a_mark_before_a_line_begins_an_item() {
    let items = ["整理：去钉、展平、编页", "扫描：彩色，不压缩，每页", "再校一遍之后装订成册"];
    let expected = format!("{}\n{}{}\n", items[0], items[1], items[2]);
    let mut page = Setter::new();
    for (at, item) in items.iter().enumerate() {
        page.line(item, 60.0, 100.0 + PITCH * at as f32, EM);
        if at < 2 {
            page.drawn(Area::new(46.0, 102.5 + PITCH * at as f32, 50.0, 106.5 + PITCH * at as f32), RuleKind::Dot);
        }
    }
    assert_eq!(page.read(), expected);
    // Set as characters with white behind them.
    let mut page = Setter::new();
    for (at, item) in items.iter().enumerate() {
        page.line(item, 60.0, 100.0 + PITCH * at as f32, EM);
        if at < 2 {
            page.line("•", 42.0, 100.0 + PITCH * at as f32, EM);
        }
    }
    assert_eq!(page.read(), format!("•{}\n•{}{}\n", items[0], items[1], items[2]));
}

#[test]
fn one_of_two_marks_takes_the_line_behind_both() {
    let mut page = Setter::new();
    page.line("•", 34.0, 98.0, EM);
    page.line("•", 38.0, 102.0, EM);
    page.line("整理：去钉、展平、编页", 60.0, 100.0, EM);
    assert_eq!(page.read().matches("整理").count(), 1);
}

#[test]
fn a_headline_in_a_bar_heads_what_stands_below() {
    let texts = [words("一", 150), words("二", 96), words("三", 96)];
    let mut page = Setter::new();
    page.line("渡口通车", 40.0, 40.0, 22.0);
    page.paragraph(&texts[0], 40.0, 75.0, 25);
    for (at, title) in ["石桥修好了", "河岸的柳树"].into_iter().enumerate() {
        let left = 40.0 + 140.0 * at as f32;
        page.drawn(Area::new(left, 200.0, left + 120.0, 222.0), RuleKind::FilledBox);
        page.line(title, left + 10.0, 203.0, 16.0);
        page.paragraph(&texts[at + 1], left, 230.0, 12);
    }
    let [one, two, three] = texts;
    assert_eq!(page.read(), format!("# 渡口通车\n{one}\n# 石桥修好了\n{two}\n# 河岸的柳树\n{three}\n"));
}

#[test]
fn a_row_of_a_name_an_issue_and_a_date_is_the_head_of_its_page() {
    for (left, right, head) in
        [("1987年第2期", "方志通讯", true), ("江岸报　第3版", "1987年4月5日", true), ("河岸", "柳树", false)]
    {
        let mut page = Setter::new();
        page.line(left, 40.0, 20.0, 8.0);
        page.line(right, 250.0, 20.0, 8.0);
        let text = words("那年", 400);
        page.paragraph(&text, 40.0, 60.0, 25);
        let read = page.read();
        assert_eq!(read.contains(&format!("~ {left}\n")), head, "{read}");
    }
}

#[test]
fn the_words_of_a_table_part_no_paragraph() {
    let text = words("那年", 300);
    let mut page = Setter::new();
    let cut: usize = 25 * 8 - 2;
    let (before, behind): (String, String) = (text.chars().take(cut).collect(), text.chars().skip(cut).collect());
    page.paragraph(&before, 40.0, 60.0, 25);
    page.line("表1　渡口的船", 130.0, 190.0, 8.0);
    for (row, cells) in [["船名", "年份"], ["大船", "1921"], ["小船", "1935"]].into_iter().enumerate() {
        for (column, cell) in cells.into_iter().enumerate() {
            let (x, y) = (60.0 + 100.0 * column as f32, 204.0 + 16.0 * row as f32);
            page.drawn(Area::new(x, y, x + 100.0, y + 16.0), RuleKind::StrokedBox);
            page.line(cell, x + 10.0, y + 3.0, EM);
        }
    }
    page.line("资料来源：渡口的账本。", 60.0, 258.0, 8.0);
    page.lines(&behind, 300.0, 0, |_| (40.0, 25));
    let read = page.read();
    assert!(read.contains(&text), "{read}");
    assert!(read.contains("^ 资料来源：渡口的账本。\n"), "{read}");
}

#[test]
fn a_jump_behind_a_headline_that_stands_again_leads_back() {
    let text = words("那年", 200);
    let cut = 120;
    let (before, behind): (String, String) = (text.chars().take(cut).collect(), text.chars().skip(cut).collect());
    let mut first = Setter::new();
    first.line("第一版　要闻", 40.0, 10.0, 8.0);
    first.line("渡口通车了", 120.0, 60.0, 22.0);
    let y = first.paragraph(&before, 40.0, 100.0, 20);
    first.line("▶▶下转三版", 180.0, y, 8.0);
    let mut third = Setter::new();
    third.line("第三版　综合", 40.0, 10.0, 8.0);
    third.line("渡口通车了（上接一版）", 40.0, 60.0, 14.0);
    third.lines(&behind, 100.0, 0, |_| (40.0, 20));
    let read = read(vec![first, third]);
    assert!(read.contains(&text), "{read}");
}

#[test]
fn what_is_left_of_a_sentence_below_a_quote_goes_on_with_it() {
    let mut page = Setter::new();
    page.line("渡口通车", 120.0, 20.0, 22.0);
    let texts = [words("一", 61), words("二", 46), words("三", 118)];
    let (above, below) = texts[0].split_at(texts[0].char_indices().nth(58).map_or(0, |(at, _)| at));
    page.lines(above, 60.0, 2, |_| (40.0, 12));
    page.line("“水不会停。”", 44.0, 144.0, 15.0);
    let y = page.lines(below, 176.0, 0, |_| (40.0, 12));
    page.paragraph(&texts[1], 40.0, y, 12);
    page.paragraph(&texts[2], 180.0, 60.0, 12);
    let [one, two, three] = texts;
    assert_eq!(page.read(), format!("# 渡口通车\n{one}\n{two}\n{three}\n“水不会停。”\n"));
}

#[test]
fn an_item_goes_on_under_its_words() {
    let mut page = Setter::new();
    page.line("渡口通车", 40.0, 20.0, 22.0);
    page.line("•第一班船在天亮以前离开", 40.0, 60.0, EM);
    page.line("了岸，船上坐着四五个人", 45.0, 60.0 + PITCH, EM);
    assert_eq!(page.read(), "# 渡口通车\n•第一班船在天亮以前离开了岸，船上坐着四五个人\n");
}

#[test]
fn a_short_line_in_bold_behind_a_full_line_heads_what_follows() {
    let texts = [words("一", 98), words("二", 98)];
    let mut page = Setter::new();
    let y = page.paragraph(&texts[0], 40.0, 60.0, 20);
    let from = page.0.glyphs.len();
    page.line("石桥修好了", 40.0, y + 4.0, EM);
    page.0.glyphs[from..].iter_mut().for_each(|glyph| glyph.bold = true);
    page.paragraph(&texts[1], 40.0, y + PITCH + 4.0, 20);
    let found = page.read();
    assert!(found.starts_with(&format!("{}\n", texts[0])), "{found}");
}

#[test]
fn references_count_on() {
    let mut page = Setter::new();
    let texts = ["［1］渡口志稿，江湾出版社，一九九二年版，第三百页。", "［2］船工旧闻，江湾出版社，一九八六年版，第五十页。"];
    for (at, text) in texts.iter().enumerate() {
        page.line(text, 40.0, 60.0 + PITCH * at as f32, EM);
    }
    page.line("［3］水志。", 40.0, 60.0 + PITCH * 2.0, EM);
    assert_eq!(page.read(), format!("{}\n{}\n［3］水志。\n", texts[0], texts[1]));
}

#[test]
fn raised_numbers_stay_with_their_notes() {
    let mut page = Setter::new();
    let text = words("一", 70);
    let y = page.paragraph(&text, 40.0, 60.0, 25);
    page.drawn(Area::new(40.0, y + 20.0, 120.0, y + 20.5), RuleKind::Line);
    // A first note of two lines, and a second note: the marks are small and high.
    for (at, (mark, said)) in [("1", "见渡口的账本第"), ("", "2章。"), ("2", "同上。")].into_iter().enumerate() {
        let top = y + 30.0 + 12.0 * at as f32;
        page.line(mark, 40.0, top, 5.0);
        page.line(said, 40.0 + 2.5 * mark.len() as f32, top, 8.0);
    }
    let read = page.read();
    assert!(read.ends_with("1见渡口的账本第2章。\n2同上。\n"), "{read}");
}

#[test]
fn what_hangs_behind_a_mark_that_is_set_in_goes_on() {
    let texts = [words("那年", 110), words("后来", 110)];
    let mut page = Setter::new();
    let y = page.paragraph(&texts[0], 40.0, 100.0, 20);
    let mut top = y;
    let items =
        ["•船在春天的早上开出去，晚上回来的", "时候带着鱼。", "®渡口的人等着船，船却没有回来，等到", "（冬天）也没有。"];
    for (at, line) in items.iter().enumerate() {
        // The second half hangs; a bracket at its head was squeezed.
        let x = 40.0 + EM * [2.0, 3.0, 2.0, 2.5][at];
        page.line(line, x, top, EM);
        top += PITCH;
    }
    page.paragraph(&texts[1], 40.0, top, 20);
    let expected = format!("{}\n{}{}\n{}{}\n{}\n", texts[0], items[0], items[1], items[2], items[3], texts[1]);
    assert_eq!(page.read(), expected);
}

#[test]
fn entries_hang_among_paragraphs() {
    let texts = [words("那年", 110), words("后来", 110)];
    let mut page = Setter::new();
    let mut top = page.paragraph(&texts[0], 40.0, 100.0, 20);
    let entries = [
        "渡口志　记渡口的来历，自光绪年间讲到了",
        "今天，附图三幅。",
        "船谱　二十只木船的名字与它们的主人家，",
        "又记它们的去处与",
        "结局，可资查考。",
    ];
    for (at, line) in entries.iter().enumerate() {
        let hang = if matches!(at, 1 | 3 | 4) { 2.0 } else { 0.0 };
        page.line(line, 40.0 + EM * hang, top, EM);
        top += PITCH;
    }
    page.paragraph(&texts[1], 40.0, top, 20);
    let read = page.read();
    assert!(read.contains("讲到了今天，附图三幅。\n船谱"), "{read}");
    assert!(read.ends_with(&format!("\n{}\n", texts[1])), "{read}");
}

#[test]
fn two_lines_in_the_middle_are_one_paragraph() {
    let texts = [words("那年", 110), words("后来", 110)];
    let mut page = Setter::new();
    let top = page.paragraph(&texts[0], 40.0, 100.0, 20);
    page.line("本章先讲渡口的来历，再讲船和", 40.0 + 4.0 * EM, top + PITCH, EM);
    page.line("人的故事。", 40.0 + 2.0 * EM, top + 2.0 * PITCH, EM);
    page.paragraph(&texts[1], 40.0, top + 4.0 * PITCH, 20);
    let read = page.read();
    assert!(read.contains("再讲船和人的故事。\n"), "{read}");
}

#[test]
fn a_paragraph_before_entries_that_hang_is_whole() {
    let mut page = Setter::new();
    let mut top = page.paragraph("渡口志一共有这样几个本子可以看到，先看早的", 40.0, 100.0, 20);
    for name in ["一", "二", "三", "四"] {
        for (hang, rest) in [(0.0, 20), (2.5, 17), (2.5, 6)] {
            let text = if hang == 0.0 { words(&format!("{name}本船谱"), rest) } else { words("再说", rest) };
            page.line(text.trim_end_matches('。'), 40.0 + hang * EM, top, EM);
            top += PITCH;
        }
    }
    let read = page.read();
    assert!(read.starts_with("渡口志一共有这样几个本子可以看到，先看早的\n"), "{read}");
    assert_eq!(read.lines().count(), 5, "{read}");
}
