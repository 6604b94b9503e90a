package io.vethkit.cli.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.StringTokenizer;

/** Tells a person at a terminal what happens. */
final class Narrator {
    private static final int WIDTH = 79;
    private static final String INDENT = "        ";

    private final PrintStream out;
    private final boolean color;
    private final boolean unicode;
    private volatile boolean muted;

    /**
     * A narrator.
     *
     * @param color whether the terminal knows the escape sequences of ECMA-48
     * @param unicode whether it has box-drawing characters
     */
    Narrator(PrintStream out, boolean color, boolean unicode) {
        this.out = out;
        this.color = color;
        this.unicode = unicode;
    }

    /** Says nothing any more. */
    void mute() {
        muted = true;
    }

    void section(String title) {
        print("");
        print(colored("1", title));
    }

    /** On a terminal, says what is being done until {@link #step} says that it is. */
    void begin(String what) {
        if (color && !muted) {
            out.print("[ .. ]  " + what);
            out.flush();
        }
    }

    void step(Step step) {
        if (color && !muted) {
            out.print("\r\u001b[K");
        }
        String line = step.line();
        String mark = colored(step.ok() ? "32" : "1;31", line.substring(1, 5));
        boolean fits = line.length() <= WIDTH || step.result().isEmpty();
        print("[" + mark + (fits ? line : step.shortLine()).substring(5));
        if (!fits) {
            explain(step.result());
        }
    }

    /** Says why, in a sentence or two below what was said last; a line feed begins a new line. */
    void explain(String text) {
        text.lines().forEach(this::explainLine);
    }

    private void explainLine(String text) {
        StringBuilder line = new StringBuilder(INDENT);
        for (StringTokenizer words = new StringTokenizer(text); words.hasMoreTokens(); ) {
            String word = words.nextToken();
            if (line.length() + word.length() > WIDTH) {
                print(colored("2", line.toString()));
                line.setLength(INDENT.length());
            }
            line.append(word).append(' ');
        }
        print(colored("2", line.toString()));
    }

    void picture(List<String> lines) {
        print("");
        for (String line : lines) {
            print(unicode ? line : Picture.ascii(line));
        }
    }

    void say(String line) {
        print(line);
    }

    private String colored(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private void print(String line) {
        if (!muted) {
            out.println(line.stripTrailing());
            out.flush();
        }
    }
}
