package io.vethkit.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class PictureTest {
    private static final Picture PICTURE =
            new Picture(
                    List.of(
                            new Picture.Attached("pod a", "10.0.0.17", "eni44c7791d104"),
                            new Picture.Attached("pod b", "10.0.1.17", "eni173247f042b"),
                            new Picture.Attached("pod c", "10.0.1.18", "eni6f39ecd10d1")));

    @Test
    void showsWhoIsConnectedToWhatThroughWhichTable() {
        assertEquals(
                """
                        internet 198.51.100.7                node2 10.0.2.4
                                  │                                 │
                ┌─────────────────┴── router: the VPC 10.0.0.0/16 ──┴─────────────────────────┐
                │ drops a packet whose source is not an address of the ENI it comes from      │
                └──────────── 10.0.0.1 ──────────────────────── 10.0.1.1 ─────────────────────┘
                                  │                                 │
                ┌─ node ──────────┼─────────────────────────────────┼─────────────────────────┐
                │                 │                                 │                         │
                │           eth0 10.0.0.4                     eth1 10.0.1.4                   │
                │      primary ENI: table main           secondary ENI: table 2               │
                │                 ├─────────┐                       │                         │
                │                 │         │ 1024 mark 0x80:       │ 1536 from the pod:      │
                │ 512 to a pod:   │         │ off the VPC, with     │ within the VPC          │
                │ main, its veth  │         │ SNAT to 10.0.0.4      │                         │
                │                 │         └───────────┬───────────┴───────────┐             │
                │                 │                     │                       │             │
                │          eni44c7791d104        eni173247f042b          eni6f39ecd10d1       │
                └─────────────────┼─────────────────────┼───────────────────────┼─────────────┘
                                  │                     │                       │
                         ┌────────┴────────┐   ┌────────┴────────┐     ┌────────┴────────┐
                         │ pod a 10.0.0.17 │   │ pod b 10.0.1.17 │     │ pod c 10.0.1.18 │
                         └─────────────────┘   └─────────────────┘     └─────────────────┘\
                """,
                String.join("\n", PICTURE.draw()));
    }

    @Test
    void fitsATerminalOf80Columns() {
        for (String row : PICTURE.draw()) {
            assertTrue(row.length() < 80, row);
        }
    }

    @Test
    void isDrawnInAsciiWhereThereAreNoBoxDrawingCharacters() {
        List<String> rows = PICTURE.draw().stream().map(Canvas::ascii).toList();

        assertEquals(
                "         +--------+--------+   +--------+--------+     +--------+--------+",
                rows.get(19));
        assertEquals(
                "         | pod a 10.0.0.17 |   | pod b 10.0.1.17 |     | pod c 10.0.1.18 |",
                rows.get(20));
        for (String row : rows) {
            assertTrue(row.chars().allMatch(c -> c < 128), row);
        }
    }
}
