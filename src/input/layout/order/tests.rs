//! Pages as an editor makes them up, and their order.

use super::*;

#[test]
fn a_headline_above_the_rulings_heads_all_columns() {
    let piece = |left: f32, top: f32, right: f32, bottom: f32, opens: bool| Piece {
        area: Area { left, top, right, bottom },
        opens,
        ..Piece::default()
    };
    // Three columns with a line between each two; the name of the paper is no wider than the middle one.
    let pieces = [
        piece(0.0, 30.0, 100.0, 400.0, false),
        piece(120.0, 30.0, 220.0, 400.0, false),
        piece(240.0, 30.0, 340.0, 400.0, false),
        piece(140.0, 0.0, 200.0, 20.0, true),
    ];
    let ruling = |at: f32, from: f32| Stroke { at, from, to: 400.0 };
    let check = |from: f32, expected: [usize; 4]| {
        let order: Vec<usize> =
            order(&pieces, &[], &[ruling(110.0, from), ruling(230.0, from)], 10.0).iter().map(|(at, _)| *at).collect();
        assert_eq!(order, expected, "lines from {from}");
    };
    check(28.0, [3, 0, 1, 2]);
    // Lines that begin beside it make it the middle column's own.
    check(0.0, [0, 3, 1, 2]);
}

fn text(left: f32, top: f32, right: f32, bottom: f32) -> Piece {
    Piece { area: Area { left, top, right, bottom }, ..Piece::default() }
}

fn head(left: f32, top: f32, right: f32, bottom: f32) -> Piece {
    Piece { opens: true, ..text(left, top, right, bottom) }
}

