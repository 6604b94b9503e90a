package io.vethkit.iptables;

import java.util.Arrays;
import java.util.List;

/** Finds which of a chain's rules can stay: the longest common subsequence. */
final class RuleMatching {
    private static final int MAX_CELLS = 4_000_000;

    private RuleMatching() {}

    /** Tells which rules are the same. */
    interface Sameness {
        /** Tells whether the wanted rule {@code i} is the rule {@code j}, which may stay. */
        boolean isSame(int i, int j);
    }

    /**
     * Returns for each wanted rule the index of the rule that is it, or -1; the indexes ascend.
     *
     * @param usable of {@code there}, which may stay
     */
    static int[] match(List<CompiledRule> wanted, List<KernelRule> there, boolean[] usable) {
        return match(
                wanted.size(),
                there.size(),
                new Sameness() {
                    @Override
                    public boolean isSame(int i, int j) {
                        return usable[j] && wanted.get(i).isSame(there.get(j));
                    }
                });
    }

    /** As above for so many wanted rules, and so many that are there. */
    static int[] match(int wanted, int there, Sameness rules) {
        int[] matches = new int[wanted];
        Arrays.fill(matches, -1);
        int start = 0;
        int end = Math.min(wanted, there);
        while (start < end && rules.isSame(start, start)) {
            matches[start] = start;
            start++;
        }
        int tail = 0;
        while (tail < end - start && rules.isSame(wanted - 1 - tail, there - 1 - tail)) {
            matches[wanted - 1 - tail] = there - 1 - tail;
            tail++;
        }
        int rows = wanted - start - tail;
        int columns = there - start - tail;
        if ((long) rows * columns <= MAX_CELLS) {
            matchMiddle(rules, start, rows, columns, matches);
        } // else all of it is rewritten
        return matches;
    }

    private static void matchMiddle(
            Sameness rules, int start, int rows, int columns, int[] matches) {
        int[][] longest = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                longest[i][j] =
                        rules.isSame(start + i, start + j)
                                ? longest[i + 1][j + 1] + 1
                                : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows && j < columns) {
            if (rules.isSame(start + i, start + j)) {
                matches[start + i++] = start + j++;
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }
}
