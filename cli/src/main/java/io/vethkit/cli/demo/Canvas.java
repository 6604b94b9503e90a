package io.vethkit.cli.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A grid of characters to draw lines, boxes and text on; lines that meet are joined. */
final class Canvas {
    private static final char BLANK = '\u00a0'; // a space that hides the line behind it
    private static final int UP = 1;
    private static final int DOWN = 2;
    private static final int LEFT = 4;
    private static final int RIGHT = 8;

    /** By the sides that lines leave to. */
    private static final String JOINTS = " │││─┘┐┤─└┌├─┴┬┼";

    private final char[][] text;
    private final int[][] lines;

    Canvas(int width, int height) {
        text = new char[height][width];
        lines = new int[height][width];
        for (char[] row : text) {
            Arrays.fill(row, ' ');
        }
    }

    /** Writes {@code words} from column {@code x} on. */
    Canvas text(int x, int y, String words) {
        for (int i = 0; i < words.length() && x + i < text[y].length; i++) {
            char c = words.charAt(i);
            text[y][x + i] = c == ' ' ? BLANK : c;
        }
        return this;
    }

    /** Writes {@code words} around column {@code x}. */
    Canvas centered(int x, int y, String words) {
        return text(x - words.length() / 2, y, words);
    }

    Canvas horizontal(int fromX, int toX, int y) {
        for (int x = fromX; x < toX; x++) {
            lines[y][x] |= RIGHT;
            lines[y][x + 1] |= LEFT;
        }
        return this;
    }

    Canvas vertical(int x, int fromY, int toY) {
        for (int y = fromY; y < toY; y++) {
            lines[y][x] |= DOWN;
            lines[y + 1][x] |= UP;
        }
        return this;
    }

    Canvas box(int left, int top, int right, int bottom) {
        return horizontal(left, right, top)
                .horizontal(left, right, bottom)
                .vertical(left, top, bottom)
                .vertical(right, top, bottom);
    }

    /** Returns the rows; text is in front of lines. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int y = 0; y < text.length; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < text[y].length; x++) {
                row.append(text[y][x] == ' ' ? JOINTS.charAt(lines[y][x]) : text[y][x]);
            }
            rows.add(row.toString().replace(BLANK, ' ').stripTrailing());
        }
        return rows;
    }

    /** Returns {@code row} for terminals without box-drawing characters. */
    static String ascii(String row) {
        StringBuilder ascii = new StringBuilder(row.length());
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            ascii.append(c == '│' ? '|' : c == '─' ? '-' : JOINTS.indexOf(c) > 0 ? '+' : c);
        }
        return ascii.toString();
    }
}
