package io.vethkit.iptables;

import static io.vethkit.iptables.Nft.tcpDport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MessageWriter;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class RuleMatchingTest {
    private static final MessageWriter SCRATCH = new MessageWriter();

    @Test
    void keepsAllOfAChainThatIsAsDescribed() throws IOException {
        assertArrayEquals(new int[] {0, 1, 2}, match("abc", "abc", ""));
    }

    @Test
    void keepsWhatIsAroundAnInsertionAndADeletion() throws IOException {
        assertArrayEquals(new int[] {0, -1, 1, 3}, match("axbc", "abyc", ""));
    }

    @Test
    void keepsTheLongerPartWhenRulesChangePlaces() throws IOException {
        assertArrayEquals(new int[] {-1, 0, 1, 2}, match("dabc", "abcd", ""));
    }

    @Test
    void keepsNothingThatMustNotStay() throws IOException {
        assertArrayEquals(new int[] {0, -1, 2}, match("abc", "abc", "b"));
    }

    @Test
    void finishesOnHugeChains() throws IOException {
        String wanted = "ab".repeat(1500);
        String there = "ba".repeat(1500);

        assertEquals(3000, match(wanted, there, "").length);
    }

    @Test
    void keepsAsMuchAsPossibleInOrder() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String wanted = word(random);
            String there = word(random);

            int[] matches = match(wanted, there, "");

            int last = -1;
            int kept = 0;
            for (int i = 0; i < matches.length; i++) {
                if (matches[i] >= 0) {
                    assertTrue(matches[i] > last);
                    assertEquals(wanted.charAt(i), there.charAt(matches[i]));
                    last = matches[i];
                    kept++;
                }
            }
            assertEquals(longest(wanted, there), kept, wanted + " " + there);
        }
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            word.append((char) ('a' + random.nextInt(4)));
        }
        return word.toString();
    }

    private static int longest(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 0;
        }
        String restOfA = a.substring(1);
        String restOfB = b.substring(1);
        int without = Math.max(longest(restOfA, b), longest(a, restOfB));
        boolean same = a.charAt(0) == b.charAt(0);
        return same ? Math.max(without, longest(restOfA, restOfB) + 1) : without;
    }

    /** Matches rules for which letters stand. */
    private static int[] match(String wanted, String there, String unusable) throws IOException {
        List<KernelRule> rules = new ArrayList<>();
        for (CompiledRule rule : compiled(there)) {
            byte[] expressions = rule.expressions();
            SCRATCH.clear().bytes(expressions);
            AttributeReader reader = new AttributeReader(SCRATCH.written(), 0, expressions.length);
            rules.add(new KernelRule(rules.size() + 1, RuleForm.of(reader), null));
        }
        boolean[] usable = new boolean[there.length()];
        Arrays.fill(usable, true);
        for (int i = 0; i < usable.length; i++) {
            usable[i] = unusable.indexOf(there.charAt(i)) < 0;
        }
        return RuleMatching.match(compiled(wanted), rules, usable);
    }

    private static List<CompiledRule> compiled(String letters) {
        List<CompiledRule> rules = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            Rule rule = Rule.of(tcpDport(letters.charAt(i)));
            rules.add(CompiledRule.of(Family.IP, List.of(), rule, SCRATCH));
        }
        return rules;
    }
}
