package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.AF_INET;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Rule;

import org.junit.jupiter.api.Test;

class RuleLineTest {
    @Test
    void saysWhatARuleIsFor() {
        Rule fromPod = Rule.lookup(AF_INET, 2, 1536).from(Prefix.parse("10.0.1.17/32"));
        Rule marked = Rule.lookup(AF_INET, 254, 1024).mark(0x80, 0x80);
        Rule main = Rule.lookup(AF_INET, 254, 32766);

        assertEquals(
                "  1536  from 10.0.1.17/32        table 2        within the VPC: its own ENI",
                RuleLine.of(fromPod));
        assertEquals(
                "  1024  fwmark 0x80/0x80         table main     off the VPC: eth0, SNAT",
                RuleLine.of(marked));
        assertEquals(" 32766  all                      table main", RuleLine.of(main));
    }
}