fn check(pieces: &[Piece], expected: &[usize]) {
    let found: Vec<usize> = order(pieces, &[], &[], 10.0).iter().map(|(at, _)| *at).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_blank_line_through_two_columns_is_no_edge_of_a_row() {
    // Paragraphs are parted by blank lines of 16; in the right column a subhead stands below one.
    let mut pieces = vec![head(60.0, 0.0, 300.0, 24.0)];
    for at in 0..4 {
        let y = 40.0 + 76.0 * at as f32;
        pieces.push(text(0.0, y, 200.0, y + 60.0));
    }
    pieces.push(text(220.0, 40.0, 420.0, 100.0));
    pieces.push(head(220.0, 116.0, 330.0, 128.0));
    pieces.extend([text(220.0, 144.0, 420.0, 176.0), text(220.0, 192.0, 420.0, 252.0), text(220.0, 268.0, 420.0, 328.0)]);
    check(&pieces, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
}

#[test]
fn articles_round_one_another_are_whole() {
    // A wide one above a narrow one, and beside them a narrow one above a wide one.
    let pieces = [
        head(100.0, 0.0, 200.0, 20.0),
        head(360.0, 0.0, 440.0, 20.0),
        text(0.0, 30.0, 145.0, 200.0),
        text(155.0, 30.0, 300.0, 200.0),
        text(320.0, 30.0, 480.0, 300.0),
        head(20.0, 220.0, 120.0, 240.0),
        text(0.0, 250.0, 140.0, 480.0),
        head(260.0, 320.0, 360.0, 340.0),
        text(160.0, 350.0, 310.0, 480.0),
        text(330.0, 350.0, 480.0, 480.0),
    ];
    check(&pieces, &[0, 2, 3, 5, 6, 1, 4, 7, 8, 9]);
}

#[test]
fn a_headline_at_the_left_of_its_columns_heads_them() {
    // Beside it another that stands at the right of its own.
    let pieces = [
        head(0.0, 40.0, 60.0, 120.0),
        text(90.0, 0.0, 190.0, 200.0),
        text(200.0, 0.0, 300.0, 200.0),
        text(320.0, 0.0, 440.0, 200.0),
        text(450.0, 0.0, 570.0, 200.0),
        Piece { across: true, ..head(590.0, 0.0, 610.0, 160.0) },
    ];
    check(&pieces, &[0, 1, 2, 5, 3, 4]);
}

#[test]
fn a_vertical_headline_in_the_midst_of_its_columns_heads_all() {
    let pieces = [
        text(0.0, 0.0, 100.0, 200.0),
        text(110.0, 0.0, 210.0, 200.0),
        Piece { across: true, ..head(230.0, 10.0, 255.0, 150.0) },
        text(280.0, 0.0, 380.0, 200.0),
        text(390.0, 0.0, 490.0, 120.0),
    ];
    check(&pieces, &[2, 0, 1, 3, 4]);
}

#[test]
fn an_article_in_the_corner_has_all_columns_under_its_ruling() {
    // The other's columns go on at the right; the headline is over the middle one of three.
    let pieces = [
        head(100.0, 0.0, 300.0, 25.0),
        text(0.0, 35.0, 100.0, 180.0),
        text(110.0, 35.0, 210.0, 180.0),
        text(220.0, 35.0, 320.0, 180.0),
        text(330.0, 35.0, 430.0, 400.0),
        head(115.0, 200.0, 205.0, 220.0),
        text(0.0, 230.0, 100.0, 400.0),
        text(110.0, 230.0, 210.0, 400.0),
        text(220.0, 230.0, 320.0, 300.0),
    ];
    let level = [Stroke { at: 190.0, from: 0.0, to: 320.0 }];
    let found: Vec<usize> = order(&pieces, &level, &[], 10.0).iter().map(|(at, _)| *at).collect();
    assert_eq!(found, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn a_line_between_two_articles_is_drawn_further_than_those_between_columns() {
    let pieces = [
        head(50.0, 0.0, 150.0, 20.0),
        text(0.0, 35.0, 100.0, 400.0),
        text(110.0, 35.0, 210.0, 400.0),
        head(280.0, 0.0, 380.0, 20.0),
        text(230.0, 35.0, 330.0, 400.0),
        text(340.0, 35.0, 440.0, 400.0),
    ];
    let ruling = |at: f32, from: f32| Stroke { at, from, to: 400.0 };
    let upright = [ruling(105.0, 35.0), ruling(220.0, 0.0), ruling(335.0, 35.0)];
    let found: Vec<usize> = order(&pieces, &[], &upright, 10.0).iter().map(|(at, _)| *at).collect();
    assert_eq!(found, [0, 1, 2, 3, 4, 5]);
}

#[test]
fn headlines_stand_in_the_middle_of_their_columns() {
    // Three columns under a headline over the middle one, and beside them a narrow article that begins higher; then two
    // articles of three columns.
    let pieces = [
        head(120.0, 0.0, 220.0, 20.0),
        text(0.0, 35.0, 100.0, 400.0),
        text(120.0, 35.0, 220.0, 400.0),
        text(240.0, 35.0, 340.0, 300.0),
        head(365.0, 0.0, 455.0, 15.0),
        text(359.0, 25.0, 459.0, 200.0),
    ];
    check(&pieces, &[0, 1, 2, 3, 4, 5]);
    let column = |at: usize| text(120.0 * at as f32, 35.0, 120.0 * at as f32 + 100.0, 400.0);
    let pieces = [
        head(130.0, 0.0, 210.0, 20.0),
        column(0),
        column(1),
        column(2),
        head(490.0, 0.0, 570.0, 20.0),
        column(3),
        column(4),
        column(5),
    ];
    check(&pieces, &[0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn columns_beside_a_headline_begin_at_its_height() {
    // A headline over two columns of three, with another article below; a third article at the right.
    let pieces = [
        head(50.0, 0.0, 190.0, 20.0),
        text(0.0, 30.0, 100.0, 200.0),
        text(120.0, 30.0, 220.0, 200.0),
        text(240.0, 0.0, 340.0, 150.0),
        head(100.0, 220.0, 240.0, 240.0),
        text(0.0, 250.0, 100.0, 400.0),
        text(120.0, 250.0, 220.0, 400.0),
        text(240.0, 250.0, 340.0, 320.0),
        head(365.0, 0.0, 455.0, 15.0),
        text(360.0, 25.0, 460.0, 400.0),
    ];
    let level = [Stroke { at: 210.0, from: 0.0, to: 340.0 }];
    let found: Vec<usize> = order(&pieces, &level, &[], 10.0).iter().map(|(at, _)| *at).collect();
    assert_eq!(found, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
}

#[test]
fn a_headline_at_the_right_of_its_row_heads_it() {
    let pieces = [
        head(0.0, 0.0, 300.0, 24.0),
        text(0.0, 30.0, 140.0, 100.0),
        text(160.0, 30.0, 300.0, 100.0),
        text(0.0, 120.0, 140.0, 200.0),
        text(160.0, 120.0, 300.0, 200.0),
        head(320.0, 122.0, 400.0, 160.0),
    ];
    let ruling = [Stroke { at: 110.0, from: 0.0, to: 400.0 }];
    let order: Vec<usize> = order(&pieces, &ruling, &[], 10.0).iter().map(|(at, _)| *at).collect();
    assert_eq!(order, [0, 1, 2, 5, 3, 4]);
}

#[test]
fn a_headline_stays_with_the_text_right_below_it() {
    // Short news in two columns: a level gap runs through below a headline on the left and above one on the right.
    let pieces = [
        head(0.0, 0.0, 80.0, 12.0),
        text(0.0, 16.0, 100.0, 60.0),
        head(0.0, 66.0, 80.0, 78.0),
        text(0.0, 82.0, 100.0, 110.0),
        text(120.0, 0.0, 220.0, 76.0),
        head(120.0, 82.0, 200.0, 94.0),
        text(120.0, 98.0, 220.0, 110.0),
    ];
    check(&pieces, &[0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn short_news_run_on_from_column_to_column() {
    // Headlines stand at one height by chance; the right column goes on with the left one's last piece.
    let pieces = [
        head(0.0, 0.0, 80.0, 12.0),
        text(0.0, 16.0, 100.0, 60.0),
        head(0.0, 72.0, 80.0, 84.0),
        text(0.0, 88.0, 100.0, 130.0),
        head(0.0, 142.0, 80.0, 154.0),
        text(0.0, 158.0, 100.0, 170.0),
        text(120.0, 0.0, 220.0, 60.0),
        head(120.0, 72.0, 200.0, 84.0),
        text(120.0, 88.0, 220.0, 170.0),
    ];
    check(&pieces, &[0, 1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn the_last_of_short_news_goes_on_at_the_head_of_the_next_column() {
    let pieces = [
        head(0.0, 0.0, 80.0, 12.0),
        text(0.0, 16.0, 100.0, 60.0),
        head(0.0, 72.0, 80.0, 84.0),
        text(0.0, 88.0, 100.0, 130.0),
        head(0.0, 142.0, 80.0, 154.0),
        text(0.0, 158.0, 100.0, 170.0),
        text(120.0, 0.0, 220.0, 30.0),
    ];
    check(&pieces, &[0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_headline_that_cuts_a_sentence_heads_another_article() {
    let edge = |open: bool| if open { Bound::Cut } else { Bound::Whole };
    // The lead stands over three columns; in the first one another headline stands below its text.
    for (above, under, expected) in [
        // The lead's sentence goes on at the right.
        (true, false, [0, 1, 4, 5, 2, 3]),
        // The headline is the lead's own: its text goes on at the right.
        (false, true, [0, 1, 2, 3, 4, 5]),
        (true, true, [0, 1, 2, 3, 4, 5]),
    ] {
        let pieces = [
            head(0.0, 0.0, 250.0, 26.0),
            Piece { last: edge(above), ..text(0.0, 40.0, 160.0, 300.0) },
            head(0.0, 320.0, 90.0, 334.0),
            Piece { last: edge(under), ..text(0.0, 345.0, 160.0, 460.0) },
            Piece { last: edge(true), ..text(176.0, 40.0, 336.0, 460.0) },
            text(352.0, 40.0, 512.0, 440.0),
        ];
        check(&pieces, &expected);
    }
}

#[test]
fn columns_of_short_articles_are_no_rows_where_their_ends_are_near() {
    let mut pieces = Vec::new();
    for (left, height) in [(0.0, 150.0), (240.0, 165.0)] {
        pieces.push(head(left, 0.0, left + 130.0, 15.0));
        pieces.push(text(left, 28.0, left + 210.0, height));
        pieces.push(head(left, height + 5.0, left + 150.0, height + 20.0));
        pieces.push(text(left, height + 33.0, left + 210.0, 400.0));
    }
    check(&pieces, &[0, 1, 2, 3, 4, 5, 6, 7]);
    // They are where the headlines stand at one height.
    for (at, top) in [(2, 170.0), (6, 170.0)] {
        pieces[at] = Piece { opens: true, ..text(pieces[at].area.left, top, pieces[at].area.right, top + 15.0) };
    }
    check(&pieces, &[0, 1, 4, 5, 2, 3, 6, 7]);
}

#[test]
fn sentences_go_on_where_their_columns_do() {
    // A subhead in the first of two columns is set as headlines are. What stands below it breaks off, and the second column
    // begins in the middle of a sentence, or the first column's own text does.
    for (above, under, expected) in [
        ((Bound::Whole, Bound::Whole), Bound::Cut, [0, 1, 2, 3, 4]),
        ((Bound::Whole, Bound::Cut), Bound::Whole, [0, 1, 4, 2, 3]),
    ] {
        let pieces = [
            head(110.0, 0.0, 370.0, 56.0),
            Piece { first: above.0, last: above.1, size: 10.0, ..text(0.0, 65.0, 227.0, 303.0) },
            Piece { first: Bound::Whole, last: Bound::Whole, ..head(72.0, 315.0, 155.0, 326.0) },
            Piece { first: Bound::Whole, last: under, size: 10.0, ..text(0.0, 339.0, 227.0, 379.0) },
            Piece { first: Bound::Cut, last: Bound::Whole, size: 10.0, ..text(242.0, 65.0, 469.0, 303.0) },
        ];
        check(&pieces, &expected);
    }
}

#[test]
fn articles_round_one_another_have_pictures_in_them() {
    // Four articles, each beside the end of the next: nothing runs through. A picture parts the second column of one.
    let pieces = [
        head(24.0, 0.0, 308.0, 36.0),
        text(0.0, 45.0, 161.0, 277.0),
        text(171.0, 45.0, 332.0, 252.0),
        head(410.0, 0.0, 596.0, 79.0),
        text(342.0, 87.0, 504.0, 640.0),
        text(513.0, 87.0, 674.0, 393.0),
        Piece::neutral(Area { left: 513.0, top: 396.0, right: 675.0, bottom: 521.0 }),
        text(513.0, 527.0, 674.0, 598.0),
        head(1.0, 291.0, 153.0, 339.0),
        text(0.0, 347.0, 161.0, 875.0),
        head(172.0, 661.0, 600.0, 686.0),
        text(171.0, 695.0, 332.0, 902.0),
        text(342.0, 695.0, 503.0, 902.0),
        text(513.0, 695.0, 674.0, 815.0),
    ];
    check(&pieces, &[0, 1, 2, 8, 9, 3, 4, 5, 6, 7, 10, 11, 12, 13]);
}
