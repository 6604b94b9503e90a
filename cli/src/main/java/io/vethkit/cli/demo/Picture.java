package io.vethkit.cli.demo;

import io.vethkit.cli.vpc.Mode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The picture of a node: who is connected to what, through which table. A text for each mode, 79
 * columns at most, with pods' names in braces where their veths' names go.
 */
final class Picture {
    /** Joints of lines, which are a plus where there are no box-drawing characters. */
    private static final String JOINTS = "┘┐┤└┌├┴┬┼";

    private static final Pattern VETH = Pattern.compile("\\{([a-z0-9.]+) *}");

    private Picture() {}

    /** Returns the lines, with the names of the pods' veths. */
    static List<String> of(Mode mode, Places places) throws IOException {
        return draw(mode, places.veths());
    }

    /** Returns the lines with {@code veths}, by the pods' names. */
    static List<String> draw(Mode mode, Map<String, String> veths) throws IOException {
        try (InputStream in = Picture.class.getResourceAsStream(mode + ".txt")) {
            if (in == null) {
                throw new IOException("no picture of mode " + mode);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VETH.matcher(text);
            return matcher.replaceAll(place -> veth(place.group(1), place.group(), veths))
                    .lines()
                    .toList();
        }
    }

    /** The name takes as much space as what it replaces, in its middle. */
    private static String veth(String pod, String place, Map<String, String> veths) {
        String name = veths.getOrDefault(pod, pod);
        int space = Math.max(0, place.length() - name.length());
        return " ".repeat(space / 2) + name + " ".repeat(space - space / 2);
    }

    /** Returns {@code row} for terminals without box-drawing characters. */
    static String ascii(String row) {
        StringBuilder ascii = new StringBuilder(row.length());
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            ascii.append(c == '│' ? '|' : c == '─' ? '-' : JOINTS.indexOf(c) >= 0 ? '+' : c);
        }
        return ascii.toString();
    }
}
