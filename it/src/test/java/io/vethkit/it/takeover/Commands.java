package io.vethkit.it.takeover;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Command lines as data: words between spaces, or between single quotes. Consecutive ones of {@code
 * ip} are run as one batch.
 */
record Commands(List<String> lines) {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    Commands {
        lines = List.copyOf(lines);
    }

    static Commands of(String... lines) {
        return new Commands(List.of(lines));
    }

    Commands and(Commands next) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(next.lines);
        return new Commands(all);
    }

    /** Runs them in the namespace of the calling thread. */
    void run() throws IOException {
        ThrowawayNetns.require();
        run(List.of());
    }

    /** Runs them in the namespace at {@code netns}. */
    void runIn(String netns) throws IOException {
        run(List.of("nsenter", "--net=" + netns));
    }

    private void run(List<String> before) throws IOException {
        for (int i = 0; i < lines.size(); ) {
            String line = lines.get(i);
            String batch = line.startsWith("ip -6 ") ? "ip -6 " : "ip ";
            if (!line.startsWith(batch)) {
                Tool.run(words(before, line));
                i++;
                continue;
            }
            StringBuilder input = new StringBuilder();
            while (i < lines.size() && isOf(batch, lines.get(i))) {
                input.append(lines.get(i++).substring(batch.length())).append('\n');
            }
            Tool.feed(input.toString(), words(before, batch + "-batch -"));
        }
    }

    private static boolean isOf(String batch, String line) {
        return line.startsWith(batch) && !line.startsWith("-", batch.length());
    }

    private static String[] words(List<String> before, String line) {
        List<String> words = new ArrayList<>(before);
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words.toArray(new String[0]);
    }
}
