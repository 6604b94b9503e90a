package io.vethkit.iptables;

import java.util.Arrays;
import java.util.List;

/** Finds which of a chain's rules can stay: the longest common subsequence. */
final class RuleMatching {
    private static final int MAX_CELLS = 4_000_000;

    private RuleMatching() {}

    /**
     * Returns for each wanted rule the index of the rule that is it, or -1; the indexes ascend.
     *
     * @param usable of {@code there}, which may stay
     */
    static int[] match(List<CompiledRule> wanted, List<KernelRule> there, boolean[] usable) {
        int[] matches = new int[wanted.size()];
        Arrays.fill(matches, -1);
        int start = 0;
        int end = Math.min(wanted.size(), there.size());
        while (start < end && isSame(wanted, start, there, start, usable)) {
            matches[start] = start;
            start++;
        }
        int tail = 0;
        while (tail < end - start
                && isSame(
                        wanted, wanted.size() - 1 - tail, there, there.size() - 1 - tail, usable)) {
            matches[wanted.size() - 1 - tail] = there.size() - 1 - tail;
            tail++;
        }
        int rows = wanted.size() - start - tail;
        int columns = there.size() - start - tail;
        if ((long) rows * columns <= MAX_CELLS) {
            matchMiddle(wanted, there, usable, start, rows, columns, matches);
        } // else all of it is rewritten
        return matches;
    }

    private static boolean isSame(
            List<CompiledRule> wanted, int i, List<KernelRule> there, int j, boolean[] usable) {
        return usable[j] && wanted.get(i).isSame(there.get(j));
    }

    private static void matchMiddle(
            List<CompiledRule> wanted,
            List<KernelRule> there,
            boolean[] usable,
            int start,
            int rows,
            int columns,
            int[] matches) {
        int[][] longest = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                longest[i][j] =
                        isSame(wanted, start + i, there, start + j, usable)
                                ? longest[i + 1][j + 1] + 1
                                : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows && j < columns) {
            if (isSame(wanted, start + i, there, start + j, usable)) {
                matches[start + i++] = start + j++;
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }
}
